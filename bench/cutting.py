"""How do our cutter and PyThaiNLP's newmm compare, given the same words: time to load, time for one message?"""

import time
from collections.abc import Callable, Sequence
from typing import Any

from pythainlp.tokenize import word_tokenize
from pythainlp.util import dict_trie

from bench.chats import read_questions
from bench.figures import print_table, spread
from bench.understanding import plan_index
from knowledge.clean import clean
from knowledge.cut import Cutter

RUNS = 5


def main() -> None:
    """Print load time and time for one message of both, and the ratio of each pair of runs."""
    vocabulary = plan_index().vocabulary
    words = [*vocabulary.terms, *vocabulary.words]
    texts = [clean(text) for text in read_questions()]
    rows = [_run(words, texts) for _ in range(RUNS)]
    loads, cuts = [r[0] for r in rows], [r[1] for r in rows]
    print_table(
        f"Cutting {len(texts):,} messages with {len(words):,} words, {RUNS} runs",
        ["what", "ours, ms", "newmm, ms", "newmm / ours"],
        [_row("load the words", loads), _row("one message", cuts)],
    )


def _run(words: Sequence[str], texts: Sequence[str]) -> tuple[tuple[float, float], tuple[float, float]]:
    """((load ours, load newmm), (cut ours, cut newmm)), each in ms."""
    ours, our_load = _timed(lambda: Cutter(frozenset(words), frozenset(words)))
    trie, their_load = _timed(lambda: dict_trie(words))
    _, our_cut = _timed(lambda: [ours.cut(text) for text in texts])
    _, their_cut = _timed(lambda: [word_tokenize(text, custom_dict=trie, engine="newmm") for text in texts])
    return (our_load, their_load), (our_cut / len(texts), their_cut / len(texts))


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    result = work()
    return result, 1000 * (time.perf_counter() - began)


def _row(what: str, pairs: Sequence[tuple[float, float]]) -> list[str]:
    ours, theirs = [a for a, _ in pairs], [b for _, b in pairs]
    return [what, spread(ours), spread(theirs), spread(b / a for a, b in pairs)]


if __name__ == "__main__":
    main()
