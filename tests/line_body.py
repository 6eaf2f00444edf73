"""Which documented limit of LINE does a message break?"""

import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from unicodedata import category

from bot.line.letters import units

Json = dict[str, Any]
KB = 1024
ACTIONS = ("message", "postback")
LONGEST_LABEL = {"message": 20, "postback": 40}
"""A postback stands on a button of a bubble, the others below the messages."""
LONGEST_ACTION = 300
CHILDREN = {"box", "text", "button", "separator"}
_CHECK = """
import json, sys
sys.path.insert(0, sys.argv[1])
import line_limits, line_spec
spec = line_spec.Spec(sys.argv[1] + "/spec/messaging-api.yml")
for line in sys.stdin:
    body = json.loads(line)
    wrong, unknown = spec.errors("ReplyMessageRequest", body)
    broken, warned = ([], []) if wrong else line_limits.check("replyMessage", body)
    print(json.dumps([*wrong, *unknown, *broken, *warned]))
"""


def faults(messages: list[Json]) -> list[str]:
    """What LINE would refuse, and what would not be shown."""
    return [*_count(messages), *(fault for message in messages for fault in _message(message))]


def harness_faults(bodies: Iterable[list[Json]]) -> list[list[str]]:
    """The same by the harness, which knows LINE's own description of its interface."""
    lines = "".join(json.dumps({"replyToken": "token", "messages": messages}) + "\n" for messages in bodies)
    command = [os.environ["HARNESS_PYTHON"], "-c", _CHECK, str(Path(os.environ["HARNESS_DIR"]).resolve())]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def nodes(value: object) -> Iterator[Json]:
    """Every object within, the outer ones first."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def bubbles(message: Json) -> list[Json]:
    """The bubbles of a Flex message."""
    contents: Json = message["contents"]
    return list(contents["contents"]) if contents["type"] == "carousel" else [contents]


def words(value: object) -> list[str]:
    """Every text that a person reads in it."""
    return [node["text"] for node in nodes(value) if node.get("type") in ("text", "span") and "text" in node]


def _count(messages: list[Json]) -> Iterator[str]:
    if not 1 <= len(messages) <= 5:
        yield f"{len(messages)} messages"
    if any("quickReply" in message for message in messages[:-1]):
        yield "quick replies that are not shown"


def _message(message: Json) -> Iterator[str]:
    items = message.get("quickReply", {"items": [None]})["items"]
    if not 1 <= len(items) <= 13:
        yield f"{len(items)} quick replies"
    for key, most in (("text", 5000), ("altText", 1500)):
        if key in message and not 0 < units(message[key].strip()) <= units(message[key]) <= most:
            yield f"{key} of {units(message[key])} units"
    if message["type"] == "flex":
        yield from _container(message)
    yield from (fault for node in nodes(message) for fault in _node(node))


def _container(message: Json) -> Iterator[str]:
    drawn = bubbles(message)
    if len(drawn) > 12 or len({bubble["size"] for bubble in drawn}) > 1:
        yield f"{len(drawn)} bubbles of the sizes {[bubble['size'] for bubble in drawn]}"
    for what, most in ((message["contents"], 50), *((bubble, 30) for bubble in drawn)):
        if (size := _bytes(what)) > most * KB:
            yield f"{what['type']} of {size} bytes"


def _node(node: Json) -> Iterator[str]:
    kind = node.get("type")
    if kind == "box" and not {child["type"] for child in node["contents"]} <= CHILDREN:
        yield f"a box holds {[child['type'] for child in node['contents']]}"
    if kind in ("text", "span") and "contents" not in node and not node["text"].strip():
        yield f"an empty {kind}"
    if kind in ACTIONS:
        yield from _action(node)
    if any(isinstance(value, str) and not _can_be_sent(value) for value in node.values()):
        yield f"controls or surrogates in {node}"


def _action(action: Json) -> Iterator[str]:
    if "" in action.values():
        yield f"an empty field in {action}"
    if _letters(action.get("label", "")) > LONGEST_LABEL[action["type"]]:
        yield f"the label {action['label']}"
    if max(_letters(action.get(key, "")) for key in ("text", "data", "displayText")) > LONGEST_ACTION:
        yield f"too much in {action}"


def _letters(text: str) -> int:
    """Without the marks above and below: at least as many as the grapheme clusters."""
    return sum(category(c) not in ("Mn", "Me") for c in text)


def _can_be_sent(text: str) -> bool:
    return all(c == "\n" or category(c) not in ("Cc", "Cs") for c in text)


def _bytes(value: Json) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
