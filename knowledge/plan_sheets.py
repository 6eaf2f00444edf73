"""How does the stored plan look as a spreadsheet that can be changed and loaded again?"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.bill_models import BETWEEN
from db.models import Plan
from knowledge.plan_document import Place
from knowledge.plan_rows import Row, Rows, stored_rows
from knowledge.readers.sheets.amounts import in_baht, in_millions
from knowledge.readers.sheets.fact_tables import FACTS
from knowledge.readers.sheets.wording import columns_of, first, words

Cell = str | int | Decimal | None


@dataclass(frozen=True)
class Sheet:
    """One table: a head and its rows."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


_COLUMNS: dict[str, tuple[str, ...]] = {
    "agency": ("name", "name_full", "name_en"),
    "issue": ("code", "name", "name_en", "budget_unit", "line", "quote"),
    "goal": ("code", "issue", "name", "name_en", "line", "quote"),
    "indicator": ("code", "goal", "name", "name_en", "target", "target_unit", "target_text", "line", "quote"),
    "tactic": ("code", "issue", "name", "name_en", "line", "quote", "continued_line", "continued_quote"),
    "stakeholder": ("issue", "kind", "name", "name_en", "line", "quote"),
    "passage": ("issue", "kind", "number", "heading", "heading_en", "text", "text_en", "line", "quote"),
    "plan_list": ("code", "issue", "title", "title_en", "line", "quote"),
    "list_item": ("code", "list", "number", "text", "text_en", "line", "quote"),
    "alias": ("code", "name"),
    "plan_word": ("kind", "word_group", "word"),
}
"""Of every table whose columns are those that are stored."""
_OF_LINE = ("project", "item", "kinds", "year", "amount", "volume", "page", "line", "quote")


def plan_sheets(session: Session) -> tuple[Sheet, ...]:
    """The stored plan, the sheet that explains first. Raises LookupError where none is stored."""
    plan = session.scalars(select(Plan)).first()
    if plan is None:
        raise LookupError("No plan is stored: run `python -m bot import FILE`.")
    rows = stored_rows(session)
    projects, places = _projects(rows, range(plan.first_year, plan.last_year + 1))
    tables = {name: _table(name, rows) for name in _COLUMNS}
    order = ("agency", "issue", "goal", "indicator", "tactic")
    others = [tables[name] for name in ("stakeholder", "passage", "plan_list", "list_item", "alias")]
    main = (_help(), _plan(plan, rows), *(tables[name] for name in order), projects)
    return (*main, *places, *_lines(rows), *others, _facts(rows), tables["plan_word"])


def _help() -> Sheet:
    lines = words()["help"]
    return Sheet(first("tables", "help"), (lines[0],), tuple((line,) for line in lines[1:]))


def _plan(plan: Plan, rows: Rows) -> Sheet:
    strategy = _in_order(rows["strategy"])[0]
    place = strategy["source_id"]
    told: dict[str, Cell] = {
        "document": plan.document,
        "province": plan.province,
        "province_en": plan.province_en,
        "first_year": plan.first_year,
        "last_year": plan.last_year,
        "strategy": str(strategy["code"]),
        "strategy_name": str(strategy["name"]),
        "strategy_name_en": str(strategy["name_en"]),
        "line": place.line if isinstance(place, Place) else None,
        "quote": place.quote if isinstance(place, Place) else None,
    }
    (document, told_document), *fields = told.items()
    head = (first("plan", document), str(told_document))
    return Sheet(first("tables", "plan"), head, tuple((first("plan", name), cell) for name, cell in fields))


def _table(name: str, rows: Rows) -> Sheet:
    columns = _COLUMNS[name]
    body = tuple(tuple(_cell(row, column) for column in columns) for row in _in_order(rows[name]))
    return Sheet(first("tables", name), tuple(first("columns", column) for column in columns), body)


def _facts(rows: Rows) -> Sheet:
    """Every fact that a plan may have, so that an official sees what could be told."""
    stored = {row["name"]: row["value"] for row in rows["plan_fact"].values()}
    body = tuple((first("facts", name), str(stored.get(name, ""))) for name in FACTS)
    return Sheet(first("tables", "plan_fact"), (first("columns", "fact"), first("columns", "value")), body)


