"""Which of the stored plans answers a message, and how is an answer told that is not from the default one?

Each plan has an index of its own, by which `reply.py` answers as if there were no other. A chat stays in the plan that
it turned to. Feedback is always about the default plan.
"""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from db.plan_codes import qualified
from db.plan_in_view import look_at
from handlers import overview, plan_against
from handlers.answer import Answer, Listing, Note, Part
from handlers.collected import is_counted
from handlers.conversation import Conversation
from handlers.exchange import Reply
from handlers.inquiry import Inquiry
from handlers.message import Message
from handlers.person import NOBODY, Person
from handlers.plan_choice import ask_which, called, list_plans, no_such_plan
from handlers.reply import Heard, hear, reply
from handlers.wording import Language, wording
from knowledge.carried import carried
from knowledge.clean import clean
from knowledge.index import Index
from knowledge.plans_stored import StoredPlans
from knowledge.question import Question, Turn
from knowledge.which_plan import Choice, which_plan

_OF_THE_PLAN = ("answered", "clarify", "unknown")
"""What is said of a plan."""


@dataclass(frozen=True)
class Meant:
    """What a message comes to at one point of a chat, as the stored plans have it."""

    plans: StoredPlans
    conversation: Conversation
    """Before the message."""
    choice: Choice
    index: Index
    """Of the plan that answers."""
    message: Message
    """Without the words that say which plan."""
    before: Conversation
    """With what goes on about another plan."""
    heard: Heard | None
    """None where nothing is left to be understood."""
    moves: bool = True
    """Whether the chat is in the plan that answers from then on."""


def hear_of(plans: StoredPlans, message: Message, conversation: Conversation) -> Meant:
    """Understand a message, and which plan it means. It needs no database, as `reply.hear`."""
    if not plans.several:
        choice = Choice("one", (plans.default,), message.text)
        heard = hear(plans.default, message, conversation) if message.is_said or message.text else None
        return Meant(plans, conversation, choice, plans.default, message, conversation, heard)
    current = plans.named(conversation.plan) or plans.default
    text = message.action.value if message.action and message.is_said else message.text
    is_of_none = not message.is_said or not text or _is_of_people(plans, text, conversation)
    choice = _choice(plans, message, conversation, current, text, is_of_none=is_of_none)
    index = choice.plans[0] if choice.kind == "one" else current
    meant = Meant(plans, conversation, choice, index, message, conversation, None, moves=not is_of_none)
    if choice.kind != "one":
        return meant
    return _with_default_for_talk(_understood(meant, current))


def reply_of(
    session: Session,
    plans: StoredPlans,
    message: Message,
    conversation: Conversation,
    person: Person = NOBODY,
    meant: Meant | None = None,
) -> Reply:
    """The answer to a message from the plan that it means, and the chat after it."""
    if meant is None or meant.plans is not plans or meant.conversation != conversation:
        meant = hear_of(plans, message, conversation)
    if not plans.several:
        return reply(session, plans.default, message, conversation, person, meant.heard)
    if meant.choice.kind != "one":
        return _of_plans(session, meant)
    index, before = meant.index, meant.before
    answer, after = _answered(session, meant, person)
    return _told(session, index, answer), replace(after, plan=index.beside if meant.moves else before.plan)


def _is_of_people(plans: StoredPlans, text: str, conversation: Conversation) -> bool:
    """Whether it belongs to feedback that is being written, or asks about that of others."""
    return conversation.writing is not None or is_counted(plans.default, text, conversation)


def _choice(
    plans: StoredPlans, message: Message, conversation: Conversation, current: Index, text: str, *, is_of_none: bool
) -> Choice:
    """What was said with a button belongs to the plan of its answer; what is no question, to the default one."""
    subject = message.text if message.kind == "again" else message.action.subject if message.action else ""
    if subject and (turn := conversation.find(subject)):
        return Choice("one", (plans.named(turn.plan) or plans.default,), message.text)
    if is_of_none:
        return Choice("one", (plans.default,), text)
    return which_plan(plans, text, current)


