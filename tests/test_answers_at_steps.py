"""Does each step of a report do what people answer to its question: send, give no number, no mark, keep the text?

The answers were written without sight of the words and code that understand them.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from db.feedback_models import Feedback
from handlers.answer import Answer
from knowledge.index import Index
from tests.talk_chats import ROAD, Talk

FOLDER = Path(__file__).parent / "questions" / "short_answers"
RIGHT = 0.97


def _answers(step: str) -> Iterator[tuple[str, str]]:
    for line in (FOLDER / "at_steps.jsonl").read_text(encoding="utf-8").splitlines():
        way = json.loads(line)
        if way["step"] == step:
            yield way["text"], way["means"]


def at(talk: Talk, step: str) -> None:
    """The chat where the bot asks this."""
    if step == "rating":
        talk.close(talk.new_case())
        return
    talk.say(ROAD)
    if step != "send":
        talk.press({"contact": "ให้เบอร์ติดต่อ", "change": "แก้ข้อความ"}[step])


def _at_step(talk: Talk) -> str:
    intake = talk.conversation.intake
    return intake.step if intake else ""


def _waits(talk: Talk) -> bool:
    """Whether the report waits with the words that were told, and nothing was sent."""
    intake = talk.conversation.intake
    return intake is not None and (intake.text, intake.contact, talk.cases()) == (ROAD, "", [])


def _given_up(talk: Talk) -> bool:
    return talk.conversation.intake is None and not talk.cases()


def _done_at_send(talk: Talk, told: Answer, means: str) -> bool:
    match means:
        case "yes":
            return [case.text for case in talk.cases()] == [ROAD]
        case "no":
            return _waits(talk) and told.suggestions[:2] == ("แก้ข้อความ", "ยกเลิก")
        case "stop":
            return _given_up(talk)
    return _waits(talk)


def _done_at_contact(talk: Talk, told: Answer, means: str) -> bool:
    return _waits(talk) and (means == "asks" or _at_step(talk) == ("contact" if means == "yes" else "confirm"))


def _done_at_change(talk: Talk, told: Answer, means: str) -> bool:
    if means == "stop":
        return _given_up(talk)
    return _waits(talk) and (means == "asks" or _at_step(talk) == "confirm")


def _done_at_rating(talk: Talk, told: Answer, means: str) -> bool:
    [case] = talk.cases()
    stays = (case.state, case.satisfaction, talk.conversation.intake) == ("closed", None, None)
    return stays and told.status in ("status", "smalltalk")


DONE: dict[str, Callable[[Talk, Answer, str], bool]] = {
    "send": _done_at_send,
    "contact": _done_at_contact,
    "change": _done_at_change,
    "rating": _done_at_rating,
}


@pytest.mark.parametrize("step", DONE)
def test_what_people_answer_is_done(step: str, plan_session: Session, index: Index) -> None:
    wrong = []
    answers = list(_answers(step))
    for number, (text, means) in enumerate(answers):
        talk = Talk(plan_session, index, f"person-{number}")
        at(talk, step)
        if not DONE[step](talk, talk.say(text), means):
            wrong.append((text, means))
        plan_session.query(Feedback).delete()
        plan_session.expunge_all()

    assert len(wrong) <= (1 - RIGHT) * len(answers), wrong
