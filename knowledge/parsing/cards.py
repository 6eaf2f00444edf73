"""Which queries does a card of the older questions tell better: with the numbers of things and the plan's own words?"""

from dataclasses import replace

from knowledge.draft import Draft
from knowledge.index import Index
from knowledge.parsing.older import query_of, says_the_same
from knowledge.parsing.question_of import question_of
from knowledge.query import algebra as a
from knowledge.question import Question, Turn

_CARDS = ("issues", "tactics", "goals", "indicators")
_FEW = 2
_PRESUMED = ("budget", "years")
"""Cards that say whether an amount is so, and that the plan gives no reasons."""
_OF_PROJECTS = ("budget", "years", "projects", "agencies", "funding")


def taken_for_granted(index: Index, draft: Draft, query: a.Query) -> frozenset[int]:
    """Places of an amount and of a "why" that the card of one thing's money puts right: "ทำไม ก ถึงได้ปีละ 5 ล้าน"."""
    card = card_of(index, query)
    if card is None or card.ask not in _PRESUMED or len(card.about) != 1 or card.agencies or draft.amounts.conditions:
        return frozenset()
    return draft.amounts.tokens | frozenset(draft.reading.where("why"))


def put_right(card: Question, draft: Draft) -> Question:
    """The card with what the asker takes for granted: an amount, or that there is a reason."""
    claim, why = draft.amounts.claim, draft.has("why")
    if card.ask not in _PRESUMED or len(card.about) != 1 or not (why or claim is not None):
        return card
    return replace(card, ask="budget", yearly=card.yearly or card.ask == "years", claim=claim, why=why)


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
