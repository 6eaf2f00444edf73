"""Which cases does an officer get to see in chat: new ones, the own, those that are late, those that say something?"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from db import audit, desk, office_news
from db.desk import View, Wanted
from db.feedback_models import Feedback
from db.models import now
from db.staff_models import Staff
from handlers.answer import Answer, Item, Listing, Note, Part, Text
from handlers.case_number import shown
from handlers.dates import day
from handlers.exchange import Exchange, Reply
from handlers.officers.commands import Command, button
from handlers.officers.rights import agency_of
from handlers.officers.wording import phrase
from handlers.wording import wording
from handlers.working_days import FIRST_ANSWER, late_since

LISTS = ("new", "mine", "overdue", "digest", "search")
_SHOWN = 8
_BUTTONS = 4
_SHORT = 90
"""Characters of a case's text in a list."""


def answer(exchange: Exchange, officer: Staff, command: Command) -> Reply:
    """The list, with a button for each of the first cases."""
    if command.name == "digest":
        return _told(exchange, (Text(digest(exchange.session, officer)),), (button("new"), button("overdue")))
    if command.name == "search" and not command.words:
        return _told(exchange, (Text(phrase("list.search_what")),))
    late = late_since(now(), FIRST_ANSWER)
    views: dict[str, View] = {"new": "new", "mine": "mine", "overdue": "overdue", "search": "all"}
    wanted = Wanted(agency_of(officer), views[command.name], command.words, officer=officer.name, late=late)
    rows, more = desk.found(exchange.session, wanted)
    audit.write(exchange.session, officer.name, "listed", exchange.person.channel, subject=command.name)
    if not rows:
        return _told(exchange, (Text(phrase("none")),))
    count = f"{len(rows)}+" if more else len(rows)
    head = Text(phrase(f"list.{command.name}", count=count, days=FIRST_ANSWER))
    rest = [Note(phrase("list.more", shown=_SHOWN))] if len(rows) > _SHOWN else []
    return _told(exchange, (head, listing(rows[:_SHOWN]), *rest), buttons(rows))


def listing(rows: Sequence[Feedback]) -> Listing:
    """Cases with number, state, day and the beginning of their masked text."""
    return Listing(tuple(Item(_line(row), row.text[:_SHORT]) for row in rows))


def buttons(rows: Sequence[Feedback]) -> tuple[str, ...]:
    """To see one of the first."""
    return tuple(button("show", shown(row.number)) for row in rows[:_BUTTONS])


def digest(session: Session, officer: Staff) -> str:
    """How many cases wait for what."""
    heaps = desk.heaps(session, agency_of(officer), late_since(now(), FIRST_ANSWER))
    counted = desk.counts(heaps, officer.name)
    if not (counted["waiting"] or counted["mine"]):
        return phrase("digest_none")
    return phrase("digest", **{name: counted[name] for name in ("new", "waiting", "overdue", "mine")})


def begin_news(session: Session, officer: Staff) -> None:
    """What was given before somebody joined is no news to them."""
    officer.told_case, officer.told_update = desk.newest_id(session), office_news.newest_update(session)


def _line(row: Feedback) -> str:
    moment = day(wording("th"), row.created_at)
    return phrase("list.line", number=shown(row.number), state=phrase(f"state.{row.state}"), day=moment)


def _told(exchange: Exchange, parts: tuple[Part, ...], suggestions: tuple[str, ...] = ()) -> Reply:
    return Answer("staff", parts, suggestions=suggestions, lasting=False), exchange.conversation
