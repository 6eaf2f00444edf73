"""Does the database hold nothing of a person in the clear: not who, not what was said, whatever the platform?"""

import base64
import hashlib
import hmac
import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text
from starlette.testclient import TestClient

from bot.dispatch import Dispatcher
from bot.platforms import running
from bot.server import create_app
from bot.settings import Settings

SECRET, TOKEN, HOOK = "channel-secret", "ACCESS-TOKEN", "hook-secret"
NOWHERE = "http://127.0.0.1:9"
"""Nobody listens there: what is to be sent stays in the outbox."""
SOMCHAI = "U" + "4af4980629" * 3 + "ab"
GROUP = "C" + "00112233" * 4
NUMBER = 987654321012
SAID = "เน็ตฟรีใช้งบเท่าไหร่"


class _Telegram(BaseHTTPRequestHandler):
    """Tells the bot its name and takes nothing from it."""

    def do_POST(self) -> None:
        me = {"id": 123456, "is_bot": True, "first_name": "Bot", "username": "planbot"}
        knows = self.path.endswith("/getMe")
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response(200 if knows else 500)
        self.end_headers()
        self.wfile.write(
            json.dumps({"ok": True, "result": me} if knows else {"ok": False, "description": "no"}).encode()
        )

    def log_message(self, *_: Any) -> None:
        """Not on the terminal of the tests."""


@pytest.fixture(name="telegram", scope="module")
def _telegram_server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Telegram) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(name="client")
def _client(engine: Engine, telegram: str, caplog: pytest.LogCaptureFixture) -> Iterator[TestClient]:
    """The web application with both platforms on, neither of which takes what is sent."""
    caplog.set_level(logging.DEBUG)
    settings = Settings(
        line_channel_secret=SECRET,
        line_channel_access_token=TOKEN,
        line_api_url=NOWHERE,
        telegram_bot_token="123456:TEST-TOKEN",
        telegram_webhook_secret=HOOK,
        telegram_api_url=telegram,
    )
    bot = Dispatcher(engine, b"k" * 32)
    with TestClient(create_app(settings, bot, lambda _: running(settings, bot, relay=False))) as client:
        yield client


def _line(client: TestClient, *events: dict[str, Any]) -> int:
    body = json.dumps({"destination": "U0", "events": events}).encode()
    signature = base64.b64encode(hmac.digest(SECRET.encode(), body, hashlib.sha256)).decode()
    return client.post("/line/webhook", content=body, headers={"x-line-signature": signature}).status_code


def _said_on_line(number: str, source: dict[str, str], **fields: Any) -> dict[str, Any]:
    said = {"type": "text", "id": number, "quoteToken": "q", "text": SAID}
    head = {"type": "message", "webhookEventId": number, "mode": "active", "timestamp": 1, "replyToken": f"t{number}"}
    return {**head, "source": source, "message": said, "deliveryContext": {"isRedelivery": False}, **fields}


def _telegram(client: TestClient, update: dict[str, Any]) -> int:
    headers = {"x-telegram-bot-api-secret-token": HOOK}
    return client.post("/telegram/webhook", json=update, headers=headers).status_code


def _everything(engine: Engine) -> str:
    """Every column of every row that is not of the plan."""
    tables = [table for table in inspect(engine).get_table_names() if table in ("event", "outbox", "conversation")]
    with engine.connect() as connection:
        rows = [row for table in tables for row in connection.execute(text(f"SELECT * FROM {table}"))]
    assert rows != []
    return repr(rows)


def test_nothing_is_stored_of_somebody_on_line(client: TestClient, engine: Engine) -> None:
    status = _line(client, _said_on_line("1", {"type": "user", "userId": SOMCHAI}))
    stored = _everything(engine)

    assert (status, [word for word in (SOMCHAI, SAID, TOKEN, SECRET) if word in stored]) == (200, [])


def test_nothing_is_stored_of_a_group_on_line(client: TestClient, engine: Engine) -> None:
    mention = {"mentionees": [{"index": 0, "length": 4, "type": "user", "userId": "U0", "isSelf": True}]}
    event = _said_on_line("1", {"type": "group", "groupId": GROUP, "userId": SOMCHAI})
    event["message"] |= {"text": f"@bot {SAID}", "mention": mention}
    status = _line(client, event)
    stored = _everything(engine)

    assert (status, [word for word in (GROUP, SOMCHAI, SAID) if word in stored]) == (200, [])


def test_what_is_to_be_sent_is_there_though_nobody_is_named(client: TestClient, engine: Engine) -> None:
    _line(client, _said_on_line("1", {"type": "user", "userId": SOMCHAI}))

    assert "15.00" in _everything(engine)


