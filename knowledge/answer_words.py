"""Which small words are answers made of, and in which groups does each stand: as typed, without tones, or by sound?"""

import re
from collections.abc import Mapping
from functools import cache
from typing import TypeAlias

from knowledge.clean import clean
from knowledge.vocabulary import read

Groups: TypeAlias = Mapping[str, frozenset[str]]
"""Words, and the groups in which each stands."""
OF_REPORT = frozenset(("process", "act", "handles", "sees", "cost", "figure", "mended", "repeated"))
"""What is asked about, where something is asked; else it tells something."""
_OTHERS = ("picture_", "sticker_", "becomes", "end", "begin")
"""Groups that are no words of which an answer is made."""
SIGNS = re.compile("[\u0e47-\u0e4c]")


@cache
def all_words() -> Groups:
    """Each word and its groups. What answers, too, is no word of a report's way."""
    found: dict[str, set[str]] = {}
    for group, words in read("short_answers").items():
        if not group.startswith(_OTHERS):
            for word in words:
                found.setdefault(clean(word), set()).add(group)
    return {word: frozenset(groups - OF_REPORT or groups - {"process"} or groups) for word, groups in found.items()}


@cache
def words_typed(*, bare: bool) -> Groups:
    """`bare`: as somebody writes them who types no tones; where two become one, a whole word goes first."""
    return (
        {**{SIGNS.sub("", word): groups for word, groups in all_words().items()}, **all_words()}
        if bare
        else all_words()
    )


@cache
def heard_words(*, bare: bool) -> Groups:
    """The same by sound, but none that sounds like a word of another meaning."""
    found: dict[str, set[frozenset[str]]] = {}
    for word, groups in words_typed(bare=bare).items():
        found.setdefault(as_heard(word), set()).add(groups)
    sure = {word: next(iter(groups)) for word, groups in found.items() if len(groups) == 1}
    return {**sure, **words_typed(bare=bare)}


def as_heard(text: str) -> str:
    """A text by its sound: of what people write alike for one sound one spelling is left."""
    for written, spelling in _alike():
        text = written.sub(spelling, text)
    return text


@cache
def _alike() -> tuple[tuple[re.Pattern[str], str], ...]:
    """A star in a spelling is the consonant before or behind which it is written."""
    return tuple(
        (re.compile(written.replace("*", "([\u0e01-\u0e2e])")), spelling.replace("*", r"\1"))
        for spelling, ways in read("heard").items()
        for written in ways
    )
