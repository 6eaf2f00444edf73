"""What the plan says in words, what a thing is, whom an issue concerns: read as the right query, or not at all?"""

import pytest
from sqlalchemy.orm import Session

from handlers.conversation import Conversation
from handlers.message import Message
from handlers.reply import reply
from knowledge.draft import take_apart
from knowledge.group import GROUP_OF_ASK
from knowledge.index import Index
from knowledge.parsing.parse import Parsed, parse
from knowledge.query import algebra as a
from knowledge.question import Turn
from knowledge.reading import read


def _issue(*codes: str) -> a.Named:
    return a.Named("issue", codes)


def _concerned(code: str) -> a.Of:
    return a.Of("stakeholder", _issue(code))


def _aims(code: str) -> a.Of:
    return a.Of("agency_strategy", _issue(code))


def _passage(*keys: str) -> a.Text:
    return a.Text(a.Named("passage", keys))


def _measure(key: str) -> a.Text:
    return a.Text(a.Named("measure", (key,)))


CHAIR = a.Text(a.Named("item", ("5.L4.1",)))
AFTER_THE_PLAN, DURING_THE_YEAR, DIMENSIONS = _passage("P26"), _passage("P24"), _passage("P14")
MEASURES = a.Of("measure", _issue("5.2"))

WORDS: dict[str, a.Query] = {
    "ใครนั่งหัวโต๊ะคณะอนุกรรมการบริหารยุทธศาสตร์ที่จะตั้งขึ้น": CHAIR,
    "คณะอนุกรรมการบริหารยุทธศาสตร์จังหวัด ผู้ว่าฯ นั่งประธานเองเลยใช่มั้ย": CHAIR,
    "คณะอนุกรรมการบริหารยุทธศาสตร์ห้าด้าน ตำแหน่งไหนนั่งเป็นประธาน": CHAIR,
    "พอครบสี่ปีแล้วตามเอกสารต้องประเมินแผนกันแบบไหน": AFTER_THE_PLAN,
    "หัวข้อ 8 พูดถึงการปฏิบัติงานสามมิติ (approach) มีอะไรบ้าง": DIMENSIONS,
    "กรอบยุทธศาสตร์ภาคของสภาพัฒน์ เสนอให้พัฒนาเมืองแฝดที่ใดบ้าง": a.Text(a.Named("item", ("5.L2.6",))),
    "ขอดูข้อ 4 ของกรอบยุทธศาสตร์ภาค": a.Text(a.Named("item", ("5.L2.4",))),
    "มาตรการที่ 4 ที่ได้จากผลสำรวจความต้องการภาคประชาชน คืออะไร": _measure("P3"),
    "What is the third measure?": _measure("P2"),
    "มาตรการข้อสามกับข้อสี่ว่าด้วยเรื่องใด": a.Text(a.Named("measure", ("P2", "P3"))),
    "มาตรการที่พูดถึงภาครัฐแนวใหม่คือข้อใด": _measure("P0"),
    "มาตรการที่ 1 ของประเด็นพัฒนาบุคลากรคืออะไร": _measure("P0"),
    "ผลสำรวจความต้องการภาคประชาชนนำมาสู่มาตรการใดบ้าง": a.Listing(MEASURES),
    "ประเด็นพัฒนาบุคลากร มีมาตรการจากผลสำรวจความต้องการภาคประชาชนกี่ข้อ": a.Tell(a.Number(MEASURES)),
    "หน่วยงานที่เกี่ยวข้องกับประเด็นการจัดเก็บรายได้มีหน่วยงานใดบ้าง": a.Listing(_concerned("5.1")),
    "ประเด็น 3 มีหน่วยงานที่เกี่ยวข้องกี่แห่ง": a.Tell(a.Number(_concerned("5.3"))),
    "นอกจากสรรพากรแล้ว เรื่องจัดเก็บรายได้ภาครัฐมีหน่วยงานไหนเกี่ยวข้องอีกบ้าง": a.Listing(
        a.Without(_concerned("5.1"), a.Named("stakeholder", ("S0",)))
    ),
    "ประเด็นที่ 6 ยุทธศาสตร์หน่วยงานว่าอย่างไร": a.Listing(_aims("5.6")),
    "ยุทธศาสตร์หน่วยงานของพวกสรรพากร สรรพสามิต ที่ดิน ขนส่ง ในประเด็นแรก สรุปไว้ว่าอะไร": a.Listing(_aims("5.1")),
    "ใครคือผู้มีส่วนเกี่ยวข้องในประเด็นที่ 3 มีมหาวิทยาลัยด้วยหรือไม่": a.Listing(_concerned("5.3")),
    "หน่วยงานที่เกี่ยวข้องของประเด็นที่ 2 กับประเด็นที่ 4 ต่างกันอย่างไร": a.Several(
        (a.Listing(_concerned("5.2")), a.Listing(_concerned("5.4")))
    ),
    "SIPA โผล่มาอยู่ในประเด็นไหนของแผน": a.Listing(a.Of("issue", a.Named("stakeholder", ("S16",)))),
    "e-service": a.Listing(a.Named("project", ("5.3.1",))),
    "PPIS มันคืออะไรอะ": a.Listing(a.Named("project", ("5.2.5",))),
    "เมืองเวียดนามที่จะไปผูกมิตรด้วยนี่มีเมืองอะไรมั่ง": a.Listing(a.Named("project", ("5.6.3", "5.6.4"))),
    "สรรพากรเขาทำอะไรบ้างในแผนนี้": a.Listing(a.Of("project", a.Named("agency", ("สรรพากรจังหวัด",)))),
    "ยุทธศาสตร์ที่ห้าเกี่ยวกับอะไรคะ": a.Listing(a.All("strategy")),
    "แผนนี่เริ่มปีไหนจบปีไหน": a.Listing(a.All("strategy")),
}


