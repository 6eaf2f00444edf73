"""Are the levels of a plan listed, counted, picked and measured as they were asked for, and told by their cards?"""

import pytest
from sqlalchemy.orm import Session

from handlers.conversation import Conversation
from handlers.message import Message
from handlers.reply import reply
from knowledge.draft import take_apart
from knowledge.index import Index
from knowledge.parsing.cards import card_of
from knowledge.parsing.parse import parse
from knowledge.query import algebra as a
from knowledge.reading import read

TARGET = a.Measure("target")


def _one(kind: a.Kind, key: str) -> a.Named:
    return a.Named(kind, (key,))


def _under(kind: a.Kind, above: a.Kind, key: str) -> a.Of:
    return a.Of(kind, _one(above, key))


READ: dict[str, a.Query] = {
    # listed and counted, under a thing or in the whole plan
    "กลยุทธ์ของประเด็นที่ 6 มีอะไรบ้าง": a.Listing(_under("tactic", "issue", "5.6")),
    "กลยุดของประเดน๕มีกี่ข้อไรบ้างคับ": a.Listing(_under("tactic", "issue", "5.5")),
    "ไอซีทีมีเป้าประสงกี่ข้อ": a.Tell(a.Number(_under("goal", "issue", "5.3"))),
    "ทั้งแผนมีกลยุทธ์ทั้งหมดกี่กลยุทธ์": a.Tell(a.Number(a.All("tactic"))),
    "แผนยุทธศาสตร์ที่ 5 นี้มีกลยุทธ์รวมทุกประเด็นกี่กลยุทธ์": a.Tell(a.Number(a.All("tactic"))),
    "How many indicators does the document contain across all six issues?": a.Tell(a.Number(a.All("indicator"))),
    "ขอชื่อประเด็นยุทธศาสตร์ทั้ง 6 ของยุทธศาสตร์นี้ค่ะ": a.Listing(a.All("issue")),
    "ประเด็นที่ 2 มีเป้าประสงค์ 3 ข้อใช่ไหม": a.Check(a.Number(_under("goal", "issue", "5.2")), "=", 3),
    "KPI ประเด็น 5 พร้อมค่าเป้าหมาย": a.Listing(_under("indicator", "issue", "5.5")),
    "เป้าประสงค์เรื่องเมืองพี่น้องวัดผลด้วยตัวชี้วัดอะไร": a.Listing(_under("indicator", "goal", "5.6.G1")),
    # above a thing, or the thing itself, by what it is about
    "ตัวชี้วัดเรื่องจุดให้บริการร่วมอยู่ภายใต้เป้าประสงค์ใด": a.Listing(_under("goal", "indicator", "5.4.G1.K2")),
    "โครงการ Black List White List มันไปตอบกลยุทธ์ข้อไหน": a.Listing(_under("tactic", "project", "5.1.3")),
    "Which tactic does the free Wi-Fi project sit under?": a.Listing(_under("tactic", "project", "5.3.6")),
    "เป้าประสงค์เรื่องเมืองพี่น้องคือข้อใด": a.Listing(_one("goal", "5.6.G1")),
    "กลยุทธ์ข้อใดของประเด็น 4 ที่พูดถึงจิตบริการ": a.Listing(_one("tactic", "5.4.T3")),
    "กลยุทธ์ที่ 3 ของประเด็นการจัดเก็บรายได้คืออะไร": a.Listing(_one("tactic", "5.1.T3")),
    "เป้าหมายด้านต่างประเทศของขอนแก่นคืออะไร": a.Listing(_under("goal", "issue", "5.6")),
    "เป้าประสงค์ข้อ 2 ของประเด็น 3 อยากยกระดับอะไร": a.Listing(_one("goal", "5.3.G2")),
    # figures to reach, also of what an issue is called by, too
    "เป้าจัดเก็บรายรับขั้นต่ำกี่ %": a.Tell(a.Total(TARGET, _one("indicator", "5.1.G1.K1"))),
    "What percentage of the annual budget is supposed to be disbursed under this plan?": a.Tell(
        a.Total(TARGET, _one("indicator", "5.1.G2.K1"))
    ),
    "ต้องเก็บองค์ความรู้อย่างน้อยกี่เรื่องต่อประเด็น": a.Tell(a.Total(TARGET, _one("indicator", "5.2.G1.K2"))),
    "เว็บคอมมูนิตี้ขอนแก่นต้องมีคนเข้าเพิ่มกี่เปอร์เซ็นต์": a.Tell(a.Total(TARGET, _one("indicator", "5.3.G2.K1"))),
    "แผนตั้งเป้าให้ประชาชนรับรู้ข่าวสารของจังหวัดถึงร้อยละ 90 ถูกต้องไหม": a.Check(
        a.Total(TARGET, _one("indicator", "5.5.G1.K1")), "=", 90
    ),
    "KPI ประเด็น 5 ตั้งเป้าไว้ร้อยละเท่าไหร่ จะเอาไปใส่ในบทที่ 3": a.Listing(_under("indicator", "issue", "5.5")),
    "ตัวชี้วัดของทั้งหกประเด็นตั้งค่าเป้าหมายไว้เท่ากันไหม": a.Listing(a.All("indicator")),
    "Please list each issue's indicator with its target.": a.Listing(a.All("indicator")),
    "ตัวชี้วัดเรื่องภาพลักษณ์กับเรื่องจุดให้บริการร่วม มีค่าเป้าหมายไหม": a.Listing(a.Named("indicator", ("5.5.G2.K1", "5.4.G1.K2"))),
    "What are the goals of issue 3, and what are the targets of their indicators?": a.Listing(
        _under("goal", "issue", "5.3")
    ),
    "ช่วยลอกกลยุทธ์ที่ 2 ของประเด็น 5 ให้หน่อยได้ไหม": a.Listing(_one("tactic", "5.5.T2")),
    "ประเด็น 1 เรื่องเก็บรายได้ เป้าประสงค์มีอะไรบ้าง": a.Listing(_under("goal", "issue", "5.1")),
    "Under which tactic does the e-Service project fall?": a.Listing(_under("tactic", "project", "5.3.1")),
    "องค์ความรู้ต่อหนึ่งประเด็นยุทธศาสตร์ต้องเก็บกี่เรื่อง": a.Tell(a.Total(TARGET, _one("indicator", "5.2.G1.K2"))),
    "มีตัวชี้วัดกี่ตัวที่ไม่ได้ระบุค่าเป้าหมายเป็นตัวเลข": a.Tell(a.Number(a.Where(a.All("indicator"), a.Has("target"), negated=True))),
}


