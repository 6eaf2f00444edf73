"""Learn what messages are written for, and measure it on writers whose messages were left out.

Writes the weights that knowledge/purpose.py reads, and prints what each file's messages are taken for when they are
judged by what all other files teach. The first line of the weights names the messages they come from: a test notices
messages without learning.
"""

from collections import Counter
from collections.abc import Sequence

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import Normalizer

from bench.figures import print_table
from bench.learning.labelled import Message, fingerprint, read_labelled
from knowledge.purpose import KINDS, SCALE, WEIGHTS, runs

SEEN_IN = 5
"""Messages in which a run of letters must stand to be weighed."""
FIRMNESS = 16.0
"""How far the weights may go to fit the messages (scikit-learn's C)."""


def main() -> None:
    """Measure, then learn from all messages."""
    files = read_labelled()
    rows = []
    for left_out, messages in files.items():
        others = [message for name, held in files.items() if name != left_out for message in held]
        taken = learn(others).predict([text for text, _ in messages])
        rows += _table(left_out, Counter(zip((kind for _, kind in messages), taken, strict=True)))
    print_table("Judged by what the other files teach", ("file", "kind", "messages", *KINDS), rows)
    write(learn([message for held in files.values() for message in held]))


def learn(messages: Sequence[Message]) -> Pipeline:
    """Each kind counts the same, however many messages it has."""
    model = make_pipeline(
        CountVectorizer(analyzer=runs, binary=True, min_df=SEEN_IN),
        Normalizer(),
        LogisticRegression(C=FIRMNESS, class_weight="balanced", max_iter=4000),
    )
    return model.fit([text for text, _ in messages], [kind for _, kind in messages])


def write(model: Pipeline) -> None:
    """One line for each run of letters, and first, without letters, where each kind begins."""
    vectorizer, _, weigher = model
    column = [list(weigher.classes_).index(kind) for kind in KINDS]
    found = dict(zip(vectorizer.get_feature_names_out(), weigher.coef_.T[:, column], strict=True))
    rows = {"": weigher.intercept_[column], **found}
    lines = ["\t".join((run, *(str(round(SCALE * weight)) for weight in weights))) for run, weights in rows.items()]
    WEIGHTS.write_text("\n".join((f"# {fingerprint()}", *lines, "")), encoding="utf-8")


def _table(name: str, counts: Counter[tuple[str, str]]) -> list[list[str]]:
    by_kind = {kind: [counts[kind, taken] for taken in KINDS] for kind in KINDS}
    return [[name, kind, str(sum(row)), *map(str, row)] for kind, row in by_kind.items() if sum(row)]


if __name__ == "__main__":
    main()
