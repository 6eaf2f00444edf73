"""Can officers be invited, work in chat, and nobody else learn of it; does a person's answer reach the officer?"""

import pytest
from sqlalchemy import Engine, text

from bot.dispatch import Dispatcher
from db import dialogues, staff
from db.session import session_factory
from handlers.case_number import shown
from handlers.officers.commands import read_command
from tests.case_rows import SECRECY, add, confide, given, history, person, stored
from tests.office import (
    AGENCY,
    MALEE,
    OTHER_AGENCY,
    PRANEE,
    SOMCHAI,
    URL,
    Chat,
    audited,
    invited,
    joined,
    officer,
)

QUESTION = "สะดวกให้ช่างเข้าวันศุกร์ไหมคะ"


@pytest.fixture(name="citizen")
def _citizen(plan_bot: Dispatcher) -> Chat:
    """Whose case `case` is."""
    return Chat(plan_bot, "U1")


# --- who is an officer


def test_a_code_makes_an_officer(plan_bot: Dispatcher) -> None:
    said = joined(plan_bot, MALEE).last

    assert (said.status, officer(plan_bot.engine, MALEE).channel) == ("staff", "line")


def test_a_link_to_telegram_brings_the_code(plan_bot: Dispatcher) -> None:
    chat = Chat(plan_bot, "T1", "telegram")
    chat.say("", kind="welcome", invitation=invited(plan_bot.engine, MALEE))

    assert (chat.last.status, officer(plan_bot.engine, MALEE).channel) == ("staff", "telegram")


def test_a_code_works_once(plan_bot: Dispatcher) -> None:
    code = invited(plan_bot.engine, MALEE)
    Chat(plan_bot, "first").say(code)
    second = Chat(plan_bot, "second")
    second.say(code)

    assert second.last.status == "unknown"


def test_a_code_of_somebody_removed_is_none(plan_bot: Dispatcher) -> None:
    code = invited(plan_bot.engine, MALEE)
    with session_factory(plan_bot.engine).begin() as session:
        found = staff.by_name(session, MALEE)
        assert found is not None
        staff.remove(session, found)
    chat = Chat(plan_bot, "late")
    chat.say(code)

    assert chat.last.status == "unknown"


def test_the_same_account_is_not_two_officers(plan_bot: Dispatcher, malee: Chat) -> None:
    malee.say(invited(plan_bot.engine, SOMCHAI))

    assert (malee.last.status, officer(plan_bot.engine, SOMCHAI).joined_at) == ("staff", None)


def test_the_platform_id_is_encrypted(plan_bot: Dispatcher, malee: Chat) -> None:
    row = officer(plan_bot.engine, MALEE)

    assert (malee.user in repr(vars(row)), SECRECY.open(row.platform_id, "officer", "line")) == (False, malee.user)


WITH_NUMBER = ("ดูเรื่อง", "รับเรื่อง", "เริ่มทำ", "ถามผู้แจ้ง", "ตอบผู้แจ้ง", "ปิดเรื่อง", "ไม่รับเรื่อง", "บันทึกภายใน", "ดูข้อความเต็ม")


@pytest.mark.parametrize("channel", ["line", "telegram"])
@pytest.mark.parametrize("command", WITH_NUMBER)
def test_a_stranger_changes_nothing(plan_bot: Dispatcher, case: str, command: str, channel: str) -> None:
    stranger = Chat(plan_bot, "stranger", channel)
    stranger.say(f"{command} {case} ข้อความ")

    assert (stranger.last.status == "staff", stored(plan_bot.engine, case).state) == (False, "received")


@pytest.mark.parametrize("command", WITH_NUMBER)
def test_a_case_of_another_agency_is_not_there(plan_bot: Dispatcher, command: str, malee: Chat) -> None:
    theirs = given(plan_bot.engine, agency=OTHER_AGENCY)
    none = malee.say(f"{command} 482-915-731 ข้อความ")
    said = malee.say(f"{command} {theirs} ข้อความ")

    assert (said.replace(theirs, ""), stored(plan_bot.engine, theirs).state) == (
        none.replace("482-915-731", ""),
        "received",
    )


def test_lists_hold_only_the_own_agency(plan_bot: Dispatcher, malee: Chat, case: str) -> None:
    theirs = given(plan_bot.engine, agency=OTHER_AGENCY)
    said = malee.say("เรื่องใหม่")

    assert (case in said, theirs in said) == (True, False)


def test_a_coordinator_sees_all(plan_bot: Dispatcher, case: str) -> None:
    theirs = given(plan_bot.engine, agency=OTHER_AGENCY)
    said = joined(plan_bot, PRANEE, "coordinator", "").say("เรื่องใหม่")

    assert (case in said, theirs in said) == (True, True)


