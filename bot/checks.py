"""Are the settings, the database and the server itself as a public bot needs them?"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.finding import Finding
from bot.public_address import REMEDY, callable_by_platforms
from bot.settings import Settings
from db.migrate import SchemaError, is_newest
from db.outbox import dead_letters, waiting
from db.plans import plan_documents
from db.session import DEFAULT_URL, create_engine_for, reading_factory

_SECONDS = 5
_MIGRATE = "python -m bot migrate"
_START = "Start the server once, with these settings: it sets the database up."


async def check_settings(settings: Settings) -> AsyncIterator[Finding]:
    """What `read_settings` cannot refuse, as it is right for some."""
    yield Finding("ok", "Settings: all can be read.")
    yield _public_url(settings)
    yield _conversation_key(settings)


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
    """Whether the database answers and holds a plan, and whether calls of platforms were given up."""
    for finding in _database(settings):  # nobody else waits here while the database is asked
        yield finding


def _database(settings: Settings) -> Iterator[Finding]:
    """Nothing is written: to connect to an SQLite file that is not there would create it."""
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
    with reading_factory(engine)() as session:
        documents = plan_documents(session)
        dead, unsent = dead_letters(session), waiting(session)
    if documents:
        yield Finding("ok", f"Plan: {', '.join(documents)}.")
    else:
        yield Finding("wrong", "Plan: none is loaded.", _START)
    if dead:
        yield Finding(
            "wrong", f"Outbox: messages given up: {dead}.", "The table outbox says why, in its column reason."
        )
    else:
        yield Finding("ok", f"Outbox: messages on their way: {unsent}; none was given up.")


def _first_line(fault: SQLAlchemyError) -> str:
    """What the driver says, without SQLAlchemy's advice. It names host and user, not the password."""
    return str(getattr(fault, "orig", None) or fault).strip().splitlines()[0]


async def check_server(settings: Settings) -> AsyncIterator[Finding]:
    """Whether the server answers under its public address, seen from here."""
    if not settings.public_url:
        yield Finding("off", "Server: not looked for, as PUBLIC_URL is not set.")
        return
    async with httpx.AsyncClient(timeout=_SECONDS) as client:
        for path in ("/healthz", "/readyz"):
            yield await _answer(client, settings.public_url + path)


async def _answer(client: httpx.AsyncClient, url: str) -> Finding:
    try:
        response = await client.get(url)
    except httpx.HTTPError as fault:
        return Finding(
            "wrong",
            f"Server: {url} cannot be reached ({type(fault).__name__}).",
            "Is the server running, and does PUBLIC_URL lead to it? Behind some firewalls it answers only others.",
        )
    if response.status_code == 200:
        return Finding("ok", f"Server: {url} answers {response.text.strip()[:40]!r}.")
    return Finding(
        "wrong",
        f"Server: {url} answers {response.status_code}, {response.text.strip()[:100]!r}.",
        "PUBLIC_URL leads somewhere else, or the server says what it lacks.",
    )
