"""What does an officer see of a case in chat, and who reads what was confided? That is written down."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from db import audit, desk, office_news
from db.feedback_models import Feedback
from db.staff_models import Staff
from handlers.answer import Answer, Part, Text
from handlers.case_number import shown
from handlers.case_states import is_possible
from handlers.dates import day
from handlers.exchange import Exchange, Reply
from handlers.officers.commands import button
from handlers.officers.pending import AT, Pending
from handlers.officers.rights import handles, sees
from handlers.officers.wording import phrase
from handlers.quoted import quoted_case
from handlers.wording import wording
from handlers.working_days import FIRST_ANSWER, due

_LONG = 700
_BUTTONS = 7
_CITIZEN = "citizen"
_OF_OFFICES = ("assigned", office_news.LOST)
"""Entries whose text names who has the case, and says nothing to anybody."""


def show(exchange: Exchange, officer: Staff, case: Feedback) -> Reply:
    """Everything but what was confided, with buttons for what can be done."""
    audit.write(exchange.session, officer.name, "looked", exchange.person.channel, case=case.id)
    parts: tuple[Part, ...] = (Text("\n".join(_lines(exchange, case))), Text(case.text[:_LONG]), *_last(exchange, case))
    return _told(exchange, case, parts, buttons(exchange, officer, case))


def quoted(exchange: Exchange, officer: Staff) -> str:
    """The number of the case whose message the officer replies to or quotes; "" where it is none that they may see."""
    case = quoted_case(exchange.session, exchange.person, exchange.message, partial(sees, officer))
    return shown(case.number) if case else ""


def read(exchange: Exchange, officer: Staff, case: Feedback) -> Reply:
    """What was confided, for who handles the case; the audit says so."""
    if not handles(officer, case):
        return _told(exchange, case, (Text(phrase("case.hidden")),), (button("take", shown(case.number)),))
    confided = list(_confided(exchange, case))
    if confided:
        audit.write(exchange.session, officer.name, "read", exchange.person.channel, case=case.id)
    text = "\n".join(confided) or phrase("case.nothing_sealed")
    return _told(exchange, case, (Text(text),), buttons(exchange, officer, case))


def buttons(exchange: Exchange, officer: Staff, case: Feedback) -> tuple[str, ...]:
    """What is done next, most likely first."""
    number = shown(case.number)
    takes = ("take",) if case.assignee != officer.name and is_possible("assign", case.state) else ()
    acts = ("ask", "answer", "close", "not_fixed") if is_possible("close", case.state) else ()
    opens = ("read",) if handles(officer, case) and has_sealed(exchange, case) else ()
    sees_them = (
        ("photos",) if any(row.name and not row.failure for row in desk.photos(exchange.session, case.id)) else ()
    )
    return tuple(button(name, number) for name in (*takes, *sees_them, *acts, *opens))[:_BUTTONS]


def has_sealed(exchange: Exchange, case: Feedback) -> bool:
    """Whether something personal was confided."""
    updates = desk.history(exchange.session, case.id)
    return bool(case.sealed_text or case.contact or any(update.sealed_text for update in updates))


def _lines(exchange: Exchange, case: Feedback) -> Iterator[str]:
    words = wording("th")
    yield phrase("case.head", number=shown(case.number), state=phrase(f"state.{case.state}"))
    by = day(words, due(case.created_at, FIRST_ANSWER) - timedelta(seconds=1))
    yield phrase("case.given", day=day(words, case.created_at), due=by)
    if case.agency:
        yield phrase("case.agency", agency=case.agency)
    if case.assignee:
        yield phrase("case.assignee", officer=case.assignee)
    if photos := [row for row in desk.photos(exchange.session, case.id) if not row.failure]:
        yield phrase("case.photos", count=len(photos))
    if case.latitude is not None and case.longitude is not None:
        yield phrase("case.place", latitude=case.latitude, longitude=case.longitude)
    if case.place_name:
        yield phrase("case.place_name", name=case.place_name)
    if has_sealed(exchange, case):
        yield phrase("case.sealed")


def _last(exchange: Exchange, case: Feedback) -> Iterator[Text]:
    """What was said last, by whom."""
    said = [
        update for update in desk.history(exchange.session, case.id) if update.text and update.action not in _OF_OFFICES
    ]
    if said:
        who = phrase("case.citizen") if said[-1].who == _CITIZEN else said[-1].who
        yield Text(phrase("case.last", who=who, text=said[-1].text[:_LONG]))


def _confided(exchange: Exchange, case: Feedback) -> Iterator[str]:
    def opened(sealed: str, purpose: str) -> str:
        return exchange.person.open(sealed, purpose, str(case.id)) or phrase("case.closed_key")

    if case.sealed_text:
        yield phrase("case.full", text=opened(case.sealed_text, "case text"))
    if case.contact:
        yield phrase("case.contact", contact=opened(case.contact, "contact"))
    for update in desk.history(exchange.session, case.id):
        if update.sealed_text:
            yield phrase("case.replied", text=opened(update.sealed_text, "reply"))


def _told(exchange: Exchange, case: Feedback, parts: tuple[Part, ...], suggestions: tuple[str, ...]) -> Reply:
    after = exchange.conversation.about(Pending(AT, shown(case.number)).topic())
    return Answer("staff", parts, suggestions=suggestions, lasting=False, about=case.number), after
