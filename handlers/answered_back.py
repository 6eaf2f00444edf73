"""What follows where a person answers a question of the bot about what they are writing: yes, no, skip, keep ...?

One table for each step: what was answered (`knowledge/short_answer.py`) -> what happens to the draft.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from handlers import intake_view as view
from handlers.action import Action, labels
from handlers.exchange import Exchange, Reply
from handlers.intake import LONGEST, LONGEST_CONTACT, Intake, Step
from knowledge.short_answer import Answer, begins_with_no, is_wrong, of_contact, of_place, says_to_send

_Step: TypeAlias = Callable[[Exchange, Intake], Reply]
_Steps: TypeAlias = Mapping[str, _Step]
_Table: TypeAlias = Mapping[Answer, str]

_AT: dict[Step, _Table] = {
    "confirm": {"yes": "proceed", "no": "_unsure", "change": "text", "stop": "cancel", "keep": "_shown"},
    "same": {"yes": "same", "no": "new", "keep": "same", "stop": "cancel", "skip": "new"},
    "text": {"no": "_kept_text", "skip": "_kept_text", "keep": "_kept_text", "stop": "cancel", "unsure": "_kept_text"},
    "about": {"no": "other", "skip": "other", "unsure": "other", "keep": "_shown", "stop": "cancel"},
    "contact": {
        "yes": "contact",
        "no": "_shown",
        "skip": "_shown",
        "unsure": "_shown",
        "keep": "_shown",
        "stop": "cancel",
    },
    "place": {
        "yes": "place",
        "no": "_shown",
        "skip": "_shown",
        "unsure": "_shown",
        "keep": "_shown",
        "stop": "cancel",
    },
}
"""Step -> answer -> what is done to the draft: a step of `handlers/feedback.py`, or one of those below."""

_TOLD_BESIDE: tuple[Step, ...] = ("contact", "place", "about")
"""Steps that ask for something beside the text: who says to send there does without."""
_ASIDE: Mapping[Step, str] = {"text": "instead", "contact": "contact", "place": "place"}
"""What a button says of words that may have been what the step asked for; elsewhere: more of the text."""


def _of_contact(exchange: Exchange, step: Step) -> str:
    """ "เบอร์ผิด" is no doubt about the text, and "ไม่ให้เบอร์" none about sending."""
    if step != "confirm" or exchange.short not in ("no", "change") or not of_contact(exchange.message.text):
        return ""
    return "contact" if is_wrong(exchange.message.text) else "_shown"


def is_no_right(exchange: Exchange) -> bool:
    """Whether what sounds like a wish for one's data answers what was asked of a draft: "ไม่ให้ข้อมูลส่วนตัว" where the bot
    asked for a number. "ไม่ยินยอม" under the text is no doubt about it."""
    writing = exchange.conversation.writing
    return writing is not None and (exchange.short == "stop" or writing.step != "confirm")


def is_unsure(exchange: Exchange, intake: Intake) -> bool:
    """Whether "I do not know what to write" answers what was asked, and asks nothing."""
    return exchange.short == "unsure" and "unsure" in _AT[intake.step]


def _shown(exchange: Exchange, intake: Intake) -> Reply:
    """Nothing is changed, and it stands there to be sent."""
    return view.confirm(exchange, intake)


def _kept_text(exchange: Exchange, intake: Intake) -> Reply:
    """The text stays as it is. Where there is none there is nothing to send, but a photo, a place or words of which one
    is not sure are not thrown away."""
    if intake.text or exchange.guessed or not intake.is_empty:
        return view.confirm(exchange, intake)
    return view.cancelled(exchange)


def mends_place(exchange: Exchange, intake: Intake) -> Reply | None:
    """ "ผิดที่" under what is shown: it is asked for again, or stands behind it: "ผิดที่ค่ะ ประตู 3"."""
    text = exchange.message.text.strip()
    if exchange.message.kind != "text" or intake.step != "confirm":
        return None
    without = replace(intake, place=None, place_name="")
    if _is_wrong_place(text):
        return view.ask_for_place(exchange, without)
    first, _, right = text.partition(" ")
    if not (right and _is_wrong_place(first)):
        return None
    if begins_with_no(right):
        return kept_beside(exchange, view.ask_for_place(exchange, without))
    return kept_beside(
        exchange, view.confirm(exchange, without.described(right[:LONGEST_CONTACT], exchange.message.id))
    )


def _is_wrong_place(text: str) -> bool:
    return of_place(text) and is_wrong(text)


_HERE: dict[str, _Step] = {"_shown": _shown, "_kept_text": _kept_text, "_unsure": view.ask_what_is_wrong}


def _answered(step: Step) -> Callable[[Exchange, Intake, _Steps], Reply | None]:
    """Who takes the answer to what was asked at this step."""

    def take(exchange: Exchange, intake: Intake, steps: _Steps) -> Reply | None:
        if exchange.short == "no" and exchange.understood.reason == "privacy":
            return None  # "ไม่ยินยอม" is no doubt about the text
        done = _of_contact(exchange, step) or _AT[step].get(exchange.short) or "_shown"
        if step in _TOLD_BESIDE and exchange.short == "yes" and says_to_send(exchange.message.text):
            done = "_shown"  # "ไม่เป็นไร ส่งเลย": without it.
        return with_words(exchange, intake, (_HERE.get(done) or steps[done])(exchange, replace(intake)))

    return take


def with_words(exchange: Exchange, intake: Intake, reply: Reply) -> Reply:
    """Words that were only most likely an answer are kept behind a button: they may have been what was asked for."""
    return kept_beside(exchange, reply, intake.step) if exchange.guessed else reply


def kept_beside(exchange: Exchange, reply: Reply, step: Step = "confirm", said: str = "") -> Reply:
    """The message, or what was said before it, stands behind a button that makes it what this step asks for: at
    `confirm`, more of the text."""
    answer, after = reply
    if after.writing is None:
        return reply
    message, words = exchange.message, exchange.inquiry.words
    kept = replace(after.writing, aside=(said or message.text)[:LONGEST], aside_of="" if said else message.id)
    label = words.say(f"intake.button.aside_{_ASIDE.get(step, 'text')}")
    button = Action(label, "aside", kept.id, step, words.language)
    shown = (*answer.actions, button)
    return replace(answer, actions=shown, suggestions=labels(shown)), after.with_intake(kept)


def take_words(exchange: Exchange, intake: Intake) -> Reply:
    """The button was pressed: they are what the bot asked for at that step."""
    words, of, less = intake.aside, intake.aside_of, replace(intake, aside="", aside_of="")
    match exchange.message.action.value if exchange.message.action else "":
        case "text":
            return view.confirm(exchange, less.rewritten(words, of))
        case "place":
            return view.confirm(exchange, less.described(words[:LONGEST_CONTACT], of))
        case "contact":
            return view.confirm(exchange, less.with_contact(exchange.person.confide(words[:LONGEST_CONTACT]), of))
    return view.confirm(exchange, less.longer(words, of))


STEPS: dict[Step, Callable[[Exchange, Intake, _Steps], Reply | None]] = {step: _answered(step) for step in _AT}
