"""The plan's text that is no table: stakeholders, measures, the regional framework, section 8."""

from typing import Literal

from knowledge.plan_document import Fault, Passage, Stakeholder
from knowledge.readers.lines import Line, pattern, tidy, words
from knowledge.readers.outline import section_title
from knowledge.readers.tables import Table


def read_stakeholders(tables: list[Table]) -> tuple[Stakeholder, ...]:
    """Agencies that the issue concerns, then those agencies' strategies, in the order of the cells."""
    found: list[Stakeholder] = []
    kinds: tuple[Literal["agency", "strategy"], ...] = ("agency", "strategy")
    for column, kind in enumerate(kinds):
        for line in (line for table in tables for line in table.rows):
            items = pattern("item").split(line.cells[column])
            found += [Stakeholder(kind, item.strip(), line.place(item.strip())) for item in items if item.strip()]
    return tuple(found)


def read_issue_prose(prose: list[Line]) -> tuple[str, tuple[Passage, ...], list[Line]]:
    """The issue's heading, its passages, and the lines that fit nowhere. The first line opens the part."""
    opens = pattern("issue_part").match(prose[0].text.rstrip()) if prose else None
    own = tidy(opens[2] or "") if opens else ""
    has_heading = not own and len(prose) > 1 and not pattern("summary").match(prose[1].text)
    heading = tidy(prose[1].text) if has_heading else own
    passages: list[Passage] = []
    unplaced: list[Line] = []
    framework = ""
    for line in prose[2 if has_heading else 1 :]:
        if match := pattern("summary").match(line.text):
            framework = tidy(match[1]) if pattern("framework_origin").match(match[1]) else ""
            if framework:
                passages.append(_passage("framework", None, framework, tidy(line.text), line))
        elif match := pattern("measure").match(line.text.strip()):
            passages.append(_passage("measure", int(match[1]), words()["measure_heading"], match[2], line))
        elif framework and (match := pattern("bullet").match(line.text.strip())):
            number = int(match[1]) if match[1] else None
            passages.append(_passage("framework", number, framework, match[2], line))
        else:
            unplaced.append(line)
    return heading, tuple(passages), unplaced


def read_section(lines: list[Line], faults: list[Fault]) -> tuple[Passage, ...]:
    """Every paragraph and bullet of the section under its heading, the section's title first."""
    passages: list[Passage] = []
    heading = ""
    for at, line in enumerate(lines):
        if line.is_blank:
            continue
        if "\t" in line.raw.strip():
            faults.append(Fault("row_outside_table", line.number, line.raw.strip()[:80]))
        elif not passages and (title := section_title(line)):
            number, heading = title
            passages.append(_passage("section", number or None, heading, heading, line))
        elif (bullet := pattern("bullet").match(line.text)) and _is_heading(lines, at):
            heading = bullet[2].strip()
        else:
            passages.append(_passage("section", None, heading, bullet[2] if bullet else line.text, line))
    return tuple(passages)


def _is_heading(lines: list[Line], at: int) -> bool:
    """A bullet that stands alone and has a paragraph under it; the bullets of a list stand line by line."""
    alone = lines[at - 1].is_blank and at + 1 < len(lines) and lines[at + 1].is_blank
    below = next((line for line in lines[at + 1 :] if not line.is_blank), None)
    return alone and below is not None and not pattern("bullet").match(below.text)


def _passage(
    kind: Literal["measure", "framework", "section"], number: int | None, heading: str, text: str, line: Line
) -> Passage:
    return Passage(kind, number, heading, tidy(text), line.place(text.strip()))
