"""Which things of the plan does a message name: by words, by number, by code, and which agencies?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.candidates import Mention, best_mention
from knowledge.index import Index
from knowledge.levels import Level, numbered_codes
from knowledge.names.skeleton import bones
from knowledge.parsing.heard import DENYING, Heard
from knowledge.parsing.levels_said import THEME, kind_before
from knowledge.parsing.part import Thing
from knowledge.query import algebra as a
from knowledge.query.kinds import Kind
from knowledge.vocabulary import read as read_vocabulary

_MEANT_FIRST: tuple[Kind, ...] = ("project", "issue", "tactic", "goal", "indicator")
_NUMBERED = frozenset(("issue", "tactic", "goal", "indicator", "strategy"))
_WHOLE_OF = frozenset(read_vocabulary("small_words")["whole_of"])
_JOINERS = frozenset(read_vocabulary("quantities")["number_joiners"])
_SIDES = ("compare", "more_than", "less_than", "total", "plus")
"""Cues of things that are set side by side or added up."""
_SURELY, _TWO = 0.9, 2
_OWN_NAME = 0.3
"""Weight (`candidates.py`) from which a thing of the agency named is meant by the words beside it."""
_AS_SURELY = 0.9
"""Share of a naming's weight that a thing of another kind must have to be meant by the same words."""
_ADDED, _FEW = frozenset(read_vocabulary("small_words")["added_together"]), 5
_ABOUT = frozenset(read_vocabulary("small_words")["about"])
_OWNERS = frozenset(read_vocabulary("small_words")["owners"])
_SHORTEST_PART = 4
"""Letters of a word by which an agency may be known."""
_LEVELS: tuple[Level, ...] = ("indicator", "goal", "tactic", "issue", "strategy")


def things_named(heard: Heard) -> tuple[list[Thing], bool]:
    """The things in the order of their places, and whether something is named that no query is made of here."""
    named, numbered = list(_named(heard)), list(_numbered(heard))
    codes = list(_coded(heard))
    agencies = [*_agencies(heard), *_agencies_by_word(heard)]
    named = [_of_agencies(heard, thing, agencies) for thing in named]
    things = sorted([*named, *codes, *agencies, *numbered], key=lambda thing: thing.start)
    strange = any(_kind_meant(heard, m.codes, m.tokens) is None for m in heard.mentions)
    strange |= len(codes) < len(heard.draft.reading.codes)
    many = any(len(thing.keys) > 1 and thing.several for thing in numbered) and bool(named)
    return _joined(heard, things), strange or many


def _named(heard: Heard) -> Iterator[Thing]:
    """The mentions, each with the kind that its alternatives have; one on both sides of a negation, or of "and" between
    things set side by side, is two."""
    for mention in heard.mentions:
        for part in _apart(heard, _of_kind_said(heard, mention)):
            kind = _kind_meant(heard, part.codes, part.tokens)
            if kind is None:
                continue
            codes = part.codes if kind in _kinds(heard, part.codes) else _issues_in_full(heard, part.tokens)
            keys = tuple(code for code in codes if heard.index.entities[code].kind == kind)
            keys = _in_full(heard, keys, part.tokens) if kind in ("issue", "tactic", "goal") else keys
            others = tuple(code for code in part.codes if code not in keys)
            several = len(keys) > 1 and (_says_how_many(heard, len(keys)) or _asks_for_all(heard, part))
            yield Thing(kind, keys, part.tokens, part.weight, several, others)


def _of_kind_said(heard: Heard, mention: Mention) -> Mention:
    """ "ประเด็น(บริการประชาชน)": where the kind is said before the name, what of that kind the words name best."""
    led = kind_before(heard, min(mention.tokens))
    if led is None or led[0] not in _MEANT_FIRST:
        return mention
    said = led[0]
    if said in _kinds(heard, mention.codes):
        alike = tuple(code for code in mention.codes if heard.index.entities[code].kind == said)
        return replace(mention, codes=_by_own_name(heard, alike, mention.tokens))
    found = best_mention(heard.index, heard.draft.reading, mention.tokens, {said})
    if found is None or not found.tokens >= mention.tokens:
        return mention
    return replace(found, codes=_by_own_name(heard, found.codes, found.tokens))


