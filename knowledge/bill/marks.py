"""Where does a message name something of a bill, or say by what its lines are grouped? Each place becomes one sign."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal
from weakref import WeakKeyDictionary

from pythainlp.corpus import provinces

from knowledge.bill.asked import Axis
from knowledge.bill.book import Book, Item
from knowledge.clean import clean
from knowledge.cut import NAME_SIGNS
from knowledge.index import Index
from knowledge.names.skeleton import bones, letters, skeleton
from knowledge.names.stretch import Names
from knowledge.names.table import grams
from knowledge.vocabulary import read, read_groups

What = Literal[
    "units", "elsewhere", "regions", "kinds", "called", "items", "axis", "pages", "whole", "whose", "all_of_it"
]
Way = Literal["", "count", "each", "per", "which", "places", "place"]

_SHORTEST_UNIT = 4
"""Compared letters of a name of a unit; shorter ones are known by themselves alone (`words.py`)."""
_EDGE = 3
"""Letters that may have fallen into a stretch by chance at each of its ends, and one more."""
_FEW = 3
"""Units that one word may mean."""
_SHORTEST_OWN = 11
"""Compared letters of a part of a project's name, where whose it is was said."""
_SHORTEST_PART, _BEYOND = 14, 9
"""Compared letters of a part of a name, and how many of them stand beside the names within it."""
_SIGN = NAME_SIGNS[0]


@dataclass(frozen=True)
class Mark:
    """One place of a message."""

    start: int
    end: int
    what: What
    values: tuple[str, ...] = ()
    """What is named; of an axis how the names begin that are meant."""
    axis: Axis = ""
    way: Way = ""
    number: int = 0
    """Of places: how many."""

    def is_apart(self, other: "Mark") -> bool:
        """Whether they share no letter."""
        return self.end <= other.start or other.end <= self.start


def find_marks(index: Index, book: Book, text: str) -> tuple[Mark, ...]:
    """The places of a cleaned message, in order."""
    names = _apart([*_outright(book, text), *_units(index, book, text)])
    names = _apart([*_of_their_own(book, text, names), *_elsewhere(book, text)])
    if part := max(_stretches(book, text, names), key=lambda mark: mark.end - mark.start, default=None):
        names = [mark for mark in names if mark.is_apart(part)] + [part]
    found = names
    found = _apart([*found, *_pages(text)])
    for marks in (_said(text, "all_of_it"), _axes(text), _said(text, "whose"), _said(text, "whole")):
        found += [mark for mark in marks if all(mark.is_apart(other) for other in found)]
    return tuple(sorted(found, key=lambda mark: mark.start))


def lines_named(index: Index, text: str) -> int:
    """Letters of the longest thing that only lines have: a kind of spending, a part of an item, or all who get money.
    0 where the plan has no lines."""
    if index.bill is None:
        return 0
    marks = find_marks(index, index.bill, clean(text).lower())
    told = (
        m for m in marks if m.what in ("kinds", "items") or (m.axis == "unit" and m.values and m.way not in ("", "per"))
    )
    return max((mark.end - mark.start for mark in told), default=0)


def with_signs(text: str, marks: Sequence[Mark]) -> str:
    """The message with one sign in the place of each."""
    for mark in reversed(marks):
        text = f"{text[: mark.start]}{_SIGN}{text[mark.end :]}"
    return text


def is_sign(text: str) -> bool:
    """Whether a word stands for a mark."""
    return text == _SIGN


