"""Is nothing lost or said twice when the process is killed? In small; `python -m bench.killing` does it at length."""

from dataclasses import replace

from bench.killing import run
from tests.platforms import needs_harness


@needs_harness
def test_whoever_was_acknowledged_is_answered_once_though_the_process_was_killed() -> None:
    """Half a minute: what the dead process was just sending is held for it for 25 seconds."""
    result = run("sqlite", events=60, kills=2, seed=3, old=0.1)

    assert result == replace(result, kills=2, acknowledged=60, stored=60, missing=0, doubled=0, left=0, dead=0)