def as_kind(heard: Heard, thing: Thing, kind: Kind) -> a.Named | None:
    """The one thing of a kind that the same words mean: of the issue "จัดเก็บรายรับ" the indicator; None where unclear."""
    if thing.kind == kind:
        return a.Named(kind, thing.keys) if thing.several or len(thing.keys) == 1 else None
    alike = tuple(key for key in thing.others if heard.index.entities[key].kind == kind)
    if not alike and thing.tokens and thing.kind != "agency" and thing.start not in heard.draft.levels.tokens:
        found = best_mention(heard.index, heard.draft.reading, thing.tokens, {kind})
        alike = found.codes if found is not None and found.weight >= _AS_SURELY * thing.weight else ()
    return a.Named(kind, alike) if len(alike) == 1 else None


def _by_own_name(heard: Heard, codes: tuple[str, ...], tokens: frozenset[int]) -> tuple[str, ...]:
    """Of several those whose name in the plan has all that was said, where others are only called so."""
    said = _notions(heard, tokens)
    own = tuple(code for code in codes if said and said <= heard.index.entities[code].own)
    return own or codes


def _of_agencies(heard: Heard, thing: Thing, agencies: Sequence[Thing]) -> Thing:
    """The name among what the agency beside it answers for: "ค่าเช่ารถของกองทัพบก" is no other army's.

    Where nothing of the agency's has the words, the name stays as it is: the two are then asked about together.
    """
    own = {code for agency in agencies for name in agency.keys for code in heard.index.answers_for.get(name, ())}
    if thing.kind != "project" or not own or thing.several or len(agencies) > 1:
        return thing
    inside = tuple(key for key in thing.keys if key in own)
    if inside:
        return replace(thing, keys=inside)
    found = best_mention(heard.index.narrowed(own), heard.draft.reading, thing.tokens, {"project"})
    least = max(_OWN_NAME, _AS_SURELY * thing.weight)  # else it is surely another thing, whoever is named beside it
    fits = found is not None and len(found.codes) == 1 and found.weight >= least
    return replace(thing, keys=found.codes, weight=found.weight) if fits and found is not None else thing


def _kinds(heard: Heard, codes: Iterable[str]) -> set[str]:
    return {heard.index.entities[code].kind for code in codes}


def _apart(heard: Heard, mention: Mention) -> list[Mention]:
    """ "PMQA ตัวที่ไม่ใช่เมืองน่าอยู่": what stands before a negation and what behind it are named apart."""
    inside = range(min(mention.tokens), max(mention.tokens))
    denial = next((i for i in inside if i not in mention.tokens and _denies(heard, i)), None)
    if denial is not None:
        return _sides(heard, mention, denial)
    joiner = next((i for i in inside if heard.tokens[i].text in _JOINERS), None)
    if joiner is not None and heard.has(*_SIDES):
        sides = _sides(heard, mention, joiner)
        surely = all(side.weight >= _SURELY and len(side.codes) == 1 for side in sides)
        if surely and len({side.codes for side in sides}) == _TWO:
            return sides
    return [mention]


def _sides(heard: Heard, mention: Mention, at: int) -> list[Mention]:
    """What the words before a place name, and those behind it."""
    sides = ({i for i in mention.tokens if i < at}, {i for i in mention.tokens if i > at})
    kinds = _kinds(heard, mention.codes) | {"project"}
    found = [best_mention(heard.index, heard.draft.reading, side, kinds) for side in sides if side]
    return [one for one in found if one is not None]


def _denies(heard: Heard, i: int) -> bool:
    token = heard.tokens[i]
    return token.text in DENYING or (token.is_cue("not", "without") and not token.is_cue("yes_no"))


def _kind_meant(heard: Heard, codes: Sequence[str], tokens: frozenset[int]) -> Kind | None:
    """The kind of which a whole name is said, before the one of whose names it is a part: "ไอซีที" is the issue.

    None where the words name what no query of this kind is about.
    """
    said = _notions(heard, tokens)
    entities = [heard.index.entities[code] for code in codes]
    full = {entity.kind for entity in entities if any(p and p <= said for p in entity.phrases)}
    kinds = full or {entity.kind for entity in entities}
    if not full and "project" in kinds and _issues_in_full(heard, tokens):
        return "issue"
    return next((kind for kind in _MEANT_FIRST if kind in kinds), None)


def _issues_in_full(heard: Heard, tokens: frozenset[int]) -> tuple[str, ...]:
    """The issues that are called by just these words."""
    said = _notions(heard, tokens)
    return tuple(e.code for e in heard.index.of_kind("issue") if said and any(p == said for p in e.phrases))


def _in_full(heard: Heard, keys: tuple[str, ...], tokens: frozenset[int]) -> tuple[str, ...]:
    """The one whose whole name is said: "ประชาสัมพันธ์" is that issue, though another speaks of it, too."""
    said = _notions(heard, tokens)
    full = tuple(key for key in keys if any(p and p <= said for p in heard.index.entities[key].phrases))
    return full if len(full) == 1 else keys


