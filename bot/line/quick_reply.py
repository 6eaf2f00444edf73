"""Which buttons stand below an answer?"""

from bot.line.bubble import Json
from bot.line.button import LONGEST_LABEL, pressed
from bot.line.letters import clean, label
from handlers.answer import Answer, Item, Listing

_MOST = 13


def quick_reply(answer: Answer) -> Json:
    """The suggestions as buttons that do what they meant when they were offered; {} where there are none."""
    texts = {text: answer.action(said) for said in answer.suggestions if (text := _one_line(said))}
    items = [{"type": "action", "action": pressed(text, texts[text])} for text in list(texts)[:_MOST]]
    return {"quickReply": {"items": items}} if items else {}


def unreadable_choices(answer: Answer) -> Listing:
    """Choices whose buttons are cut and which stand in no item: not all of them could be told apart."""
    listed = [item.title for part in answer.parts if isinstance(part, Listing) for item in part.items]
    texts = [_one_line(said) for said in answer.suggestions]
    cut = [text for text in texts if label(text, LONGEST_LABEL) != text]
    return Listing(tuple(Item(text) for text in cut if not any(text in title for title in listed)))


def _one_line(said: str) -> str:
    return " ".join(clean(said).split())
