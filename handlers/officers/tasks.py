"""What does an officer do with one case in chat: see, take, assign, ask, answer, close it?

What a command lacks is asked for: the words, then for a case that was put right a photo as evidence. Meanwhile the
topic of the officer's chat says what is awaited.
"""

from collections.abc import Callable, Sequence

from db import audit, cases, staff
from db.feedback_models import Feedback
from db.staff_models import Staff
from handlers import casework
from handlers.answer import Answer, Text
from handlers.case_number import find_number, shown
from handlers.casework import LONGEST_TEXT, Refusal
from handlers.exchange import Exchange, Reply
from handlers.officers import evidence, photos, sight
from handlers.officers.commands import WITH_WORDS, Command, button
from handlers.officers.pending import AT, SAID, Pending
from handlers.officers.rights import sees
from handlers.officers.wording import phrase

_CAN_BE_SAID = ("answer", "ask", "note")
"""What words that came without a command may have been meant for."""


def answer(exchange: Exchange, officer: Staff, command: Command, pending: Pending | None, quoted: str) -> Reply:
    """Do it, or ask for what it lacks: a case that is replied to (`quoted`) is meant before the one that the chat is
    about. That one nobody named: words for it wait for another word."""
    number = command.number or quoted or (pending.number if pending else "")
    if not number:
        return told(exchange, phrase("case.which"), button("mine"), button("new"))
    case = _case(exchange, officer, number)
    if case is None:
        return told(exchange, phrase("case.unknown", number=number))
    if command.name == "show":
        return sight.show(exchange, officer, case)
    if command.name == "read":
        return sight.read(exchange, officer, case)
    if command.name == "photos" and (command.number or quoted or not command.words):
        return photos.show(exchange, officer, case, command.words)
    if command.words and not (command.number or quoted):
        return offer(exchange, shown(case.number), command.words, (command.name,))
    said = pending.words if pending and pending.action == SAID and pending.number == shown(case.number) else ""
    task = Pending(command.name, shown(case.number), command.words or said)
    if command.name in WITH_WORDS and not task.words:
        return _await(exchange, officer, case, task)
    return _do(exchange, officer, case, task)


def go_on(exchange: Exchange, officer: Staff, pending: Pending) -> Reply:
    """What was awaited has come: words, or a photo as evidence."""
    case = _case(exchange, officer, pending.number)
    if case is None:
        return told(exchange, phrase("case.unknown", number=pending.number))
    if pending.action == "evidence":
        return _close(exchange, officer, case, pending.words)
    return _do(exchange, officer, case, Pending(pending.action, pending.number, exchange.message.text.strip()))


def offer(exchange: Exchange, number: str, words: str, names: Sequence[str] = _CAN_BE_SAID) -> Reply:
    """Words of which it is not sure what is to be done with them (`names`), or for which case: nobody reads them
    before the officer says."""
    buttons = [button(name, number) for name in names]
    after = exchange.conversation.about(Pending(SAID, number, words).topic())
    said = (Text(phrase("said" if len(names) > 1 else "said_for", number=number, what=button(names[0]), words=words)),)
    return Answer("staff", said, suggestions=(*buttons, button("cancel")), lasting=False, about=_plain(number)), after


def cancel(exchange: Exchange) -> Reply:
    """Nothing was sent."""
    answer_, after = told(exchange, phrase("cancelled"))
    return answer_, after.about("")


def told(exchange: Exchange, text: str, *buttons: str, number: str = "") -> Reply:
    """A word to the officer; `number`: the case that the chat is about from now on."""
    after = exchange.conversation.about(Pending(AT, number).topic()) if number else exchange.conversation
    return Answer("staff", (Text(text),), suggestions=buttons, lasting=False, about=_plain(number)), after


def refused(refusal: Refusal) -> str:
    """Why nothing was changed."""
    state = phrase(f"state.{refusal.state}") if refusal.state else ""
    return phrase(f"refused.{refusal.reason}", number=refusal.number, state=state, longest=LONGEST_TEXT)


