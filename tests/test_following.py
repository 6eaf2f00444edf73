"""Who writes about what somebody else reported already: are they offered to follow it, and do both hear what comes?"""

import pytest
from sqlalchemy import Engine, select

from bot.dispatch import Dispatcher
from db import cases as rows
from db.feedback_models import Feedback, Notice
from db.session import session_factory
from handlers import casework
from handlers.case_number import shown
from tests.case_rows import given, history, person, stored
from tests.office import Chat

WIFI = "เน็ตฟรีที่ศาลากลางหลุดบ่อยมาก"
ALIKE = "เน็ตฟรีศาลากลางหลุดบ่อย ช่วยดูหน่อย"
HOLE, ALSO_HOLE = "ถนนหน้าวัดหนองแวงเป็นหลุมใหญ่", "หน้าวัดหนองแวงถนนพังเป็นหลุมเป็นบ่อ อยากให้ซ่อม"
FOLLOW, AGREE = "ส่งและติดตามเรื่องนั้น", "ยินยอมและส่งเรื่อง"
PLACE, NEARBY, FAR = (16.4300, 102.8300), (16.4310, 102.8290), (16.5300, 102.8300)


@pytest.fixture(name="somying")
def _somying(bot: Dispatcher) -> Chat:
    """Who did not report what is stored."""
    return Chat(bot, "somying")


def _offered(chat: Chat, text: str, **fields: object) -> bool:
    chat.say(text, **fields)
    return FOLLOW in chat.last.suggestions


def _newest(engine: Engine) -> Feedback:
    with session_factory(engine)() as session:
        return session.scalars(select(Feedback).order_by(Feedback.id.desc())).first()  # type: ignore[return-value]


def _heard(engine: Engine, name: str) -> list[str]:
    with session_factory(engine).begin() as session:
        who = person(session, name)
        return [notice.text for notice in session.scalars(select(Notice).where(Notice.person_id == who.id))]


def test_what_is_followed_is_joined_and_both_hear_what_comes(engine: Engine, somying: Chat) -> None:
    first = given(engine, codes=("5.3.6",), text=WIFI)
    somying.say(ALIKE)
    somying.say(FOLLOW)
    own = _newest(engine)
    with session_factory(engine).begin() as session:
        casework.close(session, first, "มาลี", "เปลี่ยนเราเตอร์แล้ว", fixed=True, evidence="รูป")

    assert (own.state, own.merged_into_id, own.text) == ("merged", stored(engine, first).id, ALIKE)
    assert ["เปลี่ยนเราเตอร์แล้ว" in heard[-1] for heard in (_heard(engine, "U1"), _heard(engine, "somying"))] == [
        True,
        True,
    ]


def test_the_answer_names_the_own_case_alone(engine: Engine, somying: Chat) -> None:
    first = given(engine, codes=("5.3.6",), text=WIFI)
    offer = somying.say(ALIKE)
    said = somying.say(FOLLOW)

    assert (first in offer + said, WIFI in offer + said, shown(_newest(engine).number) in said) == (False, False, True)


def test_who_handles_the_case_sees_that_somebody_follows_it_and_the_person_does_not(
    engine: Engine, somying: Chat
) -> None:
    first = given(engine, codes=("5.3.6",), text=WIFI)
    somying.say(ALIKE)
    somying.say(FOLLOW)
    last = history(engine, first)[-1]

    assert (last.action, last.public, last.text) == ("joined", False, "")


def test_what_is_sent_as_ever_is_a_case_of_its_own(engine: Engine, somying: Chat) -> None:
    given(engine, codes=("5.3.6",), text=WIFI)
    somying.say(ALIKE)
    somying.say(AGREE)

    assert (_newest(engine).state, _newest(engine).merged_into_id) == ("received", None)


def test_what_was_closed_meanwhile_is_a_case_of_its_own(engine: Engine, somying: Chat) -> None:
    first = given(engine, codes=("5.3.6",), text=WIFI)
    somying.say(ALIKE)
    with session_factory(engine).begin() as session:
        casework.close(session, first, "มาลี", "ปีนี้ไม่มีงบ", fixed=False)
    somying.say(FOLLOW)

    assert (_newest(engine).state, _newest(engine).merged_into_id) == ("received", None)


def test_the_likest_is_followed(engine: Engine, somying: Chat) -> None:
    first = given(engine, codes=("5.3.6",), text=ALIKE)
    given(engine, codes=("5.3.6",), text=WIFI)
    somying.say(ALIKE)
    somying.say(FOLLOW)

    assert _newest(engine).merged_into_id == stored(engine, first).id


@pytest.mark.parametrize(
    ("reported", "said"),
    [((WIFI, ("5.3.6",)), ALIKE), ((HOLE, ()), ALSO_HOLE)],
    ids=["about the same thing of the plan", "in nearly the same words"],
)
def test_it_is_offered(engine: Engine, somying: Chat, reported: tuple[str, tuple[str, ...]], said: str) -> None:
    given(engine, text=reported[0], codes=reported[1])

    assert _offered(somying, said) is True


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": WIFI, "codes": ("5.3.6",)}, "เน็ตฟรีที่โรงเรียนบ้านโนนช้ามาก อยากให้แก้"),
        ({"text": WIFI, "codes": ("5.3.6",), "state": "closed"}, ALIKE),
        ({"text": WIFI, "codes": ("5.3.6",), "state": "merged"}, ALIKE),
        ({"text": WIFI, "codes": ("5.3.6",), "name": "somying"}, "อยากให้แก้เน็ตฟรีที่ศาลากลาง สัญญาณหลุดบ่อยมาก"),
        ({"text": f"{HOLE} มีคนโกงค่าซ่อม"}, f"{HOLE} อยากให้ซ่อม"),
        ({"text": HOLE}, f"{HOLE} มีคนโกงค่าซ่อม อยากให้ตรวจสอบ"),
    ],
    ids=["other words", "closed", "merged", "the own", "a report of wrongdoing", "wrongdoing, told now"],
)
def test_it_is_not_offered(engine: Engine, somying: Chat, fields: dict[str, object], said: str) -> None:
    given(engine, **fields)  # type: ignore[arg-type]  # columns

    assert _offered(somying, said) is False


@pytest.mark.parametrize(("place", "offered"), [(NEARBY, True), (FAR, False)], ids=["nearby", "elsewhere"])
def test_a_place_nearby_counts_as_the_same_thing(
    engine: Engine, somying: Chat, place: tuple[float, float], offered: bool
) -> None:
    given(engine, text="ไฟถนนดับทั้งซอยมาสามวันแล้ว", latitude=PLACE[0], longitude=PLACE[1])
    somying.say("ไฟถนนดับ ซอยมืดมาก อยากให้ซ่อม")
    somying.say("", kind="location", place=place)

    assert (FOLLOW in somying.last.suggestions) is offered


def test_a_case_that_was_erased_is_nobodys_to_follow(engine: Engine, somying: Chat) -> None:
    number = given(engine, codes=("5.3.6",), text=WIFI)
    with session_factory(engine).begin() as session:
        case = rows.by_number(session, number.replace("-", ""))
        assert case is not None
        case.person_id = None

    assert _offered(somying, ALIKE) is False


def test_beside_a_warning_the_preview_keeps_every_button(engine: Engine, somying: Chat) -> None:
    dry = "น้ำประปาบ้านเหล่าไม่ไหลมาสามวันแล้ว ช่วยด้วย"
    given(engine, text=dry)
    told = somying.say(dry)

    assert ("191" in told, FOLLOW in somying.last.suggestions, "ให้เบอร์ติดต่อ" in somying.last.suggestions) == (True,) * 3
