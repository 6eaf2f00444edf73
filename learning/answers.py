"""Learn what people answer to a question of the bot: writes the weights that knowledge/likely_answer.py reads.

`python -m learning.answers` learns from `answers/` (a file for each writer), from the answers that the tests have but
for those of strangers, and, of what is no answer, from the short messages of `messages/`. `--measure` prints how each
writer is understood by what all others teach, by the small words alone and by both.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from bench.figures import print_table
from knowledge.likely_answer import KINDS, OTHER, SCALES, STAYS, TELLS, decide, letters_of
from knowledge.short_answer import short_answer
from knowledge.weighed import as_shares
from learning.judging import logits_of
from learning.labelled import TRIED, Message, digest, read_labelled, read_lines
from learning.weighing import Numbers, Way, encode, weigh, write

FOLDER = Path(__file__).parent / "answers"
WAY = Way(SCALES, seen_in=(2, 2, 2), form_firmness=8.0, sense_firmness=0.02, evenness=0.8)
"""Runs of letters, words, groups of small words."""
_TRIED = ("building", "kept", "at_steps")
_SHORT = 50
"""Letters of a message that might be taken for an answer."""
_MOST = {TELLS: 500, OTHER: 90}
"""Messages of each act that are no answers: of tales there are the most at a step."""


def main() -> None:
    """Learn from all answers; measure before, if that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true", help="print how writers left out are understood")
    given = parser.parse_args()
    writers, none = read_answers(), read_none()
    numbers = encode(letters for letters, _ in (*_all(writers), *none))
    if given.measure:
        _measure(writers, none, numbers)
    write(SCALES, fingerprint(), weigh(WAY, [*_all(writers), *none], [], numbers))


def fingerprint() -> str:
    """Changes with any answer in the project."""
    return digest([read_answers(), read_none()])


def read_answers() -> dict[str, list[Message]]:
    """The answers of each writer."""
    files = {path.stem: list(_written(path)) for path in sorted(FOLDER.glob("*.jsonl"))}
    return {**files, **{name: list(_written(TRIED / "short_answers" / f"{name}.jsonl")) for name in _TRIED}}


def read_none() -> list[Message]:
    """Short messages that answer nothing: what tells the province something, and everything else."""
    by_act: dict[str, list[str]] = defaultdict(list)
    for text, act in _all(read_labelled()):
        if len(text) <= _SHORT and not short_answer(text):
            by_act[act].append(text)
    kinds = {act: TELLS if act == "feedback" else OTHER for act in by_act}
    return [(text, kinds[act]) for act in sorted(by_act) for text in _spread(by_act[act], _MOST[kinds[act]])]


def _spread(texts: Sequence[str], most: int) -> Iterator[str]:
    """So many of them, from all files."""
    return islice(texts[:: max(1, len(texts) // most)], most)


def _written(path: Path) -> Iterator[Message]:
    for line in read_lines(path):
        if (means := line["means"] or TELLS) in KINDS:
            yield letters_of(line["text"]), means


def _all(files: Mapping[str, Sequence[Message]]) -> list[Message]:
    return [message for held in files.values() for message in held]


def _measure(writers: Mapping[str, Sequence[Message]], none: Sequence[Message], numbers: Mapping[str, Numbers]) -> None:
    rows = [_row(name, answers, writers, none, numbers) for name, answers in writers.items()]
    head = ("writer", "answers", "small words", "letters and words", "encoder", "both", "all together")
    print_table("Right, by what the other writers teach", head, [[name, *map(str, counts)] for name, *counts in rows])
    totals = [str(sum(column)) for column in zip(*(counts for _, *counts in rows), strict=True)]
    print_table("Together", head[1:], [totals])


def _row(
    name: str,
    answers: Sequence[Message],
    writers: Mapping[str, Sequence[Message]],
    none: Sequence[Message],
    numbers: Mapping[str, Numbers],
) -> tuple[Any, ...]:
    others = [message for other, held in writers.items() if other != name for message in held]
    texts = [text for text, _ in answers]
    logits = logits_of(weigh(WAY, [*others, *none], [], numbers), SCALES, texts, numbers)
    composed = [short_answer(text) for text in texts]
    known = [dict(zip(KINDS, as_shares(one), strict=True)) for one in logits["both"]]
    ways = [
        composed,
        *([max(zip(one, KINDS, strict=True))[1] for one in each] for each in logits.values()),
        [decide(one, shares) for one, shares in zip(composed, known, strict=True)],
    ]
    return name, len(answers), *(sum(map(_is_right, answers, way)) for way in ways)


def _is_right(answer: Message, taken: str) -> bool:
    """Whether the same is done: who gives a report up may be asked whether they do."""
    means, does = (("" if kind in (TELLS, OTHER) else kind) for kind in (answer[1], taken))
    return means == does or (means in STAYS and does in STAYS and does != "stop")


if __name__ == "__main__":
    main()