def _of_telegram(chat: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Words of a person in a chat."""
    person = {"id": NUMBER, "is_bot": False, "first_name": "สมชาย", "username": "somchai1", "language_code": "th"}
    return {
        "update_id": 1,
        "message": {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": SAID, **fields},
    }


PRIVATE = {"id": NUMBER, "type": "private", "first_name": "สมชาย", "username": "somchai1"}
GROUP_CHAT = {"id": -NUMBER, "type": "supergroup", "title": "กลุ่มของสมชาย"}
MESSAGE = _of_telegram(PRIVATE)["message"]
PRESSED = {"id": "1", "chat_instance": "1", "data": f"say {SAID[:8]}", "from": MESSAGE["from"], "message": MESSAGE}
MENTIONED = {"text": f"@planbot {SAID}", "entities": [{"type": "mention", "offset": 0, "length": 8}]}


@pytest.mark.parametrize(
    "update",
    [
        _of_telegram(PRIVATE),
        _of_telegram(GROUP_CHAT, **MENTIONED),
        {"update_id": 1, "callback_query": PRESSED},
    ],
    ids=["alone", "in a group", "a button"],
)
def test_nothing_is_stored_of_somebody_on_telegram(client: TestClient, engine: Engine, update: dict[str, Any]) -> None:
    status = _telegram(client, update)
    stored = _everything(engine)

    assert (status, [word for word in (str(NUMBER), "สมชาย", "somchai1", SAID, HOOK) if word in stored]) == (200, [])


def test_the_log_names_nobody(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    taken = (
        _line(client, _said_on_line("1", {"type": "user", "userId": SOMCHAI})),
        _telegram(client, _of_telegram(PRIVATE)),
    )
    words = (SOMCHAI, SAID, TOKEN, SECRET, str(NUMBER), "somchai1", "สมชาย", HOOK, "TEST-TOKEN")
    told = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith(("bot", "db")))

    assert (taken, [word for word in words if word in told]) == ((200, 200), [])


# --- the webhooks of an application that runs


@pytest.mark.parametrize("path", ["/line/webhook", "/telegram/webhook"])
def test_a_platform_that_is_off_has_no_webhook(path: str, engine: Engine) -> None:
    bot = Dispatcher(engine, b"k" * 32)
    with TestClient(create_app(Settings(), bot, lambda _: running(Settings(), bot, relay=True))) as client:
        assert client.post(path, content=b"{}").status_code == 404


def test_a_repeat_over_the_webhook_is_acknowledged_and_has_no_effect(client: TestClient, engine: Engine) -> None:
    event = _said_on_line("1", {"type": "user", "userId": SOMCHAI})
    again = {**event, "replyToken": "t2", "deliveryContext": {"isRedelivery": True}}
    first = _line(client, event)
    with engine.connect() as connection:
        before = connection.scalar(text("SELECT count(*) FROM outbox"))
    second = _line(client, again)
    with engine.connect() as connection:
        after = connection.scalar(text("SELECT count(*) FROM outbox"))

    assert (first, second, before, after) == (200, 200, 1, 1)


def test_who_blocks_the_account_leaves_nothing_of_the_chat(client: TestClient, engine: Engine) -> None:
    source = {"type": "user", "userId": SOMCHAI}
    _line(client, _said_on_line("1", source))
    _line(client, {**_said_on_line("2", source), "type": "unfollow"})
    with engine.connect() as connection:
        left = [connection.scalar(text(f"SELECT count(*) FROM {table}")) for table in ("outbox", "conversation")]

    assert left == [0, 0]


@pytest.mark.parametrize("path", ["/line/webhook", "/telegram/webhook"])
def test_who_is_refused_reaches_no_database(client: TestClient, engine: Engine, path: str) -> None:
    body = json.dumps({"events": [_said_on_line("1", {"type": "user", "userId": SOMCHAI})], "update_id": 1})
    status = client.post(path, content=body).status_code
    with engine.connect() as connection:
        rows = connection.scalar(text("SELECT count(*) FROM event"))

    assert (status, rows) == (401, 0)


def test_a_database_that_is_gone_is_told_to_the_platform(client: TestClient, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE event RENAME TO elsewhere"))
    event = _said_on_line("1", {"type": "user", "userId": SOMCHAI})
    down = _line(client, event)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO event"))

    assert (down, _line(client, event)) == (503, 200)


def test_an_unknown_kind_of_event_is_acknowledged(client: TestClient) -> None:
    event = _said_on_line("1", {"type": "user", "userId": SOMCHAI})

    assert _line(client, {**event, "type": "something-new"}) == 200
