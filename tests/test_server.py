"""Does the server answer, refuse and protect as it should?"""

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from bot import body
from bot.delivery.lanes import BusyError
from bot.secrecy import Secrecy
from bot.server import create_app
from bot.settings import Settings
from bot.web.assets import read_assets
from bot.web.cookies import COOKIE, Cookies
from bot.web.limits import LONGEST
from bot.web.page import read_words
from bot.web.protection import HEADERS, Protection
from handlers.answer import Answer
from handlers.message import Message
from handlers.wording import FOLDER as WORDS
from tests.web_chats import DOCUMENT, WIFI_LINE, Chats

ERRORS: dict[int, str] = read_words()["th"]["errors"]


@pytest.fixture(name="client")
def _client(chats: Chats) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(), chats)) as client:
        yield client


def _ask(client: TestClient, text: object) -> Any:
    return client.post("/chat", json={"text": text})


# --- chat


def test_an_answer_comes_as_json(client: TestClient) -> None:
    answer = _ask(client, "เน็ตฟรีใช้งบเท่าไร").json()

    assert {key: answer[key] for key in ("status", "codes", "value", "agencies", "suggestions", "language")} == {
        "status": "answered",
        "codes": ["5.3.6"],
        "value": {"number": "15.00", "unit": "ล้านบาท"},
        "agencies": ["สำนักงานจังหวัดขอนแก่น"],
        "suggestions": ["ใครดูแล", "ปีไหนไม่มีงบ"],
        "language": "th",
    }


def test_an_answer_holds_its_whole_text(client: TestClient) -> None:
    assert "15.00 ล้านบาท" in _ask(client, "เน็ตฟรี").json()["text"]


def test_parts_keep_their_order_and_name_their_kind(client: TestClient) -> None:
    parts = _ask(client, "เน็ตฟรี").json()["parts"]

    assert [part["kind"] for part in parts] == ["figure", "bars", "text", "note"]


def test_the_message_reaches_who_answers(client: TestClient, chats: Chats) -> None:
    _ask(client, "เน็ตฟรี")

    assert [(message.channel, message.text) for message in chats.asked] == [("web", "เน็ตฟรี")]


def test_a_browser_is_one_person_over_its_messages(client: TestClient, chats: Chats) -> None:
    _ask(client, "หนึ่ง")
    _ask(client, "สอง")

    assert chats.asked[0].user == chats.asked[1].user


def test_two_browsers_are_two_persons(chats: Chats) -> None:
    app = create_app(Settings(), chats)
    _ask(TestClient(app), "หนึ่ง")
    _ask(TestClient(app), "สอง")

    assert chats.asked[0].user != chats.asked[1].user


def test_the_cookie_is_closed_to_scripts_and_other_sites(client: TestClient) -> None:
    cookie = _ask(client, "เน็ตฟรี").headers["set-cookie"]

    assert re.sub(r"chat=[A-Za-z0-9_-]{22}\.[0-9a-f]{32}", "chat=ID", cookie) == (
        "chat=ID; HttpOnly; Max-Age=31536000; Path=/; SameSite=lax"
    )


def test_under_https_the_cookie_never_travels_in_the_open(chats: Chats) -> None:
    client = TestClient(create_app(Settings(public_url="https://bot.example.go.th"), chats))

    assert "; Secure" in _ask(client, "เน็ตฟรี").headers["set-cookie"]


@pytest.mark.parametrize(
    "forged",
    ["someone", "x" * 22, "x" * 23, "../../etc/passwd", "a b", f"{'x' * 22}.{'0' * 32}", f"{'x' * 22}.", "x" * 60_000],
)
def test_an_id_that_is_not_ours_is_replaced(client: TestClient, chats: Chats, forged: str) -> None:
    client.post("/chat", json={"text": "เน็ตฟรี"}, headers={"Cookie": f"{COOKIE}={forged}"})

    assert (re.fullmatch(r"[A-Za-z0-9_-]{22}", chats.asked[0].user) is not None, "x" * 22 in chats.asked[0].user) == (
        True,
        False,
    )


