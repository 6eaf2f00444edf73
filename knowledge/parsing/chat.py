"""What does the chat give to a message that leaves words out: the things it is about, and their years?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.index import Index
from knowledge.parsing.edit import measures, subject_in
from knowledge.parsing.older import named, query_of
from knowledge.query import algebra as a
from knowledge.query.kinds import stands_under
from knowledge.query.written import WrittenError, read
from knowledge.question import Turn
from knowledge.subject import subject_of


@dataclass(frozen=True)
class Given:
    """What the last turns leave."""

    of: a.Set | None = None
    """The things talked of; None is the whole plan, or nothing."""
    years: tuple[int, ...] = ()
    """The years of money that were asked for or found."""
    query: a.Query | None = None
    """The last question; None where it was none, or cannot be said as a query."""
    listed: a.Set | None = None
    """The last list that was shown, of several things."""
    pointed: bool = False
    """The message points at it."""
    ranked: a.Query | None = None
    """The last order that was told, where its first is still spoken of."""


NOTHING = Given()


def given(index: Index, history: Sequence[Turn]) -> Given:
    """What the last turns leave; a turn that asked back leaves nothing that is sure."""
    if not history or history[-1].choices:
        return NOTHING
    last = history[-1]
    query = asked_in(index, last)
    years = () if last.question.ask == "years" and not last.query else years_of(last, query)
    ranked = _order_told(index, history)
    return Given(_left_by(index, last, query), years, query, _listed(index, history), ranked=ranked)


def _order_told(index: Index, history: Sequence[Turn]) -> a.Query | None:
    """The last order of which the first was told, while the talk is of nothing but that first one."""
    spoken: set[a.Set] = set()
    for turn in reversed(history):
        query = asked_in(index, turn)
        if query is None:
            return None
        match query:
            case a.Grouped(n=1, by=by) if by != "year":
                return query if spoken <= {_left_by(index, turn, query)} else None
            case a.Tell(value=a.Share(part=a.Total(measure=measure, of=a.First(of=of, n=1, smallest=smallest)))):
                return a.Grouped(a.Total(measure, of), a.kind_of(of), 1, smallest) if not spoken else None
        if (about := _left_by(index, turn, query)) is not None:
            spoken.add(about)
    return None


def years_of(turn: Turn, query: a.Query | None) -> tuple[int, ...]:
    return turn.years or (_years(query) if query else turn.question.years)


def asked_in(index: Index, turn: Turn) -> a.Query | None:
    """The query of a turn."""
    if not turn.query:
        return query_of(index, turn)
    try:
        return read(turn.query)
    except WrittenError:
        return None


def _years(query: a.Query) -> tuple[int, ...]:
    funded = (n.years for n in a.nodes(query) if isinstance(n, a.Funded) and len(n.years) < _MANY_YEARS)
    return next((years for years in (*(m.years for m in measures(query)), *funded) if years), ())


def _left_by(index: Index, turn: Turn, query: a.Query | None) -> a.Set | None:
    """The things found, where some were looked for; else those asked about."""
    if query is None:
        codes, agencies = subject_of(index, turn)
        return named(index, codes, agencies)
    match query:
        case a.Several(asks=asks):
            return next((of for ask in asks if (of := _left_by(index, turn, ask)) is not None), None)
        case a.Listing(of=a.Of(kind="agency", of=of)):
            return _named_or_nothing(of)
        case a.Tell(value=a.Number(of=a.Of(kind=kind, of=a.Named() as of))):
            found = _found(index, turn, kind)
            return found if isinstance(found, a.Named) and len(found.keys) == 1 else of
        case a.Text(of=a.Named() as of):
            return of
        case a.Listing(of=a.Of(kind=kind, of=of)) if stands_under(a.kind_of(of), kind):
            return _named_or_nothing(of)
        case a.Listing(of=of) | a.Exists(of=of) | a.Tell(value=a.Number(of=of)):
            found = _found(index, turn, a.kind_of(of))
            return found or _named_or_nothing(of)
        case a.Grouped(by=by, n=n) if by != "year" and n is not None:
            if by == "agency":
                return a.Named("agency", turn.agencies) if turn.agencies else None
            return _found(index, replace(turn, codes=turn.codes[:1]) if n == 1 else turn, by)
    about = subject_in(query)
    return None if about is None else _named_or_nothing(about)


def _named_or_nothing(of: a.Set) -> a.Set | None:
    return None if isinstance(of, a.All) else of


def _found(index: Index, turn: Turn, kind: str) -> a.Set | None:
    """The things of a kind that the answer was about; None where they are too many to point at."""
    codes = tuple(code for code in turn.codes if code in index.entities and index.entities[code].kind == kind)
    return named(index, codes) if len(codes) < _ALL else None


_ALL = 60
_MANY_YEARS = 3
"""Years of a condition from which on it means the whole course of a project, not a time to go on about."""


def _listed(index: Index, history: Sequence[Turn]) -> a.Set | None:
    """The last list of several things of one kind; of things picked from an earlier one it is that list still."""
    shown: a.Named | None = None
    for turn in reversed(history):
        of = named(index, turn.codes) if len(turn.codes) > 1 else None
        if not isinstance(of, a.Named):
            continue
        if shown is None:
            shown = of
        elif of.kind == shown.kind and set(shown.keys) < set(of.keys):
            return of
        else:
            break
        if not _is_picked_from(index, turn, of):
            break
    return shown


def _is_picked_from(index: Index, turn: Turn, of: a.Named) -> bool:
    """Whether a turn asked about just these, by name or place, and found no others."""
    query = asked_in(index, turn)
    return query is not None and of in a.nodes(query)
