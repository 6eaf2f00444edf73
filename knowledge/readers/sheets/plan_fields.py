"""What is the plan as a whole: document, province, years and strategy, as the sheet `plan` or the title says?"""

from dataclasses import dataclass
from pathlib import Path

from knowledge.characters import one_line
from knowledge.plan_document import Fault, Place, Remark, Strategy
from knowledge.readers.companion import Companion
from knowledge.readers.sheets.cells import Findings
from knowledge.readers.sheets.grid import Grid, Row
from knowledge.readers.sheets.heads import head_of
from knowledge.readers.sheets.values import arabic, year_of
from knowledge.readers.sheets.wording import columns_of, meant, pattern, words

_LONGEST_NAME = 200
"""Characters of a document's name."""
_CITED = ("issue", "goal", "indicator", "tactic", "project", "stakeholder", "passage", "plan_list", "list_item",
          "budget_line")  # fmt: skip


@dataclass(frozen=True)
class PlanFields:
    """The plan without its parts."""

    document: str
    cites: bool
    """Whether facts are cited by the lines of that document."""
    province: str
    province_en: str
    first_year: int
    last_year: int
    strategy: Strategy


def plan_fields(path: Path, tables: dict[str, Grid], companion: Companion, found: Findings) -> PlanFields:
    """The fields; what neither the file nor its companion says is assumed and reported."""
    told = {field: row for row in _rows(tables) if (field := meant("plan", row.cell(0)))}
    said = {field: row.cell(1) for field, row in told.items()}
    cites = bool(said.get("document")) and all(_is_cited(tables[name], name) for name in _CITED if name in tables)
    if said.get("document") and not cites:
        found.remarks.append(Remark("cites_sheet"))
    first, last = _years(said, told, tables, companion, found)
    return PlanFields(
        document=one_line(said["document"])[:_LONGEST_NAME] if cites else one_line(path.name),
        cites=cites,
        province=said.get("province") or companion.province or _titled(tables),
        province_en=said.get("province_en", ""),
        first_year=first,
        last_year=last,
        strategy=_strategy(path, said, told, found, cites=cites),
    )


def _rows(tables: dict[str, Grid]) -> tuple[Row, ...]:
    return tables["plan"].rows if "plan" in tables else ()


def _is_cited(grid: Grid, name: str) -> bool:
    """Whether every row of this table says where it stands in the document."""
    head = head_of(grid, columns_of(name))
    return head is None or all(head.cell(row, "line") for row in head.rows)


def _titled(tables: dict[str, Grid]) -> str:
    """The province in a title above the projects."""
    head = head_of(tables["project"]) if "project" in tables else None
    cells = [word for row in (head.above if head else ()) for cell in row.cells for word in cell.split()]
    return next((match[1] for word in cells if (match := pattern("province").search(word))), "")


def _years(
    said: dict[str, str], told: dict[str, Row], tables: dict[str, Grid], companion: Companion, found: Findings
) -> tuple[int, int]:
    head = head_of(tables["project"]) if "project" in tables else None
    columns = sorted(head.years) if head else []
    years = []
    for field, end in (("first_year", 0), ("last_year", -1)):
        year = year_of(said.get(field, "")) or getattr(companion, field) or (columns[end] if columns else None)
        if said.get(field) and year_of(said[field]) is None:
            found.faults.append(Fault("sheet_year", told[field].number, said[field], tables["plan"].name))
        years.append(year)
    first, last = years
    if first is None or last is None or not first <= last < first + 100:
        found.faults.append(Fault("years_unknown"))
        return (0, 0)
    if outside := [str(year) for year in columns if not first <= year <= last]:
        found.faults.append(Fault("years_differ", value=", ".join(outside)))
    return first, last


def _strategy(path: Path, said: dict[str, str], told: dict[str, Row], found: Findings, *, cites: bool) -> Strategy:
    code = arabic(said.get("strategy", "")).removesuffix(".0") or "1"
    if not (code.isascii() and code.isdigit()):
        found.faults.append(Fault("code_shape", told["strategy"].number, code[:60]))
    name = said.get("strategy_name", "")
    if not name:
        name = words()["assumed_strategy"].format(file=path.stem)
        found.remarks.append(Remark("assumed", subject=words()["plan"]["strategy_name"][0], detail=name))
    row = told.get("strategy_name")
    place = Place(row.number if row else 1, name)
    line = arabic(said.get("line", "")).removesuffix(".0")
    if cites and line.isascii() and line.isdigit():
        place = Place(int(line), said.get("quote", ""))
    return Strategy(code, name, said.get("strategy_name_en", ""), place)
