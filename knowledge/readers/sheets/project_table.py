"""Which projects stand in a table, under which tactic, with which money?"""

from collections import defaultdict
from dataclasses import dataclass, field

from knowledge.plan_document import Budget, Place, Project
from knowledge.readers.figures import NotAFigureError
from knowledge.readers.lines import pattern as text_pattern
from knowledge.readers.sheets.amounts import millions
from knowledge.readers.sheets.cells import Cells
from knowledge.readers.sheets.grid import Row
from knowledge.readers.sheets.skeleton import Skeleton
from knowledge.readers.sheets.values import satang_of
from knowledge.readers.sheets.wording import pattern

_Years = dict[int, int | None]


@dataclass
class _Adding:
    """What the rows added up to, by everything that a total may be of."""

    of: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    rows: int = 0

    def add(self, amounts: _Years, *names: str) -> None:
        self.rows += 1
        for name in names:
            for year, satang in amounts.items():
                self.of[name][year] += satang or 0


def read_projects(cells: Cells, skeleton: Skeleton, places: dict[tuple[str, int], Place]) -> None:
    """Put the table's projects under their tactics. `places`: of budgets that stand elsewhere than the others."""
    adding = _Adding()
    for year in cells.head.years_twice:
        cells.fault("year_twice", cells.head.row, str(year))
    for row in cells.rows():
        amounts = _amounts(cells, row)
        if amounts is None:
            continue
        named = [cells.text(row, name) for name in ("order", "issue", "tactic", "name")]
        if any(pattern("total").match(text) for text in named if text):
            _check_total(cells, row, amounts, adding, next(text for text in named if pattern("total").match(text)))
        elif not cells.text(row, "name"):
            _without_name(cells, row, amounts, adding)
        elif _is_heading(cells, row, amounts):
            cells.remark("unplaced", row, row.raw[:80])
        else:
            _add_project(cells, row, amounts, skeleton, places, adding)


def _amounts(cells: Cells, row: Row) -> _Years | None:
    """The money of each year; None where a figure cannot be read, which is a fault."""
    amounts: _Years = {}
    for year, place in cells.head.years.items():
        try:
            amounts[year] = satang_of(row.cell(place), cells.head.baht)
        except NotAFigureError:
            cells.fault("sheet_figure", row, f'"{row.cell(place)[:60]}" ({year})')
            return None
    return amounts


def _is_heading(cells: Cells, row: Row, amounts: _Years) -> bool:
    """One filled cell in a table of several columns: a title between the rows, of which nobody knows what it is."""
    return sum(map(bool, row.cells)) == 1 and bool(amounts)


def _check_total(cells: Cells, row: Row, amounts: _Years, adding: _Adding, said: str) -> None:
    stated = {year: satang for year, satang in amounts.items() if satang is not None}
    if not stated:
        cells.remark("total_unread", row, said)
        return
    agrees = any(all(sums[year] == satang for year, satang in stated.items()) for sums in adding.of.values())
    added = sum(adding.of["all"][year] for year in stated)
    kind = "total_agrees" if agrees else "total_differs"
    cells.remark(kind, row, said, millions(sum(stated.values())), millions(added))


def _without_name(cells: Cells, row: Row, amounts: _Years, adding: _Adding) -> None:
    """A row with figures alone, which others add up to, is their total."""
    stated = {year: satang for year, satang in amounts.items() if satang}
    if stated and adding.rows > 1 and any(
        all(sums[year] == satang for year, satang in stated.items()) for sums in adding.of.values()
    ):  # fmt: skip
        cells.remark("total_agrees", row, "", millions(sum(stated.values())))
    elif stated or cells.text(row, "agencies"):
        cells.fault("no_project_name", row)
    else:
        cells.remark("unplaced", row, row.raw[:80])


def _add_project(
    cells: Cells, row: Row, amounts: _Years, skeleton: Skeleton, places: dict[tuple[str, int], Place], adding: _Adding
) -> None:
    tactic = skeleton.tactic_for(cells, row)
    if tactic is None:
        return
    code = skeleton.project_code(cells, row, tactic)
    name, agency_text = cells.text(row, "name"), cells.text(row, "agency_text")
    agencies = _agencies(cells, row, agency_text)
    if not agencies:
        cells.remark("no_agency", row, code, name)
    if all(satang is None for satang in amounts.values()):
        cells.remark("no_budget_at_all", row, code, name)
    _check_row(cells, row, code, amounts)
    money = _budget_place(cells, row)
    budgets = tuple(Budget(year, amounts[year], places.get((code, year), money)) for year in sorted(amounts))
    skeleton.add_project(
        tactic,
        Project(
            code=code,
            name=name,
            name_en=cells.text(row, "name_en"),
            place=cells.place(row),
            funding=cells.text(row, "funding"),
            agency_text=agency_text or (cells.text(row, "agencies") if "agency_text" not in cells.head.columns else ""),
            agencies=agencies,
            budgets=budgets,
        ),
    )
    adding.add(amounts, "all", tactic, tactic.rpartition(".")[0])


def _agencies(cells: Cells, row: Row, agency_text: str) -> tuple[str, ...]:
    """Canonical names; of a document's own spelling where the table has no column for those."""
    told = cells.head.cell(row, "agencies")
    if told and "agency_text" not in cells.head.columns:
        parts = [part for piece in pattern("agency_separator").split(told) for part in _spelt(piece)]
    else:
        parts = pattern("agency_separator").split(told) if told else _spelt(agency_text)
    return tuple(dict.fromkeys(name for part in parts if (name := cells.mended(part))))


def _spelt(text: str) -> list[str]:
    return text_pattern("agency_separator").split(text)


def _check_row(cells: Cells, row: Row, code: str, amounts: _Years) -> None:
    """The row's own total, where the table has a column for it."""
    try:
        stated = satang_of(cells.head.cell(row, "total"), cells.head.baht)
    except NotAFigureError:
        return
    added = sum(satang or 0 for satang in amounts.values())
    if stated is not None and stated != added:
        cells.remark("row_sum_differs", row, code, millions(stated), millions(added))


def _budget_place(cells: Cells, row: Row) -> Place:
    if cells.cites and cells.head.cell(row, "budget_line"):
        return cells.place(row, line="budget_line", quote="budget_quote")
    columns = cells.head.years.values()
    if cells.cites or not columns:
        return cells.place(row)
    return Place(row.number, row.piece(min(columns), max(columns)) or row.raw[:300])
