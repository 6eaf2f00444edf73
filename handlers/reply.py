"""One message in, one answer out. The table below says which file answers what."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy.orm import Session

from db.plan_in_view import look_at
from handlers import (
    after_sending,
    agencies,
    answered_back,
    bill,
    budget,
    collected,
    erase_part,
    facts,
    feedback,
    followup,
    goals,
    indicators,
    issues,
    measures,
    offers,
    overview,
    passage,
    plainly,
    pressed,
    privacy,
    privately,
    progress,
    projects,
    queries,
    ready,
    source,
    spent,
    stakeholders,
    tactics,
    taken_back,
    talk,
    wordless,
    years,
)
from handlers.action import ASK
from handlers.answer import Answer, Note
from handlers.case_secret import is_only_secret
from handlers.conversation import Conversation
from handlers.exchange import Exchange, Reply
from handlers.inquiry import Inquiry
from handlers.message import Message
from handlers.officers import dialogue
from handlers.officers import entry as officers
from handlers.own_cases import is_own
from handlers.person import NOBODY, Person
from handlers.quoted import quoted_case
from handlers.where import asked, with_place
from handlers.wording import Wording, wording
from knowledge.answer_link import link_of
from knowledge.case_words import letters, wish
from knowledge.index import Index
from knowledge.likely_answer import likely_answer
from knowledge.personal import gives_personal
from knowledge.place_said import is_only_link
from knowledge.query.algebra import Grouped, Query
from knowledge.query.written import read as read_query
from knowledge.question import Ask, Question, Turn
from knowledge.short_answer import short_answer
from knowledge.understand import understand
from knowledge.understood import Understood

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
    "bill": bill.answer,
}
"""What is asked -> who answers it."""

FIRST: tuple[Callable[[Exchange], Reply | None], ...] = (
    officers.answer,
    pressed.answer,
    talk.urgent,
    privately.answer,
    taken_back.answer,
    erase_part.answer,
    dialogue.answer,
    plainly.answer,
    after_sending.answer,
    progress.answer,
    followup.answer,
    privacy.answer,
    collected.answer,
    after_sending.guessed,
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
    history = _history(index, conversation, message)
    text = message.action.value if message.action else message.text
    return Heard(index, history, understand(index, text, history))


def reply(
    session: Session,
    index: Index,
    message: Message,
    conversation: Conversation,
    person: Person = NOBODY,
    heard: Heard | None = None,
) -> Reply:
    """The answer to a message from the plan of the index, and the conversation after it. `heard` counts where it still
    fits the chat."""
    look_at(session, index.view)
    placed = with_place(message)
    message, heard = placed, heard if placed is message else None
    if message.kind == "again":
        inquiry = Inquiry(session, index, Question(), wording(conversation.language or message.language))
        return _again(inquiry, _find(index, conversation, message.text)), conversation
    if _is_expired(index, message, conversation):
        return wordless.expired(Inquiry(session, index, Question(), _words(message, conversation))), conversation
    if heard is None or heard.index is not index or heard.history != _history(index, conversation, message):
        heard = hear(index, message, conversation) if message.is_said or message.text else None
    exchange = feedback.attached(_exchange(session, index, message, conversation, person, heard))
    return offers.with_actions(exchange, *asked(exchange, _answered(exchange)))


def _answered(exchange: Exchange) -> Reply:
    first = next((told for ask in FIRST if (told := ask(exchange))), None)
    if first and first[0].status == "emergency":
        return offers.keep_words(exchange, first)
    told = offers.beside(exchange, first) if first else offers.with_intake(exchange, _of_the_plan(exchange))
    told = offers.with_next(exchange, told)
    answer, after = dialogue.beside(exchange, told)
    return offers.warned(exchange, answer), after


def _is_answer(text: str, conversation: Conversation) -> bool:
    return bool(likely_answer(text) if conversation.writing else short_answer(text))


def _is_of_no_language(text: str) -> bool:
    """ "https://maps.app.goo.gl/..." is not English."""
    return is_only_secret(text) or is_only_link(text)


def _find(index: Index, conversation: Conversation, name: str) -> Turn | None:
    """The turn of this name, if it was about the plan of the index."""
    turn = conversation.find(name)
    return turn if turn and turn.plan == index.beside else None


def _is_expired(index: Index, message: Message, conversation: Conversation) -> bool:
    """Whether a button was pressed that says nothing any more: what its words followed is too long ago."""
    if message.kind != "press":
        return False
    action = message.action
    if action is None:
        return True
    return action.kind == ASK and bool(action.subject) and _find(index, conversation, action.subject) is None


def _words(message: Message, conversation: Conversation) -> Wording:
    """Those of the button that was pressed, else of the chat."""
    return wording(message.action.language if message.action else conversation.language or message.language)


def _exchange(
    session: Session,
    index: Index,
    message: Message,
    conversation: Conversation,
    person: Person,
    heard: Heard | None,
) -> Exchange:
    """Words are understood; of another message its kind is all there is."""
    language = _words(message, conversation).language
    understood = Understood("talk", reason="number_given" if message.contact else message.kind)
    if heard and not (message.action and message.action.kind != ASK):
        understood = heard.understood
        brief = bool(conversation.language) and _is_answer(message.text, conversation)  # "ok" is said in Thai too
        tells = message.is_said and not brief and not _is_of_no_language(message.text)
        if tells or understood.outcome == "question":  # a file may be called IMG_2041.jpg
            language = "en" if understood.english else "th"
    goes_on = conversation.writing or (conversation.topic.isdecimal() and wish(letters(message.text)))
    if understood.by_sound and understood.reason == "emergency/help" and goes_on:
        # Who adds to a story of danger, or says that nobody came, goes on telling it; the numbers stand beside.
        understood = replace(understood, reason="feedback", may_be_danger=True)
    if (understood.outcome, understood.reason) == ("unknown", "contact") and gives_personal(message.text):
        # Who gives a number asks for none.
        understood = replace(understood, outcome="talk", reason="number_given")
    if message.kind in ("feedback", "status", "privacy"):
        understood = replace(understood, outcome="talk", reason=message.kind)
    if not message.action and _is_stale(conversation, understood):
        understood = understand(index, message.text)
    inquiry = Inquiry(session, index, understood.question, wording(language))
    before = replace(conversation, language=language, asks="", said="")
    exchange = Exchange(inquiry, message, person, before, understood, conversation.asks, conversation.said)
    if understood.by_sound and understood.reason == "emergency/help" and after_sending.asked_of(exchange):
        # "มีคนอยู่ครับ" tells the officer who asked; the numbers stand beside.
        understood = replace(understood, reason="feedback", may_be_danger=True)
        exchange = replace(exchange, understood=understood)
    if exchange.short and (understood.reason != "privacy" or answered_back.is_no_right(exchange)):
        # An answer to the bot's question, or a question about a report, is no danger, whatever it sounds like.
        answers = conversation.writing or conversation.asks
        told = replace(understood, outcome="talk", reason="short") if answers else understood
        danger = understood.may_be_danger and exchange.guessed
        exchange = replace(exchange, understood=replace(told, may_be_danger=danger))
    return replace(exchange, named_case=_named_case(exchange))


def _is_stale(conversation: Conversation, understood: Understood) -> bool:
    """Whether a message that names nothing would go on about the plan, although something else was spoken of since."""
    goes_on = understood.outcome == "question" and understood.bare and not understood.asking
    return goes_on and not understood.question.years and bool(conversation.turns) and not conversation.said


def _named_case(exchange: Exchange) -> str:
    """The number of the person's case whose message they reply to or quote."""
    case = quoted_case(exchange.session, exchange.person, exchange.message, partial(is_own, exchange))
    return case.number if case else ""