def _cookie_of(*keys: bytes) -> str:
    """What a server with these keys gives to a browser."""
    response = Response()
    Cookies(Secrecy(*keys), https=False).give(response, "x" * 22)
    return response.headers["set-cookie"].partition(";")[0].partition("=")[2]


@pytest.mark.parametrize(("key", "known"), [(b"k" * 32, True), (b"s" * 32, False)])
def test_only_a_cookie_that_we_signed_says_who_somebody_is(
    client: TestClient, chats: Chats, key: bytes, known: bool
) -> None:
    client.post("/chat", json={"text": "เน็ตฟรี"}, headers={"Cookie": f"{COOKIE}={_cookie_of(key)}"})

    assert (chats.asked[0].user == "x" * 22) == known


def test_while_the_key_is_replaced_browsers_are_known_and_signed_anew(client: TestClient, chats: Chats) -> None:
    chats.secrecy = Secrecy(b"n" * 32, b"k" * 32)
    renewed = TestClient(create_app(Settings(), chats))
    response = renewed.post("/chat", json={"text": "ก"}, headers={"Cookie": f"{COOKIE}={_cookie_of(b'k' * 32)}"})

    assert (chats.asked[0].user, _cookie_of(b"n" * 32) in response.headers["set-cookie"]) == ("x" * 22, True)


def test_the_cookie_is_renewed_with_each_answer(client: TestClient) -> None:
    first, second = (_ask(client, "เน็ตฟรี").headers["set-cookie"] for _ in range(2))

    assert first == second


def test_to_forget_deletes_the_chat(client: TestClient, chats: Chats) -> None:
    _ask(client, "เน็ตฟรี")
    client.post("/forget", json={})

    assert chats.forgotten == [("web", chats.asked[0].user)]


def test_after_forgetting_the_browser_is_a_new_person(client: TestClient, chats: Chats) -> None:
    _ask(client, "หนึ่ง")
    client.post("/forget", json={})
    _ask(client, "สอง")

    assert chats.asked[0].user != chats.asked[1].user


def test_to_forget_an_unknown_browser_is_no_fault(client: TestClient, chats: Chats) -> None:
    assert (client.post("/forget", json={}).status_code, chats.forgotten) == (200, [])


# --- messages that are not as they should be


@pytest.mark.parametrize(
    "sent",
    [b"", b"not json", b"[]", b'"text"', b"{}", b'{"text": 5}', b'{"text": null}', b"\xff\xfe", b"[" * 100_000],
    ids=["empty", "words", "list", "string", "no text", "number", "null", "not UTF-8", "nested too deep"],
)
def test_what_is_not_a_message_is_refused(client: TestClient, sent: bytes) -> None:
    response = client.post("/chat", content=sent, headers={"Content-Type": "application/json"})

    assert (response.status_code, response.json()) == (400, {"error": ERRORS[400]})


@pytest.mark.parametrize("path", ["/chat", "/forget"])
def test_a_form_of_another_site_is_refused(client: TestClient, path: str) -> None:
    response = client.post(path, content=b'{"text": "a"}', headers={"Content-Type": "text/plain"})

    assert (response.status_code, response.json()) == (415, {"error": ERRORS[415]})


def test_a_body_over_a_megabyte_is_refused(client: TestClient) -> None:
    response = _ask(client, "a" * (1024 * 1024))

    assert (response.status_code, response.json()) == (413, {"error": ERRORS[413]})


def test_a_body_of_unknown_length_is_refused_once_it_is_over_a_megabyte(client: TestClient, chats: Chats) -> None:
    def drip() -> Iterator[bytes]:
        for _ in range(20):
            yield b"a" * 100_000

    response = client.post("/chat", content=drip(), headers={"Content-Type": "application/json"})

    assert (response.status_code, chats.asked) == (413, [])


