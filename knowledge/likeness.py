"""How alike are two texts, by runs of three letters? Thai is written without spaces, so words are not compared."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from knowledge import lexicon
from knowledge.clean import clean

T = TypeVar("T")
ALIKE = 0.5
"""From here on two messages ask or tell the same."""
_RUN = 3


def runs(text: str) -> frozenset[str]:
    """Every run of three letters, spaces left out."""
    letters = lexicon.key(clean(text)).replace(" ", "")
    return frozenset(letters[i : i + _RUN] for i in range(max(1, len(letters) - _RUN + 1)))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """0 to 1: the share of runs that both have."""
    return len(one & other) / max(1, len(one | other))


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """0 to 1: how much of the shorter text stands in the other, which may tell more."""
    return len(one & other) / max(1, min(len(one), len(other)))


def grouped(things: Iterable[T], text: Callable[[T], str]) -> list[list[T]]:
    """Things that say nearly the same together, in the order in which each group's first came."""
    groups: list[tuple[frozenset[str], list[T]]] = []
    for thing in things:
        own = runs(text(thing))
        same = next((group for group in groups if likeness(group[0], own) >= ALIKE), None)
        if same:
            same[1].append(thing)
        else:
            groups.append((own, [thing]))
    return [members for _, members in groups]
