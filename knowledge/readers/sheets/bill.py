"""What does the budget bill say, as volunteers publish it: one line an item, with ministry, unit, year and baht?

Budget plans become issues, ministries their tactics, outputs and projects of a unit its projects; it is their agency.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from knowledge.characters import one_line
from knowledge.plan_document import Facts, Fault, LevelSum, PlanDocument, PlanError, Remark, Strategy
from knowledge.readers.digest import digest_of
from knowledge.readers.figures import NotAFigureError
from knowledge.readers.sheets.bill_kinds import kinds_in_cell, spelt_once
from knowledge.readers.sheets.bill_lines import BillLine, by_spelling, without_totals
from knowledge.readers.sheets.bill_tree import agencies_of, issues_of
from knowledge.readers.sheets.grid import Grid, Row
from knowledge.readers.sheets.heads import Head, head_of
from knowledge.readers.sheets.thai_marks import doubt, mend, readable
from knowledge.readers.sheets.values import satang_of, year_of
from knowledge.readers.sheets.wording import pattern, words

_NEEDED = ("unit", "plan", "year", "amount")
_KINDS = tuple(f"kind_{level}" for level in range(1, 7))
_MOST_FAULTS = 50
_MOST_YEARS = 15
"""Before or after the usual year of a bill; commitments run on for five or ten."""


@dataclass
class _Reading:
    grid: Grid
    head: Head
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    mended: int = 0


def bill_head(grid: Grid) -> Head | None:
    """The head of a table of the bill; None where it is another table."""
    head = head_of(grid, "bill")
    return head if head and all(name in head.columns for name in _NEEDED) else None


def read_bill(path: Path, grid: Grid, head: Head) -> PlanDocument:
    """The bill as a plan; raises PlanError with every row that cannot be read."""
    reading = _Reading(grid, head)
    read = [line for row in head.rows if (line := _line(row, reading))]
    lines, twice = _once(by_spelling(read, reading.remarks, grid.name), grid.name)
    lines, totals = without_totals(lines, grid.name)
    lines = spelt_once([_named(line, reading) for line in lines])
    reading.faults.extend(_far_years(lines, grid.name))
    if not lines and not reading.faults:
        reading.faults.append(Fault("no_rows"))
    if reading.faults:
        raise PlanError(path.name, reading.faults[:_MOST_FAULTS])
    if reading.mended:
        reading.remarks.append(Remark("marks_mended", subject=str(reading.mended)))
    return _document(path, lines, (*reading.remarks, *twice, *totals))


def _far_years(lines: list[BillLine], sheet: str) -> list[Fault]:
    """Rows whose year lies far from the usual one: a digit that was scanned wrongly would make a plan of 200 years."""
    counts = Counter(line.year for line in lines if line.year is not None)
    if not counts:
        return []
    usual = counts.most_common(1)[0][0]
    far = (line for line in lines if line.year is not None and abs(line.year - usual) > _MOST_YEARS)
    return [Fault("sheet_year", line.row.number, str(line.year), sheet) for line in far]


def _line(row: Row, reading: _Reading) -> BillLine | None:
    """One row; None for one that cannot be read, which is a fault."""
    head, sheet = reading.head, reading.grid.name
    told = {name: row.cell(place) for name, place in head.columns.items()}
    if any(place in row.formulas for place in head.columns.values()):
        computed = next(place for place in row.formulas if place in head.columns.values())
        if not pattern("total").match(told.get("item", "")):
            reading.faults.append(Fault("formula", row.number, row.cell(computed)[:60], sheet))
            return None
        told["amount"] = ""
    clean = {name: _mended(text, row, reading) for name, text in told.items() if name not in ("amount", "year", "id")}
    year = year_of(told["year"])
    try:
        satang = satang_of(told["amount"], head.baht if head.unit else 1)
    except NotAFigureError:
        reading.faults.append(Fault("sheet_figure", row.number, f'"{told["amount"]}"', sheet))
        return None
    if year is None and not pattern("total").match(clean.get("item", "")):
        reading.faults.append(Fault("sheet_year", row.number, f'"{told["year"]}"', sheet))
        return None
    name = clean.get("project") or clean.get("output") or ""
    item, unit = clean.get("item", ""), clean["unit"]
    kinds = tuple(dict.fromkeys(kind for level in _KINDS for kind in kinds_in_cell(clean.get(level, ""))))
    line = BillLine(row, told.get("id", ""), clean["plan"], clean.get("ministry", ""), unit, name, item, year, satang,
                    _quote(row, head), kinds, clean.get("volume", ""), clean.get("page", ""))  # fmt: skip
    if satang is None and not line.is_total_by_word:
        reading.remarks.append(Remark("no_amount", row.number, item or name, sheet=sheet))
    return line


def _mended(text: str, row: Row, reading: _Reading) -> str:
    mended = mend(text)
    reading.mended += mended != text
    if found := doubt(mended):
        reading.remarks.append(Remark("marks", row.number, readable(found), sheet=reading.grid.name))
    return " ".join(readable(mended).split())


def _quote(row: Row, head: Head) -> str:
    """The row from its volume and page to its project, as it stands: so a reader finds it in the printed bill."""
    named = [head.columns[name] for name in ("volume", "page", "unit", "output", "project") if name in head.columns]
    first, last = min(named), max(place for place in named if row.cell(place) or place == min(named))
    return row.piece(first, last) or row.raw[:300]


def _named(line: BillLine, reading: _Reading) -> BillLine:
    """A line without output and project is kept under a name that says so."""
    if line.name:
        return line
    name = words()["bill_no_name"]
    reading.remarks.append(Remark("no_item_name", line.row.number, name, sheet=reading.grid.name))
    return replace(line, name=name)


def _once(lines: list[BillLine], sheet: str) -> tuple[list[BillLine], list[Remark]]:
    """Each row once; the same id in another year is a commitment that runs on, not a repeat."""
    seen: dict[tuple[str, int | None], BillLine] = {}
    kept, remarks = [], []
    for line in lines:
        before = seen.setdefault((line.id, line.year), line) if line.id else line
        if before is line:
            kept.append(line)
        elif before.same_as(line):
            remarks.append(Remark("row_twice", line.row.number, line.id, str(before.row.number), sheet=sheet))
        else:
            kept.append(line)
            remarks.append(Remark("id_twice", line.row.number, line.id, str(before.row.number), sheet=sheet))
    return kept, remarks


def _document(path: Path, lines: list[BillLine], remarks: tuple[Remark, ...]) -> PlanDocument:
    years = sorted({line.year for line in lines if line.year is not None})
    first, last = years[0], years[-1]
    said = str(first) if first == last else f"{first}-{last}"
    units = dict.fromkeys(line.unit for line in lines if line.unit)
    place = lines[0].place
    provinces = [match[1] for unit in units if (match := pattern("province").match(unit))]
    return PlanDocument(
        document=one_line(path.name),
        digest=digest_of(path),
        province=provinces[0] if len(units) == 1 and provinces else "",
        province_en="",
        first_year=first,
        last_year=last,
        strategy=Strategy("1", words()["bill_strategy"].format(years=said), "", place),
        issues=issues_of(lines, range(first, last + 1)),
        section=(),
        agencies=agencies_of(units),
        aliases=(),
        remarks=remarks,
        facts=Facts(title=words()["bill_title"], title_en=words()["bill_title_en"]),
        sums=(LevelSum("all", path.name, len(lines), sum(line.satang or 0 for line in lines)), *_sums(lines)),
    )


def _sums(lines: list[BillLine]) -> list[LevelSum]:
    sums: dict[tuple[str, str], list[int]] = {}
    for level in ("plan", "ministry", "unit"):
        for line in lines:
            sums.setdefault((level, getattr(line, level)), []).append(line.satang or 0)
    return [LevelSum(level, name, len(amounts), sum(amounts)) for (level, name), amounts in sums.items()]