async def _refused(*messages: dict[str, Any]) -> int:
    """The status with which a body is refused of which no more comes than these messages."""
    left = list(messages)

    async def receive() -> dict[str, Any]:
        if not left:
            await asyncio.Event().wait()
        return left.pop(0)

    with pytest.raises(HTTPException) as refused:
        await body.read_said(Request({"type": "http", "method": "POST", "headers": []}, receive))
    return refused.value.status_code


async def test_a_body_that_does_not_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "SLOWEST", 0.01)

    assert await _refused({"type": "http.request", "body": b"{", "more_body": True}) == 408


async def _read(room: body.InFlight, *sizes: int) -> list[int]:
    """How each body fared (its length, or the status of its refusal) while those before it were still arriving."""
    results: list[int] = []
    arrived = asyncio.Event()

    async def read(size: int) -> None:
        pieces = [{"type": "http.request", "body": b"x" * size, "more_body": True}]

        async def receive() -> dict[str, Any]:
            if pieces:
                return pieces.pop()
            await arrived.wait()
            return {"type": "http.request", "body": b"", "more_body": False}

        try:
            request = Request({"type": "http", "method": "POST", "headers": []}, receive)
            results.append(len(await body.read_body(request, among=room)))
        except HTTPException as refused:
            results.append(refused.status_code)

    tasks = []
    for size in sizes:
        tasks.append(asyncio.create_task(read(size)))
        await asyncio.sleep(0.01)
    arrived.set()
    await asyncio.gather(*tasks)
    return results


async def test_a_body_for_which_there_is_no_room_is_refused() -> None:
    room = body.InFlight(100_000)

    assert sorted(await _read(room, body.FREE + 60_000, body.FREE + 60_000)) == [503, body.FREE + 60_000]


async def test_a_short_body_is_taken_whatever_else_arrives() -> None:
    room = body.InFlight(100_000)

    assert 503 not in await _read(room, body.FREE + 100_000, 200, body.FREE)


async def test_room_is_given_back() -> None:
    room = body.InFlight(100_000)
    await _read(room, body.FREE + 60_000, body.FREE + 60_000)

    assert await _read(room, body.FREE + 100_000) == [body.FREE + 100_000]


async def test_a_line_that_breaks_while_sending_is_no_fault_of_ours() -> None:
    assert await _refused({"type": "http.disconnect"}) == 400


def test_a_text_that_is_too_long_gets_a_friendly_answer(client: TestClient, chats: Chats) -> None:
    answer = _ask(client, "ก" * 100_000).json()

    assert ("100,000" in answer["parts"][0]["text"], answer["status"], chats.asked) == (True, "unknown", [])


def test_the_longest_text_is_answered(client: TestClient, chats: Chats) -> None:
    _ask(client, "ก" * LONGEST)

    assert len(chats.asked) == 1


def test_half_a_character_becomes_a_replacement_mark(client: TestClient, chats: Chats) -> None:
    client.post("/chat", content=b'{"text": "a\\ud800b"}', headers={"Content-Type": "application/json"})

    assert chats.asked[0].text == "a\ufffdb"


def test_an_emoji_written_as_two_halves_stays_whole(client: TestClient, chats: Chats) -> None:
    client.post("/chat", content=b'{"text": "\\ud83d\\ude00"}', headers={"Content-Type": "application/json"})

    assert chats.asked[0].text == "\U0001f600"


@pytest.mark.parametrize("text", ["", "\x00\x01\x1b[2J", "😀" * 1000, "<script>alert(1)</script>"])
def test_odd_texts_are_passed_on(client: TestClient, text: str) -> None:
    assert _ask(client, text).status_code == 200


def test_asking_too_often_is_held_back_for_a_while(client: TestClient) -> None:
    responses = [_ask(client, "เน็ตฟรี") for _ in range(60)]
    last = responses[-1]

    assert (last.status_code, last.json(), last.headers["retry-after"]) == (429, {"error": ERRORS[429]}, "1")


