"""Is an odd event of a platform left out, told in the log without its words, and never the reason that others wait?"""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from telegram import InlineQuery

from bot.dispatch import Dispatcher
from bot.platforms import running
from bot.server import create_app
from bot.settings import Settings
from bot.telegram import webhook
from bot.telegram.connection import _Request
from db.session import create_engine_for
from tests import line_platform
from tests.odd_payloads import odd, payloads
from tests.platforms import LINE_SECRET, TELEGRAM_SECRET, free_port


@pytest.fixture(name="client", scope="module")
def _client(plan_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The whole server, beside which nobody plays the platforms: they cannot be reached."""
    folder = tmp_path_factory.mktemp("odd")
    (folder / "bot.db").write_bytes(plan_file.read_bytes())
    away = f"http://127.0.0.1:{free_port()}"
    settings = Settings(
        database_url=f"sqlite:///{folder / 'bot.db'}",
        attachments_url=str(folder / "attachments"),
        line_channel_secret=LINE_SECRET,
        line_channel_access_token="token",
        line_api_url=away,
        telegram_bot_token="123456:TEST",
        telegram_webhook_secret=TELEGRAM_SECRET,
        telegram_api_url=away,
    )
    engine = create_engine_for(settings.database_url)
    dispatcher = Dispatcher(engine, b"k" * 32)
    app = create_app(settings, dispatcher, lambda _: running(settings, dispatcher, relay=False))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
    engine.dispose()


def _telegram(client: TestClient, update: Any) -> int:
    headers = {"x-telegram-bot-api-secret-token": TELEGRAM_SECRET}
    return client.post("/telegram/webhook", content=json.dumps(update).encode(), headers=headers).status_code


def _line(client: TestClient, payload: Any) -> int:
    body = json.dumps(payload).encode()
    headers = {"x-line-signature": line_platform.sign(body)}
    return client.post("/line/webhook", content=body, headers=headers).status_code


@pytest.mark.parametrize("name", ["text", "photo", "press-page", "blocked", "inline-query", "group-mention", "edited"])
def test_whatever_an_update_holds_telegram_need_not_tell_it_again(client: TestClient, name: str) -> None:
    updates = [*odd(payloads("telegram")[name])]
    statuses = [_telegram(client, update) for update in updates]

    assert [update for update, status in zip(updates, statuses, strict=True) if status != 200] == []


@pytest.mark.parametrize("name", ["text", "image", "group_mention", "postback_again", "unfollow"])
def test_whatever_an_event_holds_line_need_not_tell_it_again(client: TestClient, name: str) -> None:
    payload = payloads("line")[name]
    bodies = [{**payload, "events": [event]} for event in odd(payload["events"][0])]

    assert {_line(client, body) for body in bodies} == {200}


def test_the_log_names_the_fields_and_not_the_words(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    update = {"update_id": 5, "message": {"text": "ความลับ", "chat": None, "from": 7, "date": "x"}}
    with caplog.at_level(logging.DEBUG):
        status = _telegram(client, update)

    assert (status, "(message, update_id)" in caplog.text, "ความลับ" in caplog.text) == (200, True, False)


def test_one_person_who_types_without_end_leaves_inline_mode_to_others(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = list[int]()

    async def offer(_: Any, query: InlineQuery, *__: Any) -> None:
        offered.append(query.from_user.id)

    monkeypatch.setattr(webhook, "answer_inline", offer)
    update = payloads("telegram")["inline-query"]
    for who in (1, 2):
        for number in range(3 * webhook.INLINE_AT_ONCE):
            query = {**update["inline_query"], "id": str(number), "from": {**update["inline_query"]["from"], "id": who}}
            _telegram(client, {**update, "update_id": number, "inline_query": query})

    assert all(webhook.INLINE_AT_ONCE <= offered.count(who) < 3 * webhook.INLINE_AT_ONCE for who in (1, 2))


def test_polling_passes_over_what_cannot_be_read() -> None:
    """With its number, so that the next update is asked for."""
    odd_one, good = {"update_id": 7, "message": {"chat": 7}}, payloads("telegram")["text"]
    answer = _Request.parse_json_payload(json.dumps({"ok": True, "result": [odd_one, good]}).encode())

    assert answer["result"] == [{"update_id": 7}, good]
