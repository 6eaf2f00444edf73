"""Do SQL and plain Python come to the same, on thousands of random queries about three plans?"""

from pathlib import Path

import pytest

from knowledge.query import algebra as a
from knowledge.query.result import Result
from knowledge.query.sql.evaluate import evaluate
from tests.plan_evaluator import Evaluator
from tests.query_maker import Maker
from tests.query_plans import plan_of, stored


def plain(result: Result) -> object:
    """What the second evaluator would say."""
    match result.query:
        case a.Tell():
            return result.figures[0].number
        case a.Listing() | a.Text() | a.Unknown():
            return [found.key for found in result.found]
        case a.Exists() | a.Among() | a.Check():
            return result.holds
        case a.Comparison():
            return [figure.number for figure in result.figures]
        case a.Grouped():
            return [(found.key, found.figure.number if found.figure else None) for found in result.found]
        case a.Several():
            return [plain(part) for part in result.parts]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("bundled", 600),
        ("small", 150),
        ("forty_five", 400),
        pytest.param("bundled", 3000, marks=pytest.mark.slow),
        pytest.param("small", 500, marks=pytest.mark.slow),
        pytest.param("forty_five", 1500, marks=pytest.mark.slow),
    ],
)
def test_both_evaluators_agree(name: str, number: int, tmp_path: Path) -> None:
    plan = plan_of(name, tmp_path)
    second = Evaluator(plan)
    differing = []

    with stored(plan, f"sqlite:///{tmp_path / 'plan.db'}") as session:
        for query in Maker(plan, seed=1).queries(number):
            if plain(evaluate(session, query)) != second.evaluate(query):
                differing.append(query)

    assert differing == []


@pytest.mark.parametrize("name", ["bundled", "forty_five"])
def test_both_evaluators_agree_on_either_database(name: str, tmp_path: Path, database_url: str) -> None:
    plan = plan_of(name, tmp_path)
    second = Evaluator(plan)

    with stored(plan, database_url) as session:
        differing = [
            query
            for query in Maker(plan, seed=2).queries(150)
            if plain(evaluate(session, query)) != second.evaluate(query)
        ]

    assert differing == []


def test_the_queries_are_no_empty_exercise(tmp_path: Path) -> None:
    """At least two of three come to something."""
    plan = plan_of("bundled", tmp_path)
    second = Evaluator(plan)
    queries = Maker(plan, seed=1).queries(600)

    assert sum(second.evaluate(query) not in ([], None, False, 0) for query in queries) > 400
