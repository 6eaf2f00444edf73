"""What does a query come to?"""

from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.query import arithmetic
from knowledge.query.algebra import (
    MOST_NODES,
    Among,
    Check,
    Comparison,
    Exists,
    Grouped,
    Listing,
    Query,
    Set,
    Several,
    Tell,
    Text,
    Unknown,
    Without,
)
from knowledge.query.fits import Reason, misfit
from knowledge.query.result import Figure, Result
from knowledge.query.sql.groups import groups
from knowledge.query.sql.sets import ids
from knowledge.query.sql.things import things
from knowledge.query.sql.values import Values
from knowledge.query.units import unit_of


class MisfitError(Exception):
    """The query makes no sense; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(f"The query does not fit: {reason.kind} {reason.of}".strip() + ".")


def evaluate(session: Session, query: Query, most: int = MOST_NODES) -> Result:
    """What the query comes to. Raises MisfitError where it makes no sense. `most`: nodes, of a query that was made of
    another one and is larger than what people may ask."""
    if reason := misfit(query, most):
        raise MisfitError(reason)
    return _result(query, Values(session, query))


def _result(query: Query, values: Values) -> Result:
    match query:
        case Tell(value=value):
            return Result(query, figures=(values.figure(value),))
        case Listing(of=of) | Text(of=of):
            return Result(query, found=tuple(things(of, values).values()))
        case Exists(of=of):
            found = tuple(things(of, values).values())
            return Result(query, found=found, holds=bool(found))
        case Among(left=left, right=right):
            holds = _any(left, values) and not _any(Without(left, right), values)
            return Result(query, found=tuple(things(right, values).values()), holds=holds)
        case Check():
            return _checked(query, values)
        case Comparison(values=sides):
            return Result(query, figures=tuple(values.figure(side) for side in sides))
        case Grouped():
            return Result(query, found=groups(query, values))
        case Several(asks=asks):
            return Result(query, parts=tuple(_result(ask, values) for ask in asks))
        case Unknown(of=of):
            return Result(query, found=() if of is None else tuple(things(of, values).values()))


def _any(of: Set, values: Values) -> bool:
    return bool(values.run(select(ids(of, values.known).limit(1).subquery())))


def _checked(query: Check, values: Values) -> Result:
    figure = values.figure(query.value)
    if isinstance(query.bound, int):
        bound = Figure(Fraction(query.bound), unit_of(query.value), figure.target_unit)
    else:
        bound = values.figure(query.bound)
    holds = arithmetic.is_so(figure.number, query.op, bound.number, query.upper)
    if figure.target_unit != bound.target_unit:
        holds = None
    return Result(query, figures=(figure, bound), holds=holds)
