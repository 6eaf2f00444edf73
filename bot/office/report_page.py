"""What does an agency report of a month, as a page of A4 and as a spreadsheet?"""

import re
from datetime import UTC, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from starlette.responses import Response

from bot.feedback.formats import legal
from bot.feedback.moments import here, shown_day
from bot.feedback.wording import number_of
from bot.office.inbox_page import xlsx
from bot.office.visit import Visit
from bot.office.wording import say
from db import desk, figures
from db.figures import Case, Summary
from db.models import now
from handlers.dates import THAILAND
from handlers.officers.rights import agency_of
from knowledge.era import BUDDHIST_ERA

OUTCOMES = ("received", "assigned", "in_progress", "contested", "answered", "fixed", "not_fixed", "rejected", "merged")


def report(visit: Visit) -> Response:
    """GET /office/report?month=2026-11&agency=...: to be printed."""
    month, agency, cases = _asked(visit)
    choices = desk.agencies(visit.session) if visit.is_coordinator else ()
    visit.note("exported", subject="report")
    return visit.page(
        "report.html",
        month=f"{month:%Y-%m}",
        month_name=month_in_words(month),
        agency=agency or "",
        agencies=choices,
        cases=cases,
        total=figures.summary(cases),
        outcomes=(*OUTCOMES, "withdrawn"),
        printed=now(),
    )


def sheet(visit: Visit) -> Response:
    """GET /office/report.xlsx: the same."""
    month, agency, cases = _asked(visit)
    visit.note("exported", subject="report")
    return xlsx(written(month, agency, cases), f"report-{month:%Y-%m}.xlsx")


def written(month: datetime, agency: str | None, cases: list[Case]) -> BytesIO:
    """The workbook: what it comes to, then each case."""
    book = Workbook(write_only=True)
    page = book.create_sheet(say("report.sheet"))
    page.column_dimensions["B"].width = 16
    page.column_dimensions["E"].width = 60
    rows: list[list[object]] = [[say("report.title")], [say("report.month", month=month_in_words(month))]]
    rows += [[say("report.agency", agency=agency or say("report.all"))], [], *_totals(figures.summary(cases)), []]
    rows.append([say(f"report.{name}") for name in ("order", "number", "given", "outcome", "text", "days", "mark")])
    rows += [_row(order, case) for order, case in enumerate(cases, 1)]
    for row in rows:
        cells = [WriteOnlyCell(page, value=legal(value)) for value in row]
        for cell in cells:
            cell.data_type = "s" if cell.data_type == "f" else cell.data_type
        page.append(cells)
    stream = BytesIO()
    book.save(stream)
    return stream


def month_in_words(month: datetime) -> str:
    """พฤศจิกายน 2569"""
    return f"{say('report.months').split()[month.month - 1]} {month.year + BUDDHIST_ERA}"


def _totals(total: Summary) -> list[list[object]]:
    told: list[list[object]] = [[say("report.cases"), total.cases]]
    told += [[say(f"outcome.{name}"), total.outcomes[name]] for name in OUTCOMES if name in total.outcomes]
    told.append([say("report.first"), "-" if total.days is None else round(total.days, 1)])
    told.append([say("report.satisfaction"), "-" if total.satisfaction is None else round(total.satisfaction, 2)])
    return told


def _row(order: int, case: Case) -> list[object]:
    days = "" if case.days is None else round(case.days, 1)
    number = number_of(case.number)
    return [
        order,
        number,
        shown_day(case.created_at),
        say(f"outcome.{case.outcome}"),
        case.text,
        days,
        case.satisfaction,
    ]


def _asked(visit: Visit) -> tuple[datetime, str | None, list[Case]]:
    """The month, by default this one, and whose cases: an officer's are the own agency's alone."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", visit.asked("month"))
    today = here(now())
    year, month = (int(found[1]), int(found[2])) if found else (today.year, today.month)
    since = datetime(year, month, 1, tzinfo=THAILAND)
    until = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=THAILAND)
    own = agency_of(visit.staff)
    agency = own if own is not None else visit.asked("agency") or None
    return since, agency, figures.cases_between(visit.session, *_in_utc(since, until), agency)


def _in_utc(since: datetime, until: datetime) -> tuple[datetime, datetime]:
    """As the database holds its times."""
    return since.astimezone(UTC), until.astimezone(UTC)
