"""What is each thing of the plan called in a sentence: short, and so that no two of a kind are called the same?"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.query.kinds import KINDS, Kind
from knowledge.query.sentence.grammar import Language, grammar
from knowledge.query.sql.tables import TABLES

_LONGEST, _SHORTEST = 60, 20
"""A longer name is cut at a blank, if one stands behind so many letters."""
_LONGEST_WHOLE = 120
"""A name without such a blank is said in full up to here; beyond, which passages are, it is cut within a word."""
_QUOTES = str.maketrans("“”", "''")


@dataclass(frozen=True)
class Names:
    """The short names of one language, both ways."""

    language: Language
    short: Mapping[tuple[Kind, str], str]
    keys: Mapping[tuple[Kind, str], str]

    def name(self, kind: Kind, key: str) -> str:
        """What the thing is called; one that the plan does not have, by its key."""
        return self.short.get((kind, key), key)

    def plain(self, kind: Kind, key: str) -> str:
        """The same where it need not be told apart from others of its name."""
        return self.name(kind, key).removesuffix(f" [{key}]")

    def key(self, kind: Kind, name: str) -> str:
        """The thing that is called so; otherwise the name itself is the key."""
        return self.keys.get((kind, name), name)


def read_names(session: Session, language: Language) -> Names:
    """The names of everything in the plan."""
    short: dict[tuple[Kind, str], str] = {}
    for kind in KINDS:
        table = TABLES[kind]
        query: Any = select(*(table.column(name) for name in (table.key, table.name, table.name_en))).where(
            *table.clauses
        )
        rows: list[tuple[str, str, str]] = []
        for key, name, english in session.execute(query).all():
            rows.append((f"{table.letter}{key}", english if language == "en" else "", name))
        short |= {(kind, key): name for key, name in _short(kind, language, rows)}
    return Names(language, short, {(kind, name): key for (kind, key), name in short.items()})


def _short(kind: Kind, language: Language, rows: list[tuple[str, str, str]]) -> Iterable[tuple[str, str]]:
    prefix = grammar(language).tables["kind"][kind]
    names = {
        key: " ".join((english or name).removeprefix(prefix).translate(_QUOTES).split()) for key, english, name in rows
    }
    cut = {key: _cut(name) for key, name in names.items()}
    often = Counter(cut.values())
    for key in names:
        alone = often[cut[key]] == 1 and (cut[key] == key or cut[key] not in names)
        yield key, cut[key] if alone else f"{cut[key]} [{key}]"


def _cut(name: str) -> str:
    if len(name) <= _LONGEST:
        return name
    at = name.rfind(" ", _SHORTEST, _LONGEST)
    if at < 0 and len(name) <= _LONGEST_WHOLE:
        return name
    if at < 0:
        at = _LONGEST
        while unicodedata.combining(name[at]) or unicodedata.category(name[at]) == "Mn":
            at -= 1  # a Thai mark belongs to the letter before it
    return f"{name[:at]} …"
