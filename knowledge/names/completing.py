"""How do the names of a plan get their words and vectors? Some at a time, each kept: it may be interrupted."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from sqlalchemy.orm import Session, sessionmaker

from db.plan_in_view import looking_at
from db.plans import stored_plans
from knowledge import encoder
from knowledge.entity import TITLED, nameables, titles
from knowledge.index import Index
from knowledge.names.vectors import compute, missing
from knowledge.names.words import keep_words
from knowledge.plan_document import PlanDocument
from knowledge.plan_rows import rows_of
from knowledge.plans_stored import StoredPlans, load_plans

FEW = 300
"""Names that may be encoded when the bot starts: three seconds and less."""

Tell = Callable[[int, int], None]
"""Hears how many of how many names are done."""


def titles_in(document: PlanDocument) -> list[str]:
    """The titles that a plan document gives its things, in Thai and in English, each once."""
    tables = rows_of(document)
    named = (row[column] for kind in sorted(TITLED) for row in tables[kind].values() for column in ("name", "name_en"))
    return list(dict.fromkeys(str(title) for title in named if title))


def encode(sessions: sessionmaker[Session], wanted: Iterable[str], tell: Tell | None = None) -> int:
    """Compute the vectors that these titles lack, each few kept at once; how many were computed.

    None are where no encoder is installed. Do it before a plan is loaded: its index takes what is there then.
    """
    if not encoder.is_there():
        return 0
    done = 0
    with sessions() as session:
        lacking = missing(session, wanted)
        for stored in compute(session, lacking):
            session.commit()
            done += stored
            if tell:
                tell(done, len(lacking))
    return done


def open_index(sessions: sessionmaker[Session]) -> Index:
    """The index of the default plan, as `open_plans` has it."""
    return open_plans(sessions).default


def open_plans(sessions: sessionmaker[Session]) -> StoredPlans:
    """The stored plans; what their names lacked is kept: their vectors where those are few, their words."""
    _encode_few(sessions)
    with sessions() as session:
        plans = load_plans(session)
    new = {digest: words for index in plans.indexes for digest, words in index.new_words.items()}
    if new:
        with sessions.begin() as session:
            keep_words(session, new)
    return replace(plans, indexes=tuple(replace(index, new_words={}) for index in plans.indexes))


def _encode_few(sessions: sessionmaker[Session]) -> None:
    """Compute the vectors that names lack, where the bot need not wait long for it."""
    if not encoder.is_there():
        return
    with sessions() as session:
        lacking = missing(session, _titles(session))
    if len(lacking) <= FEW:
        encode(sessions, lacking)


def _titles(session: Session) -> Iterator[str]:
    for stamp in stored_plans(session):
        with looking_at(session, stamp.id):
            named = list(nameables(session))
        yield from (title for _, _, title in titles(named))
