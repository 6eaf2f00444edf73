"""Who answers in tests of the web server and its page, where the test decides how long that takes and what comes?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from bot.ahead import Told
from bot.plan_of_settings import plan_of
from bot.secrecy import Secrecy
from db.case_counts import Tally
from handlers.answer import Answer, Bar, Bars, Figure, Item, Listing, Note, Source, Text, Value
from handlers.message import Message
from handlers.wording import Language
from knowledge.plan_view import PlanView

DOCUMENT = "khon-kaen-plan-2554-2557-strategy-5.txt"
WIFI_LINE = 89
"""Where the document has the project Free Wi-Fi."""

WIFI = Answer(
    status="answered",
    parts=(
        Figure("15.00", "ล้านบาท", "โครงการ Free Wi-Fi, Free internet ปี 2555-2557"),
        Bars(
            "งบรายปี (ล้านบาท)",
            (
                Bar("ปี 2554", "ไม่ได้ตั้งงบ", 0.0),
                Bar("ปี 2555", "5.00", 0.5),
                Bar("ปี 2556", "10.00", 1.0),
            ),
        ),
        Text("หน่วยงานรับผิดชอบ: สำนักงานจังหวัดขอนแก่น"),
        Note("ดูจาก: งบของโครงการ 5.3.6"),
    ),
    codes=("5.3.6",),
    value=Value(Decimal("15.00"), "ล้านบาท"),
    agencies=("สำนักงานจังหวัดขอนแก่น",),
    sources=(
        Source(DOCUMENT, WIFI_LINE, "โครงการ Free Wi-Fi, Free internet"),
        Source(DOCUMENT, WIFI_LINE, "5.00"),
    ),
    suggestions=("ใครดูแล", "ปีไหนไม่มีงบ"),
)
MANY = Answer(
    status="answered",
    parts=(Listing(tuple(Item(f"โครงการที่ {place}", "0.50 ล้านบาท", f"5.1.{place}") for place in range(1, 15))),),
    sources=tuple(Source(DOCUMENT, line, "0.50") for line in (35, 36, 37, 67, 68, 69)),
)
WHICH = Answer(
    status="clarify",
    parts=(
        Text("มีหลายประเด็นที่มีลำดับนี้ หมายถึงประเด็นไหนคะ"),
        Listing(
            (
                Item("กลยุทธ์ที่ 1 ของประเด็นที่ 2 พัฒนาบุคลากร", "", "5.2.T1"),
                Item("กลยุทธ์ที่ 1 ของประเด็นที่ 3 พัฒนาระบบ", "", "5.3.T1"),
            )
        ),
    ),
    suggestions=("กลยุทธ์ที่ 1 ของประเด็นที่ 2", "กลยุทธ์ที่ 1 ของประเด็นที่ 3"),
)


@cache
def _bundled() -> Mapping[Language, Mapping[str, object]]:
    """Of an empty database: what the program comes with."""
    return plan_of("sqlite://")


@dataclass
class Chats:
    """Answers what the test says, and remembers who asked what."""

    answer: Answer | Callable[[Message], Answer] = WIFI
    owner: str = ""
    reason: str = ""
    """Why it is not ready."""
    asked: list[Message] = field(default_factory=list)
    forgotten: list[tuple[str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    """Of the messages, as the page gave them."""
    writing: bool = True
    """Whether feedback is being written."""
    plan: Mapping[Language, Mapping[str, object]] = field(default_factory=_bundled)
    secrecy: Secrecy = field(default_factory=lambda: Secrecy(b"k" * 32))

    def chat(self, message: Message) -> Answer:
        self.asked.append(message)
        return self.answer(message) if callable(self.answer) else self.answer

    def chat_once(self, message: Message, once: str, written: Callable[[Answer], str]) -> Told:
        self.ids.append(once)
        return Told(written(self.chat(message)))

    def told_before(self, message: Message, once: str) -> str:
        return ""

    def takes_photos(self, channel: str, user: str) -> bool:
        return self.writing

    def news(self, channel: str, user: str) -> Answer | None:
        return None

    def forget(self, channel: str, user: str) -> None:
        self.forgotten.append((channel, user))

    def my_data(self, token: str) -> dict[str, Any] | None:
        return None

    def answer_alone(self, message: Message) -> Answer:
        return self.chat(message)

    def view(self) -> PlanView:
        raise LookupError("No plan is stored.")

    def tallies(self) -> Sequence[Tally]:
        return ()

    def documents(self) -> tuple[str, ...]:
        return (DOCUMENT,)

    def plan_words(self, language: Language) -> Mapping[str, object]:
        return self.plan[language]

    def why_not_ready(self) -> str:
        return self.reason
