"""Which menu stands under the chat in LINE, how is it drawn and what do its areas do?

Limits: https://developers.line.biz/en/reference/messaging-api/#upload-rich-menu-image (PNG, at most 1 MB).
"""

import hashlib
import html
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.picture import png
from knowledge.yaml_file import read_yaml

NAME = "plan-bot "
"""Begins the name of each menu of ours; people do not see it."""
_WIDTH, _HEIGHT = 2500, 1686
_COLUMNS, _ROWS = 3, 2
_FILE = Path(__file__)


@dataclass(frozen=True)
class RichMenu:
    """A menu that is ready to be given to LINE."""

    request: dict[str, Any]
    """As LINE's createRichMenu wants it."""
    picture: bytes
    """PNG."""

    @property
    def name(self) -> str:
        """Tells this picture and these areas from all others."""
        return str(self.request["name"])


def rich_menu() -> RichMenu:
    """The menu as rich_menu.yaml and rich_menu.svg describe it."""
    words = read_yaml(_FILE.with_suffix(".yaml"))
    picture = png(_drawing(words["areas"]))
    look = {
        "size": {"width": _WIDTH, "height": _HEIGHT},
        "selected": True,
        "chatBarText": words["chat_bar"],
        "areas": [
            {"bounds": _bounds(place), "action": _action(area)} for place, area in enumerate(words["areas"].values())
        ],
    }
    return RichMenu({"name": NAME + _digest(look, picture), **look}, picture)


def _drawing(areas: dict[str, dict[str, str]]) -> str:
    texts = {f"{name}_{key}": text for name, area in areas.items() for key, text in area.items()}
    drawing = _FILE.with_suffix(".svg").read_text(encoding="utf-8")
    return re.sub(r"\{([a-z_]+)\}", lambda found: html.escape(texts[found[1]]), drawing)


def _bounds(place: int) -> dict[str, int]:
    """Areas in a row, then the next row. They meet without a gap, though 2500 is no multiple of 3."""
    row, column = divmod(place, _COLUMNS)
    left, right = (round(_WIDTH * edge / _COLUMNS) for edge in (column, column + 1))
    height = _HEIGHT // _ROWS
    return {"x": left, "y": row * height, "width": right - left, "height": height}


def _action(area: dict[str, str]) -> dict[str, str]:
    """The label is read aloud to people who cannot see the picture."""
    if "data" in area:
        return {"type": "postback", "label": area["label"], "data": area["data"], "displayText": area["say"]}
    return {"type": "message", "label": area["label"], "text": area["say"]}


def _digest(look: dict[str, Any], picture: bytes) -> str:
    return hashlib.sha256(json.dumps(look, sort_keys=True).encode() + picture).hexdigest()[:12]
