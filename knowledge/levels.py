"""Which levels of the plan does a message speak of: numbered ones ("ประเด็นที่ 3") and asked ones ("กลยุทธ์อะไรบ้าง")?"""

from dataclasses import dataclass

from knowledge.amounts import as_number
from knowledge.index import Index
from knowledge.reading import Reading, Token

LEVELS = ("indicator", "goal", "tactic", "measure", "issue", "project", "strategy")
_ASKING = ("what", "count", "how_much", "who", "yes_no", "how")
_COUNTED = ("project", "tactic", "goal", "indicator", "measure", "issue", "agency")
_ENGLISH_ORDINALS = frozenset(("second", "third", "fourth", "fifth", "sixth"))
_JOINERS = frozenset(("กับ", "และ", "หรือ", "and", "or", "vs", "กะ"))
_CLASSIFIERS = frozenset(("ข้อ", "ตัว", "อัน", "รายการ", "ด้าน", "เรื่อง"))


@dataclass(frozen=True)
class Levels:
    """Numbered and asked levels of a message."""

    numbers: dict[str, tuple[int, ...]]
    """Level to numbers: {"issue": (3,), "tactic": (2,)}; -1 is the last one."""
    loose: int | None
    """A number with ข้อ or ที่ and no level: "ข้อ 4"; -1 for the last."""
    asked: str
    """The level that is wanted, or ""."""
    counted: str
    """The level whose number is wanted ("กี่โครงการ"), "item" for "กี่ข้อ", or ""."""
    named: tuple[str, ...]
    """All levels that are spoken of without a number, in order."""
    tokens: frozenset[int]
    """Places of the numbers used and of their level words."""


def find_levels(reading: Reading, taken: frozenset[int], quoted: frozenset[int]) -> Levels:
    """The levels of a message; `taken` are places of years and amounts, `quoted` lie inside a name of the plan."""
    numbers: dict[str, tuple[int, ...]] = {}
    named: list[tuple[int, str]] = []
    loose: int | None = None
    used: set[int] = set()
    tokens = reading.tokens
    for i, token in enumerate(tokens):
        level = _level(token) if i not in quoted else ""
        number, place = _number_after(tokens, i, taken) if level or _is_ordinal(token) else (None, i)
        if level and number is not None:
            more = _more_numbers(tokens, place, taken)
            numbers[level] = (*numbers.get(level, ()), number, *(n for n, _ in more))
            used.update((i, place, *(at for _, at in more)))
        elif level:
            named.append((i, level))
        elif number is not None and place not in used and _is_ordinal(token) and loose is None:
            loose = number
            used.add(place)
    if loose is None and not numbers and reading.english:
        loose = next((as_number(t.number) for t in tokens if t.text in _ENGLISH_ORDINALS), None)
    if loose is None and not numbers and reading.has("first_item", "last_item"):
        loose = 1 if reading.has("first_item") else -1
    if not named and reading.has("which_one"):
        named = [(next(reading.where("which_one")), "project")]
    counted = next(
        (level for level in _COUNTED if reading.has(f"count_{level}")), "item" if reading.has("count_item") else ""
    )
    return Levels(
        numbers, loose, _asked(tokens, named, quoted), counted, tuple(level for _, level in named), frozenset(used)
    )


def _level(token: Token) -> str:
    return next((level for level in LEVELS if token.is_cue(level)), "")


def _is_ordinal(token: Token) -> bool:
    return token.is_cue("number_word") and token.text not in ("ที่", "no", "number")


