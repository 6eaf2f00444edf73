"""Do the pages and the open data show each stored plan, and mix none with another?"""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from bot.dispatch import Dispatcher
from bot.server import create_app
from bot.settings import Settings
from db.session import create_engine_for, session_factory
from knowledge.loader import load
from tests.plans_together import DEARER, document
from tests.test_plan_pages import read

PAGES = (
    "/plan", "/plan/issues", "/plan/issues/5.3", "/plan/projects", "/plan/projects/5.3.6", "/plan/agencies",
    "/plan/agencies/สำนักงานจังหวัดขอนแก่น", "/plan/years", "/plan/document", "/plan/search?q=Free", "/plan/ask?q=Free",
)  # fmt: skip


@pytest.fixture(name="dispatcher", scope="module")
def _dispatcher(file_engine: Engine) -> Dispatcher:
    """The bundled plan, its twin, and a small one of another province."""
    with session_factory(file_engine).begin() as session:
        for name in ("twin", "small"):
            load(session, document(name), name)
    return Dispatcher(file_engine)


@pytest.fixture(name="client")
def _client(dispatcher: Dispatcher) -> TestClient:
    return TestClient(create_app(Settings(public_url="https://plan.example", trusted_proxies=1), dispatcher))


def get(client: TestClient, path: str) -> Any:
    return client.get(f"/api/v1{path}").json()


def test_the_overview_leads_to_each_plan(client: TestClient) -> None:
    html = client.get("/plan").text
    links = [link for link in read(html).links if link.startswith("/plan?plan=")]

    assert links == ["/plan?plan=small", "/plan?plan=twin"]
    assert "110.30" in html
    assert "5.50" in client.get(links[0]).text
    assert "330.90" in client.get(links[1]).text


@pytest.mark.parametrize("page", PAGES)
def test_links_of_a_plan_stay_in_it(page: str, client: TestClient) -> None:
    sign = "&" if "?" in page else "?"
    response = client.get(f"{page}{sign}plan=twin", headers={"x-forwarded-for": f"10.1.0.{PAGES.index(page)}"})

    leaving = [link for link in read(response.text).links if link.startswith("/plan/") and "plan=twin" not in link]
    assert (response.status_code, leaving) == (200, [])
    assert "2554" not in re.sub(r'href="/plan">.*?</a>', "", response.text)


def test_the_pages_of_the_default_plan_name_no_plan(client: TestClient) -> None:
    for page in PAGES[1:]:
        html = client.get(page, headers={"x-forwarded-for": f"10.2.0.{PAGES.index(page)}"}).text
        assert "plan=" not in html


@pytest.mark.parametrize("path", ["/plan?plan=nowhere", "/plan/projects.csv?plan=nowhere", "/api/v1/projects?plan=x"])
def test_a_plan_that_is_not_stored_is_not_found(path: str, client: TestClient) -> None:
    assert client.get(path).status_code == 404


def test_a_search_within_a_plan_finds_its_things(client: TestClient) -> None:
    links = read(client.get("/plan/search?q=ขุดลอกหนองน้ำประจำตำบล&plan=small").text).links

    assert "/plan/projects/2.1.1?plan=small" in links


def test_an_answer_from_another_plan_leads_to_its_document(client: TestClient) -> None:
    html = client.get("/plan/ask?q=โครงการขุดลอกหนองน้ำประจำตำบล งบเท่าไร").text

    assert "/plan/document?plan=small#L13" in read(html).links
    assert "5.50" in html


def test_a_page_is_sent_anew_where_another_plan_was_loaded(plan_file: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.db").write_bytes(plan_file.read_bytes())
    engine = create_engine_for(f"sqlite:///{tmp_path / 'plan.db'}")
    client = TestClient(create_app(Settings(), Dispatcher(engine)))
    etag = client.get("/plan").headers["etag"]
    same = client.get("/plan", headers={"if-none-match": etag}).status_code

    with session_factory(engine).begin() as session:
        load(session, document("small"), "small")
    changed = client.get("/plan", headers={"if-none-match": etag}).status_code

    engine.dispose()
    assert (same, changed) == (304, 200)


def test_the_open_data_lists_the_plans(client: TestClient) -> None:
    rows = get(client, "/plans")["rows"]

    told = [(row["name"], row["default"], row["document"], row["projects"]) for row in rows]
    assert told == [
        ("main", True, document("main").document, 28),
        ("small", False, "small-plan.txt", 1),
        ("twin", False, "twin.txt", 28),
    ]


def test_the_open_data_is_that_of_the_plan_that_is_named(client: TestClient) -> None:
    paths = ("/projects/5.3.6", "/projects/5.3.6?plan=twin", "/projects/5.3.6?plan=main")

    money = [get(client, path)["baht_total"] for path in paths]

    assert money == ["15000000.00", f"{DEARER * 15_000_000}.00", "15000000.00"]
    assert client.get("/api/v1/projects/5.3.6?plan=small").status_code == 404


def test_pieces_of_a_list_stay_in_the_plan(client: TestClient) -> None:
    first = get(client, "/projects?plan=twin&limit=20")

    assert "plan=twin" in first["next"]
    assert client.get(first["next"]).json()["rows"][0]["source"]["document"] == "twin.txt"


def test_cases_are_counted_for_the_plan_whose_codes_they_have(client: TestClient) -> None:
    assert {row["cases"] for row in get(client, "/feedback-counts?plan=twin")} == {None}
