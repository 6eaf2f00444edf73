"""How is feedback taken? The person writes, sees what will be sent, agrees, and gets a number: two turns, no form.

What was written so far is the `Intake` in the chat. A question in between is answered, and the intake waits.
"""

from collections.abc import Callable
from dataclasses import replace

from handlers import intake_view as view
from handlers.exchange import Exchange, Reply
from handlers.intake import Intake
from handlers.submission import submit

_LONGEST = 4000
"""Characters that one feedback holds."""
_OLD_BUTTONS = ("cancel", "proceed", "text", "about", "contact", "same", "new")
_TOLD = ("passage", "overview", "stakeholders")
"""What a question may ask for without a question word: beside feedback that is rather more of the story."""


def answer(exchange: Exchange) -> Reply | None:
    """The answer to feedback, to a message while feedback is being written, or to a button of it; else None."""
    intake = exchange.conversation.writing
    if intake is None:
        return _without_intake(exchange, exchange.conversation.intake)
    if exchange.understood.offer in _STEPS:
        return _STEPS[exchange.understood.offer](exchange, intake)
    if exchange.message.reference or exchange.message.place:
        return _with_attachment(exchange, intake)
    return _ANSWERS[intake.step](exchange, intake)


def _without_intake(exchange: Exchange, offered: Intake | None) -> Reply | None:
    understood, message = exchange.understood, exchange.message
    if offered and understood.offer == "proceed":
        return view.confirm(exchange, offered)
    if message.reference or message.place:
        return _with_attachment(exchange, Intake())
    if _goes_on(exchange):
        return view.confirm(exchange, Intake(message.text[:_LONGEST], number=exchange.conversation.topic))
    if understood.offer in _OLD_BUTTONS and understood.outcome != "question":
        return view.nothing_to_send(exchange)
    if understood.reason != "feedback":
        return None
    if understood.announces or not message.text:
        return view.ask_for_text(exchange, Intake())
    return _begin(exchange, _about(exchange, Intake(message.text[:_LONGEST])))


def _goes_on(exchange: Exchange) -> bool:
    """What follows a feedback that was just sent, asks nothing and is not of the plan, is more of it."""
    understood = exchange.understood
    lost = understood.outcome == "unknown" and understood.reason in ("nothing", "words") and not understood.asking
    return (lost or understood.by_sound) and exchange.conversation.topic.isdecimal()


def _about(exchange: Exchange, intake: Intake) -> Intake:
    """The thing of the plan that the words name; where they may mean several alike, none is guessed."""
    named = exchange.understood.choices
    return replace(intake, codes=named) if len(named) == 1 else replace(intake, perhaps=named or intake.perhaps)


def _begin(exchange: Exchange, intake: Intake) -> Reply:
    """An open case of the same person about the same matter may be meant."""
    same = None if intake.number else view.open_case_like(exchange, intake)
    return view.ask_whether_same(exchange, intake, same) if same else view.confirm(exchange, intake)


def _send(exchange: Exchange, intake: Intake) -> Reply:
    if not intake.text:
        return view.ask_for_text(exchange, intake)
    return submit(exchange, intake)


def _cancel(exchange: Exchange, intake: Intake) -> Reply:
    return view.cancelled(exchange)


def _same(exchange: Exchange, intake: Intake) -> Reply:
    return submit(exchange, intake) if intake.number else view.confirm(exchange, intake)


def _new(exchange: Exchange, intake: Intake) -> Reply:
    return view.confirm(exchange, replace(intake, number=""))


def _other(exchange: Exchange, intake: Intake) -> Reply:
    return view.confirm(exchange, replace(intake, codes=(), perhaps=()))


_STEPS: dict[str, Callable[[Exchange, Intake], Reply]] = {
    "proceed": _send,
    "cancel": _cancel,
    "text": view.ask_for_text,
    "about": view.ask_what_about,
    "contact": view.ask_for_contact,
    "same": _same,
    "new": _new,
    "other": _other,
}
"""What a person says to the offer -> what happens."""


def _with_attachment(exchange: Exchange, intake: Intake) -> Reply:
    """A photo or a place belongs to what is being written; a caption does too."""
    message = exchange.message
    photos = (*intake.photos, exchange.person.confide(message.reference)) if message.reference else intake.photos
    with_it = replace(intake, photos=photos[-view.MOST_PHOTOS :], place=message.place or intake.place)
    return view.confirm(exchange, _longer(with_it, message.text))


def _take_more(exchange: Exchange, intake: Intake) -> Reply | None:
    """A question is answered by others; anything else is more of the feedback."""
    if _asks(exchange) or _is_other_talk(exchange) or exchange.message.kind != "text":
        return None
    return view.confirm(exchange, _longer(intake, exchange.message.text))


def _take_text(exchange: Exchange, intake: Intake) -> Reply | None:
    asks = _asks(exchange) and not exchange.understood.complaint
    if exchange.understood.asking or asks or _is_other_talk(exchange):
        return None
    return _begin(exchange, _about(exchange, replace(intake, text=exchange.message.text[:_LONGEST], step="confirm")))


def _take_about(exchange: Exchange, intake: Intake) -> Reply | None:
    """Whatever of the plan was named, by code, name or number."""
    understood = exchange.understood
    named = understood.question.about or understood.choices
    if not named:
        return _take_more(exchange, intake)
    return view.confirm(exchange, replace(intake, codes=named[:1]))


def _take_contact(exchange: Exchange, intake: Intake) -> Reply | None:
    if exchange.understood.asking:
        return None
    return view.confirm(exchange, replace(intake, contact=exchange.person.confide(exchange.message.text[:200])))


_ANSWERS: dict[str, Callable[[Exchange, Intake], Reply | None]] = {
    "confirm": _take_more,
    "same": _take_more,
    "text": _take_text,
    "about": _take_about,
    "contact": _take_contact,
}
"""What the bot asked last -> who takes the answer."""


def _asks(exchange: Exchange) -> bool:
    understood = exchange.understood
    return understood.asking or (understood.outcome == "question" and understood.question.ask not in _TOLD)


def _is_other_talk(exchange: Exchange) -> bool:
    return exchange.understood.outcome == "talk" and exchange.understood.reason != "feedback"


def _longer(intake: Intake, text: str) -> Intake:
    """Several messages in a row are one feedback."""
    lines = [part for part in (intake.text, text.strip()) if part]
    if intake.text.endswith(text.strip()):  # sent twice by a hurried thumb
        lines = lines[:1]
    return replace(intake, text="\n".join(lines)[:_LONGEST])
