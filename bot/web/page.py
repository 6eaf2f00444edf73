"""What does the page say, in Thai and in English?"""

import html
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.web.assets import Asset, with_paths
from knowledge.yaml_file import read_yaml

Words = dict[str, Any]
"""The wording of one language: plain strings for the page, `script` and `errors` for the program in it."""

_FOLDER = Path(__file__).parent


def read_words(relay: str = "") -> dict[str, Words]:
    """The wording by language, `th` first; the places that speak of the plan are not filled yet. `relay`: the service
    by which who cannot hear calls somebody."""
    words: dict[str, Words] = read_yaml(_FOLDER / "wording.yaml")
    for told in words.values():
        also = told.pop("help_relay").replace("{relay}", relay)
        told["help_line"] = f"{told['help_line']} {also}" if relay else told["help_line"]
    return words


def render(words: Words, assets: Mapping[str, Asset]) -> bytes:
    """The page in one language. A `{word}` that the wording lacks is a fault of ours and raises KeyError."""
    page = with_paths((_FOLDER / "page.html").read_text(encoding="utf-8"), assets)
    return filled_in(page, words).replace("<!--words-->", _data(words)).encode()


def filled_in(page: str, words: Words) -> str:
    """The page with its `{word}`s; a touch on a number in the line that says whom to call calls it."""
    shown = {name: html.escape(text) for name, text in words.items() if isinstance(text, str)}
    numbers = "|".join(words["script"]["numbers"])
    shown["help_line"] = re.sub(rf"\b({numbers})\b", r'<a class="call" href="tel:\1">\1</a>', shown["help_line"])
    return re.sub(r"\{([a-z_]+)\}", lambda found: shown[found[1]], page)


def _data(words: Words) -> str:
    """Data for the program. `<` is escaped, so that no text can end the script element."""
    data = {"script": words["script"], "errors": words["errors"]}
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