def test_an_officer_without_chat_has_no_commands_in_a_group(malee: Chat) -> None:
    malee.say("เรื่องใหม่", in_group=True)

    assert malee.last.status != "staff"


def test_who_was_removed_is_a_stranger_at_once(plan_bot: Dispatcher, malee: Chat) -> None:
    with session_factory(plan_bot.engine).begin() as session:
        found = staff.by_name(session, MALEE)
        assert found is not None
        staff.remove(session, found)
    malee.say("เรื่องใหม่")

    assert malee.last.status != "staff"


def test_who_asks_what_the_bot_can_do_reads_the_commands(malee: Chat) -> None:
    assert "ถามผู้แจ้ง" in malee.say("ช่วยอะไรได้บ้าง")


def test_officers_still_ask_about_the_plan(malee: Chat) -> None:
    assert "15.00" in malee.say("เน็ตฟรีใช้งบเท่าไหร่")


def test_an_officer_on_telegram_works_alike(plan_bot: Dispatcher, case: str) -> None:
    chat = joined(plan_bot, MALEE, channel="telegram")
    chat.say(f"รับเรื่อง {case}")

    assert (stored(plan_bot.engine, case).assignee, officer(plan_bot.engine, MALEE).channel) == (MALEE, "telegram")


def test_the_page_makes_nobody_an_officer(plan_bot: Dispatcher) -> None:
    chat = Chat(plan_bot, "browser", "web")
    chat.say(invited(plan_bot.engine, MALEE))

    assert (chat.last.status == "staff", officer(plan_bot.engine, MALEE).joined_at) == (False, None)


# --- what they do


def test_take_ask_answer_close(plan_bot: Dispatcher, malee: Chat, case: str) -> None:
    for said in (f"รับเรื่อง {case}", f"ถามผู้แจ้ง {case} {QUESTION}", f"ตอบผู้แจ้ง {case} ช่างไปแล้ว", f"ปิดโดยไม่แก้ {case} ไม่มีงบ"):
        malee.say(said)
    states = [update.action for update in history(plan_bot.engine, case)]

    assert states == ["received", "assigned", "asked", "answered", "closed"]


def test_words_that_lack_are_asked_for(plan_bot: Dispatcher, malee: Chat, case: str) -> None:
    malee.say(f"ถามผู้แจ้ง {case}")
    malee.say(QUESTION)

    assert history(plan_bot.engine, case)[-1].text == QUESTION


def test_what_was_begun_can_be_cancelled(plan_bot: Dispatcher, malee: Chat, case: str) -> None:
    malee.say(f"ถามผู้แจ้ง {case}")
    malee.say("ยกเลิก")
    malee.say("เน็ตฟรีใช้งบเท่าไหร่")

    assert [update.action for update in history(plan_bot.engine, case)] == ["received"]


def test_a_photo_is_evidence_that_the_person_may_see(plan_bot: Dispatcher, malee: Chat, case: str) -> None:
    malee.say(f"ปิดเรื่อง {case} เปลี่ยนอุปกรณ์แล้ว")
    before = stored(plan_bot.engine, case).state
    malee.photo()
    closed = history(plan_bot.engine, case)[-1]

    assert (before, stored(plan_bot.engine, case).fixed, f"{URL}/evidence/" in closed.evidence) == (
        "received",
        True,
        True,
    )


def test_a_case_is_handed_to_a_colleague_alone(plan_bot: Dispatcher, malee: Chat, case: str) -> None:
    joined(plan_bot, SOMCHAI, agency=OTHER_AGENCY)
    joined(plan_bot, "วิชัย")
    malee.say(f"มอบเรื่อง {case} {SOMCHAI}")
    before = stored(plan_bot.engine, case).assignee
    malee.say(f"มอบเรื่อง {case} วิชัย")

    assert (before, stored(plan_bot.engine, case).assignee) == ("", "วิชัย")


def test_a_coordinator_hands_a_case_to_another_agency(plan_bot: Dispatcher, case: str) -> None:
    joined(plan_bot, SOMCHAI, agency=OTHER_AGENCY)
    joined(plan_bot, PRANEE, "coordinator", "").say(f"มอบเรื่อง {case} {SOMCHAI}")

    assert (stored(plan_bot.engine, case).assignee, stored(plan_bot.engine, case).agency) == (SOMCHAI, OTHER_AGENCY)


def test_a_search_finds_parts_of_thai_words(malee: Chat, case: str) -> None:
    assert (case in malee.say("ค้นเรื่อง ศาลากล"), case in malee.say("ค้นเรื่อง ถนน")) == (True, False)


def test_a_place_is_shown_with_its_name(plan_bot: Dispatcher, malee: Chat) -> None:
    case = given(plan_bot.engine, agency=AGENCY, latitude=16.44, longitude=102.83, place_name="วัดหลวง")
    said = malee.say(case)

    assert ("16.44000, 102.83000" in said, "วัดหลวง" in said) == (True, True)


