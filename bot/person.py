"""Who writes, as far as the handlers may know it: the keyed hashes that the database knows the person by?"""

import json
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.delivery.letters import QUEUES, message_traces, queue_of
from bot.secrecy import BOUND, Secrecy
from db.feedback_models import Person as Row
from db.models import now
from handlers.person import Person

LINK_LIVES = timedelta(minutes=10)
PATH = "/my-data/"
"""Of the link; what follows it lets its holder see the data, so no log holds that."""
_TO_URL, _FROM_URL = str.maketrans("+/", "-_", "="), str.maketrans("-_", "+/")


def person_behind(secrecy: Secrecy, channel: str, user: str, public_url: str = "") -> Person:
    """The person of this channel. `ask` stores nothing, and nobody could open a link there."""
    key, *older = secrecy.hashes(channel, user)
    if channel == "ask":
        return Person(channel, user, key, secrecy.seal, secrecy.open_or_none)
    queues = (hashed for queue in QUEUES for hashed in secrecy.hashes(*queue_of(channel, user, queue)))
    chats = (key, *older, *queues)
    reachable = bool(public_url) or channel == "web"
    link = partial(_link, secrecy, channel, user, public_url) if reachable else str
    traces = partial(message_traces, secrecy, channel, user)
    return Person(channel, user, key, secrecy.seal, secrecy.open_or_none, tuple(older), chats, traces, link, public_url)


def platform_id_of(secrecy: Secrecy, row: Row) -> str | None:
    """How the platform names the person of this row; None where no key opens it, or where it is somebody else's id."""
    user = secrecy.open_or_none(row.platform_id, "person", row.channel)
    return user if user is not None and row.key in secrecy.hashes(row.channel, user) else None


def person_of_link(secrecy: Secrecy, token: str) -> Person | None:
    """The person for whom the link was made; None where it is too old, or none of ours."""
    told = token.translate(_FROM_URL)
    opened = secrecy.open_or_none(BOUND + told + "=" * (-len(told) % 4), "my data")
    until, channel, user = json.loads(opened) if opened else (0, "", "")
    return person_behind(secrecy, channel, user) if now() < datetime.fromtimestamp(until, UTC) else None


def _link(secrecy: Secrecy, channel: str, user: str, public_url: str) -> str:
    """The person's id is in it, encrypted, so that nothing has to be stored."""
    until = (now() + LINK_LIVES).timestamp()
    sealed = secrecy.seal(json.dumps([until, channel, user]), "my data")
    return f"{public_url}{PATH}{sealed.removeprefix(BOUND).translate(_TO_URL)}"