def _case(exchange: Exchange, officer: Staff, number: str) -> Feedback | None:
    """One that the officer may not see is not there."""
    known = find_number(number)
    case = cases.by_number(exchange.session, known) if known else None
    return case if case and sees(officer, case) else None


def _await(exchange: Exchange, officer: Staff, case: Feedback, pending: Pending) -> Reply:
    names = _colleagues(exchange, officer) if pending.action == "assign" else []
    said = phrase(f"wait.{pending.action}", number=pending.number, names=", ".join(names))
    buttons = [button("assign", f"{pending.number} {name}") for name in names[:5]]
    told_ = Answer("staff", (Text(said),), suggestions=(*buttons, button("cancel")), lasting=False, about=case.number)
    return told_, exchange.conversation.about(pending.topic())


def _plain(number: str) -> str:
    return find_number(number) or ""


def _do(exchange: Exchange, officer: Staff, case: Feedback, task: Pending) -> Reply:
    if task.action == "assign":
        return _assign(exchange, officer, case, task.words)
    if task.action == "close" and not exchange.message.reference:
        if not task.words or len(task.words) > LONGEST_TEXT:
            return told(exchange, refused(Refusal("long" if task.words else "text", task.number)))
        return _await(exchange, officer, case, Pending("evidence", task.number, task.words))
    if task.action == "close":
        return _close(exchange, officer, case, task.words)
    return _finish(exchange, officer, task.action, _WORK[task.action](exchange, officer, task))


_Work = Callable[[Exchange, Staff, Pending], Feedback | Refusal]
_WORK: dict[str, _Work] = {
    "take": lambda e, o, t: casework.assign(e.session, t.number, o.name, o.name),
    "start": lambda e, o, t: casework.start(e.session, t.number, o.name),
    "ask": lambda e, o, t: casework.ask(e.session, t.number, o.name, t.words),
    "answer": lambda e, o, t: casework.answer(e.session, t.number, o.name, t.words),
    "not_fixed": lambda e, o, t: casework.close(e.session, t.number, o.name, t.words, fixed=False),
    "reject": lambda e, o, t: casework.reject(e.session, t.number, o.name, t.words),
    "note": lambda e, o, t: casework.remark(e.session, t.number, o.name, t.words),
}


def _assign(exchange: Exchange, officer: Staff, case: Feedback, name: str) -> Reply:
    """A coordinator may hand a case to another agency by giving it to somebody of there."""
    to = staff.by_name(exchange.session, name)
    within = to is not None and (officer.role == "coordinator" or to.agency == officer.agency)
    if to is None or not within:
        return told(exchange, phrase("no_officer", names=", ".join(_colleagues(exchange, officer))))
    done = casework.assign(exchange.session, case.number, officer.name, to.name, to.agency)
    return _finish(exchange, officer, "assign", done, to=to.name)


def _close(exchange: Exchange, officer: Staff, case: Feedback, words: str) -> Reply:
    """Fixed: a photo that came now, or words that say where the result is seen."""
    shown_by = evidence.taken(exchange, case)
    done = casework.close(exchange.session, case.number, officer.name, words, fixed=True, evidence=shown_by)
    return _finish(exchange, officer, "close", done)


def _finish(exchange: Exchange, officer: Staff, action: str, done: Feedback | Refusal, **values: str) -> Reply:
    if isinstance(done, Refusal):
        return told(exchange, refused(done))
    audit.write(exchange.session, officer.name, action, exchange.person.channel, case=done.id)
    number = shown(done.number)
    buttons = sight.buttons(exchange, officer, done)
    return told(exchange, phrase(f"done.{action}", number=number, **values), *buttons, number=number)


def _colleagues(exchange: Exchange, officer: Staff) -> list[str]:
    everybody = staff.everybody(exchange.session)
    return [one.name for one in everybody if officer.role == "coordinator" or one.agency == officer.agency]
