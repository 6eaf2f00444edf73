"""What follows where somebody answers what they were told of a case: thanks, a question, "that was wrong"?"""

from datetime import timedelta

from db import cases, dialogues
from db.feedback_models import Feedback, FeedbackUpdate
from db.models import now
from handlers import addition, contest, process, said
from handlers.answer import Text
from handlers.case_number import shown
from handlers.case_status import case_button, in_full, several, told
from handlers.consent import has_agreed
from handlers.exchange import Exchange, Reply
from handlers.intake import Intake
from handlers.intake_view import reminded
from handlers.own_cases import is_open, open_cases, own_case, own_cases
from handlers.rating import CONTESTS
from knowledge.case_words import asks, letters, requests, score, wish
from knowledge.likely_answer import likely_answer
from knowledge.short_answer import is_wrong, of_place, short_answer

_LIVELY = timedelta(days=14)
"""So long a question of an officer is open."""
_MERE = ("yes", "no", "keep", "skip", "stop")
"""Small answers that, once the officer has theirs, are said to the bot."""
_BRIEF = 80
"""Letters of an answer to an officer that nothing else tells from a report of its own."""


def answer(exchange: Exchange) -> Reply | None:
    """The answer to what is said of the case that the chat is about; None where nothing is."""
    speaks_of_other = exchange.understood.reason in ("status", "privacy")
    if exchange.message.action or speaks_of_other or not _has_words(exchange):
        return None
    if writing := exchange.conversation.writing:
        answers = bool(writing.number) and not exchange.understood.offer
        return _of_officers_question(exchange, writing) if answers else None
    if exchange.understood.reason == "number_given":
        if exchange.conversation.intake and exchange.conversation.intake.urgent:
            return None  # it belongs to what was told as danger and waits
        return addition.answer_contact(exchange)
    return _of_officers_question(exchange) or _asks_of_case(exchange) or _short(exchange)


def _has_words(exchange: Exchange) -> bool:
    return exchange.message.kind in ("text", "sticker") or bool(exchange.message.contact)


def _asks_of_case(exchange: Exchange) -> Reply | None:
    """ "เมื่อไหร่จะมาซ่อม": of the case that the chat is about, else of the open one that it may mean; of several it is
    asked which."""
    case = _of_chat(exchange)
    if case and (name := process.asks(exchange, case.text)):
        return process.answer(exchange, case, name)
    goes_on = exchange.said and exchange.understood.outcome == "question"  # about an answer of the plan
    if goes_on or not process.asks(exchange, exchange.message.text):
        return None
    others = [one for one in own_cases(exchange) if is_open(one)]
    meant = [(one, name) for one in others if (name := process.asks(exchange, one.text))]
    if len(meant) > 1:
        return several(exchange, "cases.which", [case for case, _ in meant], "open")
    return process.answer(exchange, *meant[0]) if meant else None


def _of_chat(exchange: Exchange) -> Feedback | None:
    """The person's case that is replied to, or that the chat is about."""
    return own_case(exchange, exchange.named_case or exchange.conversation.topic)


def guessed(exchange: Exchange) -> Reply | None:
    """What most likely answers the question how content somebody is, and gives no mark: it waits for another."""
    if exchange.message.kind != "text" or exchange.conversation.writing or exchange.understood.reason == "feedback":
        return None
    case = _of_chat(exchange) if exchange.may_be_an_answer else None
    if case is None or not process.waits_for_mark(case):
        return None
    answer = likely_answer(exchange.message.text)
    if answer == "asks":
        return process.answer(exchange, case, "mark")
    return _acknowledged(exchange, case) if answer else None


def _short(exchange: Exchange) -> Reply | None:
    text = exchange.message.text
    thanks = exchange.understood.reason == "thanks" and score(text)[0] is None  # "ให้ 4 คะแนน ขอบคุณค่ะ" is a mark
    short = exchange.short or ("no" if of_place(text) and is_wrong(text) else "")
    case = _of_chat(exchange) if short or thanks else None
    if case is None:
        return None
    if thanks:
        return _acknowledged(exchange, case)
    if wish(letters(text)):
        return None  # "ยังไม่เสร็จ" is a wish of its own
    if exchange.asked == f"{CONTESTS}/{case.number}" and short in ("yes", "no"):
        return contest.contest(exchange, case) if short == "yes" else _acknowledged(exchange, case)
    match short:
        case "asks" | "explain" | "unsure" | "stop":
            return None
        case "no" | "change" if process.waits_for_mark(case):
            return _acknowledged(exchange, case)
        case "no" | "change" if not is_open(case):
            return in_full(exchange, case)
        case "no" | "change":
            return addition.add(exchange, case, lead="intake.ask_correction")
        case _ if exchange.understood.offer:
            return None  # "ส่งเรื่องนี้": a button of what was sent already
        case _:
            return _acknowledged(exchange, case)


