"""What are messages taken for by weights that were not written down yet?"""

from collections.abc import Mapping, Sequence

from knowledge.weighed import Scales, mean_of, mean_of_both
from learning.weighing import Numbers, Weighed


def judge(
    learned: Weighed, scales: Scales, texts: Sequence[str], numbers: Mapping[str, Numbers]
) -> dict[str, list[str]]:
    """The likeliest kind of each message: by letters and words, by the encoder, and by both."""
    ways = logits_of(learned, scales, texts, numbers)
    return {way: [max(zip(one, scales.kinds, strict=True))[1] for one in logits] for way, logits in ways.items()}


def logits_of(
    learned: Weighed, scales: Scales, texts: Sequence[str], numbers: Mapping[str, Numbers]
) -> dict[str, list[list[float]]]:
    """How much speaks for each kind of each message, in each of these ways."""
    by_form = [_form(learned, scales, text) for text in texts]
    by_sense = [_sense(learned.sense, numbers[text]) for text in texts]
    both = [mean_of_both(form, sense) for form, sense in zip(by_form, by_sense, strict=True)]
    return {"letters and words": by_form, "encoder": by_sense, "both": both}


def _form(learned: Weighed, scales: Scales, text: str) -> list[float]:
    parts = (mean_of(learned.form, cut(text), len(scales.kinds)) for cut in scales.cuts)
    return _added(learned.form[""], *parts)


def _sense(weights: Sequence[Sequence[float]], numbers: Numbers) -> list[float]:
    begin, *columns = weights
    parts = ([weight * number for weight in column] for column, number in zip(columns, numbers.tolist(), strict=True))
    return _added(begin, *parts)


def _added(*parts: Sequence[float]) -> list[float]:
    return [sum(column) for column in zip(*parts, strict=True)]
