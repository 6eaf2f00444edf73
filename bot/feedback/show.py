"""What is there to know about one case, and who may see all of it?"""

import json
from collections.abc import Iterator

from sqlalchemy.orm import Session

from bot.feedback.change import state_of
from bot.feedback.columns import visible
from bot.feedback.moments import shown_time
from bot.feedback.wording import number_of, say
from bot.secrecy import Purpose, Secrecy
from db import cases
from db.feedback_models import Feedback, FeedbackUpdate
from handlers.case_number import find_number, shown
from handlers.casework import Refusal
from knowledge.entity import nameables


def show(session: Session, number: str, officer: str, secrecy: Secrecy) -> str | Refusal:
    """The case with its history; what was masked, and how to reach the person, only for the officer who handles it."""
    known = find_number(number)
    if known is None:
        return Refusal("number", number)
    case = cases.by_number(session, known)
    if case is None:
        return Refusal("unknown", shown(known))
    handles = bool(officer) and officer == case.assignee
    lines = [*_head(session, case), *_contact(case, secrecy, handles), *_words(case, secrecy, handles)]
    return visible("\n".join([*lines, *_history(session, case, secrecy, handles)]))


def _head(session: Session, case: Feedback) -> Iterator[str]:
    yield say("show.number", number=number_of(case.number))
    yield say("show.state", state=state_of(case))
    yield say("show.given", time=shown_time(case.created_at), channel=say(f"channel.{case.channel}"))
    if codes := json.loads(case.codes):
        called = {each.code: each.name for each in nameables(session)}
        yield say("show.codes", codes=", ".join(f"{code} {called.get(code, '')}".strip() for code in codes))
    if case.agency:
        yield say("show.agency", agency=case.agency)
    if case.assignee:
        yield say("show.assignee", officer=case.assignee)
    if case.latitude is not None and case.longitude is not None:
        yield say("show.place", latitude=case.latitude, longitude=case.longitude)
    if case.place_name:
        yield say("show.place_name", name=case.place_name)
    if names := cases.attachments(session, case):
        yield say("show.photos", names=", ".join(names))
    if case.satisfaction is not None:
        yield say("show.satisfaction", score=case.satisfaction)
    yield from _merged(session, case)


def _merged(session: Session, case: Feedback) -> Iterator[str]:
    other = session.get(Feedback, case.merged_into_id) if case.merged_into_id else None
    if other:
        yield say("show.merged", number=number_of(other.number))
    if merged := cases.merged_into(session, case):
        yield say("show.contains", numbers=", ".join(number_of(each.number) for each in merged))


def _contact(case: Feedback, secrecy: Secrecy, handles: bool) -> Iterator[str]:
    if case.contact:
        yield say("show.contact", contact=_opened(case, case.contact, "contact", secrecy, handles))


def _words(case: Feedback, secrecy: Secrecy, handles: bool) -> Iterator[str]:
    yield from ("", say("show.text"), _indented(case.text or say("list.erased")))
    if case.sealed_text:
        yield from (say("show.original"), _indented(_opened(case, case.sealed_text, "case text", secrecy, handles)))


def _opened(case: Feedback, sealed: str, purpose: Purpose, secrecy: Secrecy, handles: bool) -> str:
    if not handles:
        return say("show.hidden")
    return secrecy.open_or_none(sealed, purpose, str(case.id)) or say("show.sealed")


def _history(session: Session, case: Feedback, secrecy: Secrecy, handles: bool) -> Iterator[str]:
    yield from ("", say("show.history"))
    for update in cases.updates(session, case):
        yield _indented(_event(update))
        if update.sealed_text:
            whole = _opened(case, update.sealed_text, "reply", secrecy, handles)
            yield from (f"  {say('show.original')}", _indented(_indented(whole)))


def _event(update: FeedbackUpdate) -> str:
    who = say("show.citizen") if update.who == "citizen" else update.who
    hidden = "" if update.public else f" ({say('show.internal')})"
    line = f"{shown_time(update.at)}  {who}  {say(f'action.{update.action}')}{hidden}"
    evidence = say("show.evidence", evidence=update.evidence) if update.evidence else ""
    return "\n".join([line, *(f"  {text}" for text in (*update.text.split("\n"), evidence) if text)])


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))
