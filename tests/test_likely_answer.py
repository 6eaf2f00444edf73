"""Is an answer to the bot understood where not all its words are known, and is nothing lost where it was none?"""

import json
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from db.feedback_models import Feedback
from knowledge import likely_answer as likely
from knowledge.index import Index
from learning.answers import fingerprint
from tests.talk_chats import ROAD, Talk
from tests.test_answers_at_steps import DONE, at

FOLDER = Path(__file__).parent / "questions" / "short_answers"
RIGHT = {"strangers": 0.95, "strangers_hard": 0.85}
"""Below what they came to at their first run; none of either was learned from."""


def test_the_weights_come_from_the_answers_that_are_there() -> None:
    """Else: python -m learning.answers."""
    heads = {path.read_text(encoding="utf-8").split("\n")[0] for path in (likely.WEIGHTS, likely.SENSE_WEIGHTS)}

    assert heads == {f"# {fingerprint()}"}


@pytest.mark.parametrize("name", RIGHT)
def test_what_strangers_answer_is_done(name: str, plan_session: Session, index: Index) -> None:
    """`tells`: it answers nothing and is taken into what is written."""
    answers = [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    wrong = []
    for number, way in enumerate(answers):
        talk = Talk(plan_session, index, f"person-{number}")
        at(talk, way["step"])
        told = talk.say(way["text"])
        done = _taken(talk, way) if way["means"] == "tells" else DONE[way["step"]](talk, told, way["means"])
        if not done:
            wrong.append((way["step"], way["text"], way["means"]))
        plan_session.query(Feedback).delete()
        plan_session.expunge_all()

    assert len(wrong) <= (1 - RIGHT[name]) * len(answers), wrong


def _taken(talk: Talk, way: dict[str, str]) -> bool:
    intake = talk.conversation.intake
    if intake is None or talk.cases():
        return False
    return bool(intake.contact) if way["step"] == "contact" else way["text"] in intake.text


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("ไม่อาจให้ได้ครับ", "no"),
        ("บ่อยากบอกดอกจ้า", "no"),
        ("ส่งให้ทีเด้อหล่า", "yes"),
        ("ขอผ่านไปก่อนนะหลาน", "skip"),
        ("please go on and submit", "yes"),
    ],
)
def test_unknown_words_beside_known_ones_are_no_hindrance(text: str, answer: str) -> None:
    assert likely.likely_answer(text) == answer


def test_it_works_without_the_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likely, "encoded", lambda text: None)
    likely.shares.cache_clear()
    answers = [likely.decide("", likely.shares(text)) for text in ("ไม่ประสงค์ให้ติดต่อกลับ", "หลังคาโรงเรียนรั่วด้วย")]
    likely.shares.cache_clear()

    assert answers == ["no", ""]


@pytest.mark.parametrize("text", ["เด็กตกลงไปแล้วสองคน", "เดี๋ยวมาใหม่นะคะ ยังไม่ส่ง", "ส่งรูปให้ดูแล้วแต่ไม่มา", "เรียบร้อยแค่ครึ่งเดียว"])
def test_a_word_that_sends_sends_nothing_inside_another_message(talk: Talk, text: str) -> None:
    talk.say(ROAD, text)

    assert talk.cases() == []


def _guessed(talk: Talk, text: str) -> bool:
    """Whether these words were taken for an answer that their small words do not tell."""
    talk.say(text)
    return "เพิ่มข้อความเมื่อครู่" in talk.answer.suggestions


def test_words_that_were_taken_for_an_answer_can_still_be_added(talk: Talk) -> None:
    talk.say(ROAD)
    assert _guessed(talk, "ขอหารือผู้บังคับบัญชาก่อน")
    talk.press("เพิ่มข้อความเมื่อครู่")
    talk.press("ยินยอมและส่งเรื่อง")

    [case] = talk.cases()
    assert case.text == f"{ROAD}\nขอหารือผู้บังคับบัญชาก่อน"


def test_they_are_gone_when_they_are_taken_back(talk: Talk) -> None:
    talk.say(ROAD)
    talk.send("text", "ขอหารือผู้บังคับบัญชาก่อน", id="said")
    talk.press("เพิ่มข้อความเมื่อครู่")
    talk.send("unsent", id="said")

    intake = talk.conversation.intake
    assert intake is not None
    assert intake.text == ROAD


def test_what_is_known_for_sure_offers_no_such_button(talk: Talk) -> None:
    talk.say(ROAD)

    assert not _guessed(talk, "ไม่ใช่")


@pytest.mark.parametrize("text", ["น้ำท่วมบ้าน ช่วยด้วย มีคนติดอยู่", "ขอบคุณมากค่ะ", "เน็ตฟรีใช้งบเท่าไหร่"])
def test_danger_thanks_and_the_plan_are_no_answers(talk: Talk, text: str) -> None:
    talk.say(ROAD, text)

    assert (talk.cases(), talk.conversation.intake is not None) == ([], True)
