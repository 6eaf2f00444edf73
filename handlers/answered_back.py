"""What follows where a person answers a question of the bot about what they are writing: yes, no, skip, keep ...?

One table for each step: what was answered (`knowledge/short_answer.py`) -> what happens to the draft.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from handlers import intake_view as view
from handlers.exchange import Exchange, Reply
from handlers.intake import Intake, Step
from knowledge.short_answer import Answer, is_wrong, of_contact

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
}
"""Step -> answer -> what is done to the draft: a step of `handlers/feedback.py`, or one of those below."""


def _of_contact(exchange: Exchange, step: Step) -> str:
    """ "เบอร์ผิด" is no doubt about the text, and "ไม่ให้เบอร์" none about sending."""
    if step != "confirm" or exchange.short not in ("no", "change") or not of_contact(exchange.message.text):
        return ""
    return "contact" if is_wrong(exchange.message.text) else "_shown"


def is_unsure(exchange: Exchange, intake: Intake) -> bool:
    """Whether "I do not know what to write" answers what was asked, and asks nothing."""
    return exchange.short == "unsure" and "unsure" in _AT[intake.step]


def _shown(exchange: Exchange, intake: Intake) -> Reply:
    """Nothing is changed, and it stands there to be sent."""
    return view.confirm(exchange, intake)


def _kept_text(exchange: Exchange, intake: Intake) -> Reply:
    """The text stays as it is; where there is none there is nothing to send."""
    return view.confirm(exchange, intake) if intake.text else view.cancelled(exchange)


_HERE: dict[str, _Step] = {"_shown": _shown, "_kept_text": _kept_text, "_unsure": view.ask_what_is_wrong}


def _answered(step: Step) -> Callable[[Exchange, Intake, _Steps], Reply | None]:
    """Who takes the answer to what was asked at this step."""

    def take(exchange: Exchange, intake: Intake, steps: _Steps) -> Reply | None:
        if exchange.short == "no" and exchange.understood.reason == "privacy":
            return None  # "ไม่ยินยอม" is no doubt about the text
        done = _of_contact(exchange, step) or _AT[step].get(exchange.short) or "_shown"
        return (_HERE.get(done) or steps[done])(exchange, replace(intake))

    return take


STEPS: dict[Step, Callable[[Exchange, Intake, _Steps], Reply | None]] = {step: _answered(step) for step in _AT}
