"""Which settings the environment gives, and are they good?

Every setting is read once, when the server starts; a bad value stops it there with its name and what is wrong.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from db.folder import VAR
from db.session import DEFAULT_URL

LINE_API_URL = "https://api.line.me"
TELEGRAM_API_URL = "https://api.telegram.org"
OPEN_DATA_LICENCE = "CC-BY-4.0"
ATTACHMENTS_URL = str(VAR / "attachments")
SHORTEST_KEY = 32
"""Characters. A shorter key could be guessed, and with it who a stored conversation belongs to."""

LONGEST_KEPT = 730
LONGEST_OPEN = 1095
"""Days after a case was closed, and after anything was last done about an open one: the notice that people agree to
promises them."""
_MOST_WORDS = 100
"""Characters of a setting that people read."""


class SettingsError(Exception):
    """A setting has a value with which the server cannot start; says every such setting, one a line."""


@dataclass(frozen=True)
class Settings:
    """The settings of one server. Secrets are left out of its printed form, so that no log holds them."""

    var_folder: str = str(VAR)
    """Where the database, the key and the photos are that no other setting gives a place to. Told to the programs that
    need it when they are imported (`db/folder.py`)."""
    database_url: str = field(default=DEFAULT_URL, repr=False)
    """May hold a password, so it counts as a secret."""
    host: str = "127.0.0.1"
    port: int = 8000
    trusted_proxies: int = 0
    """So many proxies of ours stand before the server, each of which appends to X-Forwarded-For whom it heard."""
    public_url: str = ""
    """Where people reach the server, without a slash at the end; empty where that is not known."""
    relay_service: str = ""
    """By which service who cannot hear or speak calls somebody, in a few words; empty: none is named."""
    map_url: str = ""
    """Of a map, where {latitude} and {longitude} stand for a place; empty: the map of the phone."""
    map_tiles_url: str = ""
    """Of pictures of a map on which people set a place, with {z}, {x} and {y}; empty: towns alone are shown there."""
    map_tiles_credit: str = ""
    """To whom those pictures belong, as their owner wants it said on the map."""
    conversation_key: str = field(default="", repr=False)
    """Hides who people are; several, newest first, with commas between; empty: one is kept in a file under `var/`."""
    attachments_url: str = field(default=ATTACHMENTS_URL, repr=False)
    """Where photos are kept: a folder, or a bucket by its address, which may hold a password."""
    open_data_licence: str = OPEN_DATA_LICENCE
    """The licence that the open data names (`bot/web/api/about.yaml`); the province decides it."""
    retention_cases_days: int = LONGEST_KEPT
    """Days that the words of a case are kept after it was closed."""
    retention_open_days: int = LONGEST_OPEN
    """Days that they are kept after anything was last done about a case that nobody closed."""
    migrate_to: str = ""
    """The revision to which a stored PostgreSQL database may be migrated, as there is a backup; empty: to none."""
    line_channel_secret: str = field(default="", repr=False)
    line_channel_access_token: str = field(default="", repr=False)
    line_api_url: str = LINE_API_URL
    telegram_bot_token: str = field(default="", repr=False)
    telegram_webhook_secret: str = field(default="", repr=False)
    telegram_api_url: str = TELEGRAM_API_URL
    metrics_address: str = ""
    """Host and port where this process tells its metrics; empty: it does not."""
    metrics_token: str = field(default="", repr=False)
    """Who brings it may read the metrics; empty: only who reaches METRICS_ADDRESS."""
    log_format: str = "text"
    """text for people, json for programs: one object a line."""

    @property
    def line_is_on(self) -> bool:
        """A channel without its secrets is off."""
        return bool(self.line_channel_secret and self.line_channel_access_token)

    @property
    def telegram_is_on(self) -> bool:
        """A channel without its secrets is off."""
        return bool(self.telegram_bot_token and self.telegram_webhook_secret)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings that stand in the environment. A name that is missing, empty or blank has its default."""
    given = {name: environ[name.upper()].strip() for name in _READERS if environ.get(name.upper(), "").strip()}
    values: dict[str, object] = {}
    faults: list[str] = []
    for name, text in given.items():
        try:
            values[name] = _READERS[name](text)
        except ValueError as fault:
            faults.append(f"{name.upper()}: {fault}")
    if faults:
        raise SettingsError("\n".join(faults))
    settings = Settings(**values)  # type: ignore[arg-type]  # each reader returns its field's type; a test reads them all
    if settings.metrics_address and not settings.metrics_token and not _is_here(settings.metrics_address):
        raise SettingsError("METRICS_ADDRESS: can be reached from other machines, so METRICS_TOKEN must be set.")
    return settings


def host_and_port(address: str) -> tuple[str, int]:
    """Of an address such as 127.0.0.1:9464 or [::1]:9464."""
    host, _, port = address.rpartition(":")
    return host.strip("[]"), int(port)


def _is_here(address: str) -> bool:
    """Whether only this machine reaches it."""
    host, _ = host_and_port(address)
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _folder(text: str) -> str:
    if Path(text).exists() and not Path(text).is_dir():
        raise ValueError(f"{text!r} is no folder.")
    return str(Path(text).absolute())


def _database(text: str) -> str:
    """Does not repeat the value in its fault: it may hold a password."""
    try:
        backend = make_url(text).get_backend_name()
    except (ArgumentError, ValueError):
        raise ValueError("is not the address of a database, such as sqlite:///var/bot.db.") from None
    if backend not in {"sqlite", "postgresql", "postgres"}:
        raise ValueError(f"names {backend!r}, but only sqlite and postgresql are known.")
    return text


