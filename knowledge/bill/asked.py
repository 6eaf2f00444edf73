"""What can be asked of the lines of a bill: which lines, and in what form?"""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args

Axis = Literal["", "unit", "project", "item", "kind"]
"""By what lines are grouped: who gets them, their project, each by itself, their kind of spending."""
Form = Literal["sum", "list", "count", "average", "share", "sides", "rank", "lack"]
"""A sum; the groups with theirs; how many groups; the mean of them; a part of a whole; several set side by side; the
largest or smallest; the units that have nothing of it."""


@dataclass(frozen=True)
class Lines:
    """A set of lines: those that fulfil everything that is said here; empty fields say nothing."""

    units: tuple[str, ...] = ()
    """Who gets the money: one of these."""
    heads: str = ""
    """How the names of those who get it begin: จังหวัด, กลุ่มจังหวัด."""
    called: tuple[str, ...] = ()
    """Names of projects, one of these."""
    codes: tuple[str, ...] = ()
    """Codes of projects, one of these."""
    topics: tuple[str, ...] = ()
    """Words of the project's name, one of these."""
    kinds: tuple[str, ...] = ()
    """Kinds of spending, one of these."""
    words: tuple[str, ...] = ()
    """Words of the item or its kinds, all of these."""
    items: tuple[str, ...] = ()
    """Codes of lines, one of these."""
    years: tuple[int, ...] = ()
    but: "Lines | None" = None
    """Without these."""

    @property
    def is_all(self) -> bool:
        """Whether nothing but years narrows it."""
        return not (self.narrows or self.but)

    @property
    def narrows(self) -> tuple[str, ...]:
        """Which fields but the years say something."""
        names = (field.name for field in fields(self) if field.name not in ("years", "but"))
        return tuple(name for name in names if getattr(self, name))


@dataclass(frozen=True)
class Asked:
    """One question about lines."""

    sides: tuple[Lines, ...]
    """One set, or several that are set side by side."""
    form: Form = "sum"
    by: Axis = ""
    base: Lines | None = None
    """Of a share: the whole. Of a ranking or a list: what each has in all, by its share of which it is told."""
    down: bool = True
    """Of a ranking: the largest first."""
    top: int = 0
    """Of a ranking: how many; 0 is the first one."""
    place: int = 1
    op: str = ""
    """Of a list or count: what the sum of each must be (`<`, `between`), in satang."""
    bound: int = 0
    upper: int = 0
    claim: int = 0
    """Satang that the asker takes for granted."""
    differ: bool = False
    """Of sides: what lies between two is wanted."""
    pages: bool = False
    """The pages are wanted."""

    @property
    def of(self) -> Lines:
        """The set, where there is one."""
        return self.sides[0]

    def written(self) -> str:
        """As a question keeps it."""
        told = {name: value for name, value in asdict(self).items() if value != _DEFAULTS.get(name)}
        told["sides"] = [_short(side) for side in told["sides"]]
        if "base" in told:
            told["base"] = _short(told["base"])
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


_DEFAULTS = {field.name: field.default for field in fields(Asked) if field.name != "sides"}


def _short(lines: dict[str, Any]) -> dict[str, Any]:
    told = {name: value for name, value in lines.items() if value}
    return {**told, "but": _short(told["but"])} if "but" in told else told


def read_asked(written: str) -> Asked:
    """What `written` wrote. Raises ValueError for anything else, whoever made it."""
    try:
        told: dict[str, Any] = json.loads(written) if len(written) <= LONGEST else {}
        told["sides"] = tuple(_lines(side) for side in told["sides"])
        if told.get("base") is not None:
            told["base"] = _lines(told["base"])
        asked = Asked(**told)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError("Not a question about lines.") from error
    if not _is_sound(asked):
        raise ValueError("Not a question about lines.")
    return asked


def _lines(told: dict[str, Any]) -> Lines:
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in told.items()}
    if values.get("but") is not None:
        values["but"] = _lines(values["but"])
    return Lines(**values)


def _is_sound(asked: Asked) -> bool:
    """Whether each field holds what it may hold."""
    numbers = (asked.top, asked.place, asked.bound, asked.upper, asked.claim)
    sides = (*asked.sides, *([asked.base] if asked.base else []))
    return (
        0 < len(asked.sides) <= _MOST
        and asked.form in get_args(Form)
        and asked.by in get_args(Axis)
        and (asked.by != "" or asked.form not in _GROUPED)
        and asked.op in _OPERATORS
        and (asked.base is None or asked.form == "share" or (asked.form in ("rank", "list") and asked.by in PARTED))
        and all(type(number) is int and 0 <= number < _LARGEST for number in numbers)
        and asked.place > 0
        and all(type(flag) is bool for flag in (asked.down, asked.differ, asked.pages))
        and all(_holds_words(side) and (side.but is None or _holds_words(side.but)) for side in sides)
    )


def _holds_words(lines: Lines) -> bool:
    values = [getattr(lines, field.name) for field in fields(Lines) if field.name not in ("years", "heads", "but")]
    return (
        isinstance(lines.heads, str)
        and all(isinstance(words, tuple) and all(isinstance(word, str) for word in words) for words in values)
        and isinstance(lines.years, tuple)
        and all(type(year) is int and 0 < year < _LARGEST for year in lines.years)
    )


LONGEST = 8_000
"""Letters of a question that is read back: dozens of items may be named in it."""
_MOST, _LARGEST = 80, 10**17
PARTED: tuple[Axis, ...] = ("unit", "project")
"""What may have a part and a whole."""
_GROUPED = ("list", "count", "average", "rank", "lack")
_OPERATORS = ("", "<", "<=", "=", ">=", ">", "between")
