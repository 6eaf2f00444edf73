"""Does the page speak of the plan that is stored now, and does it stand where the database does not answer?

A plan that is not read within the page's second is spoken of as soon as it is.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from bot.dispatch import Dispatcher
from bot.plan_of_settings import plan_of
from bot.server import create_app
from bot.settings import Settings
from db.session import create_engine_for, session_factory
from handlers.wording import Language
from knowledge.loader import load
from tests.plans import read
from tests.platform_chats import until
from tests.web_chats import Chats


@pytest.fixture(name="bot")
def _bot(plan_engine_url: str) -> Iterator[Dispatcher]:
    engine = create_engine_for(plan_engine_url)
    yield Dispatcher(engine)
    engine.dispose()


@pytest.fixture(name="plan_engine_url")
def _plan_engine_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bot.db'}"


def _store(bot: Dispatcher, name: str) -> None:
    """As another process does with `import`."""
    with session_factory(bot.engine).begin() as session:
        assert isinstance(session, Session)
        load(session, read(name))


@pytest.mark.parametrize(
    ("language", "own", "other"), [("th", "ถามแผนน่าน", "ขอนแก่น"), ("en", "Ask Nan’s plan", "Khon Kaen")]
)
def test_page_speaks_of_a_plan_that_was_loaded_meanwhile(
    bot: Dispatcher, language: Language, own: str, other: str
) -> None:
    client = TestClient(create_app(Settings(), bot))

    _store(bot, "small")

    assert until(lambda: own in client.get(f"/?lang={language}").text)
    page = client.get(f"/?lang={language}").text
    assert (own in page, "2561" in page, other in page, "2554" in page) == (True, True, False, False)


def test_page_of_another_plan_is_another_to_browsers(bot: Dispatcher) -> None:
    client = TestClient(create_app(Settings(), bot))

    _store(bot, "nan")
    before = TestClient(create_app(Settings(), Chats())).get("/").headers["etag"]

    assert until(lambda: client.get("/").headers["etag"] != before)


def test_page_speaks_of_the_plan_known_last_where_nothing_is_heard_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.pages._SECONDS", 0.05)
    silent, over = Event(), Event()

    class Mute(Chats):
        def plan_words(self, language: Language) -> Mapping[str, object]:
            if silent.is_set():
                over.wait()
            return super().plan_words(language)

    client = TestClient(create_app(Settings(), Mute()))
    silent.set()
    page = client.get("/")
    over.set()

    assert (page.status_code, "ถามแผนขอนแก่น" in page.text) == (200, True)


def test_a_database_that_does_not_answer_leaves_the_words_of_the_plan_known_last(
    bot: Dispatcher,
) -> None:
    known = bot.plan_words("th")

    Path(str(bot.engine.url.database)).unlink()
    bot.engine.dispose()

    assert bot.plan_words("th") == known


class TestWithoutAServer:
    """`register` tells Telegram what the plan is."""

    def test_of_a_stored_plan(self, bot: Dispatcher, plan_engine_url: str) -> None:
        _store(bot, "nan")

        assert plan_of(plan_engine_url)["en"]["title"] == "Nan provincial development plan"

    def test_of_a_database_that_is_not_there_it_is_the_bundled_one_and_nothing_is_made(self, tmp_path: Path) -> None:
        file = tmp_path / "none.db"

        assert plan_of(f"sqlite:///{file}")["th"]["province"] == "ขอนแก่น"
        assert not file.exists()
