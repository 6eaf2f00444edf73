"""Which buttons stand below an answer?"""

from bot.line.bubble import Json
from bot.line.letters import clean, label
from handlers.action import Action
from handlers.answer import Answer, Item, Listing

LONGEST_LABEL = 20
PRESSED = "do="
"""So begins the data of a button that carries an action."""
_LONGEST_TEXT = 300
_MOST = 13


def quick_reply(answer: Answer) -> Json:
    """The suggestions as buttons that do what they meant when they were offered; {} where there are none."""
    texts = {text: answer.action(said) for said in answer.suggestions if (text := _one_line(said))}
    items = [{"type": "action", "action": pressed(text, texts[text])} for text in list(texts)[:_MOST]]
    return {"quickReply": {"items": items}} if items else {}


def pressed(text: str, action: Action) -> Json:
    """What LINE does when this is pressed: the words stand in the chat as if the person had said them. Words that are
    too long to be carried are said."""
    said, data = label(text, _LONGEST_TEXT), PRESSED + action.data
    if len(data) > _LONGEST_TEXT:
        return {"type": "message", "label": label(text, LONGEST_LABEL), "text": said}
    return {"type": "postback", "label": label(text, LONGEST_LABEL), "data": data, "displayText": said}


def unreadable_choices(answer: Answer) -> Listing:
    """Choices whose buttons are cut and which stand in no item: not all of them could be told apart."""
    listed = [item.title for part in answer.parts if isinstance(part, Listing) for item in part.items]
    texts = [_one_line(said) for said in answer.suggestions]
    cut = [text for text in texts if label(text, LONGEST_LABEL) != text]
    return Listing(tuple(Item(text) for text in cut if not any(text in title for title in listed)))


def _one_line(said: str) -> str:
    return " ".join(clean(said).split())