def test_one_browser_asking_too_often_holds_no_other_back(chats: Chats) -> None:
    app = create_app(Settings(), chats)
    eager = TestClient(app)
    for _ in range(60):
        _ask(eager, "เน็ตฟรี")

    assert _ask(TestClient(app), "เน็ตฟรี").status_code == 200


def test_without_its_database_the_server_says_so(client: TestClient, chats: Chats) -> None:
    def fail(message: Message) -> Answer:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    chats.answer = fail
    response = _ask(client, "เน็ตฟรี")

    assert (response.status_code, response.json(), response.headers["retry-after"]) == (
        503,
        {"error": ERRORS[503]},
        "5",
    )


def test_what_cannot_be_begun_in_time_is_refused(client: TestClient, chats: Chats) -> None:
    def fail(message: Message) -> Answer:
        raise BusyError

    chats.answer = fail
    response = _ask(client, "เน็ตฟรี")

    assert (response.status_code, response.json(), response.headers["retry-after"]) == (
        503,
        {"error": ERRORS[503]},
        "5",
    )


@pytest.mark.parametrize("address", ["/source?document=plan.txt&line=1", "/my-data/token"])
def test_without_its_database_the_server_says_so_at_every_address(
    address: str, client: TestClient, chats: Chats, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: str) -> Any:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr(chats, "documents", fail)
    monkeypatch.setattr(chats, "my_data", fail)

    assert client.get(address).status_code == 503


def test_a_fault_of_ours_is_told_without_its_details(chats: Chats) -> None:
    def fail(message: Message) -> Answer:
        raise ValueError("secret detail")

    chats.answer = fail
    response = _ask(TestClient(create_app(Settings(), chats), raise_server_exceptions=False), "เน็ตฟรี")

    assert (response.status_code, response.json()) == (500, {"error": ERRORS[500]})


def test_an_unknown_address_is_refused_in_words(client: TestClient) -> None:
    response = client.get("/wp-admin")

    assert (response.status_code, response.json()) == (404, {"error": ERRORS[404]})


@pytest.mark.parametrize(("language", "told"), [("en", "en"), ("en-GB,en;q=0.9", "en"), ("th", "th"), ("", "th")])
def test_a_refusal_is_in_the_language_of_the_page(client: TestClient, language: str, told: str) -> None:
    response = client.get("/wp-admin", headers={"Accept-Language": language})

    assert response.json() == {"error": read_words()[told]["errors"][404]}


def test_a_text_that_is_too_long_is_answered_in_the_language_of_the_page(client: TestClient) -> None:
    response = client.post("/chat", json={"text": "a" * 3000}, headers={"Accept-Language": "en"})

    assert response.json()["text"].startswith("This message has 3,000 characters")


def test_a_wrong_method_is_refused_in_words(client: TestClient) -> None:
    response = client.get("/chat")

    assert (response.status_code, response.json()) == (405, {"error": ERRORS[405]})


# --- sources


def test_a_source_shows_the_cited_line_as_it_is(client: TestClient) -> None:
    lines = client.get("/source", params={"document": DOCUMENT, "line": WIFI_LINE}).json()["lines"]

    assert "โครงการ Free Wi-Fi, Free internet" in next(line["text"] for line in lines if line["number"] == WIFI_LINE)


def test_a_source_shows_the_lines_around(client: TestClient) -> None:
    lines = client.get("/source", params={"document": DOCUMENT, "line": WIFI_LINE}).json()["lines"]

    assert [line["number"] for line in lines] == [86, 87, 88, 89, 90, 92, 93]


def test_a_row_of_a_budget_table_names_its_years(client: TestClient) -> None:
    lines = client.get("/source", params={"document": DOCUMENT, "line": WIFI_LINE}).json()["lines"]

    assert [line["years"] for line in lines if line["number"] == WIFI_LINE] == [
        {"3": "2554", "4": "2555", "5": "2556", "6": "2557"}
    ]


