"""Which chats are there to be tried, and what does the bot say in them?"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from bot.text import as_text
from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.message import Message
from handlers.reply import hear, reply
from knowledge.index import Index
from knowledge.question import Question

FOLDER = Path(__file__).parent / "questions"
HELD_OUT = (
    "batch1",
    "batch2",
    "batch3",
    "batch4",
    "batch5",
    "batch6",
    "batch7",
    "batch8",
    "batch9",
    "batch10",
    "batch11",
    "batch12",
    "batch13",
)
BATCHES = ("practice", *HELD_OUT)
FILES = (
    *(path.relative_to(FOLDER).as_posix() for batch in BATCHES for path in sorted((FOLDER / batch).glob("*.jsonl"))),
    "lists/khonkaen.jsonl",
)
TURNED_AWAY = FOLDER / "turned_away" / "messages.jsonl"


@dataclass(frozen=True)
class Turn:
    """What a person writes, and what the reply must fulfil."""

    user: str
    expect: dict[str, Any]
    question: dict[str, Any]
    """What it asks, as its writer understood it: ask, shape, years; empty where the writer left it open."""


@dataclass(frozen=True)
class Chat:
    """One chat of one person."""

    id: str
    persona: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Reply:
    """What the bot made of one turn."""

    answer: Answer
    text: str
    question: Question
    """As it was understood."""


Played = list[tuple[Chat, list[Reply]]]
"""Chats with what the bot says in them."""


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Every line of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_chats(path: Path) -> tuple[Chat, ...]:
    """The chats of a file."""
    return tuple(
        Chat(
            line["id"],
            line["persona"],
            tuple(Turn(t["user"], t["expect"], t.get("question") or {}) for t in line["turns"]),
        )
        for line in read_lines(path)
    )


def chats_of(*batches: str) -> Iterator[Chat]:
    """The chats of some batches, in the order of the files."""
    for file in FILES:
        if file.split("/")[0] in batches:
            yield from read_chats(FOLDER / file)


def play(session: Session, index: Index, texts: list[str] | tuple[str, ...]) -> list[Reply]:
    """The replies to the messages of one chat."""
    conversation = Conversation()
    replies = []
    for text in texts:
        message = Message("ask", "", text)
        heard = hear(index, message, conversation)
        answer, conversation = reply(session, index, message, conversation, heard=heard)
        replies.append(Reply(answer, as_text(answer), heard.understood.question))
    return replies
