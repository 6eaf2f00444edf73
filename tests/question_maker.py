"""Which questions could somebody ask that nobody has written down? Subjects, years and forms put together."""

from collections.abc import Iterator
from random import Random
from typing import Any

import yaml

from tests.chats import FOLDER

_ENGLISH, _MADE_UP, _NO_YEAR, _FOLLOWED_UP = 0.3, 0.2, 0.3, 0.25
"""How often a question is English, is about something made up, names no year, has a second message behind it."""


def made_questions(count: int) -> Iterator[list[str]]:
    """So many messages as chats of one or two, the same ones every time."""
    parts = yaml.safe_load((FOLDER / "made_questions.yaml").read_text(encoding="utf-8"))
    random = Random(5_2554_2557)
    while count > 0:
        chat = [_question(random, parts)]
        if count > 1 and random.random() < _FOLLOWED_UP:
            chat.append(random.choice(parts["follow_ups"]))
        count -= len(chat)
        yield chat


def _question(random: Random, parts: dict[str, Any]) -> str:
    words = parts["english" if random.random() < _ENGLISH else "thai"]
    subject = random.choice(parts["made_up"] if random.random() < _MADE_UP else words["subjects"])
    year = "" if random.random() < _NO_YEAR else random.choice(words["years"])
    gap = random.choice(("", " "))
    return " ".join(random.choice(words["forms"]).format(s=subject, y=f"{gap}{year}{gap}").split())