def test_a_line_of_prose_names_no_years(client: TestClient) -> None:
    lines = client.get("/source", params={"document": DOCUMENT, "line": 3}).json()["lines"]

    assert [line["years"] for line in lines] == [{}] * len(lines)


@pytest.mark.parametrize("line", ["0", "100000", "999999999"])
def test_a_line_that_does_not_exist_is_not_found(client: TestClient, line: str) -> None:
    assert client.get("/source", params={"document": DOCUMENT, "line": line}).status_code == 404


@pytest.mark.parametrize("line", ["", "x", "-1", "1.5", "๑", "1" * 5000])
def test_a_line_that_is_no_number_is_refused(client: TestClient, line: str) -> None:
    assert client.get("/source", params={"document": DOCUMENT, "line": line}).status_code == 400


@pytest.mark.parametrize(
    "name", ["", ".", "../../.env", "../models.py", "/etc/passwd", f"./{DOCUMENT}", f"../data/{DOCUMENT}", "a\0b"]
)
def test_only_a_stored_plan_can_be_read(client: TestClient, name: str) -> None:
    assert client.get("/source", params={"document": name, "line": 1}).status_code == 404


def test_the_whole_document_can_be_read(client: TestClient) -> None:
    response = client.get(f"/document/{DOCUMENT}")

    assert (response.headers["content-type"], "8. กลไก" in response.text) == ("text/plain; charset=utf-8", True)


