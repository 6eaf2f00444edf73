"""A query that accounts for every word of a message, answered."""

from dataclasses import replace
from weakref import WeakKeyDictionary

from handlers import overview, passage
from handlers.answer import Answer
from handlers.inquiry import Inquiry
from handlers.plan.answering import answer as answer_query
from handlers.plan.facts import facts_of
from handlers.wording import Language
from knowledge.index import Index
from knowledge.query import algebra as a
from knowledge.query.algebra import Query
from knowledge.query.kinds import Kind
from knowledge.query.sentence.names import Names, read_names
from knowledge.question import Question

_KEPT: WeakKeyDictionary[Index, dict[Language, Names]] = WeakKeyDictionary()


def answer(inquiry: Inquiry, query: Query) -> Answer:
    """What it comes to, in the language of the inquiry."""
    if (card := _card(inquiry, query)) is not None:
        return card
    told = answer_query(facts_of(inquiry.session, inquiry.words.language, _names(inquiry)), query)
    # Sentences of queries are too long for buttons; short words are understood by what the chat is about.
    short = inquiry.suggest(*_next(query)) if told.status == "answered" and told.codes else ()
    return replace(told, suggestions=short)


def _card(inquiry: Inquiry, query: Query) -> Answer | None:
    """The card of one thing, of the plan itself or of a part of its text, which says more than a list of one."""
    match query:
        case a.Listing(of=a.Named(kind="project" | "issue", keys=(key,))):
            return overview.answer(inquiry.with_(Question(about=(key,))))
        case a.Listing(of=a.All(kind="strategy")):
            return overview.answer(inquiry.with_(Question()))
        case a.Listing(of=a.Named(kind="passage")):
            return passage.answer(inquiry.with_(Question("passage")))
    return None


def _next(query: Query) -> tuple[str, ...]:
    """What may be asked next in few words (`suggest` in the words), of what the answer is about."""
    match query:
        case (
            a.Tell(value=a.Total(measure=a.Measure(field="amount"), of=of)) | a.Grouped(value=a.Total(of=of), by="year")
        ):
            return _of_money(a.kind_of(of), is_named=isinstance(of, a.Named))
        case a.Grouped(value=a.Total(of=of), by=by, n=1) if by != "year":
            return _of_money(a.kind_of(of), is_named=True)
        case a.Listing(of=of) if a.kind_of(of) == "project":
            return "budget", "agencies", "share"
        case a.Tell(value=a.Number(of=of)) if a.kind_of(of) == "project":
            return "projects", "budget", "agencies"
    return ()


def _of_money(kind: Kind, *, is_named: bool) -> tuple[str, ...]:
    """Behind a sum. The years of what has no name of its own cannot be asked for in few words."""
    below = "agencies" if kind == "project" else "projects"
    return (below, "by_year", "share") if is_named else (below, "share")


def _names(inquiry: Inquiry) -> Names:
    """The names of the plan, read once for each index and gone with it."""
    language = inquiry.words.language
    kept = _KEPT.setdefault(inquiry.index, {})
    if language not in kept:
        kept[language] = read_names(inquiry.session, language)
    return kept[language]
