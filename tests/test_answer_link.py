"""Does an answer's address show it again, say nothing of who asked, and refuse whatever we did not write?"""

import csv
import html
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import Engine
from starlette.testclient import TestClient

from bot.dispatch import Dispatcher
from bot.server import create_app
from bot.settings import Settings
from db.session import session_factory
from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.message import Message
from knowledge.loader import load, read_plan

SMALL = Path(__file__).parent.parent / "docs" / "small-plan.txt"
CHATS = [
    ["เน็ตฟรีใช้งบเท่าไร"],
    ["เน็ตฟรีใช้งบเท่าไร", "แล้วปี 56 ล่ะ"],
    ["เน็ตฟรีใช้งบเท่าไร", "ใครดูแล"],
    ["ประเด็นไหนได้งบมากที่สุด"],
    ["โครงการของสำนักงานจังหวัดที่งบเกิน 3 ล้าน"],
    ["งบประเด็น 3 กับประเด็น 5 ต่างกันเท่าไร"],
    ["มีกี่โครงการที่ไม่ได้งบปี 2554"],
    ["ตัวชี้วัดของประเด็นที่ 2"],
    ["มาตรการของประเด็นที่ 1"],
    ["หน่วยงานไหนดูแลโครงการมากที่สุด"],
    ["How much does the free Wi-Fi cost?"],
    ["Which issue has most projects?", "and the least?"],
]


@pytest.fixture(name="dispatcher", scope="module")
def _dispatcher(file_engine: Engine) -> Dispatcher:
    with session_factory(file_engine).begin() as session:
        load(session, read_plan(SMALL), "small")
    return Dispatcher(file_engine)


@pytest.fixture(name="client")
def _client(dispatcher: Dispatcher) -> TestClient:
    return TestClient(create_app(Settings(trusted_proxies=1), dispatcher))


def chatted(client: TestClient, *texts: str) -> dict[str, object]:
    """The last answer of a chat on the page, as the page gets it."""
    told: dict[str, object] = {}
    for text in texts:
        told = client.post("/chat", json={"text": text}).json()
    return told


def again(dispatcher: Dispatcher, address: str) -> Answer:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    message = Message("ask", "page", "", language="en" if asked.get("lang") == "en" else "th")
    return dispatcher.answer_alone(message, asked.get("plan", ""), asked["a"])


@pytest.mark.parametrize("texts", CHATS, ids=lambda texts: texts[-1])
def test_the_address_shows_the_same_answer(client: TestClient, dispatcher: Dispatcher, texts: list[str]) -> None:
    conversation = Conversation()
    for text in texts:
        answer, conversation = dispatcher.answer(Message("ask", "one", text), conversation)
    address = str(chatted(client, *texts)["address"])
    shown = again(dispatcher, address)

    assert (shown.parts, shown.codes, shown.value, shown.sources, shown.language) == (
        answer.parts, answer.codes, answer.value, answer.sources, answer.language,
    )  # fmt: skip
    assert client.get(address).status_code == 200


def test_an_answer_of_another_plan_has_an_address_within_it(client: TestClient, dispatcher: Dispatcher) -> None:
    told = chatted(client, "แผน 2561-2564 โครงการขุดลอกหนองน้ำใช้งบเท่าไร")
    address = str(told["address"])

    assert parse_qs(urlsplit(address).query)["plan"] == ["small"]
    assert again(dispatcher, address).value == dispatcher.answer_alone(
        Message("ask", "one", "แผน 2561-2564 โครงการขุดลอกหนองน้ำใช้งบเท่าไร")
    ).value  # fmt: skip
    assert "small-plan.txt" in client.get(address).text


@pytest.mark.parametrize("text", ["สวัสดี", "ข้อมูลของฉัน", "ถนนหน้าวัดเป็นหลุม ขอให้ซ่อม", "งบจังหวัดเชียงใหม่"])
def test_what_is_no_answer_of_the_plan_has_none(client: TestClient, text: str) -> None:
    assert chatted(client, text)["address"] == ""


def test_nothing_of_the_person_is_in_it(client: TestClient) -> None:
    address = str(chatted(client, "ผมสมชาย โทร 0812345678 เน็ตฟรีใช้งบเท่าไรครับ")["address"])

    assert "สมชาย" not in parse_qs(urlsplit(address).query).get("a", [""])[0]
    assert "081" not in address


