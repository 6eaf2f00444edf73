"""Does a button do to its own case or draft what it did when it was offered, however late, twice or elsewhere?"""

import pytest

from handlers.action import Action, read_action
from knowledge.index import Index
from tests.talk_chats import LAMP, ROAD, Talk, text_of

WIFI = "เน็ตฟรีใช้งบเท่าไหร่"
WHOLE = "แผนนี้ใช้งบทั้งหมดเท่าไหร่"


def test_an_action_is_read_as_it_was_written() -> None:
    action = Action("ให้ 4 คะแนน", "rate", "482915737", "4", "en")

    assert read_action(action.data, action.label) == action


@pytest.mark.parametrize("data", ["", "rate", "rate/t/1", "rate/x/1/2", "ra te/t/1/2", "ask/t//" + "ก" * 300])
def test_what_is_no_action_is_none(data: str) -> None:
    assert read_action(data) is None


# --- cases


def test_a_mark_is_for_the_case_under_which_it_stands(talk: Talk) -> None:
    road, lamp = talk.new_case(ROAD), talk.new_case(LAMP)
    first = talk.close(road)
    talk.close(lamp)
    talk.press("ให้ 1 คะแนน", first)

    assert [case.satisfaction for case in talk.cases()] == [1, None]


def test_not_done_opens_the_case_under_which_it_stands(talk: Talk) -> None:
    road, lamp = talk.new_case(ROAD), talk.new_case(LAMP)
    first = talk.close(road)
    talk.close(lamp)
    talk.press("ยังไม่เสร็จ", first)

    assert [case.state for case in talk.cases()] == ["contested", "closed"]


def test_a_mark_pressed_twice_counts_once_and_another_takes_its_place(talk: Talk) -> None:
    closed = talk.close(talk.new_case())
    for label in ("ให้ 4 คะแนน", "ให้ 4 คะแนน", "ให้ 2 คะแนน"):
        talk.press(label, closed)

    assert [case.satisfaction for case in talk.cases()] == [2]


@pytest.mark.parametrize(("typed", "mark"), [("ให้ 1 คะแนน", 1), ("4", 4)])
def test_a_typed_mark_for_one_of_several_asks_which(talk: Talk, typed: str, mark: int) -> None:
    road, lamp = talk.new_case(ROAD), talk.new_case(LAMP)
    talk.close(road)
    talk.close(lamp)
    talk.say("ขอบคุณค่ะ")
    asked = talk.say(typed)
    talk.press(asked.suggestions[1])

    assert ([case.satisfaction for case in talk.cases()], len(asked.suggestions)) == ([mark, None], 2)


def test_a_typed_not_done_for_one_of_several_asks_which(talk: Talk) -> None:
    for case in (talk.new_case(ROAD), talk.new_case(LAMP)):
        talk.close(case)
    asked = talk.say("ยังไม่เสร็จ")

    assert (len(asked.suggestions), [case.state for case in talk.cases()]) == (2, ["closed", "closed"])


@pytest.mark.parametrize(
    ("reply", "became"),
    [("ให้ 1 คะแนน", (1, "closed")), ("3", (3, "closed")), ("ยังไม่เสร็จค่ะ", (None, "contested"))],
)
def test_a_reply_or_quote_names_its_case(talk: Talk, reply: str, became: tuple[int | None, str]) -> None:
    road, lamp = talk.new_case(ROAD), talk.new_case(LAMP)
    talk.close(road)
    talk.was_sent("bot-1", road.number)
    talk.close(lamp)
    talk.was_sent("bot-2", lamp.number)
    talk.say(reply, answers="bot-1")

    assert [(case.satisfaction, case.state) for case in talk.cases()] == [became, (None, "closed")]


def test_a_reply_to_an_open_case_reaches_its_officers(talk: Talk) -> None:
    road = talk.new_case(ROAD)
    talk.new_case(LAMP)
    talk.was_sent("bot-1", road.number)
    answer = talk.say("อยู่ตรงข้ามร้านค้าชุมชนค่ะ", answers="bot-1")

    assert road.number[:3] in text_of(answer)


def test_the_reply_of_somebody_else_names_no_case(talk: Talk, index: Index) -> None:
    closed = talk.new_case()
    talk.close(closed)
    talk.was_sent("bot-1", closed.number)
    Talk(talk.session, index, "somying").say("ให้ 1 คะแนน", answers="bot-1")

    assert [case.satisfaction for case in talk.cases()] == [None]


def test_a_button_of_somebody_elses_case_does_nothing(talk: Talk, index: Index) -> None:
    closed = talk.close(talk.new_case())
    told = Talk(talk.session, index, "somying").press_action(closed.action("ให้ 1 คะแนน"))

    assert ([case.satisfaction for case in talk.cases()], "ไม่มีอยู่แล้ว" in text_of(told)) == ([None], True)


