"""What the bot says, whatever the channel: neutral parts that a renderer turns into text, a page, a Flex bubble."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from handlers.action import ASK, Action

Status = Literal[
    "answered", "clarify", "unknown", "feedback", "status", "privacy", "emergency", "smalltalk", "help", "staff"
]


@dataclass(frozen=True)
class Source:
    """Where a stated fact stands in the plan."""

    document: str
    line: int
    """Counted from 1."""
    quote: str
    """A piece of that very line."""


@dataclass(frozen=True)
class Value:
    """The one number that was asked for."""

    number: Decimal
    unit: str
    """ล้านบาท, ร้อยละ, ปี, โครงการ or รายการ."""


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Figure:
    """The figure first: drawn large where the channel can."""

    number: str
    """15.00"""
    unit: str
    """ล้านบาท, in the reader's language."""
    caption: str
    """What it is the figure of."""


@dataclass(frozen=True)
class Bar:
    """One fiscal year (or one thing) of a Bars part."""

    label: str
    """ปี 2555"""
    text: str
    """5.00, or the words for no budget set."""
    share: float
    """Length to draw: 0 to 1 of the longest."""


@dataclass(frozen=True)
class Bars:
    """Amounts side by side."""

    caption: str
    """Names the unit, as a table's head does: งบรายปี (ล้านบาท)"""
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Item:
    """One line of a Listing."""

    title: str
    detail: str = ""
    """Amount, years, agency: what stands behind the title."""
    code: str = ""


@dataclass(frozen=True)
class Listing:
    """Things in a row: projects, goals, tactics."""

    items: tuple[Item, ...]


@dataclass(frozen=True)
class Note:
    """Small print: what was looked up, what the plan leaves open."""

    text: str


@dataclass(frozen=True)
class SourceNote(Note):
    """The lines of the source in words, for a reader who is not shown `Answer.sources`."""

    url: str = ""
    """Where the first of them can be seen in the document; "" where nobody could open that."""


@dataclass(frozen=True)
class Photo:
    """A stored photo that is sent behind the words, where the channel can."""

    name: str
    """In the storage."""
    link: str
    """A public address of it for a short while; "" where the platform could not fetch it."""


Part = Text | Figure | Bars | Listing | Note


@dataclass(frozen=True)
class Answer:
    """One reply."""

    status: Status
    parts: tuple[Part, ...]
    codes: tuple[str, ...] = ()
    """Plan codes the answer is about, most relevant first."""
    value: Value | None = None
    agencies: tuple[str, ...] = ()
    """Canonical names."""
    sources: tuple[Source, ...] = ()
    years: tuple[int, ...] = ()
    """Fiscal years that a ranking of years found."""
    suggestions: tuple[str, ...] = ()
    """Texts of the buttons offered."""
    actions: tuple[Action, ...] = ()
    """What these buttons do, by their labels; a button without one says its text."""
    language: Literal["th", "en"] = "th"
    lasting: bool = True
    """False where it tells of something that changes by itself, or of one person: it is not remembered."""
    taking: bool = False
    """Feedback is being written: a photo or a place that is sent now belongs to it."""
    asks_contact: bool = False
    """A name or phone is asked for: whoever warns of typing such things is silent meanwhile."""
    asks_place: Literal["", "begins", "goes on", "ends"] = ""
    """While it is asked where something is: a channel that can tell where a person stands has a button for it, until it
    is asked no more."""
    erased: bool = False
    """Everything of the person was erased: what a page still shows goes too."""
    turn: str = ""
    """Names this answer within its chat, so that a button can ask for it again (`Message.kind` again); "" where it
    cannot be had again."""
    link: str = ""
    """What was asked, as an address may say it (`knowledge/answer_link.py`); "" where nobody can be sent it."""
    plan: str = ""
    """The name of the plan beside the default one that the link is about."""
    written: bool = False
    """Somebody of the office wrote it: it stands in no plan."""
    photos: tuple[Photo, ...] = ()
    """Of a case, for an officer who asked for them."""
    about: str = ""
    """The number of the one case that it is about; "" where it is about none, or several."""

    @property
    def asks_which(self) -> bool:
        """Whether its buttons are the things it lists, of which one was perhaps meant."""
        return self.status == "clarify" or (
            self.status == "unknown" and any(isinstance(part, Listing) for part in self.parts)
        )

    def action(self, text: str) -> Action:
        """What the button of this text does."""
        found = (action for action in self.actions if action.label == text)
        return next(found, Action(text, ASK, "", text, self.language))


SILENCE = Answer("smalltalk", ())
"""Where there is nothing to say: nothing is sent."""
