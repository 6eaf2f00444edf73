"""Which plan codes and agencies is an answer about?"""

from collections.abc import Iterator, Sequence

from handlers.plan.facts import Facts
from handlers.plan.listing import CODED
from knowledge.query import algebra as a
from knowledge.query.kinds import way
from knowledge.query.result import Result

_MOST = 100


def codes_of(facts: Facts, query: a.Query, result: Result) -> tuple[str, ...]:
    """The codes, most relevant first: members of a list, winners of a ranking, all sides of a comparison; of a figure
    the thing that it is of, and of an agency's the projects summed."""
    return tuple(dict.fromkeys(_of_query(facts, query, result)))[:_MOST]


def agencies_of(facts: Facts, query: a.Query, result: Result) -> tuple[str, ...]:
    """The agencies that were named or found."""
    named = [key for node in a.nodes(query) if isinstance(node, a.Named) and node.kind == "agency" for key in node.keys]
    results = result.parts if isinstance(query, a.Several) else (result,)
    found = [one.key for part in results if _lists_agencies(part.query) for one in part.found]
    projects = [key for key in codes_of(facts, query, result) if key.count(".") == 2 and key[-1].isdigit()]
    if not named and not found and 0 < len(projects) == len(codes_of(facts, query, result)) <= 1:
        asked = a.Listing(a.Of("agency", a.Named("project", tuple(projects))))
        found = [one.key for one in facts.evaluate(asked).found]
    return tuple(dict.fromkeys(found or named))


def _lists_agencies(query: a.Query) -> bool:
    match query:
        case a.Listing(of=of) | a.Exists(of=of) | a.Text(of=of):
            return a.kind_of(of) == "agency"
        case a.Among(right=right):
            return a.kind_of(right) == "agency"
        case a.Grouped(by=by, n=n):
            return by == "agency" and n is not None
    return False


def _of_query(facts: Facts, query: a.Query, result: Result) -> Iterator[str]:
    match query:
        case a.Several(asks=asks):
            listed = [ask.of for ask in asks if isinstance(ask, a.Listing)]
            for ask, part in zip(asks, result.parts, strict=True):
                yield from [] if _is_of_listed(ask, listed) else _of_query(facts, ask, part)
        case a.Listing(of=a.Of(kind="agency", of=of)):
            yield from _of_set(facts, of)
        case a.Listing(of=of) | a.Text(of=of) | a.Exists(of=of):
            yield from _of_found(facts, of, [found.key for found in result.found])
        case a.Among(right=a.Of(kind="agency", of=of)):
            yield from _of_set(facts, of)
        case a.Among(left=left):
            yield from _of_set(facts, left)
        case a.Grouped(by=by, n=n) if by in CODED and (n is not None or _is_of_all(query)):
            yield from (found.key for found in result.found)
        case a.Unknown(of=of):
            yield from [] if of is None else _of_set(facts, of)
        case _:
            for of in _told(query):
                yield from _of_set(facts, of)


def _is_of_listed(ask: a.Query, listed: Sequence[a.Set]) -> bool:
    """Whether an ask is of what another one lists: "มีโครงการอะไร ใครดูแล" is about the projects."""
    match ask:
        case a.Listing(of=a.Of(kind="agency", of=of)) | a.Tell(value=a.Total(of=of) | a.Number(of=of)):
            return of in listed
    return False


def _is_of_all(query: a.Query) -> bool:
    """Whether figures of the whole plan, or of all but some of it, are told apart: then each is what is told."""
    return all(
        isinstance(of, a.All) or (isinstance(of, a.Without) and isinstance(of.left, a.All)) for of in _told(query)
    )


def _told(node: a.Node) -> Iterator[a.Set]:
    """The sets that a figure is of; what a share is a share of is not."""
    match node:
        case a.Share(part=part):
            yield from _told(part)
        case a.Check(value=value, bound=bound):
            yield from _told(value)
            yield from [] if isinstance(bound, int) else _told(bound)
        case a.Total(of=of) | a.Number(of=of) | a.Average(of=of) | a.Extreme(of=of) | a.Change(of=of):
            yield of
        case _:
            for child in a.children(node):
                yield from _told(child)


def _of_set(facts: Facts, of: a.Set) -> list[str]:
    """Of a set that is named its names, of what stands under it as well; of another its members."""
    match of:
        case a.All():
            return []
        case a.Of(of=inner) if a.kind_of(inner) in CODED and _of_set(facts, inner):
            return _of_set(facts, inner)
        case a.Of(of=a.All()):
            return []
        case a.Without(left=a.All(), right=a.Named(kind="project", keys=keys)):
            return list(keys)
    return _of_found(facts, of, [found.key for found in facts.evaluate(a.Listing(of)).found])


def _of_found(facts: Facts, of: a.Set, keys: list[str]) -> list[str]:
    """Codes of things; what has none is told by its issue, an agency by its projects."""
    kind = a.kind_of(of)
    if kind in CODED:
        return keys
    above: a.Set | None = a.Of("project", of) if kind == "agency" else None
    if above is None and way(kind, "issue") is not None:
        above = a.Of("issue", of)
    if above is None or isinstance(of, a.All):
        return []
    return [found.key for found in facts.evaluate(a.Listing(above)).found]
