"""How long does it take to understand one question: cleaning, cutting, naming, no SQL and no wording?"""

import time

from bench.bot_process import database
from bench.chats import read_questions
from bench.figures import print_percentiles
from db.migrate import upgrade
from db.session import create_engine_for, session_factory
from knowledge.index import Index, load_index
from knowledge.loader import load_bundled
from knowledge.understand import understand

PASSES = 5
"""The first is not counted: it fills caches that a server has full."""


def main() -> None:
    """Print the percentiles over all questions, each asked without a chat before it."""
    began = time.perf_counter()
    index = plan_index()
    built = time.perf_counter() - began
    questions = read_questions()
    passes = [[_time(index, text) for text in questions] for _ in range(PASSES)]
    print_percentiles(
        f"Understanding alone, {PASSES - 1} passes (database and index built in {built:.2f} s)",
        len(questions),
        (seconds for one in passes[1:] for seconds in one),
    )


def plan_index() -> Index:
    with database() as url:
        engine = create_engine_for(url)
        upgrade(engine)
        with session_factory(engine).begin() as session:
            load_bundled(session)
        with session_factory(engine)() as session:
            index = load_index(session)
        engine.dispose()
    return index


def _time(index: Index, text: str) -> float:
    began = time.perf_counter()
    understand(index, text)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
