"""Can the page send a photo or a place, and is nothing else taken for one?"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from bot.dispatch import Dispatcher
from bot.photo_storage import PhotoStorage
from bot.picture_cleaning import LARGEST
from bot.server import create_app
from bot.settings import Settings
from bot.web import limits
from bot.web.cookies import COOKIE
from db.session import create_engine_for
from handlers.answer import Answer, Text
from tests.photos import kept_in, opened, photo
from tests.web_chats import WIFI, Chats

ASKED = Answer("feedback", (Text("รับทราบค่ะ"),), taking=True)
JPEG = "image/jpeg"


@pytest.fixture(name="chats")
def _chats() -> Chats:
    return Chats(ASKED)


@pytest.fixture(name="client")
def _client(chats: Chats, folder: Path) -> Iterator[TestClient]:
    """Of somebody who writes feedback."""
    with TestClient(create_app(Settings(attachments_url=str(folder)), chats)) as client:
        client.post("/chat", json={"text": "เน็ตหลุดบ่อย"})
        chats.asked.clear()
        yield client


def _send(client: TestClient, body: bytes, kind: str = JPEG) -> httpx2.Response:
    return client.post("/photo", content=body, headers={"Content-Type": kind})


# --- what the page may offer


def test_while_feedback_is_written_photo_and_place_are_accepted(client: TestClient) -> None:
    assert client.post("/chat", json={"text": "เน็ตหลุดบ่อย"}).json()["accepts"] == ["photo", "place"]


def test_otherwise_neither_is(client: TestClient, chats: Chats) -> None:
    chats.answer = WIFI

    assert client.post("/chat", json={"text": "เน็ตฟรี"}).json()["accepts"] == []


def test_the_page_may_ask_for_the_place_and_no_other_page_in_it(client: TestClient) -> None:
    assert client.get("/").headers["permissions-policy"] == "camera=(), geolocation=(self), microphone=()"


# --- photos


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_answered_like_a_message(client: TestClient, kind: str) -> None:
    response = _send(client, photo(kind=kind), f"image/{kind.lower()}")

    assert (response.status_code, response.json()["status"]) == (200, "feedback")


def test_who_answers_is_told_where_the_photo_lies(client: TestClient, chats: Chats, folder: Path) -> None:
    _send(client, photo())
    [file], [message] = kept_in(folder), chats.asked

    assert (message.channel, message.kind, message.text, message.reference) == (
        "web",
        "photo",
        "",
        f"file:{file.name}",
    )


def test_what_is_kept_holds_no_place(client: TestClient, folder: Path) -> None:
    _send(client, photo())
    [file] = kept_in(folder)

    assert dict(opened(file.read_bytes()).getexif()) == {}


def test_words_and_photo_come_from_one_person(client: TestClient, chats: Chats) -> None:
    client.post("/chat", json={"text": "เน็ตหลุดบ่อย"})
    _send(client, photo())

    assert chats.asked[0].user == chats.asked[1].user


def test_with_a_photo_the_cookie_is_renewed(client: TestClient, chats: Chats) -> None:
    cookie = _send(client, photo()).headers["set-cookie"]

    assert cookie.startswith(f"{COOKIE}={chats.asked[0].user}.")


@pytest.mark.parametrize("kind", ["", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded"])
def test_a_form_of_another_site_cannot_send_a_photo(client: TestClient, chats: Chats, folder: Path, kind: str) -> None:
    response = _send(client, photo(), kind)

    assert (response.status_code, chats.asked, kept_in(folder)) == (415, [], [])


@pytest.mark.parametrize("body", [b"", b"hello", b"<svg/>", photo()[:500]])
def test_what_is_no_photo_is_refused_whatever_it_calls_itself(
    client: TestClient, chats: Chats, folder: Path, body: bytes
) -> None:
    response = _send(client, body)

    assert (response.status_code, chats.asked, kept_in(folder)) == (415, [], [])


def test_a_photo_that_is_too_large_is_refused(client: TestClient, chats: Chats) -> None:
    response = _send(client, b"\xff" * (LARGEST + 1))

    assert (response.status_code, chats.asked) == (413, [])


def test_a_photo_that_hides_its_size_is_refused_too(client: TestClient, chats: Chats) -> None:
    response = client.post("/photo", content=iter([b"\xff" * 1_000_000] * 11), headers={"Content-Type": JPEG})

    assert (response.status_code, chats.asked) == (413, [])


def test_a_refusal_is_a_sentence(client: TestClient) -> None:
    assert _send(client, b"hello").json() == {"error": "ข้อมูลที่ส่งมาเป็นชนิดที่รับไม่ได้"}


# --- what nobody asked for


def test_while_no_feedback_is_written_no_photo_is_taken(client: TestClient, chats: Chats, folder: Path) -> None:
    chats.writing = False
    response = _send(client, photo())

    assert (response.status_code, "กำลังเขียนความคิดเห็น" in response.json()["error"], kept_in(folder)) == (409, True, [])


def test_who_never_wrote_sends_no_photo(client: TestClient, chats: Chats, folder: Path) -> None:
    client.cookies.clear()

    assert (_send(client, photo()).status_code, chats.asked, kept_in(folder)) == (409, [], [])


def test_nothing_of_such_a_photo_is_read(client: TestClient, chats: Chats) -> None:
    """Not even as much as a photo may be."""
    chats.writing = False
    read: list[int] = []

    def pieces() -> Iterator[bytes]:
        for number in range(11):
            read.append(number)
            yield b"\xff" * 1_000_000

    assert client.post("/photo", content=pieces(), headers={"Content-Type": JPEG}).status_code == 409


def test_a_photo_that_begins_no_feedback_is_refused_by_the_bot_itself(plan_url: str, tmp_path: Path) -> None:
    """With the chat as it is stored."""
    engine = create_engine_for(plan_url)
    bot = Dispatcher(engine, b"k" * 32)
    statuses = []
    with TestClient(create_app(Settings(attachments_url=str(tmp_path / "attachments")), bot)) as client:
        for words in ("งบทั้งแผน", "เน็ตหลุดบ่อยมาก อยากให้แก้", "ยกเลิกเรื่องนี้"):
            client.post("/chat", json={"text": words})
            statuses.append(_send(client, photo()).status_code)
    engine.dispose()

    assert statuses == [409, 200, 409]


# --- too much


@pytest.mark.parametrize(
    ("limit", "status"), [("PHOTOS_OF_A_BROWSER", 429), ("PHOTOS_OF_AN_ADDRESS", 429), ("PHOTOS", 503)]
)
def test_more_photos_than_anybody_needs_are_refused(
    chats: Chats, folder: Path, monkeypatch: pytest.MonkeyPatch, limit: str, status: int
) -> None:
    monkeypatch.setattr(limits, limit, 3)
    with TestClient(create_app(Settings(attachments_url=str(folder)), chats)) as client:
        client.post("/chat", json={"text": "เน็ตหลุดบ่อย"})
        responses = [_send(client, photo(8, 8)) for _ in range(4)]

    assert ([response.status_code for response in responses], int(responses[-1].headers["retry-after"]) > 10) == (
        [200] * 3 + [status],
        True,
    )


@pytest.mark.parametrize(
    ("limit", "status"), [("UPLOADS_OF_A_BROWSER", 429), ("UPLOADS_OF_AN_ADDRESS", 429), ("UPLOADS", 503)]
)
async def test_no_more_photos_arrive_at_once_than_fit(
    chats: Chats, folder: Path, monkeypatch: pytest.MonkeyPatch, limit: str, status: int
) -> None:
    for name in ("UPLOADS_OF_A_BROWSER", "UPLOADS_OF_AN_ADDRESS", "UPLOADS"):
        monkeypatch.setattr(limits, name, 2 if name == limit else 9)
    app = create_app(Settings(attachments_url=str(folder)), chats)
    arrived = asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield photo()
        await arrived.wait()

    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://bot") as http:
        await http.post("/chat", json={"text": "เน็ตหลุดบ่อย"})
        sending = [
            asyncio.create_task(http.post("/photo", content=slowly(), headers={"Content-Type": JPEG})) for _ in range(2)
        ]
        await asyncio.sleep(0.3)
        refused = await http.post("/photo", content=photo(), headers={"Content-Type": JPEG})
        arrived.set()
        taken = [(await each).status_code for each in sending]
        afterwards = await http.post("/photo", content=photo(), headers={"Content-Type": JPEG})

    assert (refused.status_code, taken, afterwards.status_code) == (status, [200, 200], 200)


async def test_while_too_many_wait_to_be_cleaned_a_photo_is_refused_at_once(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PhotoStorage, "is_busy", True)
    response = _send(client, photo())

    assert (response.status_code, response.headers["retry-after"]) == (503, "10")


# --- what cannot be had


def test_no_photo_can_be_had_from_the_server(client: TestClient, folder: Path) -> None:
    _send(client, photo())
    name = kept_in(folder)[0].name
    paths = (f"/photo/{name}", f"/static/{name}", f"/attachments/{name}", f"/document/{name}", f"/{name}")

    assert {client.get(path).status_code for path in paths} == {404}


def test_a_photo_cannot_be_named_by_the_one_who_sends_words(client: TestClient, chats: Chats) -> None:
    client.post("/chat", json={"text": "เน็ตหลุด", "reference": "file:0.jpg", "kind": "photo"})

    assert (chats.asked[0].kind, chats.asked[0].reference) == ("text", "")


def test_the_log_does_not_say_which_photo_it_was(
    client: TestClient, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="bot")
    _send(client, photo())

    assert kept_in(folder)[0].stem not in caplog.text


# --- places


def test_a_place_reaches_who_answers(client: TestClient, chats: Chats) -> None:
    client.post("/chat", json={"text": "", "place": [16.43219, 102.8236]})

    assert (chats.asked[0].kind, chats.asked[0].place) == ("location", (16.43219, 102.8236))


@pytest.mark.parametrize(
    "place",
    [
        "[91, 0]",
        "[0, 180.1]",
        "[-91, 0]",
        "[16.4]",
        "[16.4, 102.8, 3]",
        "[]",
        '"16.4,102.8"',
        '["16.4", "102.8"]',
        "[true, false]",
        "[NaN, 0]",
        "[Infinity, 0]",
        "[null, null]",
        '{"latitude": 16}',
        "0",
        "[[16], [102]]",
        f"[1{'0' * 400}, 0]",
    ],
)
def test_a_place_that_is_not_on_earth_is_refused(client: TestClient, chats: Chats, place: str) -> None:
    response = client.post(
        "/chat", content=f'{{"text": "", "place": {place}}}', headers={"Content-Type": "application/json"}
    )

    assert (response.status_code, chats.asked) == (400, [])


def test_no_place_is_none(client: TestClient, chats: Chats) -> None:
    client.post("/chat", json={"text": "เน็ตฟรี", "place": None})

    assert (chats.asked[0].kind, chats.asked[0].place) == ("text", None)
