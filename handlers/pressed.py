"""What does a button do that was pressed, perhaps late, twice or on another device?

It carries its draft or case. Where that is gone, the person is told so, and nothing is done to any other.
"""

from collections.abc import Callable
from dataclasses import replace

from db import cases
from db.feedback_models import Feedback
from handlers import addition, contest, erase_part, feedback, privately, rating, taken_back, withdrawal
from handlers.action import ASK, Action
from handlers.answer import Text
from handlers.case_number import shown
from handlers.case_status import in_full, opened, overview, told
from handlers.exchange import Exchange, Reply
from handlers.own_cases import is_own

_OF_CASES: dict[str, Callable[[Exchange, Feedback], Reply]] = {
    "open": in_full,
    "add": addition.add,
    "withdraw": withdrawal.withdraw,
    "undo": withdrawal.undo,
    "contest": contest.contest,
    "choose": erase_part.chosen,
    "erase": erase_part.pressed,
    "strike": taken_back.strike,
}


def answer(exchange: Exchange) -> Reply | None:
    """The answer to a button of a draft or a case; None where none was pressed, or one that only says words."""
    action = exchange.message.action
    if action is None or action.kind == ASK:
        return None
    if exchange.message.in_group:
        return privately.told(exchange, "feedback")
    if action.kind in feedback.STEPS:
        return _of_draft(exchange, action)
    if action.kind == "rate" or action.kind in _OF_CASES:
        return _of_case(exchange, action)
    return overview(exchange) if action.kind == "cases" else _gone(exchange, "actions.gone")


def _of_draft(exchange: Exchange, action: Action) -> Reply:
    """What is done to the draft that the button belongs to."""
    intake = exchange.conversation.intake
    if intake and (meant := intake.in_front(action.subject)):
        in_front = replace(exchange, conversation=exchange.conversation.with_intake(meant))
        return feedback.STEPS[action.kind](in_front, meant)
    number = dict(exchange.conversation.ended).get(action.subject)
    if number is None:
        return _gone(exchange, "actions.gone")
    if not number:
        return _gone(exchange, "actions.cancelled")
    text = Text(exchange.inquiry.say("actions.sent_already", number=shown(number)))
    return told(exchange, number, text, actions=[opened(exchange.inquiry.words, number)])


def _of_case(exchange: Exchange, action: Action) -> Reply:
    """What is done to the case that the button belongs to, if it is still the person's."""
    case = cases.by_number(exchange.session, action.subject)
    if case is None or not is_own(exchange, case):
        return _gone(exchange, "actions.gone")
    if action.kind != "rate":
        return _OF_CASES[action.kind](exchange, case)
    return rating.rate(exchange, case, int(action.value) if action.value.isdecimal() else 0)


def _gone(exchange: Exchange, sentence: str) -> Reply:
    """Nothing is done; what is being written stays."""
    answer = exchange.inquiry.answer(Text(exchange.inquiry.say(sentence)), status="feedback")
    return answer, exchange.conversation
