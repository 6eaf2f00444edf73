"""What are messages taken for by weights that were not written down yet?"""

from collections.abc import Iterable, Mapping, Sequence

from knowledge.acts import ACTS, LONGEST, mean_of, runs, words
from learning.labelled import Message
from learning.weighing import Numbers, Weighed


def judge(learned: Weighed, messages: Sequence[Message], numbers: Mapping[str, Numbers]) -> dict[str, list[str]]:
    """The likeliest act of each message: by letters and words, by the encoder, and by both."""
    texts = [text[:LONGEST] for text, _ in messages]
    by_form = [_added(learned.form[""], *(mean_of(learned.form, cut(text)) for cut in (runs, words))) for text in texts]
    by_sense = [_sense(learned.sense, numbers[text]) for text in texts]
    both = [_added(form, sense) for form, sense in zip(by_form, by_sense, strict=True)]
    return {"letters and words": _likeliest(by_form), "encoder": _likeliest(by_sense), "both": _likeliest(both)}


def _sense(weights: Sequence[Sequence[float]], numbers: Numbers) -> list[float]:
    begin, *columns = weights
    parts = ([weight * number for weight in column] for column, number in zip(columns, numbers.tolist(), strict=True))
    return _added(begin, *parts)


def _added(*parts: Sequence[float]) -> list[float]:
    return [sum(column) for column in zip(*parts, strict=True)]


def _likeliest(logits: Iterable[Sequence[float]]) -> list[str]:
    return [max(zip(one, ACTS, strict=True))[1] for one in logits]
