"""Which messages are learned from, and which were the weights learned from?

Those in `messages/` were written for it. Beside them stand messages that the tests have too: the chats of `practice`,
by what they expect, and what has nothing to do with the plan. Files of others are named on the command line; the
sample of them that lies with the tests is left out. The batches that measure the bot are none of them.
"""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from knowledge.clean import clean

FOLDER = Path(__file__).parent / "messages"
TRIED = Path(__file__).parent.parent / "tests" / "questions"
SAMPLE = TRIED / "foreign" / "sample.jsonl"
ACT_OF_STATUS = {
    "answered": "question",
    "clarify": "question",
    "unknown": "question",
    "feedback": "feedback",
    "emergency": "emergency",
    "privacy": "rights",
    "status": "status",
    "help": "help",
    "smalltalk": "talk",
}
"""What an expected reply tells of its message."""

Message = tuple[str, str]
"""Its text, made regular, and its act."""


def read_labelled() -> dict[str, list[Message]]:
    """The messages of each file in the project."""
    files = {path.stem: list(_written(path)) for path in sorted(FOLDER.glob("*.jsonl"))}
    files["turned away"] = [
        (clean(line["text"]), "foreign") for line in read_lines(TRIED / "turned_away" / "messages.jsonl")
    ]
    files["practice"] = [turn for path in sorted((TRIED / "practice").glob("*.jsonl")) for turn in _tried(path)]
    return files


def read_foreign(paths: Iterable[Path]) -> dict[str, list[Message]]:
    """The messages of other people's files, by their source: of no concern to a province, all of them."""
    tried = {line["text"] for line in read_lines(SAMPLE)}
    files: dict[str, list[Message]] = {}
    for line in (line for path in paths for line in read_lines(path)):
        if line["text"] not in tried and clean(line["text"]):
            files.setdefault(line["source"], []).append((clean(line["text"]), "foreign"))
    return files


def fingerprint() -> str:
    """Changes with any message or act in the project."""
    return digest(read_labelled())


def digest(messages: Any) -> str:
    """What names a set of messages in the files of weights."""
    return sha256(json.dumps(messages).encode()).hexdigest()


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def _written(path: Path) -> Iterator[Message]:
    return ((clean(line["text"]), line["act"]) for line in read_lines(path))


def _tried(path: Path) -> Iterator[Message]:
    """Turns that leave no doubt; of those with several good replies nothing is learned."""
    for chat in read_lines(path):
        for turn in chat["turns"]:
            status = turn["expect"].get("status")
            if isinstance(status, str) and clean(turn["user"]):
                yield clean(turn["user"]), ACT_OF_STATUS[status]
