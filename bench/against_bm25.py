"""How long does a batch of `ask --json` take, as against a plain BM25 look-up of the same questions?

Both are whole processes, start-up included, and take turns, so that a slow moment of the machine hits both.
"""

import statistics

from bench.bot_process import Finished, database, environment, finish
from bench.chats import as_json_lines, read_chats
from bench.figures import print_table, spread

RUNS = 5
TIMES = (1, 10)
"""How often the chats stand in a batch: in one pass the start weighs much, in ten little."""


def main() -> None:
    """Print a row for each length of batch."""
    chats = read_chats()
    with database() as url:
        env = environment(url)
        finish(["-m", "bot", "ask", "--json"], b"", env)  # builds the database, which is not what is measured
        rows = [_row(chats * times, env) for times in TIMES]
    print_table(
        f"`ask --json` against BM25, whole processes, {RUNS} runs each, median (least-most)",
        ["questions", "ask --json, s", "questions/s", "peak, MB", "BM25, s", "questions/s", "peak, MB", "time, ratio"],
        rows,
    )


def _row(chats: list[list[str]], env: dict[str, str]) -> list[str]:
    given = as_json_lines(chats)
    ours: list[Finished] = []
    theirs: list[Finished] = []
    for _ in range(RUNS):
        ours.append(finish(["-m", "bot", "ask", "--json"], given, env))
        theirs.append(finish(["-m", "bench.bm25_look_up"], given, env))
    count = given.count(b"\n")
    ratios = [our.seconds / their.seconds for our, their in zip(ours, theirs, strict=True)]
    return [f"{count:,}", *_figures(ours, count), *_figures(theirs, count), spread(ratios)]


def _figures(runs: list[Finished], count: int) -> list[str]:
    seconds = [run.seconds for run in runs]
    return [spread(seconds), f"{count / statistics.median(seconds):,.0f}", f"{max(run.peak for run in runs):.0f}"]


if __name__ == "__main__":
    main()