def _notions(heard: Heard, tokens: Iterable[int]) -> frozenset[str]:
    return frozenset(notion for i in tokens for notion in heard.tokens[i].notions)


def _asks_for_all(heard: Heard, mention: Mention) -> bool:
    """ "เวียดนาม มีโครงการอะไรบ้าง", "โครงการที่เกี่ยวกับเวียดนาม": of all that the name may mean."""
    before = heard.tokens[min(mention.tokens) - 1].text if min(mention.tokens) else ""
    listed = any(t.is_cue("project") and u.is_cue("what") for t, u in pairwise(heard.tokens))
    added = any(token.text in _ADDED for token in heard.tokens) and len(mention.codes) <= _FEW
    if added and len(heard.at("how_much")) < _TWO and not heard.has("year", "four_years", "every_year", "per_year"):
        return True  # "เวียดนามรวมกันเท่าไร"; of years, those may be what is added
    return before in _ABOUT or (listed and heard.has("what", "order_word"))


def _says_how_many(heard: Heard, count: int) -> bool:
    """Whether as many are spoken of as the name may mean: "PMQA สองโครงการ"."""
    return (count == 2 and heard.take("both")) or any(
        token.number == count and i + 1 < len(heard.tokens) and heard.tokens[i + 1].is_cue("project")
        for i, token in enumerate(heard.tokens)
    )


def _coded(heard: Heard) -> Iterator[Thing]:
    for code in heard.draft.reading.codes:
        entity = heard.index.entities.get(code)
        kind = next((k for k in _MEANT_FIRST if entity is not None and k == entity.kind), None)
        if kind is not None:
            yield Thing(kind, (code,), frozenset(), several=True)


def _agencies(heard: Heard) -> Iterator[Thing]:
    for i, token in enumerate(heard.tokens):
        names_agency = bool(token.sense.agencies) and i not in heard.draft.named.quoted
        if names_agency and i not in heard.named_tokens and i not in heard.aside:
            yield Thing("agency", tuple(sorted(token.sense.agencies)), frozenset((i,)), several=True)


def _agencies_by_word(heard: Heard) -> Iterator[Thing]:
    """ "ของสถิติ": a word that nothing else explains and one agency has in its name; of a kind of agencies all of it."""
    asks = heard.has("agency", "responsible", "who")
    for i in (*heard.draft.named.left, *(i for i in heard.at("agency") if i and heard.tokens[i - 1].text in _OWNERS)):
        token = heard.tokens[i]
        if len(token.text) < _SHORTEST_PART or i in heard.aside or token.number is not None:
            continue
        names = tuple(name for name in heard.index.agencies if bones(token.text) in bones(name))
        owned = i > 0 and heard.tokens[i - 1].text in _OWNERS
        if (len(names) == 1 and (owned or asks)) or (len(names) > 1 and asks):
            yield Thing("agency", names, frozenset((i,)), several=True)


def _numbered(heard: Heard) -> Iterator[Thing]:
    """ "ประเด็น 3", "กลยุทธ์ 2 ของประเด็น 4", "ประเด็น 1, 2 และ 5"; "ไม่ใช่ประเด็น 2 ขอประเด็น 4" are two."""
    levels = heard.draft.levels
    if not levels.tokens or not set(levels.numbers) <= _NUMBERED:
        return
    runs = _runs(heard, levels.tokens) if len(set(levels.numbers) - {"strategy"}) == 1 else [levels.tokens]
    numbers = [levels.numbers] if len(runs) == 1 else [_numbers_in(heard, run) for run in runs]
    if len(runs) > 1 and sum(len(n) for one in numbers for n in one.values()) != sum(map(len, levels.numbers.values())):
        runs, numbers = [levels.tokens], [levels.numbers]
    for run, said in zip(runs, numbers, strict=True):
        codes = numbered_codes(heard.index, said)
        kind = next((k for k in _MEANT_FIRST if codes and k == heard.index.entities[codes[0]].kind), None)
        if kind is not None:
            yield Thing(kind, codes, frozenset(run), several="issue" in said or len(codes) == 1)


def _runs(heard: Heard, places: frozenset[int]) -> list[frozenset[int]]:
    """The places in runs, each from a level word on."""
    runs: list[set[int]] = []
    for i in sorted(places):
        if not runs or heard.tokens[i].is_cue(*_LEVELS):
            runs.append(set())
        runs[-1].add(i)
    return [frozenset(run) for run in runs]


