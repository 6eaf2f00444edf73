"""Which questions the benches ask: the chats of tests/questions/ and, where CHATS_DIR names a folder, those as well."""

import json
import os
from pathlib import Path

from tests.chats import FOLDER, read_lines


def read_chats() -> list[list[str]]:
    """What the person says in each chat, in order."""
    folders = [FOLDER, *([Path(os.environ["CHATS_DIR"])] if os.environ.get("CHATS_DIR") else [])]
    files = [path for folder in folders for path in sorted(folder.rglob("*.jsonl"))]
    chats = [line.get("turns", ()) for path in files for line in read_lines(path)]
    if not any(chats):
        raise SystemExit("There are no chats: tests/questions/ holds no .jsonl file and CHATS_DIR names no folder.")
    return [[turn["user"] for turn in turns] for turns in chats if turns]


def read_questions() -> list[str]:
    """Every message by itself."""
    return [text for chat in read_chats() for text in chat]


def as_json_lines(chats: list[list[str]]) -> bytes:
    """The chats as input of `ask --json`."""
    turns = [
        {"id": f"{number}/{place}", "session": str(number), "text": text}
        for number, chat in enumerate(chats)
        for place, text in enumerate(chat)
    ]
    return "".join(json.dumps(turn, ensure_ascii=False) + "\n" for turn in turns).encode()
