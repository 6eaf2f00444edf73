"""What does a table of the plan look like as a file: CSV and XLSX for people, JSON for programs?"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.spreadsheet import CSV, XLSX, csv_of, xlsx_of
from bot.web.chat import Chats
from bot.web.cookies import Cookies
from bot.web.limits import Limits
from bot.web.plan.choosing import choice_of, chosen
from bot.web.plan.rendering import Rendering, language_of
from bot.web.plan.which import view_asked
from bot.web.plan.wording import title_of, words
from knowledge.plan_sheets import Sheet
from knowledge.plan_table import Cell, Table
from knowledge.plan_tables import TABLES, projects
from knowledge.plan_view import PlanView

_KEPT = {"Cache-Control": "no-cache"}


@dataclass(frozen=True)
class PlanFiles:
    """The downloads under each table."""

    chats: Chats
    cookies: Cookies
    limits: Limits
    rendering: Rendering

    async def give(self, request: Request) -> Response:
        """GET /plan/TABLE.csv|xlsx|json; of the projects those that the address chooses, in its order."""
        name, form = request.path_params["table"], request.path_params["form"]
        if name not in TABLES or form not in MADE:
            raise HTTPException(404)
        self.limits.hold_back(request, self.cookies.browser_of(request))
        async with self.limits.seat(request):
            return await run_in_threadpool(self._made, request, name, form)

    def _made(self, request: Request, name: str, form: str) -> Response:
        view = view_asked(request, self.chats)
        if same := self.rendering.unchanged(request, view):
            return same
        language, tables = language_of(request), _tables(view, name, request, with_others=form == "xlsx")
        media_type, body = MADE[form][0], MADE[form][1](tables, language)
        # The name is ours and plain ASCII; the province's would have to be encoded twice.
        headers = _KEPT | {"Content-Disposition": f'attachment; filename="plan-{name}.{form}"'}
        return Response(body, media_type=media_type, headers=headers)


_WITH = {"summary": ("progress", "results")}
"""A workbook has these sheets too: whoever hands on a summary is asked what it adds up."""


def _tables(view: PlanView, name: str, request: Request, *, with_others: bool) -> list[Table]:
    if name == "projects":
        return [projects(view, chosen(view, choice_of(view, request.query_params)))]
    names = (name, *(_WITH.get(name, ()) if with_others else ()))
    return [_of_year(TABLES[each](view), request.query_params.get("year", "")) for each in names]


def _of_year(table: Table, year: str) -> Table:
    """The rows of one fiscal year, where the address names one and the table has years."""
    place = next((place for place, column in enumerate(table.columns) if column.key == "year"), None)
    if place is None or not year:
        return table
    return replace(table, rows=tuple(row for row in table.rows if str(row[place]) == year))


def as_sheet(table: Table, language: str) -> Sheet:
    """The table under heads that people read, each with its unit."""
    head = tuple(title_of(column, language) for column in table.columns)
    return Sheet(words()[language].get(table.name, table.name), head, table.rows)


def as_records(table: Table) -> list[dict[str, Any]]:
    """One object a row. Baht are text: as a number they would not stay exact."""
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, map(_plain, row), strict=True)) for row in table.rows]


def _plain(cell: Cell) -> str | int | None:
    return str(cell) if isinstance(cell, Decimal) else cell


def _json(tables: list[Table], language: str) -> bytes:
    [table] = tables
    fields = [
        {"name": column.key, "title": title_of(column, language)} | ({"unit": "THB"} if column.kind == "baht" else {})
        for column in table.columns
    ]
    told = {"table": table.name, "fields": fields, "rows": as_records(table)}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


MADE: dict[str, tuple[str, Callable[[list[Table], str], bytes]]] = {
    "csv": (CSV, lambda tables, language: csv_of([as_sheet(table, language) for table in tables])),
    "xlsx": (XLSX, lambda tables, language: xlsx_of([as_sheet(table, language) for table in tables])),
    "json": ("application/json", _json),
}
