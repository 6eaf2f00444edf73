"""What a plan document says, once a reader has understood and checked it.

Amounts are satang, years of the Buddhist era; codes are those of the plan (`5.3.6`), given in document order.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from knowledge.yaml_file import read_yaml

_WORDS = Path(__file__).parent / "readers" / "faults.yaml"


@dataclass(frozen=True)
class Place:
    """Where in the document a fact stands."""

    line: int
    """Counted from 1."""
    quote: str
    """A piece of that very line."""


@dataclass(frozen=True)
class Budget:
    """One cell of the budget table."""

    year: int
    satang: int | None
    """None: the document sets no budget ("-")."""
    place: Place


@dataclass(frozen=True)
class BillItem:
    """One line of a budget bill."""

    name: str
    kinds: tuple[str, ...]
    """Of spending, from the widest."""
    year: int
    satang: int | None
    volume: str
    page: str
    place: Place


@dataclass(frozen=True)
class Project:
    """One row of the budget table."""

    code: str
    name: str
    name_en: str
    place: Place
    funding: str
    agency_text: str
    agencies: tuple[str, ...]
    """Canonical names."""
    budgets: tuple[Budget, ...]
    items: tuple[BillItem, ...] = ()
    """What its budgets are added up from, where the document says."""


@dataclass(frozen=True)
class Tactic:
    """กลยุทธ์ with its projects."""

    code: str
    name: str
    name_en: str
    place: Place
    continued: Place | None
    """Where the name goes on after a page break."""
    projects: tuple[Project, ...]


@dataclass(frozen=True)
class Indicator:
    """ตัวชี้วัด; the target is as `db.models.Indicator` has it."""

    code: str
    name: str
    name_en: str
    place: Place
    target: Decimal | None
    target_unit: str | None
    target_text: str | None


@dataclass(frozen=True)
class Goal:
    """เป้าประสงค์ with its indicators."""

    code: str
    name: str
    name_en: str
    place: Place
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Stakeholder:
    """An agency that an issue concerns, or a strategy of those agencies."""

    kind: Literal["agency", "strategy"]
    name: str
    place: Place
    name_en: str = ""


@dataclass(frozen=True)
class Passage:
    """A paragraph or bullet that is no table."""

    kind: Literal["measure", "framework", "section"]
    number: int | None
    heading: str
    text: str
    place: Place
    heading_en: str = ""
    text_en: str = ""


@dataclass(frozen=True)
class ListItem:
    """One item of a list, code `5.L2.1`."""

    code: str
    number: int
    """As printed or, where the list has bullets, counted from 1."""
    text: str
    place: Place
    text_en: str = ""


@dataclass(frozen=True)
class PlanList:
    """A list of the running text, code `5.L2`."""

    code: str
    issue: str | None
    """The code of the issue in whose part it stands; None for section 8."""
    title: str
    place: Place
    """Of the line that announces it."""
    items: tuple[ListItem, ...]
    title_en: str = ""


@dataclass(frozen=True)
class Issue:
    """ประเด็นยุทธศาสตร์ with all that belongs to it."""

    code: str
    name: str
    name_en: str
    place: Place
    budget_unit: str | None
    """The unit its budget table states; None where it states none, and millions of baht are assumed."""
    stakeholders: tuple[Stakeholder, ...]
    passages: tuple[Passage, ...]
    goals: tuple[Goal, ...]
    tactics: tuple[Tactic, ...]


@dataclass(frozen=True)
class Strategy:
    """ยุทธศาสตร์."""

    code: str
    name: str
    name_en: str
    place: Place


@dataclass(frozen=True)
class Agency:
    """An agency that answers for a project."""

    name: str
    name_full: str
    name_en: str


@dataclass(frozen=True)
class Facts:
    """What is known about the plan as a whole beside what its tables say; "" where it is not known."""

    title: str = ""
    """Its own title, where "the development plan of the province" is not what it is called."""
    title_en: str = ""
    feedback_indicator: str = ""
    """Code of the indicator that counts what citizens send."""
    example: str = ""
    """Code of the project with which examples of questions are made."""
    measures_from: str = ""
    """Where its measures come from, in its own words."""
    measures_from_en: str = ""


@dataclass(frozen=True)
class Word:
    """A word that people say of this plan's things alone."""

    kind: Literal["synonyms", "cues", "everyday"]
    """The file of knowledge/vocabulary that it adds to."""
    name: str
    word: str


@dataclass(frozen=True)
class Ready:
    """An answer that somebody wrote for a question to which the plan has none."""

    question: str
    answer: str
    source: str


@dataclass(frozen=True)
class Remark:
    """Something a person should know about the document: missing, doubtful, or corrected."""

    kind: str
    """A key of `remarks` in knowledge/report.yaml."""
    line: int | None = None
    subject: str = ""
    detail: str = ""
    why: str = ""
    sheet: str | None = None
    """Of a spreadsheet: its name, or "" where it has none. Then `line` is a row; None: `line` is one of a text."""


@dataclass(frozen=True)
class LevelSum:
    """What the rows of a spreadsheet add up to on one level, for the preview."""

    level: str
    """A key of `levels` in knowledge/report.yaml."""
    name: str
    rows: int
    satang: int


@dataclass(frozen=True)
class PlanDocument:
    """One plan."""

    document: str
    """The file's name."""
    digest: str
    province: str
    province_en: str
    first_year: int
    last_year: int
    strategy: Strategy
    issues: tuple[Issue, ...]
    section: tuple[Passage, ...]
    """Section 8: how the plan is carried out and followed."""
    agencies: tuple[Agency, ...]
    aliases: tuple[tuple[str, str], ...]
    """(plan code or agency, another name)"""
    remarks: tuple[Remark, ...]
    facts: Facts = Facts()
    words: tuple[Word, ...] = ()
    answers: tuple[Ready, ...] = ()
    lists: tuple[PlanList, ...] = ()
    """Of the running text, in document order; their items are passages too."""
    sums: tuple[LevelSum, ...] = ()
    """Of a spreadsheet."""

    @property
    def projects(self) -> tuple[Project, ...]:
        return tuple(project for issue in self.issues for tactic in issue.tactics for project in tactic.projects)


@dataclass(frozen=True)
class Fault:
    """Why a document cannot be loaded."""

    kind: str
    """A key of knowledge/readers/faults.yaml."""
    line: int | None = None
    value: str = ""
    """What stands there, or what was expected."""
    sheet: str | None = None
    """As of a Remark."""

    def __str__(self) -> str:
        words = _fault_words()
        reason = words[self.kind].format(value=_printable(self.value))
        if self.line is None:
            return reason
        place = "at_line" if self.sheet is None else "at_sheet_row" if self.sheet else "at_row"
        return words[place].format(line=self.line, reason=reason, sheet=_printable(self.sheet or ""))


def _printable(text: str) -> str:
    """What stands in a broken file may be anything; control characters would command the reader's terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


class PlanError(Exception):
    """The document is refused as a whole; every fault that was found is in `faults`."""

    def __init__(self, document: str, faults: list[Fault]) -> None:
        self.document = document
        self.faults = tuple(faults)
        super().__init__("\n".join([f"{_printable(document)}:", *map(str, faults)]))


@cache
def _fault_words() -> dict[str, str]:
    words: dict[str, str] = read_yaml(_WORDS)
    return words
