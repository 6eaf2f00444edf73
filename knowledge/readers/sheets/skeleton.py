"""Which issues and tactics does a spreadsheet have, and which codes do its facts get?

They stand in tables of their own, as in our template, or only as columns of the projects, merged over many rows.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from knowledge.plan_document import Goal, Issue, Passage, Place, Project, Remark, Stakeholder, Tactic
from knowledge.readers.lines import pattern as text_pattern
from knowledge.readers.sheets.cells import Cells
from knowledge.readers.sheets.grid import Row
from knowledge.readers.sheets.wording import words

_SHAPES = {
    "issue": re.compile(r"\d{1,4}\.\d{1,5}"),
    "tactic": re.compile(r"\d{1,4}\.\d{1,5}\.T\d{1,5}"),
    "project": re.compile(r"\d{1,4}\.\d{1,5}\.\d{1,6}"),
    "plan_list": re.compile(r"\d{1,4}\.L\d{1,5}"),
    "list_item": re.compile(r"\d{1,4}\.L\d{1,5}\.\d{1,5}"),
}


@dataclass
class Skeleton:
    """The plan's parts as they are found, by code in the order of the file."""

    strategy: str
    unit: str | None
    """Of money, as the table of projects states it."""
    issues: dict[str, Issue] = field(default_factory=dict)
    tactics: dict[str, Tactic] = field(default_factory=dict)
    projects: dict[str, list[Project]] = field(default_factory=dict)
    """By tactic."""
    stakeholders: dict[str, list[Stakeholder]] = field(default_factory=dict)
    passages: dict[str, list[Passage]] = field(default_factory=dict)
    goals: dict[str, list[Goal]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    """Issue or strategy, with what is counted -> the highest number given."""
    issue: str = ""
    """The one that the last row of the projects stood in."""
    tactic: str = ""
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    """(issue, tactic's name) -> code."""

    def add_issue(self, cells: Cells, row: Row, *, stated: bool) -> str:
        """The issue in this row of its own table."""
        code = self.code(cells, row, "issue", self.strategy, "")
        unit = (cells.text(row, "budget_unit") or None) if stated else self.unit
        name = cells.text(row, "name")
        self.issues[code] = Issue(code, name, cells.text(row, "name_en"), cells.place(row), unit, (), (), (), ())
        return code

    def add_tactic(self, cells: Cells, row: Row) -> None:
        """The tactic in this row of its own table."""
        issue = self.known(cells, row, "issue")
        if not issue:
            return
        code = self.code(cells, row, "tactic", issue, "T")
        continued = None
        if cells.cites and cells.head.cell(row, "continued_line"):
            continued = cells.place(row, line="continued_line", quote="continued_quote")
        name = cells.text(row, "name")
        self.tactics[code] = Tactic(code, name, cells.text(row, "name_en"), cells.place(row), continued, ())
        self.names[issue, name] = code

    def known(self, cells: Cells, row: Row, name: str) -> str:
        """The issue that a cell names by its code, or by a name that one issue alone has; "" where there is none, which
        is a fault."""
        told = cells.text(row, name)
        code = told if told in self.issues else only({code: issue.name for code, issue in self.issues.items()}, told)
        if not code:
            cells.fault("code_unknown", row, told[:60])
        return code

    def tactic_for(self, cells: Cells, row: Row) -> str | None:
        """The tactic of a project's row. Under a merged cell the others are empty: then it is the one above."""
        told = cells.text(row, "tactic")
        if told not in self.tactics and "issue" not in cells.head.columns:
            told = only({code: tactic.name for code, tactic in self.tactics.items()}, told) or told
        if told in self.tactics:
            self.tactic, self.issue = told, told.rpartition(".")[0]
            return told
        if _SHAPES["tactic"].fullmatch(told):
            cells.fault("code_unknown", row, told)
            return None
        issue = self._issue_for(cells, row)
        if issue != self.issue:
            self.issue, self.tactic = issue, ""
        name = _unnumbered(told)
        if name or not self.tactic:
            self.tactic = self._tactic_named(name or words()["assumed_tactic"], cells, row)
        return self.tactic

    def project_code(self, cells: Cells, row: Row, tactic: str) -> str:
        """As stated, else the next one of its issue."""
        return self.code(cells, row, "project", tactic.rpartition(".")[0], "")

    def add_project(self, tactic: str, project: Project) -> None:
        """The project as the next one of this tactic."""
        self.projects.setdefault(tactic, []).append(project)

    def whole(self) -> tuple[Issue, ...]:
        """The issues with all that belongs to them."""
        return tuple(
            replace(
                issue,
                stakeholders=tuple(self.stakeholders.get(code, ())),
                passages=tuple(self.passages.get(code, ())),
                goals=tuple(self.goals.get(code, ())),
                tactics=tuple(
                    replace(tactic, projects=tuple(self.projects.get(key, ())))
                    for key, tactic in self.tactics.items()
                    if key.rpartition(".")[0] == code
                ),
            )
            for code, issue in self.issues.items()
        )

    def _issue_for(self, cells: Cells, row: Row) -> str:
        told = cells.text(row, "issue")
        if told in self.issues:
            return told
        name = _unnumbered(told)
        if not name and self.issue:
            return self.issue
        for code, issue in self.issues.items():
            if issue.name == name or not name:
                return code
        if not name:
            name = words()["assumed_issue"]
            cells.found.remarks.append(Remark("assumed", subject=words()["columns"]["issue"][0], detail=name))
        code = self._next(self.strategy, "")
        place = Place(row.number, told or row.raw[:300])
        self.issues[code] = Issue(cells.take(row, code), name, "", place, self.unit, (), (), (), ())
        return code

    def _tactic_named(self, name: str, cells: Cells, row: Row) -> str:
        code = self.names.get((self.issue, name))
        if code is None:
            code = self._next(self.issue, "T")
            place = Place(row.number, cells.head.cell(row, "tactic") or row.raw[:300])
            self.tactics[code] = Tactic(cells.take(row, code), name, "", place, None, ())
            self.names[self.issue, name] = code
        return code

    def code(self, cells: Cells, row: Row, kind: str, above: str, letter: str) -> str:
        """As stated, `above` with a number behind it, else the next one; a wrong or taken one is a fault."""
        told = cells.text(row, "code")
        if not told:
            return cells.take(row, self._next(above, letter))
        if not _SHAPES[kind].fullmatch(told) or told.rpartition(".")[0] != above:
            cells.fault("code_shape", row, told[:60])
            return told
        number = int(told.rpartition(".")[2].removeprefix(letter))
        self.numbers[above + letter] = max(number, self.numbers.get(above + letter, 0))
        return cells.take(row, told)

    def _next(self, above: str, letter: str) -> str:
        self.numbers[above + letter] = self.numbers.get(above + letter, 0) + 1
        return f"{above}.{letter}{self.numbers[above + letter]}"


def only(names: Mapping[str, str], told: str) -> str:
    """The code whose name this is; "" where none has it, or several have."""
    codes = [code for code, name in names.items() if told and name == told]
    return codes[0] if len(codes) == 1 else ""


def _unnumbered(name: str) -> str:
    """A name without the number that stands before it."""
    match = text_pattern("numbered").match(name)
    return match[2] if match else name