def _number_after(tokens: tuple[Token, ...], i: int, taken: frozenset[int]) -> tuple[int | None, int]:
    """The ordinal right behind a level word: "ประเด็น(ที่) 3", "issue 3", "ประเด็นแรก"; "3 ข้อ" is a count, not an ordinal."""
    place = i + 1
    marked = False
    while (
        place < len(tokens)
        and tokens[place].number is None
        and (tokens[place].is_cue("number_word") or _level(tokens[place]) == "strategy")
    ):
        place, marked = place + 1, True
    if place >= len(tokens):
        return None, i
    if (
        tokens[place].is_cue("first_item", "last_item")
        and tokens[place].number is None
        and not (i and tokens[i - 1].number is not None)
    ):
        return (1 if tokens[place].is_cue("first_item") else -1), place
    number = as_number(tokens[place].number)
    if number is None or place in taken or not 0 < number <= 30:
        return None, i
    follower = tokens[place + 1] if place + 1 < len(tokens) else None
    if (
        follower
        and not marked
        and (
            follower.text in _CLASSIFIERS
            or follower.is_cue("amount_unit")
            or (_level(follower) and _level(follower) == _level(tokens[i]))
        )
    ):
        return None, i
    return number, place


def _more_numbers(tokens: tuple[Token, ...], place: int, taken: frozenset[int]) -> list[tuple[int, int]]:
    """The rest of "ประเด็น 1, 2 และ 5"; each with its place."""
    more: list[tuple[int, int]] = []
    while place + 1 < len(tokens):
        step = 1 if tokens[place + 1].number is not None else 2
        at = place + step
        if at >= len(tokens) or at in taken or (step == 2 and tokens[place + 1].text not in _JOINERS):
            break
        if step == 1 and tokens[at].before not in (",", "/", "+", "&"):
            break
        number = as_number(tokens[at].number)
        follower = tokens[at + 1] if at + 1 < len(tokens) else None
        if number is None or not 0 < number <= 30 or (follower and follower.is_cue("amount_unit", "year")):
            break
        more.append((number, at))
        place = at
    return more


def _asked(tokens: tuple[Token, ...], named: list[tuple[int, str]], quoted: frozenset[int]) -> str:
    """The level nearest before a question word; else the first that is not a filter."""
    if not named:
        return ""
    best, distance = "", 99
    for i, level in named:
        if (
            (i + 1 < len(tokens)
            and tokens[i + 1].is_cue("this"))
            or (i > 0
            and tokens[i - 1].text in ("ใน", "ของ", "in", "of", "ภายใต้", "under"))
        ):
            continue
        for j in range(i + 1, min(len(tokens), i + 6)):
            if j not in quoted and tokens[j].is_cue(*_ASKING, "order_word") and j - i < distance:
                best, distance = level, j - i
        if i > 0 and tokens[i - 1].is_cue("count") and i - 1 not in quoted:
            best, distance = level, 0
    free = [level for i, level in named if not (i + 1 < len(tokens) and tokens[i + 1].is_cue("this"))]
    return best or min(free, key=LEVELS.index, default="")


def numbered_code(index: Index, levels: Levels, under: str = "") -> tuple[str, ...]:
    """Codes of the numbered levels: {"issue": 3, "tactic": 2} is 5.3.T2; without an issue all of that number; () where there is none."""
    issues = [e.code for e in index.of_kind("issue")]
    if "issue" in levels.numbers:
        issues = [c for n in levels.numbers["issue"] for c in _nth(issues, n)]
    elif under:
        issues = [under]
    finest = next((level for level in ("indicator", "goal", "tactic", "project") if level in levels.numbers), "")
    if not finest:
        return tuple(issues) if "issue" in levels.numbers else ()
    parents = issues
    if finest == "indicator" and "goal" in levels.numbers:
        parents = [c for issue in issues for c in _nth(index.children(issue, "goal"), levels.numbers["goal"][0])]
    if finest == "project" and "tactic" in levels.numbers:
        parents = [c for issue in issues for c in _nth(index.children(issue, "tactic"), levels.numbers["tactic"][0])]
    return tuple(
        c for parent in parents for n in levels.numbers[finest] for c in _nth(index.children(parent, finest), n)
    )  # type: ignore[arg-type]


def _nth(codes: "list[str] | tuple[str, ...]", number: int) -> list[str]:
    """The thing of this number (from 1; -1 is the last), as a list of one or none."""
    if number == -1:
        return list(codes[-1:])
    return [codes[number - 1]] if 0 < number <= len(codes) else []
