"""Does a query about the bundled plan come to what the plan says? The figures were added up by hand."""

from fractions import Fraction

import pytest
from sqlalchemy.orm import Session

from knowledge.query import algebra as a
from knowledge.query.sql.evaluate import MisfitError, evaluate

MILLION = 10**8
AMOUNT = a.Measure("amount")
PERCENT = a.Measure("target", unit="ร้อยละ")
PROJECTS: a.Set = a.All("project")
ISSUES: a.Set = a.All("issue")
INDICATORS: a.Set = a.All("indicator")
PLAN = a.Total(AMOUNT, PROJECTS)
WIFI = a.Named("project", ("5.3.6",))
WEB = a.Named("project", ("5.3.2",))
GIS, POC = a.Named("project", ("5.3.3",)), a.Named("project", ("5.3.4",))
ISSUE_1, ISSUE_3 = a.Named("issue", ("5.1",)), a.Named("issue", ("5.3",))
OFFICE = a.Named("agency", ("สำนักงานจังหวัดขอนแก่น",))
REVENUE = a.Named("agency", ("สรรพากรจังหวัด",))


def in_years(*years: int) -> a.Measure:
    return a.Measure("amount", years=years)


def number(session: Session, value: a.Value) -> Fraction | None:
    return evaluate(session, a.Tell(value)).figures[0].number


def keys(session: Session, of: a.Set) -> list[str]:
    return [found.key for found in evaluate(session, a.Listing(of)).found]


def pairs(session: Session, query: a.Grouped) -> list[tuple[str, Fraction | None]]:
    return [(found.key, found.figure.number if found.figure else None) for found in evaluate(session, query).found]


@pytest.mark.parametrize(
    ("value", "millions"),
    [
        (PLAN, "110.3"),
        (a.Total(AMOUNT, WIFI), "15"),
        (a.Total(in_years(2555), WIFI), "5"),
        (a.Total(in_years(2554), WIFI), None),
        (a.Total(in_years(2556), PROJECTS), "36.8"),
        (a.Total(AMOUNT, a.First(PROJECTS, AMOUNT, 2)), "35"),
        (a.Total(AMOUNT, a.First(PROJECTS, AMOUNT, 3)), "55"),
        (a.Difference(a.Total(in_years(2554, 2555), ISSUE_3), a.Total(in_years(2556, 2557), ISSUE_3)), "-10"),
        (a.Average(AMOUNT, ISSUES), "18.383333333"),
        (a.Average(AMOUNT, PROJECTS, "year"), "27.575"),
        (a.Extreme(AMOUNT, PROJECTS), "20"),
        (a.Extreme(AMOUNT, PROJECTS, smallest=True), "0.3"),
        (a.Change(PROJECTS, 2556, 2557), "-15.5"),
        (a.Difference(a.Total(in_years(2554), WIFI), a.Total(in_years(2554), GIS)), "-5"),
        (a.Total(AMOUNT, a.Of("project", ISSUE_1)), "6"),
        (a.Total(AMOUNT, a.Without(a.Of("project", ISSUE_1), a.Of("project", REVENUE))), "2"),
    ],
)
def test_amounts(value: a.Value, millions: str | None, session: Session) -> None:
    found = number(session, value)

    assert (None if found is None else round(found / MILLION, 9)) == (None if millions is None else Fraction(millions))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (a.Number(PROJECTS), 28),
        (a.Number(a.Without(PROJECTS, a.Of("project", OFFICE))), 7),
        (a.Number(a.Of("item", a.Named("list", ("5.L4",)))), 6),
        (a.Total(a.Measure("count", "tactic"), ISSUES), 16),
        (a.Total(a.Measure("years"), POC), 2),
        (a.Total(a.Measure("target"), a.Named("indicator", ("5.3.G2.K1",))), 20),
        (
            a.Difference(
                a.Total(a.Measure("target"), a.Named("indicator", ("5.1.G2.K1",))),
                a.Total(a.Measure("target"), a.Named("indicator", ("5.5.G1.K1",))),
            ),
            25,
        ),
        (a.Ratio(a.Total(AMOUNT, WIFI), a.Total(AMOUNT, WEB)), 3),
        (a.Average(a.Measure("count", "indicator"), a.All("goal")), Fraction(17, 12)),
    ],
)
def test_numbers(value: a.Value, expected: Fraction, session: Session) -> None:
    assert number(session, value) == expected


def test_targets_in_other_units_have_no_difference(session: Session) -> None:
    sides = [a.Total(a.Measure("target"), a.Named("indicator", (code,))) for code in ("5.2.G1.K1", "5.2.G1.K2")]

    assert number(session, a.Difference(sides[0], sides[1])) is None


