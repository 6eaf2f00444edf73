"""What stands in the table of cases that an officer downloads? What the inbox shows, in words of the office."""

from collections.abc import Iterator

from starlette.responses import Response

from bot.feedback.columns import visible
from bot.feedback.moments import shown_day, shown_time
from bot.feedback.wording import number_of
from bot.office import spreadsheets
from bot.office.inbox_page import wanted
from bot.office.rendering import last_moment
from bot.office.visit import Visit
from bot.office.wording import say
from db import desk
from db.feedback_models import Feedback
from handlers.own_cases import codes_of
from knowledge.entity import nameables

_COLUMNS = (
    *("report.number", "case.given", "report.by", "report.text", "case.place", "case.about", "case.agency"),
    *("case.assignee", "case.state", "case.due", "report.closed", "report.mark"),
)
_WIDTHS = {"A": 13, "B": 17, "D": 60, "E": 24, "F": 40, "G": 28, "H": 16, "I": 16, "J": 17, "K": 13}


def table(visit: Visit) -> Response:
    """GET /office/table.xlsx?view=...&q=...: the cases that the inbox shows for it, by default every one that may be
    seen; texts masked."""
    names = {each.code: each.name for each in nameables(visit.session)}
    visit.note("exported")
    return spreadsheets.told(
        spreadsheets.written(say("nav.inbox"), _rows(visit, names), _WIDTHS, frozen="A2"), "cases.xlsx"
    )


def _rows(visit: Visit, names: dict[str, str]) -> Iterator[list[object]]:
    yield [say(name) for name in _COLUMNS]
    for case in desk.each(visit.session, wanted(visit, "all")):
        yield _row(case, names)


def _row(case: Feedback, names: dict[str, str]) -> list[object]:
    return [
        number_of(case.number),
        shown_time(case.created_at),
        say(f"channel.{case.channel}"),
        visible(case.text),
        visible(case.place_name),
        ", ".join(f"{code} {names.get(code, '')}".strip() for code in codes_of(case)),
        case.agency,
        case.assignee,
        say(f"state.{case.state}"),
        shown_day(last_moment(case.created_at)),
        shown_day(case.closed_at) if case.closed_at else "",
        case.satisfaction,
    ]
