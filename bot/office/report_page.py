"""What does an agency report of a month, as a page of A4 and as a spreadsheet?"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from starlette.responses import Response

from bot.feedback.moments import here, shown_day
from bot.feedback.wording import number_of
from bot.office import spreadsheets
from bot.office.visit import Visit
from bot.office.wording import say
from db import desk, figures
from db.figures import Case, Ledger, Summary
from db.models import now
from handlers.dates import THAILAND
from handlers.officers.rights import agency_of
from knowledge.era import BUDDHIST_ERA

OUTCOMES = (
    *("received", "assigned", "in_progress", "contested", "answered"),
    *("fixed", "not_fixed", "rejected", "merged", "withdrawn"),
)
_CHOICES = 25
"""Months that are offered: this one, and two years."""
_WIDTHS = {"A": 7, "B": 17, "C": 17, "D": 13, "E": 60, "F": 26, "G": 16, "H": 13}
_ROOM = (None, None)
"""Cells that a long name runs over: the column of order numbers is no place for it."""


def report(visit: Visit) -> Response:
    """GET /office/report?month=2026-11&agency=...: to be printed."""
    month, agency, cases, ledger = _asked(visit)
    choices = desk.agencies(visit.session) if visit.is_coordinator else ()
    visit.note("listed", subject="report")
    return visit.page(
        "report.html",
        month=f"{month:%Y-%m}",
        months={f"{one:%Y-%m}": month_in_words(one) for one in _choices(month)},
        month_name=month_in_words(month),
        agency=agency or "",
        agencies=choices,
        province=_province(visit),
        totals=_totals(figures.summary(cases)),
        columns=_columns(agency),
        rows=[_row(order, case, agency) for order, case in enumerate(cases, 1)],
        counted=_counted(ledger),
        printed=now(),
    )


def sheet(visit: Visit) -> Response:
    """GET /office/report.xlsx: the same."""
    asked = _asked(visit)
    visit.note("exported", subject="report")
    book = spreadsheets.written(say("report.sheet"), _rows(asked, _province(visit)), _WIDTHS)
    return spreadsheets.told(book, f"report-{asked.month:%Y-%m}.xlsx")


def _choices(month: datetime) -> list[datetime]:
    """This month and those before it, newest first; the one that is shown is among them."""
    last = here(now()).replace(day=1)
    months = [last]
    while len(months) < _CHOICES:
        last = (last - timedelta(days=1)).replace(day=1)
        months.append(last)
    shown = {(one.year, one.month) for one in months}
    return months if (month.year, month.month) in shown else [month, *months]


def _rows(asked: "_Asked", province: str) -> Iterator[list[object]]:
    """What it comes to, then each case, then who signs."""
    month, agency, cases, ledger = asked
    yield [say("report.title")]
    if province:
        yield [say("report.province", province=province)]
    yield [say("report.month", month=month_in_words(month))]
    yield [say("report.agency", agency=agency or say("report.all"))]
    yield []
    for name, value in (*_counted(ledger), *_totals(figures.summary(cases))):
        yield [name, *_ROOM, value]
    yield []
    yield _columns(agency)
    yield from (_row(order, case, agency) for order, case in enumerate(cases, 1))
    yield []
    for line in ("by", "name", "post", "day"):
        yield [say(f"report.signed.{line}")]


def month_in_words(month: datetime) -> str:
    """พฤศจิกายน 2569"""
    return f"{say('report.months').split()[month.month - 1]} {month.year + BUDDHIST_ERA}"


def _counted(ledger: Ledger) -> list[list[object]]:
    share = "-" if ledger.share is None else round(ledger.share, 2)
    counts = {"carried": ledger.carried, "new": ledger.given, "finished": ledger.finished, "left": ledger.left}
    return [*([say(f"report.{name}"), count] for name, count in counts.items()), [say("report.finished_share"), share]]


def _totals(total: Summary) -> list[list[object]]:
    told: list[list[object]] = [
        [say("report.of_new", outcome=say(f"outcome.{name}")), total.outcomes[name]]
        for name in OUTCOMES
        if name in total.outcomes
    ]
    told.append([say("report.first"), "-" if total.days is None else round(total.days, 1)])
    told.append([say("report.satisfaction"), "-" if total.satisfaction is None else round(total.satisfaction, 2)])
    return told


def _columns(agency: str | None) -> list[object]:
    """The agency is a column where the report is of all."""
    whose = [] if agency else ["whose"]
    names = ("order", "number", "given", "by", "text", *whose, "outcome", "closed", "days", "mark")
    return [say(f"report.{name}") for name in names]


def _row(order: int, case: Case, agency: str | None) -> list[object]:
    return [
        order,
        number_of(case.number),
        shown_day(case.created_at),
        say(f"channel.{case.channel}"),
        case.text,
        *([] if agency else [case.agency or "-"]),
        say(f"outcome.{case.outcome}"),
        shown_day(case.closed_at) if case.closed_at else "",
        "" if case.days is None else round(case.days, 1),
        "" if case.satisfaction is None else case.satisfaction,
    ]


def _province(visit: Visit) -> str:
    """That of the default plan; "" where it names none."""
    return visit.plans().default.facts.province


class _Asked(NamedTuple):
    month: datetime
    agency: str | None
    cases: list[Case]
    ledger: Ledger


def _asked(visit: Visit) -> _Asked:
    """The month, by default this one, and whose cases: an officer's are the own agency's alone."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", visit.asked("month"))
    today = here(now())
    year, month = (int(found[1]), int(found[2])) if found else (today.year, today.month)
    since = datetime(year, month, 1, tzinfo=THAILAND)
    until = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=THAILAND)
    own = agency_of(visit.staff)
    agency = own if own is not None else visit.asked("agency") or None
    span = _in_utc(since, until)
    cases, ledger = figures.cases_between(visit.session, *span, agency), figures.ledger(visit.session, *span, agency)
    return _Asked(since, agency, cases, ledger)


def _in_utc(since: datetime, until: datetime) -> tuple[datetime, datetime]:
    """As the database holds its times."""
    return since.astimezone(UTC), until.astimezone(UTC)
