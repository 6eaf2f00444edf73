"""Which things of the chat does a message name by their place in it: "ตัวแรก", "กับโครงการ ก", "สองหน่วยนี้", "3"?"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.index import Index
from knowledge.levels import Level, numbered_codes
from knowledge.parsing.chat import Given, asked_in, given
from knowledge.parsing.edit import measures, root_of, subject_in
from knowledge.parsing.heard import DENYING, Heard
from knowledge.parsing.levels_said import kind_said, said_levels
from knowledge.parsing.named_things import as_kind
from knowledge.parsing.older import named
from knowledge.parsing.part import Thing
from knowledge.parsing.parts import Parts
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY, Kind, stands_under
from knowledge.question import Turn
from knowledge.reading import Token
from knowledge.vocabulary import read as read_vocabulary

_WORDS = read_vocabulary("small_words")
_NOUNS, _WHOLE_OF = frozenset(_WORDS["nouns"]), frozenset(_WORDS["whole_of"])
_ALIKE = frozenset(_WORDS["alike"])
_FIRST_PLACE = frozenset(_WORDS["first_place"])
_JOINERS = frozenset(read_vocabulary("quantities")["number_joiners"])
_ORDINALS = frozenset(read_vocabulary("quantities")["ordinals"])
_ADDED = frozenset(_WORDS["added_together"])
_ADDING = frozenset(_WORDS["adding"])
_TEXT = ("passage", "measures", "stakeholders")
"""What lists of the running text are asked for by: their items have numbers of their own."""
_NUMBERED: dict[Kind, Level] = {"tactic": "tactic", "goal": "goal", "indicator": "indicator", "issue": "issue"}
_TWO, _FEW = 2, 5


def with_chat_things(heard: Heard, parts: Parts, history: Sequence[Turn]) -> Parts:
    """The parts with those that only the chat can tell."""
    if not history or history[-1].question.ask in _TEXT:
        return parts
    left = given(heard.index, history)
    things = (_in_chat(heard, _among_shown(heard, thing, left), left) for thing in parts.things)
    parts = replace(parts, things=tuple(things))
    found = next(_named_by_place(heard, parts, history, left), None)
    if found is None:
        return parts
    heard.used |= found.tokens
    before = found.start - 1
    if before >= 0 and (heard.tokens[before].text in DENYING or heard.tokens[before].is_cue("without")):
        heard.used.add(before)
        found = replace(found, denied=True)  # "ไม่เอาตัวสุดท้าย"
    return replace(parts, things=(*parts.things, found))


def _among_shown(heard: Heard, thing: Thing, left: Given) -> Thing:
    """ "ตัวไหนเกี่ยวกับความคิดเห็น" behind indicators: the one of them that the words mean. "โครงการที่จัดทำเว็บนี้" is none."""
    of = left.of
    if thing.kind == "project" and any(said.kind == "project" for said in said_levels(heard)):
        return thing
    if thing.denied or not isinstance(of, a.Named) or of.kind in MONEY or thing.kind == of.kind:
        return thing
    meant = as_kind(heard, thing, of.kind) if heard.has("which_one", "number_word") else None
    fits = meant is not None and set(meant.keys) <= set(of.keys)
    return replace(thing, kind=of.kind, keys=meant.keys, several=True) if fits and meant is not None else thing


def _in_chat(heard: Heard, thing: Thing, left: Given) -> Thing:
    """ "กลยุทธ์ที่ 2 (ของประเด็นนี้)": of the issue that the chat is about, where the number alone may be of any."""
    if _are_of_shown(heard, thing, left):
        return replace(thing, several=True)
    numbered = bool(thing.tokens) and thing.tokens <= heard.draft.levels.tokens
    if not numbered or thing.several or len(thing.keys) < _TWO or not isinstance(left.of, a.Named):
        return thing
    entities = heard.index.entities
    issues = {heard.index.issue_of(key) for key in left.of.keys if key in entities}
    inside = tuple(key for key in thing.keys if heard.index.issue_of(key) in issues)
    above = {i for i in heard.at("issue") if i + 1 in heard.at("this")}
    said = [i for i in thing.tokens if heard.tokens[i].number is not None]
    if len(inside) not in (1, len(said)):
        return thing
    here = frozenset((*above, *(i + 1 for i in above)))
    heard.used |= here
    return replace(thing, keys=inside, tokens=thing.tokens | here, several=True)


def _are_of_shown(heard: Heard, thing: Thing, left: Given) -> bool:
    """ "เอาเฉพาะเวียดนาม" behind three cities: all of them that the name may mean."""
    of = left.of
    alike = isinstance(of, a.Named) and of.kind == thing.kind and len(thing.keys) > 1 and bool(thing.tokens)
    leads = any(0 < thing.start - i <= _TWO for i in heard.at("only"))
    return alike and leads and isinstance(of, a.Named) and set(thing.keys) < set(of.keys)


def _named_by_place(heard: Heard, parts: Parts, history: Sequence[Turn], left: Given) -> Iterator[Thing]:
    own = [thing for thing in parts.things if not thing.denied]
    if not own:
        yield from _nth(heard, _list_meant(heard, history, left), ranked=_is_ranking(left.query))
        yield from _all_shown(heard, left)
        yield from _of_number(heard, left)
        yield from _last_ones(heard, history)
        yield from _last_two_added(heard, history)
    elif len(own) == 1:
        yield from _joined_to(heard, own[0], left)
        yield from _set_against(heard, parts, own[0], left)


def _list_meant(heard: Heard, history: Sequence[Turn], left: Given) -> a.Set | None:
    """The list whose n-th thing is meant: the last that was shown, or the last of what the kind asked for stands under.

    "ข้อสองล่ะ" behind the indicators of the first goal: of the goals again.
    """
    lists = [of for turn in reversed(history) if isinstance(of := named(heard.index, turn.codes), a.Named)]
    lists = [of for of in lists if len(of.keys) > 1]
    kinds = {kind_said(said) for said in said_levels(heard) if said.kind != "year"}
    if len(kinds) == 1:
        (asked,) = kinds
        return next((of for of in lists if stands_under(asked, of.kind)), left.listed)
    root = root_of(subject_in(left.query)) if left.query is not None else None
    if kinds or not isinstance(root, a.Named) or len(root.keys) != 1 or any(_asks(token) for token in heard.tokens):
        return left.listed
    picked = (of for of in lists if of.kind == root.kind and set(root.keys) <= set(of.keys))
    return next(picked, left.listed)


def _asks(token: Token) -> bool:
    return bool(token.sense.cues - {"also", "number_word", "first_item", "last_item", "show"})


def _nth(heard: Heard, listed: a.Set | None, *, ranked: bool) -> Iterator[Thing]:
    """ "ตัวแรก", "อันที่สาม", "ข้อสุดท้าย": of a list that was shown."""
    if not isinstance(listed, a.Named) or heard.ranks:
        return
    place, tokens = _place_said(heard, listed.kind, ranked=ranked)
    if place is None:
        return
    if not tokens or not -1 <= place <= len(listed.keys) or place == 0:
        return
    key = listed.keys[place - 1] if place > 0 else listed.keys[-1]
    nouns = {
        i - 1 for i in tokens if i and (heard.tokens[i - 1].text in _NOUNS or heard.tokens[i - 1].is_cue("number_word"))
    }
    yield Thing(listed.kind, (key,), frozenset((*tokens, *nouns)), several=True)


def _in_ranking(heard: Heard) -> list[int]:
    """ "อันดับ(ที่) 2" behind the first of an order: places of the words and, last, of the number."""
    said = heard.at("rank_word")
    for i in said if len(said) == 1 else ():
        behind = i + 1 + (i + 1 in heard.at("number_word"))
        if behind < len(heard.tokens) and heard.tokens[behind].number and not (i and heard.tokens[i - 1].number):
            return list(range(i, behind + 1))
    return []


def _is_ranking(query: a.Query | None) -> bool:
    """Whether things were told in their order, several of them."""
    orders = a.nodes(query) if query is not None else ()
    return any(isinstance(node, a.First) or (isinstance(node, a.Grouped) and node.n is not None) for node in orders)


def _place_said(heard: Heard, kind: Kind, *, ranked: bool) -> tuple[int | None, list[int]]:
    """A place in a list and the words for it; -1 is the last."""
    levels = heard.draft.levels
    if set(levels.numbers) == {"project"} == {kind} and len(levels.numbers["project"]) == 1:
        return levels.numbers["project"][0], sorted(levels.tokens)  # "โครงการแรกในนั้น"
    if levels.numbers:
        return None, []
    if ranked and (numbered := _in_ranking(heard)):
        return int(heard.tokens[numbered[-1]].number or 0), numbered
    heads = [i for i in heard.at("rank_word") if heard.tokens[i].text in _FIRST_PLACE]
    if heads and not (heads[0] and heard.tokens[heads[0] - 1].number):
        return 1, heads
    said = heard.at("first_item", "last_item") or list(levels.tokens)
    if not said and heard.draft.reading.english:
        ordinal = next((i for i, token in enumerate(heard.tokens) if token.text in _ORDINALS), None)
        said = [] if ordinal is None else [ordinal, *({ordinal + 1} & set(_one(heard)))]  # "the third one"
    return levels.loose, said


def _one(heard: Heard) -> list[int]:
    return [i for i, token in enumerate(heard.tokens) if token.text in _NOUNS]


def _all_shown(heard: Heard, left: Given) -> Iterator[Thing]:
    """ "รวมทั้ง 4" behind a list of four."""
    listed = left.listed
    for i, token in enumerate(heard.tokens[1:], start=1):
        counts = isinstance(listed, a.Named) and token.number == len(listed.keys) and i not in heard.draft.years.tokens
        if counts and isinstance(listed, a.Named) and heard.tokens[i - 1].text in _WHOLE_OF:
            yield Thing(listed.kind, listed.keys, frozenset((i - 1, i)), several=True)


def _of_number(heard: Heard, left: Given) -> Iterator[Thing]:
    """ "3" behind "กลยุทธ์ 2": the next one under the same thing."""
    said = [i for i, token in enumerate(heard.tokens) if not token.is_cue("also") and not token.sense.everyday]
    of = left.of
    if isinstance(of, a.Named) and len(of.keys) > 1 and left.query is not None:
        of = root_of(subject_in(left.query))  # "5 ล่ะ" behind the indicators of issue 4
    if heard.ranks or len(said) != 1 or not isinstance(of, a.Named) or len(of.keys) != 1:
        return
    level, number = _NUMBERED.get(of.kind), heard.tokens[said[0]].number
    entity = heard.index.entities.get(of.keys[0])
    if level is None or entity is None or number is None or said[0] not in heard.loose_numbers:
        return  # "รวม(สอง)ปีนั้นเท่าไร" numbers nothing
    issue = heard.index.issue_of(entity.code) if level != "issue" else ""
    codes = numbered_codes(heard.index, {level: (int(number),)}, issue)
    if len(codes) == 1:
        yield Thing(of.kind, codes, frozenset(said), several=True)


def _last_ones(heard: Heard, history: Sequence[Turn]) -> Iterator[Thing]:
    """ "สองหน่วยนี้", "ทั้งสามอันรวมกันเท่าไหร่": what the last turns were about, each by itself."""
    kind, count, tokens = _says_how_many(heard)
    of = given(heard.index, history).of
    kind = kind or (a.kind_of(of) if of is not None and count else None)
    keys: dict[str, None] = {}
    for turn in reversed(history):
        keys |= dict.fromkeys(_told_of(heard.index, turn, kind) if kind else ())
        if len(keys) >= count:
            break
    if len(keys) == count > 1 and kind:
        yield Thing(kind, tuple(keys)[::-1], tokens, several=True)


def _last_two_added(heard: Heard, history: Sequence[Turn]) -> Iterator[Thing]:
    """ "รวมกันเท่าไร" behind the money of one thing and then of another: of both."""
    said = [i for i, token in enumerate(heard.tokens) if token.text in _ADDED]
    others = {cue for i, token in enumerate(heard.tokens) if i not in said for cue in token.sense.cues}
    counts = [cue for cue in others if cue.startswith("count_")]
    if not said or others - {*counts, *_BESIDE_SUM}:
        return
    last = history[-_TWO:]
    queries = [asked_in(heard.index, turn) for turn in last]
    spans = [years for query in queries if query is not None for years in (m.years for m in measures(query))]
    two = two_subjects(heard.index, history)
    alike = all((_tells_number(query) if counts else _tells_sum(query)) for query in queries)
    sums = len(two) == _TWO and alike and (bool(counts) or len(set(spans)) == 1)
    if sums and two[0].kind == two[1].kind:
        yield Thing(two[0].kind, (*two[0].keys, *two[1].keys), frozenset(said), several=True)


_BESIDE_SUM = ("also", "how_much", "budget", "total", "amount_unit", "share", "count", "whole", "plan")
"""Cues beside which "together" adds up the last two things."""


def _tells_number(query: a.Query | None) -> bool:
    return isinstance(query, a.Tell) and isinstance(query.value, a.Number)


def _told_of(index: Index, turn: Turn, kind: Kind) -> tuple[str, ...]:
    """The things of a kind that a turn asked about or found."""
    query = asked_in(index, turn)
    spoken = [n for n in a.nodes(query) if isinstance(n, a.Named) and n.kind == kind] if query is not None else []
    if spoken:
        return spoken[0].keys
    if kind == "agency":
        return turn.agencies or turn.question.agencies
    return tuple(code for code in turn.codes if code in index.entities and index.entities[code].kind == kind)


def _says_how_many(heard: Heard) -> tuple[Kind | None, int, frozenset[int]]:
    """The kind, the number and the words of "สองหน่วยนี้", "ทั้งสามโครงการ", "ทั้งสามอัน"; no kind where none is said."""
    kinds = {said.at: said.kind for said in said_levels(heard) if said.kind != "year"}
    for i, token in enumerate(heard.tokens[:-1]):
        kind, noun = kinds.get(i + 1), heard.tokens[i + 1].text in _NOUNS
        if token.number is None or i in heard.draft.years.tokens or not (kind or noun):
            continue
        pointed = i + 2 in heard.at("this")
        if i and heard.tokens[i - 1].text in _WHOLE_OF:
            return kind, int(token.number), frozenset((i - 1, i, i + 1))
        added = heard.has("total") and i > 0 and heard.tokens[i - 1].is_cue("total")  # "รวมสองหน่วย"
        if kind and (pointed or added) and _TWO <= token.number <= _FEW:
            return kind, int(token.number), frozenset((i, i + 1, *((i + 2,) if pointed else ())))
    return None, 0, frozenset()


def _subjects(index: Index, history: Sequence[Turn]) -> list[a.Named]:
    """The one thing of each of the last two turns that were about one, the older first."""
    found: list[a.Named] = []
    for i in range(len(history), 0, -1):
        of = _counted_of(asked_in(index, history[i - 1])) or given(index, history[:i]).of
        if isinstance(of, a.Named) and len(of.keys) == 1 and of not in found:
            found.append(of)
        if len(found) == _TWO:
            break
    return found[::-1]


def _counted_of(query: a.Query | None) -> a.Named | None:
    """The agency or issue of which things were counted, whatever the one was that was found."""
    match query:
        case a.Tell(value=a.Number(of=a.Of(of=a.Named(keys=(_,)) as of))):
            return of
    return None


def two_subjects(index: Index, history: Sequence[Turn]) -> tuple[a.Named, ...]:
    """What each of the last two turns was about, where that was one thing of one kind each, or the money of one."""
    found = _subjects(index, history[-_TWO:])
    if len(found) != _TWO:
        return ()
    sums = all(_tells_sum(asked_in(index, turn)) for turn in history[-_TWO:])
    return tuple(found) if found[0].kind == found[1].kind or sums else ()


def _tells_sum(query: a.Query | None) -> bool:
    value = query.value if isinstance(query, a.Tell) else None
    return isinstance(value, a.Total) and value.measure.field == "amount"


def _joined_to(heard: Heard, own: Thing, left: Given) -> Iterator[Thing]:
    """ "กับโครงการ ก รวมกันเท่าไร": what is named and what the chat is about."""
    of, leads = left.of, bool(heard.tokens) and heard.tokens[0].text in (_JOINERS | _ADDING)
    places = frozenset((0,)) if leads else frozenset(heard.at("plus"))
    if not places or not isinstance(of, a.Named) or of.kind != own.kind or set(of.keys) & set(own.keys):
        return
    adds = leads and heard.tokens[0].text in _ADDING
    if adds or heard.has("total", "compare", "more_than", "less_than", "both", "plus"):
        heard.used.update(heard.at("both", "plus"))
        yield Thing(of.kind, of.keys, places, several=True, of_chat=True)


def _set_against(heard: Heard, parts: Parts, own: Thing, left: Given) -> Iterator[Thing]:
    """ "น้อยกว่าโครงการ ก เท่าไร", "เทียบกับ ก", "ก ล่ะ เท่ากันไหม": the chat's one thing, beside the one named."""
    of, sides = left.of, sorted(heard.at(*_COMPARING))
    alone = isinstance(of, a.Named) and len(of.keys) == 1 and of.kind in MONEY and own.kind in MONEY
    if not sides or not alone or not isinstance(of, a.Named) or set(of.keys) & set(own.keys):
        return
    if heard.draft.amounts.conditions or heard.ranks or len(parts.years) > 1 or heard.has(*_OF_OTHERS):
        return
    asks = [i for i in heard.at("what", "who", "which_one", "count_project", "compare") if i < sides[0]]
    if asks or not (sides[0] < own.start or all(heard.tokens[i].text in _ALIKE for i in sides)):
        return
    last = max(own.tokens, default=0)
    heard.used.update(i for i in heard.at("other") if last < i <= last + _TWO and i + 1 in heard.at("yes_no"))
    yield Thing(of.kind, of.keys, frozenset(), several=True, of_chat=True)  # "แพงกว่า ก (อีก)เหรอ"


_COMPARING = ("compare", "more_than", "less_than", "same", "exactly")
_OF_OTHERS = (
    "every_year",
    "steady",
    "share",
    "which_year",
    "average",
    "count_project",
    "target",
    "increase",
    "decrease",
)
"""Cues of what is set against something else than the thing of the chat."""
