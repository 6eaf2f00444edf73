"""Is what once went wrong in conversations right on LINE, on Telegram and on the page, and are its siblings?"""

from dataclasses import dataclass
from typing import Protocol

import pytest
from sqlalchemy import Engine

from bot.dispatch import Dispatcher
from tests.platform_chats import PlatformChat
from tests.platforms import needs_harness
from tests.test_feedback_for_real import World, world_on_each_platform
from tests.web_server import CHROMIUM, browsing, serving

if CHROMIUM is None:
    pytest.skip("no chromium on this machine: the page is not tested in a browser", allow_module_level=True)

from playwright.sync_api import Page, expect

pytestmark = needs_harness

ROAD = "ถนนหน้าวัดโนนสว่างเป็นหลุมลึก ขอให้ซ่อมให้หน่อย"
NET = "เน็ตฟรีที่หมู่บ้านหลุดบ่อย อยากให้มาดู"
SENT, PREVIEW, WAITS = "รับเรื่องแล้ว", "ช่วยดูก่อนว่าถูกต้องไหม", "กดส่งได้เมื่อพร้อม"
GIVEN = "ให้ชื่อหรือเบอร์ติดต่อไว้แล้ว"
PRESSED = "!"
"""Before the label of a button."""


@dataclass(frozen=True)
class Row:
    """What somebody says and presses, and what the last answer says, and does not."""

    steps: tuple[str, ...]
    says: tuple[str, ...] = ()
    says_not: tuple[str, ...] = ()


def _each(
    before: tuple[str, ...], last: tuple[str, ...], says: tuple[str, ...], not_: tuple[str, ...] = ()
) -> list[Row]:
    return [Row((*before, said), says, not_) for said in last]


ROWS = (
    *_each((ROAD,), ("ได้เลยค่ะ", "ถูกต้องแล้ว", "👍", "จัดไปเลยจ้า"), (SENT,)),
    *_each((ROAD,), ("ไม่ใช่", "ผิด", "อย่าเพิ่งส่ง"), ("หรือยกเลิก",), (SENT,)),
    *_each((ROAD,), ("กี่วันถึงจะตอบ", "ส่งแล้วกี่วันรู้เรื่อง"), ("3 วันทำการ", WAITS), (SENT,)),
    *_each((ROAD, "!แก้ข้อความ"), ("ไม่แก้แล้ว", "ข้าม", "คือเก่าโลด", "นึกไม่ออก"), (PREVIEW, ROAD)),
    *_each((ROAD, "!แก้ข้อความ"), ("แก้ได้กี่ครั้ง", "แก้แล้วรูปจะหายไหม"), ("กี่ครั้งก็ได้",)),
    *_each((NET, "!เปลี่ยนเรื่องที่เกี่ยวข้อง"), ("ไม่รู้", "ไม่แน่ใจ", "บ่ฮู้"), (PREVIEW, "เรื่องอื่นๆ")),
    *_each((ROAD, "!ให้เบอร์ติดต่อ"), ("ไม่ให้ค่ะ", "ไม่มีเบอร์", "คุยในแชทนี้แหละ"), (PREVIEW,), (GIVEN,)),
    *_each((ROAD, "!ให้เบอร์ติดต่อ"), ("ต้องให้ด้วยเหรอ", "จะเอาไปขายป่าว"), ("ไม่บังคับ",), (GIVEN,)),
    *_each((ROAD, "!ให้เบอร์ติดต่อ"), ("0812345678",), (PREVIEW, GIVEN)),
    *_each((ROAD, "ครับ"), ("กี่วันครับ", "ใครรับเรื่อง"), ("เรื่องเลขที่",), (PREVIEW,)),
    *_each((ROAD, "ครับ"), ("พิมพ์ผิด", "เขียนผิดค่ะ"), ("แก้ตรงไหน",)),
    *_each((), ("ไฟทางซอยข้างวัดดับ เคยแจ้งไปแล้วแต่ยังไม่ได้รับการแก้ไข", "ท่อแตก โทรไปแล้วสองรอบไม่มีใครมา"), (PREVIEW,)),
    *_each((), ("ถนนเป็นหลุม ช่วยด้วยค่ะ", "ขยะล้นหน้าบ้าน ช่วยด้วย"), ("ส่ง",), ("ยังไม่มีเรื่องที่ส่ง",)),
    *_each((), ("The road in my village is broken, please fix it",), ("sent to the province",)),
    *_each((), ("น้ำท่วมถนนหน้าบ้าน ช่วยด้วย",), ("191",)),
    *_each((), ("ตอนนี้มีเน็ตฟรีไหม", "เน็ตฟรียังเปิดอยู่ไหม", "เน็ตฟรีใช้ได้หรือยัง"), ("แผน",), ("มีค่ะ",)),
    *_each((), ("จังหวัดโกงไหม", "ผู้ว่ากินสินบนไหม", "มีการทุจริตในโครงการนี้ไหม"), ("ป.ป.ช.",), ("มีค่ะ", "Black List")),
    *_each((), ("ใช้งบไปแล้วเท่าไหร่", "เบิกจ่ายไปแล้วกี่ล้าน"), (), ("ล้านบาท",)),
    *_each(
        (),
        ("มีโครงการอะไรเกี่ยวกับผู้สูงอายุ", "มีโครงการเกี่ยวกับคนพิการไหม", "มีโครงการอะไรเกี่ยวกับน้ำ", "โครงการของครู"),
        ("ไม่พบ",),
        ("28 โครงการ",),
    ),
)


class Chat(Protocol):
    def say(self, words: str) -> str: ...

    def press(self, label: str) -> str: ...


@dataclass(frozen=True)
class OnPage:
    """Somebody in the browser."""

    page: Page

    def say(self, words: str) -> str:
        answers = self.page.locator(".answer").count()
        self.page.fill("#text", words)
        self.page.press("#text", "Enter")
        return self._newest(answers)

    def press(self, label: str) -> str:
        answers = self.page.locator(".answer").count()
        self.page.get_by_role("button", name=label, exact=True).last.click()
        return self._newest(answers)

    def _newest(self, before: int) -> str:
        expect(self.page.locator(".answer")).to_have_count(before + 1, timeout=20_000)
        return self.page.locator("#log > :last-child").inner_text()


_world = world_on_each_platform("everywhere")


def _missing(chat: Chat, row: Row) -> list[str]:
    """What is lacking in the last answer, and what should not be there."""
    told = ""
    for step in row.steps:
        told = chat.press(step.removeprefix(PRESSED)) if step.startswith(PRESSED) else chat.say(step)
    lacks = [f"lacks {words}" for words in row.says if words not in told]
    return lacks + [f"says {words}" for words in row.says_not if words in told]


def _person(world: World, place: int) -> PlatformChat:
    return world.person(300 + place)


@pytest.mark.parametrize("place", range(len(ROWS)))
def test_it_is_right_on_the_platforms(world: World, place: int) -> None:
    assert (ROWS[place].steps, _missing(_person(world, place), ROWS[place])) == (ROWS[place].steps, [])


def test_it_is_right_on_the_page(plan_engine: Engine) -> None:
    wrong = []
    with serving(Dispatcher(plan_engine, b"k" * 32)) as url, browsing() as browser:
        for row in ROWS:
            context = browser.new_context(base_url=url, locale="th-TH")
            page = context.new_page()
            page.goto("/")
            wrong += [(row.steps, fault) for fault in _missing(OnPage(page), row)]
            context.close()

    assert wrong == []
