"""How are things listed: how many, their sum, and each with what matters about it? How are groups?"""

from collections.abc import Mapping, Sequence

from handlers.answer import Figure, Item, Listing, Part, Text
from handlers.funding_source import funding_source
from handlers.plan.facts import Facts
from handlers.plan.telling import bars
from knowledge.query import algebra as a
from knowledge.query import result as r
from knowledge.query.kinds import MONEY, TARGET, Kind

SHOWN = 60
"""More things are counted, not shown."""
_AMOUNT = a.Measure("amount")
CODED: frozenset[Kind] = frozenset(("strategy", "issue", "goal", "indicator", "tactic", "project"))
"""Kinds whose keys are codes of the plan."""


def listing(facts: Facts, query: a.Listing, result: r.Result) -> list[Part]:
    """Count and sum lead; of a ranking the places."""
    kind = a.kind_of(query.of)
    if not result.found:
        lacks = "query.list.nobody" if kind == "agency" and isinstance(query.of, a.Of) else "query.list.none"
        return [Text(facts.say(lacks, what=facts.which(query.of)))]
    count = facts.count(len(result.found), kind)
    parts: list[Part] = []
    if not (isinstance(query.of, a.Named) and len(result.found) == 1):  # its own line says what it is
        parts.append(Text(facts.say("query.list.some", what=facts.which(query.of), count=count)))
    if _has_money(query.of) and len(result.found) > 1:
        (total,) = facts.evaluate(a.Tell(a.Total(_AMOUNT, _summed(query.of)))).figures
        parts.append(Text(facts.say("query.list.sum", amount=facts.figure(total))))
    if isinstance(query.of, a.First) and 0 < query.of.n < len(result.found):
        parts.append(Text(facts.say("query.note.ties")))
    return [*parts, *shown(facts, query.of, result.found)]


def shown(facts: Facts, of: a.Set, found: Sequence[r.Found]) -> list[Part]:
    """The things with their figures, as many as a person reads."""
    if not found:
        return []
    figures = _figures(facts, of)
    agencies = _agencies(facts, of, found)
    kind = a.kind_of(of)
    items = tuple(
        Item(_title(facts, one, kind), _detail(facts, one, figures, agencies), one.key if kind in CODED else "")
        for one in found[:SHOWN]
    )
    more = [] if len(found) <= SHOWN else [Text(facts.say("query.list.more", shown=SHOWN, count=len(found)))]
    return [Listing(items), *more]


def grouped(facts: Facts, query: a.Grouped, result: r.Result) -> list[Part]:
    """Years as bars; things with a figure each; of the first few the names lead."""
    what = facts.told(query)
    if not result.found:
        return [Text(facts.say("query.list.none", what=what))]
    lead: Part = Text(facts.say("query.group.all", what=what))
    if isinstance(query.value, a.Change):
        count = facts.count(len(result.found), a.kind_of(query.value.of))
        lead = Text(facts.say("query.list.some", what=facts.which(query.value.of), count=count))
    if query.n:
        lead = _winners(facts, query, result.found)
        if len(result.found) == 1:
            return [lead]
    drawn: list[Part] = []
    if query.by == "year" and query.n is None and result.found[0].figure and result.found[0].figure.unit == "satang":
        drawn = bars(facts, result.found)
    items = tuple(
        Item(_group(facts, query, one), facts.figure(one.figure) if one.figure else "", _code(query, one))
        for one in result.found[:SHOWN]
    )
    return [lead, *(drawn or [Listing(items)])]


def _group(facts: Facts, query: a.Grouped, one: r.Found) -> str:
    """Its name; of a source of money what citizens call it."""
    if query.by != "funding":
        return facts.name(one)
    return funding_source(facts.say, one.key)


def _code(query: a.Grouped, one: r.Found) -> str:
    return one.key if query.by in CODED else ""


