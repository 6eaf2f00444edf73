"""What of the stored plan do examples of questions speak of, so that every one of them can be answered?"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from knowledge.index import Index
from knowledge.reading import read
from knowledge.understand import understand

_TRIED = 60
"""Projects, the largest first, whose names are tried."""
_LONGEST = 30
"""Letters of a name that still fits a button."""
_THAI = re.compile("[\u0e00-\u0e7f]")


@dataclass(frozen=True)
class Examples:
    """Things of the plan to ask for; a name is "" where none is short and meant alone by its words."""

    code: str
    """A project, and what people call it, in Thai and in English."""
    name: str
    name_en: str
    agency: str
    """The agency of most projects; "" where the plan names none, or it is not known by its name alone."""
    agency_en: str
    issue: int
    """The number of the issue with the largest budget."""
    measured_issue: int
    """The same of those that have indicators; 0 where none has."""
    has_section: bool
    """Whether the plan says how it is carried out."""


def examples_of(index: Index) -> Examples:
    """The examples of an index. Takes a hundredth of a second, once for each plan that is stored."""
    if index not in _EXAMPLES:
        _EXAMPLES[index] = _chosen(index)
    return _EXAMPLES[index]


_EXAMPLES: WeakKeyDictionary[Index, Examples] = WeakKeyDictionary()


def _chosen(index: Index) -> Examples:
    codes = _projects(index)
    code, name = next(_called(index, codes, english=False), (codes[0], ""))
    english = dict(_called(index, (code,), english=True))
    return Examples(
        code=code,
        name=name,
        name_en=english.get(code, ""),
        agency=_agency(index, index.busiest_agency[0]),
        agency_en=_agency(index, index.busiest_agency[1]),
        issue=_number(index.by_budget["issue"][:1]),
        measured_issue=_number([code for code in index.by_budget["issue"] if index.children(code, "indicator")]),
        has_section=bool(index.facts.section.number),
    )


def _agency(index: Index, name: str) -> str:
    return name if name and understand(index, name).question.agencies == (index.busiest_agency[0],) else ""


def _number(issues: Sequence[str]) -> int:
    return int(issues[0].split(".")[1]) if issues else 0


def _projects(index: Index) -> tuple[str, ...]:
    chosen = index.facts.more.example
    return (chosen,) if chosen in index.entities else index.by_budget["project"][:_TRIED]


def _called(index: Index, codes: Iterable[str], *, english: bool) -> Iterator[tuple[str, str]]:
    """Projects with a short name by which each is meant, and nothing else."""
    for code in codes:
        for name in _names(index, code):
            if bool(_THAI.search(name)) != english and len(name) <= _LONGEST and _means(index, name, code):
                yield code, name
                break


def _names(index: Index, code: str) -> tuple[str, ...]:
    entity = index.entities[code]
    return tuple(name for name in (*index.aliases.get(code, ()), entity.name, entity.name_en) if name)


def _means(index: Index, name: str, code: str) -> bool:
    """Whether the name alone asks for this thing. A name of a digit or two would be lost among other words."""
    understood = understand(index, name)
    return understood.outcome == "question" and understood.question.about == (code,) and bool(read(index, name).tokens)
