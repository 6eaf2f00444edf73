"""Which buttons stand below an answer?"""

from bot.line.bubble import Json
from bot.line.button import LONGEST_LABEL, pressed
from bot.line.letters import clean, label
from bot.line.wording import WORDS
from handlers.answer import Answer, Item, Listing

_MOST = 13


def quick_reply(answer: Answer) -> Json:
    """The suggestions as buttons that do what they meant when they were offered, before them one that sends a place
    where one is asked for; {} where there are none. LINE on a computer does not show that one; the words say what else
    can be done."""
    texts = {text: answer.action(said) for said in answer.suggestions if (text := _one_line(said))}
    place = (
        [{"type": "location", "label": WORDS[answer.language]["location"]}]
        if answer.asks_place in ("begins", "goes on")
        else []
    )
    actions = [*place, *(pressed(text, action) for text, action in texts.items())][:_MOST]
    return {"quickReply": {"items": [{"type": "action", "action": each} for each in actions]}} if actions else {}


def unreadable_choices(answer: Answer) -> Listing:
    """Choices whose buttons are cut and which stand in no item: not all of them could be told apart."""
    listed = [item.title for part in answer.parts if isinstance(part, Listing) for item in part.items]
    texts = [_one_line(said) for said in answer.suggestions]
    cut = [text for text in texts if label(text, LONGEST_LABEL) != text]
    return Listing(tuple(Item(text) for text in cut if not any(text in title for title in listed)))


def _one_line(said: str) -> str:
    return " ".join(clean(said).split())
