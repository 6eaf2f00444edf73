"""What is awaited from an officer in chat, about which case, and for how long?"""

from dataclasses import dataclass, field
from datetime import timedelta

from db.models import now

AT = "at"
"""Nothing is awaited: the chat is about the case."""
SAID = "said"
"""Words came; what is to be done with them the officer says next."""
WAITS = timedelta(minutes=30)
"""Later nobody remembers what was begun, and a question for the bot would go to the person of the case."""
_TOPIC = "office"


@dataclass(frozen=True)
class Pending:
    """What is awaited."""

    action: str
    number: str
    """As it is shown."""
    words: str = ""
    """What was said already."""
    since: int = field(default_factory=lambda: int(now().timestamp()))
    """Seconds of the epoch."""

    @classmethod
    def of(cls, topic: str) -> "Pending | None":
        """What the topic of the chat says; None where it is about nothing of an office."""
        parts = topic.split("/", 4)
        if parts[0] != _TOPIC or len(parts) < 5 or not parts[3].isdecimal():
            return None
        return cls(parts[1], parts[2], parts[4], int(parts[3]))

    def topic(self) -> str:
        """As the chat keeps it."""
        return "/".join((_TOPIC, self.action, self.number, str(self.since), self.words))

    @property
    def is_over(self) -> bool:
        """Whether it was begun too long ago."""
        return now().timestamp() - self.since > WAITS.total_seconds()
