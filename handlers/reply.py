"""One message in, one answer out. The table below says which file answers what."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session

from handlers import (
    agencies,
    budget,
    facts,
    goals,
    indicators,
    issues,
    measures,
    overview,
    passage,
    projects,
    stakeholders,
    tactics,
    talk,
    wordless,
    years,
)
from handlers.answer import Answer, Note, Part
from handlers.conversation import Conversation
from handlers.inquiry import Inquiry
from handlers.message import Message
from handlers.wording import Language, wording
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

_TOPICS = ("feedback", "status", "privacy")


def reply(session: Session, index: Index, message: Message, conversation: Conversation) -> tuple[Answer, Conversation]:
    """The answer to a message and the conversation after it."""
    if message.kind == "text":
        return _to_words(session, index, message, conversation)
    inquiry = Inquiry(session, index, Question(), wording(conversation.language or message.language))
    if message.kind == "again":
        return _again(inquiry, conversation.find(message.text)), conversation
    if message.text and message.kind in wordless.ATTACHMENTS:
        answer, after = _to_words(session, index, message, conversation)
        if answer.status not in ("unknown", "clarify"):  # a caption may be no more than "รูป"
            return _with_parts(answer, wordless.beside_words(inquiry, message.kind)), after
    topic = message.kind if message.kind in _TOPICS else ""
    return wordless.answer(inquiry, message.kind), conversation.about(topic)


def _to_words(session: Session, index: Index, message: Message, before: Conversation) -> tuple[Answer, Conversation]:
    understood = _with_topic(understand(index, message.text, before.turns), before.topic)
    language: Language = "en" if understood.english else "th"
    conversation = replace(before, language=language)
    question = understood.question
    inquiry = Inquiry(session, index, question, wording(language))
    if understood.outcome == "talk":
        topic = understood.reason if understood.reason in _TOPICS else ""
        return talk.answer(inquiry, understood), conversation.about(topic)
    if understood.outcome == "unknown":
        named = conversation if question == Question() else conversation.after(Turn(question, question.about))
        return talk.unknown(inquiry, understood), named
    if understood.outcome == "clarify":
        choices = understood.choices
        return talk.clarify(inquiry, choices), conversation.after(Turn(question, choices, choices))
    answer = _with_notes(inquiry, understood, ANSWERS[question.ask](inquiry))
    winners = answer.agencies if question.by == "agency" and question.shape == "rank" else ()
    turn = Turn(question, answer.codes, agencies=winners, years=answer.years)
    return replace(answer, turn=turn.name), conversation.after(turn)


def _again(inquiry: Inquiry, turn: Turn | None) -> Answer:
    """The answer of an earlier turn, from the plan as it is now."""
    if turn is None or turn.choices:
        return wordless.expired(inquiry)
    return replace(ANSWERS[turn.question.ask](inquiry.with_(turn.question)), turn=turn.name)


def _with_topic(understood: Understood, topic: str) -> Understood:
    """What follows a complaint, asks nothing and is not of the plan is more of the complaint."""
    lost = understood.outcome == "unknown" and understood.reason in ("nothing", "words")
    if topic == "feedback" and lost and not understood.asking:
        return replace(understood, outcome="talk", reason="feedback")
    return understood


def _with_notes(inquiry: Inquiry, understood: Understood, answer: Answer) -> Answer:
    """The answer with what must be added: years outside the plan, feedback beside the question."""
    notes = []
    if understood.years:
        notes.append(Note(inquiry.say("note.years_outside", years=inquiry.list_years(understood.years))))
    if understood.complaint:
        notes.append(Note(inquiry.say("talk.also_feedback")))
    return _with_parts(answer, *notes)


def _with_parts(answer: Answer, *parts: Part) -> Answer:
    return replace(answer, parts=(*answer.parts, *parts))
