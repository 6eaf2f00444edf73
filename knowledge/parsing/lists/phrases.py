"""Where in a message stand the words of a list, also where they were cut into parts?"""

from collections.abc import Collection, Sequence

from knowledge.cut import letters_of
from knowledge.reading import Token
from knowledge.vocabulary import read as read_vocabulary

_WORDS = read_vocabulary("list_words")
_MOST_TOKENS = 4
"""Words that one phrase may be cut into."""


def words_of(name: str) -> frozenset[str]:
    """The words of a list as they stand in a message: without blanks."""
    return frozenset(letters_of(word) for word in _WORDS[name])


def phrases(tokens: Sequence[Token], words: Collection[str]) -> tuple[range, ...]:
    """Places of the phrases, the longest at each place; they do not overlap."""
    found: list[range] = []
    at = 0
    while at < len(tokens):
        run = _longest(tokens, at, words)
        if run:
            found.append(run)
        at = run.stop if run else at + 1
    return tuple(found)


def _longest(tokens: Sequence[Token], at: int, words: Collection[str]) -> range:
    ends = range(min(len(tokens), at + _MOST_TOKENS), at, -1)
    return next((range(at, end) for end in ends if _joined(tokens, at, end) in words), range(0))


def _joined(tokens: Sequence[Token], start: int, end: int) -> str:
    return "".join(token.text for token in tokens[start:end])
