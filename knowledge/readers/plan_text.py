"""What a plan's text says: the document as it comes out of the PDF, tables as lines with tabs."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from knowledge.plan_document import Facts, Fault, Issue, PlanDocument, PlanError, PlanList, Remark, Strategy
from knowledge.readers.companion import Companion, read_companion
from knowledge.readers.digest import digest_of
from knowledge.readers.english_texts import with_english_texts
from knowledge.readers.file_text import read_file_text
from knowledge.readers.goals import read_goals
from knowledge.readers.heads import LIKELY, year_of
from knowledge.readers.lines import Line, correction_remarks, pattern, split_lines, tidy
from knowledge.readers.lists import read_lists, with_english_items
from knowledge.readers.outline import Outline, Title, cut
from knowledge.readers.passages import read_issue_prose, read_section, read_stakeholders
from knowledge.readers.projects import Rows, read_tactics
from knowledge.readers.remarks import known_agencies, known_aliases, remarks_on
from knowledge.readers.tables import Content, content_of
from knowledge.readers.totals import Above, Sums


@dataclass(frozen=True)
class _Reading:
    """What the parts of one document are read with."""

    companion: Companion
    outline: Outline
    contents: dict[int, Content]
    faults: list[Fault]
    remarks: list[Remark]
    sums: Sums
    """Of all issues read so far."""


def read_plan_text(path: Path) -> PlanDocument:
    """The plan in a text file; raises PlanError with every fault that was found."""
    file = read_file_text(path)
    companion = read_companion(path)
    lines = split_lines(file.text, companion.corrections)
    reading = _reading(lines, companion)
    issues = tuple(_issue(title, reading) for title in reading.outline.listed if title.number in reading.contents)
    section = read_section(reading.outline.section, reading.faults)
    first_year, last_year = _years(lines, reading)
    if reading.faults:
        raise PlanError(file.name, sorted(set(reading.faults), key=lambda fault: (fault.line or 0, fault.kind)))
    document = PlanDocument(
        document=file.name,
        digest=digest_of(path),
        province=companion.province or _province(lines) or reading.outline.province,
        province_en=companion.province_en,
        first_year=first_year,
        last_year=last_year,
        strategy=_strategy(reading),
        issues=issues,
        section=section,
        agencies=known_agencies(issues, companion),
        aliases=(),
        remarks=(),
        facts=Facts(measures_from=_measures_from(reading)),
        lists=_lists(issues, reading),
    )
    document = remarks_on(document, path, lines, companion, tuple(reading.remarks))
    return with_english_items(with_english_texts(known_aliases(document, companion), companion.english_texts))


def _reading(lines: list[Line], companion: Companion) -> _Reading:
    outline = cut(lines)
    around = companion.first_year or _some_year(lines)
    contents = {number: content_of(part, around, outline.unit or None) for number, part in outline.parts.items()}
    faults = outline.faults + [fault for content in contents.values() for fault in content.faults]
    remarks = outline.remarks + correction_remarks(lines, companion.corrections)
    return _Reading(companion, outline, contents, faults, remarks, Counter())


def _some_year(lines: list[Line]) -> int:
    """A year that the document writes in full: in a table's head, or as the plan's period."""
    said = next((int(match[1]) for line in lines if (match := pattern("years").match(line.text))), None)
    heads = (year for line in lines if "\t" in line.raw for cell in line.cells if (year := year_of(cell)))
    return said or next(heads, LIKELY)


def _strategy(reading: _Reading) -> Strategy:
    title = reading.outline.strategies[0]
    code = str(title.number)
    return Strategy(code, title.name, reading.companion.english.get(code, ""), title.line.place(title.line.raw.strip()))


def _issue(title: Title, reading: _Reading) -> Issue:
    content = reading.contents[title.number]
    strategy = reading.outline.strategies[0].number if reading.outline.strategies else 0
    code = f"{strategy}.{title.number}"
    english = reading.companion.english
    heading, passages, unplaced = read_issue_prose(content.prose)
    _report_unplaced(unplaced, content, reading)
    if heading != title.name:
        reading.remarks.append(Remark("heading_differs", title.line.number, title.name, heading))
    reading.faults.extend(_missing_tables(title, content))
    budget = content.of("budget")
    reading.remarks.extend(
        Remark("no_unit", table.opened.number, code, title.name) for table in budget if table.unit is None
    )
    return Issue(
        code=code,
        name=title.name,
        name_en=english.get(code, ""),
        place=title.line.place(title.line.raw.strip()),
        budget_unit=next((table.unit for table in budget), None),
        stakeholders=read_stakeholders(content.of("stakeholders")),
        passages=passages,
        goals=read_goals(code, content.of("goals"), english, reading.faults),
        tactics=read_tactics(
            budget, Rows(code, reading.companion, reading.faults, reading.remarks, Above(reading.sums))
        ),
    )


def _lists(issues: tuple[Issue, ...], reading: _Reading) -> tuple[PlanList, ...]:
    """The lists of all issues and of the section, counted through."""
    strategy = _strategy(reading).code
    parts: list[tuple[str | None, list[Line]]] = [
        (issue.code, reading.outline.parts[int(issue.code.rsplit(".", 1)[1])]) for issue in issues
    ]
    found: tuple[PlanList, ...] = ()
    for code, lines in [*parts, (None, reading.outline.section)]:
        found += read_lists(strategy, code, lines, len(found) + 1)
    return found


def _report_unplaced(lines: list[Line], content: Content, reading: _Reading) -> None:
    """A stray line is remarked. A list, or text behind the tables, has lost its heading: a whole part would be lost."""
    behind = max((table.opened.number for table in content.of("budget")), default=0)
    for line in lines:
        said = line.raw.strip()[:80]
        is_note = pattern("note").match(line.text.strip())
        if not is_note and (line.number > behind > 0 or pattern("bullet").match(line.text.strip())):
            reading.faults.append(Fault("no_heading", line.number, said))
        else:
            reading.remarks.append(Remark("unplaced", line.number, said))


def _missing_tables(title: Title, content: Content) -> list[Fault]:
    line = content.prose[0].number if content.prose else title.line.number
    return [
        Fault(kind, line, str(title.number))
        for kind, tables in (("no_goals_table", content.of("goals")), ("no_budget_table", content.of("budget")))
        if not any(table.rows for table in tables)
    ]


def _years(lines: list[Line], reading: _Reading) -> tuple[int, int]:
    """First and last year: what the companion or the text says, else those of the budget tables. All must agree."""
    tables = [table for content in reading.contents.values() for table in content.of("budget") if table.years]
    said = next((match for line in lines if (match := pattern("years").match(line.text))), None)
    if reading.companion.first_year and reading.companion.last_year:
        first, last = reading.companion.first_year, reading.companion.last_year
    elif said:
        first, last = int(said[1]), int(said[2])
    elif tables:
        first, last = tables[0].years[0], tables[0].years[-1]
    else:
        reading.faults.append(Fault("years_unknown"))
        return (0, 0)
    expected = tuple(range(first, last + 1))
    reading.faults.extend(
        Fault("years_differ", table.opened.number + 1, ", ".join(map(str, table.years)))
        for table in tables
        if table.years != expected
    )
    return first, last


def _measures_from(reading: _Reading) -> str:
    """What the line above the measures says that they come from; "" where there is none."""
    for content in reading.contents.values():
        origin = ""
        for line in content.prose:
            if match := pattern("summary").match(line.text):
                origin = tidy(match[1])
            elif origin and pattern("measure").match(line.text.strip()):
                return origin
    return ""


def _province(lines: list[Line]) -> str:
    return next((match[1] for line in lines if (match := pattern("province").match(line.text))), "")
