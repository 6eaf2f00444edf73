"""Do waits grow, stay within their limit, and differ?"""

import pytest

from bot.delivery.backoff import backoff

LONGEST = 300


def test_the_waits_grow_and_then_stay() -> None:
    longest = [max(backoff(attempts, LONGEST) for _ in range(200)) for attempts in (1, 4, 8, 50)]

    assert (longest == sorted(longest), longest[-1] <= LONGEST) == (True, True)


@pytest.mark.parametrize("attempts", [1, 5, 50])
def test_not_everybody_comes_back_at_once(attempts: int) -> None:
    assert len({backoff(attempts, LONGEST) for _ in range(20)}) > 1


def test_a_call_that_was_tried_for_a_week_is_still_tried() -> None:
    """2 to the power of 1,024 is no float any more: the row would have stayed in the outbox for good."""
    assert LONGEST / 2 <= backoff(2000, LONGEST) <= LONGEST
