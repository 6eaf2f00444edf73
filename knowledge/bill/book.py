"""What is there to be asked about in a budget bill: who gets money, which projects, kinds of spending and items?"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.bill_models import BETWEEN, BudgetLine
from db.models import Project
from knowledge.clean import clean
from knowledge.names.misread import usual_spellings
from knowledge.names.skeleton import bones
from knowledge.names.stretch import Names
from knowledge.vocabulary import read, read_groups

_OFTEN = 3
"""An item that is met so often is a kind of spending."""
_WHOLE = 3
"""Compared letters of a word; a shorter one must stand there with its marks."""
_SHORT_KIND = 5
"""Compared letters of a kind without its first word."""
_LONG = 12
"""Compared letters of a project's name by which it is known."""


@dataclass(frozen=True)
class Item:
    """One line, as messages are compared with it."""

    code: str
    name: str
    kinds: tuple[str, ...]
    project: str
    """Its code."""
    letters: str
    """Compared letters of its name, and of its kinds."""


@dataclass(frozen=True, eq=False)
class Book:
    """The lines of one bill."""

    items: tuple[Item, ...]
    units: Mapping[str, str]
    """Of each project its unit."""
    called: Mapping[str, str]
    """Of each project its name, in the spelling that is met most."""

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of spending, the widest first: by level, and what many lines are alike."""
        kinds = dict.fromkeys(kind for item in self.items for kind in item.kinds)
        names = Counter(item.name for item in self.items)
        often = (name for name, count in names.most_common() if count >= _OFTEN and not _has_digits(name))
        return tuple(dict.fromkeys((*kinds, *often)))

    @cached_property
    def names(self) -> tuple[tuple[str, str, str], ...]:
        """Compared letters, kind or called, and what they stand for; the longest first."""
        found = {letters: ("kinds", kind) for kind in reversed(self.kinds) for letters in _of_kind(kind)}
        for name in self.called.values():
            found |= dict.fromkeys(_of_project(name), ("called", name))
        return tuple(sorted(((key, *value) for key, value in found.items()), key=lambda each: -len(each[0])))

    @cached_property
    def paid(self) -> frozenset[str]:
        """Who gets money."""
        return frozenset(self.units.values())

    @cached_property
    def provinces(self) -> Mapping[str, str]:
        """Of each province that gets money the unit, by its bare name and by what people call it."""
        head, nicknames = _heads()[0], read("nicknames")
        paid = {unit.removeprefix(head): unit for unit in set(self.units.values()) if unit.startswith(head)}
        return {name: unit for bare, unit in paid.items() for name in (bare, *nicknames.get(bare, ()))}

    @cached_property
    def titles(self) -> Names:
        """Item names, to be found in part and with slips; those that are kinds are none."""
        return Names.of([clean(item.name) for item in self.told_apart])

    @cached_property
    def projects(self) -> tuple[str, ...]:
        """Every name of a project once."""
        return tuple(dict.fromkeys(self.called.values()))

    @cached_property
    def project_titles(self) -> Names:
        """The same, to be found in part and with slips."""
        return Names.of([clean(name) for name in self.projects])

    @cached_property
    def told_apart(self) -> tuple[Item, ...]:
        """Items that are no kinds."""
        kinds = set(self.kinds)
        return tuple(item for item in self.items if item.name not in kinds)

    @cached_property
    def topic_letters(self) -> Mapping[str, str]:
        """Compared letters of each project's name."""
        return {code: bones(name) for code, name in self.called.items()}

    def with_topics(self, topics: Iterable[str]) -> frozenset[str]:
        """Codes of the projects in whose names one of these words stands."""
        wanted = tuple(map(bones, topics))
        return frozenset(code for code, letters in self.topic_letters.items() if any(w in letters for w in wanted))

    def with_words(self, words: Iterable[str]) -> tuple[Item, ...]:
        """Items that have all of these words, in their names or kinds."""
        wanted = tuple(words)
        return tuple(item for item in self.items if all(has_word(item, word) for word in wanted))


def has_word(item: Item, word: str) -> bool:
    """Whether an item has a word, in its name or its kinds; a number as a whole one."""
    letters = bones(word)
    if letters.isdigit():
        return letters in _numbers(item.name)
    if len(letters) < _WHOLE:
        return word in item.name
    return letters in item.letters


def _numbers(text: str) -> set[str]:
    return set("".join(sign if sign.isdigit() else " " for sign in text).split())


def load_book(session: Session) -> Book | None:
    """The lines of the plan in view; None where it has none."""
    rows = session.execute(
        select(BudgetLine.code, BudgetLine.name, BudgetLine.kinds, Project.code, Project.name, Project.agency_text)
        .select_from(BudgetLine)
        .join(Project, Project.id == BudgetLine.project_id)
        .order_by(BudgetLine.id)
    ).all()
    if not rows:
        return None
    units = {project: unit for *_, project, _, unit in rows}
    names = {project: name for *_, project, name, _ in rows}
    usual = usual_spellings(Counter(names.values()))
    items = tuple(
        Item(code, name, kinds_in(kinds), project, bones(name + kinds)) for code, name, kinds, project, *_ in rows
    )
    return Book(items, units, {project: usual.get(name, name) for project, name in names.items()})


def kinds_in(written: str) -> tuple[str, ...]:
    """The kinds of a stored line."""
    return tuple(kind for kind in written.split(BETWEEN) if kind)


def loosely(name: str) -> str:
    """Compared letters of a project's name without the word that makes nouns of verbs, which is set as one likes."""
    return bones(name).replace(bones(read_groups("bill")["heads"]["of_nouns"][0]), "")


def _of_kind(kind: str) -> Iterator[str]:
    """What a kind may be called, by compared letters: in full, without "ค่า", in everyday words."""
    words = read_groups("bill")
    letters = bones(kind)
    yield letters
    for head in words["heads"]["of_kinds"]:
        short = letters.removeprefix(bones(head))
        if short != letters and len(short) >= _SHORT_KIND:
            yield short
    yield from (bones(said) for said in words["kinds"].get(kind, ()))


def _of_project(name: str) -> Iterator[str]:
    letters = bones(name)
    yield letters
    short = letters.removeprefix(bones(read_groups("bill")["heads"]["of_projects"][0]))
    if len(short) >= _LONG:
        yield short


def _heads() -> tuple[str, ...]:
    return tuple(read_groups("agency_heads")["kinds"])


def _has_digits(name: str) -> bool:
    return any(sign.isdigit() for sign in name)


def by_unit(book: Book) -> Mapping[str, tuple[str, ...]]:
    """Codes of the projects of each unit."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code, unit in book.units.items():
        found[unit].append(code)
    return {unit: tuple(codes) for unit, codes in found.items()}
