"""Which case is meant by somebody who replies to a message of the bot, or quotes it?

One place for the people whose case it is and for officers; who asks says whose cases may be meant.
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

from db import sent_messages
from db.feedback_models import Feedback
from handlers.message import Message
from handlers.person import Person


def quoted_case(
    session: Session, person: Person, message: Message, may_be: Callable[[Feedback], bool]
) -> Feedback | None:
    """The case of which that message told, where it may be meant; in a group nobody's."""
    if not message.answers or message.in_group:
        return None
    case = sent_messages.case_of(session, person.traces(message.answers))
    return case if case and may_be(case) else None
