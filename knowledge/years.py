"""Which fiscal years does a message name?"""

from dataclasses import dataclass

from knowledge.reading import Reading, Token

_TO_BE = 543
_RANGE_MARKS = frozenset("-–~")


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


_RELATIVE = ("next_year", "previous_year", "same_years", "other_year")
_FIXED = {
    "first_year": slice(0, 1),
    "last_year": slice(-1, None),
    "half_first": slice(0, 2),
    "half_last": slice(-2, None),
}


def find_years(reading: Reading, plan: tuple[int, ...]) -> Years:
    """The years that a message names; two-digit years need a word or a neighbour that says so."""
    found: list[tuple[int, int]] = []
    for i, token in enumerate(reading.tokens):
        year = _year(reading.tokens, i, plan, bool(found) and found[-1][0] >= i - 3)
        if year:
            found.append((i, year))
    named = tuple(dict.fromkeys(y for _, y in found))
    span = _first_or_last(reading, plan)
    if span:
        return Years(span, True)
    if not named:
        named = tuple(sorted({y for cue, part in _FIXED.items() if reading.has(cue) for y in plan[part]}))
    is_range = (
        len(found) == 2 and found[0][1] < found[1][1] and _joined_as_range(reading.tokens, found[0][0], found[1][0])
    )
    if is_range:
        named = tuple(range(named[0], named[-1] + 1)) if named[-1] - named[0] < 50 else named
    elif len(named) == 1:
        named = _open_ended(reading, found, named, plan)
    relative = next((cue for cue in _RELATIVE if reading.has(cue)), "")
    return Years(named, is_range, relative, frozenset(i for i, _ in found))


_FIRST, _LAST = ("แรก", "first"), ("หลัง", "สุดท้าย", "ท้าย", "last")


def _first_or_last(reading: Reading, plan: tuple[int, ...]) -> tuple[int, ...]:
    """ "3 ปีแรก", "2 ปีหลัง": that many years from one end."""
    tokens = reading.tokens
    for i in range(len(tokens) - 1):
        number = tokens[i].number
        if number is None or not 0 < number < len(plan):
            continue
        after = tokens[i + 1].text + (tokens[i + 2].text if i + 2 < len(tokens) else "")
        if tokens[i + 1].is_cue("first_year") or (tokens[i + 1].is_cue("year") and after.endswith(_FIRST)):
            return plan[: int(number)]
        if tokens[i + 1].is_cue("last_year") or (tokens[i + 1].is_cue("year") and after.endswith(_LAST)):
            return plan[-int(number) :]
    return ()


def _year(tokens: tuple[Token, ...], i: int, plan: tuple[int, ...], after_year: bool) -> int | None:
    """The year that a number is, or None."""
    number = tokens[i].number
    if number is None or number != int(number):
        return None
    value = int(number)
    if _counts_something(tokens, i):
        return None
    if 2400 <= value <= 2700:
        return value
    if 1940 <= value <= 2160:
        return value + _TO_BE
    if not 40 <= value <= 99:
        return None
    said = i > 0 and tokens[i - 1].is_cue("year")
    likely = 2500 + value in plan and (
        i == 0 or not tokens[i - 1].is_cue("number_word", "issue", "tactic", "goal", "more_op", "less_op")
    )
    opens = (
        i == 0
        and 50 <= value <= 69
        and len(tokens) < 8
        and not (len(tokens) > 1 and tokens[1].is_cue("project", "issue", "count"))
    )
    return 2500 + value if said or after_year or likely or opens else None


def _counts_something(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a unit or a thing counted follows the number: "55 ล้าน" is no year, "55 โครงการ" neither."""
    if i + 1 >= len(tokens):
        return False
    after = tokens[i + 1]
    return after.is_cue("amount_unit") or after.text in ("%", "คน", "เปอร์เซ็นต์", "percent")


def _joined_as_range(tokens: tuple[Token, ...], first: int, second: int) -> bool:
    """Whether the two years are the ends of a span: 54-56, 54 ถึง 56."""
    between = tokens[first + 1 : second]
    return (tokens[second].before in _RANGE_MARKS and not between) or any(t.is_cue("until") for t in between)


def _open_ended(
    reading: Reading, found: list[tuple[int, int]], named: tuple[int, ...], plan: tuple[int, ...]
) -> tuple[int, ...]:
    """ "ตั้งแต่ปี 55" and "ปี 55 เป็นต้นไป" run to the plan's end; "หลังปี 55" begins a year later."""
    if not found:
        return named
    at = found[0][0]
    before = reading.tokens[max(0, at - 3) : at]
    after = reading.tokens[at + 1 : at + 3]
    if any(t.text in ("ตั้งแต่", "since") for t in before) or any(
        t.text in ("เป็นต้นไป", "ขึ้นไป", "onwards", "onward") for t in after
    ):
        return tuple(y for y in plan if y >= named[0]) or named
    if any(t.text in ("หลังปี", "หลังจากปี", "after") for t in before):
        return tuple(y for y in plan if y > named[0]) or named
    if any(t.text in ("ก่อนปี", "before") for t in before):
        return tuple(y for y in plan if y < named[0]) or named
    return named
