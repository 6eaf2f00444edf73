"""A question as a reader would put it: what it works out on the way is called by name.

"the issue that has project X, as a share ..." says in letters what the database already knows: the issue's name.
"""

from dataclasses import fields, replace
from functools import partial
from typing import Any, cast

from handlers.plan.facts import Facts
from knowledge.parsing.edit import Piece, changed
from knowledge.query import algebra as a
from knowledge.query.kinds import stands_under

_FEW = 3
"""So many things are called by name; more are said by what they have in common."""


def by_name(facts: Facts, ask: a.Ask) -> a.Ask:
    """The same question with what stands above a thing, what a ranking picks put by name.

    What is listed, looked for or claimed stays as it was asked for.
    """
    put = partial(_put, facts)
    if isinstance(ask, a.Listing | a.Exists | a.Text):
        return replace(ask, of=_inside(ask.of, put))
    if isinstance(ask, a.Among):
        return replace(ask, left=cast(a.Set, changed(ask.left, put)), right=_inside(ask.right, put))
    return cast(a.Ask, changed(ask, put))


def _inside(of: a.Set, put: Any) -> a.Set:
    """The set itself as it is, what it is made of put by name."""
    if isinstance(of, a.Named):
        return cast(a.Set, put(of))
    made = {field.name: getattr(of, field.name) for field in fields(of)}
    parts: dict[str, Any] = {name: changed(part, put) for name, part in made.items() if isinstance(part, a.Node)}
    return replace(of, **parts)


def _put(facts: Facts, piece: Piece) -> Piece:
    if isinstance(piece, a.Named):
        return _or_all(facts, piece)
    if isinstance(piece, a.Set) and _is_worked_out(piece):
        found = facts.evaluate(a.Listing(piece)).found
        if 0 < len(found) <= _FEW:
            return a.Named(a.kind_of(piece), tuple(one.key for one in found))
    return piece


def _is_worked_out(of: a.Set) -> bool:
    """Whether the things are known by a way that tells a reader nothing: by what they have, or by their place."""
    if isinstance(of, a.First):
        return of.n > 0
    if isinstance(of, a.Of):
        return isinstance(of.of, a.Named) and of.kind != "agency" and stands_under(of.of.kind, of.kind)
    if isinstance(of, a.And):
        return isinstance(of.left, a.Named)
    return isinstance(of, a.Without) and isinstance(of.left, a.Named) and isinstance(of.right, a.Named)


def _or_all(facts: Facts, of: a.Named) -> a.Set:
    """All that the plan has of a kind are simply all."""
    if of.plan or len(of.keys) <= _FEW:
        return of
    every = facts.evaluate(a.Listing(a.All(of.kind))).found
    return a.All(of.kind) if {one.key for one in every} == set(of.keys) else of
