"""Does `python -m bot doctor` see what is wrong, and only that?"""

import http.server
import ssl
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import Engine

from bot.checks import check_database, check_server, check_settings
from bot.finding import Finding
from bot.line.checks import check_line
from bot.settings import Settings, read_settings
from bot.telegram.checks import check_telegram
from db.outbox import Letter, bury, put
from db.session import session_factory
from tests.platforms import Mock, environment, finished, line_mock, needs_harness, telegram_mock


def doctor(settings: dict[str, str]) -> tuple[int, str]:
    return finished("doctor", settings)


async def wrong(findings: AsyncIterator[Finding]) -> list[str]:
    """What is wrong."""
    return [finding.text async for finding in findings if finding.verdict == "wrong"]


@pytest.fixture(scope="module", name="line")
def _line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mock]:
    with line_mock(tmp_path_factory.mktemp("line")) as mock:
        yield mock


@pytest.fixture(scope="module", name="telegram")
def _telegram(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mock]:
    with telegram_mock(tmp_path_factory.mktemp("telegram")) as mock:
        yield mock


@pytest.fixture(name="settings")
def _settings(line: Mock, telegram: Mock) -> Settings:
    """Both platforms, which know the webhooks of this public address and nothing else."""
    settings = read_settings(environment("sqlite://", line=line, telegram=telegram))
    _know(line, telegram, settings.public_url)
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
    certificate = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Alive) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"https://127.0.0.1:{server.server_address[1]}", certificate
        server.shutdown()
        thread.join()


@needs_harness
def test_a_good_set_up_is_found_good(plan_url: str, line: Mock, telegram: Mock, https_server: tuple[str, Path]) -> None:
    address, certificate = https_server
    _know(line, telegram, address)
    given = environment(plan_url, line=line, telegram=telegram)

    status, printed = doctor({**given, "PUBLIC_URL": address, "SSL_CERT_FILE": str(certificate)})

    assert (status, {row.split()[0] for row in printed.splitlines()}) == (0, {"ok"}), printed


def test_a_fresh_machine_is_told_what_is_off_and_what_is_wrong(tmp_path: Path) -> None:
    settings = {**environment(f"sqlite:///{tmp_path}/none.db"), "PUBLIC_URL": ""}

    status, printed = doctor(settings)

    rows = [row.split()[:2] for row in printed.splitlines() if not row.startswith(" ")]
    expected = {"PUBLIC_URL:": "off", "Database:": "wrong", "Server:": "off", "LINE:": "off", "Telegram:": "off"}
    assert (status, {what: verdict for verdict, what in rows if verdict != "ok"}) == (1, expected), printed


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
        (Settings(public_url="https://x"), []),
        (Settings(), []),
        (Settings(public_url="http://x"), ["PUBLIC_URL: http://x is not https."]),
        (Settings(public_url="http://127.0.0.1:8000"), []),
        (Settings(line_channel_secret="s", line_channel_access_token="t"), ["PUBLIC_URL: not set."]),
    ],
)
async def test_the_public_address_must_be_https_where_a_channel_is_on(settings: Settings, expected: list[str]) -> None:
    assert await wrong(check_settings(settings)) == expected


async def test_several_machines_need_one_key() -> None:
    [fault] = await wrong(check_settings(Settings(database_url="postgresql://db/bot")))

    assert fault.startswith("CONVERSATION_KEY: not set")


async def test_a_database_with_a_plan_is_good(plan_url: str) -> None:
    assert await wrong(check_database(Settings(database_url=plan_url))) == []


async def test_a_database_without_tables_is_told(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "test.db").touch()

    assert await wrong(check_database(Settings(database_url=database_url))) == [
        "Database: answers, but its tables are not the newest."
    ]


async def test_a_database_without_a_plan_is_told(empty_file: Path) -> None:
    assert await wrong(check_database(Settings(database_url=f"sqlite:///{empty_file}"))) == ["Plan: none is loaded."]


async def test_messages_that_were_given_up_are_told(plan_engine: Engine) -> None:
    with session_factory(plan_engine).begin() as session:
        letter = Letter(str(uuid4()), "line", "chat", "somebody", "{}", "", None, timedelta(days=1))
        [held] = put(session, letter)
        bury(session, held, "blocked")

    told = await wrong(check_database(Settings(database_url=str(plan_engine.url))))

    assert told == ["Outbox: messages given up: 1."]


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
async def test_another_webhook_is_told(settings: Settings, line: Mock, telegram: Mock) -> None:
    _know(line, telegram, "https://old.example.org")

    assert await wrong(check_line(settings)) + await wrong(check_telegram(settings)) == [
        "LINE: the webhook is https://old.example.org/line/webhook, not https://bot.example.org/line/webhook.",
        "Telegram: the webhook is https://old.example.org/telegram/webhook, "
        "not https://bot.example.org/telegram/webhook.",
    ]


@needs_harness
async def test_a_webhook_of_line_that_is_not_in_use_is_told(settings: Settings, line: Mock) -> None:
    answer = {"endpoint": "https://bot.example.org/line/webhook", "active": False}
    _answer(line, op="getWebhookEndpoint", body=answer)

    assert await wrong(check_line(settings)) == ["LINE: the webhook is set, but not used."]


@needs_harness
async def test_an_account_of_line_without_a_webhook_is_told(settings: Settings, line: Mock) -> None:
    _answer(line, op="getWebhookEndpoint", status=404)

    assert await wrong(check_line(settings)) == ["LINE: no webhook is set."]


@needs_harness
async def test_a_quota_that_is_used_up_is_told(settings: Settings, line: Mock) -> None:
    line.tell("state", {"quota": 500, "used": 500})

    [fault] = await wrong(check_line(settings))

    assert fault.startswith("LINE: all 500 messages of this month are used up")


@needs_harness
@pytest.mark.parametrize(("ago", "told"), [(timedelta(minutes=2), 1), (timedelta(days=2), 0)])
async def test_a_failure_of_the_webhook_is_told_while_it_is_recent(
    settings: Settings, telegram: Mock, ago: timedelta, told: int
) -> None:
    info = {"url": "https://bot.example.org/telegram/webhook", "has_custom_certificate": False}
    failed = {"last_error_date": int((datetime.now(UTC) - ago).timestamp()), "last_error_message": "Connection refused"}
    answer = {"ok": True, "result": {**info, **failed, "pending_update_count": 3}}
    _answer(telegram, op="getWebhookInfo", body=answer)

    assert len(await wrong(check_telegram(settings))) == told


@needs_harness
async def test_inline_mode_that_is_off_is_told_but_not_wrong(settings: Settings, telegram: Mock) -> None:
    account = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "bot", "can_join_groups": True}
    _answer(telegram, op="getMe", body={"ok": True, "result": {**account, "supports_inline_queries": False}})

    off = [finding.text async for finding in check_telegram(settings) if finding.verdict == "off"]

    assert off == ["Telegram: inline mode is off."]


@needs_harness
def test_wrong_tokens_are_told_without_showing_them(line: Mock, telegram: Mock, plan_file: Path) -> None:
    tokens = {"LINE_CHANNEL_ACCESS_TOKEN": "geheim", "TELEGRAM_BOT_TOKEN": "1:geheim"}

    _, printed = doctor({**environment(f"sqlite:///{plan_file}", line=line, telegram=telegram), **tokens})

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


def _certificate(folder: Path) -> Path:
    """A file with the key and the certificate of 127.0.0.1, signed by itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file = folder / "server.pem"
    file.write_bytes(key.private_bytes(encoding, form, serialization.NoEncryption()) + signed.public_bytes(encoding))
    return file