def _understood(meant: Meant, current: Index) -> Meant:
    """A message that only turns to another plan asks the last question again, of that one."""
    choice, index, message = meant.choice, meant.index, meant.message
    before = _with_last(meant.conversation, current, index)
    if not message.is_said:
        heard = hear(index, message, before) if message.text and message.kind != "again" else None
        return replace(meant, heard=heard)
    if choice.text:
        if choice.text != message.text and message.action is None:
            message = replace(message, text=choice.text)
        return replace(meant, message=message, before=before, heard=hear(index, message, before))
    before = replace(before, language=_language(message))
    if before.of_plan(index.beside):
        return replace(meant, message=replace(message, kind="again", text=before.turns[-1].name), before=before)
    return replace(meant, before=before)


def _with_default_for_talk(meant: Meant) -> Meant:
    """Complaints, thanks, danger: nothing of them is about a plan of another time."""
    if meant.heard is None or meant.heard.understood.outcome != "talk":
        return meant
    meant = replace(meant, moves=False)
    if not meant.index.beside:
        return meant
    index, message, conversation = meant.plans.default, meant.message, meant.conversation
    return replace(meant, index=index, before=conversation, heard=hear(index, message, conversation))


def _with_last(conversation: Conversation, current: Index, index: Index) -> Conversation:
    """The chat in which the last question was also asked of the other plan, where that has what it was about."""
    turns = conversation.of_plan(current.beside)
    if index is current or not turns or turns[-1] is not conversation.turns[-1]:
        return conversation
    turn = carried(turns[-1], current, index)
    return conversation.after(turn) if turn else conversation


def _answered(session: Session, meant: Meant, person: Person) -> Reply:
    index, before = meant.index, meant.before
    if meant.choice.text or not meant.message.is_said or meant.message.kind == "again":
        return reply(session, index, meant.message, before, person, meant.heard)
    inquiry = _inquiry(session, index, meant)
    return overview.answer(inquiry), before.after(Turn(Question(), plan=index.beside))


def _of_plans(session: Session, meant: Meant) -> Reply:
    """What is about several plans, or about none that is stored."""
    inquiry = _inquiry(session, meant.index, meant)
    choice, conversation = meant.choice, replace(meant.conversation, language=inquiry.words.language)
    if choice.kind == "compare":
        return plan_against.answer(inquiry, choice, conversation.turns), conversation
    if choice.kind == "list":
        return list_plans(inquiry, meant.plans), conversation
    if choice.kind == "none":
        return no_such_plan(inquiry, meant.plans), conversation
    return ask_which(inquiry, meant.plans, choice), conversation


def _inquiry(session: Session, index: Index, meant: Meant) -> Inquiry:
    look_at(session, index.view)
    return Inquiry(session, index, Question(), wording(_language(meant.message)))


def _language(message: Message) -> Language:
    """Of its words, where there are letters; the plan's own name may be of either."""
    text = clean(message.text)
    return "en" if text.isascii() and any(letter.isalpha() for letter in text) else "th"


def _told(session: Session, index: Index, answer: Answer) -> Answer:
    """An answer from a plan beside the default one says so, and its codes say it too."""
    if not index.beside or answer.written or answer.status not in _OF_THE_PLAN:
        return answer
    inquiry = Inquiry(session, index, Question(), wording(answer.language))
    note = Note(inquiry.say("plans.from", plan=called(index, inquiry.words), document=index.document))
    at = next((i for i, part in enumerate(answer.parts) if isinstance(part, Note)), len(answer.parts))
    parts = [_qualified(part, index.beside) for part in answer.parts]
    codes = tuple(qualified(code, index.beside) for code in answer.codes)
    return replace(answer, parts=(*parts[:at], note, *parts[at:]), codes=codes)


def _qualified(part: Part, plan: str) -> Part:
    """What is listed has codes, too."""
    if not isinstance(part, Listing):
        return part
    items = (replace(item, code=qualified(item.code, plan)) if item.code else item for item in part.items)
    return Listing(tuple(items))
