"""What is told of each thing of the plan as JSON?"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from db.case_counts import Tally
from db.plan_codes import of_plan
from knowledge.plan_table import baht
from knowledge.plan_view import AgencyView, IndicatorView, Named, PlanView, ProjectView
from knowledge.progress_summary import summary_of

Record = dict[str, Any]
FEWEST = 5
"""Cases; a smaller count might tell of a person."""


def plan(view: PlanView) -> Record:
    """A stored plan; what is told of others is asked for by `?plan=` and its name."""
    return {
        "name": view.name,
        "default": not view.beside,
        "document": view.document,
        "province": view.province,
        "province_en": view.province_en,
        "strategy": _named(view.strategy),
        "years": list(view.years),
        "projects": len(view.projects),
        "baht_total": _money(view.sum_of()),
        "version": view.version,
        "loaded_at": view.loaded_at.isoformat(),
    }


def issue(view: PlanView, thing: Named) -> Record:
    """An issue with its money."""
    return {
        **_named(thing),
        "unit_stated": view.units[thing.code] or None,
        "projects": len(view.by_issue[thing.code]),
        "budgets": [{"year": year, "baht": _money(view.sums.get((thing.code, year), 0))} for year in view.years],
        "baht_total": _money(view.sum_of(thing.code)),
        "source": _source(view, thing),
    }


def tactic(view: PlanView, thing: Named) -> Record:
    """A tactic."""
    return {**_named(thing), "issue": thing.parent, "source": _source(view, thing)}


def project(view: PlanView, thing: ProjectView) -> Record:
    """A project with the money of each year."""
    return {
        **_named(thing),
        "issue": thing.issue,
        "tactic": thing.parent,
        "agencies": list(thing.agencies),
        "funding": thing.funding,
        "budgets": [
            {"year": year, "baht": _money(satang), "spent": _spent(view, thing.code, year)}
            for year, satang in thing.budgets
        ],
        "baht_total": _money(thing.total),
        "source": _source(view, thing),
    }


def budget_rows(view: PlanView, projects: Iterable[ProjectView]) -> list[Record]:
    """One record a project and year."""
    return [
        {"project": p.code, "year": year, "baht": _money(satang), "source": _source(view, p)}
        for p in projects
        for year, satang in p.budgets
    ]


def agency(_: PlanView, thing: AgencyView) -> Record:
    """An agency; a project that several share counts in full for each."""
    return {
        "name": thing.name,
        "name_full": thing.name_full,
        "name_en": thing.name_en,
        "projects": thing.projects,
        "baht_total": _money(thing.total),
    }


def indicator(view: PlanView, thing: IndicatorView) -> Record:
    """An indicator with goal and target."""
    goal = view.by_code[thing.parent]
    return {
        **_named(thing),
        "goal": _named(goal),
        "issue": goal.parent,
        "target": _number(thing.target),
        "target_unit": thing.target_unit,
        "target_text": thing.target_text,
        "results": _results(view, thing.code),
        "source": _source(view, thing),
    }


def progress(view: PlanView) -> list[Record]:
    """One record a project and year of which spending was reported."""
    return [
        {
            "project": project.code,
            "year": year,
            "planned": _money(satang),
            "spent": _money(told.satang),
            "source": told.reported.source,
            "at": told.reported.at.isoformat(),
        }
        for project in view.projects
        for year, satang in project.budgets
        if (told := view.progress.spent.get((project.code, year)))
    ]


def feedback_counts(view: PlanView, tallies: Iterable[Tally]) -> list[Record]:
    """How many cases concern each issue; "" is what concerns none."""
    counts = dict.fromkeys((*(issue.code for issue in view.issues), ""), 0)
    for tally in tallies:
        found = {code for code in (_issue_of(view, code) for code in of_plan(tally.codes, view.beside)) if code} or {""}
        for code in found:
            counts[code] += tally.number
    return [{"issue": code, "cases": number if number >= FEWEST else None} for code, number in counts.items()]


def _spent(view: PlanView, code: str, year: int) -> Record | None:
    """What was reported; None where nothing was."""
    spent = view.progress.spent.get((code, year))
    if spent is None:
        return None
    return {"baht": _money(spent.satang), "source": spent.reported.source, "at": spent.reported.at.isoformat()}


def _results(view: PlanView, code: str) -> list[Record]:
    return [
        {
            "year": each.year,
            "value": each.reached.value,
            "met": each.met,
            "source": each.reached.reported.source,
            "at": each.reached.reported.at.isoformat(),
        }
        for each in summary_of(view).results
        if each.indicator.code == code
    ]


def _issue_of(view: PlanView, code: str) -> str:
    thing = view.by_code.get(code)
    while thing is not None and thing.code not in view.by_issue:
        thing = view.by_code.get(thing.parent)
    return thing.code if thing else ""


def _named(thing: Named) -> Record:
    return {"code": thing.code, "name": thing.name, "name_en": thing.name_en}


def _source(view: PlanView, thing: Named) -> Record:
    return {"document": view.document, "line": thing.line, "quote": thing.quote}


def _money(satang: int | None) -> str | None:
    amount = baht(satang)
    return None if amount is None else str(amount)


def _number(exact: Decimal | None) -> int | float | None:
    """Targets have a few digits, which a float keeps."""
    if exact is None:
        return None
    return int(exact) if exact == int(exact) else float(exact)


LISTS: dict[str, Callable[[PlanView], list[Record]]] = {
    "plans": lambda view: [plan(view)],
    "issues": lambda view: [issue(view, each) for each in view.issues],
    "tactics": lambda view: [tactic(view, each) for each in view.tactics],
    "agencies": lambda view: [agency(view, each) for each in view.agencies],
    "indicators": lambda view: [indicator(view, each) for each in view.indicators],
    "progress": progress,
}
"""The lists that are told as they are, whole or in pieces."""
