"""Do the pages of the plan show what is stored, hold off what is hostile, and lead where they say?"""

import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine
from starlette.testclient import TestClient

from bot.dispatch import Dispatcher
from bot.server import create_app
from bot.settings import Settings
from bot.web.plan.wording import words
from bot.web.protection import HEADERS
from db.session import session_factory
from knowledge.loader import load, read_plan
from tests.made_sheets import write_csv

PAGES = (
    "/plan", "/plan/issues", "/plan/issues/5.3", "/plan/projects", "/plan/projects/5.3.6", "/plan/agencies",
    "/plan/agencies/สำนักงานจังหวัดขอนแก่น", "/plan/years", "/plan/progress", "/plan/document", "/plan/search?q=เน็ตฟรี",
    "/plan/ask?q=เน็ตฟรีใช้งบเท่าไร",
)  # fmt: skip


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forbidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.links += [str(told["href"])] if tag == "a" and told.get("href") else []
        self.forbidden += [tag] if tag in ("script", "style") else []
        self.forbidden += [name for name in told if name == "style" or name.startswith("on")]


def read(html: str) -> _Links:
    found = _Links()
    found.feed(html)
    return found


@pytest.fixture(name="client")
def _client(dispatcher: Dispatcher) -> TestClient:
    return TestClient(create_app(Settings(public_url="https://plan.example", trusted_proxies=1), dispatcher))


def test_what_belongs_into_a_chat_is_begun_there(client: TestClient) -> None:
    """Whoever told of a pothole on the pages of the plan need not type it a second time."""
    road = "ถนนหน้าวัดเป็นหลุม ขอให้ซ่อม"
    page = client.get("/plan/ask", params={"q": road}).text

    assert f'href="/?say={quote_plus(road)}"' in page


def statuses(client: TestClient, links: list[str]) -> dict[str, int]:
    """Of each link; each is followed from another address, so that none is refused for coming too often."""
    addresses = ({"x-forwarded-for": f"10.0.0.{number}"} for number in range(len(links)))
    return {link: client.get(link, headers=address).status_code for link, address in zip(links, addresses, strict=True)}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/plan", "110.30"),
        ("/plan?lang=en", "Development plan of Khon Kaen"),
        ("/plan/issues", "56.00"),
        ("/plan/issues/5.3", "จำนวนผู้เข้าใช้บริการเว็บไซต์"),
        ("/plan/projects/5.3.6", "บรรทัดที่ 89"),
        ("/plan/projects/5.3.6", "ไม่ตั้งงบ"),
        ("/plan/projects/5.4.1", "ไม่ได้ระบุหน่วยเงิน"),
        ("/plan/projects/5.2.3", "แผนไม่ได้ระบุหน่วยงาน"),
        ("/plan/agencies", "89.30"),
        ("/plan/agencies/คลังจังหวัด", "2.00"),
        ("/plan/years", "36.80"),
        ("/plan/document", 'id="L89"'),
        ("/plan/search?q=เน็ตฟรี", "/plan/projects/5.3.6"),
        ("/plan/search?q=5.3.6", "/plan/projects/5.3.6"),
        ("/plan/search?q=คลังจังหวัด", "/plan/agencies/"),
        ("/plan/search?q=ประเด็นที่ 3", "/plan/issues/5.3"),
        ("/plan/ask?q=เน็ตฟรีใช้งบเท่าไร", "15.00"),
        ("/plan/ask?q=How much does the free Wi-Fi cost?%26lang=en", "15.00"),
    ],
)
def test_a_page_says(client: TestClient, path: str, said: str) -> None:
    assert said in client.get(path).text


@pytest.mark.parametrize("path", PAGES)
def test_each_link_leads_somewhere(client: TestClient, path: str) -> None:
    links = {link for link in read(client.get(path).text).links if link.startswith("/plan") and ".xlsx" not in link}

    assert {link: status for link, status in statuses(client, sorted(links)).items() if status != 200} == {}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_the_headers_of_the_chat_page_and_nothing_inside_that_they_forbid(
    client: TestClient, path: str
) -> None:
    page = client.get(path)

    told = HEADERS | {
        "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace(
            "form-action 'none'", "form-action 'self'"
        )
    }
    assert {name: page.headers[name] for name in HEADERS} == told
    assert read(page.text).forbidden == []


def test_the_answers_address_has_a_preview(client: TestClient) -> None:
    page = client.get("/plan/ask", params={"q": "เน็ตฟรีใช้งบเท่าไร"}).text

    assert 'property="og:title" content="คำตอบของ' in page
    assert '<meta property="og:description" content="15.00 ล้านบาท' in page
    assert f'property="og:url" content="https://plan.example/plan/ask?q={quote("เน็ตฟรีใช้งบเท่าไร")}"' in page


@pytest.mark.parametrize("q", ["ถนนหน้าบ้านพังมาก อยากให้มาซ่อม", "ลบข้อมูลของฉัน", "เรื่องของฉันถึงไหนแล้ว"])
def test_what_belongs_to_a_person_is_no_page(client: TestClient, q: str) -> None:
    page = client.get("/plan/ask", params={"q": q})

    assert (words()["th"]["answer_none"] in page.text, page.headers["cache-control"]) == (True, "no-store")
    assert "set-cookie" not in page.headers


