"""Which words of a message stand in a name of the plan just so, one behind the other?

"การขับเคลื่อนแผนชุมชน" is one name, whatever its words mean elsewhere.
"""

from collections.abc import Collection
from dataclasses import dataclass

from knowledge.entity import RUN
from knowledge.index import Index
from knowledge.reading import Reading

_SHORTEST, _MOST_CODES = 12, 3
"""Letters of a quotation that names something, and how many things may have it in their names."""
_PER_LETTER, _HEAVIEST = 0.065, 1.2
"""What a quotation weighs, where a telling word weighs about 1."""
_LEVEL_WORDS = ("project", "issue", "tactic", "goal", "indicator", "strategy", "framework")


@dataclass(frozen=True)
class Quote:
    """A run of words that few names have."""

    codes: frozenset[str]
    tokens: frozenset[int]
    weight: float


def quotes(index: Index, reading: Reading) -> tuple[Quote, ...]:
    """The quotations of a message, in its order; they do not overlap."""
    found: list[Quote] = []
    start = 0
    while start <= len(reading.letters) - RUN:
        if reading.letters[start : start + RUN] not in index.runs:
            start += 1
            continue
        end = _longest(index, reading.letters, start)
        tokens = _words_in(reading, range(start, end))
        codes = _named_by(index, reading, tokens) if tokens else _NOBODY
        if 0 < len(codes) <= _MOST_CODES and end - start >= _SHORTEST and _is_telling(reading, tokens):
            found.append(Quote(codes, tokens, min(_HEAVIEST, _PER_LETTER * (end - start))))
        start = end
    return tuple(found)


def quoted(index: Index, reading: Reading, codes: Collection[str]) -> frozenset[int]:
    """Places of the words quoted from the names of these things, if only RUN letters of them: no cue stands there."""
    if not codes:
        return frozenset()
    meant, letters = set(codes), reading.letters
    starts = [i for i in range(len(letters) - RUN + 1) if meant & index.runs.get(letters[i : i + RUN], _NOBODY)]
    inside = {at for start in starts for at in range(start, start + RUN)}
    return frozenset(
        i for i, t in enumerate(reading.tokens) if t.number is None and inside.issuperset(range(t.start, t.end))
    )


_NOBODY: frozenset[str] = frozenset()


def _longest(index: Index, letters: str, start: int) -> int:
    """Where the message parts from the name that goes on longest like it from `start`."""
    codes = index.runs.get(letters[start : start + RUN], _NOBODY)
    at = start + 1
    while codes and (going_on := codes & index.runs.get(letters[at : at + RUN], _NOBODY)):
        codes, at = going_on, at + 1
    return at + RUN - 1


def _named_by(index: Index, reading: Reading, places: Collection[int]) -> frozenset[str]:
    """The names that have all these words: half a word more, by chance, tells no two names apart."""
    first = min(reading.tokens[i].start for i in places)
    last = max(reading.tokens[i].end for i in places)
    starts = range(first, max(first, last - RUN) + 1)
    runs = (index.runs.get(reading.letters[i : i + RUN], _NOBODY) for i in starts)
    return frozenset.intersection(*runs)


def _words_in(reading: Reading, letters: range) -> frozenset[int]:
    return frozenset(
        i
        for i, t in enumerate(reading.tokens)
        if t.start >= letters.start and t.end <= letters.stop and t.number is None
    )


def _is_telling(reading: Reading, places: Collection[int]) -> bool:
    """Whether more is quoted than "ประเด็นยุทธศาสตร์ที่", which stands in every name."""
    told = [reading.tokens[i] for i in places if not reading.tokens[i].is_cue(*_LEVEL_WORDS)]
    return any(t.notions for t in told) and sum(len(t.text) for t in told) >= RUN
