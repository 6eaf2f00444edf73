"""How does one thing differ between two plans, which both call it the same and measure it in one unit?

What is asked of the first plan is read as a query, and carried over to the second as "แล้วแผนก่อนล่ะ" does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from db.plan_codes import qualified
from db.plan_in_view import looking_at
from handlers.answer import Answer, Item, Listing, Note, SourceNote, Text
from handlers.inquiry import Inquiry
from handlers.lines import said_lines
from handlers.plan.answering import answer as answer_query
from handlers.plan.facts import Facts, facts_of, value_of
from handlers.plan_choice import called
from knowledge.carried import carried_query
from knowledge.index import Index
from knowledge.parsing.chat import asked_in
from knowledge.query import algebra as a
from knowledge.query.arithmetic import difference
from knowledge.query.result import Figure
from knowledge.question import Turn
from knowledge.understand import understand
from knowledge.which_plan import Choice

_LINES_SHOWN = 3


@dataclass(frozen=True)
class _Side:
    """What one plan tells."""

    index: Index
    figure: Figure
    answer: Answer
    what: str


def answer(inquiry: Inquiry, choice: Choice, turns: Sequence[Turn]) -> Answer:
    """Both figures and their difference; or why there is none."""
    left, right = choice.plans
    asked = _asked(left, choice, [turn for turn in turns if turn.plan == left.beside])
    if asked is None:
        return _unknown(inquiry, "plans.part_unclear")
    there = carried_query(asked, left, right)
    if not isinstance(there, a.Tell):
        return _unknown(inquiry, "plans.part_missing", plan=called(right, inquiry.words))
    sides = (_side(inquiry, left, asked), _side(inquiry, right, there))
    if len({(side.figure.unit, side.figure.target_unit) for side in sides}) > 1:
        return _unknown(inquiry, "plans.part_units")
    return _told(inquiry, choice, *sides)


def unequal_spans(inquiry: Inquiry, choice: Choice) -> tuple[Note, ...]:
    """That the plans are of so many years each, where they are not of as many."""
    left, right = choice.plans
    if len(left.years) == len(right.years):
        return ()
    names = {"left": called(left, inquiry.words), "right": called(right, inquiry.words)}
    return (Note(inquiry.say("plans.spans", **names, of_left=len(left.years), of_right=len(right.years))),)


def _asked(index: Index, choice: Choice, turns: Sequence[Turn]) -> a.Tell | None:
    """The one figure that is asked for: of what the message names, or of what the chat was about."""
    if choice.same:
        query = asked_in(index, turns[-1]) if turns else None
    else:
        found = understand(index, choice.part)
        query = found.query or asked_in(index, Turn(found.question)) if found.outcome == "question" else None
    return query if isinstance(query, a.Tell) else None


def _side(inquiry: Inquiry, index: Index, query: a.Tell) -> _Side:
    with looking_at(inquiry.session, index.view):
        facts: Facts = facts_of(inquiry.session, inquiry.words.language)
        [figure] = facts.evaluate(query).figures
        return _Side(index, figure, answer_query(facts, query), facts.what(query.value))


def _told(inquiry: Inquiry, choice: Choice, left: _Side, right: _Side) -> Answer:
    sides, facts = (left, right), facts_of(inquiry.session, inquiry.words.language)
    gap = Figure(
        difference(left.figure.number, right.figure.number, left.figure.unit), left.figure.unit, left.figure.target_unit
    )
    names = {"what": left.what, "left": called(left.index, inquiry.words), "right": called(right.index, inquiry.words)}
    number = gap.number or 0
    way = "none" if gap.number is None else "same" if not number else "more" if number > 0 else "less"
    shown = Figure(None if gap.number is None else abs(gap.number), gap.unit, gap.target_unit)
    items = tuple(Item(called(side.index, inquiry.words), facts.figure(side.figure)) for side in sides)
    return Answer(
        status="answered",
        parts=(
            Text(inquiry.say(f"plans.part_{way}", difference=facts.figure(shown), **names)),
            Listing(items),
            *(unequal_spans(inquiry, choice) if gap.unit == "satang" else ()),
            *(_source(inquiry, side) for side in sides),
        ),
        codes=tuple(qualified(code, side.index.beside) for side in sides for code in side.answer.codes),
        value=value_of(shown),
        sources=tuple(source for side in sides for source in side.answer.sources),
        language=inquiry.words.language,
    )


def _source(inquiry: Inquiry, side: _Side) -> SourceNote:
    plan, document = called(side.index, inquiry.words), side.index.document
    lines = said_lines(inquiry.words, (source.line for source in side.answer.sources), _LINES_SHOWN)
    return SourceNote(inquiry.say("plans.source", plan=plan, document=document, lines=lines))


def _unknown(inquiry: Inquiry, sentence: str, **values: object) -> Answer:
    return inquiry.answer(Text(inquiry.say(sentence, **values)), status="unknown")