@pytest.mark.parametrize("path", ["/plan/ask", "/plan/search", "/plan/projects"])
def test_what_a_reader_wrote_is_escaped(client: TestClient, path: str) -> None:
    assert "<script>" not in client.get(path, params={"q": '"><script>alert(1)</script>'}).text


def test_a_long_search_is_cut(client: TestClient) -> None:
    assert client.get("/plan/search", params={"q": "ก" * 5000}).status_code == 200


@pytest.mark.parametrize("path", ["/plan/projects/9.9.9", "/plan/issues/5.3.6", "/plan/agencies/ไม่มี", "/plan/x.csv"])
def test_what_is_not_there_is_404(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("issue=5.1", ["5.1.1", "5.1.2", "5.1.3"]),
        ("sort=money&year=2554", ["5.3.3", "5.5.3", "5.3.4"]),
        ("agency=คลังจังหวัด", ["5.1.3"]),
        ("q=wi-fi", ["5.3.6"]),
        ("page=99&issue=5.1", ["5.1.1", "5.1.2", "5.1.3"]),
        ("page=x&issue=nothing&year=1&sort=no&q=wi-fi", ["5.3.6"]),
    ],
)
def test_projects_are_filtered_and_sorted(client: TestClient, query: str, codes: list[str]) -> None:
    shown = [link.rpartition("/")[2] for link in read(client.get(f"/plan/projects?{query}").text).links]

    assert [code for code in shown if re.fullmatch(r"5\.\d\.\d+", code)][: len(codes)] == codes


@pytest.mark.parametrize("letters", ["เน็ต", "5.3.6", "ใ", "wi-fi", "โครงการ", "ไม่มีที่ไหน", ""])
def test_letters_are_found_in_every_name_that_has_them(dispatcher: Dispatcher, letters: str) -> None:
    view = dispatcher.view()

    having = [project.code for project in view.projects if letters and letters in project.letters]

    assert [project.code for project in view.with_letters(letters)] == having


def test_an_unchanged_page_is_not_sent_again(client: TestClient) -> None:
    etag = client.get("/plan").headers["etag"]

    assert client.get("/plan", headers={"if-none-match": etag}).status_code == 304
    assert client.get("/plan/years", headers={"if-none-match": etag}).status_code == 200


def test_csv_opens_in_a_thai_excel_with_unit_and_source(client: TestClient) -> None:
    body = client.get("/plan/projects.csv?q=wi-fi").content

    head, row = body.decode("utf-8-sig").splitlines()
    assert body.startswith(b"\xef\xbb\xbf")
    assert "งบปี 2555 (บาท)" in head
    assert row.endswith(",5000000.00,5000000.00,5000000.00,15000000.00,khon-kaen-plan-2554-2557-strategy-5.txt,89")


def test_xlsx_has_numbers(client: TestClient) -> None:
    sheet = load_workbook(io.BytesIO(client.get("/plan/years.xlsx?lang=en").content)).active
    assert sheet is not None

    assert [cell.value for cell in sheet[1]] == ["Year (B.E.)", "Number of projects", "Budget (baht)"]
    assert sum(float(str(row[2])) for row in sheet.iter_rows(min_row=2, values_only=True)) == 110_300_000


def test_json_is_exact(client: TestClient) -> None:
    told = json.loads(client.get("/plan/budgets.json").content)

    assert {"project": "5.3.6", "year": 2554, "baht": None} | {
        "document": "khon-kaen-plan-2554-2557-strategy-5.txt", "line": 89,
    } in told["rows"]  # fmt: skip
    assert len(told["rows"]) == 112


def test_formulas_and_html_of_a_plan_are_harmless(plan_engine: Engine, tmp_path: Path) -> None:
    rows = [["โครงการ", "หน่วยงาน", "2561"], ["=HYPERLINK(1)<b>x</b>", "อบจ.", "5"], ["@x", "", "-"]]
    with session_factory(plan_engine).begin() as session:
        load(session, read_plan(write_csv(tmp_path / "plan.csv", rows)))
    client = TestClient(create_app(Settings(), Dispatcher(plan_engine)))

    assert ",'=HYPERLINK(1)<b>x</b>," in client.get("/plan/projects.csv").text
    assert "&lt;b&gt;x&lt;/b&gt;" in client.get("/plan/projects").text
    sheet = load_workbook(io.BytesIO(client.get("/plan/projects.xlsx").content)).active
    assert sheet is not None
    assert sheet["B2"].data_type == "s"
    assert "แถวที่ 2" in client.get("/plan/projects/1.1.1").text
    assert 'id="L2"' in client.get("/plan/document").text


def test_a_plan_of_one_year_is_no_period(plan_engine: Engine, tmp_path: Path) -> None:
    with session_factory(plan_engine).begin() as session:
        load(session, read_plan(write_csv(tmp_path / "plan.csv", [["โครงการ", "2561"], ["ขุดสระ", "5"]])))
    client = TestClient(create_app(Settings(), Dispatcher(plan_engine)))

    assert all("2561–2561" not in client.get(path).text for path in ("/plan", "/plan/projects/1.1.1"))
    assert "ปี 2561 ·" in client.get("/plan").text


def test_both_languages_have_the_same_words() -> None:
    thai, english = words()["th"], words()["en"]

    assert (thai.keys(), thai["columns"].keys()) == (english.keys(), english["columns"].keys())
    places = {key: set(re.findall(r"{\w+}", str(told))) for key, told in thai.items()}
    assert places == {key: set(re.findall(r"{\w+}", str(told))) for key, told in english.items()}
