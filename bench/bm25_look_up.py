"""What is the plainest thing that could answer: the line of the plan that BM25 finds, from JSON Lines to JSON Lines.

bm25s over PyThaiNLP's tokens of the document's lines; nothing is understood, no figure is added up.
"""

import json
import sys

import bm25s
from pythainlp.tokenize import word_tokenize

from knowledge.loader import BUNDLED


def main() -> None:
    """Answer each line of standard input with the line that fits best."""
    lines = [line.strip() for line in BUNDLED.read_text(encoding="utf-8").splitlines() if line.strip()]
    index = bm25s.BM25()
    index.index([_cut(line) for line in lines], show_progress=False)
    for given in sys.stdin.buffer:
        asked = json.loads(given)
        found, _ = index.retrieve([_cut(asked["text"])], k=1, show_progress=False)
        print(json.dumps({"id": asked["id"], "text": lines[int(found[0][0])]}, ensure_ascii=False), flush=True)


def _cut(text: str) -> list[str]:
    return [word for word in word_tokenize(text, keep_whitespace=False) if word.strip()]


if __name__ == "__main__":
    main()
