"""Which words change nothing in a reading, because of what stands beside them: "เฉพาะ(ปี 56)", "เห็นว่า", "(ทั้ง)ประเด็น"?"""

from collections.abc import Iterator

from knowledge.parsing.heard import Heard
from knowledge.parsing.part import Thing
from knowledge.parsing.parts import Parts
from knowledge.query import algebra as a
from knowledge.vocabulary import read as read_vocabulary

_WORDS = read_vocabulary("small_words")
_WHOLE_OF, _REGARDING = frozenset(_WORDS["whole_of"]), frozenset(_WORDS["regarding"])
_THAT, _NO_SAYING = tuple(_WORDS["that"]), tuple(_WORDS["no_saying"])
_SOFTENING, _AUXILIARY = frozenset(_WORDS["softening"]), frozenset(_WORDS["auxiliary"])
_COUNTS = ("count", "count_project", "count_item", "count_issue", "count_tactic", "count_goal", "count_indicator")
_ASKING = ("how_much", "what", "which_one", "who", "which_year", "how", "share", *_COUNTS)
_REQUEST, _ABLE = frozenset(_WORDS["request"]), frozenset(_WORDS["able"])
_SEVERAL = 2
_REACH_OF_YEARS = 2
_REACH_OF_ONLY = 4


def light_words(heard: Heard, parts: Parts, query: a.Query) -> Iterator[int]:
    """Places of the words that a reading accounts for without using them."""
    yield from (i for i in heard.at("only") if _leads_to_part(heard, parts, i))
    yield from _beside_years(heard, parts)
    yield from (i for i in heard.at("count") if heard.tokens[i].text in _REGARDING and not _counts(query))
    if not any(isinstance(node, a.Check | a.Among) for node in a.nodes(query)):
        yield from (i for i in heard.at("verify") if is_hearsay(heard.tokens[i].text))
    yield from _whole_of_named(heard, parts.things)
    yield from _beside_question(heard, query)
    yield from _number_of_named(heard, parts.things)
    yield from _polite(heard)
    yield from heard.own_chapters


def is_hearsay(word: str) -> bool:
    """ "เห็นว่า", "ได้ยินว่า": a verb that has grown together with its "that"."""
    return word.endswith(_THAT) and not word.endswith(_NO_SAYING)


def _leads_to_part(heard: Heard, parts: Parts, i: int) -> bool:
    """ "เฉพาะปี 56", "เฉพาะที่ไม่ใช่ประเด็น 3": what it limits to is in the query already; so is "แค่(เท่าไหร่เอง)",
    "แค่(กี่ %)"."""
    starts = {t.start for t in parts.things} | {span.start for span in parts.years} | parts.denials
    behind = range(i + 1, i + 1 + _REACH_OF_ONLY)
    return bool(starts & set(behind)) or any(i + 1 == j for j in heard.at("how_much", "share", *_COUNTS))


def _beside_years(heard: Heard, parts: Parts) -> Iterator[int]:
    """ "(ช่วง)ปี 55-56", "ปี 56 (ปีเดียว)", "(over) the four years": words that only say that years are meant."""
    starts, every = {span.start for span in parts.years}, set(heard.at("four_years"))
    every |= {span.start for span in parts.years if len(span.years) > 1}
    yield from (i for i in heard.at("between") if starts & set(range(i + 1, i + 1 + _REACH_OF_YEARS)))
    over = (i for i in heard.at("more_op") if not heard.tokens[i].is_cue("more_than"))
    yield from (i for i in over if every & set(range(i + 1, i + 1 + _REACH_OF_YEARS)))
    if len(parts.wanted_years) == 1:
        yield from heard.at("one_year")


def _beside_question(heard: Heard, query: a.Query) -> Iterator[int]:
    """Words beside a question word that ask nothing more: "กี่ %(หรอ)", "how much (does) it get", "(by) how much"."""
    asking = heard.at(*_ASKING)
    if not asking:
        return
    checks = any(isinstance(node, a.Check | a.Among | a.Exists) for node in a.nodes(query))
    last = max((i for i in range(len(heard.tokens)) if heard.tokens[i].sense.cues - {"also"}), default=-1)
    for i in heard.at("yes_no"):
        token = heard.tokens[i]
        softens = token.text in _SOFTENING and i == last
        if not checks and min(asking) < i and (softens or token.text in _AUXILIARY):
            yield i
    if heard.draft.reading.english:
        yield from (i for i in heard.at("by_each") if i + 1 in heard.at("how_much", "what"))
        yield from (i for i in range(len(heard.tokens) - 1) if _is_whole_sum(heard, i))


def _number_of_named(heard: Heard, things: tuple[Thing, ...]) -> Iterator[int]:
    """ "ก ข ค (สาม)เมือง(นี้)", "(3) รายการ: ก ข ค", "(สองตัวนี้)": as many as were named one by one, and nothing else."""
    kinds = {thing.kind for thing in things}
    named = {key for thing in things for key in thing.keys if thing.several or len(thing.keys) == 1}
    if len(kinds) != 1 or len(named) < _SEVERAL or any(thing.denied for thing in things):
        return
    if len(named) == _SEVERAL:
        yield from heard.at("both")
    for i in heard.loose_numbers:
        behind = heard.tokens[i + 1] if i + 1 < len(heard.tokens) else None
        if heard.tokens[i].number != len(named) or behind is None or behind.sense.cues - {"order_word", *kinds}:
            continue
        yield i
        yield from (j for j in heard.at(*kinds) if j == i + 1)
        yield from (j for j in heard.at("this") if j == i + 2)


def _polite(heard: Heard) -> Iterator[int]:
    """ "ช่วยลิสต์ให้หน่อย(ได้ไหม)": whether the request can be granted is no question about the plan."""
    requests = heard.has("show", "order_word") or any(token.text in _REQUEST for token in heard.tokens)
    able = (i for i in heard.at("yes_no") if i and heard.tokens[i - 1].text in _ABLE)
    yield from (i for i in able if requests and not any(t.sense.cues - {"also"} for t in heard.tokens[i + 1 :]))


def _is_whole_sum(heard: Heard, i: int) -> bool:
    """ "The (whole) budget", "the (whole) four-year budget"."""
    return heard.tokens[i].text in _WHOLE_OF and heard.tokens[i + 1].is_cue("budget", "four_years", "plan")


def _counts(query: a.Query) -> bool:
    return any(isinstance(node, a.Number) for node in a.nodes(query))


def _whole_of_named(heard: Heard, things: tuple[Thing, ...]) -> Iterator[int]:
    """ "ประชาสัมพันธ์ทั้ง(ประเด็น)": the kind of what was named, as a whole."""
    kinds = {thing.kind for thing in things}
    for i in range(1, len(heard.tokens)):
        if heard.tokens[i - 1].text in _WHOLE_OF and any(heard.tokens[i].is_cue(kind) for kind in kinds):
            yield i
