"""What does a person say to the officer who asked them? It goes to the case; a question about the plan is answered.

While an answer is waited for the bot steps back, and says so. It is back by itself half an hour after the last answer,
or when the person says so.
"""

from dataclasses import replace

from db import cases, dialogues
from db.feedback_models import Attachment, Feedback
from db.staff_models import Dialogue
from handlers import said
from handlers.answer import Answer, Note, Text
from handlers.case_number import find_number, shown
from handlers.exchange import Exchange, Reply
from handlers.written_number import written_number
from knowledge.personal import mask

_PASS = "pass/"  # noqa: S105  # how a topic begins
_LONGEST = 2000
"""Characters of an answer."""
_MOST_PHOTOS = 10
"""Of a case."""
_NOT_FOR_OFFICERS = ("status", "privacy", "help", "again", "welcome", "budget", "feedback")
"""What a button or command asks the bot itself for."""


def answer(exchange: Exchange) -> Reply | None:
    """What is said to what belongs to an officer; None where nothing does."""
    if exchange.message.in_group or exchange.person.channel == "ask":
        return None
    button = _button(exchange)
    waiting = _waiting(exchange) if button or _is_asked(exchange) else []
    if not waiting:
        return _told(exchange, Text(exchange.inquiry.say("dialogue.not_asked"))) if button else None
    if button:
        return _pressed(exchange, button, waiting)
    if exchange.conversation.intake or _asks_the_bot(exchange):
        return None
    return _pass_on(exchange, exchange.message.text, waiting)


def beside(exchange: Exchange, told: Reply) -> Reply:
    """The answer of the plan, with the button that passes the question on, while an officer waits for an answer."""
    if exchange.message.kind != "text" or told[0].status not in ("answered", "clarify", "unknown"):
        return told
    if exchange.message.in_group or exchange.person.channel == "ask" or not _is_asked(exchange):
        return told
    say, (answer_, after) = exchange.inquiry.say, told
    buttons = (say("dialogue.button.pass"), *answer_.suggestions)[:6]
    more = replace(answer_, parts=(*answer_.parts, Note(say("dialogue.beside"))), suggestions=buttons, lasting=False)
    return more, after.about(_PASS + exchange.message.text[:_LONGEST])


def _is_asked(exchange: Exchange) -> bool:
    person = exchange.person
    return any(dialogues.is_awaited(exchange.session, key) for key in (person.key, *person.older_keys))


def _waiting(exchange: Exchange) -> list[tuple[Dialogue, Feedback]]:
    return dialogues.awaited(exchange.session, (exchange.person.key, *exchange.person.older_keys))


def _button(exchange: Exchange) -> str:
    """Which of our buttons was pressed; "" for none."""
    typed, say = exchange.message.text.strip(), exchange.inquiry.say
    return next((name for name in ("end", "call", "pass") if typed == say(f"dialogue.button.{name}")), "")


def _pressed(exchange: Exchange, button: str, waiting: list[tuple[Dialogue, Feedback]]) -> Reply:
    say, (_, case) = exchange.inquiry.say, waiting[0]
    if button == "end":
        for _, each in waiting:
            dialogues.end(exchange.session, each.id)
        return _told(exchange, Text(say("dialogue.ended")))
    topic = exchange.conversation.topic
    if button == "pass" and topic.startswith(_PASS):
        return _pass_on(exchange, topic.removeprefix(_PASS), waiting)
    return _told(exchange, Text(say("dialogue.call", number=shown(case.number))))


def _asks_the_bot(exchange: Exchange) -> bool:
    """A clear question about the plan, or a command. "สะดวกค่ะ" sounds like a thing of the plan, but asks nothing."""
    understood, kind = exchange.understood, exchange.message.kind
    if kind in _NOT_FOR_OFFICERS or understood.reason in ("greeting", "help", "status", "privacy"):
        return True
    written = written_number(exchange.message.text)
    if written and not (written.before + written.after).strip():
        return True  # the number of a case and nothing else asks how it stands
    return kind == "text" and understood.outcome in ("question", "clarify") and understood.asking


def _pass_on(exchange: Exchange, text: str, waiting: list[tuple[Dialogue, Feedback]]) -> Reply:
    number = exchange.named_case or find_number(text)
    named = [each for each in waiting if each[1].number == number]
    dialogue, case = (named or waiting)[0]
    photo = _add(exchange, case, text[:_LONGEST])
    dialogues.replied(exchange.session, dialogue)
    say = exchange.inquiry.say
    kind = "photo" if photo else "place" if exchange.message.place else "words"
    rest = [shown(each.number) for _, each in waiting if each is not case and not named]
    notes = [Note(say("dialogue.others", numbers=", ".join(rest)))] if rest else []
    back = Note(say("dialogue.back", minutes=int(dialogues.MORE.total_seconds() // 60)))
    told, after = _told(exchange, Text(say(f"dialogue.passed.{kind}", number=shown(case.number))), *notes, back)
    return replace(told, taking=True), after


def _add(exchange: Exchange, case: Feedback, text: str) -> bool:
    """Write the answer down, its personal parts sealed; whether a photo came with it."""
    message, session = exchange.message, exchange.session
    if message.place:
        (case.latitude, case.longitude), case.place_name = message.place, mask(message.place_name)
    photo = bool(message.reference) and len(cases.attachments(session, case)) < _MOST_PHOTOS
    if photo:
        sealed = exchange.person.seal(message.reference, "photo", str(case.id))
        session.add(Attachment(feedback_id=case.id, reference=sealed))
    said.note(exchange, case, "replied", text)
    return photo


def _told(exchange: Exchange, *parts: Text | Note) -> Reply:
    say = exchange.inquiry.say
    buttons = (say("dialogue.button.end"), say("dialogue.button.call"))
    words = exchange.inquiry.words.language
    told = Answer("status", parts, suggestions=buttons, language=words, lasting=False)
    return told, exchange.conversation.about("")
