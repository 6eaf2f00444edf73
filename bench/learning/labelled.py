"""Which messages are learned from, and which were the weights learned from?

Those in `messages/` were written for it. Beside them stand messages that the tests have too: the chats of `practice`,
by what they expect, and what has nothing to do with the plan. The batches that measure the bot are none of them.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from knowledge.clean import clean
from tests.chats import FOLDER as TRIED
from tests.chats import TURNED_AWAY, read_lines

FOLDER = Path(__file__).parent / "messages"
KIND_OF_STATUS = {
    "answered": "question",
    "clarify": "question",
    "unknown": "question",
    "feedback": "feedback",
    "emergency": "emergency",
    "privacy": "other",
    "status": "other",
    "help": "other",
    "smalltalk": "other",
}
"""What an expected reply tells of its message."""

Message = tuple[str, str]
"""Its text, made regular, and its kind."""


def read_labelled() -> dict[str, list[Message]]:
    """The messages of each file."""
    files = {path.stem: list(_written(path)) for path in sorted(FOLDER.glob("*.jsonl"))}
    files["turned away"] = [(clean(line["text"]), "other") for line in read_lines(TURNED_AWAY)]
    files["practice"] = [turn for path in sorted((TRIED / "practice").glob("*.jsonl")) for turn in _tried(path)]
    return files


def fingerprint() -> str:
    """Changes with any message or kind."""
    return sha256(json.dumps(read_labelled()).encode()).hexdigest()


def _written(path: Path) -> Iterator[Message]:
    return ((clean(line["text"]), line["kind"]) for line in read_lines(path))


def _tried(path: Path) -> Iterator[Message]:
    """Turns that leave no doubt; of those with several good replies nothing is learned."""
    for chat in read_lines(path):
        for turn in chat["turns"]:
            status = turn["expect"].get("status")
            if isinstance(status, str):
                yield clean(turn["user"]), KIND_OF_STATUS[status]
