"""Which of several plans has what a message names: a thing, an agency, a code, a year?"""

from collections.abc import Collection, Iterator, Sequence
from weakref import WeakKeyDictionary

from knowledge.bill.marks import lines_named
from knowledge.bill.said import pays_in_year
from knowledge.clean import clean
from knowledge.cut import squeeze
from knowledge.index import Index
from knowledge.lexicon import key
from knowledge.notions import FOREIGN
from knowledge.reading import read
from knowledge.vocabulary import read as read_vocabulary
from knowledge.vocabulary import read_groups
from knowledge.years import find_years

_SHORTEST_ALIAS, _SHORTEST_AGENCY = 5, 8
"""Letters from which another name of a thing, or an agency, says which plan is meant."""
_LONG_PART = 20
"""Compared letters of a part of a title that says which plan is meant."""


def by_content(found: Sequence[Index], text: str, current: Index) -> Sequence[Index]:
    """Those of the plans that have the thing that is named in full, then those that have the years."""
    start = current if current in found else found[0]
    letters = squeeze(text).letters
    own_province = _letters_of_province(start)  # many plans have an agency that is called so
    of_others = letters.replace(own_province, "") if start.facts.province else letters
    lengths = [_named(index, text, letters if index is start else of_others, start) for index in found]
    longest, own = max(lengths), lengths[list(found).index(start)]
    if longest > max(own, _part_named(start, text)):
        return [index for index, length in zip(found, lengths, strict=True) if length == longest]
    if own:
        return [start]  # a year within its name is none
    years = find_years(read(start, text), start.years).named
    if not years:
        return [index for index in found if index is not start and pays_in_year(index, text)] or found
    having = [index for index in found if set(years) <= set(index.years)]
    return having if having and start not in having else found


def _letters_of_province(index: Index) -> str:
    """ "จังหวัดขอนแก่น", of the plan's own province."""
    return squeeze(clean(f"{read_vocabulary('which_plan')['own_province'][0]}{index.facts.province}")).letters


def _named(index: Index, text: str, letters: str, start: Index) -> int:
    """Letters of the longest thing of the plan that is named in full, by its title, another name or its code.

    Of another plan than the chat's a long part of a title does, too; a place does not by itself, for to the chat's plan
    it is just another one.
    """
    stretch = index.naming.names.find(text)
    outright = stretch and (stretch.is_full or (index is not start and stretch.letters >= _LONG_PART))
    lengths = [stretch.end - stretch.start if stretch and outright else 0]
    lengths += [len(name) for name in _other_names(index) if name in letters and not _is_place(start, name)]
    lengths += [lines_named(index, text)] if index is not start else []
    lengths += [len(m[0]) for m in index.facts.code.finditer(text) if m[0].upper() in index.entities]
    return max(lengths)


def _part_named(index: Index, text: str) -> int:
    """Letters of the longest part of a title of the plan."""
    stretch = index.naming.names.find(text)
    return stretch.end - stretch.start if stretch else 0


def _is_place(index: Index, name: str) -> bool:
    """Whether the plan takes a name for that of a place which it is not about."""
    return FOREIGN in index.vocabulary.sense(key(name)).cues


def _other_names(index: Index) -> frozenset[str]:
    if index not in _OTHER_NAMES:
        _OTHER_NAMES[index] = _names_beside_titles(index)
    return _OTHER_NAMES[index]


_OTHER_NAMES: WeakKeyDictionary[Index, frozenset[str]] = WeakKeyDictionary()


def _names_beside_titles(index: Index) -> frozenset[str]:
    """The letters of names that mean one thing of the plan, and of its agencies."""
    aliases = {name for code, names in index.aliases.items() if code in index.entities for name in names}
    told = {squeeze(clean(name)).letters for name in aliases}
    names = {name for sense in index.vocabulary.terms.values() for name in sense.agencies}
    agencies = {squeeze(clean(name)).letters for name in (*names, *_kinds_of(names))}
    return frozenset(
        {name for name in told if len(name) >= _SHORTEST_ALIAS} | {a for a in agencies if len(a) >= _SHORTEST_AGENCY}
    )


def _kinds_of(agencies: Collection[str]) -> Iterator[str]:
    """ "กลุ่มจังหวัด", where a plan pays several: no other plan means anything by it."""
    for kind in read_groups("agency_heads")["kinds"]:
        if sum(name.startswith(kind) for name in agencies) > 1:
            yield kind
