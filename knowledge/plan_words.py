"""Which words does a plan add to those of the language?

Its province and agencies, what people call its things, every place that it is not about, and terms without their tones.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import chain, combinations, product
from string import Formatter
from typing import NamedTuple

from pythainlp.corpus import countries, provinces
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Agency, Issue
from knowledge import lexicon
from knowledge.clean import clean
from knowledge.cut import Cutter
from knowledge.lexicon import Lexicon, Sense
from knowledge.names.skeleton import bones, readable, skeleton
from knowledge.notions import FOREIGN, OTHER_MATTER
from knowledge.plan_facts import PlanFacts, english_name, plan_terms
from knowledge.query.algebra import MOST_KEYS
from knowledge.sound import without_tones
from knowledge.vocabulary import read, read_groups

Terms = dict[str, Sense]


class Office(NamedTuple):
    """An agency's names."""

    name: str
    full: str
    english: str


_NOT_OURS = frozenset({FOREIGN, OTHER_MATTER})
_ELSEWHERE = Sense(cues=frozenset({FOREIGN}))
_PLAIN_PLACE = 5
"""Letters from which a place is known by its bare name: ตาก also dries clothes, and เลย is a particle."""
_SEVERAL_PROVINCES = 5
"""Provinces among the agencies from which on their names are those of agencies."""
_SHORTEST_WORD = 3
"""Letters of a word of the province's English name that is known by itself: khon, kaen."""
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_LONG_NAME, _BEGINNING, _SLIPS, _NEARLY = 18, 6, 3, 0.94
"""Agencies whose names are so long, begin with the same letters and differ in few are one that was misread."""
_MOST_ALIKE = 40
"""So many that begin alike are compared: universities of a country, not all rows of a bill."""
_TONELESS = 5
"""Letters from which a term is known without its tones; shorter ones would meet other words."""


def plan_lexicon(
    session: Session, facts: PlanFacts, aliases: Mapping[str, list[str]], titles: Iterable[str] = ()
) -> Lexicon:
    """The language's vocabulary with this plan's words added; what its `titles` speak of is no other place."""
    base = lexicon.base()
    terms = dict(base.terms)
    words = [*_that_follow(session, facts), *plan_terms(session)]
    for kind, name, word in words:
        _add(terms, word, _sense(kind, name))
    agencies = [Office(*row) for row in session.execute(select(Agency.name, Agency.name_full, Agency.name_en))]
    provinces_paid = _provinces_among(agencies, facts)
    _add_places(terms, {facts.province, *provinces_paid}, facts.province)
    _add_agencies(terms, agencies, aliases, provinces_paid)
    _take_in(terms, (*titles, *(agency.name for agency in agencies)))
    _add_toneless(terms, base)
    notions = base.notions | {name for kind, name, _ in words if kind == "synonyms"}
    return replace(base, terms=terms, notions=notions)


def _that_follow(session: Session, facts: PlanFacts) -> Iterator[tuple[str, str, str]]:
    """(vocabulary file, line, word) of of_plan.yaml, with this plan's facts in their places."""
    values = {
        "province": facts.province,
        "province_en": facts.province_en,
        "province_joined": facts.province_en.replace(" ", ""),
        "section": facts.section.number or "",
    }
    groups = dict(read_groups("of_plan"))
    beyond = groups.pop("beyond_issues")
    if facts.section.number > (session.scalar(select(func.count(Issue.id))) or 0):
        groups["cues"] = {name: [*words, *beyond.get(name, ())] for name, words in groups["cues"].items()}
    for kind, lines in groups.items():
        for name, words in lines.items():
            yield from ((kind, name, word.format(**values)) for word in words if _is_filled(word, values))
    yield from (("everyday", "places", word) for word in facts.province_en.split() if len(word) >= _SHORTEST_WORD)


def _is_filled(word: str, values: Mapping[str, object]) -> bool:
    return all(values[name] for _, name, _, _ in Formatter().parse(word) if name)


def _sense(kind: str, name: str) -> Sense:
    if kind == "everyday":
        return Sense(everyday=True)
    return Sense(notions=frozenset({name})) if kind == "synonyms" else Sense(cues=frozenset({name}))


