"""What did somebody put right while writing: "ปี 64 เอ้ยไม่ใช่ ปี 62", "ประเด็น 5 โทษที ประเด็น 4"?"""

from collections.abc import Sequence

from knowledge.parsing.heard import DENYING, Heard
from knowledge.parsing.part import Thing, YearSpan
from knowledge.vocabulary import read as read_vocabulary

_SLIPS = frozenset(read_vocabulary("small_words")["slips"])
_BETWEEN = 4
"""Words from the one that takes back to what is meant instead."""

Part = Thing | YearSpan


def put_right(heard: Heard, parts: Sequence[Part]) -> frozenset[int]:
    """Where the parts begin that are put right by a later one of their kind; the words that say so are used."""
    wrong: set[int] = set()
    for i, token in enumerate(heard.tokens):
        if token.text not in _SLIPS:
            continue
        behind = [part for part in parts if i < part.start]
        meant = min(behind, key=lambda part: part.start, default=None)
        before = [part for part in parts if meant is not None and part.start < i and _alike(part, meant)]
        if meant is None or not before:
            continue
        said = max(before, key=lambda part: part.start)
        wrong.add(said.start)
        heard.used.add(i)
        heard.used.update(said.tokens)
        heard.used.update(j for j in range(i + 1, min(i + 1 + _BETWEEN, meant.start)) if _takes_back(heard, j))
    return frozenset(wrong)


def _alike(one: Part, other: Part) -> bool:
    """Whether one may stand for the other: years for years, an agency for an agency, a thing for a thing."""
    if isinstance(one, YearSpan) or isinstance(other, YearSpan):
        return isinstance(one, YearSpan) and isinstance(other, YearSpan)
    return (one.kind == "agency") == (other.kind == "agency")


def _takes_back(heard: Heard, j: int) -> bool:
    token = heard.tokens[j]
    return token.text in DENYING or token.is_cue("not") or token.text in _SLIPS
