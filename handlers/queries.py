"""A query that accounts for every word of a message, answered."""

from dataclasses import replace
from weakref import WeakKeyDictionary

from handlers.answer import Answer
from handlers.inquiry import Inquiry
from handlers.plan.answering import answer as answer_query
from handlers.plan.facts import facts_of
from handlers.wording import Language
from knowledge.index import Index
from knowledge.query.algebra import Query
from knowledge.query.sentence.names import Names, read_names

_KEPT: WeakKeyDictionary[Index, dict[Language, Names]] = WeakKeyDictionary()


def answer(inquiry: Inquiry, query: Query) -> Answer:
    """What it comes to, in the language of the inquiry."""
    told = answer_query(facts_of(inquiry.session, inquiry.words.language, _names(inquiry)), query)
    return replace(told, suggestions=())  # sentences of queries are too long for buttons


def _names(inquiry: Inquiry) -> Names:
    """The names of the plan, read once for each index and gone with it."""
    language = inquiry.words.language
    kept = _KEPT.setdefault(inquiry.index, {})
    if language not in kept:
        kept[language] = read_names(inquiry.session, language)
    return kept[language]
