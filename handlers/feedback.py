"""How is feedback taken? The person writes, sees what will be sent, agrees, and gets a number: two turns, no form.

What was written so far is the `Intake` in the chat. A question in between is answered, and the intake waits.
"""

from collections.abc import Callable
from dataclasses import replace

from handlers import after_sending, answered_back, following, process, where
from handlers import intake_view as view
from handlers.answer import SILENCE, Note, Text
from handlers.exchange import Exchange, Reply
from handlers.intake import LONGEST, LONGEST_CONTACT, Intake
from handlers.own_cases import open_case, own_case
from handlers.submission import submit
from knowledge.case_words import asks as has_question
from knowledge.case_words import letters, tells_another
from knowledge.contact_said import declines, says_contact
from knowledge.likely_answer import tells
from knowledge.personal import gives_personal
from knowledge.short_answer import becomes, only_says_to_give

_OLD_BUTTONS = ("cancel", "proceed", "text", "about", "contact", "same", "new", "follow")
_TOLD = ("passage", "overview", "stakeholders")
"""What a question may ask for without a question word: beside feedback that is rather more of the story."""
_KEPT_OUT = ("video", "audio", "file", "photo")
"""Kinds of what may be sent along; a photo where it is none that can be kept."""
_NO_CODES = ("passage:", "stakeholder:")
"""So begin names of pieces of the text, which are no codes of the plan."""
_TAKEN = ("feedback", "number_given", "deaf")
"""Talk that is more of what is being written."""
_SENDS_OR_ENDS = ("proceed", "cancel")
_OF_TEXT = ("confirm", "same", "text")
"""Steps at which the words are looked over or asked for."""
MOST_DRAFTS = 3
"""Reports that are being written at once; what is begun then is more of the newest."""
_BRIEF = 40
"""Letters of a question that is no report."""
_ASKED_OF_NOBODY = ("person", "contact", "corruption", "spent")
"""What is asked in few words and no plan holds: who somebody is, how to reach them, where the money went."""


def answer(exchange: Exchange) -> Reply | None:
    """The answer to feedback, to a message while feedback is being written, or to a button of it; else None."""
    intake = exchange.conversation.writing
    if intake is None:
        return _without_intake(exchange, exchange.conversation.intake)
    if exchange.message.action:
        return view.confirm(exchange, intake) if exchange.understood.reason == "feedback" else None
    if _tells_another(exchange, intake):
        return _another(exchange, intake)
    if instead := _instead(exchange, intake) or answered_back.mends_place(exchange, intake):
        return instead
    name = process.asks(exchange, intake.text)
    if name and not answered_back.is_unsure(exchange, intake):
        return process.beside(exchange, intake, name, own_case(exchange, intake.number))
    if exchange.short == "asks" and exchange.guessed:
        beside = process.beside(exchange, intake, "how", own_case(exchange, intake.number))
        return answered_back.with_words(exchange, intake, beside)
    if exchange.short not in ("", "asks") and (told := answered_back.STEPS[intake.step](exchange, intake, STEPS)):
        return told
    if exchange.understood.offer == "cancel" and gives_personal(exchange.message.text):
        return _with_contact(exchange, intake)  # "ยกเลิกเบอร์เดิม เอาเบอร์นี้": another number, and no end of it
    if exchange.understood.offer in STEPS and not _tells(exchange):
        return STEPS[exchange.understood.offer](exchange, intake)
    describes = intake.step == "place" and exchange.message.kind == "text"  # "ข้างตลาด 16.4419, 102.8360"
    if _brings_something(exchange) and _is_told_with(exchange) and not describes:
        return _received(exchange, _of(exchange, intake))
    return _ANSWERS[intake.step](exchange, intake)


def _tells(exchange: Exchange) -> bool:
    """ "เด็กตกลงไปแล้วสองคน": a word that would send, or give up, in a message that tells something."""
    surely = exchange.understood.offer not in _SENDS_OR_ENDS or exchange.message.action
    return not surely and not exchange.short and tells(exchange.message.text)


