"""What is known of a feedback that a person is still writing? It is kept in their chat for a day, then forgotten."""

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from knowledge.characters import storable

Step = Literal["offer", "confirm", "text", "about", "contact", "same"]
"""What the bot asked last: whether a question should also be sent as feedback; to confirm; for another text; what it
concerns; a contact; whether it is the same matter as an open case."""


@dataclass(frozen=True)
class Intake:
    """One feedback before it is sent."""

    text: str = ""
    """As the person wrote it."""
    codes: tuple[str, ...] = ()
    """What of the plan it concerns; empty for other matters."""
    perhaps: tuple[str, ...] = ()
    """Things of the plan that the words may mean alike: one of them, if the person says so."""
    step: Step = "confirm"
    photos: tuple[str, ...] = ()
    """References of the platform, encrypted."""
    place: tuple[float, float] | None = None
    """Latitude and longitude."""
    contact: str = ""
    """A name or phone that the person gave, encrypted."""
    number: str = ""
    """The open case that it will be added to; "" for a new one."""

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> "Intake":
        """The intake of `to_dict`."""
        values = {field.name: told[field.name] for field in fields(cls)}
        place = tuple(told["place"]) if told["place"] else None
        return cls(
            **{
                **values,
                "text": storable(told["text"]),  # an older version of the bot kept what could not be stored as a case
                "codes": tuple(told["codes"]),
                "perhaps": tuple(told["perhaps"]),
                "photos": tuple(told["photos"]),
                "place": place,
            }
        )
