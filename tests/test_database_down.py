"""What does the bot say to the platforms while its database is down? Nothing may be acknowledged that is not stored."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import line_platform, telegram_platform
from tests.databases import build
from tests.line_platform import SAYS, Line, encode, sign
from tests.platform_chats import until
from tests.platforms import Server, client, environment, line_mock, needs_harness, serving, telegram_mock
from tests.postgres import NotAvailableError, running_postgres
from tests.telegram_platform import Telegram

pytestmark = needs_harness


@dataclass(frozen=True)
class Platforms:
    """Both platforms and the bot between them, whose database was there when it started and is gone now."""

    line: Line
    telegram: Telegram
    server: Server
    before: int
    """The status of a webhook while the database was there."""


@pytest.fixture(name="platforms", scope="module")
def _platforms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platforms]:
    folder: Path = tmp_path_factory.mktemp("down")
    with ExitStack() as stack, ExitStack() as database:
        try:
            url = database.enter_context(running_postgres()).create()
        except NotAvailableError as error:
            pytest.skip(f"No PostgreSQL here: {error}")
        build(url, with_plan=True)
        mocks = stack.enter_context(line_mock(folder)), stack.enter_context(telegram_mock(folder))
        settings = environment(url, line=mocks[0], telegram=mocks[1])
        server = stack.enter_context(serving(settings, folder))
        line = stack.enter_context(closing(Line(mocks[0], server.address)))
        telegram = stack.enter_context(closing(Telegram(mocks[1], server.address)))
        before = line.deliver(line_platform.text("ก้อย", "งบ e-service"))
        database.close()
        yield Platforms(line, telegram, server, before)


def test_while_the_database_is_there_webhooks_are_acknowledged(platforms: Platforms) -> None:
    assert platforms.before == 200


def test_line_is_asked_to_deliver_again_before_it_gives_up(platforms: Platforms) -> None:
    assert platforms.line.deliver(line_platform.text("ก้อย", "เน็ตฟรีใช้งบเท่าไหร่")) == 503


def test_telegram_is_asked_to_deliver_again(platforms: Platforms) -> None:
    assert platforms.telegram.deliver(telegram_platform.text(101, "เน็ตฟรีใช้งบเท่าไหร่")) == 503


def test_a_wrong_signature_is_refused_without_the_database(platforms: Platforms) -> None:
    body = encode([line_platform.text("ก้อย", "เน็ตฟรีใช้งบเท่าไหร่")])

    assert platforms.line.post(body, sign(b"another body")) == 401


def test_a_wrong_secret_is_refused_without_the_database(platforms: Platforms) -> None:
    assert platforms.telegram.post(b'{"update_id": 1}', "another secret") == 401


def test_what_nobody_answers_needs_no_database(platforms: Platforms) -> None:
    assert platforms.line.deliver() == 200


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/readyz", 503)])
def test_the_process_lives_but_is_not_ready(platforms: Platforms, path: str, status: int) -> None:
    """An answer of `readyz` is good for a second, and may be older than the fault."""
    with client(platforms.server.address) as http:
        assert until(lambda: http.get(path).status_code == status)


def test_nobody_is_answered_what_is_not_stored(platforms: Platforms) -> None:
    """Only the one who asked while the database was there."""
    platforms.line.deliver(line_platform.text("แดง", "เน็ตฟรีใช้งบเท่าไหร่"))

    assert platforms.line.mock.calls(op=SAYS, to=line_platform.person("แดง"), patience=1) == []