def _acknowledged(exchange: Exchange, case: Feedback) -> Reply:
    if process.waits_for_mark(case):
        return process.asked_mark(exchange, case, "cases.noted_unmarked")
    sentence = "cases.noted" if is_open(case) else "cases.noted_closed"
    text = Text(exchange.inquiry.say(sentence, number=shown(case.number)))
    answer, after = told(
        exchange, case.number, text, actions=[case_button(exchange.inquiry.words, "open", case.number)]
    )
    return answer, after


def _of_officers_question(exchange: Exchange, beside: Intake | None = None) -> Reply | None:
    """What answers an officer who asked something reaches them: with no draft, for it was they who asked. `beside`: the
    addition to the same case that is being written."""
    if exchange.message.kind != "text" or not _may_answer(exchange):
        return None
    case = asked_of(exchange)
    if case is None:
        return None
    return pass_on(exchange, case) if beside is None or beside.number == case.number else None


def asked_of(exchange: Exchange) -> Feedback | None:
    """The case of which an officer asked something last; None where there is none, or several and none is named."""
    if not has_agreed(exchange):
        return None
    waiting = [case for case in open_cases(exchange) if _asked_by_officer(exchange, case)]
    named = [case for case in waiting if case.number == exchange.named_case]
    return (named or waiting)[0] if len(named or waiting) == 1 else None


def pass_on(exchange: Exchange, case: Feedback) -> Reply:
    """Write the message into the case."""
    said.note(exchange, case, "added", exchange.message.text)
    words = exchange.inquiry.words
    text = Text(words.say("cases.passed_on", number=shown(case.number)))
    if exchange.conversation.writing:
        return reminded(exchange, exchange.conversation.writing, text)
    return told(exchange, case.number, text, actions=[case_button(words, "add", case.number)])


def _may_answer(exchange: Exchange) -> bool:
    """A question that the plan certainly answers is none of it, nor is a report of another matter."""
    understood = exchange.understood
    if exchange.short or understood.outcome == "unknown" or understood.reason == "deaf" or _begins_as_answer(exchange):
        return True
    brief = len(exchange.message.text) <= _BRIEF
    if understood.reason == "feedback":
        return brief and understood.by_sound
    return brief and understood.outcome == "question" and not understood.asking


def _begins_as_answer(exchange: Exchange) -> bool:
    """ "ไม่สะดวกค่ะ หูหนวก พิมพ์คุยได้": a small answer, then more of it, and no question of the plan."""
    first, _, more = exchange.message.text.strip().partition(" ")
    of_plan = exchange.understood.outcome == "question" and exchange.understood.asking
    return bool(more) and not of_plan and short_answer(first) in ("yes", "no")


def _asked_by_officer(exchange: Exchange, case: Feedback) -> bool:
    """Whether the last thing that was done was a question of an officer, or what the person just said to it: more of
    that may come ("กี่โมงคะ"), but no thanks to the bot."""
    public = [update for update in cases.updates(exchange.session, case) if update.public]
    if public and _is_added(public[-1]) and _goes_on(exchange, public[-1]):
        public = [update for update in public if not _is_added(update)]
    last = public[-1] if public else None
    if last is None or last.action != "answered" or now() - last.at > _LIVELY or not is_open(case):
        return False
    said = letters(last.text)
    return "?" in last.text or asks(said) or requests(said)


def _goes_on(exchange: Exchange, last: FeedbackUpdate) -> bool:
    """Whether a message goes on about what was just said to an officer: it names nothing of the plan, and is no small
    word to the bot."""
    understood = exchange.understood
    mere = exchange.short in _MERE or understood.reason == "thanks"
    return now() - last.at < dialogues.MORE and understood.bare and not understood.asking and not mere


def _is_added(update: FeedbackUpdate) -> bool:
    return update.action == "added"
