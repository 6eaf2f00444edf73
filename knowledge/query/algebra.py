"""What is a question made of? Sets, conditions, measures, values and forms, each a small frozen value.

Every set fits wherever a set is wanted, every value wherever a value is; what goes with what says `fits.py`. Amounts
are satang, years of the Buddhist era. `plan` is the id of the plan that a set speaks of, 0 where there is but one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Literal

from knowledge.query.kinds import Kind

Operator = Literal["<", "<=", "=", ">=", ">", "between"]
Field = Literal["amount", "count", "years", "target"]
Had = Literal["budget", "agency", "target"]
Quantifier = Literal["total", "each", "some"]
Way = Literal["up", "down", "steady", "alternate"]
By = Kind | Literal["year", "funding"]
Gap = Literal["spent", "contractor", "place", "since", "fee", "importance", "reason", "people", "progress", "contact"]
"""What people ask and no plan states: spent so far, who won the contract, where it is, since when, what it costs the
citizen, which matters most, why, how many people it reaches, how far it is, whom to call."""

MOST_NODES, MOST_KEYS = 12, 100


@dataclass(frozen=True)
class Measure:
    """A figure that each thing of a kind has."""

    field: Field
    kind: Kind | None = None
    """Of `count`: what is counted, under or over the thing."""
    years: tuple[int, ...] = ()
    """Of `amount`, ascending; none is all years of the plan."""
    unit: str = ""
    """Of `target`: only targets in this unit (ร้อยละ), since 2 topics and 20 per cent have no order."""


@dataclass(frozen=True)
class All:
    """Everything of a kind."""

    kind: Kind
    plan: int = 0


@dataclass(frozen=True)
class Named:
    """These things, by plan code, an agency's canonical name, `P4` for the fourth passage, `S4` for a stakeholder."""

    kind: Kind
    keys: tuple[str, ...]
    plan: int = 0


@dataclass(frozen=True)
class Last:
    """What the answer before was about, by value: it stays what it was, whatever is asked next."""

    kind: Kind
    keys: tuple[str, ...]
    plan: int = 0


@dataclass(frozen=True)
class Of:
    """The things of a kind that stand under or over those of a set, or answer for them, or are answered for."""

    kind: Kind
    of: "Set"


@dataclass(frozen=True)
class Where:
    """Those of a set that fulfil a condition or, negated, that do not."""

    of: "Set"
    condition: "Condition"
    negated: bool = False


@dataclass(frozen=True)
class And:
    """What is in both."""

    left: "Set"
    right: "Set"


@dataclass(frozen=True)
class Or:
    """What is in either."""

    left: "Set"
    right: "Set"


@dataclass(frozen=True)
class Without:
    """What is in the left one and not in the right one."""

    left: "Set"
    right: "Set"


@dataclass(frozen=True)
class First:
    """The first `n` of a set by a measure, largest first, with ties; 0: all. What has no figure has no place."""

    of: "Set"
    by: Measure
    n: int = 1
    smallest: bool = False


Set = All | Named | Last | Of | Where | And | Or | Without | First


@dataclass(frozen=True)
class Compared:
    """A measure compared with a number, with a range that has its ends (`between`), or with a value computed first.
    `when`: of amounts, whether the sum is meant, every year, or some year."""

    measure: Measure
    op: Operator
    bound: "int | Value"
    upper: int = 0
    when: Quantifier = "total"


@dataclass(frozen=True)
class Funded:
    """Money is planned in every one of these years."""

    years: tuple[int, ...]


@dataclass(frozen=True)
class Grew:
    """More money is planned in the later year than in the earlier one or, `down`, less; none counts as nothing."""

    first: int
    last: int
    down: bool = False


@dataclass(frozen=True)
class Course:
    """Each of these years has more money than the one before, less, or as much (and some); or every other has any."""

    years: tuple[int, ...]
    way: Way = "up"


@dataclass(frozen=True)
class Has:
    """It has any budget, an agency, or a target that is a figure."""

    what: Had


@dataclass(frozen=True)
class Words:
    """These letters stand in its Thai or English name; capitals do not count."""

    text: str


Condition = Compared | Funded | Grew | Course | Has | Words


@dataclass(frozen=True)
class Total:
    """A measure of the whole set: money and children counted once each, however many things share them."""

    measure: Measure
    of: Set


@dataclass(frozen=True)
class Number:
    """How many things."""

    of: Set


@dataclass(frozen=True)
class Average:
    """Per thing that has the figure, or (money) per year of the measure."""

    measure: Measure
    of: Set
    per: Literal["thing", "year"] = "thing"


@dataclass(frozen=True)
class Extreme:
    """The largest or smallest figure among the things."""

    measure: Measure
    of: Set
    smallest: bool = False


@dataclass(frozen=True)
class Share:
    """What the one is of the other, in percent."""

    part: "Value"
    whole: "Value"


@dataclass(frozen=True)
class Difference:
    """How much more the left one is; of money, none counts as nothing."""

    left: "Value"
    right: "Value"


@dataclass(frozen=True)
class Ratio:
    """How many times the right one the left one is."""

    left: "Value"
    right: "Value"


@dataclass(frozen=True)
class Change:
    """How much more money the later year has, in satang or in percent of the earlier one."""

    of: Set
    first: int
    last: int
    percent: bool = False


Value = Total | Number | Average | Extreme | Share | Difference | Ratio | Change


@dataclass(frozen=True)
class Tell:
    """The value."""

    value: Value


@dataclass(frozen=True)
class Listing:
    """The things, in document order or, of a ranking, in its order."""

    of: Set


@dataclass(frozen=True)
class Exists:
    """Whether there is any."""

    of: Set


@dataclass(frozen=True)
class Among:
    """Whether all things of the left set (and there are some) are in the right one: a claim about things."""

    left: Set
    right: Set


@dataclass(frozen=True)
class Check:
    """Whether the value is so: a claim about a figure."""

    value: Value
    op: Operator
    bound: "int | Value"
    upper: int = 0


@dataclass(frozen=True)
class Comparison:
    """Values side by side."""

    values: tuple[Value, ...]


@dataclass(frozen=True)
class Text:
    """What the plan says, word for word."""

    of: Set


@dataclass(frozen=True)
class Grouped:
    """A value for each year or thing; `n` as in `First`, or None for document order."""

    value: Value
    by: By
    n: int | None = None
    smallest: bool = False


@dataclass(frozen=True)
class Unknown:
    """Something that no plan has a field for, about these things or about the whole plan."""

    what: Gap
    of: Set | None = None


@dataclass(frozen=True)
class Several:
    """Several asks in one message."""

    asks: "tuple[Ask, ...]"


Ask = Tell | Listing | Exists | Among | Check | Comparison | Text | Grouped | Unknown
Query = Ask | Several
Node = Query | Value | Condition | Set


def kind_of(of: Set) -> Kind:
    """What the things of a set are; of a badly typed one, those of its left part."""
    while not isinstance(of, All | Named | Last | Of):
        of = of.left if isinstance(of, And | Or | Without) else of.of
    return of.kind


def children(node: Node) -> Iterator[Node]:
    """The nodes that it is directly made of."""
    for field in fields(node):
        value = getattr(node, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Node):
                yield part


def nodes(node: Node) -> Iterator[Node]:
    """The node and all that it is made of."""
    yield node
    for child in children(node):
        yield from nodes(child)


def plans(node: Node) -> frozenset[int]:
    """The ids of the plans that it speaks of."""
    return frozenset(part.plan for part in nodes(node) if isinstance(part, All | Named | Last))
