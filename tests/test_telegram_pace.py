"""Are messages to Telegram held back as it advises, and no longer than that?"""

import pytest

from bot.telegram.pace import LONGEST_SLEEP, Pace


class _Clock:
    """Stands still unless it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(name="clock")
def _clock() -> _Clock:
    return _Clock()


async def _send(pace: Pace, clock: _Clock, chat: str, count: int, every: float) -> list[float]:
    waits = []
    for _ in range(count):
        waits.append(await pace.wait(chat))
        pace.returned(chat)
        clock.now += every
    return waits


async def test_a_burst_to_one_chat_passes(clock: _Clock) -> None:
    assert await _send(Pace(clock), clock, "7", 3, 0) == [0, 0, 0]


async def test_messages_with_time_between_them_never_wait(clock: _Clock) -> None:
    assert await _send(Pace(clock), clock, "7", 60, 1.2) == [0] * 60


async def test_a_group_gets_twenty_a_minute(clock: _Clock) -> None:
    waits = await _send(Pace(clock), clock, "-7", 21, 2)

    assert waits[:20] == [0] * 20
    assert LONGEST_SLEEP < waits[20] == pytest.approx(20.3)


async def test_the_group_goes_on_when_it_waited(clock: _Clock) -> None:
    pace = Pace(clock)
    wait = (await _send(pace, clock, "-7", 21, 2))[20]
    clock.now += wait

    assert await pace.wait("-7") == 0


async def test_one_chat_does_not_hold_up_another(clock: _Clock) -> None:
    pace = Pace(clock)
    await _send(pace, clock, "-7", 21, 2)

    assert await pace.wait("-8") == 0


async def test_a_burst_to_many_chats_passes(clock: _Clock) -> None:
    pace = Pace(clock)

    assert [await pace.wait(str(chat)) for chat in range(30)] == [0] * 30


async def test_more_than_thirty_a_second_wait(clock: _Clock) -> None:
    pace = Pace(clock)
    for chat in range(30):
        await pace.wait(str(chat))

    assert pace._left("30", late=False) == pytest.approx(1.02)


async def test_what_waited_leaves_room_for_what_is_said_just_now(clock: _Clock) -> None:
    pace = Pace(clock)
    for chat in range(28):
        await pace.wait(str(chat), late=True)

    assert (pace._left("a", late=True) > 0, pace._left("b", late=False) <= 0) == (True, True)


async def test_a_second_counts_from_when_a_message_has_arrived(clock: _Clock) -> None:
    """One that took long may arrive together with those that left later."""
    pace = Pace(clock)
    for chat in range(30):
        await pace.wait(str(chat))
    clock.now += 0.5
    for chat in range(30):
        pace.returned(str(chat))

    assert pace._left("30", late=False) == pytest.approx(1.02)


async def test_a_call_that_has_not_come_back_may_arrive_now(clock: _Clock) -> None:
    pace = Pace(clock)
    for chat in range(30):
        await pace.wait(str(chat))
    clock.now += 2
    still_under_way = pace._left("30", late=False)
    for chat in range(30):
        pace.returned(str(chat))
    clock.now += 1.1

    assert (still_under_way, pace._left("30", late=False) <= 0) == (pytest.approx(1.02), True)


async def test_calls_that_never_come_back_do_not_hold_up_the_rest(clock: _Clock) -> None:
    pace = Pace(clock)
    for chat in range(30):
        await pace.wait(str(chat))
    clock.now += 4.1

    assert await pace.wait("30") == 0
