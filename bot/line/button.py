"""What does LINE do when a button is pressed, and how is it told?"""

from typing import Any

from bot.line.letters import label
from handlers.action import Action

LONGEST_LABEL = 20
_LONGEST_TEXT = 300
PRESSED = "do="
"""So begins the data of a button that carries an action."""


def pressed(text: str, action: Action) -> dict[str, Any]:
    """What LINE does when this is pressed: the words stand in the chat as if the person had said them. Words that are
    too long to be carried are said."""
    said, data = label(text, _LONGEST_TEXT), PRESSED + action.data
    if len(data) > _LONGEST_TEXT:
        return {"type": "message", "label": label(text, LONGEST_LABEL), "text": said}
    return {"type": "postback", "label": label(text, LONGEST_LABEL), "data": data, "displayText": said}
