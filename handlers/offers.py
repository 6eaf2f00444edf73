"""Which buttons stand below an answer, and what do they carry? Also those by which a message goes to the province."""

from dataclasses import replace

from handlers import erasure
from handlers.action import ASK, Action, labels
from handlers.answer import Answer, Note, Text
from handlers.conversation import Conversation
from handlers.exchange import Exchange, Reply
from handlers.intake import LONGEST, Intake
from handlers.intake_view import confirm, draft_button, waiting_buttons, waits
from handlers.talk import ENTRIES, OFFERED

_BUTTONS = 6
_MORE = 3
"""Others that stand beside those of a draft, however many these are."""
_PLEA = 8
"""Letters from which a call for help says what has happened."""
_WHOLE = ("whole", "issues", "example", "tell", *ENTRIES)
"""Suggestions that say all that they mean, whatever was asked before."""


def with_actions(exchange: Exchange, answer: Answer, after: Conversation) -> Reply:
    """Every button says its words as they are meant now: together with what was just asked, or by themselves."""
    known = {action.label for action in answer.actions}
    turn = after.turns[-1].name if after.turns and after.turns != exchange.conversation.turns else ""
    alone = {exchange.inquiry.say(f"suggest.{name}") for name in _WHOLE}
    said = tuple(
        Action(text, ASK, "" if text in alone else turn, text, answer.language)
        for text in answer.suggestions
        if text not in known
    )
    return replace(answer, actions=(*answer.actions, *said)), after


def warned(exchange: Exchange, answer: Answer) -> Answer:
    """With the numbers to call beside it where it may be danger; not beside rights, nor where somebody cannot call."""
    understood, says = exchange.understood, any(sign.isalpha() for sign in exchange.message.text)  # not "1"
    calm = answer.status == "privacy" or understood.reason == "deaf"
    if not understood.may_be_danger or not says or calm:
        return answer
    return with_buttons(answer, exchange.inquiry.say("emergency.perhaps"))


def keep_words(exchange: Exchange, told: Reply) -> Reply:
    """Whom to call comes first; what was said is kept beside, to be sent as well."""
    answer, after = told
    intake, message = exchange.conversation.writing, exchange.message
    if intake is None or len(message.text) < _PLEA:
        return _offered(exchange, told, urgent=True)
    longer = intake.longer(message.text, message.id)
    kept = replace(longer, text=longer.text[: LONGEST + 1], step="confirm")
    return _waiting(exchange, answer, after.with_intake(kept), kept, "intake.kept_with")


def with_intake(exchange: Exchange, told: Reply) -> Reply:
    """The answer with a word on feedback that is being written, or that the message may also be."""
    intake = exchange.conversation.writing
    if intake:
        return waiting(exchange, *told)
    if _may_be_feedback(exchange, told[0]):
        return _offered(exchange, told)
    offered = exchange.conversation.intake
    if offered is None or not offered.urgent:
        return told[0], told[1].with_intake(None)
    button = draft_button(exchange, "offer", offered)
    return with_buttons(told[0], exchange.inquiry.say("intake.offer_waits"), button), told[1].with_intake(offered)


def beside(exchange: Exchange, told: Reply) -> Reply:
    """What is told of cases or rights, with a word on what is being written, its buttons behind the others; not where
    it asks something itself."""
    answer, after = told
    asks = answer.taking or after.asks or after.topic == erasure.TOPIC
    if after.writing is None or asks or answer.status not in ("status", "privacy"):
        return told
    reminding, _ = waiting(exchange, answer, after)
    return replace(reminding, suggestions=tuple(dict.fromkeys((*answer.suggestions, *reminding.suggestions)))), after


def waiting(exchange: Exchange, answer: Answer, after: Conversation) -> Reply:
    """The answer with a word on the feedback that is being written."""
    intake = exchange.conversation.writing
    return _waiting(exchange, answer, after, intake, waits(intake)) if intake else (answer, after)


def with_next(exchange: Exchange, told: Reply) -> Reply:
    """What was written before, where the draft in front of it is sent or dropped now: it stands there to be sent."""
    answer, after = told
    was, now = exchange.conversation.writing, after.writing
    if was is None or now is None or now.id not in {one.id for one in was.drafts()} or was.id not in dict(after.ended):
        return told
    shown, _ = confirm(replace(exchange, conversation=after), now)
    rest = tuple(dict.fromkeys((*shown.suggestions, *answer.suggestions)))
    next_one = Text(exchange.inquiry.say("intake.next"))
    parts, actions = (*answer.parts, next_one, *shown.parts), (*shown.actions, *answer.actions)
    return replace(answer, parts=parts, suggestions=rest, actions=actions, taking=True), after


def with_buttons(answer: Answer, note: str, *buttons: Action) -> Answer:
    """With a note, and these buttons before the others."""
    most = max(_BUTTONS, len(buttons) + _MORE) if buttons else len(answer.suggestions)
    suggestions = tuple(dict.fromkeys((*labels(buttons), *answer.suggestions)))[:most]
    return replace(
        answer, parts=(*answer.parts, Note(note)), suggestions=suggestions, actions=(*buttons, *answer.actions)
    )


def _waiting(exchange: Exchange, answer: Answer, after: Conversation, intake: Intake, note: str) -> Reply:
    """What can be done to the draft comes first; of other questions only those that go on about this answer."""
    buttons = [draft_button(exchange, name, intake) for name in waiting_buttons(exchange, intake)]
    openers = exchange.inquiry.suggest(*ENTRIES, *OFFERED)
    going_on = tuple(words for words in answer.suggestions if words not in openers)
    fewer = replace(answer, suggestions=going_on)
    return replace(with_buttons(fewer, exchange.inquiry.say(note), *buttons), taking=True), after


def _offered(exchange: Exchange, told: Reply, *, urgent: bool = False) -> Reply:
    """With a button that sends the message as feedback, with what was told of danger just before."""
    answer, after = told
    if exchange.message.in_group:
        return answer, after.with_intake(None)
    message = exchange.message
    before = exchange.conversation.intake
    begun = before if before and before.urgent else Intake(step="offer", urgent=urgent)
    written = begun.longer(message.text[:LONGEST], message.id)
    beside = exchange.inquiry.index.beside  # a case is kept under what the default plan has
    offered = replace(written, codes=() if beside else exchange.understood.question.about[:1])
    button = draft_button(exchange, "offer", offered)
    return with_buttons(answer, exchange.inquiry.say("intake.offer"), button), after.with_intake(offered)


def _may_be_feedback(exchange: Exchange, answer: Answer) -> bool:
    """A question that also complains; or what may tell something, and the plan knows nothing of."""
    understood = exchange.understood
    if answer.status in ("answered", "clarify"):
        return understood.complaint
    return understood.outcome == "unknown" and understood.tells
