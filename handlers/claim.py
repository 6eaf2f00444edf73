"""How does a person take over a case of theirs on another device, or where the browser forgot who they are?

They write its number with its secret. From then on the case is theirs there, and not where it was.
"""

from dataclasses import replace

from db import cases, notices
from db.feedback_models import Feedback, Person
from db.models import now
from handlers.answer import Note, Text
from handlers.case_number import shown
from handlers.case_secret import fits
from handlers.case_status import in_full, told
from handlers.exchange import Exchange, Reply
from handlers.own_cases import is_own

MOST_WRONG = 5
"""Secrets that do not fit, from one chat within an hour."""
_HOUR = 60 * 60


def claim(exchange: Exchange, case: Feedback, secret: str) -> Reply:
    """The case, where the secret fits."""
    if is_own(exchange, case):
        return in_full(exchange, case)
    if exchange.message.in_group:
        return told(exchange, "status", Text(exchange.inquiry.say("wordless.privately")))
    wrong = _wrong_lately(exchange)
    if len(wrong) >= MOST_WRONG:
        return told(exchange, "status", Text(exchange.inquiry.say("cases.claim_wait")))
    if not fits(case.number, secret, case.claim):
        return _refused(exchange, case, wrong)
    _take_over(exchange, case)
    return in_full(exchange, case, Text(exchange.inquiry.say("cases.claimed", number=shown(case.number))))


def _refused(exchange: Exchange, case: Feedback, wrong: tuple[float, ...]) -> Reply:
    say, number = exchange.inquiry.say, shown(case.number)
    answer, after = told(
        exchange, "status", Text(say("cases.claim_wrong", number=number)), Note(say("cases.claim_how"))
    )
    return answer, replace(after, wrong_claims=(*wrong, now().timestamp()))


def _wrong_lately(exchange: Exchange) -> tuple[float, ...]:
    since = now().timestamp() - _HOUR
    return tuple(moment for moment in exchange.conversation.wrong_claims if moment > since)


def _take_over(exchange: Exchange, case: Feedback) -> None:
    """What was agreed to when it was sent is agreed to now."""
    person = exchange.person.obtain(exchange.session, exchange.inquiry.words.language)
    before = exchange.session.get(Person, case.person_id) if case.person_id else None
    if before is not None and person.consent_at is None:
        person.consent_version, person.consent_at = before.consent_version, before.consent_at
    case.person_id = person.id
    notices.hand_over(exchange.session, case)
    cases.note(exchange.session, case, "citizen", "claimed", public=False)
