"""How is a thing of a plan beside the default one told from the default's (`NAME:5.3.6`), and what if they swap?"""

import json
from collections.abc import Callable, Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.feedback_models import Feedback
from db.lesson_models import CheckQuestion, Lesson

EVERY = "/"
"""In the place of a plan's name: of every stored plan. No plan may be called so."""
_MARK = ":"
_LONGEST = 40
_TAKEN = frozenset(("passage", "stakeholder"))
"""What stands before such a mark in codes of an index."""
_NOT_IN_NAMES = frozenset(_MARK + "/\\?#%&\"'<>,")


def is_plan_name(name: str) -> bool:
    """Whether a plan may be called so: one word that an address, a code and a command can hold."""
    plain = all(letter.isprintable() and not letter.isspace() and letter not in _NOT_IN_NAMES for letter in name)
    return bool(name) and plain and len(name) <= _LONGEST and name not in _TAKEN and not name.startswith("-")


def qualified(code: str, name: str) -> str:
    """The code as it is told outside of its plan; `name` is that of a plan beside the default one, else ""."""
    return f"{name}{_MARK}{code}" if name else code


def apart(code: str) -> tuple[str, str]:
    """The name of the plan beside the default one that the code is of, else "", and the code within its plan."""
    name, _, own = code.rpartition(_MARK)
    return name, own


def of_plan(codes: Iterable[str], name: str) -> list[str]:
    """Those of the codes that are of the plan, as they stand within it."""
    return [code for plan, code in map(apart, codes) if plan == name]


def requalify(session: Session, before: str, after: str) -> None:
    """Codes that were stored under one default plan mean the same things under another one."""

    def told(code: str) -> str:
        name, own = apart(code)
        return qualified(own, "" if name == after else name or before)

    for model in (Feedback, CheckQuestion):
        for id_, codes in session.execute(select(model.id, model.codes).where(model.codes != "[]")):
            session.execute(update(model).where(model.id == id_).values(codes=_in_json(codes, told)))
    for id_, code in session.execute(select(Lesson.id, Lesson.code)):
        session.execute(update(Lesson).where(Lesson.id == id_).values(code=told(code)))


def _in_json(codes: str, told: Callable[[str], str]) -> str:
    return json.dumps([told(code) for code in json.loads(codes)], ensure_ascii=False)
