"""How do two plans differ: in their money, in how many projects they have, or in what both have under one name?"""

from collections.abc import Sequence
from dataclasses import dataclass

from db.plan_in_view import looking_at
from handlers import parts_against
from handlers.answer import Answer, Item, Listing, Note, Source, SourceNote, Text, Value
from handlers.inquiry import Inquiry, count_value, money_value
from handlers.lines import said_lines
from handlers.plan_choice import called
from knowledge import budgets
from knowledge.draft import take_apart
from knowledge.index import Index
from knowledge.money import Amount
from knowledge.question import Question, Turn
from knowledge.reading import read
from knowledge.which_plan import Choice

_SURELY_NAMED = 0.6
"""Weight of a name from which more is compared than the whole plans."""
_LINES_SHOWN = 3
_SOURCES_EACH = 200


@dataclass(frozen=True)
class _Side:
    """What one plan comes to."""

    index: Index
    amount: Amount
    projects: int
    places: tuple[budgets.Place, ...]


def answer(inquiry: Inquiry, choice: Choice, turns: Sequence[Turn]) -> Answer:
    """The totals of both, and the difference; of a part of them that both have, where measure and unit agree."""
    if choice.same or _speaks_of_parts(inquiry.index, choice.part):
        return parts_against.answer(inquiry, choice, turns)
    left, right = (_side(inquiry, index) for index in choice.plans)
    told, value = _counted(inquiry, left, right) if choice.counts else _money(inquiry, left, right)
    items = tuple(Item(called(side.index, inquiry.words), _detail(inquiry, side)) for side in (left, right))
    sides = (left, right)
    assumed = [Note(inquiry.say("plans.assumed", plan=called(s.index, inquiry.words))) for s in sides if _assumes(s)]
    spans = () if choice.counts else parts_against.unequal_spans(inquiry, choice)
    return Answer(
        status="answered",
        parts=(Text(told), Listing(items), *spans, *assumed, *(_source(inquiry, side) for side in sides)),
        value=value,
        sources=tuple(Source(p.document, p.line, p.quote) for s in sides for p in s.places[:_SOURCES_EACH]),
        language=inquiry.words.language,
    )


def _speaks_of_parts(index: Index, text: str) -> bool:
    draft = take_apart(index, read(index, text))
    named = any(mention.weight >= _SURELY_NAMED for mention in draft.named.mentions)
    return bool(named or draft.agencies or draft.levels.numbers or draft.reading.codes or draft.years.named)


def _side(inquiry: Inquiry, index: Index) -> _Side:
    with looking_at(inquiry.session, index.view):
        amount = budgets.sum_of(inquiry.session, Question()).amount
        places = budgets.places_of(inquiry.session, Question())
    return _Side(index, amount, len(index.of_kind("project")), places)


def _money(inquiry: Inquiry, left: _Side, right: _Side) -> tuple[str, Value]:
    difference = left.amount - right.amount
    names = {"left": called(left.index, inquiry.words), "right": called(right.index, inquiry.words)}
    way = "same" if not difference else "more" if difference.satang > 0 else "less"
    return inquiry.say(f"plans.{way}", difference=abs(difference), **names), money_value(abs(difference))


def _counted(inquiry: Inquiry, left: _Side, right: _Side) -> tuple[str, Value]:
    difference = left.projects - right.projects
    names = {"left": called(left.index, inquiry.words), "right": called(right.index, inquiry.words)}
    way = "same" if not difference else "more" if difference > 0 else "less"
    told = inquiry.say(f"plans.projects_{way}", difference=abs(difference), **names)
    return told, count_value(abs(difference), "โครงการ")


def _detail(inquiry: Inquiry, side: _Side) -> str:
    return inquiry.say("projects_and_money", count=side.projects, amount=side.amount)


def _assumes(side: _Side) -> bool:
    """Whether some table of the plan states no unit of money: then million baht are assumed."""
    return bool(side.index.facts.without_unit)


def _source(inquiry: Inquiry, side: _Side) -> SourceNote:
    plan = called(side.index, inquiry.words)
    lines = said_lines(inquiry.words, (place.line for place in side.places), _LINES_SHOWN)
    return SourceNote(inquiry.say("plans.source", plan=plan, document=side.index.document, lines=lines))