def _in_order(rows: dict[tuple[Any, ...], Row]) -> list[Row]:
    return sorted(rows.values(), key=_position)


def _position(row: Row) -> int:
    position = row.get("position")
    return position if isinstance(position, int) else 0


_STORED = {"issue": "issue_id", "goal": "goal_id", "list": "list_id", "word_group": "name"}
_PLACES = {
    "line": ("source_id", "line"),
    "quote": ("source_id", "quote"),
    "continued_line": ("continued_source_id", "line"),
    "continued_quote": ("continued_source_id", "quote"),
}


def _cell(row: Row, column: str) -> Cell:
    if column in _PLACES:
        source, part = _PLACES[column]
        cell: Cell = getattr(row[source], part, None)
        return cell
    value = row[_STORED.get(column, column)]
    if column == "kind":
        return str(words()["kinds"][value])
    if isinstance(value, Decimal):
        return _exact(value)
    return value if isinstance(value, str | int) else None


def _exact(number: Decimal) -> Cell:
    """A number where a spreadsheet, which keeps 15 digits and no zeros at the end, shows it as it is; else its text."""
    text = f"{number:f}"
    return number if f"{float(number):.15g}" == text else text


def _projects(rows: Rows, years: range) -> tuple[Sheet, list[Sheet]]:
    """The projects with their money; budgets that stand elsewhere than their project's first, in a table apart."""
    agencies: dict[Any, list[str]] = {}
    for row in _in_order(rows["project_agency"]):
        agencies.setdefault(row["project_id"], []).append(str(row["agency_id"]))
    body, elsewhere = [], []
    for row in _in_order(rows["project"]):
        code = row["code"]
        cells = [rows["budget"].get((code, year)) for year in years]
        places = [cell["source_id"] for cell in cells if cell]
        main = places[0] if places else None
        for year, cell in zip(years, cells, strict=True):
            place = cell["source_id"] if cell else None
            if isinstance(place, Place) and place != main:
                elsewhere.append((str(code), year, place.line, place.quote))
        body.append(
            (
                str(code), str(row["tactic_id"]), str(row["name"]), str(row["name_en"]),
                "; ".join(agencies.get(code, [])), str(row["agency_text"]),
                *(_money(cell) for cell in cells),
                str(row["funding"]), _cell(row, "line"), _cell(row, "quote"),
                getattr(main, "line", None), getattr(main, "quote", None),
            )
        )  # fmt: skip
    before, behind = ("code", "tactic", "name", "name_en", "agencies", "agency_text"), ("funding", "line", "quote")
    head = (
        *(first("columns", name) for name in before),
        *(f"{year}{words()['template_unit']}" for year in years),
        *(first("columns", name) for name in (*behind, "budget_line", "budget_quote")),
    )
    table = Sheet(first("tables", "project"), head, tuple(body))
    columns = tuple(first("columns", name) for name in ("code", "year", "line", "quote"))
    apart = [Sheet(first("tables", "budget_place"), columns, tuple(elsewhere))] if elsewhere else []
    return table, apart


def _lines(rows: Rows) -> list[Sheet]:
    """What the budgets are added up from, project by project; no sheet where the document does not say."""
    lines: dict[Any, list[Row]] = {}
    for row in _in_order(rows["budget_line"]):
        lines.setdefault(row["project_id"], []).append(row)
    body = tuple(_line(row) for project in _in_order(rows["project"]) for row in lines.get(project["code"], ()))
    head = tuple(first(columns_of("budget_line"), name) for name in _OF_LINE)
    return [Sheet(first("tables", "budget_line"), head, body)] if body else []


def _line(row: Row) -> tuple[Cell, ...]:
    kinds = f" {BETWEEN} ".join(str(row["kinds"]).strip(BETWEEN).split(BETWEEN))
    satang = row["satang"]
    amount = in_baht(satang) if isinstance(satang, int) else "-"
    said = (str(row["project_id"]), str(row["name"]), kinds, _cell(row, "year"), amount)
    return (*said, str(row["volume"]), str(row["page"]), _cell(row, "line"), _cell(row, "quote"))


def _money(cell: Row | None) -> Cell:
    satang = cell["satang"] if cell else None
    return in_millions(satang) if isinstance(satang, int) else "-"
