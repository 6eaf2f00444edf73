"""Does the whole way work: page, server, understanding, database, answer, source?"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from bot.dispatch import Dispatcher
from bot.filled import filled
from bot.server import create_app
from bot.settings import Settings
from bot.web.page import read_words
from db.session import create_engine_for
from handlers.wording import LANGUAGES, Language
from tests.web_chats import Chats
from tests.web_server import CHROMIUM, browsing, serving

WIFI = "เน็ตฟรีใช้งบเท่าไร"
EXAMPLES = [
    (language, number) for language in LANGUAGES for number in range(len(read_words()[language]["script"]["examples"]))
]


def _example(language: Language, number: int) -> str:
    """With this plan's words in it."""
    page = filled(read_words()[language], Chats().plan_words(language))
    return str(page["script"]["examples"][number])


@pytest.fixture(name="engine", scope="module")
def _engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = create_engine_for(f"sqlite:///{tmp_path_factory.mktemp('web') / 'bot.db'}")
    yield engine
    engine.dispose()


@pytest.fixture(name="bot", scope="module")
def _bot(engine: Engine) -> Dispatcher:
    return Dispatcher(engine)


@pytest.fixture(name="client")
def _client(bot: Dispatcher) -> TestClient:
    return TestClient(create_app(Settings(), bot))


def _ask(client: TestClient, text: str) -> Any:
    return client.post("/chat", json={"text": text}).json()


@pytest.mark.parametrize(("language", "number"), EXAMPLES)
def test_every_example_of_the_page_is_answered_in_its_language(
    client: TestClient, language: Language, number: int
) -> None:
    answer = _ask(client, _example(language, number))

    assert (answer["status"], answer["language"]) == ("answered", language)


OF_THE_OFFICE = [
    *("5.2.1", "5.2.4", "5.2.5", "5.2.6"),
    *("5.3.1", "5.3.2", "5.3.4", "5.3.5", "5.3.6", "5.3.7", "5.3.8"),
    *("5.4.1", "5.4.2", "5.4.3", "5.4.4"),
    *("5.5.1", "5.5.2", "5.5.3", "5.6.1", "5.6.3", "5.6.4"),
]
ABOUT = [["5.3.6"], ["5.5.3"], [], OF_THE_OFFICE, ["5.3.G1.K1", "5.3.G1.K2", "5.3.G1.K3", "5.3.G2.K1"], []]
"""What the examples are about, in the order of the page; both languages ask the same."""


@pytest.mark.parametrize(("language", "number", "about"), [(*EXAMPLES[i], ABOUT[i % 6]) for i in range(12)])
def test_every_example_of_the_page_is_understood(
    client: TestClient, language: Language, number: int, about: list[str]
) -> None:
    codes = _ask(client, _example(language, number))["codes"]

    # What it is also about, such as the goals of the indicators, comes behind.
    assert codes[: len(about) or None] == about


@pytest.mark.parametrize(("language", "number"), EXAMPLES)
def test_every_suggestion_after_an_example_can_be_pressed(client: TestClient, language: Language, number: int) -> None:
    example = _example(language, number)
    refused = [
        suggestion
        for suggestion in _ask(client, example)["suggestions"]
        if _ask(client, example) and _ask(client, suggestion)["status"] not in ("answered", "clarify", "help")
    ]

    assert refused == []


@pytest.mark.parametrize("question", ["กลยุทธ์ที่ 2", "งบอบรม", "ตัวชี้วัดที่ 1", "tactic 1", "budget of training"])
def test_what_was_meant_can_be_chosen_in_the_list(client: TestClient, question: str) -> None:
    """The page makes each item the button of its suggestion, which is how the item begins; it leads to that item."""
    asked = _ask(client, question)
    items = next(part["items"] for part in asked["parts"] if part["kind"] == "listing")
    chosen = list(zip(items, asked["suggestions"], strict=True))

    assert [item["title"].startswith(text) for item, text in chosen] == [True] * len(chosen)
    assert [_ask(client, text)["codes"][0] for _, text in chosen] == [item["code"] for item, _ in chosen]


def test_a_browser_has_its_own_chat(bot: Dispatcher) -> None:
    app = create_app(Settings(), bot)
    one, other = TestClient(app), TestClient(app)
    _ask(one, WIFI)
    _ask(other, "e-Service ใช้งบเท่าไร")

    assert _ask(one, "ใครรับผิดชอบ")["codes"] == ["5.3.6"]


def test_after_forgetting_the_server_does_not_know_what_was_spoken_about(client: TestClient) -> None:
    _ask(client, WIFI)
    client.post("/forget", json={})

    assert _ask(client, "แล้วใครรับผิดชอบ")["codes"] != ["5.3.6"]


@pytest.mark.parametrize(
    ("question", "word"), [(WIFI, "ที่มา"), ("งบทั้งแผนแยกตามปี", "ที่มา"), ("Total budget by year", "Source")]
)
def test_a_source_is_shown_once(client: TestClient, question: str, word: str) -> None:
    """As the buttons of `sources`; only who reads plain text needs the lines in words."""
    answer = _ask(client, question)
    drawn = json.dumps(answer["parts"], ensure_ascii=False)

    assert (word in answer["text"], word in drawn, answer["sources"] != []) == (True, False, True)


def test_every_source_of_an_answer_can_be_opened(client: TestClient) -> None:
    sources = _ask(client, WIFI)["sources"]
    opened = [_line(client, source) for source in sources]

    assert [source["quote"] in line for source, line in zip(sources, opened, strict=True)] == [True] * len(sources)


def _line(client: TestClient, source: dict[str, Any]) -> str:
    """The cited line as the dialog shows it."""
    query = {"document": source["document"], "line": source["line"]}
    lines = client.get("/source", params=query).json()["lines"]
    return next(str(line["text"]) for line in lines if line["number"] == source["line"])


def test_the_server_is_ready(client: TestClient) -> None:
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("text", ["", " ", "\x00", "😀" * 2000, "ก" * 2000, "\x1b[2J\u202e", "' OR 1=1 --", "{}{0}%s"])
def test_an_odd_text_gets_an_answer_and_no_fault(
    client: TestClient, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = _ask(client, text)

    assert (answer["text"] != "", [record for record in caplog.records if record.levelname == "ERROR"]) == (True, [])


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: the page is not tested in a browser")
def test_a_citizen_asks_follows_up_and_reads_the_source(bot: Dispatcher) -> None:
    with serving(bot) as address, browsing() as browser:
        page = browser.new_page(viewport={"width": 360, "height": 640})
        page.goto(address)
        page.fill("#text", WIFI)
        page.press("#text", "Enter")
        page.wait_for_selector(".answer")
        figure = page.inner_text(".figure .number")
        page.fill("#text", "ใครรับผิดชอบ")
        page.press("#text", "Enter")
        page.wait_for_selector(".exchange:nth-child(2) .answer")
        agency = page.inner_text(".exchange:nth-child(2) .answer")
        page.click(".exchange:nth-child(2) .source >> nth=0")
        page.wait_for_selector("mark")

        cited = page.inner_text(".cited")

    assert (figure, "สำนักงานจังหวัดขอนแก่น" in agency, "Free Wi-Fi" in cited) == ("15.00", True, True)
