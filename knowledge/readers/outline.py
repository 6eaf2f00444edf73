"""Which lines of a plan belong to which of its parts."""

from dataclasses import dataclass, field

from pythainlp.corpus import provinces

from knowledge.plan_document import Fault, Remark
from knowledge.readers.lines import Line, pattern
from knowledge.readers.tables import unit_line


@dataclass(frozen=True)
class Title:
    """A numbered name: of the strategy, or of an issue in the list at the beginning."""

    number: int
    name: str
    line: Line


@dataclass
class Outline:
    """A document cut into its parts."""

    strategies: list[Title] = field(default_factory=list)
    listed: list[Title] = field(default_factory=list)
    """The issues as listed at the beginning: their names are taken from here."""
    parts: dict[int, list[Line]] = field(default_factory=dict)
    """Issue number -> the lines of its part, the line that opens it first."""
    section: list[Line] = field(default_factory=list)
    province: str = ""
    """As the document's title says it."""
    unit: str = ""
    """The unit of money that a line above all parts states."""
    remarks: list[Remark] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def cut(lines: list[Line]) -> Outline:
    """The parts of the document, with what is wrong about their order and completeness."""
    outline = Outline()
    part: list[Line] = []
    section = _begin_of_section(lines)
    for line in lines:
        if _is_title(line, outline):
            continue
        if match := pattern("issue_part").match(line.text.rstrip()):
            part = _open_part(line, int(match[1]), match[2] or "", outline)
        elif line.number == section:
            part = outline.section
        elif not outline.parts and not outline.section:
            _check_preface(line, outline)
        part.append(line)
    outline.faults += _completeness(outline)
    return outline


def _is_title(line: Line, outline: Outline) -> bool:
    bare = [] if outline.strategies or outline.listed or outline.parts else [("strategy_bare", outline.strategies)]
    for name, titles in (("strategy", outline.strategies), ("issue_listed", outline.listed), *bare):
        if match := pattern(name).match(line.text.rstrip()):
            titles.append(Title(int(match[1]), match[2].strip(), line))
            return True
    return False


def _begin_of_section(lines: list[Line]) -> int:
    """The number of the line that opens the section on carrying out the plan; 0 where there is none.

    It stands by itself behind all tables and parts, and is numbered or says what such a section is called.
    """
    behind = max((at for at, line in enumerate(lines) if _belongs_to_part(line)), default=len(lines))
    for at in range(behind + 1, len(lines)):
        line = lines[at]
        alone = lines[at - 1].is_blank and (at + 1 == len(lines) or lines[at + 1].is_blank)
        if alone and section_title(line):
            return line.number
    return 0


def _belongs_to_part(line: Line) -> bool:
    return "\t" in line.raw.strip("\t\r ") or bool(pattern("issue_part").match(line.text.rstrip()))


def section_title(line: Line) -> tuple[int, str] | None:
    """Number and name of a section; 0 where it has no number, None where the line is no title of one."""
    match = pattern("section").match(line.text.strip()) or pattern("section_bare").match(line.text.strip())
    return (int(match[1] or 0), match[2].strip()) if match else None


def _open_part(line: Line, number: int, name: str, outline: Outline) -> list[Line]:
    """A part; one whose line names the issue lists it too. Lines of a mere list have nothing below them."""
    if name and all(title.number != number for title in outline.listed):
        outline.listed.append(Title(number, name.strip(), line))
    before = outline.parts.get(number, [])
    if any(not each.is_blank for each in before[1:]):
        outline.faults.append(Fault("part_twice", line.number, str(number)))
    else:
        before.clear()
    return outline.parts.setdefault(number, before)


def _check_preface(line: Line, outline: Outline) -> None:
    if line.is_blank or pattern("chapter").match(line.text):
        return
    if unit := unit_line(line):
        outline.unit = unit
        return
    if (title := pattern("title").match(line.text.strip())) and title[1] in provinces():
        outline.province = title[1]
        return
    if "\t" in line.raw.strip():
        outline.faults.append(Fault("row_outside_table", line.number, line.raw.strip()[:80]))
    else:
        outline.remarks.append(Remark("unplaced", line.number, line.raw.strip()[:80]))


def _completeness(outline: Outline) -> list[Fault]:
    faults = []
    if not outline.strategies:
        faults.append(Fault("no_strategy", 1))
    faults += [Fault("second_strategy", title.line.number, title.name) for title in outline.strategies[1:]]
    if not outline.listed:
        faults.append(Fault("no_issues", 1))
    for expected, title in enumerate(outline.listed, start=1):
        if title.number != expected:
            faults.append(Fault("issue_order", title.line.number, str(title.number)))
        if title.number not in outline.parts:
            faults.append(Fault("issue_without_part", title.line.number, str(title.number)))
    known = {title.number for title in outline.listed}
    faults += [
        Fault("part_without_issue", part[0].number, str(number))
        for number, part in outline.parts.items()
        if number not in known
    ]
    return faults
