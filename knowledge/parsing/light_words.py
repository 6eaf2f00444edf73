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
_REACH_OF_YEARS = 2
_REACH_OF_ONLY = 4


def light_words(heard: Heard, parts: Parts, query: a.Query) -> Iterator[int]:
    """Places of the words that a reading accounts for without using them."""
    yield from (i for i in heard.at("only") if _leads_to_part(heard, parts, i))
    yield from _beside_years(heard, parts)
    if not heard.has("who", "agency"):
        starts = {thing.start for thing in parts.things if thing.kind == "project"}
        yield from (i for i in heard.at("responsible") if i + 1 in starts)  # "โครงการที่(จัดทำ)เว็บ"
    yield from (i for i in heard.at("count") if heard.tokens[i].text in _REGARDING and not _counts(query))
    yield from (i for i in heard.at("count") if i + 1 in heard.at("this"))  # "ใน(จำนวน)นี้"
    if not any(isinstance(node, a.Check | a.Among) for node in a.nodes(query)):
        yield from (i for i in heard.at("verify") if is_hearsay(heard.tokens[i].text))
    yield from _whole_of_named(heard, parts.things)


def is_hearsay(word: str) -> bool:
    """ "เห็นว่า", "ได้ยินว่า": a verb that has grown together with its "that"."""
    return word.endswith(_THAT) and not word.endswith(_NO_SAYING)


def _leads_to_part(heard: Heard, parts: Parts, i: int) -> bool:
    """ "เฉพาะปี 56", "เฉพาะที่ไม่ใช่ประเด็น 3": what it limits to is in the query already; so is "แค่(เท่าไหร่เอง)"."""
    starts = {t.start for t in parts.things} | {span.start for span in parts.years} | parts.denials
    behind = range(i + 1, i + 1 + _REACH_OF_ONLY)
    amounts = heard.draft.amounts
    money = () if amounts.conditions or amounts.claim is not None else heard.at("budget")  # "ขอแค่วงเงิน"
    return bool(starts & set(behind)) or any(i + 1 == j for j in (*heard.at("how_much"), *money))


def _beside_years(heard: Heard, parts: Parts) -> Iterator[int]:
    """ "(ช่วง)ปี 55-56", "ปี 56 (ปีเดียว)", "(over) the four years": words that only say that years are meant."""
    starts, every = {span.start for span in parts.years}, set(heard.at("four_years"))
    yield from (i for i in heard.at("between") if starts & set(range(i + 1, i + 1 + _REACH_OF_YEARS)))
    yield from (i for i in heard.at("more_op") if every & set(range(i + 1, i + 1 + _REACH_OF_YEARS)))
    if len(parts.wanted_years) == 1:
        yield from heard.at("one_year")


def _counts(query: a.Query) -> bool:
    return any(isinstance(node, a.Number) for node in a.nodes(query))


def _whole_of_named(heard: Heard, things: tuple[Thing, ...]) -> Iterator[int]:
    """ "ประชาสัมพันธ์ทั้ง(ประเด็น)": the kind of what was named, as a whole."""
    kinds, ends = {thing.kind for thing in things}, {max(thing.tokens) for thing in things if thing.tokens}
    for i in range(1, len(heard.tokens)):
        whole = heard.tokens[i - 1].text in _WHOLE_OF or (i - 1 in ends and not _asks_behind(heard, i))
        if whole and any(heard.tokens[i].is_cue(kind) for kind in kinds):
            yield i


def _asks_behind(heard: Heard, i: int) -> bool:
    """Whether a word asks or counts right behind a place."""
    behind = heard.tokens[i + 1] if i + 1 < len(heard.tokens) else None
    return behind is not None and (behind.number is not None or behind.is_cue("what", "which_one", "who", "this"))