def _without_intake(exchange: Exchange, offered: Intake | None) -> Reply | None:
    understood, message = exchange.understood, exchange.message
    if offered and (understood.offer == "proceed" or exchange.short == "yes"):
        return view.confirm(exchange, offered)
    if offered and offered.urgent and exchange.short in ("no", "stop"):
        return view.cancelled(exchange)
    if offered and offered.urgent and understood.reason == "number_given":
        return _with_contact(exchange, offered)
    of_chat = open_case(exchange, exchange.named_case or exchange.conversation.topic)
    number = of_chat.number if of_chat else ""
    if (message.reference or message.place) and _is_told_with(exchange):
        asked = bool(number) and after_sending.asked_of(exchange)
        begun = Intake(number=number) if asked or offered is None else offered
        brought = _of(exchange, _with_what_came(exchange, begun))
        return submit(exchange, brought) if asked else _received(exchange, brought)
    if number and _goes_on(exchange):
        return view.confirm(exchange, _of(exchange, Intake(number=number)))
    if understood.offer in _OLD_BUTTONS and understood.outcome != "question":
        return view.nothing_to_send(exchange)
    if understood.reason != "feedback":
        return None
    if understood.announces or not message.text:
        return view.ask_for_text(exchange, Intake())
    begun = offered if offered and offered.urgent else Intake()
    return _begin(exchange, _about(exchange, _of(exchange, _left_out(exchange, begun))))


def _received(exchange: Exchange, intake: Intake) -> Reply:
    """What will be sent; nothing is said where another photo of the same album says it."""
    answer, after = view.confirm(exchange, intake)
    return (SILENCE, after) if exchange.message.reference and intake.album_waits else (answer, after)


def _of(exchange: Exchange, intake: Intake) -> Intake:
    """With the words of the message. One letter more than is kept tells that there were more."""
    longer = intake.longer(exchange.message.text, exchange.message.id)
    return replace(longer, text=longer.text[: LONGEST + 1])


def _left_out(exchange: Exchange, intake: Intake) -> Intake:
    kind = exchange.message.kind
    lost = kind in _KEPT_OUT and not exchange.message.reference and not exchange.message.mends
    return replace(intake, left_out=(*intake.left_out, kind)[-view.MOST_PHOTOS :]) if lost else intake


def _goes_on(exchange: Exchange) -> bool:
    """What follows a feedback that was just sent, asks nothing and is not of the plan, is more of it."""
    understood = exchange.understood
    lost = understood.outcome == "unknown" and understood.reason in ("nothing", "words") and not understood.asking
    return lost or understood.by_sound or understood.reason in _TAKEN[1:]


def _about(exchange: Exchange, intake: Intake) -> Intake:
    """The thing of the plan that the words name; where they may mean several alike, none is guessed."""
    named = tuple(code for code in exchange.understood.choices if not code.startswith(_NO_CODES))
    return replace(intake, codes=named) if len(named) == 1 else replace(intake, perhaps=named or intake.perhaps)


def _begin(exchange: Exchange, intake: Intake) -> Reply:
    """An open case of the same person about the same matter may be meant."""
    same = None if intake.number else view.open_case_like(exchange, intake)
    return view.ask_whether_same(exchange, intake, same) if same else view.confirm(exchange, intake)


def _send(exchange: Exchange, intake: Intake) -> Reply:
    return submit(exchange, intake) if view.can_be_sent(intake) else view.ask_for_text(exchange, intake)


def _cancel(exchange: Exchange, intake: Intake) -> Reply:
    return view.cancelled(exchange)


def _follow(exchange: Exchange, intake: Intake) -> Reply:
    return following.follow(exchange, intake) if view.can_be_sent(intake) else view.ask_for_text(exchange, intake)


