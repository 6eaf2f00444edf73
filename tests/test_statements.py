"""Does a statement that is kept find what it would find anew, with the values of this run?"""

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from db.models import Project
from db.session import create_engine_for, session_factory
from db.statements import fill, rows, slots
from knowledge import plan
from knowledge.question import Condition, Question

_OF_CODES = select(Project.code).where(Project.code.in_(slots("code", 2))).order_by(Project.code)


def test_the_values_are_those_of_the_run(plan_url: str) -> None:
    engine = create_engine_for(plan_url)
    with session_factory(engine)() as session:
        found = [[row.code for row in rows(session, _OF_CODES, fill("code", codes))] for codes in _PAIRS]
    engine.dispose()

    assert found == _PAIRS


_PAIRS = [["5.1.1", "5.2.1"], ["5.3.6", "5.4.1"]]


def test_the_years_asked_about_are_not_taken_for_those_of_a_condition(session: Session) -> None:
    in_2555 = (Condition("funded", number=2555),)

    asked = {row.code for row in plan.projects(session, Question(years=(2554, 2556), where=in_2555))}

    assert asked == {row.code for row in plan.projects(session, Question(where=in_2555))}


def test_a_value_that_was_forgotten_is_not_null(session: Session) -> None:
    with pytest.raises(KeyError):
        rows(session, select(Project.code).where(Project.code == bindparam("code")))
