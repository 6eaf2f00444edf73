"""Which change of a case does an officer ask for, and what is said when it is done?"""

import argparse
from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.feedback.wording import number_of, say
from db.feedback_models import Feedback
from handlers import casework
from handlers.casework import Refusal

_Change = Callable[[Session, argparse.Namespace], Feedback | Refusal]
CHANGES: dict[str, _Change] = {
    "assign": lambda s, o: casework.assign(s, o.number, o.officer, o.to or o.officer, o.agency),
    "start": lambda s, o: casework.start(s, o.number, o.officer),
    "answer": lambda s, o: casework.answer(s, o.number, o.officer, o.text),
    "close": lambda s, o: casework.close(s, o.number, o.officer, o.text, fixed=o.fixed, evidence=o.evidence),
    "reject": lambda s, o: casework.reject(s, o.number, o.officer, o.text),
    "merge": lambda s, o: casework.merge(s, o.number, o.officer, o.into),
}


def change(session: Session, options: argparse.Namespace) -> str | Refusal:
    """What became of the case."""
    case = CHANGES[options.action](session, options)
    if isinstance(case, Refusal):
        return case
    return say("done", number=number_of(case.number), state=state_of(case))


_ENDS = {True: "fixed", False: "not_fixed", None: "withdrawn"}


def state_of(case: Feedback) -> str:
    """The state in words; of a closed case how it ended."""
    if case.state == "closed":
        return say(f"closed.{_ENDS[case.fixed]}")
    return say(f"state.{case.state}")
