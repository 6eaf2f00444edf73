"""Which fiscal years does a message name?"""

from dataclasses import dataclass

from knowledge.address_said import ADDRESS
from knowledge.era import BUDDHIST_ERA
from knowledge.reading import Reading, Token
from knowledge.vocabulary import read as read_vocabulary

_WORDS = read_vocabulary("quantities")
_FIRST, _LAST = tuple(_WORDS["first_years"]), tuple(_WORDS["last_years"])
_SINCE, _ONWARDS = frozenset(_WORDS["since"]), frozenset(_WORDS["onwards"])
_AFTER, _BEFORE = frozenset(_WORDS["after"]), frozenset(_WORDS["before"])
_NO_YEAR = frozenset(_WORDS["no_year"])

_BE, _CE, _SHORT = range(2400, 2701), range(1940, 2161), range(40, 100)
"""Figures that can be a year, by how it is written."""
_BEFORE_PLAN, _BEHIND_PLAN = 4, 12
"""So many years before the plan's first and behind its last two digits are a year where they open a message."""
_SHORT_MESSAGE = 8
_LONGEST_RANGE = 50
_RANGE_MARKS = frozenset("-–~")
_RELATIVE = ("next_year", "previous_year", "same_years", "other_year")


@dataclass(frozen=True)
class Years:
    """The years of a message (BE), in the order they were said; a range is filled."""

    named: tuple[int, ...] = ()
    is_range: bool = False
    relative: str = ""
    """A cue that needs a context: next_year, previous_year, same_years, other_year."""
    tokens: frozenset[int] = frozenset()
    """Places of the numbers that are years."""

    def inside(self, plan: tuple[int, ...]) -> tuple[int, ...]:
        """Those that the plan covers."""
        return tuple(y for y in self.named if y in plan)

    def outside(self, plan: tuple[int, ...]) -> tuple[int, ...]:
        """Those that it does not cover."""
        return tuple(y for y in self.named if y not in plan)


def find_years(reading: Reading, plan: tuple[int, ...]) -> Years:
    """The years that a message names."""
    span = _first_or_last(reading.tokens, plan)
    if span:
        return Years(span, True)
    found = year_numbers(reading.tokens, plan)
    named = tuple(dict.fromkeys(found.values()))
    is_range = _is_range(reading.tokens, found)
    if not named:
        named = tuple(sorted({y for cue, part in _parts(plan).items() if reading.has(cue) for y in part}))
    elif is_range and max(named) - min(named) < _LONGEST_RANGE:
        named = tuple(range(min(named), max(named) + 1))
    relative = next((cue for cue in _RELATIVE if reading.has(cue)), "")
    if len(found) == 1 and len(named) == 1 and not relative:
        named = _open_ended(reading.tokens, min(found), named[0], plan) or named
    return Years(named, is_range, relative, frozenset(found))


