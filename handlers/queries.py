"""A query that accounts for every word of a message, answered."""

from dataclasses import replace
from functools import lru_cache

from handlers.answer import Answer
from handlers.inquiry import Inquiry
from handlers.plan.answering import answer as answer_query
from handlers.plan.facts import Facts
from handlers.wording import Language
from knowledge.index import Index
from knowledge.query.algebra import Query
from knowledge.query.sentence.names import Names, read_names

_KEPT = 8
"""Indexes, each in a language, whose names are kept."""


def answer(inquiry: Inquiry, query: Query) -> Answer:
    """What it comes to, in the language of the inquiry."""
    told = answer_query(Facts(inquiry.session, _names(inquiry), inquiry.words), query)
    return replace(told, suggestions=())  # sentences of queries are too long for buttons


def _names(inquiry: Inquiry) -> Names:
    """The names of the plan, read once for each index."""
    kept = _held(inquiry.index, inquiry.words.language)
    if not kept:
        kept.append(read_names(inquiry.session, inquiry.words.language))
    return kept[0]


@lru_cache(maxsize=_KEPT)
def _held(_index: Index, _language: Language) -> list[Names]:
    return []
