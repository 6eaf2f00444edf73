"""The query that an older question comes to, so that a chat can go on about it; None where there is no such query."""

from collections.abc import Iterable
from dataclasses import replace

from knowledge.index import Index
from knowledge.parsing.edit import at_place
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY, Kind, stands_under
from knowledge.question import Condition, Question, Turn

_KINDS: tuple[Kind, ...] = ("project", "issue", "tactic", "goal", "indicator")
_TWO = 2
_LISTED: dict[str, Kind] = {
    "projects": "project",
    "agencies": "agency",
    "issues": "issue",
    "tactics": "tactic",
    "goals": "goal",
    "indicators": "indicator",
}


def named(index: Index, codes: Iterable[str], agencies: Iterable[str] = ()) -> a.Set | None:
    """Things by their codes, or agencies; None where there are none, or of several kinds."""
    codes = [code for code in codes if code != index.facts.strategy]  # that is the whole plan
    kinds = {index.entities[code].kind if code in index.entities else "" for code in codes}
    names = tuple(agencies)
    if not kinds:
        return a.Named("agency", names) if names else None
    kind = next((k for k in _KINDS if kinds == {k}), None)
    if kind is None:
        return None
    of: a.Set = a.Named(kind, tuple(codes))
    if names:
        owned: a.Set = a.Of("project", a.Named("agency", names))
        return a.And(of if kind == "project" else a.Of("project", of), owned)
    return of


def query_of(index: Index, turn: Turn) -> a.Query | None:
    """What the turn asked, as a query."""
    question = turn.question
    of = named(index, question.about, question.agencies)
    whole = question.about == (index.facts.strategy,)
    if (question.about and of is None and not whole) or question.words or question.number:
        return None
    if question.parent:
        kind = _LISTED.get(question.ask)
        one = isinstance(of, a.Named) and len(of.keys) == 1 and stands_under(of.kind, kind or of.kind)
        return a.Listing(a.Of(kind, of)) if one and kind and of is not None else None
    of = of or a.All("project")
    amount = a.Measure("amount", years=question.years)
    if question.ask in _LISTED:
        return _listed(question, of)
    if a.kind_of(of) not in MONEY:
        return None
    if question.ask == "funding":
        return a.Grouped(a.Number(of if a.kind_of(of) == "project" else a.Of("project", of)), "funding")
    if question.ask == "years":
        return a.Grouped(a.Total(a.Measure("amount"), of), "year")
    if question.ask not in ("budget", "overview"):
        return None
    found = _narrowed(question.where, of)
    return None if found is None else _figure(question, amount, found)


def says_the_same(index: Index, question: Question, query: a.Query) -> bool:
    """Whether the older question comes to the same query: then it is told in the form that people know. Which goal an
    indicator is of the older one tells with the indicator."""
    if question.ask == "overview":
        return False
    if isinstance(query, a.Listing) and isinstance(query.of, a.Of) and query.of.kind == "goal":
        return False
    older = query_of(index, Turn(question))
    return older == query or (older is not None and _told_together(older) == _told_together(query))


def _told_together(query: a.Query) -> a.Query:
    """The query as the older answer tells it: a change in money and in percent at once."""
    match query:
        case a.Several(asks=(a.Tell(value=a.Change() as change), a.Tell(value=a.Change() as other))):
            if replace(other, percent=False) == replace(change, percent=False):
                return a.Tell(replace(change, percent=False))
        case a.Tell(value=a.Change() as change):
            return a.Tell(replace(change, percent=False))
    return query


def _figure(question: Question, amount: a.Measure, of: a.Set) -> a.Query | None:
    match question.shape:
        case "value" | "total" | "exists" if question.yearly or question.by:
            return a.Grouped(a.Total(amount, of), question.by or "year")
        case "value" | "total" | "exists":
            return a.Tell(a.Total(amount, of))
        case "share":
            whole: a.Set = a.Named("issue", (question.base,)) if question.base else a.All("project")
            return a.Tell(a.Share(a.Total(amount, of), a.Total(amount, whole)))
        case "rank" if question.by and not question.yearly and not question.counting and question.place == 1:
            ranked = of if question.by == "year" or not isinstance(of, a.All) else a.All(question.by)
            if question.by == "project" and question.top > 1:
                among = of if a.kind_of(of) == "project" else a.Of("project", of)
                return a.Listing(a.First(among, amount, question.top, question.down))
            return a.Grouped(a.Total(amount, ranked), question.by, question.top, question.down)
        case "rank" if question.by in MONEY and question.place > 1 and isinstance(of, a.All) and question.top == 1:
            return at_place(a.All(question.by), amount, question.place, smallest=question.down)
        case "without":
            base = a.Of("project", a.Named("issue", (question.base,))) if question.base else a.All("project")
            left_out = of if a.kind_of(of) == "project" else a.Of("project", of)
            return None if isinstance(of, a.All) else a.Tell(a.Total(amount, a.Without(base, left_out)))
        case "average" if not question.by:
            return a.Tell(a.Average(amount, of, per="year"))
        case "average" if question.by == "project":
            return a.Tell(a.Average(amount, of if a.kind_of(of) == "project" else a.Of("project", of)))
        case "compare" if len(question.about) > 1 and not question.by and isinstance(of, a.Named):
            return a.Comparison(tuple(a.Total(amount, a.Named(of.kind, (key,))) for key in of.keys))
        case "change" if len(question.years) == _TWO and not question.by:
            first, last = question.years
            return a.Tell(a.Change(of, first, last, question.percent))
    return None


def _listed(question: Question, of: a.Set) -> a.Query | None:
    kind = _LISTED[question.ask]
    years = tuple(c.number for c in question.where if c.field == "funded")
    if question.ask == "indicators" and question.shape == "value" and _is_one(of, "indicator"):
        return a.Tell(a.Total(a.Measure("target"), of))
    if question.ask == "agencies" and question.shape in ("value", "list"):
        return None if a.kind_of(of) == "agency" else a.Listing(a.Of("agency", of))
    if a.kind_of(of) != kind:
        of = a.All(kind) if isinstance(of, a.All) else a.Of(kind, of)
    found = _narrowed(question.where, of) if kind == "project" else of
    if found is None or (kind != "project" and question.where):
        return None
    if question.years and not years and not question.where:
        return None
    if question.shape == "total" and kind == "project":
        return a.Tell(a.Total(a.Measure("amount", years=question.years), found))
    return a.Tell(a.Number(found)) if question.shape == "count" else a.Listing(found)


def _is_one(of: a.Set, kind: Kind) -> bool:
    """Whether one thing of a kind is named."""
    return isinstance(of, a.Named) and of.kind == kind and len(of.keys) == 1


def _narrowed(where: Iterable[Condition], of: a.Set) -> a.Set | None:
    """The set with the older conditions; None where one of them has no counterpart."""
    for one in where:
        of = of if a.kind_of(of) == "project" else a.Of("project", of)
        match one.field:
            case "total":
                of = a.Where(of, a.Compared(a.Measure("amount"), one.op, one.number, one.upper))
            case "funded":
                of = a.Where(of, a.Funded((one.number,)))
            case "unfunded":
                of = a.Where(of, a.Funded((one.number,)), negated=True)
            case "years":
                of = a.Where(of, a.Compared(a.Measure("years"), one.op, one.number))
            case "agencies" if one.op == "=" and not one.number:
                of = a.Where(of, a.Has("agency"), negated=True)
            case _:
                return None
    return of
