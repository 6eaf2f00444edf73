"""Does a message of the page whose answer got lost get the same answer again, and has no second effect?"""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import Engine, func, select
from starlette.testclient import TestClient

from bot.dispatch import Dispatcher
from bot.platforms import running
from bot.server import create_app
from bot.settings import Settings
from db.feedback_models import Feedback, Person
from db.models import Conversation
from db.session import session_factory
from tests.photos import kept_in, photo

COMPLAINT, SEND, ERASE, CONFIRM = "เน็ตหลุดบ่อยมาก อยากให้แก้", "ยินยอมและส่งเรื่อง", "ลบข้อมูลของฉัน", "ยืนยันลบข้อมูล"
KEY = b"k" * 32


@pytest.fixture(name="client")
def _client(bot: Dispatcher, folder: Path) -> Iterator[TestClient]:
    """The whole server; somebody writes feedback."""
    settings = Settings(attachments_url=str(folder))
    with TestClient(create_app(settings, bot, lambda _: running(settings, bot, relay=False))) as client:
        client.post("/chat", json={"text": COMPLAINT})
        yield client


def _say(client: TestClient, text: str, number: int = 0) -> Any:
    """The answer to the message of this number."""
    return client.post("/chat", json={"text": text}, headers={"Idempotency-Key": f"{number:032x}"}).json()


def _count(engine: Engine, table: type[Any]) -> int:
    with session_factory(engine)() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_feedback_that_is_sent_again_is_one_case(client: TestClient, engine: Engine) -> None:
    first, second = (_say(client, SEND) for _ in range(2))

    assert (second == first, first["status"], _count(engine, Feedback)) == (True, "feedback", 1)


def test_another_message_of_the_same_words_is_another_one(client: TestClient) -> None:
    first, second = _say(client, SEND, 1), _say(client, SEND, 2)

    assert second != first


def test_without_an_id_each_message_counts(client: TestClient) -> None:
    first, second = (client.post("/chat", json={"text": SEND}).json() for _ in range(2))

    assert second != first


@pytest.mark.parametrize("number", ["", "short", "x" * 65, "\u00e9" * 20, "../../../../etc/passwd"])
def test_an_id_that_is_none_is_not_read(client: TestClient, number: str) -> None:
    headers = {"Idempotency-Key": number.encode()}
    first, second = (client.post("/chat", json={"text": SEND}, headers=headers).json() for _ in range(2))

    assert second != first


def test_the_id_of_another_browser_tells_nothing_of_its_answer(client: TestClient, bot: Dispatcher) -> None:
    first = _say(client, SEND)
    other = TestClient(create_app(Settings(), bot))

    assert _say(other, SEND) != first


def test_only_the_newest_answer_is_kept(client: TestClient, engine: Engine) -> None:
    for number in range(5):
        _say(client, "งบทั้งแผน", number)

    assert _count(engine, Conversation) == 1


def test_what_is_kept_can_be_read_with_our_key_alone(client: TestClient, engine: Engine) -> None:
    told = _say(client, SEND)
    with session_factory(engine)() as session:
        row = session.scalars(select(Conversation)).one()

    assert (f"{0:032x}" in row.asked, told["text"][:20] in row.answer, row.answer != "") == (False, False, True)


def test_an_answer_that_was_given_goes_through_a_restart(client: TestClient, engine: Engine, folder: Path) -> None:
    """The process may have died between the commit and the answer."""
    first = _say(client, SEND)
    later = TestClient(create_app(Settings(attachments_url=str(folder)), Dispatcher(engine, KEY)))
    later.cookies.update(dict(client.cookies))

    assert _say(later, SEND) == first


def test_erasing_that_is_sent_again_gets_the_same_receipt(client: TestClient, engine: Engine) -> None:
    _say(client, SEND, 1)
    _say(client, ERASE, 2)
    first, second = (_say(client, CONFIRM, 3) for _ in range(2))

    assert (second == first, "ลบ" in first["text"], _count(engine, Person)) == (True, True, 0)


def test_of_who_erased_everything_no_chat_stays(client: TestClient, bot: Dispatcher, engine: Engine) -> None:
    """The receipt is kept under a key that is not the person's."""
    for number, words in enumerate((SEND, ERASE, CONFIRM)):
        _say(client, words, number)
    browser = client.cookies["chat"].partition(".")[0]
    with session_factory(engine)() as session:
        [row] = session.scalars(select(Conversation)).all()

    assert (row.key in bot.secrecy.hashes("web", browser), row.state) == (False, "")


def test_to_forget_the_chat_forgets_its_answer(client: TestClient, engine: Engine) -> None:
    _say(client, SEND)
    client.post("/forget", json={})

    assert _count(engine, Conversation) == 0


# --- photos


def _send(client: TestClient, number: int = 0) -> httpx2.Response:
    headers = {"Idempotency-Key": f"{number:032x}", "Content-Type": "image/jpeg"}
    return client.post("/photo", content=photo(), headers=headers)


def test_a_photo_that_is_sent_again_is_kept_once(client: TestClient, folder: Path) -> None:
    first, second = (_send(client) for _ in range(2))

    assert (second.json() == first.json(), len(kept_in(folder))) == (True, 1)


def test_another_photo_is_another_one(client: TestClient, folder: Path) -> None:
    _send(client, 1)
    _send(client, 2)

    assert len(kept_in(folder)) == 2


async def test_a_photo_and_its_repeat_at_once_are_kept_once(bot: Dispatcher, folder: Path) -> None:
    settings = Settings(attachments_url=str(folder))
    app = create_app(settings, bot)
    headers = {"Idempotency-Key": "0" * 32, "Content-Type": "image/jpeg"}
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://bot") as http:
        await http.post("/chat", json={"text": COMPLAINT})
        sent = [http.post("/photo", content=photo(), headers=headers) for _ in range(2)]
        responses = await asyncio.gather(*sent)

    assert (responses[0].json() == responses[1].json(), len(kept_in(folder))) == (True, 1)


# --- several at once


def test_a_message_and_its_repeats_at_once_have_one_effect(client: TestClient, engine: Engine) -> None:
    answers: list[Any] = []
    threads = [threading.Thread(target=lambda: answers.append(_say(client, SEND))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len({answer["text"] for answer in answers}), _count(engine, Feedback)) == (1, 1)


def test_two_processes_that_get_the_same_message_answer_it_once(engine: Engine) -> None:
    """On PostgreSQL really at once."""
    bots = [Dispatcher(engine, KEY) for _ in range(2)]
    clients = [TestClient(create_app(Settings(), bot)) for bot in bots]
    clients[0].post("/chat", json={"text": COMPLAINT})
    clients[1].cookies.update(dict(clients[0].cookies))
    answers: list[Any] = []
    threads = [threading.Thread(target=lambda c=c: answers.append(_say(c, SEND))) for c in clients]  # type: ignore[misc]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len({answer["text"] for answer in answers}), _count(engine, Feedback)) == (1, 1)
