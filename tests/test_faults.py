"""Does every answer arrive, and none twice, when a platform fails in each way that it can?"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest

from tests import line_platform, telegram_platform
from tests.line_platform import Line, person
from tests.platforms import (
    Mock,
    Recorded,
    Server,
    WithPlan,
    environment,
    line_mock,
    needs_harness,
    serving,
    telegram_mock,
)
from tests.telegram_platform import Telegram

pytestmark = needs_harness

QUESTION, ANSWER = "งบ e-service", "10.00"
OTHERS = (("เน็ตฟรีใช้งบเท่าไหร่", "15.00"), ("งบรวมทั้งแผนเท่าไหร่", "110.30"))
PATIENCE = 60
"""Seconds after which an answer counts as lost; the longest fault, a platform that hangs, takes about 20."""
BUSY: dict[str, Any] = {"status": 429, "retry_after": 2, "headers": {"Retry-After": "2"}}
FAULTS: dict[str, dict[str, Any]] = {
    "busy": BUSY,
    "broken": {"status": 500},
    "broken, after it took effect": {"status": 500, "when": "after"},
    "a gateway's fault": {"status": 502},
    "cut off": {"kind": "drop"},
    "cut off, after it took effect": {"kind": "drop", "when": "after"},
    "nonsense": {"kind": "garbage"},
    "nonsense, after it took effect": {"kind": "garbage", "when": "after"},
    "slow": {"kind": "slow", "delay": 1.5},
    "hanging": {"kind": "hang"},
    "hanging, after it took effect": {"kind": "hang", "when": "after"},
}
HANGING = [name for name in FAULTS if name.startswith("hanging")]
QUICK = [name for name in FAULTS if name not in HANGING]
REPLY, PUSH, SEND = OPERATIONS = ("replyMessage", "pushMessage", "sendMessage")
STRUCK = ".+/.+"
"""How a mock names the fault of a call that met one."""


@dataclass(frozen=True)
class Platforms:
    """Both platforms and the bot between them."""

    line: Line
    telegram: Telegram
    server: Server

    def mock(self, op: str) -> Mock:
        """Where the calls of this operation go."""
        return self.telegram.mock if op == SEND else self.line.mock

    def dead(self) -> list[str]:
        """The reasons of the dead letters."""
        return [row[0] for row in self._rows("SELECT reason FROM outbox WHERE dead_at IS NOT NULL")]

    def waiting(self) -> int:
        """How much is still to be sent."""
        return int(self._rows("SELECT count(*) FROM outbox WHERE dead_at IS NULL")[0][0])

    def _rows(self, query: str) -> list[Any]:
        database = sqlite3.connect(self.server.environment["DATABASE_URL"].removeprefix("sqlite:///"))
        try:
            return database.execute(query).fetchall()
        finally:
            database.close()


@pytest.fixture(name="platforms", scope="module")
def _platforms(with_plan: WithPlan, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platforms]:
    folder = tmp_path_factory.mktemp("faults")
    with line_mock(folder) as line, telegram_mock(folder) as telegram:
        settings = environment(with_plan(folder), line=line, telegram=telegram)
        with (
            serving(settings, folder) as server,
            closing(Line(line, server.address)) as on_line,
            closing(Telegram(telegram, server.address)) as on_telegram,
        ):
            yield Platforms(on_line, on_telegram, server)


@pytest.fixture(name="calls", scope="module")
def _calls(platforms: Platforms) -> dict[tuple[str, str], list[Recorded]]:
    """The calls that each fault of each operation led to."""
    calls = _meet_all(platforms, HANGING)
    for name in QUICK:
        calls |= _meet_all(platforms, [name])
    return calls


def _meet_all(platforms: Platforms, names: list[str]) -> dict[tuple[str, str], list[Recorded]]:
    """Let the faults strike, one for each operation, before the first answer is waited for."""
    both = [(op, name) for name in names for op in OPERATIONS]
    for op, name in both:
        _meet(platforms, op, name)
    return {(op, name): _answered(platforms, op, name) for op, name in both}


def _meet(platforms: Platforms, op: str, name: str) -> None:
    """Let somebody's answer meet the fault."""
    platforms.mock(op).fault(op=op, **FAULTS[name])
    _say(platforms, op, name)
    platforms.mock(op).calls(patience=10, op=op, fault=STRUCK, **_chat(op, name))


def _say(platforms: Platforms, op: str, name: str) -> None:
    """One person for each fault of each operation; who is to be pushed to has a dead reply token."""
    if op == SEND:
        platforms.telegram.deliver(telegram_platform.text(_number(name), QUESTION))
    else:
        platforms.line.deliver(line_platform.text(f"{op} {name}", QUESTION), ttl=0 if op == PUSH else 60)


def _answered(platforms: Platforms, op: str, name: str) -> list[Recorded]:
    """The calls in that chat, once an attempt took effect without a fault, or the bot knows that an earlier one did."""
    mock = platforms.mock(op)
    clean = mock.calls(patience=PATIENCE, op=op, fault="None|slow.*", **_chat(op, name))
    return mock.calls(op=op, **_chat(op, name)) if clean else []


def _chat(op: str, name: str) -> dict[str, str]:
    return {"chat_id": str(_number(name))} if op == SEND else {"to": person(f"{op} {name}")}


def _number(name: str) -> int:
    return 500 + list(FAULTS).index(name)


