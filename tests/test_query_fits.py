"""Does it say of every query that makes no sense why it makes none, and let the others pass?"""

import pytest

from knowledge.query import algebra as a
from knowledge.query.fits import Reason, misfit
from knowledge.query.kinds import KINDS, Kind, way
from knowledge.query.units import unit_of

AMOUNT = a.Measure("amount")
PROJECTS: a.Set = a.All("project")
INDICATORS: a.Set = a.All("indicator")
SUM = a.Total(AMOUNT, PROJECTS)
PERCENT = a.Measure("target", unit="ร้อยละ")


def nested(depth: int) -> a.Set:
    of = PROJECTS
    for _ in range(depth):
        of = a.Where(of, a.Has("agency"))
    return of


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (a.Tell(a.Total(AMOUNT, INDICATORS)), Reason("no_money", "indicator")),
        (a.Tell(a.Total(a.Measure("target"), PROJECTS)), Reason("no_target", "project")),
        (a.Tell(a.Total(a.Measure("target"), INDICATORS)), Reason("one_target")),
        (a.Listing(a.First(INDICATORS, a.Measure("target"))), Reason("target_unit")),
        (a.Listing(a.Of("indicator", PROJECTS)), Reason("not_tied", "indicator project")),
        (a.Listing(a.Of("project", PROJECTS)), Reason("not_tied", "project project")),
        (a.Listing(a.Of("agency", a.All("goal"))), Reason("not_tied", "agency goal")),
        (a.Listing(a.And(PROJECTS, INDICATORS)), Reason("other_kind", "project indicator")),
        (a.Among(a.All("agency"), PROJECTS), Reason("other_kind", "agency project")),
        (a.Listing(a.Where(INDICATORS, a.Funded((2555,)))), Reason("no_money", "indicator")),
        (a.Listing(a.Where(PROJECTS, a.Has("target"))), Reason("no_target", "project")),
        (a.Listing(a.Where(PROJECTS, a.Funded(()))), Reason("years", "")),
        (a.Listing(a.Where(PROJECTS, a.Words(""))), Reason("words", "")),
        (a.Listing(a.Where(PROJECTS, a.Words("ก“ข"))), Reason("words", "ก“ข")),
        (a.Listing(a.Where(PROJECTS, a.Compared(AMOUNT, "between", 5, 4))), Reason("range", "5 4")),
        (a.Listing(a.Where(PROJECTS, a.Compared(AMOUNT, "<", 5, 4))), Reason("range", "5 4")),
        (
            a.Listing(a.Where(PROJECTS, a.Compared(AMOUNT, ">", a.Number(PROJECTS)))),
            Reason("other_unit", "satang count:project"),
        ),
        (a.Listing(a.Where(PROJECTS, a.Compared(a.Measure("years"), ">", 1, 0, "each"))), Reason("per_year", "years")),
        (a.Tell(a.Average(a.Measure("years"), PROJECTS, "year")), Reason("per_year", "years")),
        (a.Tell(a.Difference(SUM, a.Number(PROJECTS))), Reason("other_unit", "satang count:project")),
        (a.Tell(a.Number(a.Named("project", ()))), Reason("range", "0")),
        (a.Tell(a.Number(a.Named("project", ("5.1.1", "5.1.1")))), Reason("range", "2")),
        (a.Tell(a.Total(a.Measure("amount", years=(2556, 2555)), PROJECTS)), Reason("years", "2556 2555")),
        (a.Tell(a.Total(a.Measure("amount", years=(55,)), PROJECTS)), Reason("years", "55")),
        (a.Tell(a.Change(PROJECTS, 2555, 2555)), Reason("years", "2555 2555")),
        (a.Tell(a.Total(a.Measure("count", "measure"), PROJECTS)), Reason("not_tied", "measure project")),
        (a.Grouped(SUM, "goal"), Reason("not_tied", "goal project")),
        (a.Grouped(SUM, "passage"), Reason("no_kind", "passage")),
        (a.Grouped(a.Total(a.Measure("years"), PROJECTS), "year"), Reason("by_year", "years")),
        (a.Grouped(a.Difference(SUM, SUM), "issue"), Reason("grouped", "Difference")),
        (a.Comparison((SUM,)), Reason("range", "1")),
        (a.Several((a.Tell(SUM),)), Reason("range", "1")),
        (a.Listing(a.Or(a.All("issue", 1), a.All("issue", 2))), Reason("two_plans")),
        (a.Listing(nested(12)), Reason("too_large", "26")),
    ],
)
def test_what_makes_no_sense_has_a_reason(query: a.Query, reason: Reason) -> None:
    assert misfit(query) == reason


@pytest.mark.parametrize(
    "query",
    [
        a.Tell(SUM),
        a.Listing(nested(5)),
        a.Listing(a.Where(INDICATORS, a.Compared(PERCENT, "<", 70))),
        a.Grouped(a.Total(a.Measure("target"), INDICATORS), "indicator"),
        a.Listing(a.Where(a.All("issue"), a.Compared(AMOUNT, "<", a.Average(AMOUNT, a.All("issue"))))),
        a.Tell(a.Share(a.Total(AMOUNT, a.First(a.All("agency"), AMOUNT, 2)), SUM)),
        a.Grouped(a.Difference(SUM, SUM), "year"),
        a.Text(a.Of("item", a.All("list"))),
        a.Several((a.Tell(SUM), a.Listing(PROJECTS))),
        a.Unknown("spent"),
    ],
)
def test_what_makes_sense_passes(query: a.Query) -> None:
    assert misfit(query) is None


@pytest.mark.parametrize(
    ("start", "end", "passed"),
    [
        ("project", "strategy", ("project", "tactic", "issue", "strategy")),
        ("goal", "indicator", ("goal", "indicator")),
        ("agency", "issue", ("agency", "project", "tactic", "issue")),
        ("list", "agency", None),
        ("item", "issue", ("item", "list", "issue")),
        ("indicator", "project", None),
        ("agency", "goal", None),
    ],
)
def test_ways_between_kinds(start: Kind, end: Kind, passed: tuple[Kind, ...] | None) -> None:
    assert way(start, end) == passed


def test_every_way_can_be_gone_back() -> None:
    pairs = [(start, end) for start in KINDS for end in KINDS]

    assert [pair for pair in pairs if way(*pair) != (back[::-1] if (back := way(*pair[::-1])) else None)] == []


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (SUM, "satang"),
        (a.Number(INDICATORS), "count:indicator"),
        (a.Total(a.Measure("count", "tactic"), a.All("issue")), "count:tactic"),
        (a.Share(SUM, SUM), "percent"),
        (a.Ratio(SUM, SUM), "times"),
        (a.Difference(a.Number(PROJECTS), a.Number(PROJECTS)), "count:project"),
        (a.Change(PROJECTS, 2554, 2555, percent=True), "percent"),
    ],
)
def test_units(value: a.Value, unit: str) -> None:
    assert unit_of(value) == unit
