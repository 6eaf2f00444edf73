"""Which queries does a card of the older questions tell better: with the numbers of things and the plan's own words?"""

from dataclasses import replace

from knowledge.index import Index
from knowledge.parsing.older import query_of, says_the_same
from knowledge.parsing.question_of import question_of
from knowledge.query import algebra as a
from knowledge.question import Question, Turn

_CARDS = ("issues", "tactics", "goals", "indicators")
_FEW = 2
_OF_PROJECTS = ("budget", "years", "projects", "agencies")


def card_of(index: Index, query: a.Query) -> Question | None:
    """The question whose card tells the query in full; None where there is none."""
    question = question_of(query)
    if question.agencies and len(question.about) > _FEW:
        return None  # what of a list is an agency's: its card would name the whole list again
    if question.ask in _OF_PROJECTS and says_the_same(index, question, query):
        return question
    match query:
        case a.Tell(value=a.Total(measure=a.Measure(field="target"))):
            question = replace(question, shape="value")
        case a.Listing(of=a.Of(kind="goal", of=of)) if a.kind_of(of) == "indicator":
            return None  # that card tells the indicator as well
    if question.ask not in _CARDS or query_of(index, Turn(question)) != query:
        return None
    return question