# --- what was confided


def test_what_was_confided_is_read_by_who_handles_it_and_that_is_written_down(
    plan_bot: Dispatcher, malee: Chat, case: str
) -> None:
    confide(plan_bot.engine, case, "โทร 089-999-8888 นะ", "ลุงมี")
    hidden = malee.say(f"ดูข้อความเต็ม {case}")
    shown_before = malee.say(f"ดูเรื่อง {case}")
    read_before = (MALEE, "read") in audited(plan_bot.engine)
    malee.say(f"รับเรื่อง {case}")
    said = malee.say(f"ดูข้อความเต็ม {case}")

    assert ("089" in hidden + shown_before, read_before) == (False, False)
    assert ("089-999-8888" in said, "ลุงมี" in said, audited(plan_bot.engine)[-1]) == (True, True, (MALEE, "read"))


def test_every_command_on_a_case_is_written_down(plan_bot: Dispatcher, malee: Chat, case: str) -> None:
    malee.say(f"รับเรื่อง {case}")
    malee.say(f"บันทึกภายใน {case} โทรแล้ว")

    assert audited(plan_bot.engine) == [(MALEE, "joined"), (MALEE, "take"), (MALEE, "note")]


def test_a_note_is_for_the_office_alone(plan_bot: Dispatcher, malee: Chat, case: str) -> None:
    malee.say(f"บันทึกภายใน {case} โทรแล้วไม่รับ")

    assert (history(plan_bot.engine, case)[-1].public, "โทรแล้ว" in Chat(plan_bot, "U1").say(case)) == (False, False)


# --- officers ask, people answer


@pytest.fixture(name="asked")
def _asked(malee: Chat, case: str, citizen: Chat) -> Chat:
    """The citizen, who has heard the question."""
    malee.say(f"ถามผู้แจ้ง {case} {QUESTION}")
    assert QUESTION in citizen.say("สวัสดี")
    return citizen


def test_the_answer_reaches_the_case(plan_bot: Dispatcher, asked: Chat, case: str) -> None:
    said = asked.say("สะดวกค่ะ")
    last = history(plan_bot.engine, case)[-1]

    assert (last.action, last.text, "ส่งถึงเจ้าหน้าที่" in said, "2.00" in said) == ("replied", "สะดวกค่ะ", True, False)


def test_what_is_said_before_the_question_was_heard_is_no_answer(
    plan_bot: Dispatcher, malee: Chat, case: str, citizen: Chat
) -> None:
    malee.say(f"ถามผู้แจ้ง {case} {QUESTION}")
    citizen.say("สะดวกค่ะ")

    assert history(plan_bot.engine, case)[-1].action == "asked"


def test_a_question_about_the_plan_is_answered(plan_bot: Dispatcher, asked: Chat, case: str) -> None:
    said = asked.say("เน็ตฟรีใช้งบเท่าไหร่")

    assert ("15.00" in said, history(plan_bot.engine, case)[-1].action) == (True, "asked")


def test_and_can_be_passed_on_by_a_button(plan_bot: Dispatcher, asked: Chat, case: str) -> None:
    asked.say("เน็ตฟรีใช้งบเท่าไหร่")
    asked.say(next(button for button in asked.last.suggestions if "เจ้าหน้าที่" in button))

    assert history(plan_bot.engine, case)[-1].text == "เน็ตฟรีใช้งบเท่าไหร่"


def test_a_phone_number_in_an_answer_is_sealed(plan_bot: Dispatcher, malee: Chat, asked: Chat, case: str) -> None:
    asked.say("โทร 089-999-8888 ค่ะ")
    last = history(plan_bot.engine, case)[-1]
    malee.say(f"รับเรื่อง {case}")
    button = malee.last.suggestions[-1]

    assert ("089" in last.text, button, "089-999-8888" in malee.say(button)) == (False, f"ดูข้อความเต็ม {case}", True)


def test_a_photo_and_a_place_reach_the_case(plan_bot: Dispatcher, asked: Chat, case: str) -> None:
    asked.photo()
    asked.say("", kind="location", place=(16.5, 102.25), place_name="วัดหลวง")
    row = stored(plan_bot.engine, case)

    assert (row.latitude, row.longitude, row.place_name, [u.action for u in history(plan_bot.engine, case)][-2:]) == (
        16.5,
        102.25,
        "วัดหลวง",
        ["replied", "replied"],
    )


