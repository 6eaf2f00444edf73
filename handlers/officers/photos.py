"""How does an officer see the photos of a case in chat? Who may see the case may; each that is sent is written down.

A platform that wants an address instead of the photo gets one that only its holder knows, for a day.
"""

import json
from datetime import timedelta
from typing import Final

from db import audit, desk
from db.feedback_models import Attachment, Feedback
from db.models import now
from db.staff_models import Staff
from handlers.answer import Answer, Photo, Text
from handlers.case_number import shown
from handlers.exchange import Exchange, Reply
from handlers.officers.commands import button
from handlers.officers.links import enter, in_address
from handlers.officers.pending import AT, Pending
from handlers.officers.wording import phrase

PATH = "/case-photo/"
"""Of the address of a photo."""
PURPOSE: Final = "shown photo"
LIVES = timedelta(days=1)
_AT_ONCE = 4
"""LINE takes five messages together, and one of them has the words."""


def show(exchange: Exchange, officer: Staff, case: Feedback, words: str) -> Reply:
    """Some photos, from the one on whose number the officer names (`words`), and a button for those that follow."""
    rows = [row for row in desk.photos(exchange.session, case.id) if not row.failure]
    here = [row for row in rows if row.name]
    if here and not _can_show(exchange):
        return _told(exchange, case, phrase("photos.console", link=enter(exchange, officer)))
    first = min(max(int(words), 1), len(here)) if words.isdecimal() and len(words) < 4 else 1
    sent = here[max(first - 1, 0) :][:_AT_ONCE]
    for _ in sent:
        audit.write(exchange.session, officer.name, "photo", exchange.person.channel, case=case.id)
    photos = tuple(Photo(row.name, _link(exchange, officer, row)) for row in sent)
    last = first + len(sent) - 1
    more = (button("photos", f"{shown(case.number)} {last + 1}"),) if last < len(here) else ()
    lines = [_said(case, first, last, len(here)), *_coming(len(rows) - len(here))]
    return _told(exchange, case, "\n".join(lines), photos, more)


def _can_show(exchange: Exchange) -> bool:
    """LINE fetches photos, and from nowhere but over https."""
    return exchange.person.channel != "line" or exchange.person.public_url.startswith("https:")


def _link(exchange: Exchange, officer: Staff, photo: Attachment) -> str:
    if exchange.person.channel != "line":
        return ""
    until = int((now() + LIVES).timestamp())
    sealed = exchange.person.seal(json.dumps([until, officer.id, photo.id]), PURPOSE)
    return exchange.person.public_url + PATH + in_address(sealed)


def _said(case: Feedback, first: int, last: int, count: int) -> str:
    number = shown(case.number)
    if not count:
        return phrase("photos.none", number=number)
    return phrase("photos.shown", number=number, first=first, last=last, count=count)


def _coming(count: int) -> list[str]:
    return [phrase("photos.coming", count=count)] if count else []


def _told(
    exchange: Exchange, case: Feedback, said: str, photos: tuple[Photo, ...] = (), more: tuple[str, ...] = ()
) -> Reply:
    number = shown(case.number)
    after = exchange.conversation.about(Pending(AT, number).topic())
    buttons = (*more, button("show", number))
    return Answer("staff", (Text(said),), suggestions=buttons, lasting=False, about=case.number, photos=photos), after
