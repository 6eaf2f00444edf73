"""Can the page send a photo or a place, and is nothing else taken for one?"""

import logging
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from bot.picture_cleaning import LARGEST
from bot.server import create_app
from bot.settings import Settings
from bot.web.cookies import COOKIE
from handlers.answer import Answer, Text
from tests.photos import kept_in, opened, photo
from tests.web_chats import WIFI, Chats

ASKED = Answer("feedback", (Text("รับทราบค่ะ"),), taking=True)
JPEG = "image/jpeg"


@pytest.fixture(name="chats")
def _chats() -> Chats:
    return Chats(ASKED)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    return tmp_path / "attachments"


@pytest.fixture(name="client")
def _client(chats: Chats, folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(attachments_url=str(folder)), chats)) as client:
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


def test_a_browser_that_begins_with_a_photo_gets_its_cookie(client: TestClient, chats: Chats) -> None:
    _send(client, photo())

    assert client.cookies[COOKIE].startswith(f"{chats.asked[0].user}.")


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


def test_a_browser_that_sends_too_many_photos_waits(client: TestClient) -> None:
    client.post("/chat", json={"text": "เน็ตหลุดบ่อย"})
    statuses = [_send(client, photo(8, 8)).status_code for _ in range(11)]

    assert statuses == [200] * 10 + [429]


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
