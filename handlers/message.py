"""What a person sent, whatever the channel."""

from dataclasses import dataclass
from typing import Literal

from handlers.action import ASK, Action
from knowledge.characters import storable

Kind = Literal[
    "text",
    "press",  # a button: what it does stands in `action`
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
    "unsent",  # the message of `id` was taken back
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
    place_name: str = ""
    """What the place is called, and its address, where the platform tells."""
    contact: str = ""
    """Name and phone of a contact card that was sent."""
    hint: str = ""
    """What the platform says of a sticker: its emoji or its keywords."""
    id: str = ""
    """As the platform names the message; "" where it has no name."""
    mends: bool = False
    """It stands in the place of an earlier message of the same id."""
    answers: str = ""
    """The message, of the bot's or of the person, to which it replies or which it quotes, as the platform names it."""
    album: str = ""
    """Of several photos that were sent together: what they have in common."""
    invitation: str = ""
    """What the link carried that led to the bot; "" where nothing did."""
    in_group: bool = False
    """Others read the answer: nothing that a person confides is taken or told there."""
    action: Action | None = None
    """Of the button that was pressed."""

    @property
    def is_said(self) -> bool:
        """Whether there are words to understand: typed, or those of a button that asks."""
        return self.kind == "text" or bool(self.action and self.action.kind == ASK)

    def __post_init__(self) -> None:
        """Whichever channel it came by and however it was written there, what is said can be stored."""
        object.__setattr__(self, "text", storable(self.text))
        for name in ("reference", "place_name", "contact", "hint", "id", "answers", "album", "invitation"):
            object.__setattr__(self, name, storable(getattr(self, name)))