def _winners(facts: Facts, query: a.Grouped, found: Sequence[r.Found]) -> Part:
    """What came first, with its figure where that is one; else the names in their order."""
    names = facts.words.join([_winner(facts, query, one) for one in found], 5)
    end = "least" if query.smallest else "most"
    told = facts.say(f"query.group.{end}", what=facts.what(query.value), names=names)
    figures = {one.figure for one in found}
    figure = figures.pop() if len(figures) == 1 else None
    if figure is None or figure.number is None:
        return Text(told)
    return Figure(facts.number(figure), facts.unit(figure), told)


def _winner(facts: Facts, query: a.Grouped, one: r.Found) -> str:
    """Its name, with its code where the plan has one: "โครงการ ก [5.3.6]"."""
    if query.by == "year":
        return facts.say("query.group.year", year=one.key)
    if query.by == "funding":
        return _group(facts, query, one)
    return f"{facts.name(one)} [{one.key}]" if query.by in CODED else facts.name(one)


def _title(facts: Facts, one: r.Found, kind: Kind) -> str:
    """The name; of an item of a list with its number, by which people ask for it."""
    if kind != "item":
        return facts.name(one)
    return facts.say("query.list.item", number=one.key.rsplit(".", 1)[-1], text=facts.name(one))


def _spoken_of(of: a.Set) -> a.Set:
    """Whose money is told beside a set: of agencies that answer for something only what they have of that."""
    match of:
        case a.Of(kind="agency", of=inner):
            return inner
        case a.Without(left=narrowed) | a.Where(of=narrowed) | a.First(of=narrowed):
            inner = _spoken_of(narrowed)
            return of if inner is narrowed else inner
    return of


def _has_money(of: a.Set) -> bool:
    """Whether the money of each is told: those who answer for one project have all the same."""
    spoken = _spoken_of(of)
    same = spoken is not of and isinstance(spoken, a.Named) and spoken.kind == "project" and len(spoken.keys) == 1
    kind = a.kind_of(of)
    return kind in MONEY and not same and (kind in ("project", "agency") or _speaks_of_money(of))


def _speaks_of_money(of: a.Set) -> bool:
    """Whether the things were picked by their money: who asks which issue has most indicators asks for none."""
    nodes = list(a.nodes(of))
    by = [
        node.measure if isinstance(node, a.Compared) else node.by
        for node in nodes
        if isinstance(node, a.Compared | a.First)
    ]
    by_course = any(isinstance(node, a.Funded | a.Grew | a.Course) for node in nodes)
    return by_course or any(measure.field in ("amount", "years") for measure in by)


def _summed(of: a.Set) -> a.Set:
    """The projects whose money is added up beside a set; of agencies not what none of them answers for."""
    inner = _spoken_of(of)
    if inner is of:
        return of
    return a.And(inner if a.kind_of(inner) == "project" else a.Of("project", inner), a.Of("project", of))


def _figures(facts: Facts, of: a.Set) -> Mapping[str, r.Figure]:
    """By key: the money or the target of each thing."""
    kind = a.kind_of(of)
    if _has_money(of):
        value: a.Value = a.Total(_AMOUNT, _spoken_of(of))
    elif kind in TARGET:
        value = a.Total(a.Measure("target"), of)
    else:
        return {}
    query = a.Grouped(value, kind)
    return {one.key: one.figure for one in facts.evaluate(query).found if one.figure}


def _agencies(facts: Facts, of: a.Set, found: Sequence[r.Found]) -> Mapping[str, str]:
    """By project: who answers for it. Of many projects that takes too long, and nobody reads it."""
    if a.kind_of(of) != "project" or len(found) > SHOWN:
        return {}
    told = {}
    for one in found:
        agencies = facts.evaluate(a.Listing(a.Of("agency", a.Named("project", (one.key,))))).found
        told[one.key] = facts.words.join([facts.name(agency) for agency in agencies]) or facts.say(
            "query.list.no_agency"
        )
    return told


def _detail(facts: Facts, one: r.Found, figures: Mapping[str, r.Figure], agencies: Mapping[str, str]) -> str:
    said = [facts.say("query.list.place", place=one.place)] if one.place else []
    said += [facts.figure(one.figure)] if one.figure else []
    known = figures.get(one.key)
    said += [facts.figure(known)] if known and known != one.figure else []
    said += [agencies[one.key]] if one.key in agencies else []
    return " · ".join(said)