@pytest.mark.parametrize(
    "path", ["/document/models.py", "/document/..%2f..%2fREADME.md", "/static/..%2f..%2fpage.html"]
)
def test_no_other_file_can_be_read(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


# --- the page and its files


def _files(client: TestClient) -> list[str]:
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/").text)
    style = next(path for path in found if path.endswith(".css"))
    return sorted({*found, *re.findall(r"url\('([^']+)'\)", client.get(style).text)})


def test_the_page_is_thai(client: TestClient) -> None:
    assert '<html lang="th">' in client.get("/").text


def test_the_page_can_be_english(client: TestClient) -> None:
    assert '<html lang="en">' in client.get("/?lang=en").text


def test_an_unknown_language_gets_the_thai_page(client: TestClient) -> None:
    assert '<html lang="th">' in client.get("/?lang=xx").text


@pytest.mark.parametrize("language", ["th", "en"])
def test_no_placeholder_is_left_in_the_page(client: TestClient, language: str) -> None:
    assert re.findall(r"\{[a-z_:]+[^}]*\}", client.get(f"/?lang={language}").text.split("<body>")[1]) == []


def test_every_number_that_answers_tell_to_call_can_be_touched() -> None:
    told = "".join(file.read_text(encoding="utf-8") for file in WORDS.glob("*.yaml"))
    numbers = set(re.findall(r"(?<![\d-])1\d{2,3}(?![\d.,:-])", told))

    assert numbers == {*read_words()["th"]["script"]["numbers"]}


def test_both_languages_say_the_same_things() -> None:
    thai, english = read_words()["th"], read_words()["en"]

    assert [
        sorted(thai),
        sorted(thai["script"]),
        sorted(thai["errors"]),
    ] == [sorted(english), sorted(english["script"]), sorted(english["errors"])]


@pytest.mark.parametrize(
    ("path", "links"),
    [
        ("/my-data/gone", ['href="/"', 'href="/plan"', 'href="tel:1567"']),
        ("/office/case/111-111-111", ['href="/"', 'href="/office"']),
        ("/office/nothing", ['href="/"', 'href="/office"']),
    ],
)
def test_who_opens_what_is_not_there_in_a_browser_is_led_on(client: TestClient, path: str, links: list[str]) -> None:
    refused = client.get(path, headers={"accept": "text/html,*/*;q=0.8"})

    assert (refused.status_code, [link for link in links if link not in refused.text]) == (404, [])
    assert ERRORS[404] in refused.text


def test_a_program_that_asks_for_anything_gets_json(client: TestClient) -> None:
    asked = {"accept": "text/html,*/*;q=0.8"}

    assert client.get("/my-data/gone").json() == client.get("/api/v1/nothing", headers=asked).json()


def test_every_file_of_the_page_is_served(client: TestClient) -> None:
    assert [client.get(path).status_code for path in _files(client)] == [200] * 14


def test_no_file_of_the_page_comes_from_elsewhere(client: TestClient) -> None:
    everything = [client.get("/").text, *(client.get(path).text for path in _files(client) if "woff2" not in path)]

    assert [text for text in everything if re.search(r"(?:src|href|url\(|from)[=\s'\"(]+(?:https?:)?//", text)] == []


def test_a_file_may_be_kept_for_a_year(client: TestClient) -> None:
    kept = {client.get(path).headers["cache-control"] for path in _files(client)}

    assert kept == {"public, max-age=31536000, immutable"}


def test_an_unchanged_page_is_not_sent_again(client: TestClient) -> None:
    etag = client.get("/").headers["etag"]

    assert client.get("/", headers={"If-None-Match": etag}).status_code == 304


def test_page_and_files_fit_a_slow_line(client: TestClient) -> None:
    """Bytes as they travel, fonts included."""
    total = 0
    for path in ["/", *_files(client)]:
        with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as response:
            total += sum(len(chunk) for chunk in response.iter_raw())

    assert total < 60_000


def test_answers_are_compressed(client: TestClient) -> None:
    assert _ask(client, "เน็ตฟรี").headers["content-encoding"] == "gzip"


def test_the_licence_of_the_font_lies_beside_it(client: TestClient) -> None:
    assert b"SIL OPEN FONT LICENSE" in client.get(read_assets()["sarabun-licence.txt"].path).content


# --- protection


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/nothing", "/chat"])
def test_every_response_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_a_crash_carries_the_headers_too(chats: Chats) -> None:
    def fail(message: Message) -> Answer:
        raise ValueError

    chats.answer = fail
    headers = _ask(TestClient(create_app(Settings(), chats), raise_server_exceptions=False), "เน็ตฟรี").headers

    assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_under_https_browsers_are_told_to_stay_there(chats: Chats) -> None:
    client = TestClient(create_app(Settings(public_url="https://bot.example.go.th"), chats))

    assert "strict-transport-security" in client.get("/").headers


def test_scripts_and_styles_inside_the_page_are_forbidden() -> None:
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


def test_the_log_holds_no_message_and_no_id(client: TestClient, chats: Chats, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        _ask(client, "เน็ตฟรีลับ")
    logged = caplog.text

    assert ("POST /chat 200" in logged, "ลับ" in logged, chats.asked[0].user in logged) == (True, False, False)


# --- health


def test_a_living_process_says_so(client: TestClient, chats: Chats) -> None:
    chats.reason = "The database does not answer."

    assert client.get("/healthz").status_code == 200


def test_a_ready_server_says_so(client: TestClient) -> None:
    assert client.get("/readyz").status_code == 200


def test_a_server_that_is_not_ready_says_why(client: TestClient, chats: Chats) -> None:
    chats.reason = "No plan is loaded."
    response = client.get("/readyz")

    assert (response.status_code, response.text) == (503, "No plan is loaded.\n")


@pytest.mark.parametrize(("status", "lines"), [(200, 0), (401, 1)])
def test_only_a_webhook_that_was_refused_leaves_a_line(
    status: int, lines: int, caplog: pytest.LogCaptureFixture
) -> None:
    answered = Starlette(routes=[Route("/line/webhook", lambda _: Response(status_code=status), methods=["POST"])])
    with caplog.at_level("INFO", "bot"):
        TestClient(Protection(answered, https=False)).post("/line/webhook")

    assert len([record for record in caplog.records if record.name.startswith("bot")]) == lines
