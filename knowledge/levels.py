"""Which levels of the plan does a message speak of: numbered ones ("ประเด็นที่ 3") and asked ones ("กลยุทธ์อะไรบ้าง")?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.amounts import as_number
from knowledge.index import Index, Kind
from knowledge.reading import Reading, Token
from knowledge.vocabulary import read as read_vocabulary

Level = Literal["indicator", "goal", "tactic", "measure", "issue", "project", "strategy"]
Counted = Literal["project", "tactic", "goal", "indicator", "measure", "issue", "agency"]

LEVELS: tuple[Level, ...] = ("indicator", "goal", "tactic", "measure", "issue", "project", "strategy")
"""The most telling first: "ตัวชี้วัดของโครงการ" asks for indicators."""
_COUNTED: tuple[Counted, ...] = ("project", "tactic", "goal", "indicator", "measure", "issue", "agency")
_INSIDE_ISSUES: tuple[Literal["indicator", "goal", "tactic", "project"], ...] = (
    "indicator",
    "goal",
    "tactic",
    "project",
)
"""Levels numbered anew within each issue (or goal, or tactic), the finest first."""
_ASKING = ("what", "count", "how_much", "who", "yes_no", "how", "order_word")
_REACH = 6
"""Words between a level and the question word that asks for it."""
HIGHEST = 30
"""Few plans number a level higher: what is more is an amount or a count."""

_WORDS = read_vocabulary("quantities")
_JOINERS, _CLASSIFIERS = frozenset(_WORDS["number_joiners"]), frozenset(_WORDS["classifiers"])
_ORDINALS, _WEAK_ORDINALS = frozenset(_WORDS["ordinals"]), frozenset(_WORDS["weak_ordinals"])
_NOUNS, _THEME = (frozenset(read_vocabulary("small_words")[name]) for name in ("nouns", "theme"))
_WITHIN, _SOME = frozenset(_WORDS["within"]), frozenset(_WORDS["some"])
_LIST_MARKS = frozenset(",/+&")
_DASHES = frozenset("-–~")


@dataclass(frozen=True)
class Levels:
    """Numbered and asked levels of a message."""

    numbers: dict[Level, tuple[int, ...]]
    """Level to numbers: {"issue": (3,), "tactic": (2,)}; -1 is the last one."""
    loose: int | None
    """A number with ข้อ or ที่ and no level: "ข้อ 4"; -1 for the last."""
    asked: Level | Literal[""]
    """The level that is wanted, or ""."""
    counted: Counted | Literal["item", ""]
    """The level whose number is wanted ("กี่โครงการ"), "item" for "กี่ข้อ", or ""."""
    named: tuple[Level, ...]
    """All levels that are spoken of without a number, in order."""
    tokens: frozenset[int]
    """Places of the numbers used and of their level words."""


def find_levels(reading: Reading, taken: frozenset[int], quoted: frozenset[int], highest: int = HIGHEST) -> Levels:
    """The levels of a message; `taken` are places of years and amounts, `quoted` lie inside a name of the plan.

    What is more than `highest` numbers no level.
    """
    numbers: dict[Level, tuple[int, ...]] = {}
    named: list[tuple[int, Level]] = []
    loose: int | None = None
    used: set[int] = set()
    for i, token in enumerate(reading.tokens):
        level = _level(token) if i not in quoted else None
        if not (level or _is_ordinal(token) or _is_torn_ordinal(reading.tokens, i)):
            continue
        numbered = _numbers_after(reading.tokens, i, taken, highest)
        if level and not numbered and reading.english:
            numbered = _ordinal_before(reading.tokens, i)
        if level and numbered:
            numbers[level] = (*numbers.get(level, ()), *(number for said in numbered.values() for number in said))
            used.update(range(min(i, *numbered), max(i, *numbered) + 1))
        elif level:
            named.append((i, level))
        elif numbered and loose is None and min(numbered) not in used:
            loose = numbered[min(numbered)][0]
            used.add(min(numbered))
    if loose is None and not numbers:
        loose = _loose_word(reading)
    if not named and reading.has("which_one"):
        named = [(next(reading.where("which_one")), "project")]
    asked = _asked(reading.tokens, named, quoted)
    return Levels(numbers, loose, asked, _counted(reading), tuple(level for _, level in named), frozenset(used))


def _level(token: Token) -> Level | None:
    return next((level for level in LEVELS if level in token.sense.cues), None)


def _is_ordinal(token: Token) -> bool:
    """ "ข้อ 4", "อันที่ 2"; a bare ที่ says nothing, for it is mostly the word for a place."""
    return token.is_cue("number_word") and token.text not in _WEAK_ORDINALS


def _is_torn_ordinal(tokens: tuple[Token, ...], i: int) -> bool:
    """ "อันทีสอง": the noun of an ordinal, where a slip keeps it apart."""
    marked = i + 2 < len(tokens) and tokens[i + 1].text in _WEAK_ORDINALS and tokens[i + 2].number is not None
    return marked and tokens[i].text in _NOUNS


def _loose_word(reading: Reading) -> int | None:
    """ "the second", "ข้อแรก", "อันสุดท้าย"."""
    if reading.english:
        number = next((as_number(t.number) for t in reading.tokens if t.text in _ORDINALS), None)
        if number is not None:
            return number
    if reading.has("first_item"):
        return 1
    return -1 if reading.has("last_item") else None


def _counted(reading: Reading) -> Counted | Literal["item", ""]:
    level = next((level for level in _COUNTED if reading.has(f"count_{level}")), None)
    return level or ("item" if reading.has("count_item") else "")


def _numbers_after(
    tokens: tuple[Token, ...], i: int, taken: frozenset[int], highest: int
) -> dict[int, tuple[int, ...]]:
    """The numbers of a level word by their places: "ประเด็น(ที่) 3", "issue 3", "ประเด็นแรก", "ประเด็น 1, 2 และ 5".

    The ends of "1-6" hold all between them.
    """
    place = i + 1
    while place < len(tokens) and tokens[place].number is None and _may_stand_between(tokens[place]):
        place += 1
    if place >= len(tokens):
        return {}
    end = _end_of_list(tokens, i, place)
    marked = place > i + 1
    if not end and not marked and _counts_things(tokens, i):
        return {}
    if not marked and tokens[i].is_cue("project") and tokens[place].text in _SOME:
        return {}  # "โครงการหนึ่ง" is some project, not the first.
    number = end or _place_number(tokens, place, taken, highest)
    return {place: (number,), **_more_numbers(tokens, place, taken, highest)} if number else {}


def _ordinal_before(tokens: tuple[Token, ...], i: int) -> dict[int, tuple[int, ...]]:
    """ "the third issue", "last tactic": the number by its place."""
    word = tokens[i - 1] if i else None
    if word is None:
        return {}
    if word.text in _ORDINALS:
        return {i - 1: (as_number(word.number) or 0,)}
    return {i - 1: (1,)} if word.is_cue("first_item") else {i - 1: (-1,)} if word.is_cue("last_item") else {}


def _may_stand_between(token: Token) -> bool:
    """ "ประเด็น(ยุทธศาสตร์)(ที่) 3", "issue no. 3"."""
    return token.is_cue("number_word") or token.text in _WEAK_ORDINALS or _level(token) == "strategy"


def _end_of_list(tokens: tuple[Token, ...], i: int, place: int) -> int:
    """1 for "ประเด็นแรก", -1 for "ประเด็นสุดท้าย", else 0; "3 ประเด็นแรก" are three."""
    if tokens[place].number is not None or (i and tokens[i - 1].number is not None):
        return 0
    if tokens[place].is_cue("first_item"):
        return 1
    return -1 if tokens[place].is_cue("last_item") else 0


def _place_number(tokens: tuple[Token, ...], place: int, taken: frozenset[int], highest: int) -> int:
    """The number at a place, if it can be one of a level; else 0."""
    number = as_number(tokens[place].number) or 0
    return number if place not in taken and 0 < number <= highest else 0


def _counts_things(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether the number behind a level word is a count: "ตัวชี้วัด 3 ข้อ", "โครงการ 3 โครงการ"."""
    if i + 2 >= len(tokens):
        return False
    follower = tokens[i + 2]
    same_level = _level(follower) is not None and _level(follower) == _level(tokens[i])
    if follower.text in _THEME and i + 3 < len(tokens) and not (tokens[i + 3].before or tokens[i + 3].sense.cues):
        return False  # "ประเด็น 1 เรื่องเก็บรายได้"
    return follower.text in _CLASSIFIERS or follower.is_cue("amount_unit") or same_level