def _history(index: Index, conversation: Conversation, message: Message) -> tuple[Turn, ...]:
    """What "this project" points back at: while feedback is being written, also what that concerns. Of a button only
    what it was offered with."""
    if message.action:
        turn = _find(index, conversation, message.action.subject)
        return (turn,) if turn else ()
    intake, turns = conversation.writing, conversation.of_plan(index.beside)
    if intake is None or not intake.codes or index.beside:
        return turns
    return (*turns, Turn(Question(about=intake.codes), intake.codes))


_OTHER_AMOUNT = ("spending_kind",)
"""What the plan does not hold and is no aside: the figure without it would be of something else."""


def _of_the_plan(exchange: Exchange) -> Reply:
    """What the plan says, or how else to ask."""
    inquiry, understood, conversation = exchange.inquiry, exchange.understood, exchange.conversation
    question, plan = understood.question, inquiry.index.beside
    wordless_kind = not (exchange.message.is_said or exchange.message.contact)
    if wordless_kind and understood.outcome != "question" and not _is_thanks(exchange):
        return wordless.answer(inquiry, exchange.message.kind), conversation
    if understood.reason in ("short", "press") or (understood.reason == "help" and exchange.short == "yes"):
        understood = replace(understood, reason="thanks")  # "👍"
    if understood.reason == "abuse" and (conversation.writing or conversation.topic.isdecimal()):
        understood = replace(understood, reason="upset")
    if understood.reason == "document" and (last := conversation.find(exchange.said)):
        return source.of_answer(exchange, _again(inquiry, last), last)
    if understood.reason == "file" and (last := conversation.find(exchange.said)) and link_of(last):
        return source.as_file(exchange, last)
    if understood.outcome == "question" and understood.lacking in _OTHER_AMOUNT:
        understood = replace(understood, outcome="unknown", reason=understood.lacking)
    if understood.outcome == "talk":
        told = talk.answer(inquiry, understood, exchange.person)
        return _with_notes(exchange, told), conversation.about_case(conversation.topic)
    if understood.outcome == "unknown" and (written := ready.answer(exchange)):
        return written, conversation
    if understood.outcome == "clarify" or (understood.outcome == "unknown" and understood.choices):
        choices = understood.choices
        turn = Turn(question, choices, choices, query=understood.written, plan=plan)
        return talk.clarify(inquiry, understood), conversation.after(turn)
    if understood.outcome == "unknown":
        named = conversation.after(Turn(question, question.about, query=understood.written, plan=plan))
        named = named.after_losing(conversation.topic) if question == Question() else named
        if reported := spent.answer(exchange):
            return replace(reported, lasting=False), named
        return talk.unknown(inquiry, understood, exchange.person), named
    if conversation.lost and understood.bare:
        return talk.unknown(inquiry, replace(understood, reason="nothing")), conversation
    if understood.query is not None:
        return _of_query(exchange, understood.query)
    answer = _with_notes(exchange, ANSWERS[question.ask](inquiry))
    winners = answer.agencies if question.by == "agency" and question.shape == "rank" else ()
    turn = Turn(question, answer.codes, agencies=winners, years=answer.years, plan=plan)
    return replace(answer, turn=turn.name), conversation.after(turn)


