"""What stands on the page of what became of the plan, and on its A4 print?"""

from collections.abc import Iterable
from typing import Any

from starlette.requests import Request

from bot.feedback.moments import here
from bot.web.plan.cases import CaseNumbers
from db.models import now
from knowledge.against_plan import Against
from knowledge.plan_view import PlanView
from knowledge.progress_summary import Summary, reported_years, summary_of

_MOST_LATE = 50
_MOST_REPORTS = 10


def progress_told(request: Request, view: PlanView, cases: CaseNumbers) -> dict[str, Any]:
    """What the template needs: the summary of the year that the address names, or of all."""
    asked = request.query_params.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in view.years else 0
    found = summary_of(view, year)
    late = found.late(here(now()).date())
    counted = view.indicators_by_code.get(view.feedback_indicator)
    return {
        "year": year, "years": reported_years(view), "found": found, "planned": _planned(view, year),
        "by_issue": [(view.by_code[each.key], each) for each in found.by_issue],
        "by_agency": found.by_agency,
        "late": [(view.projects_by_code[each.key], each) for each in late[:_MOST_LATE]], "late_count": len(late),
        "counted": counted, "cases": cases.all(),
        "reports": _reports(found), "length": _length,
    }  # fmt: skip


def _planned(view: PlanView, year: int) -> int:
    return view.sums.get(("", year), 0) if year else view.sum_of()


def _reports(found: Summary) -> list[dict[str, str]]:
    """Who said so: the newest reports."""
    newest: Iterable[Any] = found.reports[:_MOST_REPORTS]
    return [{"person": r.person, "source": r.source, "at": f"{here(r.at):%Y-%m-%d}"} for r in newest]


def _length(each: Against[int]) -> int:
    """Of the bar of 200 that is the plan; what is over the plan fills it."""
    return min(200, round(each.percent * 2)) if each.percent is not None else 0
