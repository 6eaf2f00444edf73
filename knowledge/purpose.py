"""What is a message written for, by the sound of it: to tell the province something, to ask, to call for help, or none?

Words can be listed only so far: people complain, praise and wish in words without end. So runs of one to four letters
were weighed (`bench/learning`) on some thousand messages whose purpose is known. This never makes an answer, nor a
figure: it only settles what becomes of a message that the words alone leave open.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.clean import clean

WEIGHTS = Path(__file__).parent / "vocabulary" / "purpose_weights.tsv"
KINDS = ("feedback", "question", "emergency", "other")
"""The columns of the file, in this order; its line without letters is where each begins."""
LONGEST_RUN = 4
SCALE = 100
"""The weights stand there as whole numbers, so much larger."""


@dataclass(frozen=True)
class Purpose:
    """How likely a message is each of these: shares of 1."""

    feedback: float
    question: float
    emergency: float
    other: float


def purpose(text: str) -> Purpose:
    """What a message seems to be written for; `text` is as it was typed."""
    weights = _weights()
    known = [weights[run] for run in weights.keys() & runs(clean(text))]
    columns = zip(*known, strict=True) if known else [()] * len(KINDS)
    length = math.sqrt(len(known)) or 1.0
    logits = [(begin + sum(column) / length) / SCALE for begin, column in zip(weights[""], columns, strict=True)]
    shares = [math.exp(logit - max(logits)) for logit in logits]
    return Purpose(*(share / sum(shares) for share in shares))


def runs(text: str) -> set[str]:
    """All runs of neighbouring letters, blanks among them."""
    return {text[i : i + n] for n in range(1, LONGEST_RUN + 1) for i in range(len(text) - n + 1)}


@cache
def _weights() -> Mapping[str, tuple[int, ...]]:
    lines = WEIGHTS.read_text(encoding="utf-8").split("\n")
    rows = (line.split("\t") for line in lines if "\t" in line)
    return {run: tuple(map(int, weights)) for run, *weights in rows}
