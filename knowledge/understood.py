"""What does a message come to, and what does a reading of it leave to answer?"""

from dataclasses import dataclass, replace
from typing import Literal

from knowledge.draft import Draft
from knowledge.index import Index
from knowledge.parsing.cards import card_of, put_right
from knowledge.parsing.parse import Parsed
from knowledge.parsing.question_of import question_of
from knowledge.query.algebra import Listing, Named, Of, Query
from knowledge.query.written import write
from knowledge.question import Question
from knowledge.texts.codes import codes_named, number_named

Outcome = Literal["question", "clarify", "unknown", "talk"]

_NOTHING = Question()
_FEW = 2
"""Passages of which one may be the line that announces a list."""


@dataclass(frozen=True)
class Understood:
    """What a message comes to."""

    outcome: Outcome
    question: Question = _NOTHING
    choices: tuple[str, ...] = ()
    """Codes that were perhaps meant, for `clarify` and for what is unknown but near; of feedback what it concerns."""
    reason: str = ""
    """Why it is unknown (elsewhere, year, nothing, words, strategy, missing, or a part of `absent` in talk.yaml);
    `perhaps` where something is near in meaning, `surely` where a question is about the first of the choices by its
    meaning alone; which talk it is."""
    words: tuple[str, ...] = ()
    """Words that nothing explained."""
    years: tuple[int, ...] = ()
    """Years outside the plan that were asked for."""
    english: bool = False
    complaint: bool = False
    """Beside its question it complains or suggests."""
    asking: bool = False
    """It certainly asks something, whether or not the plan has it."""
    offer: str = ""
    """What it says to an offer to pass something on: a part of `offer` in talk.yaml."""
    by_sound: bool = False
    """It is feedback, or danger, by its sound alone: no word of it says so."""
    tells: bool = False
    """It may tell something that a province should hear, whatever else it is."""
    announces: bool = False
    """It only says that something will be told."""
    may_be_danger: bool = False
    """Somebody may be in danger, though something else is answered."""
    bare: bool = False
    """It names nothing, neither a thing nor a kind of things nor the whole plan: it goes on about what was said."""
    lacking: str = ""
    """What was asked beside the question and no plan holds: a part of `absent` in talk.yaml."""
    query: Query | None = None
    """The reading that accounts for every word, where there is one; `question` is then what it leaves to point at."""

    @property
    def written(self) -> str:
        """The query as it is written down; "" where there is none."""
        return "" if self.query is None else write(self.query)


def of_reading(index: Index, draft: Draft, parsed: Parsed) -> Understood:
    """The question of a reading, with the years outside the plan and the words that it does not use."""
    question, outside = question_of(parsed.query), draft.years.outside(index.years)
    if (card := card_of(index, parsed.query)) is not None:
        return Understood("question", put_right(card, draft), years=outside, words=parsed.unused)
    if codes := codes_named(index.texts, parsed.query):
        question = replace(question, about=codes, number=number_named(index.texts, parsed.query))
    return Understood("question", question, query=parsed.query, years=outside, words=parsed.unused)


def announced_list(index: Index, found: Understood) -> Query | None:
    """The list, where only the line that announces it was found."""
    if found.outcome != "question" or found.question.ask != "passage" or len(found.question.about) > _FEW:
        return None
    lines = [one.written.letters for one in index.texts.paragraphs if one.code in found.question.about]
    lists = [one.code for one in index.texts.lists if one.code and one.title.letters in lines]
    return Listing(Of("item", Named("list", tuple(lists)))) if len(lists) == 1 else None