def test_a_share_is_exact(session: Session) -> None:
    """The two agencies with most money hold 99.30 of 110.30 million baht."""
    value = a.Share(a.Total(AMOUNT, a.First(a.All("agency"), AMOUNT, 2)), PLAN)

    assert number(session, value) == Fraction(9930, 110_30) * 100


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (a.Without(a.Of("project", ISSUE_1), a.Of("project", REVENUE)), ["5.1.3"]),
        (
            a.Where(a.Where(PROJECTS, a.Funded((2554,))), a.Funded((2555,)), negated=True),
            ["5.3.3", "5.3.4", "5.4.1", "5.6.1"],
        ),
        (a.Where(a.Where(PROJECTS, a.Funded((2556,)), negated=True), a.Funded((2557,))), ["5.3.5", "5.6.4"]),
        (a.Where(PROJECTS, a.Compared(AMOUNT, "=", MILLION)), ["5.6.2", "5.6.3", "5.6.4"]),
        (a.Where(PROJECTS, a.Compared(AMOUNT, "<", MILLION // 2)), ["5.6.1"]),
        (a.Where(PROJECTS, a.Has("agency"), negated=True), ["5.2.3"]),
        (a.Where(PROJECTS, a.Words("pmqa")), ["5.2.6", "5.3.5"]),
        (a.Where(PROJECTS, a.Compared(a.Measure("count", "agency"), ">", 1)), ["5.2.1", "5.3.7", "5.3.8"]),
        (a.Where(ISSUES, a.Compared(AMOUNT, "<", a.Average(AMOUNT, ISSUES))), ["5.1", "5.2", "5.4", "5.6"]),
        (a.Where(INDICATORS, a.Compared(PERCENT, "<", 70)), ["5.3.G2.K1"]),
        (a.Where(a.All("goal"), a.Compared(a.Measure("count", "indicator"), ">", 1)), ["5.2.G1", "5.3.G1", "5.4.G1"]),
        (a.First(ISSUES, a.Measure("count", "tactic"), smallest=True), ["5.5", "5.6"]),
        (a.First(a.All("tactic"), AMOUNT, 2), ["5.3.T1", "5.5.T2"]),
        (a.First(a.All("agency"), AMOUNT, smallest=True), ["เทศบาลนครขอนแก่น"]),
        (a.Of("agency", a.First(PROJECTS, AMOUNT, smallest=True)), ["สำนักงานจังหวัดขอนแก่น"]),
        (
            a.Without(a.Of("project", a.Of("tactic", a.Named("project", ("5.2.5",)))), a.Named("project", ("5.2.5",))),
            ["5.2.6"],
        ),
        (a.Of("list", a.Where(a.All("item"), a.Words("เขตเศรษฐกิจชายแดน"))), ["5.L2"]),
        (a.Named("project", ("9.9.9",)), []),
    ],
)
def test_sets(of: a.Set, expected: list[str], session: Session) -> None:
    assert keys(session, of) == expected


def test_the_years_by_their_money(session: Session) -> None:
    assert pairs(session, a.Grouped(PLAN, "year", 2)) == [
        ("2556", 3680 * MILLION // 100),
        ("2555", 3080 * MILLION // 100),
    ]


def test_projects_that_have_money_by_year(session: Session) -> None:
    found = dict(pairs(session, a.Grouped(a.Number(PROJECTS), "year")))

    assert found == {"2554": 18, "2555": 20, "2556": 20, "2557": 17}


def test_measures_of_each_issue_where_most_have_none(session: Session) -> None:
    found = pairs(session, a.Grouped(a.Total(a.Measure("count", "measure"), ISSUES), "issue"))

    assert [int(count or 0) for _, count in found] == [0, 5, 0, 0, 0, 0]


def test_largest_project_of_each_issue(session: Session) -> None:
    found = pairs(session, a.Grouped(a.Extreme(AMOUNT, PROJECTS), "issue"))

    assert [(key, figure / MILLION) for key, figure in found if figure] == [
        ("5.1", 2),
        ("5.2", 6),
        ("5.3", 15),
        ("5.4", 4),
        ("5.5", 20),
        ("5.6", 1),
    ]


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        (a.Among(a.Named("agency", ("คลังจังหวัด",)), a.First(a.All("agency"), AMOUNT, smallest=True)), False),
        (a.Among(WIFI, a.Of("project", ISSUE_3)), True),
        (a.Among(a.Named("project", ("9.9.9",)), PROJECTS), False),
        (a.Check(a.Total(AMOUNT, WIFI), "=", 15 * MILLION), True),
        (a.Check(a.Total(AMOUNT, WIFI), "between", 10 * MILLION, 15 * MILLION), True),
        (a.Check(a.Total(AMOUNT, GIS), ">", a.Total(AMOUNT, WIFI)), False),
        (a.Check(a.Total(in_years(2554), WIFI), ">", 0), None),
        (a.Exists(a.Where(PROJECTS, a.Words("สนามบิน"))), False),
        (a.Exists(a.Where(PROJECTS, a.Words("e-Service"))), True),
    ],
)
def test_claims(query: a.Query, holds: bool | None, session: Session) -> None:
    assert evaluate(session, query).holds is holds


def test_things_stand_in_their_lines(session: Session) -> None:
    (found,) = evaluate(session, a.Listing(WIFI)).found

    assert (found.source.line if found.source else 0, found.name) == (89, "โครงการ Free Wi-Fi, Free internet")


def test_a_ranking_tells_place_and_figure(session: Session) -> None:
    found = evaluate(session, a.Listing(a.First(PROJECTS, AMOUNT, 2))).found

    assert [(one.key, one.place, one.figure.number / MILLION) for one in found if one.figure and one.figure.number] == [
        ("5.5.3", 1, 20),
        ("5.3.6", 2, 15),
    ]


def test_a_target_keeps_its_unit(session: Session) -> None:
    result = evaluate(session, a.Tell(a.Total(a.Measure("target"), a.Named("indicator", ("5.2.G1.K2",)))))

    assert (result.figures[0].number, result.figures[0].target_unit) == (2, "เรื่อง")


def test_what_makes_no_sense_is_refused_with_its_reason(session: Session) -> None:
    with pytest.raises(MisfitError, match="no_money indicator"):
        evaluate(session, a.Tell(a.Total(AMOUNT, INDICATORS)))


def test_a_plan_that_is_not_stored_has_nothing(session: Session) -> None:
    assert keys(session, a.All("project", plan=99)) == []


def test_the_stored_plan_by_its_number(session: Session) -> None:
    assert len(keys(session, a.Of("agency", a.All("issue", plan=1)))) == 7
