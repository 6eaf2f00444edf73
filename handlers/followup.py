"""Does a message go on with a case that was sent: how it gets on, more of it, a mark, "not done", "take it back"?

No table is read unless the words call for it, and only people who have such a case are taken up on them: for all
others "ยังไม่เสร็จ" and "4" are questions about the plan.
"""

from collections.abc import Callable

from db import cases
from db.feedback_models import Feedback
from handlers import addition, after_sending, contest, rating, withdrawal
from handlers.answer import Note, Text
from handlers.case_number import shown
from handlers.case_secret import find_secret
from handlers.case_status import in_full, in_public, overview, told
from handlers.claim import claim
from handlers.collected import is_counted
from handlers.exchange import Exchange, Reply
from handlers.own_cases import is_open, is_own, open_case, own_cases
from handlers.written_number import Written, written_number
from knowledge.case_words import Wish, asks, is_mine, letters, rest, score, speaks_of_a_case, wish
from knowledge.short_answer import says_not_done

_WISHES: dict[Wish, Callable[[Exchange], Reply | None]] = {
    "undo": withdrawal.answer_undo,
    "withdraw": withdrawal.answer,
    "add": addition.answer,
    "contest": contest.answer,
}
"""What is wanted of a case that is not named -> who does it."""
_BRIEF = 16
"""Letters that may stand beside a wish; a longer message has a matter of its own."""
_SOME_WORDS = 3
"""Letters from which something is said beside a number."""


def answer(exchange: Exchange) -> Reply | None:
    """The answer to what is said of a case; None where nothing is."""
    if exchange.conversation.intake and exchange.understood.offer:
        return None  # A button of the feedback that is being written: "เรื่องเดิม", "ยกเลิกเรื่องนี้".
    if exchange.message.action:
        return overview(exchange) if exchange.understood.reason == "status" else None
    written = written_number(exchange.message.text)
    if written is None and exchange.named_case and not exchange.conversation.writing:
        return _replied(exchange)
    return (_with_number(exchange, written) if written else None) or _without_number(exchange)


def _replied(exchange: Exchange) -> Reply | None:
    """What is said in reply to a message about a case is said of it; a clear question of the plan is answered."""
    if exchange.understood.outcome == "question" and exchange.understood.asking:
        return None
    case = cases.by_number(exchange.session, exchange.named_case)
    if case is None:
        return None
    written = Written(case.number, "", exchange.message.text)
    mark, _ = score(exchange.message.text)
    wanted = wish(letters(exchange.message.text))
    asks_state = exchange.understood.reason in ("status", "help") or exchange.short == "asks"
    if wanted or mark is not None or asks_state or not is_open(case):
        return _own(exchange, case, written, wanted)
    return after_sending.pass_on(exchange, case)


def _without_number(exchange: Exchange) -> Reply | None:
    words = letters(exchange.message.text)
    writing = _is_writing(exchange)
    wanted = "" if writing else wish(words)
    if not writing and not wanted and says_not_done(exchange.message.text) and (done := contest.answer(exchange)):
        return done
    if (
        wanted
        and not asks(words, wanted)
        and (wanted == "add" or len(rest(words, wanted)) <= _BRIEF)
        and (done := _WISHES[wanted](exchange))
    ):
        return done
    if _asks_for_own(exchange, words):
        return overview(exchange)
    _, surely = score(exchange.message.text)
    return rating.answer(exchange) if surely or not writing else None


def _asks_for_own(exchange: Exchange, words: str) -> bool:
    """Whether somebody asks how their cases get on, and not how many the province has: "รับเรื่องร้องเรียนไปแล้วกี่เรื่อง"."""
    if exchange.understood.reason == "status":
        return not is_counted(exchange.inquiry.index, exchange.message.text, exchange.conversation)
    of_case = is_mine(words) or (exchange.understood.reason == "progress" and speaks_of_a_case(words))
    return of_case and bool(own_cases(exchange))


def _is_writing(exchange: Exchange) -> bool:
    """Whether what is said belongs to a draft; one that adds to a case that was closed meanwhile waits."""
    intake = exchange.conversation.writing
    return intake is not None and not (intake.number and open_case(exchange, intake.number) is None)


def _with_number(exchange: Exchange, written: Written) -> Reply | None:
    """A number is a case's where the message says nothing else, speaks of a case, or a case has it."""
    around = letters(f"{written.before} {written.after}")
    wanted = wish(around)
    speaks_of_case = bool(wanted) or exchange.understood.reason == "status"
    alone = len(rest(around)) < _SOME_WORDS
    if _is_contact(exchange) or (exchange.conversation.writing and not (alone or speaks_of_case)):
        return None
    secret = find_secret(f"{written.before} {written.after}")
    case = cases.by_number(exchange.session, written.number) if written.number else None
    if case is None:
        lost = alone or speaks_of_case or secret or exchange.understood.outcome == "unknown"
        return _wrong(exchange, written) if lost else None
    if secret:
        return claim(exchange, case, secret)
    return _own(exchange, case, written, wanted) if is_own(exchange, case) else in_public(exchange, case)


def _is_contact(exchange: Exchange) -> bool:
    """Whether a phone number was asked for."""
    intake = exchange.conversation.intake
    return intake is not None and intake.step == "contact"


def _wrong(exchange: Exchange, written: Written) -> Reply:
    say = exchange.inquiry.say
    sentence = "cases.not_found" if written.number else "cases.misread"
    return told(exchange, "status", Text(say(sentence, number=shown(written.number))), Note(say("cases.send_number")))


def _own(exchange: Exchange, case: Feedback, written: Written, wanted: Wish) -> Reply:
    """What is wanted of a case that is named."""
    match wanted:
        case "undo":
            return withdrawal.undo(exchange, case)
        case "withdraw":
            return withdrawal.withdraw(exchange, case)
        case "contest":
            return contest.contest(exchange, case)
        case "add":
            return addition.add(exchange, case, _said(written.after))
    mark, surely = score(f"{written.before} {written.after}")
    if mark is not None and (surely or exchange.named_case):
        return rating.rate(exchange, case, mark)
    if is_open(case) and (exchange.understood.reason == "feedback" or exchange.understood.complaint):
        return addition.add(exchange, case, exchange.message.text)
    return in_full(exchange, case)


def _said(text: str) -> str:
    """What is to be added: the words behind the number, if they say something."""
    return text.strip(" \n:-.,") if len(rest(letters(text))) >= _SOME_WORDS else ""