@pytest.mark.parametrize("text", READ)
def test_levels_are_read_as_they_are_asked_for(text: str, index: Index) -> None:
    parsed = parse(index, take_apart(index, read(index, text)))
    assert parsed is not None
    assert parsed.query == READ[text]


LEFT_ALONE = [
    "กลยุทธ์ของประเด็นที่ 6 ใครรับผิดชอบตัวชี้วัด",
    "ประเด็นที่ 2 มีเป้าประสงค์กี่ข้อที่ไม่ใช่ของสรรพากร",
    "ตัวชี้วัดของแต่ละประเด็นมีอะไรบ้าง",
    "กลยุทธ์ 3 ข้อแรกของประเด็นที่ 2 มีอะไรบ้าง",
    "ตัวชี้วัดจัดเก็บรายรับใช้งบเท่าไร",
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_a_level_with_more_said_of_it_is_not_read_as_if_that_were_not_said(text: str, index: Index) -> None:
    parsed = parse(index, take_apart(index, read(index, text)))
    assert parsed is None or parsed.form not in ("levels", "targets")


CHATS: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
    (("ประเด็นที่ 2 มีเป้าประสงค์กี่ข้อ", "ข้อแรกมีตัวชี้วัดอะไรบ้าง"), ("5.2.G1.K1", "5.2.G1.K2", "5.2.G1.K3")),
    (("ประเด็นที่ 2 มีเป้าประสงค์กี่ข้อ", "ข้อแรกมีตัวชี้วัดอะไรบ้าง", "แล้วข้อสองล่ะ"), ("5.2.G2.K1",)),
    (("ประเด็นที่ 4 มีเป้าประสงค์กี่ข้อ", "ข้อที่สองวัดด้วยอะไร", "กลยุทธ์ที่ 2 ของประเด็นนี้มีโครงการอะไร"), ("5.4.3",)),
    (("เป้าเบิกจ่ายงบประจำปี ร้อยละเท่าไร", "จัดเก็บรายรับล่ะ"), ("5.1.G1.K1",)),
    (("ตัวชี้วัดของประเด็นที่ 4 มีอะไรบ้าง", "ตัวไหนเกี่ยวกับความคิดเห็นประชาชน"), ("5.4.G2.K1",)),
    (("ประเด็นที่ 2 มีตัวชี้วัดกี่ตัว", "ตัวไหนตั้งไว้ร้อยละ 70"), ("5.2.G1.K1", "5.2.G2.K1")),
    (("เว็บคอมมูนิตี้ต้องมีคนเข้าเพิ่มกี่เปอร์เซ็นต์", "แล้วค่าทำเว็บนี้เท่าไรนะ"), ("5.3.2",)),
    (("เป้าประสงค์ของประเด็นที่ 2 มีอะไรบ้าง", "แต่ละข้อวัดด้วยอะไร"), ("5.2.G1.K1", "5.2.G1.K2", "5.2.G1.K3", "5.2.G2.K1")),
]


@pytest.mark.parametrize(("texts", "codes"), CHATS)
def test_a_chat_goes_on_about_levels(
    texts: tuple[str, ...], codes: tuple[str, ...], session: Session, index: Index
) -> None:
    conversation = Conversation()
    for text in texts:
        answer, conversation = reply(session, index, Message("ask", "", text), conversation)
    assert answer.codes == codes


def test_a_query_is_told_by_the_card_that_tells_it_in_full(index: Index) -> None:
    goals = a.Listing(_under("goal", "issue", "5.6"))
    card = card_of(index, goals)
    assert card is not None
    assert (card.ask, card.about) == ("goals", ("5.6",))
    assert card_of(index, a.Listing(a.Where(a.All("indicator"), a.Has("target"), negated=True))) is None
    assert card_of(index, a.Tell(a.Extreme(a.Measure("amount"), a.Of("project", _one("issue", "5.6"))))) is None
    money = card_of(index, a.Tell(a.Total(a.Measure("amount"), _one("issue", "5.6"))))
    assert money is not None
    assert (money.ask, money.about) == ("budget", ("5.6",))
