"""Which piece of which list does a request ask for? What is not as described is refused with 400."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.web.api.description import BASE, MOST, USUAL
from bot.web.plan.choosing import LONGEST, Choice
from knowledge.plan_view import PlanView

_SORTS = ("plan", "money", "name")


@dataclass(frozen=True)
class Piece:
    """So many rows from one on."""

    limit: int
    offset: int

    def next_of(self, request: Request, count: int) -> str | None:
        """The address of the next piece; None behind the last."""
        if self.offset + self.limit >= count:
            return None
        query = dict(request.query_params) | {"limit": str(self.limit), "offset": str(self.offset + self.limit)}
        return f"{BASE}/{request.url.path.rpartition('/')[2]}?{urlencode(query)}"


def piece_of(request: Request) -> Piece:
    """The piece asked for."""
    return Piece(_number(request, "limit", USUAL, 1, MOST), _number(request, "offset", 0, 0, 10**9))


def choice_asked(request: Request, view: PlanView) -> Choice | None:
    """Which projects are asked for; None where nothing can fit, as of an issue that the plan does not have."""
    query = request.query_params
    q, sort = query.get("q", ""), query.get("sort", "plan")
    if len(q) > LONGEST or sort not in _SORTS:
        raise HTTPException(400)
    year = _number(request, "year", 0, 2000, 3000)
    issue, agency = query.get("issue", ""), query.get("agency", "")
    if (issue and issue not in view.by_issue) or (agency and agency not in view.by_agency):
        return None
    if year and year not in view.years:
        return None
    return Choice(q=" ".join(q.split()), issue=issue, agency=agency, year=year, sort=sort)


def _number(request: Request, name: str, usual: int, least: int, most: int) -> int:
    told = request.query_params.get(name)
    if told is None:
        return usual
    if not (told.isascii() and told.isdigit() and len(told) < 11 and least <= int(told) <= most):
        raise HTTPException(400)
    return int(told)
