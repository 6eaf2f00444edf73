"""What does a query leave for a message that is understood in the older way? The nearest older question."""

from collections.abc import Iterator
from dataclasses import replace

from knowledge.parsing.edit import measures
from knowledge.query import algebra as a
from knowledge.question import Ask, By, Question, Shape

_CODED = ("issue", "goal", "indicator", "tactic", "project", "strategy")
"""Kinds whose keys are codes that the older question knows."""


def question_of(query: a.Query) -> Question:
    """The things, agencies and years that it speaks of, and what it asks in general terms."""
    ask, shape = _ask(query)
    named = [node for node in _kept(query) if isinstance(node, a.Named)]
    about = tuple(dict.fromkeys(key for node in named if node.kind in _CODED for key in node.keys))
    agencies = tuple(dict.fromkeys(key for node in named if node.kind == "agency" for key in node.keys))
    years = tuple(sorted({year for measure in measures(query) for year in measure.years}))
    question = Question(ask, shape, about=about, agencies=agencies, years=years)
    return _ranked(question, query)


def _ranked(question: Question, query: a.Query) -> Question:
    """With what is ranked, so that "รองลงมา" and "แล้วน้อยสุด" have something to go on from."""
    match query:
        case a.Grouped(by=by, n=n, smallest=smallest) if n is not None:
            ranked, top, down = _BYS.get(by), n, smallest
        case a.Listing(of=a.First(by=a.Measure(field="amount"), n=n, smallest=smallest) as first):
            ranked, top, down = _BYS.get(a.kind_of(first)), n, smallest
        case a.Grouped(by="year", n=None) if question.ask == "budget":
            return replace(question, yearly=True)
        case _:
            return question
    if not ranked or not top:
        return question  # an order of them all
    return replace(question, ask="budget", shape="rank", by=ranked, top=top, down=down)


_BYS: dict[str, By] = {"year": "year", "issue": "issue", "tactic": "tactic", "agency": "agency", "project": "project"}


def _kept(node: a.Node) -> Iterator[a.Node]:
    """The nodes of what is spoken of; not what is left out, nor what something is a share of."""
    yield node
    for child in a.children(node):
        if isinstance(node, a.Without) and child is node.right:
            continue
        if isinstance(node, a.Share) and child is node.whole:
            continue
        if isinstance(node, a.Among) and child is node.left and _lists_agencies(node.right):
            continue  # the agency of a claim is a guess
        yield from _kept(child)


def _lists_agencies(of: a.Set) -> bool:
    return isinstance(of, a.Of) and of.kind == "agency"


def _ask(query: a.Query) -> tuple[Ask, Shape]:
    match query:
        case a.Listing(of=of) | a.Exists(of=of) | a.Text(of=of):
            kind = a.kind_of(of)
            asks: dict[str, Ask] = {
                "project": "projects",
                "agency": "agencies",
                "issue": "issues",
                "tactic": "tactics",
                "goal": "goals",
                "indicator": "indicators",
                "stakeholder": "stakeholders",
                "agency_strategy": "stakeholders",
                "measure": "measures",
                "item": "passage",
                "passage": "passage",
            }
            return asks.get(kind, "overview"), "list"
        case a.Among(right=right) if _lists_agencies(right):
            return "agencies", "list"
        case a.Tell(value=a.Number(of=of)):
            counted: dict[str, Ask] = {
                "project": "projects",
                "measure": "measures",
                "item": "passage",
                "issue": "issues",
                "tactic": "tactics",
                "goal": "goals",
                "indicator": "indicators",
            }
            return counted.get(a.kind_of(of), "overview"), "count"
        case a.Tell(value=a.Total(measure=a.Measure(field="target"))):
            return "indicators", "list"
        case a.Tell(value=a.Share()):
            return "budget", "share"
        case a.Grouped(value=a.Total(measure=a.Measure(field="amount", years=())), by="year", n=None):
            return "years", "value"
        case a.Grouped(value=a.Number(), by="funding"):
            return "funding", "value"
        case a.Comparison():
            return "budget", "compare"
    return "budget", "total"
