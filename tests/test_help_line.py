"""Whom is somebody told to call, also who cannot hear: as the deployment says, and no service where it names none?"""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from bot.settings import SettingsError, read_settings
from bot.web.page import read_words
from knowledge.index import Index
from tests.talk_chats import ROAD, Talk, text_of

RELAY = "ศูนย์ทดสอบ example.org"


@pytest.fixture(name="talk")
def _talk(plan_session: Session, index: Index) -> Talk:
    talk = Talk(plan_session, index)
    talk.person = replace(talk.person, relay=RELAY)
    return talk


@pytest.mark.parametrize(
    "said", ["ขอคุยกับคน", "ไม่อยากคุยกับบอทแล้ว ขอสายเจ้าหน้าที่", "ผู้ว่าชื่ออะไร", "I want to talk to a human"]
)
def test_who_wants_a_person_hears_of_the_service(talk: Talk, said: str) -> None:
    told = text_of(talk.say(said))

    assert ("1567" in told, RELAY in told) == (True, True)


def test_a_question_about_a_report_names_it_too(talk: Talk) -> None:
    assert RELAY in text_of(talk.say(ROAD, "กี่วันถึงจะตอบ"))


def test_without_the_setting_none_is_named(plan_session: Session, index: Index) -> None:
    told = text_of(Talk(plan_session, index).say("ขอคุยกับคน"))

    assert ("1567" in told, "{" in told, "ไม่ได้ยิน" in told) == (True, False, False)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_page_names_it(language: str) -> None:
    told, without = read_words(RELAY)[language]["help_line"], read_words()[language]["help_line"]

    assert (RELAY in told, told.startswith(without)) == (True, True)


def test_the_setting_is_one_line() -> None:
    with pytest.raises(SettingsError, match="RELAY_SERVICE"):
        read_settings({"RELAY_SERVICE": "a\nb"})