HOSTILE = [
    "", "-", "{}x", "null", "[]", "[1]", '[2,"T"]', '{"ask":1}', '{"ask":"secret"}', '{"about":["9.9.9"]}',
    '{"about":"5.3"}', '{"agencies":["x"]}', '{"years":[1]}', '{"years":["2555"]}', '{"top":true}', '{"top":1e9}',
    '{"where":[{"field":"x"}]}', '{"where":[{"field":"total","number":"1"}]}', '{"where":5}', '{"words":[["a"]]}',
    '{"claim":-1}', '{"what":1}', '[1,"T",["N","p",["9.9.9"]]]', "[" * 3000, '{"about":[' + '"5.3",' * 60 + '"5.3"]}',
]  # fmt: skip


def test_without_a_question_there_is_no_table(client: TestClient) -> None:
    assert client.get("/plan/answer.csv").status_code == 404


@pytest.mark.parametrize("link", HOSTILE)
@pytest.mark.parametrize("path", ["/plan/answer", "/plan/answer.csv"])
def test_what_nobody_wrote_is_not_found(client: TestClient, path: str, link: str) -> None:
    assert client.get(f"{path}?{urlencode({'a': link})}").status_code == 404


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["5.3", "p", "T", "total", "rank"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["ask", "shape", "about", "years", "where", "by", "top", "field", "words"]), inner
        )
    ),
    max_leaves=12,
)


@given(_JSON)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_there_is_no_fault_of_ours(dispatcher: Dispatcher, told: object) -> None:
    client = TestClient(create_app(Settings(trusted_proxies=1), dispatcher))

    status = client.get(f"/plan/answer?{urlencode({'a': json.dumps(told)})}").status_code

    assert status in (200, 404, 429)


def test_what_the_page_offers_next_goes_on_about_its_answer(client: TestClient) -> None:
    page = client.get(f"/plan/ask?{urlencode({'q': 'เน็ตฟรีใช้งบเท่าไร'})}").text
    links = [html.unescape(link) for link in re.findall(r'href="(/plan/ask[^"]*)"', page)]
    who = next(link for link in links if "ใครรับผิดชอบ" in unquote_plus(link))

    assert "สำนักงานจังหวัดขอนแก่น" in client.get(who).text


def test_an_answer_is_a_table_with_unit_and_source(client: TestClient) -> None:
    asked = urlencode({"q": "งบรายปีของเน็ตฟรี"})
    head, *rows = csv.reader(io.StringIO(client.get(f"/plan/answer.csv?{asked}").content.decode("utf-8-sig")))
    book = load_workbook(io.BytesIO(client.get(f"/plan/answer.xlsx?{asked}").content))
    told = client.get(f"/plan/answer.json?{asked}").json()

    document = "khon-kaen-plan-2554-2557-strategy-5.txt"
    assert head == ["เรื่อง", "รหัส", "ตัวเลข", "หน่วย", "รายละเอียด", "เอกสาร", "บรรทัดในเอกสาร"]
    assert ["ปี 2555", "", "5.00", "ล้านบาท", "5.00", document, "89"] in rows
    assert [row[2] for row in rows if row[0] == "ปี 2554"] == [""]  # no budget is set, which is not 0.00
    assert [cell.value for cell in book.active[2]][2:4] == [rows[0][2] and Decimal(rows[0][2]), rows[0][3]]
    assert {row["document"] for row in told["rows"]} == {document}


def test_listed_things_have_their_own_lines(client: TestClient) -> None:
    asked = urlencode({"q": "โครงการของประเด็นที่ 1"})
    rows = client.get(f"/plan/answer.json?{asked}").json()["rows"]

    assert [(row["code"], row["number"], row["unit"], row["lines"]) for row in rows if row["code"]] == [
        ("5.1.1", "2.00", "ล้านบาท", "28"), ("5.1.2", "2.00", "ล้านบาท", "29"), ("5.1.3", "2.00", "ล้านบาท", "30"),
    ]  # fmt: skip


def test_what_belongs_to_a_person_is_no_table(client: TestClient) -> None:
    assert client.get(f"/plan/answer.csv?{urlencode({'q': 'ข้อมูลของฉัน'})}").status_code == 404
    assert client.get("/plan/answer.exe?q=1").status_code == 404


def test_whoever_asks_for_a_file_gets_that_of_the_answer_before(client: TestClient) -> None:
    told = chatted(client, "เน็ตฟรีใช้งบเท่าไร", "ขอเป็นไฟล์ Excel หน่อย")

    address = next(line for line in str(told["text"]).splitlines() if "/plan/answer.xlsx" in line)
    book = load_workbook(io.BytesIO(client.get(address).content))
    assert book.active["C2"].value == 15
