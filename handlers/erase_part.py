"""What happens when a person wants a part erased: a phone number, a photo, a place, or one of several cases?

Of what is still being written it goes at once. Of a case they are asked once, then it is really gone, and they get a
receipt.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from db import cases, erasing_parts
from db.erasing_parts import PARTS, Part
from db.feedback_models import Feedback
from handlers import erasure, own_cases
from handlers import intake_view as view
from handlers.action import Action
from handlers.answer import Text
from handlers.case_number import shown
from handlers.case_status import several, told
from handlers.exchange import Exchange, Reply
from handlers.intake import Intake
from handlers.written_number import written_number
from knowledge.erase_words import part_to_erase

ASKS = "erase"
"""What the bot asked: `erase/PART/NUMBER`."""
_NOTED: dict[Part, str] = {"contact": "erased_contact", "place": "erased_place", "photos": "erased_photos"}
"""What the history of the case says of it; of an erased case there is none."""
_OF_DRAFT: dict[str, Callable[[Intake], Intake]] = {
    "contact": Intake.without_contact,
    "photos": lambda intake: replace(intake, photos=()),
    "place": lambda intake: replace(intake, place=None, place_name=""),
}


def answer(exchange: Exchange) -> Reply | None:
    """Ask whether really to erase it, or the answer to that; None where nothing of a case is meant."""
    kind, _, rest = exchange.asked.partition("/")
    if kind == ASKS and exchange.short in ("yes", "no", "keep", "stop"):
        part, _, number = rest.partition("/")
        if exchange.short != "yes":
            return erasure.keep(exchange)
        if number:
            return erase(exchange, number, part)
    part = part_to_erase(exchange.message.text)
    if not part:
        return None
    if exchange.conversation.writing and not written_number(exchange.message.text):
        return _of_draft(exchange, exchange.conversation.writing, part)
    return _which(exchange, part)


def _of_draft(exchange: Exchange, intake: Intake, part: Part) -> Reply:
    """What is being written without this part; where it has none, a case may have it."""
    if part == "case":
        return view.cancelled(exchange)
    less = intake.each(_OF_DRAFT[part])
    having = [] if less != intake else [case for case in own_cases.own_cases(exchange) if _has(exchange, case, part)]
    if having:
        return several(exchange, "erase_part.which", having, "erase", part)
    if less.is_empty:
        text = Text(exchange.inquiry.say("erase_part.draft_gone"))
        return exchange.inquiry.answer(text, status="feedback"), exchange.conversation.with_intake(less).without_draft()
    done = f"erase_part.draft_{part}" if less != intake else "erase_part.draft_nothing"
    answer, after = view.confirm(exchange, less)
    return replace(answer, parts=(Text(exchange.inquiry.say(done)), *answer.parts)), after


def ask(exchange: Exchange, case: Feedback, part: Part) -> Reply:
    """Really?"""
    words, number = exchange.inquiry.words, shown(case.number)
    text = Text(words.say(f"erase_part.ask_{part}", number=number))
    confirm = Action(words.say("privacy.button.confirm"), "erase", case.number, part, words.language)
    keep = Action(words.say("privacy.button.keep"), "open", case.number, language=words.language)
    answer, after = told(exchange, case.number, text, actions=[confirm, keep])
    return replace(answer, status="privacy"), after.asking(f"{ASKS}/{part}/{case.number}")


def pressed(exchange: Exchange, case: Feedback) -> Reply:
    """The button that was offered with one case of several, or to confirm."""
    action = exchange.message.action
    part = action.value if action else ""
    return erase(exchange, case.number, part)


def chosen(exchange: Exchange, case: Feedback) -> Reply:
    """Which of several cases was meant: now ask whether really."""
    action = exchange.message.action
    part = next((known for known in PARTS if action and known == action.value), None)
    return ask(exchange, case, part or "case")


def erase(exchange: Exchange, number: str, part: str) -> Reply:
    """Erase it, with a receipt."""
    case, known = cases.by_number(exchange.session, number), next((one for one in PARTS if one == part), None)
    if case is None or known is None or not own_cases.is_own(exchange, case):
        return told(exchange, "", Text(exchange.inquiry.say("actions.gone")))
    if known in _NOTED:
        cases.note(exchange.session, case, "citizen", _NOTED[known])
    erasing_parts.erase_part(exchange.session, case, known)
    text = Text(exchange.inquiry.say(f"erase_part.done_{part}", number=shown(number)))
    receipt, after = told(exchange, "" if known == "case" else number, text, Text(erasure.receipt(exchange)))
    return replace(receipt, status="privacy"), after


def _which(exchange: Exchange, part: Part) -> Reply | None:
    """The case that is named or replied to, the only one that has such a part, or a question which."""
    own = own_cases.own_cases(exchange)
    written = written_number(exchange.message.text)
    number = written.number if written else exchange.named_case
    having = [case for case in own if _has(exchange, case, part)]
    named = [case for case in having if case.number == number]
    found = named or ([] if number else having)
    if not own:
        return None
    if not found:
        return told(exchange, exchange.conversation.topic, Text(exchange.inquiry.say("erase_part.nothing")))
    if len(found) > 1:
        return _asked_which(exchange, found, part)
    return ask(exchange, found[0], part)


def _asked_which(exchange: Exchange, found: Sequence[Feedback], part: Part) -> Reply:
    answer, after = several(exchange, "erase_part.which", found, "erase", part)
    return answer, after.asking(f"{ASKS}/{part}/")


def _has(exchange: Exchange, case: Feedback, part: Part) -> bool:
    match part:
        case "contact":
            return erasing_parts.has_sealed(exchange.session, case)
        case "place":
            return case.latitude is not None
        case "photos":
            return erasing_parts.has_photos(exchange.session, case)
    return True
