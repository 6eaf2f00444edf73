"""Which cases has the person who writes, and what can still be done about each?"""

import json
from collections.abc import Sequence
from datetime import timedelta

from db import cases
from db.feedback_models import Feedback
from db.models import now
from handlers.exchange import Exchange
from knowledge.case_words import letters, rest

CONTESTED_WITHIN = timedelta(days=14)
"""After a case was closed: so long it can be rated, and opened again."""


def own_cases(exchange: Exchange) -> list[Feedback]:
    """All of them, newest first; none of somebody who never sent one."""
    person = exchange.person.known(exchange.session)
    return cases.of_person(exchange.session, person) if person else []


def is_own(exchange: Exchange, case: Feedback) -> bool:
    """Whether the person sent it."""
    person = exchange.person.known(exchange.session)
    return person is not None and case.person_id == person.id


RATES = "rate"
"""What the bot asked of a case that was shown: `rate/NUMBER`."""


_WISHES = ("undo", "withdraw", "add", "contest", "mine")
_SOME_WORDS = 2
"""Letters beside a wish from which they may say of which case."""


def of_chat(exchange: Exchange, found: Sequence[Feedback]) -> list[Feedback]:
    """Those of these that the message names by their words, else the one to which the person replies, or which the chat
    is about; none where it is about none of them."""
    named = exchange.named_case or exchange.conversation.topic
    meant = [case for case in found if case.number == named]
    others = [] if exchange.named_case or exchange.message.action else _in_words(exchange.message.text, found)
    return others if others and not set(map(id, meant)) & set(map(id, others)) else meant


def _in_words(said: str, found: Sequence[Feedback]) -> list[Feedback]:
    """ "ยกเลิกเรื่องหมา": those whose text has what is said beside the wish."""
    words = rest(letters(said), *_WISHES)
    return [case for case in found if words in letters(case.text)] if len(words) >= _SOME_WORDS else []


def just_shown(exchange: Exchange, found: Sequence[Feedback]) -> list[Feedback]:
    """The one of these closed cases to which the person replies, or that they were just shown.

    What is told unasked changes no chat: of several that were closed nobody knows which is meant otherwise.
    """
    named = exchange.named_case or exchange.asked.removeprefix(f"{RATES}/")
    return [case for case in found if case.number == named]


def open_cases(exchange: Exchange) -> list[Feedback]:
    """The open case that the chat is about, else every open one."""
    found = [case for case in own_cases(exchange) if is_open(case)]
    return of_chat(exchange, found) or found


def own_case(exchange: Exchange, number: str) -> Feedback | None:
    """The person's case of this number; None for any other, and for what is no number."""
    case = cases.by_number(exchange.session, number) if number.isdecimal() else None
    return case if case and is_own(exchange, case) else None


def open_case(exchange: Exchange, number: str) -> Feedback | None:
    """The same, while something can be added to it."""
    case = own_case(exchange, number)
    return case if case and is_open(case) else None


def is_open(case: Feedback) -> bool:
    """Whether something can be added, or the case withdrawn."""
    return case.state in cases.OPEN


def was_withdrawn(case: Feedback) -> bool:
    """Whether its person closed it: an officer who closes a case says whether the matter was put right."""
    return case.state == "closed" and case.fixed is None


def was_closed(case: Feedback) -> bool:
    """Whether an officer closed it, however long ago."""
    return case.state == "closed" and case.fixed is not None


def just_closed(case: Feedback) -> bool:
    """Whether it can still be rated, and opened again."""
    return was_closed(case) and case.closed_at is not None and now() - case.closed_at <= CONTESTED_WITHIN


def codes_of(case: Feedback) -> tuple[str, ...]:
    """What of the plan it concerns."""
    return tuple(json.loads(case.codes))
