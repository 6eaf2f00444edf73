"""Where are the words of names kept, so that 29,000 names are not cut anew at each start?"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.inserting import for_each_database
from db.name_models import NameWords
from knowledge.lexicon import Lexicon

_ASKED = 500
"""Digests looked for, and rows written, in one statement."""
_INSERT = for_each_database(NameWords, lambda insert: insert.on_conflict_do_nothing())


@dataclass(frozen=True)
class Words:
    """The names of one thing, taken apart."""

    phrases: tuple[frozenset[str], ...]
    """The notions of each of its names."""
    cues: frozenset[str]
    """What words of its names would give away elsewhere."""
    titles: tuple[str, ...]
    """Its names in the plan, Thai and English, as `clean` made them; "" where it has none."""


Cut = Callable[[Sequence[str]], Words]
"""Takes the names of one thing apart."""


def words_of(
    session: Session, things: Iterable[Sequence[str]], vocabulary: Lexicon, cut: Cut
) -> tuple[list[Words], dict[str, Words]]:
    """The words of each thing given by its names, and those of them that had to be cut now, for `keep_words`."""
    version = _version(vocabulary)
    digests = [(_digest(version, names), names) for names in things]
    known = _stored(session, [digest for digest, _ in digests])
    new = {digest: cut(names) for digest, names in digests if digest not in known}
    return [known[digest] if digest in known else new[digest] for digest, _ in digests], new


def keep_words(session: Session, new: Mapping[str, Words]) -> None:
    """Keep what `words_of` had to cut; what another process kept meanwhile stays. The caller commits."""
    rows = [{"digest": digest, "words": _to_text(words)} for digest, words in new.items()]
    insert = _INSERT[session.get_bind().dialect.name]
    for start in range(0, len(rows), _ASKED):
        session.execute(insert, rows[start : start + _ASKED])


def _stored(session: Session, digests: Sequence[str]) -> Mapping[str, Words]:
    found: dict[str, Words] = {}
    for start in range(0, len(digests), _ASKED):
        some = select(NameWords.digest, NameWords.words).where(NameWords.digest.in_(digests[start : start + _ASKED]))
        found |= {digest: _from_text(text) for digest, text in session.execute(some)}
    return found


def _to_text(words: Words) -> str:
    return json.dumps([[sorted(p) for p in words.phrases], sorted(words.cues), words.titles], ensure_ascii=False)


def _from_text(text: str) -> Words:
    phrases, cues, titles = json.loads(text)
    return Words(tuple(frozenset(p) for p in phrases), frozenset(cues), tuple(titles))


def _version(vocabulary: Lexicon) -> bytes:
    """Of the vocabulary by which names are cut: another one finds other words in them."""
    told = hashlib.blake2b(digest_size=16)
    for word in sorted(vocabulary.terms):
        sense = vocabulary.terms[word]
        told.update(
            f"{word}|{sorted(sense.cues)}{sorted(sense.notions)}{sorted(sense.agencies)}{sense.everyday}\n".encode()
        )
    told.update("\n".join(sorted(vocabulary.words)).encode())
    return told.digest()


def _digest(version: bytes, names: Sequence[str]) -> str:
    return hashlib.blake2b(version + "\n".join(names).encode(), digest_size=16).hexdigest()