def test_a_button_of_an_erased_case_says_so(talk: Talk) -> None:
    closed = talk.close(talk.new_case())
    talk.say("ลบข้อมูลของฉัน", "ยืนยันลบข้อมูล")

    assert "ไม่มีอยู่แล้ว" in text_of(talk.press("ให้ 1 คะแนน", closed))


# --- drafts


def test_the_button_of_a_cancelled_draft_sends_no_other(talk: Talk) -> None:
    first = talk.say(ROAD)
    talk.press("ยกเลิก")
    talk.say(LAMP)
    told = talk.press("ยินยอมและส่งเรื่อง", first)

    assert (talk.cases(), "ยกเลิกไปแล้ว" in text_of(told)) == ([], True)


def test_the_other_draft_is_still_there_then(talk: Talk) -> None:
    first = talk.say(ROAD)
    talk.press("ยกเลิก")
    second = talk.say(LAMP)
    talk.press("ยินยอมและส่งเรื่อง", first)
    talk.press("ยินยอมและส่งเรื่อง", second)

    assert [case.text for case in talk.cases()] == [LAMP]


def test_send_pressed_twice_makes_one_case_and_tells_its_number(talk: Talk) -> None:
    shown = talk.say(ROAD)
    talk.press("ยินยอมและส่งเรื่อง", shown)
    again = talk.press("ยินยอมและส่งเรื่อง", shown)
    [case] = talk.cases()

    assert case.number[:3] in text_of(again)


def test_send_pressed_in_a_chat_that_forgot_it_says_so(talk: Talk, index: Index) -> None:
    shown = talk.say(ROAD)
    later = Talk(talk.session, index)

    assert ("ไม่มีอยู่แล้ว" in text_of(later.press_action(shown.action("ยินยอมและส่งเรื่อง"))), talk.cases()) == (True, [])


def test_the_offer_under_an_answer_is_of_that_message(talk: Talk) -> None:
    offered = talk.say("ทำไมเน็ตฟรีช้าจัง งบเท่าไหร่")
    talk.say(WIFI)
    told = talk.press("ส่งเป็นความคิดเห็น", offered)

    assert "ไม่มีอยู่แล้ว" in text_of(told)


# --- what is asked of the plan


@pytest.mark.parametrize("before", ["ประเด็นที่ 3 มีโครงการอะไรบ้าง", WIFI, "งบสำนักงานจังหวัดปี 2555", ROAD])
def test_the_button_for_the_whole_plan_means_the_whole_plan(talk: Talk, before: str) -> None:
    offered = talk.send("help")
    talk.say(before)

    assert "110.30" in text_of(talk.press(WHOLE, offered))


@pytest.mark.parametrize("after", ["ประเด็นที่ 3 มีโครงการอะไรบ้าง", ROAD, "โครงการอบรมคอมพิวเตอร์งบเท่าไหร่", "สวัสดีค่ะ"])
def test_every_suggestion_gives_later_what_it_gave_at_once(talk: Talk, index: Index, after: str) -> None:
    def pressed(*between: str) -> list[str]:
        told = []
        for place in range(len(Talk(talk.session, index).say(WIFI).suggestions)):
            chat = Talk(talk.session, index)
            offered = chat.say(WIFI)
            chat.say(*between) if between else None
            told.append(str(chat.press(offered.suggestions[place], offered).value))
        return told

    assert pressed(after, "ประเด็นที่ 2 งบเท่าไหร่", "แล้วปี 2556 ล่ะ", "ใครดูแลโครงการอบรมคอมพิวเตอร์") == pressed()


def test_a_suggestion_is_no_contact_while_one_is_asked_for(talk: Talk) -> None:
    offered = talk.say(WIFI)
    talk.say(ROAD)
    talk.press("ให้เบอร์ติดต่อ")
    talk.press(offered.suggestions[0], offered)

    assert (talk.conversation.intake.contact if talk.conversation.intake else "none") == ""


def test_a_choice_still_names_what_was_asked_of_it(talk: Talk) -> None:
    asked = talk.say("กลยุทธ์ที่ 1 งบเท่าไหร่")
    at_once = talk.press(asked.suggestions[0]).value
    talk.say("ประเด็นที่ 3 มีโครงการอะไรบ้าง", "เน็ตฟรีใครดูแล")

    assert (talk.press(asked.suggestions[0], asked).value, at_once is not None) == (at_once, True)


def test_what_followed_an_answer_that_is_forgotten_says_so(talk: Talk, index: Index) -> None:
    offered = talk.say(WIFI)
    texts = [text for text in offered.suggestions if offered.action(text).subject]

    assert "นานแล้ว" in text_of(Talk(talk.session, index).press_action(offered.action(texts[0])))
