"""Which words change nothing in a reading, because of what stands beside them: "เฉพาะ(ปี 56)", "เห็นว่า", "(ทั้ง)ประเด็น"?"""

from collections.abc import Iterator

from knowledge.parsing.denials import is_of_speaker
from knowledge.parsing.heard import Heard
from knowledge.parsing.part import Thing
from knowledge.parsing.parts import Parts
from knowledge.query import algebra as a
from knowledge.vocabulary import read as read_vocabulary

_WORDS = read_vocabulary("small_words")
_WHOLE_OF, _REGARDING = frozenset(_WORDS["whole_of"]), frozenset(_WORDS["regarding"])
_THAT, _NO_SAYING = tuple(_WORDS["that"]), tuple(_WORDS["no_saying"])
_SAYING, _ASKED, _OUT, EMPTY = (frozenset(_WORDS[name]) for name in ("saying", "asked", "out", "empty"))
_STANDING_IN = frozenset(_WORDS["standing_in"])
_HAPPENS = frozenset(_WORDS["happens"])
_SOME = frozenset(read_vocabulary("quantities")["some"])
_COUNTED = ("project", "issue", "tactic", "goal", "indicator", "measure", "agency", "year")
_RICH = 3
"""Words of a name from which those beside it describe the thing."""
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
    if not heard.has("who", "agency"):
        starts = {thing.start for thing in parts.things if thing.kind == "project"}
        yield from (i for i in heard.at("responsible") if i + 1 in starts)  # "โครงการที่(จัดทำ)เว็บ"
    yield from (i for i in heard.at("count") if heard.tokens[i].text in _REGARDING and not _counts(query))
    yield from (i for i in heard.at("count") if i + 1 in heard.at("this"))  # "ใน(จำนวน)นี้"
    if not any(isinstance(node, a.Check | a.Among) for node in a.nodes(query)):
        yield from (i for i in heard.at("verify") if is_hearsay(heard.tokens[i].text))
    yield from _whole_of_named(heard, parts.things)
    level_words = (*heard.at("issue", "tactic"), *heard.draft.levels.tokens)
    yield from (i for i, token in enumerate(heard.tokens) if token.text in _STANDING_IN and i + 1 in level_words)
    yield from _beside_what_is_asked(heard, parts)
    if any(isinstance(node, a.Tell | a.Check | a.Comparison | a.Grouped) for node in a.nodes(query)):
        yield from heard.at("numeric")  # "ขอ(ตัวเลข)งบ": a figure is told
    yield from _of_speaker(heard)
    yield from _within_description(heard, parts)
    yield from _of_one_person(heard)
    ends = [max(thing.tokens) for thing in parts.things if thing.denied and thing.tokens]
    yield from (i for end in ends for i in _behind(heard, end) if heard.tokens[i].text in _OUT)
    named = {i for mention in heard.mentions if len(mention.tokens) >= _RICH for i in mention.tokens}
    yield from (i for i in heard.at("other") if i - 1 in named)  # "ขยายผลไปอำเภอ(อื่น)": of what is described
    yield from _beside_question(heard, query)
    yield from _number_of_named(heard, parts.things)
    yield from _polite(heard)
    yield from heard.own_chapters


def is_hearsay(word: str) -> bool:
    """ "เห็นว่า", "ได้ยินว่า": a verb that has grown together with its "that"."""
    return word.endswith(_THAT) and not word.endswith(_NO_SAYING)


def _beside_what_is_asked(heard: Heard, parts: Parts) -> Iterator[int]:
    """ "มีอบรมไอซีที(ไหม) ปีละเท่าไร": yes or no, where the figure, the year or the agency behind it says so.

    What would have to be said yes or no to is none of this: an agency, a bound, an amount, what is taken back.
    """
    amounts, asks = heard.draft.amounts, heard.at("how_much", "which_year", "who")
    claims = parts.of("agency") or parts.denials or amounts.conditions or amounts.claim is not None
    if asks and not claims:
        yield from heard.at("yes_no", "verify")


