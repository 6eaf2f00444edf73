"""What does somebody do who tells the province something, from the first word to the erased case, on any channel?"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from tests.officer import act

SLOW = "เน็ตฟรีที่หมู่บ้านหลุดบ่อย อยากให้มาดู"
MORE = "เป็นมาตั้งแต่เมื่อวานซืนแล้ว"
PHONE = "089-999-8888"
LATITUDE, LONGITUDE = 16.4419, 102.8359
ANSWERED = "ช่างเปลี่ยนเราเตอร์ตัวใหม่แล้ว"
EVIDENCE = "https://example.org/router.jpg"
AGREE = "ยินยอมและส่งเรื่อง"
NUMBER = re.compile(r"\b[0-9]{3}-[0-9]{3}-[0-9]{3}\b")


class Chat(Protocol):
    """One person's chat with the bot, on one of the channels."""

    def say(self, words: str) -> str:
        """Everything that the answer says."""

    def press(self, label: str) -> str:
        """The answer to the button of that label (a pattern) in the newest message."""

    def send_photo(self) -> str:
        """The answer to a photo."""

    def send_place(self, latitude: float, longitude: float) -> str:
        """The answer to a place."""

    def news(self) -> str:
        """What the person hears next, unasked; where nobody can be told unasked, what the next answer says."""

    def photo_is_kept(self) -> bool:
        """Whether the photo lies in our storage, waiting a while for it."""

    def file(self, said: str) -> dict[str, object]:
        """The file of the person's data, behind the link in this answer."""


@dataclass
class Story:
    """What was said at each step."""

    chat: Chat
    settings: Mapping[str, str]
    said: dict[str, str] = field(default_factory=dict)
    file: dict[str, object] = field(default_factory=dict)
    had_photo: bool = False
    exported: list[dict[str, object]] = field(default_factory=list)
    """What is handed on of all cases, just before everything is erased."""

    @property
    def number(self) -> str:
        """As the person was told it."""
        return NUMBER.findall(self.said["sent"])[0]

    def tell(self) -> None:
        """The words and the consent are needed; everything else may be done in between."""
        chat, said = self.chat, self.said
        said["first message"] = chat.say(SLOW)
        said["question in the middle"] = chat.say("โครงการนี้งบเท่าไหร่")
        said["more"] = chat.say(MORE)
        said["photo"] = chat.send_photo()
        said["place"] = chat.send_place(LATITUDE, LONGITUDE)
        said["wish to be called"] = chat.press("ให้เบอร์ติดต่อ")
        said["contact"] = chat.say(PHONE)
        said["sent"] = chat.press(AGREE)
        said["asked for the state"] = chat.say("เรื่องของฉันถึงไหนแล้ว")
        self.had_photo = chat.photo_is_kept()

    def be_answered(self) -> None:
        """An officer takes the case up and closes it; the person hears of each step and is not content."""
        chat, said = self.chat, self.said
        self._act("assigned", "assign")
        said["read by the officer"] = act(self.settings, "show", self.number)
        self._act("in progress", "start")
        self._act("answered", "answer", "--text", ANSWERED)
        self._act("closed", "close", "--fixed", "--evidence", EVIDENCE, "--text", "แก้แล้ว")
        said["rated"] = chat.press("2 คะแนน")
        said["contested"] = chat.press("ยังไม่เสร็จ")
        self._act("closed again", "close", "--not-fixed", "--text", "ต้องรองบปีหน้า")
        said["rated again"] = chat.press("4 คะแนน")

    def be_forgotten(self) -> None:
        """Everything that is stored, as a list and as a file; then it is erased."""
        chat, said = self.chat, self.said
        self.exported = [json.loads(line) for line in act(self.settings, "export").splitlines()]
        said["my data"] = chat.say("ข้อมูลของฉันมีอะไรบ้าง")
        said["link"] = chat.press("ขอไฟล์ข้อมูลของฉัน")
        self.file = chat.file(said["link"])
        said["wish to be erased"] = chat.say("ลบข้อมูลของฉัน")
        said["erased"] = chat.press("ยืนยันลบข้อมูล")
        said["my data afterwards"] = chat.say("ข้อมูลของฉันมีอะไรบ้าง")
        said["state afterwards"] = chat.say("เรื่องของฉันถึงไหนแล้ว")

    def _act(self, name: str, action: str, *arguments: str) -> None:
        act(self.settings, action, self.number, *arguments)
        self.said[name] = self.chat.news()


EXPECTED = {
    "first message": "จะส่งข้อความนี้ให้จังหวัด.*หลุดบ่อย.*ขอลบ.*ได้ทุกเมื่อ",
    "question in the middle": "15.00.*ค้างไว้ยังอยู่",
    "more": f"{SLOW}.*{MORE}",
    "photo": "แนบรูปไว้แล้ว 1 รูป",
    "place": "แนบรูปไว้แล้ว 1 รูป|แนบตำแหน่งไว้แล้ว",
    "wish to be called": "พิมพ์ชื่อหรือเบอร์โทร",
    "contact": "ให้ชื่อหรือเบอร์ติดต่อไว้แล้ว",
    "sent": "รับเรื่องแล้ว.*[0-9]{3}-[0-9]{3}-[0-9]{3}",
    "asked for the state": "รับเรื่องแล้ว",
    "assigned": "สำนักงานจังหวัดขอนแก่น",
    "read by the officer": f"{PHONE}.*{SLOW}.*{MORE}",
    "in progress": "กำลังดำเนินการ",
    "answered": ANSWERED,
    "closed": f"{re.escape(EVIDENCE)}.*14 วัน",
    "rated": "2 คะแนน",
    "contested": "เปิดเรื่องเลขที่ .* ขึ้นใหม่",
    "closed again": "ต้องรองบปีหน้า",
    "rated again": "4 คะแนน",
    "my data": "1 เรื่อง.*หลุดบ่อย.*1 รูป",
    "link": "/my-data/",
    "wish to be erased": "ยืนยัน",
    "erased": "ใบรับการลบ",
    "my data afterwards": "ไม่มีข้อมูลส่วนตัว",
    "state afterwards": "ยังไม่มีเรื่อง",
}
"""Each step, and a pattern that its answer holds."""


def wrong(said: Mapping[str, str]) -> list[tuple[str, str]]:
    """The steps whose answer does not say what it should."""
    heard = ((name, said.get(name, "")) for name in EXPECTED)
    return [(name, words) for name, words in heard if not re.search(EXPECTED[name], words, re.DOTALL)]
