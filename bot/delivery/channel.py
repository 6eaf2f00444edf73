"""What must a platform be able to do for us?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from bot.delivery.event import Event
from handlers.answer import Answer


@dataclass(frozen=True)
class Call:
    """One call of a platform, ready to be sent."""

    body: Mapping[str, Any]
    """JSON: the channel that made it knows how to send it."""
    lives: timedelta = timedelta(days=1)
    """After that it is of no use to anybody."""
    key: str = ""
    """A UUID, where its maker must know it again; else one is made."""
    about: str = ""
    """The number of the case that it tells of."""
    queue: Literal["answers", "notices", ""] = "answers"
    """It waits for the chat's earlier calls of the same queue; "" waits for none. A notice that the quota holds up must
    not hold up the answers."""


@dataclass(frozen=True)
class Outgoing:
    """A call as it stands in the outbox, taken out by one sender."""

    id: int
    key: str
    """A UUID, the same on every attempt: the platform's retry key."""
    channel: str
    recipient: str
    """The person, group or room, as the platform names it."""
    body: Mapping[str, Any]
    reply_token: str = ""
    reply_until: datetime | None = None
    attempts: int = 1
    """This one counted."""
    unsure: bool = False
    """An earlier attempt may have got through: nobody knows."""
    queue: str = "answers"
    """answers or notices."""
    newer: int = 0
    """Calls that wait behind it in its chat and queue."""
    late: bool = False
    """It has waited in the outbox: what is said just now goes before it."""


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt."""

    kind: Literal["sent", "failed", "unsure", "refused", "dropped"]
    """failed: surely not delivered, try again. unsure: perhaps delivered, try again. refused: do not try again.
    dropped: it is of no use any more, and nobody need look into it."""
    reason: str = ""
    """For the log and the dead letter; holds no token and nothing of a person."""
    wait: float = 0
    """Seconds that the platform asked us to wait; 0 where it did not."""
    tried: bool = True
    """False where it was not even tried: then it does not count as an attempt."""
    no_quota: bool = False
    """The month's pushes are used up: a notice waits for the person's next message instead."""
    messages: tuple[str, ...] = ()
    """What the platform calls the messages that it sent."""
    drop_token: bool = False
    """The reply token is dead: the next attempt, at once, must do without."""


@dataclass(frozen=True)
class Download:
    """What a platform gave when it was asked for a photo."""

    kind: Literal["here", "later", "gone"]
    """later: not now, try again. gone: do not try again."""
    body: bytes = field(default=b"", repr=False)
    """The photo as it was sent; "" where it is not here."""
    reason: str = ""
    """For the log; holds no token and nothing of a person."""
    wait: float = 0
    """Seconds that the platform asked us to wait; 0 where it did not."""


class Channel(Protocol):
    """LINE or Telegram."""

    name: str

    def calls(self, event: Event, answer: Answer) -> tuple[Call, ...]:
        """What to send for this answer. Plain, fast and without any effect: it runs inside the transaction."""

    async def send(self, call: Outgoing) -> Outcome:
        """Try once. Every failure is an Outcome; it takes at most CALL_SECONDS."""

    async def download(self, reference: str) -> Download:
        """The photo of a message. Every failure is a Download; it takes at most DOWNLOAD_SECONDS."""

    async def show_working(self, chat: str) -> None:
        """Show the person that an answer is being made. Never fails."""

    async def pushes_left(self) -> int | None:
        """How many messages may still be sent unasked; None: as many as one likes. Never fails."""

    def may_push(self, chat: str) -> bool:
        """Whether this chat may be sent something unasked."""

    async def chat_link(self, code: str) -> str:
        """An address that opens the chat with the bot and brings the code there; "" while nobody knows what the
        platform calls the bot. Never fails."""

    async def close(self) -> None:
        """Give connections back."""


CALL_SECONDS = 10
"""No attempt takes longer."""
DOWNLOAD_SECONDS = 60
"""Nor any download: ten megabytes on a slow line."""
