"""Learn what people do with their messages: writes the weights that knowledge/acts.py reads.

`python -m learning FILE ...` with files of `{"text", "source"}` that have nothing to do with any plan (docs/feedback.md
says where such texts are); `--own` learns from the project's messages alone. `--measure` also prints what each file's
messages are taken for when they are judged by what all other files teach. The first line of the weights names the
messages they come from: a test notices messages without learning.
"""

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.figures import print_table
from knowledge.acts import ACTS, LONGEST, SCALES
from learning.judging import judge
from learning.labelled import Message, fingerprint, read_foreign, read_labelled
from learning.weighing import Numbers, Way, encode, weigh, write

ACT_WAY = Way(SCALES, seen_in=(8, 4), form_firmness=8.0, sense_firmness=0.02, evenness=0.7)
"""Runs of letters, then words; the firmness was found by leaving files out."""

GROUPS = 4
"""Files are left out in so many groups: learning once for each file would take hours."""


def main() -> None:
    """Learn from all messages; measure before, if that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--own", action="store_true", help="learn without other people's messages")
    parser.add_argument("--measure", action="store_true", help="print what files left out are taken for")
    given = parser.parse_args()
    if not given.files and not given.own:
        parser.error("name the files of foreign messages, or say --own")
    foreign = read_foreign(given.files)
    own = read_labelled()
    numbers = encode(text for text, _ in (*_all(own), *_all(foreign)))
    if given.measure:
        _measure(own, foreign, numbers)
    learned = weigh(ACT_WAY, _all(own), _all(foreign), numbers)
    beside = ", ".join(f"{name} {len(held)}" for name, held in foreign.items())
    write(SCALES, f"{fingerprint()} and of others: {beside or 'nothing'}", learned)


def _all(files: Mapping[str, Sequence[Message]]) -> list[Message]:
    return [message for held in files.values() for message in held]


def _measure(
    own: Mapping[str, Sequence[Message]], foreign: Mapping[str, Sequence[Message]], numbers: Mapping[str, Numbers]
) -> None:
    rows, files = [], {**own, **foreign}
    for group in range(GROUPS):
        left_out = sorted(files)[group::GROUPS]
        kept = [{name: held for name, held in some.items() if name not in left_out} for some in (own, foreign)]
        learned = weigh(ACT_WAY, _all(kept[0]), _all(kept[1]), numbers)
        for name in left_out:
            texts = [text[:LONGEST] for text, _ in files[name]]
            for way, taken in judge(learned, SCALES, texts, numbers).items():
                rows += _table(name, way, Counter(zip((act for _, act in files[name]), taken, strict=True)))
    print_table("Judged by what the other files teach", ("file", "by", "act", "messages", *ACTS), sorted(rows))


def _table(name: str, way: str, counts: Counter[tuple[str, str]]) -> list[list[str]]:
    by_act = {act: [counts[act, taken] for taken in ACTS] for act in ACTS}
    return [[name, way, act, str(sum(row)), *map(str, row)] for act, row in by_act.items() if sum(row)]


if __name__ == "__main__":
    main()