def _parts(plan: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    """Cue to the part of the plan's years that it means; the year in the middle of an odd number is in neither half."""
    half = len(plan) // 2
    return {
        "first_year": plan[:1],
        "last_year": plan[-1:],
        "first_two_years": plan[:2],
        "last_two_years": plan[-2:],
        "half_first": plan[:half],
        "half_last": plan[-half:] if half else (),
    }


def _first_or_last(tokens: tuple[Token, ...], plan: tuple[int, ...]) -> tuple[int, ...]:
    """ "3 ปีแรก", "2 ปีหลัง": that many years from one end."""
    for i, token in enumerate(tokens[:-1]):
        if token.number is None or not 0 < token.number < len(plan):
            continue
        follower = tokens[i + 1]
        words = "".join(t.text for t in tokens[i + 1 : i + 3])
        if follower.is_cue("first_year") or (follower.is_cue("year") and words.endswith(_FIRST)):
            return plan[: int(token.number)]
        if follower.is_cue("last_year") or (follower.is_cue("year") and words.endswith(_LAST)):
            return plan[-int(token.number) :]
    return ()


def year_numbers(tokens: tuple[Token, ...], plan: tuple[int, ...]) -> dict[int, int]:
    """Places of the numbers that are years, with the year (BE)."""
    found: dict[int, int] = {}
    for i in range(len(tokens)):
        year = _year(tokens, i, plan, near_year=bool(found) and max(found) >= i - 3)
        if year:
            found[i] = year
    return found


def _year(tokens: tuple[Token, ...], i: int, plan: tuple[int, ...], near_year: bool) -> int | None:
    """The year that a number is, or None; two digits need a word or a neighbour that says so."""
    number = tokens[i].number
    if number is None or number != int(number) or _counts_something(tokens, i):
        return None
    value = int(number)
    if value in _BE:
        return value
    if value in _CE:
        return value + BUDDHIST_ERA
    if value not in _SHORT and not (tokens[i].text.isdigit() and len(tokens[i].text) == 2):
        return None
    year = _full(value, plan)
    if value not in _SHORT and year not in plan:
        return None
    said = i > 0 and tokens[i - 1].is_cue("year")
    is_year = said or near_year or _may_be_of_plan(tokens, i, plan, year) or _opens_as_year(tokens, i, plan, year)
    return year if is_year else None


def _full(digits: int, plan: tuple[int, ...]) -> int:
    """What "ปี 55" leaves out: the year of these last two digits that lies nearest to the plan's."""
    first = plan[len(plan) // 2] - 50
    return first + (digits - first) % 100


def _counts_something(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a unit follows the number: "55 ล้าน" is no year, "55 คน" neither."""
    return i + 1 < len(tokens) and (tokens[i + 1].is_cue("amount_unit") or tokens[i + 1].text in _NO_YEAR)


def _may_be_of_plan(tokens: tuple[Token, ...], i: int, plan: tuple[int, ...], year: int) -> bool:
    """Whether the plan has this year and no word before makes the number a place or an amount: "ข้อ 55", "ซอย 55"."""
    before = tokens[i - 1] if i > 0 else None
    claimed = before and (
        before.is_cue("number_word", "issue", "tactic", "goal", "more_op", "less_op") or before.text in ADDRESS
    )
    return year in plan and not claimed


def _opens_as_year(tokens: tuple[Token, ...], i: int, plan: tuple[int, ...], year: int) -> bool:
    """ "58 ล่ะ": a short message that begins with a year, not with a count ("55 โครงการ")."""
    if i or not plan[0] - _BEFORE_PLAN <= year <= plan[-1] + _BEHIND_PLAN or len(tokens) >= _SHORT_MESSAGE:
        return False
    return not (len(tokens) > 1 and tokens[1].is_cue("project", "issue", "count"))


def _is_range(tokens: tuple[Token, ...], found: dict[int, int]) -> bool:
    """Whether two years are the ends of a span: 54-56, 57-54, 54 ถึง 56, between 2011 and 2013."""
    if len(found) != 2:
        return False
    (first, first_year), (second, second_year) = found.items()
    between = tokens[first + 1 : second]
    marked = not between and tokens[second].before in _RANGE_MARKS
    framed = any(t.is_cue("between") and not t.is_cue("compare") for t in tokens[max(0, first - 2) : first])
    return marked or (first_year < second_year and (framed or any(t.is_cue("until") for t in between)))


def _open_ended(tokens: tuple[Token, ...], at: int, year: int, plan: tuple[int, ...]) -> tuple[int, ...]:
    """ "ตั้งแต่ปี 55" and "ปี 55 เป็นต้นไป" run to the plan's end; "หลังปี 55" begins a year later. () where nothing opens."""
    before = {t.text for t in tokens[max(0, at - 3) : at]}
    after = {t.text for t in tokens[at + 1 : at + 3]}
    if before & _SINCE or after & _ONWARDS:
        return tuple(y for y in plan if y >= year)
    word = at - 2 if at > 1 and tokens[at - 1].is_cue("year") else at - 1
    if word > 0 and tokens[word + 1].before == " " and not tokens[word].before:
        return ()  # "กินข้าวก่อน ปี 56": the word belongs to what stands before
    if word >= 0 and tokens[word].text in _AFTER:
        return tuple(y for y in plan if y > year)
    return tuple(y for y in plan if y < year) if word >= 0 and tokens[word].text in _BEFORE else ()
