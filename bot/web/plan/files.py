"""What does a table of the plan look like as a file: CSV and XLSX for people, JSON for programs?"""

import json
from collections.abc import Callable
from dataclasses import dataclass
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
from knowledge.plan_tables import TABLES, Cell, Table, projects
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
        if name not in TABLES or form not in _MADE:
            raise HTTPException(404)
        self.limits.hold_back(request, self.cookies.browser_of(request))
        async with self.limits.seat(request):
            return await run_in_threadpool(self._made, request, name, form)

    def _made(self, request: Request, name: str, form: str) -> Response:
        view = view_asked(request, self.chats)
        if same := self.rendering.unchanged(request, view):
            return same
        table = _table(view, name, request)
        media_type, body = _MADE[form][0], _MADE[form][1](table, language_of(request))
        # The name is ours and plain ASCII; the province's would have to be encoded twice.
        headers = _KEPT | {"Content-Disposition": f'attachment; filename="plan-{name}.{form}"'}
        return Response(body, media_type=media_type, headers=headers)


def _table(view: PlanView, name: str, request: Request) -> Table:
    if name != "projects":
        return TABLES[name](view)
    return projects(view, chosen(view, choice_of(view, request.query_params)))


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


def _json(table: Table, language: str) -> bytes:
    fields = [
        {"name": column.key, "title": title_of(column, language)} | ({"unit": "THB"} if column.kind == "baht" else {})
        for column in table.columns
    ]
    told = {"table": table.name, "fields": fields, "rows": as_records(table)}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


_MADE: dict[str, tuple[str, Callable[[Table, str], bytes]]] = {
    "csv": (CSV, lambda table, language: csv_of([as_sheet(table, language)])),
    "xlsx": (XLSX, lambda table, language: xlsx_of([as_sheet(table, language)])),
    "json": ("application/json", _json),
}
