"""What is known of a feedback that a person is still writing? It is kept in their chat for a day, then forgotten."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal

from knowledge.characters import storable
from knowledge.personal import gives_personal, without_personal
from knowledge.short_answer import gives_contact

Step = Literal["offer", "confirm", "text", "about", "contact", "place", "same"]
"""What the bot asked last: whether a question should also be sent as feedback; to confirm; for another text; what it
concerns; a contact; where it is; whether it is the same matter as an open case."""
LONGEST = 10_000
"""Characters that one feedback holds."""
LONGEST_CONTACT = 200
"""Characters of a name or phone."""


@dataclass(frozen=True)
class Piece:
    """What one message of the person brought, so that it can be taken back or mended."""

    message: str
    """As the platform names the message."""
    part: Literal["text", "photo", "place", "contact"]
    content: str = ""
    """The words; of a photo its reference, encrypted."""


def _without_numbers(text: str) -> str:
    """Without what belongs to a person; a line that is nothing else goes whole."""
    if not gives_personal(text):
        return text
    kept = (without_personal(line) for line in text.split("\n") if not gives_contact(line))
    return "\n".join(filter(None, (" ".join(line.split()) for line in kept)))


def _new_id() -> str:
    return secrets.token_hex(4)


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
    id: str = field(default_factory=_new_id, compare=False)
    """By which its buttons know it."""
    place_name: str = ""
    """What the place is called, with its address, as the platform told, or as the person described it."""
    pieces: tuple[Piece, ...] = ()
    """Which message brought what; only where the platform names its messages."""
    consent_told: bool = False
    """Whether the notice was shown with this draft."""
    album: str = ""
    """The album whose photos came last."""
    album_seen: int = 0
    """How many of them."""
    aside: str = ""
    """Words that were most likely an answer to the bot and no part of it; they can still be made one."""
    aside_of: str = ""
    """The message that said them."""
    urgent: bool = False
    """Whether it was told as danger: then it waits to be sent until it is, or is not wanted any more."""
    left_out: tuple[str, ...] = ()
    """Kinds of what was sent along and could not be kept: video, audio, file, photo."""
    before: "Intake | None" = None
    """What was being written when this one was begun; it waits until this one is sent or dropped."""

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> "Intake":
        """The intake of `to_dict`, or of an earlier version, whose drafts know fewer fields."""
        values = {one.name: told[one.name] for one in fields(cls) if one.name in told}
        tuples = {name: tuple(told.get(name, ())) for name in ("codes", "perhaps", "photos", "left_out")}
        place = tuple(told["place"]) if told["place"] else None
        pieces = tuple(Piece(**piece) for piece in told.get("pieces", ()))
        before = cls.from_dict(told["before"]) if told.get("before") else None
        # An older version of the bot kept what could not be stored as a case.
        text = storable(told["text"])
        return cls(**{**values, **tuples, "text": text, "place": place, "pieces": pieces, "before": before})

    def longer(self, text: str, message: str = "") -> "Intake":
        """With more words: several messages in a row are one feedback."""
        text = text.strip()
        if not text or self.text.endswith(text):  # sent twice by a hurried thumb
            return self
        return replace(self, text="\n".join(filter(None, (self.text, text))))._with(message, "text", text)

    def rewritten(self, text: str, message: str = "") -> "Intake":
        """With these words in place of all others."""
        kept = tuple(piece for piece in self.pieces if piece.part != "text")
        return replace(self, text=text.strip(), pieces=kept)._with(message, "text", text.strip())

    def with_photo(self, photo: str, most: int, message: str = "") -> "Intake":
        """With one more photo; of too many the newest stay."""
        return replace(self, photos=(*self.photos, photo)[-most:])._with(message, "photo", photo)

    def with_album(self, album: str) -> "Intake":
        """One more photo of an album came; "" for a photo by itself."""
        seen = self.album_seen + 1 if album and album == self.album else 1
        return replace(self, album=album, album_seen=seen)

    @property
    def album_waits(self) -> bool:
        """Whether more of the album will come, or it was answered already: an album gets one answer. Where the
        platform tells how many there are (ID:COUNT), that is the last one's, else the first one's."""
        _, _, count = self.album.partition(":")
        if not self.album:
            return False
        return self.album_seen < int(count) if count.isdecimal() else self.album_seen > 1

    def with_place(self, place: tuple[float, float], name: str, message: str = "") -> "Intake":
        """At another place. Words that described it stay where the new one has none."""
        return replace(self, place=place, place_name=name or self.place_name)._with(message, "place")

    def described(self, words: str, message: str = "") -> "Intake":
        """At the place that these words describe; a point on the map stays."""
        return replace(self, place_name=words)._with(message, "place")

    def with_contact(self, contact: str, message: str = "") -> "Intake":
        """With a name or phone, encrypted."""
        return replace(self, contact=contact)._with(message, "contact")

    def without_contact(self) -> "Intake":
        """Without the name or phone that was given, and without any number in its words."""
        pieces = (replace(p, content=_without_numbers(p.content)) if p.part == "text" else p for p in self.pieces)
        left = tuple(piece for piece in pieces if piece.part != "contact")
        return replace(self, contact="", text=_without_numbers(self.text), pieces=left)

    def brought_by(self, message: str) -> tuple[Piece, ...]:
        """What a message brought; nothing where it is not known."""
        return tuple(piece for piece in self.pieces if message and piece.message == message)

    def without(self, message: str) -> "Intake":
        """As if the message had never been sent."""
        less = self
        for piece in self.brought_by(message):
            less = less._without_piece(piece)
        return replace(less, pieces=tuple(piece for piece in self.pieces if piece.message != message))

    def mended(self, message: str, text: str) -> "Intake":
        """With other words where those of the message stood."""
        text, less = text.strip(), self
        for piece in self.brought_by(message):
            if piece.part == "text":
                less = replace(less, text=less.text.replace(piece.content, text, 1).strip())
        changed = (replace(p, content=text) if p.message == message and p.part == "text" else p for p in self.pieces)
        return replace(less, pieces=tuple(changed))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left of it."""
        return not (self.text or self.photos or self.place or self.place_name or self.contact)

    def drafts(self) -> Iterator["Intake"]:
        """This one, then those that wait behind it."""
        yield self
        if self.before:
            yield from self.before.drafts()

    def in_front_of(self, other: "Intake | None") -> "Intake":
        """Begun while the other one was being written, which waits; one without anything in it does not."""
        waits = other is not None and not other.is_empty and other.step != "offer"
        return replace(self, before=other) if waits else self

    def in_front(self, draft: str) -> "Intake | None":
        """With the draft of this id before the others; None where it is none of them."""
        drafts = list(self.drafts())
        chosen = [one for one in drafts if one.id == draft]
        return _in_line([*chosen, *(one for one in drafts if one.id != draft)]) if chosen else None

    def each(self, change: Callable[["Intake"], "Intake"]) -> "Intake":
        """This one and those that wait, each changed; what waits and is empty then goes."""
        first, *others = [change(one) for one in self.drafts()]
        return _in_line([first, *(one for one in others if not one.is_empty)])

    def _with(self, message: str, part: Literal["text", "photo", "place", "contact"], content: str = "") -> "Intake":
        return replace(self, pieces=(*self.pieces, Piece(message, part, content))) if message else self

    def _without_piece(self, piece: Piece) -> "Intake":
        match piece.part:
            case "text":
                lines = self.text.replace(piece.content, "", 1).split("\n")
                return replace(self, text="\n".join(filter(None, map(str.strip, lines))))
            case "photo":
                return replace(self, photos=tuple(photo for photo in self.photos if photo != piece.content))
            case "place":
                return replace(self, place=None, place_name="")
            case "contact":
                return replace(self, contact="")


def _in_line(drafts: Sequence[Intake]) -> Intake:
    """The first, with the others behind it."""
    first, *others = drafts
    return replace(first, before=_in_line(others) if others else None)