def _host(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._:\-]+", text):
        raise ValueError(f"{text!r} is not the name or address of a network interface, such as 0.0.0.0.")
    return text


def _port(text: str) -> int:
    if not (re.fullmatch(r"[0-9]{1,5}", text) and int(text) <= 65535):
        raise ValueError(f"{text!r} is not a whole number from 0 to 65535.")
    return int(text)


def _proxies(text: str) -> int:
    if not re.fullmatch("[0-9]", text):
        raise ValueError(f"{text!r} is not the number of proxies before the server, from 0 to 9.")
    return int(text)


def _address(text: str) -> str:
    host, _, port = text.rpartition(":")
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    if not bare or (":" in bare and bare == host):
        raise ValueError(f"{text!r} is not a host and a port, such as 127.0.0.1:9464.")
    _host(bare)
    _port(port)
    return text


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good or any(character.isspace() for character in text):
        raise ValueError(f"{text!r} is not a web address that starts with http:// or https://.")
    return text.rstrip("/")


def _map(text: str) -> str:
    """A place that is named twice or not at all is a mistake of copying."""
    if any(text.count(place) != 1 for place in ("{latitude}", "{longitude}")):
        raise ValueError(f"{text!r} does not hold {{latitude}} and {{longitude}}, each once.")
    return _url(text)


def _tiles(text: str) -> str:
    """Only over https, for the page lets its browser load them from there."""
    if any(text.count(place) != 1 for place in ("{z}", "{x}", "{y}")):
        raise ValueError(f"{text!r} does not hold {{z}}, {{x}} and {{y}}, each once.")
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d+)?/\S+", text):
        raise ValueError(f"{text!r} is not an address with a server and a path.")
    return _url(text)


def _storage(text: str) -> str:
    """Does not repeat the value in its fault: it may hold a password."""
    from fsspec import get_filesystem_class  # not for `ask`, which keeps no photos

    try:
        get_filesystem_class(text.partition("://")[0] if "://" in text else "file")
    except ValueError:
        raise ValueError("is neither a folder nor the address of a storage that is known, such as s3://.") from None
    except ImportError as fault:
        raise ValueError(f"needs a package that is not installed. {fault}.") from None
    return text.rstrip("/")


def _days(longest: int) -> Callable[[str], int]:
    """Days from 1; not more than people were promised when they agreed."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) == 0:
            raise ValueError(f"{text!r} is not a number of days from 1.")
        if int(text) > longest:
            raise ValueError(f"is {text}, but people were promised at most {longest} days.")
        return int(text)

    return read


def _licence(text: str) -> str:
    from bot.web.api.description import about  # not for `ask`, which publishes nothing

    known = about()["licences"]
    if text not in known:
        raise ValueError(f"{text!r} is none of {', '.join(known)}.")
    return text


def _revision(text: str) -> str:
    if not re.fullmatch(r"[0-9]{4,}", text):
        raise ValueError(f"{text!r} is not the number of a revision, such as 0004.")
    return text


def _keys(text: str) -> str:
    """Each of the keys that stand between commas."""
    shortest = min(len(key.strip()) for key in text.split(","))
    if shortest < SHORTEST_KEY:
        raise ValueError(f"has {shortest} characters, needs at least {SHORTEST_KEY}.")
    return text


def _secret(text: str) -> str:
    """What goes into an HTTP header must be printable ASCII; a stray Thai letter is a copying mistake."""
    if not re.fullmatch(r"[!-~]+", text):
        raise ValueError("holds a space or a character that is not plain ASCII.")
    return text


def _token(text: str) -> str:
    if len(_secret(text)) < SHORTEST_KEY:
        raise ValueError(f"has {len(text)} characters, needs at least {SHORTEST_KEY}.")
    return text


def _log_format(text: str) -> str:
    if text not in ("text", "json"):
        raise ValueError(f"{text!r} is neither text nor json.")
    return text


def _words(text: str) -> str:
    if len(text) > _MOST_WORDS or not text.isprintable():
        raise ValueError(f"must be one line of at most {_MOST_WORDS} characters.")
    return text


def _webhook_secret(text: str) -> str:
    """https://core.telegram.org/bots/api#setwebhook: 1-256 characters, A-Z, a-z, 0-9, _ and -."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", text):
        raise ValueError("must be 1 to 256 characters of A-Z, a-z, 0-9, _ and -.")
    return text


_READERS: Mapping[str, Callable[[str], object]] = {
    "var_folder": _folder,
    "database_url": _database,
    "host": _host,
    "port": _port,
    "trusted_proxies": _proxies,
    "public_url": _url,
    "relay_service": _words,
    "map_url": _map,
    "map_tiles_url": _tiles,
    "map_tiles_credit": _words,
    "conversation_key": _keys,
    "attachments_url": _storage,
    "open_data_licence": _licence,
    "retention_cases_days": _days(LONGEST_KEPT),
    "retention_open_days": _days(LONGEST_OPEN),
    "migrate_to": _revision,
    "line_channel_secret": _secret,
    "line_channel_access_token": _secret,
    "line_api_url": _url,
    "telegram_bot_token": _secret,
    "telegram_webhook_secret": _webhook_secret,
    "telegram_api_url": _url,
    "metrics_address": _address,
    "metrics_token": _token,
    "log_format": _log_format,
}
"""How the text of each setting is read; the setting's name in the environment is the same in capitals."""