@pytest.mark.parametrize("text", WORDS)
def test_words_of_the_plan_are_found(text: str, index: Index) -> None:
    found = parse(index, take_apart(index, read(index, text)))

    assert found is not None
    assert (found.query, found.dropped) == (WORDS[text], ())


GOING_ON: list[tuple[tuple[str, ...], a.Query]] = [
    (("ใครเป็นประธานคณะอนุกรรมการบริหารยุทธศาสตร์จังหวัด", "แล้วคณะที่ว่าต้องตั้งทั้งหมดกี่ด้าน"), CHAIR),
    (("ใครเป็นประธานคณะอนุกรรมการบริหารยุทธศาสตร์จังหวัด", "ต้องทำงานเชื่อมกับใคร"), CHAIR),
    (("การประเมินผลเมื่อสิ้นสุดแผนทำเพื่ออะไร", "แล้วที่ทำระหว่างปีล่ะ"), DURING_THE_YEAR),
    (("ประเด็นพัฒนาบุคลากร มีมาตรการกี่ข้อ", "ข้อ 4 ว่าไงคะ"), _measure("P3")),
    (("ประเด็นที่ 1 มีหน่วยงานเกี่ยวข้องใครบ้าง", "แล้วยุทธศาสตร์ของหน่วยงานเหล่านี้คืออะไร"), a.Listing(_aims("5.1"))),
    (("งบประเด็น 2 เท่าไร", "มาตรการที่ 4 ในประเด็นนี้เขียนว่าอะไร"), _measure("P3")),
]


@pytest.mark.parametrize(("texts", "query"), GOING_ON, ids=[texts[-1] for texts, _ in GOING_ON])
def test_a_chat_about_the_text_goes_on(texts: tuple[str, ...], query: a.Query, session: Session, index: Index) -> None:
    conversation = Conversation()
    for text in texts[:-1]:
        _, conversation = reply(session, index, Message("ask", "", text), conversation)

    found = _going_on(index, texts[-1], conversation.of_plan(""))

    assert found is not None
    assert (found.query, found.dropped) == (query, ())


def _going_on(index: Index, text: str, history: tuple[Turn, ...]) -> Parsed | None:
    group = GROUP_OF_ASK.get(history[-1].question.ask, "money")
    return parse(index, take_apart(index, read(index, text), group), history)


@pytest.mark.parametrize(
    "text",
    [
        "คณะอนุกรรมการบริหารยุทธศาสตร์จังหวัดที่ไม่มีรองผู้ว่าเป็นประธาน",  # what is not so
        "คณะอนุกรรมการบริหารยุทธศาสตร์จังหวัด 7 ด้าน ใครเป็นประธาน",  # another number than the passage has
        "คณะอนุกรรมการบริหารยุทธศาสตร์จังหวัดใช้งบเท่าไร",  # money of what only the text speaks of
        "คณะอนุกรรมการบริหารยุทธศาสตร์จังหวัดดูแลโครงการอะไร",  # projects of it
        "มาตรการป้องกันไฟป่าและหมอกควันมีอะไรบ้าง",  # measures of another matter
        "e-service ใครเป็นคนคิด",  # who, of a thing
        "e-service ที่ไม่ใช่ของจังหวัด",
        "แผนนี้ดูแลสุนัขจรจัดยังไง",  # what the plan does not speak of
    ],
)
def test_what_asks_for_something_else_is_not_answered_with_words(text: str, index: Index) -> None:
    found = parse(index, take_apart(index, read(index, text)))

    assert found is None or found.form not in ("passage", "passage_again", "measures", "thing", "plan_itself")


def test_a_bare_name_is_told_with_its_figures(session: Session, index: Index) -> None:
    answer, _ = reply(session, index, Message("ask", "", "e-service"), Conversation())

    assert answer.codes == ("5.3.1",)
    assert any("10.00" in str(part) for part in answer.parts)