def _numbers_in(heard: Heard, run: frozenset[int]) -> dict[Level, tuple[int, ...]]:
    """The level of a run of words with its numbers."""
    level = next((level for i in sorted(run) for level in _LEVELS if heard.tokens[i].is_cue(level)), None)
    numbers = tuple(int(n) for i in sorted(run) if (n := heard.tokens[i].number) is not None)
    return {level: numbers} if level is not None and numbers else {}


def _joined(heard: Heard, things: Sequence[Thing]) -> list[Thing]:
    """An issue named in words beside its own number is one thing, not two; "งาน IT ทั้งประเด็น 3" is all of the issue."""
    whole = next((t for t in things if t.start > 0 and heard.tokens[t.start - 1].text in _WHOLE_OF), None)
    if whole is not None and whole.kind == "issue" and len(whole.keys) == 1:
        parts = [t for t in things if t is not whole and _all_under(heard.index, t, whole.keys[0])]
        tokens = whole.tokens.union(*(part.tokens for part in parts))
        things = [replace(whole, tokens=tokens) if t is whole else t for t in things if t not in parts]
    kept: list[Thing] = []
    for thing in _told_by_number(heard, _within_issue(heard.index, things)):
        twin = next((k for k in kept if _may_be_one(k, thing) and not _denied_between(heard, k, thing)), None)
        if twin is None:
            kept.append(thing)
            continue
        first, second = (twin, thing) if set(twin.keys) & {*thing.keys, *thing.others} else (thing, twin)
        both = tuple(key for key in first.keys if key in (*second.keys, *second.others))
        words = {t.start - 1 for t in (twin, thing) if t.start > 0 and heard.tokens[t.start - 1].is_cue(*_LEVELS)}
        kept[kept.index(twin)] = replace(first, keys=both, tokens=twin.tokens | thing.tokens | words, several=True)
    return kept


def _told_by_number(heard: Heard, things: Sequence[Thing]) -> list[Thing]:
    """ "เป้าประสงค์ข้อ 2 ของประเด็น 3 อยากยกระดับอะไร": a word that the numbered thing has, too, names no other one."""
    numbered = [t for t in things if len(t.keys) == 1 and t.tokens and t.tokens & heard.draft.levels.tokens]
    if len(numbered) != 1:
        return list(things)
    [sure] = numbered
    name = heard.index.entities[sure.keys[0]].name
    weak = [t for t in things if t is not sure and t.weight < _SURELY and t.kind in ("goal", "indicator", "tactic")]
    said = [t for t in weak if all(heard.tokens[i].text in name or heard.tokens[i].text in THEME for i in t.tokens)]
    tokens = sure.tokens.union(*(t.tokens for t in said))
    return [replace(sure, tokens=tokens) if t is sure else t for t in things if t not in said]


def _denied_between(heard: Heard, left: Thing, right: Thing) -> bool:
    """Whether what stands between them takes the second one back."""
    return any(_denies(heard, i) for i in range(max(left.tokens, default=0) + 1, right.start))


def _within_issue(index: Index, things: Sequence[Thing]) -> list[Thing]:
    """ "กลยุทธ์ที่ 2 ของประเด็นไอที": the number counts within the issue that is named."""
    for thing in things:
        if thing.kind == "issue" or thing.several or len(thing.keys) < 2 or thing.others:
            continue
        others = [t for t in things if t is not thing]
        issue = next((t for t in others if len(_issues(index, t)) == 1), next(iter(others), None))
        within = {index.issue_of(key) for key in issue.keys} if issue is not None and issue.kind == "project" else set()
        within = set(_issues(index, issue)) if issue is not None and len(_issues(index, issue)) == 1 else within
        if issue is None or len(within) != 1:
            continue
        inside = tuple(key for key in thing.keys if within & set(index.entities[key].parents))
        if len(inside) == 1 and thing.kind != "project":
            tokens = thing.tokens | issue.tokens | {issue.start - 1}
            meant = replace(thing, keys=inside, tokens=tokens, several=True)
            return [meant if t is thing else t for t in things if t is not issue]
    return list(things)


def _issues(index: Index, thing: Thing) -> list[str]:
    """The issues that a thing may be."""
    return [
        key for key in (*thing.keys, *thing.others) if thing.kind != "agency" and index.entities[key].kind == "issue"
    ]


def _all_under(index: Index, thing: Thing, issue: str) -> bool:
    return thing.kind != "agency" and all(issue in index.entities[key].parents for key in thing.keys)


def _may_be_one(left: Thing, right: Thing) -> bool:
    """Whether two namings may be of one thing; what both name by other words only is none."""
    every = {*left.keys, *left.others} & {*right.keys, *right.others}
    return bool(every & {*left.keys, *right.keys})
