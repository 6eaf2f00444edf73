"""What a person sent, whatever the channel."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """One message of one person."""

    channel: str
    """web, ask, line or telegram."""
    user: str
    """The person on that channel, as the channel names them; "" where there is none."""
    text: str