def _same(exchange: Exchange, intake: Intake) -> Reply:
    return submit(exchange, intake) if intake.number else view.confirm(exchange, intake)


def _new(exchange: Exchange, intake: Intake) -> Reply:
    return view.confirm(exchange, replace(intake, number=""))


def _other(exchange: Exchange, intake: Intake) -> Reply:
    return view.confirm(exchange, replace(intake, codes=(), perhaps=()))


def _without_photos(exchange: Exchange, intake: Intake) -> Reply:
    return view.confirm(exchange, replace(intake, photos=()))


def _concerns(exchange: Exchange, intake: Intake) -> Reply:
    """The thing of the plan that the pressed button names."""
    code = exchange.message.action.value if exchange.message.action else ""
    known = code in exchange.inquiry.index.entities
    return view.confirm(exchange, replace(intake, codes=(code,)) if known else intake)


STEPS: dict[str, Callable[[Exchange, Intake], Reply]] = {
    "proceed": _send,
    "send": _send,
    "agree": _send,
    "cancel": _cancel,
    "text": view.ask_for_text,
    "about": view.ask_what_about,
    "contact": view.ask_for_contact,
    "place": view.ask_for_place,
    "photoless": _without_photos,
    "same": _same,
    "follow": _follow,
    "new": _new,
    "other": _other,
    "concerns": _concerns,
    "offer": view.confirm,
    "keep": view.confirm,
    "aside": answered_back.take_words,
}
"""What a person says to the offer, or the button that they press -> what happens."""


def _brings_something(exchange: Exchange) -> bool:
    """Whether a photo or a place came, or something that cannot be kept."""
    message = exchange.message
    return bool(message.reference or message.place or message.contact) or message.kind in _KEPT_OUT


def _is_told_with(exchange: Exchange) -> bool:
    """A caption is understood as any message: a question or thanks begins no feedback."""
    if not exchange.message.text:
        return True
    understood = exchange.understood
    asks = _asks(exchange) and not understood.complaint
    return not (asks or _is_other_talk(exchange) or understood.offer or understood.asking)


def attached(exchange: Exchange) -> Exchange:
    """With the photo, place or contact that came: it belongs to what is being written, whatever its caption says."""
    intake = exchange.conversation.writing
    if intake is None or not _brings_something(exchange):
        return exchange
    return replace(exchange, conversation=exchange.conversation.with_intake(_with_what_came(exchange, intake)))


def _with_what_came(exchange: Exchange, intake: Intake) -> Intake:
    message, person = exchange.message, exchange.person
    if message.reference:
        intake = intake.with_photo(person.confide(message.reference), view.MOST_PHOTOS, message.id)
        intake = intake.with_album(message.album)
    if message.place:
        intake = intake.with_place(message.place, message.place_name, message.id)
    if message.contact:
        intake = intake.with_contact(person.confide(message.contact[:LONGEST_CONTACT]), message.id)
    return _left_out(exchange, intake)


def _take_more(exchange: Exchange, intake: Intake) -> Reply | None:
    """A question is answered by others; anything else is more of the feedback."""
    if exchange.understood.reason == "number_given":
        return _take_contact(exchange, intake)
    if _asks(exchange) or _is_other_talk(exchange) or exchange.message.kind != "text":
        return None
    return view.confirm(exchange, _of(exchange, intake))


def _tells_another(exchange: Exchange, intake: Intake) -> bool:
    """ "มีอีกเรื่อง ...", where something else is being written: it is no part of that."""
    tells = exchange.message.kind == "text" and exchange.understood.reason == "feedback"
    begun = intake.step in ("confirm", "same") and view.can_be_sent(intake)
    return (
        begun and tells and len(list(intake.drafts())) < MOST_DRAFTS and tells_another(letters(exchange.message.text))
    )


