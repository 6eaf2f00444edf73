"""Which process of a test run gets which tests next, so that none is idle in the end?

The tests of a file go to one process, as what they share is made once for them. The files that take longest come first.
"""

from pathlib import Path

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

LONGEST = (
    "test_questions.py",
    "test_no_invented_figures.py",
    "test_notices.py",
    "test_updating.py",
    "test_ask.py",
    "test_feedback_for_real.py",
    "test_office_for_real.py",
    "test_backup.py",
    "test_loader.py",
    "test_erasure.py",
    "test_query_agreement.py",
)
"""Files with much to do or much to wait for, the longest first; `docs/measurements.md` has figures of some. The others
come behind them: a long file that begins last leaves all processes but one idle."""
APART = frozenset({"test_questions.py", "test_query_agreement.py", "test_no_invented_figures.py"})
"""Long files whose tests share nothing dear, or share it with all processes: each goes where one is free."""


class LongestFirst(LoadScopeScheduling):
    """Files in the order in which they were collected, those of APART test by test."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return nodeid if Path(file).name in APART else file


def place(item: pytest.Item) -> int:
    """Where a test's file stands among all; files that are not long stay as they are, behind the others."""
    name = item.path.name
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)
