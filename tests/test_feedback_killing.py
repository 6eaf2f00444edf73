"""Is no case and no notice lost or doubled when a process is killed? `python -m bench.killing_feedback` at length."""

from dataclasses import replace

from bench.killing_feedback import run
from tests.platforms import needs_harness


@needs_harness
def test_everybody_has_one_case_and_hears_of_it_once_though_the_process_was_killed() -> None:
    """Half a minute: what the dead process was just sending is held for it for 15 seconds."""
    result = run("sqlite", people=15, kills=(1, 1), seed=3, patient=False)

    assert result == replace(
        result,
        kills=3,
        missing=0,
        doubled=0,
        untold=0,
        told_twice=0,
        photos_missing=0,
        unheard=0,
        heard_twice=0,
        mismarked=0,
        left=0,
        dead=0,
    )