def _another(exchange: Exchange, intake: Intake) -> Reply:
    """A report of its own. What was written before waits; mere words for a case may belong here, behind a button."""
    added = intake.number and intake.text and not (intake.photos or intake.place or intake.contact)
    waiting = intake.before if added else intake
    begun = _begin(exchange, _about(exchange, _of(exchange, Intake().in_front_of(waiting))))
    if added:
        return answered_back.kept_beside(exchange, begun, said=intake.text)
    answer, after = begun
    return replace(answer, parts=(*answer.parts, Note(exchange.inquiry.say("intake.before")))), after


def _instead(exchange: Exchange, intake: Intake) -> Reply | None:
    """ "แก้เป็น ...": these words stand in place of the others."""
    other = becomes(exchange.message.text) if exchange.message.kind == "text" and intake.step in _OF_TEXT else ""
    return view.confirm(exchange, intake.rewritten(other[: LONGEST + 1], exchange.message.id)) if other else None


def _take_text(exchange: Exchange, intake: Intake) -> Reply | None:
    asks = _asks(exchange) and not exchange.understood.complaint
    if exchange.understood.asking or asks or _is_other_talk(exchange) or exchange.message.kind != "text":
        return None
    if has_question(letters(exchange.message.text)) and _is_brief(exchange):
        return process.beside(exchange, intake, "text")
    written = intake.rewritten(exchange.message.text[: LONGEST + 1], exchange.message.id)
    return _begin(exchange, _about(exchange, replace(written, step="confirm")))


def _is_brief(exchange: Exchange) -> bool:
    """Whether it is short and reports nothing."""
    reports = exchange.understood.reason == "feedback" or exchange.understood.complaint
    return not reports and len(exchange.message.text) <= _BRIEF


def _take_about(exchange: Exchange, intake: Intake) -> Reply | None:
    """Whatever of the plan was named, by code, name or number."""
    understood = exchange.understood
    named = understood.question.about or understood.choices
    if not named:
        return _take_more(exchange, intake)
    return view.confirm(exchange, replace(intake, codes=named[:1]))


def _take_contact(exchange: Exchange, intake: Intake) -> Reply | None:
    """Only words are a name or phone."""
    if exchange.understood.asking or exchange.message.kind != "text" or not exchange.message.text.strip():
        return None
    if only_says_to_give(exchange.message.text) or not says_contact(exchange.message.text):
        return _without_contact(exchange, intake)
    return _with_contact(exchange, intake)


def _with_contact(exchange: Exchange, intake: Intake) -> Reply:
    message = exchange.message
    given = exchange.person.confide((message.contact or message.text)[:LONGEST_CONTACT])
    return view.confirm(exchange, intake.with_contact(given, message.id))


def _without_contact(exchange: Exchange, intake: Intake) -> Reply:
    if only_says_to_give(exchange.message.text):
        return view.ask_for_contact(exchange, intake)
    if has_question(letters(exchange.message.text)) and not declines(exchange.message.text):
        return process.beside(exchange, intake, "contact")
    told, after = view.confirm(exchange, intake)
    return replace(told, parts=(Text(exchange.inquiry.say("intake.no_contact")), *told.parts)), after


_ANSWERS: dict[str, Callable[[Exchange, Intake], Reply | None]] = {
    "confirm": _take_more,
    "same": _take_more,
    "text": _take_text,
    "about": _take_about,
    "contact": _take_contact,
    "place": where.take,
}
"""What the bot asked last -> who takes the answer."""


def _asks(exchange: Exchange) -> bool:
    understood = exchange.understood
    if understood.outcome == "unknown" and understood.reason in _ASKED_OF_NOBODY:
        return not gives_personal(exchange.message.text)
    return understood.asking or (understood.outcome == "question" and understood.question.ask not in _TOLD)


def _is_other_talk(exchange: Exchange) -> bool:
    return exchange.understood.outcome == "talk" and exchange.understood.reason not in _TAKEN
