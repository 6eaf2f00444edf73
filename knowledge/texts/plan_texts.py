"""Which lists and paragraphs does the stored plan have? Read from SQL, in the order of the document."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.list_models import ListItem, PlanList
from db.models import Issue, Passage, Source, Stakeholder
from knowledge.query.kinds import Kind
from knowledge.texts.written import Writer, Written

_OF_AGENCIES: dict[str, Kind] = {"agency": "stakeholder", "strategy": "agency_strategy"}


@dataclass(frozen=True)
class TextItem:
    """One item of a list, or one paragraph, by the key that queries know it by."""

    key: str
    number: int
    written: Written
    code: str = ""
    """`stakeholder:4`, by which the index knows it, where it knows it otherwise."""


@dataclass(frozen=True)
class TextList:
    """A list: of the running text, of an issue's measures, of the agencies that it concerns or their strategies."""

    kind: Kind
    """Of its items."""
    code: str
    """`5.L2`; "" for a list that the plan makes by a column of a table."""
    issue: str
    """"" for the section on carrying out the plan."""
    title: Written
    """What it is called, or the clause that announces it."""
    lead: Written
    """The whole paragraph that the clause stands in."""
    items: tuple[TextItem, ...]
    part: str = ""
    """The part of the plan, as of a paragraph, where its items are paragraphs of one."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph or a line of the running text."""

    key: str
    code: str
    """`passage:17`, by which the index knows it."""
    kind: str
    """measure, framework or section."""
    issue: str
    heading: Written
    written: Written


@dataclass(frozen=True)
class Texts:
    """All lists and paragraphs of a plan."""

    lists: tuple[TextList, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True)
class _Row:
    key: str
    kind: str
    number: int
    text: str
    english: str
    issue: str
    heading: str
    heading_en: str
    line: int
    code: str = ""


def read_texts(session: Session, writer: Writer, origin: tuple[str, str] = ("", "")) -> Texts:
    """The texts of the stored plan; `origin`: where its measures come from, in Thai and English."""
    passages = list(_passages(session))
    measures = list(_measures(writer, [row for row in passages if row.kind == "measure"], origin))
    told = {letters for one in measures for letters in _letters(one)}
    lists = [one for one in _lists(session, writer, passages) if not _letters(one) <= told]
    lists += [*measures, *_of_agencies(session, writer)]
    paragraphs = [_paragraph(writer, row) for row in passages]
    return Texts(tuple(lists), tuple(paragraphs))


def _paragraph(writer: Writer, row: _Row) -> Paragraph:
    heading = writer.written(row.heading, row.heading_en)
    return Paragraph(row.key, row.code, row.kind, row.issue, heading, writer.written(row.text, row.english))


def _passages(session: Session) -> Iterator[_Row]:
    query = (
        select(
            Passage.id,
            Passage.position,
            Passage.kind,
            Passage.number,
            Passage.text,
            Passage.text_en,
            Issue.code,
            Passage.heading,
            Passage.heading_en,
            Source.line,
        )
        .join(Source, Passage.source_id == Source.id)
        .outerjoin(Issue, Passage.issue_id == Issue.id)
        .order_by(Passage.position)
    )
    for passage, position, kind, number, text, english, issue, told, told_en, line in session.execute(query):
        code = f"passage:{passage}"
        yield _Row(f"P{position}", kind, number or 0, text, english or "", issue or "", told, told_en or "", line, code)


def _lists(session: Session, writer: Writer, passages: Sequence[_Row]) -> Iterator[TextList]:
    """Those of the running text, each with the paragraph on the line that announces it."""
    leads = {
        row.line: writer.written(f"{row.heading} {row.text}", f"{row.heading_en} {row.english}") for row in passages
    }
    items, parts = list(_items(session)), {row.text: row.kind for row in passages}
    query = (
        select(PlanList.id, PlanList.code, Issue.code, PlanList.title, PlanList.title_en, Source.line, Source.quote)
        .join(Source, PlanList.source_id == Source.id)
        .outerjoin(Issue, PlanList.issue_id == Issue.id)
        .order_by(PlanList.position)
    )
    for number, code, issue, title, english, line, quote in session.execute(query):
        own = tuple(TextItem(i.key, i.number, writer.written(i.text, i.english)) for i in items if i.line == number)
        called = writer.written(title, english or "")
        part = next((parts[i.written.text] for i in own if i.written.text in parts), "" if issue else "section")
        yield TextList("item", code, issue or "", called, leads.get(line) or writer.written(quote), own, part)


def _items(session: Session) -> Iterator[_Row]:
    """The items; `line` is the list that each is in."""
    query = select(ListItem.code, ListItem.number, ListItem.text, ListItem.text_en, ListItem.list_id)
    for code, number, text, english, of in session.execute(query.order_by(ListItem.position)):
        yield _Row(code, "item", number, text, english or "", "", "", "", of)


def _letters(one: TextList) -> set[str]:
    return {item.written.letters for item in one.items}


def _measures(writer: Writer, rows: Iterable[_Row], origin: tuple[str, str]) -> Iterator[TextList]:
    """The measures of each issue, whether the plan writes them as a list or a spreadsheet as a table."""
    lead = writer.written(*origin)
    for issue, found in groupby(rows, key=lambda row: row.issue):
        own = list(found)
        title = writer.written(own[0].heading, own[0].heading_en)
        items = tuple(
            TextItem(row.key, row.number or at, writer.written(row.text, row.english), row.code)
            for at, row in enumerate(own, 1)
        )
        yield TextList("measure", "", issue, title, lead, items, "measure")


def _of_agencies(session: Session, writer: Writer) -> Iterator[TextList]:
    """Whom each issue concerns, and those agencies' strategies."""
    query = (
        select(
            Issue.code, Stakeholder.kind, Stakeholder.position, Stakeholder.name, Stakeholder.name_en, Stakeholder.id
        )
        .join(Issue, Stakeholder.issue_id == Issue.id)
        .order_by(Stakeholder.position)
    )
    nothing = writer.written("")
    for (issue, kind), rows in groupby(session.execute(query), key=lambda row: (row[0], row[1])):
        items = tuple(
            TextItem(f"S{row[2]}", at, writer.written(row[3], row[4] or ""), f"stakeholder:{row[5]}")
            for at, row in enumerate(rows, start=1)
        )
        yield TextList(_OF_AGENCIES[kind], "", issue, nothing, nothing, items)
