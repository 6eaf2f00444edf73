"""Is Thai in Latin letters understood as in Thai ones? `python -m bench.romanised`, over tests/questions/romanised/."""

from collections import Counter

from bench.figures import print_table
from bench.understanding import plan_index
from knowledge.index import Index
from knowledge.understand import understand
from tests.chats import FOLDER, read_lines


def main() -> None:
    """Print for each file how many messages come to the same, to nothing, or to another question."""
    index = plan_index()
    rows = []
    for path in sorted((FOLDER / "romanised").glob("*.jsonl")):
        found = Counter(judged(index, line["text"], line["means"]) for line in read_lines(path))
        rows.append([path.stem, *(str(found[kind]) for kind in ("right", "lost", "misled"))])
    print_table("Thai in Latin letters", ["file", "right", "lost", "misled"], rows)


def judged(index: Index, text: str, means: str) -> str:
    """Whether a message is understood as what it means in Thai letters: right, lost, or misled."""
    found, meant = understand(index, text), understand(index, means)
    if found.outcome != "question":
        return "right" if (found.outcome, found.reason) == (meant.outcome, meant.reason) else "lost"
    return "right" if (found.query or found.question) == (meant.query or meant.question) else "misled"


if __name__ == "__main__":
    main()
