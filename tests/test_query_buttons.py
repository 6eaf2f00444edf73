"""Does an answer to a query lead on with short buttons, each of which is answered about the same?"""

import pytest
from sqlalchemy.orm import Session

from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.message import Message
from handlers.reply import reply
from knowledge.index import Index

_LONGEST_LABEL = 40
ASKED = [
    "โครงการที่ไม่ใช่ของสำนักงานจังหวัด ปี 55-56 รวมกันเท่าไร",
    "โครงการไหนได้งบมากที่สุดในประเด็น 3",
    "ปี 54 ได้เงินแต่ปี 55 ไม่ได้ มีโครงการไหนบ้าง",
    "งบของคลังจังหวัดไม่รวมปี 54 เท่าไร",
    "มีกี่โครงการที่ไม่ใช่ของสรรพากร",
]


def _said(session: Session, index: Index, *texts: str) -> Answer:
    conversation = Conversation()
    for text in texts:
        answer, conversation = reply(session, index, Message("ask", "", text), conversation)
    return answer


@pytest.mark.parametrize("asked", ASKED)
def test_each_button_of_a_query_is_answered_about_what_it_was_about(asked: str, session: Session, index: Index) -> None:
    answer = _said(session, index, asked)
    next_ones = [_said(session, index, asked, text) for text in answer.suggestions]

    assert answer.suggestions
    assert all(len(text) <= _LONGEST_LABEL for text in answer.suggestions)
    assert [(one.status, bool(set(one.codes) - _with_issues(index, answer.codes))) for one in next_ones] == [
        ("answered", False)
    ] * len(next_ones)


def _with_issues(index: Index, codes: tuple[str, ...]) -> set[str]:
    """These codes, and what stands over and under them."""
    near = {c for c, e in index.entities.items() if set(e.parents) & set(codes)}
    return {*codes, *near, *(p for code in codes for p in index.entities[code].parents)}


def test_the_years_of_a_query_are_said_as_people_say_them(session: Session, index: Index) -> None:
    answer = _said(session, index, "งบของคลังจังหวัดไม่รวมปี 54 เท่าไร")

    assert "ปี 2555, 2556 และ 2557" in str(answer.parts)


def test_what_stands_over_an_item_of_a_list_can_be_asked_for(session: Session, index: Index) -> None:
    """An item has no place in the tree of issues; asking for its issue is no fault."""
    answer = _said(session, index, "กิจกรรมข้อ 4 ในหมวด 8", "ประเด็นนี้มีโครงการอะไรบ้าง")

    assert answer.status in ("answered", "clarify", "unknown")
