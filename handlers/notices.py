"""How is a person told what happened to a case meanwhile, when they write again?"""

import json
from collections.abc import Sequence
from dataclasses import replace

from db.feedback_models import Notice
from handlers.action import ASK, Action, labels, read_action
from handlers.answer import Answer, Text

_BUTTONS = 6


def with_notices(answer: Answer, notices: Sequence[Notice]) -> Answer:
    """The answer after what the person has not heard yet. Buttons with the same words are told apart by their case, so
    of several notices those of the newest stand there."""
    if not notices:
        return answer
    told = tuple(Text(notice.text) for notice in notices)
    offered = next((buttons for notice in reversed(notices) if (buttons := offered_by(notice))), ())
    texts = tuple(dict.fromkeys((*labels(offered), *answer.suggestions)))[:_BUTTONS]
    return replace(answer, parts=(*told, *answer.parts), suggestions=texts, actions=(*offered, *answer.actions))


def offered_by(notice: Notice) -> tuple[Action, ...]:
    """The buttons of a notice."""
    return tuple(filter(None, map(_button, json.loads(notice.suggestions))))


def _button(stored: list[str] | str) -> Action | None:
    if isinstance(stored, str):  # an earlier version of the bot kept the text alone
        return Action(stored, ASK, "", stored)
    label, data = stored
    return read_action(data, label)
