"""Where is it that a report tells of? Described in words, set on a map, or told as coordinates or the link of a map."""

from dataclasses import replace

from handlers.answer import Text
from handlers.answered_back import kept_beside
from handlers.conversation import Conversation
from handlers.exchange import Exchange, Reply
from handlers.intake import Intake
from handlers.intake_view import confirm
from handlers.message import Message
from handlers.process import beside
from knowledge.case_words import asks, letters
from knowledge.place_said import leads_to_map, place_in

LONGEST = 300
"""Letters of a description that are kept."""


def with_place(message: Message) -> Message:
    """A message that tells coordinates, or the link of a map that holds some, brings a place. Where it says nothing
    else it is one."""
    if message.kind not in ("text", "photo") or message.place or message.action:
        return message
    found = place_in(message.text)
    if found is None:
        return message
    placed = replace(message, place=found.place, place_name=found.name[:LONGEST])
    return placed if found.beside or message.kind != "text" else replace(placed, text="", kind="location")


def asked(exchange: Exchange, told: Reply) -> Reply:
    """The answer that says whether the place is asked for now, and was before."""
    answer, after = told
    before, now = _waits_for_place(exchange.conversation), _waits_for_place(after)
    if now:
        return replace(answer, asks_place="goes on" if before else "begins"), after
    return (replace(answer, asks_place="ends"), after) if before else told


def _waits_for_place(conversation: Conversation) -> bool:
    return conversation.writing is not None and conversation.writing.step == "place"


def take(exchange: Exchange, intake: Intake) -> Reply | None:
    """What answers the question where it is: a description. A question goes on to others."""
    message, understood = exchange.message, exchange.understood
    words = message.text.strip()
    if message.kind != "text" or not words or understood.asking:
        return None
    if leads_to_map(words) and not message.place:
        return _unreadable(exchange, intake)
    if asks(letters(words)) and understood.reason != "feedback":
        return beside(exchange, intake, "place")
    # Words alone take the place of a point that was set before, and was wrong.
    described = (intake if message.place else replace(intake, place=None)).described(words[:LONGEST], message.id)
    told = confirm(exchange, described)
    return kept_beside(exchange, told) if understood.reason == "feedback" else told


def _unreadable(exchange: Exchange, intake: Intake) -> Reply:
    """A short link tells no place, and nothing is fetched; officers can open it."""
    message = exchange.message
    told, after = confirm(exchange, intake.described(message.text.strip()[:LONGEST], message.id))
    return replace(told, parts=(Text(exchange.inquiry.say("intake.link_kept")), *told.parts)), after
