"""What happened on a platform, whatever the platform?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handlers.message import Message


@dataclass(frozen=True)
class Event:
    """One thing that a platform told us, perhaps several times."""

    channel: str
    """line or telegram."""
    id: str
    """The platform's id of it: a repeat has the same."""
    chat: str
    """The person, group or room to answer, as the platform names it."""
    message: Message | None = None
    """What to answer; None where there is nothing to say."""
    gone: bool = False
    """The person blocked the bot or the group removed it: what is stored about the chat is deleted."""
    reply_token: str = ""
    """LINE's permission to answer once without a price; "" elsewhere."""
    reply_until: datetime | None = None
    """When the reply token is surely dead, with its zone."""
    details: Mapping[str, Any] = field(default_factory=dict)
    """What only the channel's own renderer understands: the page asked for, the message a button stands on."""