def _apart(marks: Iterable[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: mark.start - mark.end):
        if all(mark.is_apart(other) for other in kept):
            kept.append(mark)
    return kept


def _outright(book: Book, text: str) -> Iterator[Mark]:
    """Kinds of spending and projects by their full names."""
    said = skeleton(text)
    taken: set[int] = set()
    for name, what, value in book.names:
        at = said.letters.find(name)
        while at >= 0:
            places = range(at, at + len(name))
            if taken.isdisjoint(places) and _is_word(text, said.places[at], said.places[places[-1]] + 1):
                taken.update(places)
                yield Mark(said.places[at], _with_marks(text, said.places[places[-1]] + 1), _what(what), (value,))
            at = said.letters.find(name, at + 1)


def _what(what: str) -> What:
    return "kinds" if what == "kinds" else "called"


def _with_marks(text: str, end: int) -> int:
    """Behind the marks of the last letter, and its sign of repetition."""
    while end < len(text) and (not letters(text[end]) and not text[end].isspace() and text[end] not in "?!.,"):
        end += 1
    return end


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether no Latin word is cut there."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if not text[start].isascii():
        return True
    return not (before.isascii() and before.isalpha()) and not (after.isascii() and after.isalpha())


def _of_their_own(book: Book, text: str, names: list[Mark]) -> list[Mark]:
    """Projects of those who are named go before others of a name that was said as well."""
    units = {unit for mark in names if mark.what == "units" for unit in mark.values}
    own = tuple(dict.fromkeys(name for code, name in book.called.items() if book.units[code] in units))
    if any(mark.what == "called" and set(mark.values) & set(own) for mark in names) or not own:
        return names
    stretch = Names.of([clean(name) for name in own]).find(_without(text, names))
    if stretch is None or stretch.letters < _SHORTEST_OWN:
        return names
    values = _as_said(text[stretch.start : stretch.end], own) or tuple(own[number] for number in stretch.names)
    found = Mark(stretch.start, _with_marks(text, stretch.end), "called", values)
    return [mark for mark in names if mark.is_apart(found)] + [found]


def _without(text: str, names: Sequence[Mark]) -> str:
    """The message with blanks in the place of units."""
    for mark in names:
        if mark.what == "units":
            text = text[: mark.start] + " " * (mark.end - mark.start) + text[mark.end :]
    return text


def _stretches(book: Book, text: str, names: Sequence[Mark]) -> Iterator[Mark]:
    """The stretch that is a part of a name, of a project or an item, where that says more than the names within it."""
    tables: tuple[tuple[What, Names, Sequence[str]], ...] = (
        ("called", book.project_titles, book.projects),
        ("items", book.titles, [item.code for item in book.told_apart]),
    )
    for what, table, values in tables:
        stretch = table.find(text) if values else None
        if stretch is None or stretch.letters < _SHORTEST_PART:
            continue
        covered = {at for mark in names for at in range(mark.start, mark.end)}
        beside = "".join(
            sign for at, sign in enumerate(text) if stretch.start <= at < stretch.end and at not in covered
        )
        meant = tuple(dict.fromkeys(values[number] for number in stretch.names))
        said = text[stretch.start : stretch.end]
        if _is_topic(said, book.projects, meant if what == "called" else ()):
            continue
        if what == "items":
            meant = _nearest(said, [book.told_apart[number] for number in stretch.names])
        if len(letters(beside)) >= _BEYOND:
            yield Mark(stretch.start, _with_marks(text, stretch.end), what, meant)


def _is_topic(said: str, projects: Sequence[str], meant: Sequence[str]) -> bool:
    """Whether more projects have these words in their names than are meant, but for a letter or two at the edges."""
    told = letters(said)
    ends = ((i, len(told) - j) for i in range(_EDGE) for j in range(_EDGE))
    parts = {told[i:j] for i, j in ends if j - i > _BEYOND + 1}
    return any(sum(part in bones(name) for name in projects) > len(meant) for part in parts)


def _as_said(said: str, names: Sequence[str]) -> tuple[str, ...]:
    """The names that have these words as they were said."""
    return tuple(name for name in names if letters(said) in bones(name))


def _nearest(said: str, items: Sequence[Item]) -> tuple[str, ...]:
    """Codes of the items that have most of what was said: what tells alike ones apart is a word among many."""
    told = set(grams(letters(said)))
    shared = [sum(gram in item.letters for gram in told) for item in items]
    return tuple(item.code for item, count in zip(items, shared, strict=True) if count >= max(shared) - 1)


def _units(index: Index, book: Book, text: str) -> Iterator[Mark]:
    """Who gets money, by whatever name; a word that means many of them names none."""
    said = skeleton(text)
    for term, key, units in _names_of_units(index, book):
        if term.isascii():
            pattern = r"\s*".join(map(re.escape, term))
            yield from (Mark(*m.span(), "units", units) for m in re.finditer(rf"(?<![a-z]){pattern}(?![a-z])", text))
            continue
        at = said.letters.find(key)
        while at >= 0:
            yield Mark(said.places[at], _with_marks(text, said.places[at + len(key) - 1] + 1), "units", units)
            at = said.letters.find(key, at + 1)


def _elsewhere(book: Book, text: str) -> Iterator[Mark]:
    """Provinces that get no money, and regions."""
    heads = "|".join(_spaced(head) for head in read("grammar")["province_prefixes"])
    others = "|".join(sorted((str(each) for each in provinces() if each not in book.provinces), key=len, reverse=True))
    for match in re.finditer(rf"(?:{heads})\s*(?:{others})", text) if others else ():
        yield Mark(*match.span(), "elsewhere")
    for match in _regions().finditer(text):
        yield Mark(*match.span(), "regions", (match[0],))


@cache
def _regions() -> re.Pattern[str]:
    words = [word for name, others in read_groups("bill")["regions"].items() for word in (name, *others)]
    return re.compile("|".join(_spaced(word) for word in sorted(words, key=len, reverse=True)))


def clusters_called(book: Book, regions: Iterable[str]) -> tuple[str, ...]:
    """Those who get money and have one of these regions in their names, by whatever word it was said."""
    told = read_groups("bill")["regions"]
    wanted = {name for name, others in told.items() if {name, *others}.intersection(regions)}
    named = ((unit, _regions().search(unit)) for unit in sorted(book.paid))
    return tuple(unit for unit, match in named if match and match[0] in wanted)


def _names_of_units(index: Index, book: Book) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Each name with its compared letters and the units that it means."""
    if index not in _NAMES:
        named = ((term, tuple(sorted(sense.agencies & book.paid))) for term, sense in index.vocabulary.terms.items())
        told = ((term, letters(term), units) for term, units in named if 0 < len(units) <= _FEW)
        _NAMES[index] = tuple(each for each in told if len(each[1]) >= _SHORTEST_UNIT)
    return _NAMES[index]


_NAMES: WeakKeyDictionary[Index, tuple[tuple[str, str, tuple[str, ...]], ...]] = WeakKeyDictionary()


# --- By what lines are grouped.


def _pages(text: str) -> Iterator[Mark]:
    for match in _phrases("pages", "asked").finditer(text):
        yield Mark(*match.span(), "pages")


def _said(text: str, name: What) -> Iterator[Mark]:
    for match in _phrases("small", name).finditer(text):
        yield Mark(*match.span(), name)


def _axes(text: str) -> list[Mark]:
    found: list[Mark] = []
    for pattern, way in _patterns():
        for match in pattern.finditer(text):
            groups = match.groupdict()
            axis, word = _axis_of(groups.get("axis") or groups.get("axis2") or "")
            number = _number(groups.get("number") or "0")
            mark = Mark(*match.span(), "axis", _heads(word) if axis == "unit" else (), axis, way, number)
            found += [mark] * all(mark.is_apart(other) for other in found)
    return found


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Way], ...]:
    """How people say by what lines are grouped; what is found first takes its letters."""
    axis = f"(?P<axis>{'|'.join(_one_of('axes', name) for name in read_groups('bill')['axes'])})"
    either = {name: _one_of("ways", name) for name in read_groups("bill")["ways"]}
    number, that = rf"(?P<number>\d{{1,2}}|{'|'.join(_number_words())})", rf"(?:(?:{either['that']})(?!\s*\d))?"
    patterns: tuple[tuple[str, Way], ...] = (
        (rf"(?<!\d){number}\s*(?:{either['places']})\s*(?:{axis})?", "places"),
        (rf"(?:{either['places_before']})\s*{number}(?!\d)\s*(?:{axis})?", "places"),
        (rf"(?:{either['place']})\s*{number}(?!\d)", "place"),
        (rf"(?:{either['count']})\s*{axis}", "count"),
        (rf"(?:{either['each']})\s*{axis}", "each"),
        (rf"(?:{either['per']})\s*{axis}|{axis.replace('P<axis>', 'P<axis2>')}(?:{either['each_behind']})", "per"),
        (rf"{axis}\s*(?:{either['which']})", "which"),
        (rf"(?:{either['which_before']})\s*{axis}", "which"),
        (rf"(?<![\d.]){number}\s*{axis}", "places"),
        (rf"{axis}{that}", ""),
    )
    return tuple((re.compile(pattern), way) for pattern, way in patterns)


def _number_words() -> tuple[str, ...]:
    return tuple(word for words in read_groups("bill")["numbers"].values() for word in words)


def _number(said: str) -> int:
    numbers = {word: int(number) for number, words in read_groups("bill")["numbers"].items() for word in words}
    return numbers[said] if said in numbers else int(said)


def _axis_of(word: str) -> tuple[Axis, str]:
    plain = "".join(word.split())
    for name, words in read_groups("bill")["axes"].items():
        if plain in ("".join(each.split()) for each in words):
            axis: Axis = name  # type: ignore[assignment]  # the names of the file are those of the axes
            return axis, plain
    return "", plain


def _heads(word: str) -> tuple[str, ...]:
    """How the names of those begin that a word means: จังหวัด; () of agencies of whatever kind."""
    kinds = read_groups("agency_heads")["kinds"]
    return tuple(head for head, words in kinds.items() if word in ("".join(each.split()) for each in words))


@cache
def _phrases(group: str, name: str) -> re.Pattern[str]:
    return re.compile(_one_of(group, name))


@cache
def _one_of(group: str, name: str) -> str:
    phrases = sorted(read_groups("bill")[group][name], key=len, reverse=True)
    return "|".join(_spaced(phrase) for phrase in phrases)


def _spaced(phrase: str) -> str:
    if phrase.isascii():
        return r"\b" + r"\s+".join(map(re.escape, phrase.split())) + r"\b"
    return r"\s*".join(map(re.escape, phrase.split()))
