"""Is a figure of a reply invented? The plan asked has odd amounts, and every row that a reply reads is seen."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.text import as_text
from db.models import Base
from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.message import Message
from handlers.reply import Heard, reply
from knowledge.index import Index
from tests.derivation import Sources, unexplained
from tests.stated_figures import Stated, figures
from tests.watched_plan import Watch, watched, with_odd_amounts

_TEXTS = ("name", "name_en", "text", "text_en", "heading", "heading_en", "target_text", "quote")

_SHORTENED = re.compile("“([^”]*?)\\s*…”")
"""A name that is quoted and cut short."""


@dataclass(frozen=True)
class OddPlan:
    """A plan with odd amounts, open and watched, with everything that it says in words."""

    session: Session
    watch: Watch
    index: Index
    texts: tuple[str, ...]
    """Names and passages with a digit in them, the longest first."""


@dataclass(frozen=True)
class Checked:
    """The figures of one reply."""

    asked: str
    stated: list[Stated]
    invented: list[Stated]


@contextmanager
def odd_plan(plan_file: Path, folder: Path, index: Index) -> Iterator[OddPlan]:
    """A copy of the plan of this file, and of this index, with odd amounts. An index holds no amount."""
    with watched(with_odd_amounts(plan_file, folder / "plan.db")) as (session, watch):
        yield OddPlan(session, watch, index, _texts(session))


def check(plan: OddPlan, texts: list[str]) -> list[Checked]:
    """The figures of each reply of a chat against the rows that were read for it."""
    conversation = Conversation()
    checked = []
    for text in texts:
        one, conversation = check_reply(plan, text, conversation)
        checked.append(one)
    return checked


def check_reply(
    plan: OddPlan, text: str, conversation: Conversation, heard: Heard | None = None
) -> tuple[Checked, Conversation]:
    """The figures of one reply, and the chat after it. `heard` is as `reply` wants it."""
    plan.watch.clear()
    answer, conversation = reply(plan.session, plan.index, Message("ask", "", text), conversation, heard=heard)
    own = (text,) if answer.status == "feedback" else ()  # a report is shown in its own words before it is sent
    stated = _stated(answer, (*own, *plan.texts))
    return Checked(text, stated, unexplained(stated, Sources(tuple(plan.watch.statements)))), conversation


def _stated(answer: Answer, texts: tuple[str, ...]) -> list[Stated]:
    """What text, buttons and value state, but for the plan's own words: "ร้อยละ 70 ของประชาชน..." is a name."""
    said = "\n".join((as_text(answer), *answer.suggestions))
    for text in texts:
        said = said.replace(text, " ... ")
    said = _SHORTENED.sub(lambda name: " ... " if any(t.startswith(name[1]) for t in texts) else name[0], said)
    value = answer.value
    unit = {"ล้านบาท": "million baht", "ร้อยละ": "%"}.get(value.unit, "") if value else ""
    return list(figures(f"{said}\n{value.number} {unit}" if value and unit else said))


def _texts(session: Session) -> tuple[str, ...]:
    columns = [table.c[name] for table in Base.metadata.tables.values() for name in _TEXTS if name in table.c]
    found = {text for column in columns for text in session.scalars(select(column)) if text and re.search(r"\d", text)}
    return tuple(sorted(found, key=lambda text: (-len(text), text)))
