"""How is the office doing, on one page: cases by state, agency and week, waiting, satisfaction, and questions a day?"""

from collections import Counter
from datetime import date, timedelta

from starlette.responses import Response

from bot.feedback.moments import here
from bot.office.visit import Visit
from db import figures as counted
from db.figures import Case
from db.models import now
from handlers.officers.rights import agency_of

WEEKS = 12
_DAYS = 14


def figures(visit: Visit) -> Response:
    """GET /office/figures: of the last twelve weeks."""
    at = now()
    cases = counted.cases_between(visit.session, at - timedelta(weeks=WEEKS), at, agency_of(visit.staff))
    days = counted.answers_by_day(visit.session, f"{here(at) - timedelta(days=_DAYS):%Y-%m-%d}")
    return visit.page(
        "figures.html",
        all=counted.summary(cases),
        agencies=counted.by_agency(cases),
        weeks=_by_week(cases, here(at).date()),
        days=days,
        most=max([asked for asked, _ in days.values()], default=1),
        span=WEEKS,
    )


def _by_week(cases: list[Case], today: date) -> list[tuple[date, int]]:
    """Of each week its Monday and how many cases came; those without any too."""
    monday = today - timedelta(days=today.weekday())
    given = Counter(_monday(case) for case in cases)
    mondays = [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    return [(each, given[each]) for each in mondays]


def _monday(case: Case) -> date:
    day = here(case.created_at).date()
    return day - timedelta(days=day.weekday())