def _more_numbers(
    tokens: tuple[Token, ...], place: int, taken: frozenset[int], highest: int
) -> dict[int, tuple[int, ...]]:
    """The rest of "ประเด็น 1, 2 และ 5", of "1-6", by their places."""
    more: dict[int, tuple[int, ...]] = {}
    while place + 1 < len(tokens):
        first, last = (_place_number(tokens, at, taken, highest) for at in (place, place + 1))
        if tokens[place + 1].before in _DASHES and 0 < first < last:
            place += 1
            more[place] = tuple(range(first + 1, last + 1))
            continue
        listed = tokens[place + 1].number is not None and tokens[place + 1].before in _LIST_MARKS
        joined = tokens[place + 1].number is None and tokens[place + 1].text in _JOINERS
        place += 1 if listed else 2
        if not (listed or joined) or place >= len(tokens):
            break
        number = _place_number(tokens, place, taken, highest)
        if not number or _has_unit(tokens, place):
            break
        more[place] = (number,)
    return more


def _has_unit(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether money or years are counted: "และ 5 ปี"; in "ประเด็น 4 และ 5 ปี 55" the year has a number of its own."""
    unit = tokens[place + 1] if place + 1 < len(tokens) else None
    if unit is None or not unit.is_cue("amount_unit", "year"):
        return False
    behind = tokens[place + 2] if place + 2 < len(tokens) else None
    return not (unit.is_cue("year") and behind is not None and behind.number is not None)


def _asked(
    tokens: tuple[Token, ...], named: Sequence[tuple[int, Level]], quoted: frozenset[int]
) -> Level | Literal[""]:
    """The level nearest before a question word; else the most telling that is not pointed back at."""
    wanted = [(i, level) for i, level in named if not _is_pointed_at(tokens, i) and not _is_filter(tokens, i)]
    counted = [level for i, level in wanted if i and tokens[i - 1].is_cue("count") and i - 1 not in quoted]
    if counted:
        return counted[-1]
    distances = [(_distance_to_asking(tokens, i, quoted), level) for i, level in wanted]
    distance, nearest = min(distances, key=lambda pair: pair[0], default=(_REACH, None))
    if nearest and distance < _REACH:
        return nearest
    free = [level for i, level in named if not _is_pointed_at(tokens, i)]
    return min(free, key=LEVELS.index) if free else ""


def _is_pointed_at(tokens: tuple[Token, ...], i: int) -> bool:
    """ "ประเด็นนี้": known already."""
    return i + 1 < len(tokens) and tokens[i + 1].is_cue("this")


def _is_filter(tokens: tuple[Token, ...], i: int) -> bool:
    """ "ในประเด็น": where to look."""
    return i > 0 and tokens[i - 1].text in _WITHIN


def _distance_to_asking(tokens: tuple[Token, ...], i: int, quoted: frozenset[int]) -> int:
    """Words from a level to the question word behind it; _REACH where there is none so near."""
    behind = range(i + 1, min(len(tokens), i + _REACH))
    return next((j - i for j in behind if j not in quoted and tokens[j].is_cue(*_ASKING)), _REACH)


def numbered_codes(index: Index, numbers: Mapping[Level, tuple[int, ...]], under: str = "") -> tuple[str, ...]:
    """Codes of the numbered levels: {"issue": 3, "tactic": 2} is 5.3.T2; () where there is none.

    Without an issue, or one to look `under`, all things of that number are meant.
    """
    if "issue" in numbers:
        every = [e.code for e in index.of_kind("issue")]
        issues = [code for n in numbers["issue"] for code in _nth(every, n)]
    else:
        issues = [under] if under else [e.code for e in index.of_kind("issue")]
    finest = next((level for level in _INSIDE_ISSUES if level in numbers), None)
    if finest is None:
        return tuple(issues) if "issue" in numbers else ()
    parents = _parents(index, numbers, issues, finest)
    return tuple(
        code for parent in parents for n in numbers[finest] for code in _nth(index.children(parent, finest), n)
    )


def _parents(index: Index, numbers: Mapping[Level, tuple[int, ...]], issues: list[str], finest: Kind) -> list[str]:
    """What the finest level is numbered within: "ตัวชี้วัดที่ 2 ของเป้าประสงค์ที่ 1" counts in the goal, not in the issue."""
    if finest == "indicator" and "goal" in numbers:
        return [c for issue in issues for c in _nth(index.children(issue, "goal"), numbers["goal"][0])]
    if finest == "project" and "tactic" in numbers:
        return [c for issue in issues for c in _nth(index.children(issue, "tactic"), numbers["tactic"][0])]
    return issues


def _nth(codes: Sequence[str], number: int) -> Sequence[str]:
    """The thing of this number (from 1; -1 is the last), as one or none."""
    if number == -1:
        return codes[-1:]
    return codes[number - 1 : number] if number > 0 else ()
