"""What do people hear when an officer changes their case?"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from db import cases, notices
from db.feedback_models import Feedback, Notice, Person
from handlers.action import ASK, Action
from handlers.case_number import shown
from handlers.case_status import case_button, mark_buttons
from handlers.own_cases import CONTESTED_WITHIN, is_open
from handlers.wording import Wording, wording


def tell(session: Session, case: Feedback, news: str, **values: str) -> None:
    """Tell the person of the case, and those whose cases were merged into it, each once and in their language."""
    told: set[int] = set()
    for concerned in (case, *cases.merged_into(session, case)):
        if concerned.person_id is not None and concerned.person_id not in told:
            told.add(concerned.person_id)
            words = _words(session, concerned.person_id)
            text = words.say(f"casework.{news}", number=shown(concerned.number), **values)
            rates = concerned is case and case.state == "closed"
            _add(session, concerned, *(_with_rating(words, text, case.number) if rates else (text, ())))


def tell_question(session: Session, case: Feedback, text: str) -> Notice | None:
    """Ask the person of the case what an officer wants to know; None where it is nobody's any more."""
    if case.person_id is None:
        return None
    words = _words(session, case.person_id)
    asked = words.say("dialogue.asked", number=shown(case.number), text=text)
    said = (words.say("dialogue.button.end"), words.say("dialogue.button.call"))
    return _add(session, case, asked, [Action(text, ASK, "", text, words.language) for text in said])


def tell_merged(session: Session, case: Feedback, other: Feedback) -> None:
    """Tell the person of a case that was merged. Somebody else's number is not theirs to know."""
    if case.person_id is not None:
        words = _words(session, case.person_id)
        news = "casework.merged_own" if case.person_id == other.person_id else "casework.merged"
        notices.add(session, case, words.say(news, number=shown(case.number), other=shown(other.number)))


def tell_lost_photo(session: Session, case: Feedback) -> None:
    """A photo could not be had or shown: the person may send another, and whoever handles the case sees why none is
    there. Of several at once the person hears once."""
    cases.note(session, case, "bot", "photo_lost")
    if case.person_id is not None:
        words, number = _words(session, case.person_id), shown(case.number)
        text = words.say("casework.photo_lost", number=number)
        if not notices.is_untold(session, case, text):
            _add(session, case, text, [case_button(words, "add", case.number)] if is_open(case) else [])


def _add(session: Session, case: Feedback, text: str, actions: Sequence[Action] = ()) -> Notice | None:
    return notices.add(session, case, text, [(action.label, action.data) for action in actions])


def _with_rating(words: Wording, text: str, number: str) -> tuple[str, tuple[Action, ...]]:
    """Who is told that a case was closed can say how content they are, or that it is not done."""
    asked = words.say("cases.rate", days=CONTESTED_WITHIN.days)
    not_done = Action(words.say("casework.not_done"), "contest", number, language=words.language)
    return f"{text}\n{asked}", (*mark_buttons(words, number), not_done)


def _words(session: Session, person_id: int) -> Wording:
    person = session.get(Person, person_id)
    return wording("en" if person and person.language == "en" else "th")
