"""What do lines of a bill come to, by SQL: their sum, the groups among them, their pages and places?"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from db.bill_models import BETWEEN, BudgetLine
from db.models import Project, Source
from knowledge.bill.asked import Axis, Lines
from knowledge.bill.book import Book, kinds_in
from knowledge.budgets import Place
from knowledge.money import Amount, total

_PLACES = 40
"""Lines of which the place is told; a sum stands on many more."""


@dataclass(frozen=True)
class Sum:
    """Lines added up."""

    amount: Amount
    lines: int
    projects: int


@dataclass(frozen=True)
class Group:
    """Lines that belong together, added up."""

    key: str
    """A unit, the code of a project or line, or a kind."""
    name: str
    amount: Amount
    lines: int
    project: str = ""
    """Of a line: the code of its project."""
    volume: str = ""
    page: str = ""
    kinds: tuple[str, ...] = ()


def sum_of(session: Session, book: Book, lines: Lines) -> Sum:
    """All of them together."""
    columns = (
        func.sum(BudgetLine.satang).label("satang"),
        func.count(BudgetLine.id).label("lines"),
        func.count(BudgetLine.project_id.distinct()).label("projects"),
    )
    row = session.execute(_of(select(*columns), book, lines)).one()
    return Sum(Amount.of(row, "satang"), row.lines, row.projects)


def groups_of(session: Session, book: Book, lines: Lines, by: Axis) -> list[Group]:
    """The groups, the largest first; equals in the order of the bill."""
    if by == "item":
        found = [_line(row) for row in session.execute(_of(_LINES, book, lines).order_by(BudgetLine.position))]
    elif by == "kind":
        found = _kinds(session, book, lines)
    else:
        key = Project.agency_text if by == "unit" else Project.code
        name = Project.agency_text if by == "unit" else Project.name
        columns = (key.label("key"), name.label("name"), _SATANG, _COUNT, func.min(BudgetLine.id).label("first"))
        query = _of(select(*columns), book, lines).group_by(key, name).order_by("first")
        found = [Group(row.key, row.name, Amount.of(row, "satang"), row.lines) for row in session.execute(query)]
    return sorted(found, key=lambda group: -group.amount.satang)


def places_of(session: Session, book: Book, lines: Lines) -> tuple[Place, ...]:
    """Where the first of them stand."""
    columns = (Source.document, Source.line, Source.quote)
    query = _of(select(*columns), book, lines, Source.id == BudgetLine.source_id).order_by(Source.line).limit(_PLACES)
    return tuple(Place(row.document, row.line, row.quote) for row in session.execute(query))


def pages_of(session: Session, book: Book, lines: Lines) -> dict[str, list[int]]:
    """The pages of each printed volume, ascending."""
    query = _of(select(BudgetLine.volume, BudgetLine.page), book, lines).distinct()
    found: defaultdict[str, list[int]] = defaultdict(list)
    for volume, page in session.execute(query):
        if page.isdecimal():
            found[volume].append(int(page))
    return {volume: sorted(pages) for volume, pages in sorted(found.items())}


def projects_of(book: Book, lines: Lines) -> frozenset[str]:
    """Codes of the projects in which the lines stand; none where nothing narrows them."""
    if lines.items or lines.words:
        own = {item.code: item.project for item in book.with_words(lines.words)}
        return frozenset(own[code] for code in lines.items if code in own) if lines.items else frozenset(own.values())
    return same_called(book, lines) if lines.codes or lines.called or lines.topics or lines.units else frozenset()


def same_called(book: Book, lines: Lines) -> frozenset[str]:
    """Codes of the projects in which the lines stand, as far as names say that."""
    codes = frozenset(book.called)
    if lines.codes:
        codes &= frozenset(lines.codes)
    if lines.called:
        codes &= {code for code, name in book.called.items() if name in lines.called}
    if lines.topics:
        codes &= book.with_topics(lines.topics)
    if lines.units:
        codes &= {code for code in codes if book.units[code] in lines.units}
    if lines.heads:
        codes &= {code for code in codes if book.units[code].startswith(lines.heads)}
    return codes


_SATANG = func.sum(BudgetLine.satang).label("satang")
_COUNT = func.count(BudgetLine.id).label("lines")
_LINES = select(
    BudgetLine.code, BudgetLine.name, BudgetLine.kinds, BudgetLine.satang, BudgetLine.volume, BudgetLine.page,
    Project.code.label("project"),
)  # fmt: skip


def _line(row: Row[*tuple[Any, ...]]) -> Group:
    amount = Amount.of(row, "satang")
    return Group(row.code, row.name, amount, 1, row.project, row.volume, row.page, kinds_in(row.kinds))


def _kinds(session: Session, book: Book, lines: Lines) -> list[Group]:
    """By the kinds right below those that are asked for, else by the widest."""
    columns = (BudgetLine.kinds, BudgetLine.name, _SATANG, _COUNT)
    found: defaultdict[str, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in session.execute(_of(select(*columns), book, lines).group_by(BudgetLine.kinds, BudgetLine.name)):
        found[_below((*kinds_in(row.kinds), row.name), lines.kinds)].append(row)
    return [
        Group(kind, kind, total([Amount.of(row, "satang") for row in rows]), sum(row.lines for row in rows))
        for kind, rows in found.items()
    ]


def _below(kinds: Sequence[str], asked: Sequence[str]) -> str:
    at = max((i for i, kind in enumerate(kinds) if kind in asked), default=-1)
    return kinds[min(at + 1, len(kinds) - 1)]


def _of(query: Any, book: Book, lines: Lines, *more: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    joined: Select[*tuple[Any, ...]] = query.select_from(BudgetLine).join(Project, Project.id == BudgetLine.project_id)
    if more:
        joined = joined.join(Source, *more)
    narrowed = joined.where(*_conditions(book, lines))
    return narrowed.where(not_(and_(*_conditions(book, lines.but)))) if lines.but else narrowed


def _conditions(book: Book, lines: Lines) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if lines.codes or lines.called or lines.topics or lines.units or lines.heads:
        found.append(Project.code.in_(sorted(same_called(book, lines))))
    if lines.kinds:
        found.append(or_(*(_of_kind(kind) for kind in lines.kinds)))
    if lines.words:
        found.append(BudgetLine.code.in_([item.code for item in book.with_words(lines.words)]))
    if lines.items:
        found.append(BudgetLine.code.in_(lines.items))
    if lines.years:
        found.append(BudgetLine.year.in_(lines.years))
    return found


def _of_kind(kind: str) -> ColumnElement[bool]:
    return or_(BudgetLine.kinds.contains(f"{BETWEEN}{kind}{BETWEEN}", autoescape=True), BudgetLine.name == kind)
