"""What comes out of a query: figures, things, groups, and whether a claim holds."""

from dataclasses import dataclass
from fractions import Fraction

from knowledge.budgets import Place
from knowledge.query.algebra import Query
from knowledge.query.units import Unit


@dataclass(frozen=True)
class Figure:
    """One number, exact."""

    number: Fraction | None
    """Satang, percent, times or a count; None where the plan sets none."""
    unit: Unit
    target_unit: str = ""
    """Of a target, as the plan has it: ร้อยละ, เรื่อง."""


@dataclass(frozen=True)
class Found:
    """A thing, or a year, of the answer."""

    key: str
    """As `Named` takes it; a year in digits."""
    name: str
    name_en: str
    figure: Figure | None = None
    """Of a group or a place of a ranking."""
    place: int = 0
    """From 1, of a ranking; things that tie share one."""
    source: Place | None = None
    """None for agencies and years, which stand in many lines."""


@dataclass(frozen=True)
class Result:
    """What a query comes to; which fields say something follows from its form."""

    query: Query
    figures: tuple[Figure, ...] = ()
    """The value; of a check also its bound; of a comparison one for each side."""
    found: tuple[Found, ...] = ()
    """The things of a list, or the groups."""
    holds: bool | None = None
    """Whether it is so; None where the plan has no figure to tell by."""
    parts: tuple["Result", ...] = ()
    """Of several asks one each."""