def _effects(calls: list[Recorded]) -> int:
    """A call that was spoiled afterwards has its own status, one that was spoiled before has the fault's."""
    return len([call for call in calls if call["status"] == 200])


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("op", [REPLY, PUSH])
def test_on_line_an_answer_arrives_once(calls: dict[tuple[str, str], list[Recorded]], op: str, name: str) -> None:
    assert _effects(calls[op, name]) == 1


@pytest.mark.parametrize("name", [name for name in FAULTS if "after it took effect" not in name])
def test_on_telegram_an_answer_arrives_once(calls: dict[tuple[str, str], list[Recorded]], name: str) -> None:
    assert _effects(calls[SEND, name]) == 1


@pytest.mark.parametrize("name", [name for name in FAULTS if "after it took effect" in name])
def test_on_telegram_a_lost_confirmation_costs_at_most_a_second_copy(
    calls: dict[tuple[str, str], list[Recorded]], name: str
) -> None:
    """Telegram has no key by which it could tell a repeat."""
    assert _effects(calls[SEND, name]) in (1, 2)


@pytest.mark.parametrize("op", OPERATIONS)
def test_nobody_asks_again_before_the_time_the_platform_named(
    calls: dict[tuple[str, str], list[Recorded]], op: str
) -> None:
    refused, taken = calls[op, "busy"]

    assert taken["t"] - refused["t"] >= 2


@pytest.mark.parametrize("name", FAULTS)
def test_a_push_keeps_its_retry_key(calls: dict[tuple[str, str], list[Recorded]], name: str) -> None:
    assert len({call["retry_key"] for call in calls[PUSH, name] if "retry_key" in call}) == 1


def test_a_dead_reply_token_becomes_one_push(platforms: Platforms) -> None:
    given = line_platform.text("สาย", QUESTION)
    platforms.line.deliver(given, ttl=0)
    platforms.line.mock.calls(patience=PATIENCE, op=PUSH, to=person("สาย"))

    assert [(call["op"], call["status"]) for call in platforms.line.answers(given)] == [(REPLY, 400), (PUSH, 200)]


def test_what_comes_so_late_that_its_reply_token_is_dead_is_pushed_at_once(platforms: Platforms) -> None:
    """A refused reply would leave a moment in which a dying process loses the answer; a push has its key."""
    given = line_platform.again(line_platform.text("ดึก", QUESTION))
    given["timestamp"] -= 40 * 60 * 1000
    platforms.line.deliver(given, ttl=0)
    platforms.line.mock.calls(patience=PATIENCE, op=PUSH, to=person("ดึก"))

    assert [(call["op"], call["status"]) for call in platforms.line.answers(given)] == [(PUSH, 200)]


def test_on_line_answers_keep_their_order_when_the_first_one_fails(platforms: Platforms) -> None:
    platforms.line.mock.fault(op=REPLY, status=500, n=2)
    events = [line_platform.text("ใจร้อน", words) for words, _ in ((QUESTION, ANSWER), *OTHERS)]
    for event in events:
        platforms.line.deliver(event)
    arrived = platforms.line.mock.calls(count=3, patience=PATIENCE, op=REPLY, status="200", to=person("ใจร้อน"))

    assert [call["replyToken"] for call in arrived] == [event["replyToken"] for event in events]


def test_on_telegram_answers_keep_their_order_when_the_first_one_fails(platforms: Platforms) -> None:
    platforms.telegram.mock.fault(op=SEND, status=500, n=2)
    asked = ((QUESTION, ANSWER), *OTHERS)
    for words, _ in asked:
        platforms.telegram.deliver(telegram_platform.text(701, words))
    arrived = platforms.telegram.mock.calls(count=3, patience=PATIENCE, op=SEND, status="200", chat_id="701")

    assert [figure in call["body"]["text"] for call, (_, figure) in zip(arrived, asked, strict=True)] == [True] * 3


@pytest.mark.parametrize("op", OPERATIONS)
def test_what_a_platform_refuses_is_tried_once_and_kept_as_a_dead_letter(platforms: Platforms, op: str) -> None:
    before = len(platforms.dead())
    name = "broken"  # its chat had its answer; what follows in the same chat must get through
    mock = platforms.mock(op)
    seen = mock.stats()["calls"]
    mock.fault(op=op, status=400)
    _say(platforms, op, name)
    mock.calls(patience=10, op=op, status="400", since=seen, fault=STRUCK, **_chat(op, name))
    _say(platforms, op, name)
    mock.calls(patience=PATIENCE, op=op, status="200", since=seen, **_chat(op, name))
    tries = [call["status"] for call in mock.calls(op=op, since=seen, **_chat(op, name))]

    assert (tries, len(platforms.dead()) - before) == ([400, 200], 1)


def test_a_dead_letter_says_why_but_not_who(platforms: Platforms) -> None:
    platforms.line.mock.fault(op=REPLY, status=400)
    given = line_platform.text("ลับ", QUESTION)
    platforms.line.deliver(given)
    platforms.line.deliver(line_platform.text("ลับ", QUESTION))
    platforms.line.mock.calls(patience=PATIENCE, op=REPLY, status="200", to=person("ลับ"))
    reason = platforms.dead()[-1]

    assert (reason != "", [word for word in (person("ลับ"), given["replyToken"], "TEST-TOKEN") if word in reason]) == (
        True,
        [],
    )


def test_nothing_is_left_to_be_sent(platforms: Platforms, calls: dict[tuple[str, str], list[Recorded]]) -> None:
    """That the last answer arrived is written down just after it did."""
    deadline = time.monotonic() + PATIENCE
    while platforms.waiting() and time.monotonic() < deadline:
        time.sleep(0.1)

    assert platforms.waiting() == 0
