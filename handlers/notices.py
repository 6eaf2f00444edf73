"""How is a person told what happened to a case meanwhile, when they write again?"""

import json
from collections.abc import Sequence
from dataclasses import replace

from db.feedback_models import Notice
from handlers.answer import Answer, Text

_BUTTONS = 6


def with_notices(answer: Answer, notices: Sequence[Notice]) -> Answer:
    """The answer after what the person has not heard yet."""
    if not notices:
        return answer
    told = tuple(Text(notice.text) for notice in notices)
    buttons = tuple(text for notice in notices for text in json.loads(notice.suggestions))
    return replace(answer, parts=(*told, *answer.parts), suggestions=(*buttons, *answer.suggestions)[:_BUTTONS])
