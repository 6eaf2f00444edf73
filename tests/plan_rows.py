"""What is stored of a plan, as plain rows: from these a test computes what must be answered, by no query of ours."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m

MILLION = 10**8
"""Satang."""


@dataclass(frozen=True)
class Row:
    """A project."""

    code: str
    name: str
    issue: str
    tactic: str
    funding: str
    agencies: tuple[str, ...]
    cells: dict[int, int | None]
    """Fiscal year -> satang; None where no budget is set."""

    def total(self, *years: int) -> int:
        return sum(amount or 0 for year, amount in self.cells.items() if not years or year in years)


@dataclass(frozen=True)
class Stored:
    """A whole plan."""

    years: tuple[int, ...]
    strategy: str
    province: str
    rows: tuple[Row, ...]
    below: dict[str, dict[str, tuple[str, ...]]]
    """issue -> tactics, goals or indicators -> their codes."""
    issues: tuple[str, ...]
    targets: dict[str, tuple[Decimal | None, str | None]]
    """Indicator -> figure and unit."""
    agencies: tuple[str, ...]
    measures: dict[str, int]
    """Issue -> how many."""
    has_section: bool
    stakeholders: tuple[str, ...]
    """Issues that have some."""

    def of(self, issue: str) -> list[Row]:
        return [row for row in self.rows if row.issue == issue]

    def by(self, agency: str) -> list[Row]:
        return [row for row in self.rows if agency in row.agencies]

    def total(self, *years: int) -> int:
        return sum(row.total(*years) for row in self.rows)


def stored_plan(session: Session) -> Stored:
    """The rows of the one plan that is stored."""
    plan = session.scalars(select(m.Plan)).one()
    issues = {issue.id: issue.code for issue in session.scalars(select(m.Issue).order_by(m.Issue.position))}
    tactics = {each.id: each for each in session.scalars(select(m.Tactic).order_by(m.Tactic.position))}
    goals = {each.id: each for each in session.scalars(select(m.Goal).order_by(m.Goal.position))}
    indicators = session.scalars(select(m.Indicator).order_by(m.Indicator.position)).all()
    passages = session.scalars(select(m.Passage)).all()
    measured = [issues[each.issue_id] for each in passages if each.kind == "measure" and each.issue_id]
    return Stored(
        years=tuple(range(plan.first_year, plan.last_year + 1)),
        strategy=session.scalars(select(m.Strategy.code)).one(),
        province=plan.province,
        rows=tuple(_row(session, project, tactics, issues) for project in _projects(session)),
        below={
            code: {
                "tactics": tuple(each.code for each in tactics.values() if each.issue_id == key),
                "goals": tuple(each.code for each in goals.values() if each.issue_id == key),
                "indicators": tuple(each.code for each in indicators if goals[each.goal_id].issue_id == key),
            }
            for key, code in issues.items()
        },
        issues=tuple(issues.values()),
        targets={each.code: (each.target, each.target_unit) for each in indicators},
        agencies=tuple(session.scalars(select(m.Agency.name).order_by(m.Agency.position))),
        measures={code: measured.count(code) for code in dict.fromkeys(measured)},
        has_section=any(each.kind == "section" for each in passages),
        stakeholders=tuple(
            code for key, code in issues.items() if key in set(session.scalars(select(m.Stakeholder.issue_id)))
        ),
    )


def millions(satang: int | Decimal) -> Decimal:
    """As the bot gives an amount: million baht, two decimals."""
    return (Decimal(satang) / MILLION).quantize(Decimal("0.01"), ROUND_HALF_UP)


def percent(part: int, whole: int) -> Decimal:
    """Two decimals."""
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _projects(session: Session) -> list[m.Project]:
    return list(session.scalars(select(m.Project).order_by(m.Project.position)))


def _row(session: Session, project: m.Project, tactics: dict[int, m.Tactic], issues: dict[int, str]) -> Row:
    tactic = tactics[project.tactic_id]
    named = select(m.Agency.name).join(m.ProjectAgency).where(m.ProjectAgency.project_id == project.id)
    cells = session.execute(select(m.Budget.year, m.Budget.satang).where(m.Budget.project_id == project.id))
    return Row(
        code=project.code,
        name=project.name,
        issue=issues[tactic.issue_id],
        tactic=tactic.code,
        funding=project.funding,
        agencies=tuple(session.scalars(named.order_by(m.ProjectAgency.position))),
        cells={row.year: row.satang for row in cells},
    )
