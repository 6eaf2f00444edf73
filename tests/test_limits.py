"""Does a flood from one browser or address leave others answered, and is who is refused told when to come again?"""

import asyncio
import logging
import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

import httpx2
import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.testclient import TestClient

from bot.server import create_app
from bot.settings import Settings
from bot.token_bucket import REMEMBERED, TokenBuckets
from bot.web import limits as limiting
from bot.web import shares as sharing
from bot.web.address import Addresses
from bot.web.limits import OF_ONE_ADDRESS, WAITING, Limits
from bot.web.shares import SITE
from handlers.answer import Answer
from handlers.message import Message
from tests.web_chats import DOCUMENT, WIFI, Chats


@pytest.fixture(name="client")
def _client(chats: Chats, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Behind one proxy of ours, so that a test can say from which address a request comes. Time stands still: on a
    slow machine more would be allowed."""
    for module in (limiting, sharing):
        monkeypatch.setattr(module, "TokenBuckets", partial(TokenBuckets, clock=lambda: 0.0))
    with TestClient(create_app(Settings(trusted_proxies=1), chats)) as client:
        yield client


def _ask(client: TestClient, address: str = "198.51.100.1", text: str = "ก", stranger: bool = True) -> httpx2.Response:
    if stranger:
        client.cookies.clear()
    return client.post("/chat", json={"text": text}, headers={"X-Forwarded-For": address})


def _taken(client: TestClient, count: int, **asked: Any) -> int:
    return [_ask(client, **asked).status_code for _ in range(count)].count(200)


# --- how often


def test_browsers_without_a_cookie_share_their_address(client: TestClient) -> None:
    """Each question of a program comes from a new browser."""
    assert _taken(client, 150) < 60


def test_who_was_refused_is_told_when_to_come_again_in_the_language_of_the_page(client: TestClient) -> None:
    _taken(client, 100)
    client.cookies.clear()
    response = client.post(
        "/chat", json={"text": "a"}, headers={"X-Forwarded-For": "198.51.100.1", "Accept-Language": "en"}
    )

    assert (response.status_code, response.headers["retry-after"], "wait a moment" in response.json()["error"]) == (
        429,
        "1",
        True,
    )


def test_another_address_is_answered_all_the_same(client: TestClient) -> None:
    _taken(client, 100)

    assert _ask(client, "198.51.100.2").status_code == 200


def test_an_address_that_somebody_invents_does_not_help(client: TestClient) -> None:
    """A proxy of ours appends the true one."""
    taken = [_ask(client, f"10.0.{n // 250}.{n % 250}, 198.51.100.1").status_code for n in range(150)]

    assert taken.count(200) < 60


def test_all_addresses_of_an_ipv6_household_are_one(client: TestClient) -> None:
    taken = [_ask(client, f"2001:db8::{n:x}").status_code for n in range(150)]

    assert taken.count(200) < 60


def test_all_networks_of_one_customer_may_have_little_more_than_one(client: TestClient) -> None:
    taken = [_ask(client, f"2001:db8:1:{n:x}::1").status_code for n in range(300)]

    assert taken.count(200) < 60 * SITE


def test_another_customer_is_answered_all_the_same(client: TestClient) -> None:
    for n in range(300):
        _ask(client, f"2001:db8:1:{n:x}::1")

    assert _ask(client, "2001:db8:2::1").status_code == 200


def test_a_browser_that_is_known_does_not_wait_for_strangers_of_its_address(client: TestClient) -> None:
    _ask(client)
    cookies = dict(client.cookies)
    _taken(client, 100)
    client.cookies.update(cookies)

    assert _ask(client, stranger=False).status_code == 200


def test_cookies_that_were_collected_do_not_make_an_address_more(client: TestClient, chats: Chats) -> None:
    """Somebody who has a hundred of them is still one address."""
    jars = []
    for number in range(100):
        _ask(client, f"198.51.{number}.1")
        jars.append(dict(client.cookies))
    taken = 0
    for jar in jars * 6:
        client.cookies.clear()
        client.cookies.update(jar)
        taken += _ask(client, stranger=False).status_code == 200

    assert taken < 400


def test_long_texts_count_for_several(client: TestClient) -> None:
    assert _taken(client, 40, text="ก" * 2000) < 20


@pytest.mark.parametrize("path", [f"/source?document={DOCUMENT}&line=3", f"/document/{DOCUMENT}", "/my-data/x"])
def test_what_else_needs_the_database_counts_too(client: TestClient, path: str) -> None:
    statuses = [client.get(path, headers={"X-Forwarded-For": "198.51.100.1"}).status_code for _ in range(100)]

    assert 429 in statuses


def test_an_address_may_not_ask_for_anything_without_end(client: TestClient) -> None:
    statuses = [client.get("/healthz").status_code for _ in range(2500)]

    assert {*statuses} == {200, 429}


def test_webhooks_are_not_counted(client: TestClient) -> None:
    """They are off here, so there is none to be found, however often."""
    assert {client.post("/line/webhook").status_code for _ in range(1300)} == {404}


def test_the_log_tells_a_flood_in_one_line(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="bot"):
        _taken(client, 100)
    refused = [record for record in caplog.records if "429" in record.message or "refused" in record.message]

    assert len(refused) == 1


# --- how many at once


def _request(address: str) -> Request:
    return Request({"type": "http", "headers": [], "client": (address, 1)})


async def _sit(stack: AsyncExitStack, limits: Limits, address: str, tasks: set[asyncio.Task[None]]) -> None:
    """Take a seat, or wait for one."""
    task = asyncio.create_task(stack.enter_async_context(limits.seat(_request(address))))
    tasks.add(task)
    await asyncio.sleep(0)
    if task.done():
        task.result()


@pytest.fixture(name="limits")
async def _limits() -> Limits:
    return Limits(Addresses(0))


async def _refused(limits: Limits, addresses: list[str]) -> list[int]:
    """The statuses with which those were refused who came when others of these addresses were seated or waited."""
    stack, tasks, statuses = AsyncExitStack(), set[asyncio.Task[None]](), []
    for address in addresses:
        try:
            await _sit(stack, limits, address, tasks)
        except HTTPException as refused:
            statuses.append(refused.status_code)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await stack.aclose()
    return statuses


async def test_one_address_cannot_take_all_places(limits: Limits) -> None:
    assert await _refused(limits, ["198.51.100.1"] * (OF_ONE_ADDRESS + 3) + ["198.51.100.2"]) == [429] * 3


async def test_behind_the_queue_of_one_address_stands_nobody_else(limits: Limits) -> None:
    async with AsyncExitStack() as stack:
        tasks = set[asyncio.Task[None]]()
        for _ in range(OF_ONE_ADDRESS):
            await _sit(stack, limits, "198.51.100.1", tasks)
        async with asyncio.timeout(20), limits.seat(_request("198.51.100.2")):
            pass
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_one_customer_with_many_ipv6_networks_cannot_take_all_places(limits: Limits) -> None:
    addresses = [f"2001:db8:1:{number:x}::1" for number in range(WAITING)]

    assert await _refused(limits, [*addresses, "2001:db8:2::1"]) == [429] * (WAITING - SITE * OF_ONE_ADDRESS)


async def test_beyond_a_queue_people_are_told_so_at_once(limits: Limits) -> None:
    addresses = [f"198.51.{number // 8}.1" for number in range(WAITING + 2)]

    assert await _refused(limits, addresses) == [503] * 2


async def test_places_are_given_back(limits: Limits) -> None:
    await _refused(limits, ["198.51.100.1"] * OF_ONE_ADDRESS)

    assert await _refused(limits, ["198.51.100.1"] * OF_ONE_ADDRESS) == []


async def test_no_more_than_a_few_are_answered_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiting, "AT_ONCE", 3)
    begun, door = list[int](), threading.Event()

    def answer(message: Message) -> Answer:
        begun.append(1)
        assert door.wait(20)
        return WIFI

    app = create_app(Settings(), Chats(answer))
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://bot") as http:
        asking = [asyncio.create_task(http.post("/chat", json={"text": "ก"})) for _ in range(8)]
        await asyncio.sleep(0.2)
        at_once = len(begun)
        door.set()
        answered = await asyncio.gather(*asking)

    assert (at_once, [response.status_code for response in answered]) == (3, [200] * 8)


# --- tokens


def test_what_is_dear_makes_the_wait_longer() -> None:
    time = [0.0]
    buckets = TokenBuckets(4, 1, lambda: time[0])
    buckets.charge("a", 6)
    first = buckets.wait("a")
    time[0] = 3.5

    assert (first, buckets.wait("a")) == (3.0, 0.0)


def test_nobody_owes_more_than_a_full_bucket() -> None:
    buckets = TokenBuckets(4, 1, lambda: 0.0)
    buckets.charge("a", 1000)

    assert buckets.wait("a") == 5.0


def test_the_one_who_was_silent_longest_is_forgotten() -> None:
    buckets = TokenBuckets(1, 1, lambda: 0.0)
    for number in range(REMEMBERED + 1):
        buckets.wait(str(number))

    assert (buckets.wait("0"), buckets.wait(str(REMEMBERED)) > 0) == (0.0, True)