def test_the_page_takes_photos_as_soon_as_the_question_was_told(
    plan_bot: Dispatcher, malee: Chat, plan_engine: Engine
) -> None:
    with session_factory(plan_engine).begin() as session:
        case = shown(add(session, person(session, "W1", "web"), agency=AGENCY).number)
    citizen = Chat(plan_bot, "W1", "web")
    citizen.say("สวัสดี")
    before = citizen.last.taking
    malee.say(f"ถามผู้แจ้ง {case} {QUESTION}")
    citizen.say("สวัสดี")
    told = citizen.last.taking, plan_bot.takes_photos("web", "W1")
    citizen.say("สะดวกค่ะ")

    assert (before, told, citizen.last.taking) == (False, (True, True), True)


def test_danger_comes_before_the_officer(plan_bot: Dispatcher, asked: Chat, case: str) -> None:
    asked.say("ไฟไหม้บ้าน ช่วยด้วย")

    assert (asked.last.status, history(plan_bot.engine, case)[-1].action) == ("emergency", "asked")


def test_the_talk_can_be_ended(plan_bot: Dispatcher, asked: Chat, case: str) -> None:
    asked.say("จบการคุยกับเจ้าหน้าที่")
    asked.say("สะดวกค่ะ")

    assert history(plan_bot.engine, case)[-1].action == "asked"


def test_the_bot_is_back_by_itself(
    plan_bot: Dispatcher, asked: Chat, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.say("สะดวกค่ะ")
    monkeypatch.setattr(dialogues, "MORE", -dialogues.MORE)
    asked.say("มีหมาเห่า")

    assert history(plan_bot.engine, case)[-1].text == "สะดวกค่ะ"


def test_closing_ends_the_talk(plan_bot: Dispatcher, malee: Chat, asked: Chat, case: str) -> None:
    malee.say(f"ปิดโดยไม่แก้ {case} ไม่มีงบ")
    asked.say("สวัสดี")
    asked.say("สะดวกค่ะ")

    assert history(plan_bot.engine, case)[-1].action == "closed"


def test_a_person_is_at_hand(asked: Chat) -> None:
    assert "1567" in asked.say("ขอเบอร์คุยกับคน")


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_person_reads_question_and_answer_in_the_history(asked: Chat, case: str, language: str) -> None:
    asked.say("สะดวกค่ะ" if language == "th" else "yes, Friday is fine")

    assert QUESTION in asked.say(case if language == "th" else f"how is my case {case}")


def test_of_two_questions_the_number_decides(plan_bot: Dispatcher, malee: Chat, asked: Chat, case: str) -> None:
    other = given(plan_bot.engine, agency=AGENCY, text="ไฟถนนดับ")
    malee.say(f"ถามผู้แจ้ง {other} ดับกี่ดวงคะ")
    asked.say("สวัสดี")
    asked.say("สองดวงค่ะ")

    assert (history(plan_bot.engine, other)[-1].text, history(plan_bot.engine, case)[-1].action) == (
        "สองดวงค่ะ",
        "asked",
    )


def test_erasing_takes_the_sealed_answer_too(plan_bot: Dispatcher, asked: Chat, case: str) -> None:
    asked.say("โทร 089-999-8888 ค่ะ")
    asked.say("ลบข้อมูลของฉัน")
    asked.say("ยืนยันลบข้อมูล")
    with session_factory(plan_bot.engine)() as session:
        left = session.execute(text("SELECT text, sealed_text FROM feedback_update WHERE text || sealed_text <> ''"))

        assert left.all() == []


# --- commands


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("รับเรื่อง 482-915-737", ("take", "482-915-737", "")),
        ("ถามผู้แจ้ง 482915737 มาเมื่อไหร่", ("ask", "482-915-737", "มาเมื่อไหร่")),
        ("482 915 737", ("show", "482-915-737", "")),
        ("ถามผู้แจ้ง", ("ask", "", "")),
        ("รับเรื่อง 482-915-738", ("take", "482-915-738", "")),
        ("รับเรื่องร้องเรียนที่ไหน", None),
        ("รับเรื่อง ร้องเรียนที่ไหน", None),
        ("ถามผู้แจ้ง มาเมื่อไหร่\nเช้าไหม", ("ask", "", "มาเมื่อไหร่\nเช้าไหม")),
        ("ตอบผู้แจ้ง ตามหนังสือ 482915737", ("answer", "", "ตามหนังสือ 482915737")),
        ("ตอบผู้แจ้งยังไง", None),
        ("เรื่องใหม่มีไหม", None),
    ],
)
def test_commands_are_read(said: str, expected: tuple[str, str, str] | None) -> None:
    command = read_command(said)

    assert (command and (command.name, command.number, command.words)) == expected


def test_a_number_is_shown_as_people_know_it(plan_bot: Dispatcher, malee: Chat, case: str) -> None:
    assert shown(stored(plan_bot.engine, case).number) in malee.say(case.replace("-", ""))
