"""Which paragraph of the plan does a message ask about: the one that has all its words, the rarest above all?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.parsing.heard import Heard
from knowledge.parsing.lists.frame import Frame
from knowledge.parsing.lists.which import says, tells, word_at
from knowledge.texts.plan_texts import Paragraph

_OF_HEADING = 0.9
"""What a word of the heading tells, where one of the paragraph tells 1."""
_IN_PIECES = 0.8
"""What a word tells that stands there in pieces, or another that means the same."""
_BESIDE = 0.8
"""What a word tells that may only ask ("เมื่อสิ้นสุดแผน"), where the paragraph has it."""
_MOST_MISSING, _TIMES = 0.45, 3
"""Everyday words, by what they tell, that a paragraph may lack, where it has so many times as much."""
_LEAST, _SEVERAL, _QUOTED = 1.0, 3, 14
"""What its words must tell at least; or how many of them it has; or how many letters in a row are its own."""
_PER_LETTER = 0.01
"""What each letter in a row tells, beside the words: it decides between paragraphs that have the same words."""
_NEARLY_QUOTED = 9
"""Letters in a row that do where the message says no more."""
_LONG = 6
"""Letters of a word that tells more than a short one."""


@dataclass(frozen=True)
class Fit:
    """A paragraph with how well it fits."""

    of: Paragraph
    score: float


def paragraphs(heard: Heard, frame: Frame) -> tuple[Paragraph, ...]:
    """The paragraph that is meant, or the few that fit alike; none where words are left that it does not have."""
    words = frame.meant
    every = heard.index.texts.paragraphs
    weights = {i: tells(heard, i) * _weight(heard, every, i) for i in words}
    beside = [i for i in frame.used if is_beside(heard, i)]
    weights |= {i: _BESIDE * _weight(heard, every, i) for i in beside}
    fits = [Fit(one, score) for one in every if (score := _score(heard, frame, one, weights)) > 0]
    best = max((fit.score for fit in fits), default=0.0)
    found = tuple(fit.of for fit in fits if fit.score > best - 1e-9)
    return found if any(_is_telling(heard, words, one) for one in found) else ()


def is_beside(heard: Heard, i: int) -> bool:
    """Whether a word that asks may be of the paragraph, too: "เมื่อสิ้นสุดแผน"; not what names a part of the plan."""
    token = heard.tokens[i]
    return len(token.text) > _LONG and bool(token.sense.cues) and not token.is_cue("section_eight", "framework")


def _is_telling(heard: Heard, words: Sequence[int], one: Paragraph) -> bool:
    """Whether the words tell enough, are several, or stand in the paragraph just so."""
    several = sum(says(one.written, heard, i) and tells(heard, i) > 0 for i in words) >= _SEVERAL
    run = _run(heard, one)
    asked = sum(len(word_at(heard, i)) for i in words)
    quoted = run >= _QUOTED or (run >= _NEARLY_QUOTED and run >= asked)
    return several or sum(tells(heard, i) for i in words) >= _LEAST or quoted


def is_quoted(heard: Heard, one: Paragraph, least: int) -> bool:
    """Whether so many letters of the message stand in the paragraph in a row."""
    return _run(heard, one) >= least


def _run(heard: Heard, one: Paragraph) -> int:
    """The most letters of the message that stand in the paragraph in a row."""
    letters, longest = heard.draft.reading.letters, 0
    for at in range(len(letters)):
        while at + longest < len(letters) and _stands(letters[at : at + longest + 1], one):
            longest += 1
    return longest


def _stands(letters: str, one: Paragraph) -> bool:
    return letters in one.written.letters or letters in one.heading.letters


def _weight(heard: Heard, every: Sequence[Paragraph], i: int) -> float:
    """How much a word tells: more the longer it is and the fewer paragraphs have it."""
    having = sum(says(one.written, heard, i) or says(one.heading, heard, i) for one in every)
    rare = math.log(1 + len(every) / max(1, having))
    return rare * min(1.0, len(word_at(heard, i)) / _LONG)


def _score(heard: Heard, frame: Frame, one: Paragraph, weights: dict[int, float]) -> float:
    """How well it fits; 0 where it lacks a word that matters."""
    score, missing, told = 0.0, 0.0, 0.0
    if frame.counted and not one.written.says(frame.counted):
        return 0.0
    for i, weight in weights.items():
        own = i in frame.meant  # what only asks tells by the heading: "เมื่อสิ้นสุดแผน"
        if own and says(one.written, heard, i):
            score += weight if word_at(heard, i) in one.written.letters else weight * _IN_PIECES
            told += tells(heard, i)
        elif says(one.heading, heard, i):
            score += weight * _OF_HEADING
            told += tells(heard, i)
        elif own:
            missing += tells(heard, i) or 1.0
    if missing > min(_MOST_MISSING, told / _TIMES):
        return 0.0
    little = sum(word_at(heard, i) in one.written.letters for i in frame.used)
    return score + _PER_LETTER * (_run(heard, one) + little)
