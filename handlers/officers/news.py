"""What does an officer hear in chat without asking: new cases, answers, the morning's digest, what is wrong?

New cases are told ten minutes after they came at the earliest, many in one message, and not at night. An answer of
somebody who was asked is told at once while the office is awake.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from db import audit, desk, office_news
from db.feedback_models import Feedback, FeedbackUpdate
from db.models import now
from db.staff_models import Staff
from handlers.answer import Answer, Part, Text
from handlers.case_number import shown
from handlers.dates import THAILAND
from handlers.officers.commands import button
from handlers.officers.lists import buttons, digest, listing
from handlers.officers.rights import sees
from handlers.officers.wording import phrase
from handlers.working_days import TAKEN, is_working_day, late_since

AWAKE = range(7, 20)
"""Hours in Thailand in which officers are told something."""
GATHERED = timedelta(minutes=10)
"""So long is waited for more cases, so that many come in one message."""
_SETTLED = timedelta(minutes=1)
"""What came later may have an older neighbour that is still being written down, and would be passed over."""
MORNING = 8
AGAIN = timedelta(days=1)
"""After that coordinators hear again of what is still wrong."""
_SHOWN = 8
_SHORT = 300


def is_awake(at: datetime) -> bool:
    """Whether it is day in Thailand."""
    return at.astimezone(THAILAND).hour in AWAKE


def news_for(session: Session, officer: Staff, wrong: Mapping[str, int] | None = None) -> Answer | None:
    """What the officer must hear now; it counts as told. None where there is nothing. `wrong`: what coordinators hear
    of, with the numbers that it needs."""
    at = now()
    if not is_awake(at):
        return None
    cases = _new_cases(session, officer, at)
    replies = office_news.replies_since(session, officer, officer.told_update)
    parts = [*_alarms(wrong or {}), *_replies(officer, replies), *_in_words(cases), *_digest(session, officer, at)]
    if not parts:
        return None
    told_of = (case for _, case in replies if sees(officer, case))
    concerned = list(dict.fromkeys((*told_of, *cases)))
    suggestions = (*buttons(concerned), button("new"), button("mine"))[:6]
    about = concerned[0].number if len(concerned) == 1 else ""
    for case in concerned:
        audit.write(session, officer.name, "told", officer.channel, case=case.id)
    return Answer("staff", tuple(parts), suggestions=suggestions, lasting=False, about=about)


def wrong_with_cases(session: Session) -> dict[str, int]:
    """The alarm over cases that nobody took within two working days, and how many they are."""
    count = desk.untaken(session, late_since(now(), TAKEN))
    return {"untaken": count} if count else {}


def _new_cases(session: Session, officer: Staff, at: datetime) -> list[Feedback]:
    settled = (at - min(_SETTLED, GATHERED)).astimezone(UTC)  # as in the database
    cases = office_news.new_since(session, officer, officer.told_case, settled)
    if not cases or cases[0].created_at > at - GATHERED:
        return []
    officer.told_case = cases[-1].id
    return cases


def _in_words(cases: list[Feedback]) -> list[Part]:
    if not cases:
        return []
    head = phrase("news.one") if len(cases) == 1 else phrase("news.many", count=len(cases))
    return [Text(head), listing(cases[:_SHOWN])]


def _replies(officer: Staff, found: list[tuple[FeedbackUpdate, Feedback]]) -> list[Part]:
    if found:
        officer.told_update = found[-1][0].id
    return [Text(_reply(update, case)) for update, case in found]


def _reply(update: FeedbackUpdate, case: Feedback) -> str:
    number = shown(case.number) if case.number.isdecimal() else case.number
    if update.action == office_news.LOST:
        return phrase("news.handed_over", who=update.who, number=number, to=case.assignee or case.agency)
    text = update.text[:_SHORT] or phrase("news.wordless")
    return phrase(f"news.{update.action}", number=number, text=text)


def _digest(session: Session, officer: Staff, at: datetime) -> list[Part]:
    """Once on the morning of a working day."""
    local = at.astimezone(THAILAND)
    today = f"{local:%Y-%m-%d}"
    if local.hour < MORNING or officer.digest_on == today or not is_working_day(local.date()):
        return []
    officer.digest_on = today
    return [Text(digest(session, officer))]


def _alarms(wrong: Mapping[str, int]) -> list[Part]:
    if not wrong:
        return []
    lines = [phrase(f"alarm.{name}", count=count, days=TAKEN) for name, count in wrong.items()]
    return [Text("\n".join([phrase("alarm.head"), *lines]))]
