"""What does a message most likely answer to a question of the bot, where its small words do not come out even?

`short_answer.py` knows what is made of known words alone. People also agree, refuse and skip in words that nobody
listed, and call the bot uncle beside it. So runs of letters, words, the groups in which small words stand, one behind
the other, and the numbers of the encoder were weighed (`python -m learning.answers`) on answers of many writers. It
makes no sentence: it only settles which of a handful of things is done to a draft.
"""

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import get_args

from knowledge.acts import runs as all_runs
from knowledge.acts import words
from knowledge.answer_words import all_words
from knowledge.clean import clean
from knowledge.encoder import encoded
from knowledge.short_answer import LONGEST, Answer, short_answer
from knowledge.weighed import Scales, as_shares, mean_of_both

_FOLDER = Path(__file__).parent / "vocabulary"
WEIGHTS = _FOLDER / "answer_weights.tsv"
"""Runs of letters, words behind a `|`, groups behind a `#`, with a weight for each kind; first where each begins."""
SENSE_WEIGHTS = _FOLDER / "answer_sense_weights.tsv"
"""The same for the encoder's numbers, in their order, below where each begins."""
TELLS, OTHER = "tells", "other"
"""What answers nothing: more of the report, and what is of no concern to it (the plan, danger, thanks)."""
KINDS = ("yes", "no", "skip", "unsure", "keep", "stop", "asks", TELLS, OTHER)
"""The columns of both files, in this order."""
_GROUP, _UNKNOWN, _END = "#", "?", "."
_LONGEST_WORD = 24
STAYS = ("no", "skip", "unsure", "keep", "stop")
"""Of these a message may be several at once: the draft stays, whichever it is."""
_ENOUGH = {"yes": 0.5, "asks": 0.4}
"""The share from which an answer is believed that its small words do not tell."""
_ENOUGH_STAYS = 0.4
"""The same for all together that leave the draft as it is."""
_SURELY_STOPS = 0.8
"""What less surely gives the draft up is asked back."""
_MOSTLY = 0.5
_HARDLY = 0.05
"""The share under which what the small words came to is doubted, where it would send or give up."""


@lru_cache(maxsize=64)
def likely_answer(text: str) -> Answer:
    """What a message answers, by its small words, else by what it most likely is; "" where it tells something."""
    return decide(short_answer(text), shares(text))


def tells(text: str) -> bool:
    """Whether a message most likely answers nothing."""
    known = shares(text)
    return known[TELLS] + known[OTHER] >= _MOSTLY


def decide(composed: Answer, known: Mapping[str, float]) -> Answer:
    """What small words and shares come to together."""
    if composed not in ("", "yes", "stop"):
        return composed
    if composed and known[composed] >= _HARDLY:
        return composed
    if known["stop"] >= _SURELY_STOPS:
        return "stop"
    stays = {kind: known[kind] for kind in STAYS}
    if sum(stays.values()) >= _ENOUGH_STAYS:
        likeliest = max(stays, key=stays.__getitem__)
        return "no" if likeliest == "stop" else _as_answer(likeliest)
    return next((_as_answer(kind) for kind, enough in _ENOUGH.items() if known[kind] >= enough), "")


def _as_answer(kind: str) -> Answer:
    return next(answer for answer in get_args(Answer) if answer == kind)


@lru_cache(maxsize=64)
def shares(text: str) -> Mapping[str, float]:
    """How likely a message is each of KINDS: shares of 1. What is longer than an answer tells something."""
    letters = letters_of(text)
    if not letters or len(letters) > LONGEST:
        return {kind: float(kind == TELLS) for kind in KINDS}
    form, numbers = SCALES.by_form(letters), encoded(letters)
    logits = form if numbers is None else mean_of_both(form, SCALES.by_sense(numbers))
    return dict(zip(KINDS, as_shares(logits), strict=True))


def letters_of(text: str) -> str:
    """A text as it is weighed; one of pictures alone as it is."""
    return clean(text) or text.strip()


def runs(letters: str) -> set[str]:
    """All runs of neighbouring letters, and those at both ends as such."""
    return all_runs(f"<{letters.replace(_GROUP, ' ')}>")


def groups(letters: str) -> set[str]:
    """The groups in which the small words stand, longest words first, each with that of its neighbour."""
    found, at, table = list[frozenset[str]](), 0, all_words()
    while at < len(letters):
        end = next((end for end in range(min(len(letters), at + _LONGEST_WORD), at, -1) if letters[at:end] in table), 0)
        if end:
            found.append(table[letters[at:end]])
        elif not letters[at].isspace() and (not found or _UNKNOWN not in found[-1]):
            found.append(frozenset(_UNKNOWN))
        at = end or at + 1
    pairs = pairwise([*found, frozenset(_END)])
    together = {f"{_GROUP}{one}>{other}" for first, second in pairs for one in first for other in second}
    return together | {_GROUP + group for one in found for group in one}


SCALES = Scales(KINDS, WEIGHTS, SENSE_WEIGHTS, (runs, words, groups))
