"""Is a project found by what people call it in their own words? `python -m bench.naming [FILE ...]`, files of
tests/questions/naming/ by their names; all of them where none is given.
"""

import sys
from collections.abc import Sequence

from bench.bot_process import database
from bench.figures import print_table
from db.migrate import upgrade
from db.session import create_engine_for, session_factory
from knowledge import encoder
from knowledge.index import Index
from knowledge.names.completing import open_index
from tests.naming_cases import DEVELOPED_ON, HELD_OUT, Case, Score, plan_file, read_cases, score, stored


def main(names: Sequence[str]) -> None:
    """Print for each file and plan how many descriptions found their project first, among three, or misled."""
    rows = []
    for name in names or (*DEVELOPED_ON, *HELD_OUT):
        cases = read_cases(name)
        for plan in sorted({case.plan for case in cases}):
            rows.append(_row(name, plan, [case for case in cases if case.plan == plan]))
    title = f"Descriptions in people's own words, {'with' if encoder.is_there() else 'without'} the encoder"
    print_table(title, ["file", "plan", "descriptions", "first, %", "among three, %", "misled, %"], rows)


def _row(name: str, plan: str, cases: Sequence[Case]) -> tuple[str, ...]:
    found: Score = score(_index(plan), cases)
    shares = (100 * count / found.asked for count in (found.first, found.among, found.misled))
    return (name, plan, str(found.asked), *(f"{share:.1f}" for share in shares))


def _index(plan: str) -> Index:
    with database() as url:
        engine = create_engine_for(url)
        upgrade(engine)
        sessions = session_factory(engine)
        stored(sessions, plan_file(plan))
        index = open_index(sessions)
        engine.dispose()
    return index


if __name__ == "__main__":
    main(sys.argv[1:])
