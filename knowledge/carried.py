"""What of the last question can be asked of another plan? "แล้วแผนก่อนล่ะ": the same, as far as that plan has it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from knowledge.index import Index
from knowledge.parsing.edit import Piece, changed, has_years, with_years
from knowledge.query import algebra as a
from knowledge.query.written import WrittenError, read, write
from knowledge.question import Turn


class _NotThereError(Exception):
    """The other plan has no such thing."""


def carried(turn: Turn, start: Index, end: Index) -> Turn | None:
    """The turn of one plan as one of another: of things that are called the same there, and of its years. None where
    something that it is about is not there, or it asked nothing."""
    question = turn.question
    if turn.choices or question.where or (question.lines and end.bill is None):
        return None
    try:
        about = tuple(_same(code, start, end) for code in question.about)
        agencies = tuple(_agency(name, end) for name in question.agencies)
        query = _query(turn.query, start, end) if turn.query else ""
    except _NotThereError:
        return None
    years = tuple(year for year in question.years if year in end.years)
    return Turn(replace(question, about=about, agencies=agencies, years=years), query=query, plan=end.beside)


def carried_query(query: a.Query, start: Index, end: Index) -> a.Query | None:
    """A query of one plan as one of another: of things that are called the same there. None where one is not there, or
    the query is of certain years, which the other plan has not."""
    if has_years(query):
        return None
    try:
        return read(_query(write(query), start, end))
    except (_NotThereError, WrittenError):
        return None


def _same(code: str, start: Index, end: Index) -> str:
    """The code of what is called the same in the other plan."""
    thing = start.entities.get(code)
    if thing is not None:
        alike = [each.code for each in end.of_kind(thing.kind) if each.title == thing.title]
        if len(alike) == 1:
            return alike[0]
    raise _NotThereError


def _agency(name: str, end: Index) -> str:
    if any(name in sense.agencies for sense in end.vocabulary.terms.values()):
        return name
    raise _NotThereError


def _query(written: str, start: Index, end: Index) -> str:
    try:
        query = with_years(read(written), ())
    except WrittenError:
        query = None
    if query is None:
        raise _NotThereError

    def change(piece: Piece) -> Piece:
        if isinstance(piece, a.Named | a.Last):
            return replace(piece, keys=_keys(piece.kind, piece.keys, start, end))
        return piece

    return write(cast(a.Query, changed(query, change)))


def _keys(kind: str, keys: Sequence[str], start: Index, end: Index) -> tuple[str, ...]:
    if kind == "agency":
        return tuple(_agency(key, end) for key in keys)
    if kind == "strategy":
        return (end.facts.strategy,)
    return tuple(_same(key, start, end) for key in keys)
