"""What if a person takes a message back, or mends it, on the platform?

Out of what is still being written it goes at once. What was sent to the province is in officers' hands: the person is
asked whether it shall go from there too.
"""

from dataclasses import replace

from db import cases, erasing_parts, sent_messages
from db.feedback_models import Feedback, SentMessage
from handlers import addition, own_cases, withdrawal
from handlers import intake_view as view
from handlers.action import Action
from handlers.answer import SILENCE, Part, Text
from handlers.case_number import shown
from handlers.case_status import case_button, told
from handlers.exchange import Exchange, Reply
from handlers.intake import Intake
from knowledge.personal import mask

ASKS = "strike"
"""What the bot asked: `strike/NUMBER/MESSAGE`."""


def answer(exchange: Exchange) -> Reply | None:
    """The answer to a message that was taken back or mended; None where it is none, or brought nothing that is kept."""
    message, intake = exchange.message, exchange.conversation.intake
    if message.kind == "unsent":
        if intake and any(one.brought_by(message.id) for one in intake.drafts()):
            return _out_of_draft(exchange, intake)
        case = _case_of(exchange)
        return ask(exchange, case) if case else (SILENCE, exchange.conversation)
    if not message.mends:
        return _answered(exchange)
    if intake and any(one.brought_by(message.id) for one in intake.drafts()):
        mended = intake.each(lambda one: one.mended(message.id, message.text))
        if intake.step == "offer":
            return None  # it was never taken: it is answered anew, with its words as they are now
        return view.confirm(exchange, replace(mended, step="confirm"))
    case = _case_of(exchange)
    return addition.add(exchange, case, message.text) if case else None


def ask(exchange: Exchange, case: Feedback) -> Reply:
    """Shall it go from the case too?"""
    words, number = exchange.inquiry.words, case.number
    yes = Action(words.say("taken_back.button"), "strike", number, exchange.message.id, words.language)
    text = Text(words.say("taken_back.ask", number=shown(number)))
    answer, after = told(exchange, number, text, actions=[yes, case_button(words, "open", number)])
    return answer, after.asking(f"{ASKS}/{number}/{exchange.message.id}")


def strike(exchange: Exchange, case: Feedback) -> Reply:
    """Take out of the case what the message brought, as the pressed button says."""
    action = exchange.message.action
    return _strike(exchange, case, action.value if action else "")


def _answered(exchange: Exchange) -> Reply | None:
    """The answer to that question in words."""
    kind, _, rest = exchange.asked.partition("/")
    if kind != ASKS or exchange.short not in ("yes", "no", "keep"):
        return None
    number, _, message = rest.partition("/")
    case = cases.by_number(exchange.session, number)
    if case is None or not own_cases.is_own(exchange, case):
        return None
    if exchange.short == "yes":
        return _strike(exchange, case, message)
    answer, after = told(exchange, number, Text(exchange.inquiry.say("taken_back.kept", number=shown(number))))
    return answer, after


def _out_of_draft(exchange: Exchange, intake: Intake) -> Reply:
    less, say = intake.each(lambda one: one.without(exchange.message.id)), exchange.inquiry.say
    if intake.step == "offer" and not less.is_empty:
        told = exchange.inquiry.answer(Text(say("taken_back.of_draft")), status="feedback")
        return told, exchange.conversation.with_intake(less)
    if less.is_empty:
        text: Part = Text(say("taken_back.nothing_left"))
        return exchange.inquiry.answer(text, status="feedback"), exchange.conversation.with_intake(less).without_draft()
    answer, after = view.confirm(exchange, less)
    return replace(answer, parts=(Text(say("taken_back.of_draft")), *answer.parts)), after


def _case_of(exchange: Exchange) -> Feedback | None:
    """The person's case to which the message brought something."""
    parts = sent_messages.parts_of(exchange.session, exchange.person.traces(exchange.message.id))
    case = exchange.session.get(Feedback, parts[0].feedback_id) if parts else None
    return case if case and own_cases.is_own(exchange, case) else None


def _strike(exchange: Exchange, case: Feedback, message: str) -> Reply:
    """A case of which no word is left is withdrawn."""
    parts = sent_messages.parts_of(exchange.session, exchange.person.traces(message))
    for part in parts:
        if part.feedback_id == case.id:
            _strike_part(exchange, case, part)
            exchange.session.delete(part)
    cases.note(exchange.session, case, "citizen", "struck")
    text = Text(exchange.inquiry.say("taken_back.done", number=shown(case.number)))
    if not case.text and own_cases.is_open(case):
        answer, after = withdrawal.withdraw(exchange, case)
        return replace(answer, parts=(text, *answer.parts)), after
    answer, after = told(exchange, case.number, text)
    return answer, after


def _strike_part(exchange: Exchange, case: Feedback, part: SentMessage) -> None:
    session, person = exchange.session, exchange.person
    if part.part == "text":
        words = person.open(part.content, "message of case", str(case.id)) or ""
        erasing_parts.strike(session, case, mask(words))
        whole = person.open(case.sealed_text, "case text", str(case.id)) if case.sealed_text else ""
        left = "\n".join(filter(None, (whole or "").replace(words, "", 1).split("\n")))
        case.sealed_text = person.seal(left, "case text", str(case.id)) if left and mask(left) != left else ""
    elif part.part == "photo" and part.attachment_id:
        erasing_parts.strike_photo(session, part.attachment_id)
    elif part.part in ("place", "contact"):
        erasing_parts.erase_parts(session, [case.id], "place" if part.part == "place" else "contact")
        session.refresh(case)
