"""What is stored about a person: told in the chat, and whole as a file?"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from db import cases
from db.feedback_models import Feedback
from db.feedback_models import Person as Row
from handlers import dates
from handlers.answer import Item, Listing, Note, Text
from handlers.case_number import shown
from handlers.case_status import state_in_words
from handlers.exchange import Exchange, Reply
from handlers.own_cases import own_cases

_CASES_SHOWN = 20


def tell(exchange: Exchange) -> Reply:
    """A list that can be read in the chat; what is not stored is said, too."""
    say, row = exchange.inquiry.say, exchange.person.known(exchange.session)
    draft = [Note(say("privacy.draft"))] if exchange.conversation.intake else []
    if row is None:
        return _told(exchange, Text(say("privacy.nothing")), *draft, Note(say("privacy.always")))
    found = own_cases(exchange)
    head = Text(say("privacy.stored", day=_day(exchange, row.created_at), count=len(found)))
    rest = [Note(say("privacy.more", count=len(found) - _CASES_SHOWN))] if len(found) > _CASES_SHOWN else []
    listing = Listing(tuple(_item(exchange, case) for case in found[:_CASES_SHOWN]))
    notes = [*rest, *draft, Note(_consent(exchange, row)), Note(say("privacy.account")), Note(say("privacy.always"))]
    return _told(exchange, head, listing, *notes, buttons=("file", "erase", "withdraw"))


def tell_link(exchange: Exchange) -> Reply:
    """Where the file is: in words alone, so that every channel lets the address be touched."""
    say = exchange.inquiry.say
    if exchange.person.known(exchange.session) is None:
        return tell(exchange)
    link = exchange.person.link()
    return _told(exchange, *[Text(say("privacy.file")), Text(link)] if link else [Text(say("privacy.no_file"))])


def as_json(session: Session, row: Row | None, open_sealed: Callable[..., str | None]) -> dict[str, Any]:
    """Everything that is stored about a person, for them to take along."""
    if row is None:
        return {"stored": False}
    return {
        "stored": True,
        "channel": row.channel,
        "language": row.language,
        "since": row.created_at.isoformat(),
        "consent": {"version": row.consent_version, "at": _moment(row.consent_at)},
        "cases": [_case(session, case, open_sealed) for case in cases.of_person(session, row)],
    }


def _case(session: Session, case: Feedback, open_sealed: Callable[..., str | None]) -> dict[str, Any]:
    """The words as the person wrote them, masked where they cannot be opened; of the history what they may read."""
    public = [update for update in cases.updates(session, case) if update.public]
    return {
        "number": shown(case.number),
        "state": case.state,
        "text": _opened(case.sealed_text, "case text", case, open_sealed) or case.text,
        "contact": _opened(case.contact, "contact", case, open_sealed),
        "codes": json.loads(case.codes),
        "agency": case.agency,
        "latitude": case.latitude,
        "longitude": case.longitude,
        "place_name": case.place_name,
        "photos": len(cases.attachments(session, case)),
        "satisfaction": case.satisfaction,
        "created_at": case.created_at.isoformat(),
        "updated_at": case.updated_at.isoformat(),
        "closed_at": _moment(case.closed_at),
        "history": [{"at": u.at.isoformat(), "action": u.action, "text": u.text} for u in public],
    }


def _opened(sealed: str, purpose: str, case: Feedback, open_sealed: Callable[..., str | None]) -> str:
    return (open_sealed(sealed, purpose, str(case.id)) if sealed else "") or ""


def _told(exchange: Exchange, *parts: Text | Listing | Note, buttons: tuple[str, ...] = ()) -> Reply:
    suggestions = [exchange.inquiry.say(f"privacy.button.{name}") for name in buttons]
    answer = exchange.inquiry.answer(*parts, status="privacy", suggestions=suggestions)
    return answer, exchange.conversation.about("")


def _item(exchange: Exchange, case: Feedback) -> Item:
    say = exchange.inquiry.say
    state = state_in_words(exchange, case)
    title = say("privacy.case", number=shown(case.number), day=_day(exchange, case.created_at), state=state)
    kept = [say(f"privacy.with_{name}") for name in ("contact", "latitude") if getattr(case, name)]
    photos = len(cases.attachments(exchange.session, case))
    kept += [say("privacy.with_photos", count=photos)] if photos else []
    return Item(title, "\n".join([f"“{case.text}”", *kept]))


def _consent(exchange: Exchange, row: Row) -> str:
    say = exchange.inquiry.say
    if row.consent_at is None:
        return say("privacy.no_consent")
    return say("privacy.consent", day=_day(exchange, row.consent_at), version=row.consent_version)


def _day(exchange: Exchange, moment: datetime) -> str:
    return dates.day(exchange.inquiry.words, moment)


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
