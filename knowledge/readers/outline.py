"""Which lines of a plan belong to which of its parts."""

from dataclasses import dataclass, field

from knowledge.plan_document import Fault, Remark
from knowledge.readers.lines import Line, pattern


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
    remarks: list[Remark] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def cut(lines: list[Line]) -> Outline:
    """The parts of the document, with what is wrong about their order and completeness."""
    outline = Outline()
    part: list[Line] = []
    for line in lines:
        if _is_title(line, outline):
            continue
        if match := pattern("issue_part").match(line.text):
            part = _open_part(line, int(match[1]), outline)
        elif pattern("section").match(line.text):
            part = outline.section
        elif not outline.parts and not outline.section:
            _check_preface(line, outline)
        part.append(line)
    outline.faults += _completeness(outline)
    return outline


def _is_title(line: Line, outline: Outline) -> bool:
    for name, titles in (("strategy", outline.strategies), ("issue_listed", outline.listed)):
        if match := pattern(name).match(line.text.rstrip()):
            titles.append(Title(int(match[1]), match[2].strip(), line))
            return True
    return False


def _open_part(line: Line, number: int, outline: Outline) -> list[Line]:
    if number in outline.parts:
        outline.faults.append(Fault("part_twice", line.number, str(number)))
    return outline.parts.setdefault(number, [])


def _check_preface(line: Line, outline: Outline) -> None:
    if line.is_blank or pattern("chapter").match(line.text):
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