def _of_speaker(heard: Heard) -> Iterator[int]:
    """ "(ไม่)ทราบว่า", "ตอบ(ไม่)ถูก", "หา(ไม่)เจอ", "(พอดี)จะเอาไปทำรายงาน": of who asks, not of what is asked."""
    tokens = heard.tokens
    yield from (i for i in heard.at("not") if is_of_speaker(heard, i))
    yield from (i for i in heard.at("from") if i + 1 in heard.at("this"))  # "ตั้งแต่นี้": from now on
    numbers = [i for i in heard.loose_numbers if i and tokens[i - 1].is_cue("show")]
    yield from (i for i in numbers if i + 1 < len(tokens) and tokens[i + 1].text in _ASKED)  # "ขอสองอย่าง คือ"
    if not heard.has("agency", "responsible", "budget"):
        yield from (i for i in heard.at("not") if tokens[i].text in EMPTY)  # "ว่างๆ เลยอ่านแผน"
    if not any(token.number is not None for token in tokens) and not heard.has("same", "compare"):
        yield from (i for i in heard.at("exactly") if tokens[i].text in _HAPPENS)


def _behind(heard: Heard, end: int) -> range:
    """The places right behind a name."""
    return range(end + 1, min(end + 1 + _REACH_OF_YEARS, len(heard.tokens)))


def _within_description(heard: Heard, parts: Parts) -> Iterator[int]:
    """ "สำรวจว่าคนมองจังหวัด(ยังไง) ปีไหน", "ถามว่าจ่ายสะดวก(ไหม)": what is asked by the thing that is named, behind its
    "that", is not asked by who speaks of it."""
    tokens, asks = heard.tokens, heard.at("how_much", "which_year", "who", "there_is")
    for thing in parts.of("project"):
        places = [i for i, token in enumerate(tokens) if token.text in _THAT and thing.tokens and i > thing.start]
        if not places or not asks:
            continue
        for i in range(places[0], len(tokens)):
            if tokens[i].is_cue("how_much", "which_year", "who", "budget", "per_year"):
                break
            if tokens[i].is_cue("how", "yes_no"):
                yield i


def _of_one_person(heard: Heard) -> Iterator[int]:
    """ "เพจ(หนึ่ง)", "ท่าน(หนึ่ง)": somebody, behind a word that no plan counts."""
    for i in range(1, len(heard.tokens)):
        word, behind = heard.tokens[i - 1], heard.tokens[i + 1] if i + 1 < len(heard.tokens) else None
        plain = word.number is None and not (word.sense.cues or word.sense.agencies) and i - 1 not in heard.named_tokens
        unit = behind is not None and (behind.is_cue("amount_unit", *_COUNTED) or behind.before == "-")
        if heard.tokens[i].text in _SOME and plain and not unit:
            yield i


def _leads_to_part(heard: Heard, parts: Parts, i: int) -> bool:
    """ "เฉพาะปี 56", "เฉพาะที่ไม่ใช่ประเด็น 3": what it limits to is in the query already; "แค่(กี่ %)",
    "แค่(เท่าไหร่เอง)" and "แค่(อยากรู้)" limit nothing."""
    starts = {t.start for t in parts.things} | {span.start for span in parts.years} | parts.denials
    behind = range(i + 1, i + 1 + _REACH_OF_ONLY)
    asks = {
        *heard.at("how_much", "show", "share", "target", *_COUNTS),
        *(j for j, token in enumerate(heard.tokens) if token.text in _SAYING),
    }
    amounts = heard.draft.amounts
    money = () if amounts.conditions or amounts.claim is not None else heard.at("budget")  # "ขอแค่วงเงิน"
    return bool(starts & set(behind)) or i + 1 in {*asks, *money}


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
    kinds, ends = {thing.kind for thing in things}, {max(thing.tokens) for thing in things if thing.tokens}
    for i in range(1, len(heard.tokens)):
        whole = heard.tokens[i - 1].text in _WHOLE_OF or (i - 1 in ends and not _asks_behind(heard, i))
        if whole and any(heard.tokens[i].is_cue(kind) for kind in kinds):
            yield i


def _asks_behind(heard: Heard, i: int) -> bool:
    """Whether a word asks or counts right behind a place."""
    behind = heard.tokens[i + 1] if i + 1 < len(heard.tokens) else None
    return behind is not None and (behind.number is not None or behind.is_cue("what", "which_one", "who", "this"))
