"""Where are the vectors of a plan's names kept, and which are still to be computed?"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.inserting import for_each_database
from db.name_models import NameVector
from knowledge.encoder import SIZE, VERSION, encoded_name
from knowledge.names.meaning import Meanings, meanings_of
from knowledge.names.space import Vectors

BATCH = 64
"""Names encoded and stored at a time: what was done stays when somebody interrupts it."""
_ASKED = 500
"""Digests looked for in one statement."""
_KEPT = np.dtype("<f2")
_INSERT = for_each_database(NameVector, lambda insert: insert.on_conflict_do_nothing())

Title = tuple[str, str, str]
"""Code, kind and title of a thing."""


def missing(session: Session, titles: Iterable[str]) -> list[str]:
    """The titles whose vectors are not stored, each once, in order."""
    wanted = {digest_of(title): title for title in titles}
    known = set(_stored(session, list(wanted)))
    return [title for digest, title in wanted.items() if digest not in known]


def compute(session: Session, titles: Sequence[str]) -> Iterator[int]:
    """Compute and store vectors, some at a time; yields how many were stored and leaves the commit to the caller.

    Nothing is stored where there is no encoder.
    """
    insert = _INSERT[session.get_bind().dialect.name]
    for start in range(0, len(titles), BATCH):
        some = titles[start : start + BATCH]
        encoded = [(title, numbers) for title in some if (numbers := encoded_name(title)) is not None]
        rows = [{"digest": digest_of(t), "vector": np.asarray(numbers, _KEPT).tobytes()} for t, numbers in encoded]
        if rows:
            session.execute(insert, rows)
        yield len(rows)


def load_meanings(session: Session, titles: Iterable[Title]) -> Meanings:
    """The meanings of the titles whose vectors are stored."""
    rows = [(code, kind, digest_of(title)) for code, kind, title in titles]
    stored = _stored(session, list(dict.fromkeys(digest for _, _, digest in rows)))
    rows = [row for row in rows if row[2] in stored]
    vectors: Vectors = np.array([stored[digest] for _, _, digest in rows], np.float32).reshape(len(rows), SIZE)
    return meanings_of([code for code, _, _ in rows], [kind for _, kind, _ in rows], vectors)


def digest_of(title: str) -> str:
    """The key under which a title's vector is kept."""
    return hashlib.blake2b(f"{VERSION}\n{title}".encode(), digest_size=16).hexdigest()


def _stored(session: Session, digests: Sequence[str]) -> dict[str, Vectors]:
    found: dict[str, Vectors] = {}
    for start in range(0, len(digests), _ASKED):
        some = select(NameVector).where(NameVector.digest.in_(digests[start : start + _ASKED]))
        found |= {row.digest: np.frombuffer(row.vector, _KEPT) for row in session.scalars(some)}
    return found
