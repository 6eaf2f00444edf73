"""One message in, one answer out. The table below says which file answers what."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from handlers import (
    agencies,
    budget,
    collected,
    facts,
    feedback,
    followup,
    goals,
    indicators,
    issues,
    measures,
    overview,
    passage,
    privacy,
    privately,
    projects,
    spent,
    stakeholders,
    tactics,
    talk,
    wordless,
    years,
)
from handlers.answer import Answer, Note
from handlers.case_secret import is_only_secret
from handlers.conversation import Conversation
from handlers.exchange import Exchange, Reply
from handlers.inquiry import Inquiry
from handlers.intake import Intake
from handlers.intake_view import send_button
from handlers.message import Message
from handlers.person import NOBODY, Person
from handlers.wording import wording
from knowledge.index import Index
from knowledge.question import Ask, Question, Turn
from knowledge.understand import Understood, understand

ANSWERS: dict[Ask, Callable[[Inquiry], Answer]] = {
    "overview": overview.answer,
    "budget": budget.answer,
    "years": years.answer,
    "projects": projects.answer,
    "agencies": agencies.answer,
    "issues": issues.answer,
    "tactics": tactics.answer,
    "goals": goals.answer,
    "indicators": indicators.answer,
    "stakeholders": stakeholders.answer,
    "measures": measures.answer,
    "passage": passage.answer,
    "funding": facts.funding,
    "period": facts.period,
}
"""What is asked -> who answers it."""
_BUTTONS = 6

FIRST: tuple[Callable[[Exchange], Reply | None], ...] = (
    talk.urgent,
    privately.answer,
    followup.answer,
    privacy.answer,
    collected.answer,
    feedback.answer,
)
"""Who is asked before the plan, in this order: the first that has an answer gives it."""


@dataclass(frozen=True)
class Heard:
    """What a message comes to at one point of a chat, as one index has it."""

    index: Index
    history: tuple[Turn, ...]
    understood: Understood


def hear(index: Index, message: Message, conversation: Conversation) -> Heard:
    """Understand a message. It needs no database, so it can be done before the transaction that answers it."""
    history = _history(conversation)
    return Heard(index, history, understand(index, message.text, history))


def reply(
    session: Session,
    index: Index,
    message: Message,
    conversation: Conversation,
    person: Person = NOBODY,
    heard: Heard | None = None,
) -> Reply:
    """The answer to a message and the conversation after it. `heard` counts where it still fits the chat."""
    if message.kind == "again":
        inquiry = Inquiry(session, index, Question(), wording(conversation.language or message.language))
        return _again(inquiry, conversation.find(message.text)), conversation
    if heard is None or heard.index is not index or heard.history != _history(conversation):
        heard = hear(index, message, conversation) if _has_words(message) else None
    exchange = _exchange(session, index, message, conversation, person, heard)
    first = next((told for ask in FIRST if (told := ask(exchange))), None)
    if first and first[0].status == "emergency":
        return first if conversation.intake else _with_offer(exchange, first)
    answer, after = first or _with_intake(exchange, _of_the_plan(exchange))
    if exchange.understood.may_be_danger:
        answer = _with_buttons(answer, exchange.inquiry.say("emergency.perhaps"))
    return answer, after


def _has_words(message: Message) -> bool:
    return bool(message.text) or message.kind == "text"


def _exchange(
    session: Session,
    index: Index,
    message: Message,
    conversation: Conversation,
    person: Person,
    heard: Heard | None,
) -> Exchange:
    """Words are understood; of another message its kind is all there is."""
    language = conversation.language or message.language
    understood = Understood("talk", reason=message.kind)
    if heard:
        understood = heard.understood
        tells = message.kind == "text" and not is_only_secret(message.text)
        if tells or understood.outcome == "question":  # a file may be called IMG_2041.jpg
            language = "en" if understood.english else "th"
    if understood.by_sound and understood.reason == "emergency/help" and conversation.writing:
        # Who adds to a story of danger goes on telling it; the numbers stand beside.
        understood = replace(understood, reason="feedback", may_be_danger=True)
    if message.kind in ("feedback", "status", "privacy"):
        understood = replace(understood, outcome="talk", reason=message.kind)
    inquiry = Inquiry(session, index, understood.question, wording(language))
    return Exchange(inquiry, message, person, replace(conversation, language=language), understood)


def _history(conversation: Conversation) -> tuple[Turn, ...]:
    """What "this project" points back at: while feedback is being written, also what that concerns."""
    intake = conversation.writing
    if intake is None or not intake.codes:
        return conversation.turns
    return (*conversation.turns, Turn(Question(about=intake.codes), intake.codes))


def _of_the_plan(exchange: Exchange) -> Reply:
    """What the plan says, or how else to ask."""
    inquiry, understood, conversation = exchange.inquiry, exchange.understood, exchange.conversation
    question = understood.question
    if exchange.message.kind != "text" and understood.outcome != "question":
        return wordless.answer(inquiry, exchange.message.kind), conversation
    if understood.outcome == "talk":
        return talk.answer(inquiry, understood), conversation.about("")
    if understood.outcome == "clarify" or (understood.outcome == "unknown" and understood.choices):
        choices = understood.choices
        return talk.clarify(inquiry, understood), conversation.after(Turn(question, choices, choices))
    if understood.outcome == "unknown":
        named = conversation if question == Question() else conversation.after(Turn(question, question.about))
        if reported := spent.answer(exchange):
            return replace(reported, lasting=False), named
        return talk.unknown(inquiry, understood), named
    answer = _with_notes(exchange, ANSWERS[question.ask](inquiry))
    winners = answer.agencies if question.by == "agency" and question.shape == "rank" else ()
    turn = Turn(question, answer.codes, agencies=winners, years=answer.years)
    return replace(answer, turn=turn.name), conversation.after(turn)


def _again(inquiry: Inquiry, turn: Turn | None) -> Answer:
    """The answer of an earlier turn, from the plan as it is now."""
    if turn is None or turn.choices:
        return wordless.expired(inquiry)
    return replace(ANSWERS[turn.question.ask](inquiry.with_(turn.question)), turn=turn.name)


def _with_notes(exchange: Exchange, answer: Answer) -> Answer:
    """The answer with what must be added: years outside the plan, the photo that came with it."""
    inquiry, understood = exchange.inquiry, exchange.understood
    notes = []
    if understood.years:
        notes.append(Note(inquiry.say("note.years_outside", years=inquiry.list_years(understood.years))))
    if exchange.message.kind in wordless.ATTACHMENTS:
        notes.append(wordless.beside_words(inquiry, exchange.message.kind))
    return replace(answer, parts=(*answer.parts, *notes))


def _with_intake(exchange: Exchange, told: Reply) -> Reply:
    """The answer with a word on feedback that is being written, or that the message may also be."""
    answer, after = told
    say = exchange.inquiry.say
    if exchange.conversation.writing:
        send = say(f"intake.button.{send_button(exchange)}")
        waiting = _with_buttons(answer, say("intake.waiting"), send, say("intake.button.cancel"))
        return replace(waiting, taking=True), after
    return _with_offer(exchange, told)


def _with_offer(exchange: Exchange, told: Reply) -> Reply:
    """The answer with a button that sends the message as feedback, where it may be some."""
    answer, after = told
    say = exchange.inquiry.say
    if not exchange.message.in_group and _may_be_feedback(exchange, answer):
        offered = Intake(exchange.message.text, exchange.understood.question.about[:1], step="offer")
        offer = _with_buttons(answer, say("intake.offer"), say("intake.button.offer"))
        return offer, after.with_intake(offered)
    return answer, after.with_intake(None)


def _may_be_feedback(exchange: Exchange, answer: Answer) -> bool:
    """Danger, always; a question that also complains; or what may tell something, and the plan knows nothing of."""
    understood = exchange.understood
    if answer.status == "emergency":
        return True
    if answer.status in ("answered", "clarify"):
        return understood.complaint
    return understood.outcome == "unknown" and understood.tells


def _with_buttons(answer: Answer, note: str, *buttons: str) -> Answer:
    suggestions = (*buttons, *answer.suggestions)[:_BUTTONS]
    return replace(answer, parts=(*answer.parts, Note(note)), suggestions=suggestions)