def _provinces_among(agencies: Iterable[Office], facts: PlanFacts) -> dict[str, str]:
    """The other provinces that a plan gives money to, as a budget bill does, and the agency that each is.

    Where there are few, their names are more often said of the places than of the agencies.
    """
    [head, *_] = read("grammar")["province_prefixes"]
    known = set(provinces()) - {facts.province}
    rests = ((agency.name.removeprefix(head), agency.name) for agency in agencies if agency.name.startswith(head))
    paid = {rest: name for rest, name in rests if rest in known}
    return paid if len(paid) >= _SEVERAL_PROVINCES else {}


def _add_places(terms: Terms, ours: Collection[str], home: str) -> None:
    """Every place but those that the plan is about."""
    grammar = read("grammar")
    for place in sorted((*provinces(), *countries())):
        if place not in (*ours, *grammar["home_country"]):
            for prefix in grammar["province_prefixes"]:
                _add(terms, prefix + place, _ELSEWHERE)
            if len(place) >= _PLAIN_PLACE:
                _add(terms, place, _ELSEWHERE)
    for province, names in read("nicknames").items():
        for name in names if province == home or province not in ours else ():
            _add(terms, name, Sense(everyday=True) if province == home else _ELSEWHERE)
    for name in sorted({english_name(str(place)) for place in provinces() if place not in ours}):
        _add(terms, name, _ELSEWHERE)


def _names_of_province(province: str) -> Iterator[str]:
    """What people call a province that gets money: จ.ตาก, เชียงใหม่, โคราช, Tak."""
    [*heads, _other_body] = read("grammar")["province_prefixes"]
    english = english_name(province)
    yield from (*(f"{head}{province}" for head in heads), english, f"{english} province")
    yield from read("nicknames").get(province, ())
    if len(province) >= _PLAIN_PLACE:
        yield province


def _take_in(terms: Terms, titles: Iterable[str]) -> None:
    """What the titles and agencies of the plan speak of is no other place and no other matter, by whatever name people
    call it; of places also where a page was misread."""
    texts = [*titles]
    said, misread = "\n".join(map(lexicon.key, texts)), "\n".join(map(bones, texts))

    def is_said(word: str) -> bool:
        return word in said or (len(bone := bones(word)) >= _PLAIN_PLACE and bone in misread)

    spoken = {word for word, sense in terms.items() if OTHER_MATTER in sense.cues and word in said}
    spoken |= {word for word, sense in terms.items() if FOREIGN in sense.cues and is_said(word)}
    for province, nicknames in read("nicknames").items():
        if is_said(province):
            spoken.update(lexicon.key(name) for name in nicknames)
    for word in spoken & terms.keys():
        terms[word] = replace(terms[word], cues=terms[word].cues - _NOT_OURS)


def _add_agencies(
    terms: Terms, agencies: Sequence[Office], aliases: Mapping[str, list[str]], provinces_paid: Mapping[str, str]
) -> None:
    """Each agency by its names and what people call it; one that the plan spells in several ways is one."""
    alike = _spelt_alike([agency.name for agency in agencies])
    short = {_bare(name): (name, *names) for name, names in read("agencies").items()}
    for name, full, english in agencies:
        known = {name, *short.get(_bare(name), ())}
        shorter = chain.from_iterable(map(_shorter, known))
        for spelling in sorted({full, english, *aliases.get(name, ()), *known, *shorter}):
            _add_own(terms, spelling, alike[bones(name)])
    for province, name in provinces_paid.items():
        for spelling in _names_of_province(province):
            _add_own(terms, spelling, alike[bones(name)])
    _add_kinds(terms, [agency.name for agency in agencies])


def _add_own(terms: Terms, spelling: str, agencies: Collection[str]) -> None:
    """Gives a word the meaning of agencies of the plan: then it is of no other place, and no other matter."""
    _add(terms, spelling, Sense(agencies=frozenset(agencies)))
    if (sense := terms.get(lexicon.key(spelling))) is not None:
        terms[lexicon.key(spelling)] = replace(sense, cues=sense.cues - _NOT_OURS)