def _of_query(exchange: Exchange, query: Query) -> Reply:
    """The answer to a query, and the chat that can go on about it."""
    answer = _with_notes(exchange, queries.answer(exchange.inquiry, query))
    winners, said = (answer.agencies if _ranks_agencies(query) else ()), exchange.understood
    turn = Turn(said.question, answer.codes, (), winners, answer.years, said.written, exchange.inquiry.index.beside)
    return replace(answer, turn=turn.name), exchange.conversation.after(turn)


def _ranks_agencies(query: Query) -> bool:
    """Whether agencies were found, not only named."""
    return isinstance(query, Grouped) and query.by == "agency"


def _is_thanks(exchange: Exchange) -> bool:
    """A caption may be thanks or a greeting, as any message."""
    return bool(exchange.message.text) and exchange.understood.reason in ("thanks", "greeting")


def _again(inquiry: Inquiry, turn: Turn | None) -> Answer:
    """The answer of an earlier turn, from the plan as it is now."""
    if turn is None or turn.choices:
        return wordless.expired(inquiry)
    if turn.query:
        return replace(queries.answer(inquiry, read_query(turn.query)), turn=turn.name)
    return replace(ANSWERS[turn.question.ask](inquiry.with_(turn.question)), turn=turn.name)


def _with_notes(exchange: Exchange, answer: Answer) -> Answer:
    """The answer with what must be added: years outside the plan, the photo that came with it."""
    inquiry, understood = exchange.inquiry, exchange.understood
    notes = []
    if understood.years:
        notes.append(Note(inquiry.say("note.years_outside", years=inquiry.list_years(understood.years))))
    if understood.outcome == "question" and understood.words:
        quoted = inquiry.words.join([f"“{word}”" for word in understood.words])
        notes.append(Note(inquiry.say("note.unused", words=quoted)))
    if understood.lacking:
        notes.append(Note(inquiry.say(f"unknown.{understood.lacking}")))
    if understood.reason == "surely":
        answer = talk.meant(inquiry, answer, understood.choices)
    draft, message = exchange.conversation.writing, exchange.message
    if draft and message.reference:
        notes.append(Note(inquiry.say("intake.with_photos", count=len(draft.photos))))
    elif message.kind in wordless.ATTACHMENTS and not (message.contact or (draft and message.place)):
        notes.append(wordless.beside_words(inquiry, exchange.message.kind))
    return replace(answer, parts=(*answer.parts, *notes))
