"""What do the cells of one table of a plan say: words, numbers, and where a fact stands?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from knowledge.plan_document import Fault, Place, Remark
from knowledge.readers.sheets.grid import Grid, Row
from knowledge.readers.sheets.heads import Head, head_of
from knowledge.readers.sheets.thai_marks import doubt, mend, readable
from knowledge.readers.sheets.values import arabic, decimal_of
from knowledge.readers.sheets.wording import first, words

_LARGEST = 10**9


@dataclass
class Findings:
    """What reading one file found to be wrong or doubtful, and which codes are taken."""

    faults: list[Fault] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    mended: int = 0


@dataclass(frozen=True)
class Cells:
    """One table and its head."""

    grid: Grid
    head: Head
    found: Findings
    cites: bool
    """Whether facts are cited by the line of the original document; else by the row of this file."""
    group: str = "columns"
    """Of columns.yaml, in which the names of its columns stand."""

    def rows(self) -> Iterator[Row]:
        """Every row below the head; one with a formula where it matters is a fault."""
        for row in self.head.rows:
            places = {*self.head.columns.values(), *self.head.years.values()}
            computed = next((place for place in row.formulas if place in places), None)
            if computed is None:
                yield row
            else:
                self.fault("formula", row, row.cell(computed)[:60])

    def text(self, row: Row, name: str) -> str:
        """The words of a cell, blanks single; Thai marks mended, unless the words are those of a cited document."""
        told = self.head.cell(row, name)
        mended = mend(told)
        if wrong := doubt(mended):
            self.remark("marks", row, readable(wrong))
        self.found.mended += not self.cites and mended != told
        return self.mended(told)

    def mended(self, told: str) -> str:
        """Words with blanks single and Thai marks where they belong; those of a cited document as they are."""
        return " ".join((told if self.cites else readable(mend(told))).split())

    def verbatim(self, row: Row, name: str) -> str:
        """A cell as it stands: another name may be a misspelling on purpose."""
        return " ".join(self.head.cell(row, name).split())

    def number(self, row: Row, name: str) -> int | None:
        """A whole number; None for an empty cell."""
        told = arabic(self.head.cell(row, name)).replace(",", "").removesuffix(".0")
        if not told:
            return None
        if told.isascii() and told.isdigit() and int(told) < _LARGEST:
            return int(told)
        self.fault("sheet_number", row, told[:60])
        return None

    def decimal(self, row: Row, name: str) -> Decimal | None:
        """A number exactly as it is written; None for an empty cell."""
        told = self.head.cell(row, name)
        if not told:
            return None
        number = decimal_of(told)
        if number is None:
            self.fault("sheet_number", row, told[:60])
        return number

    def stated(self, row: Row, name: str) -> str:
        """The words of a cell that must not be empty."""
        told = self.text(row, name)
        if not told:
            self.fault("no_text", row, self.head.row.cell(self.head.columns.get(name)) or first(self.group, name))
        return told

    def place(self, row: Row, named: str = "name", line: str = "line", quote: str = "quote") -> Place:
        """Where the row's fact stands, as the row says itself or, where it does not count, the row."""
        if self.cites and (number := self.number(row, line)):
            return Place(number, self.head.cell(row, quote))
        return Place(row.number, self.head.cell(row, named) or row.raw[:300])

    def kind(self, row: Row) -> str:
        """What the cell `kind` means; "" for what is not known."""
        told = self.text(row, "kind")
        return next((kind for kind, word in words()["kinds"].items() if told in (kind, word)), "")

    def take(self, row: Row, code: str) -> str:
        """The code, which nothing else may have."""
        if code in self.found.codes:
            self.fault("code_twice", row, code)
        self.found.codes.add(code)
        return code

    def fault(self, kind: str, row: Row, value: str = "") -> None:
        """The row is why the file cannot be taken."""
        self.found.faults.append(Fault(kind, row.number, value, self.grid.name))

    def remark(self, kind: str, row: Row, subject: str = "", detail: str = "", why: str = "") -> None:
        """The row is doubtful."""
        self.found.remarks.append(Remark(kind, row.number, subject, detail, why, self.grid.name))


def cells_of(grid: Grid | None, found: Findings, *, cites: bool, group: str = "columns") -> Cells | None:
    """The table with its head, whose columns are of this group; None where it is missing or empty."""
    if grid is None:
        return None
    head = head_of(grid, group)
    if head is not None:
        return Cells(grid, head, found, cites, group)
    if len(grid.rows) > 1:
        found.faults.append(Fault("header", grid.rows[0].number, grid.rows[0].raw[:60], grid.name))
    return None