def _add_kinds(terms: Terms, names: Sequence[str]) -> None:
    """ "จังหวัดไหน" asks for all agencies that are provinces, where the plan has several."""
    heads = read_groups("agency_heads")
    for head, words in heads["kinds"].items():
        of_kind = frozenset(name for name in names if name.startswith(head))
        if not 1 < len(of_kind) <= MOST_KEYS:
            continue
        for cue, asked in heads["of_a_kind"].items():
            for pattern, word in product(asked, words):
                _add(terms, pattern.format(word), Sense(agencies=of_kind, cues=frozenset({cue, "agency"})))


def _spelt_alike(names: Iterable[str]) -> dict[str, set[str]]:
    """Each agency's spellings by their bones: the same ones, or nearly so where they begin alike and are long."""
    alike: dict[str, set[str]] = defaultdict(set)
    for name in names:
        alike[bones(name)].add(name)
    by_beginning: dict[str, list[str]] = defaultdict(list)
    for bone in sorted(alike):
        if len(bone) >= _LONG_NAME:
            by_beginning[bone[:_BEGINNING]].append(bone)
    for together in by_beginning.values():
        for one, other in combinations(together[:_MOST_ALIKE], 2):
            near = abs(len(one) - len(other)) <= _SLIPS and SequenceMatcher(None, one, other).ratio() >= _NEARLY
            if near and not _differ_by_words(min(alike[one]), min(alike[other])):
                alike[one] = alike[other] = alike[one] | alike[other]
    return alike


def _differ_by_words(one: str, other: str) -> bool:
    """ "ตอนกลาง" and "ตอนล่าง" part two names, "เกษตร" and "เกษดร" do not: what was misread is no word."""
    said, meant = (_words_in(name) for name in (one, other))
    apart = (said - meant, meant - said)
    known = lexicon.base().words
    return all(words and all(word in known for word in words) for words in apart)


def _words_in(name: str) -> set[str]:
    return {piece.text for piece in _cutter().cut(clean(name))}


@cache
def _cutter() -> Cutter:
    base = lexicon.base()
    return Cutter(base.terms, base.words)


@lru_cache(maxsize=1 << 14)  # a message is compared with the name of every agency, and a budget bill has thousands
def _bare(name: str) -> str:
    """The bones of a name without what stands in brackets, as "(องค์การมหาชน)" mostly does."""
    return bones(_IN_BRACKETS.sub("", name))


def _shorter(name: str) -> Iterator[str]:
    """The name with the head of its kind shortened as people do, and with what they call its place: มหาวิทยาลัยมหิดล is
    ม.มหิดล or มหิดล, ราชภัฏอุดรธานี is ราชภัฏอุดร."""
    heads, whole = read_groups("agency_heads"), bones(name)
    for head, shorts in heads["shorter"].items():
        rest = _behind(head, name) if whole.startswith(bones(head)) else ""
        if not rest:
            continue
        nicknames = read("nicknames").get(rest, ())
        yield from (f"{short}{place}" for short in (head, *shorts) for place in (rest, *nicknames))
        if head in heads["left_out"]["heads"] and len(rest) >= _PLAIN_PLACE and rest not in provinces():
            yield rest


def _behind(head: str, name: str) -> str:
    """What is left of a name behind its head, also where the head's marks are not where they should be."""
    cleaned, heads = readable(name), bones(head)
    bare = skeleton(cleaned)
    return cleaned[bare.places[len(heads)] :].strip() if len(bare.letters) > len(heads) else ""


def _add(terms: Terms, spelling: str, more: Sense) -> None:
    """Gives a word one more meaning."""
    word = lexicon.key(spelling)
    if len(word) > 1:
        old = terms.get(word, lexicon.NOTHING)
        terms[word] = replace(
            old,
            cues=old.cues | more.cues,
            notions=old.notions | more.notions,
            agencies=old.agencies | more.agencies,
            everyday=old.everyday or more.everyday,
        )


def _add_toneless(terms: Terms, base: Lexicon) -> None:
    for word, sense in list(terms.items()):
        toneless = without_tones(word)
        if len(toneless) < _TONELESS or not (sense.notions or sense.cues):
            continue
        if toneless not in terms and toneless not in base.words and not _is_torn(toneless, terms):
            terms[toneless] = sense


def _is_torn(word: str, terms: Terms) -> bool:
    """Whether a word is two terms in a row."""
    return any(word[:i] in terms and word[i:] in terms for i in range(2, len(word) - 1))
