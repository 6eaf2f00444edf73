"""What plan does a spreadsheet hold: our template, a plain table of projects, or the budget bill?"""

from dataclasses import asdict, replace
from pathlib import Path

from knowledge.plan_document import Facts, Fault, PlanDocument, PlanError, Remark
from knowledge.readers.companion import Companion, read_companion
from knowledge.readers.remarks import known_aliases
from knowledge.readers.sheets.bill import bill_head, read_bill
from knowledge.readers.sheets.companions import with_companion
from knowledge.readers.sheets.csv_grids import read_csv
from knowledge.readers.sheets.grid import Grid
from knowledge.readers.sheets.heads import head_of
from knowledge.readers.sheets.template import read_template
from knowledge.readers.sheets.wording import meant

SPREADSHEETS = {".csv", ".tsv", ".xlsx"}


def read_plan_sheet(path: Path) -> PlanDocument:
    """The plan of a CSV or XLSX file; raises PlanError with every fault that was found."""
    grids = grids_of(path)
    companion = read_companion(path)
    for grid in grids:
        if head := bill_head(grid):
            return _completed(read_bill(path, grid, head), companion)
    tables, unknown = _tables(grids)
    if not {"project", "plan"} & tables.keys():
        raise PlanError(path.name, [Fault("no_table")])
    return _completed(read_template(path, tables, companion, unknown), companion)


def _completed(document: PlanDocument, companion: Companion) -> PlanDocument:
    """The document with what its companion adds; other names, facts and words stand in either."""
    every = replace(
        companion,
        aliases=(*document.aliases, *companion.aliases),
        facts=_facts(document.facts, companion.facts),
        words=tuple(dict.fromkeys((*document.words, *companion.words))),
    )
    return known_aliases(with_companion(document, companion), every)


def _facts(told: Facts, companion: Facts) -> Facts:
    """What the document says itself stays."""
    return replace(companion, **{name: value for name, value in asdict(told).items() if value})


def grids_of(path: Path) -> tuple[Grid, ...]:
    """The tables of a CSV or XLSX file; raises PlanError for what is none."""
    try:
        if path.is_dir():
            raise PlanError(path.name, [Fault("directory", value=str(path))])
        return _workbook(path) if path.suffix.lower() == ".xlsx" else read_csv(path)
    except FileNotFoundError:
        raise PlanError(path.name, [Fault("no_file", value=str(path))]) from None
    except OSError as error:
        raise PlanError(path.name, [Fault("unreadable", value=str(error))]) from None


def _workbook(path: Path) -> tuple[Grid, ...]:
    """Only who opens one waits for openpyxl, which takes a tenth of the time in which a process starts."""
    from knowledge.readers.sheets.xlsx_grids import read_xlsx

    return read_xlsx(path)


def _tables(grids: tuple[Grid, ...]) -> tuple[dict[str, Grid], list[Remark]]:
    """Table -> its grid: by the sheet's name, else by a head with projects and years."""
    tables: dict[str, Grid] = {}
    others = []
    for grid in grids:
        if name := meant("tables", grid.name):
            tables.setdefault(name, grid)
        else:
            others.append(grid)
    remarks = []
    for grid in others:
        head = head_of(grid)
        if "project" not in tables and head and "name" in head.columns and head.years:
            tables["project"] = grid
        else:
            remarks.append(Remark("unknown_sheet", grid.rows[0].number, grid.rows[0].raw[:60], sheet=grid.name))
    return tables, remarks
