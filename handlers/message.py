"""What a person sent, whatever the channel."""

from dataclasses import dataclass
from typing import Literal

from knowledge.characters import storable

Kind = Literal[
    "text",
    "again",  # a button of an earlier answer: its `turn` stands in the text
    "welcome",  # the first contact, or the bot was added to a group
    "help",
    "budget",
    "feedback",
    "status",
    "privacy",
    "sticker",
    "photo",
    "video",
    "audio",
    "file",
    "location",
]
"""What kind of message it is. All but text come from a button, a command or an attachment."""


@dataclass(frozen=True)
class Message:
    """One message of one person."""

    channel: str
    """web, ask, line or telegram."""
    user: str
    """The person on that channel, as the channel names them; "" where there is none. In a group it is the group:
    its members talk about one thing."""
    text: str
    """The words; of an attachment its caption, of a command what follows it."""
    kind: Kind = "text"
    language: Literal["th", "en"] = "th"
    """Of the person's app: for a message whose words do not tell."""
    reference: str = ""
    """Where the platform keeps the photo that was sent; "" where there is none."""
    place: tuple[float, float] | None = None
    """Latitude and longitude that were sent."""
    in_group: bool = False
    """Others read the answer: nothing that a person confides is taken or told there."""

    def __post_init__(self) -> None:
        """Whichever channel it came by and however it was written there, what is said can be stored."""
        object.__setattr__(self, "text", storable(self.text))
        object.__setattr__(self, "reference", storable(self.reference))
