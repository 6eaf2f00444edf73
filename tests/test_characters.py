"""Does nothing get in from outside that cannot be stored, sent and shown, by whichever field of whichever channel?"""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
import telegram
from openpyxl import load_workbook
from sqlalchemy import Engine, select

from bot.dispatch import Dispatcher
from bot.feedback.arguments import add_feedback
from bot.feedback.formats import write_xlsx
from bot.line.events import read_events
from bot.telegram.updates import read_update
from db.case_search import Filters, each
from db.feedback_models import Feedback
from db.models import Alias, Plan
from db.session import session_factory
from handlers.intake import Intake
from handlers.message import Message
from knowledge.characters import one_line, storable
from knowledge.loader import BUNDLED, load, read_plan

UNFIT = [
    "\0",
    "\x01",
    "\x08",
    "\x0e",
    "\x1b",
    "\x1f",
    "\x7f",
    "\x80",
    "\x9b",
    "\ufdd0",
    "\ufffe",
    "\uffff",
    "\U0010ffff",
]
SLOW = "เน็ตฟรีที่หมู่บ้านหลุดบ่อยมาก"
AGREES = "ยินยอมและส่งเรื่อง"


@pytest.mark.parametrize("character", UNFIT, ids=ascii)
def test_what_nobody_can_read_is_dropped(character: str) -> None:
    assert storable(f"เน็ต{character}ช้า") == "เน็ตช้า"


@pytest.mark.parametrize("text", ["ก\tข\nค\r\nง", "👨‍👩‍👧", "งบ 5.3.6 ปี ๕๕", "", "\u200bก\u2028ข"])
def test_what_people_write_stays(text: str) -> None:
    assert storable(text) == text


@pytest.mark.parametrize("mark", ["\x0b", "\x0c", "\x85"], ids=ascii)
def test_words_that_a_control_parts_are_not_joined(mark: str) -> None:
    assert storable(f"ก{mark}ข") == "ก ข"


def test_halves_of_a_character_are_joined_or_shown_as_missing() -> None:
    assert storable("\ud83d\ude00 \ud83d") == "😀 \ufffd"


def test_a_name_is_one_line() -> None:
    assert one_line("มาลี\n\x00 ใจดี") == "มาลี ใจดี"


# --- feedback


def _cases(engine: Engine) -> list[str]:
    with session_factory(engine)() as session:
        return list(session.scalars(select(Feedback.text)))


@pytest.mark.parametrize("channel", ["line", "telegram", "web"])
@pytest.mark.parametrize("character", ["\0", "\x1b", "\ufffe"], ids=ascii)
def test_feedback_with_it_can_be_sent(engine: Engine, channel: str, character: str) -> None:
    bot = Dispatcher(engine, b"k" * 32)
    bot.chat(Message(channel, "U1", SLOW.replace("หลุด", f"หลุด{character}")))
    bot.chat(Message(channel, "U1", "", "photo", reference=f"photo{character}1"))
    bot.chat(Message(channel, "U1", "ให้เบอร์ติดต่อ"))
    bot.chat(Message(channel, "U1", f"สม{character}ชาย 081-234-5678"))
    bot.chat(Message(channel, "U1", AGREES))

    assert _cases(engine) == [SLOW]


def test_a_caption_is_cleaned_too(engine: Engine) -> None:
    bot = Dispatcher(engine, b"k" * 32)
    bot.chat(Message("telegram", "U1", SLOW + "\0", "photo", reference="1"))
    bot.chat(Message("telegram", "U1", AGREES))

    assert _cases(engine) == [SLOW]


def test_what_an_older_version_left_in_a_draft_can_be_sent() -> None:
    assert Intake.from_dict(Intake(SLOW + "\0").to_dict()).text == SLOW


# --- the platforms


def _line(**event: Any) -> Message | None:
    body = {"events": [{"webhookEventId": "1", "source": {"type": "user", "userId": "U1"}, **event}]}
    [read] = read_events(json.loads(json.dumps(body)))
    return read.message


def test_a_text_of_line_is_cleaned() -> None:
    told = _line(type="message", message={"type": "text", "id": "1", "text": "เน็ต\0ช้า"})

    assert told is not None
    assert told.text == "เน็ตช้า"


def test_a_text_of_line_of_nothing_else_is_answered() -> None:
    told = _line(type="message", message={"type": "text", "id": "1", "text": "\0"})

    assert told == Message("line", "U1", "", id="1")


def test_the_id_of_an_event_of_line_is_cleaned() -> None:
    """Otherwise the event could never be written down, and came again and again."""
    body = {"events": [{"type": "unfollow", "webhookEventId": "1\x002", "source": {"userId": "U\x001"}}]}
    [read] = read_events(body)

    assert (read.id, read.chat) == ("12", "U1")


def test_a_button_of_line_is_cleaned_after_it_was_decoded() -> None:
    told = _line(type="postback", postback={"data": "text=%E0%B8%87%00%E0%B8%9A"})

    assert told is not None
    assert told.text == "งบ"


@pytest.mark.parametrize("mark", ["\0", "\ud800"], ids=ascii)
def test_a_mention_in_a_group_of_line_is_found_beside_it(mark: str) -> None:
    told = _line(
        type="message",
        source={"type": "group", "groupId": "C1", "userId": "U1"},
        message={
            "type": "text",
            "id": "1",
            "text": f"{mark}@bot งบทั้งหมด",
            "mention": {"mentionees": [{"index": 1, "length": 4, "isSelf": True}]},
        },
    )

    assert told is not None
    assert "bot" not in told.text


def test_a_text_of_telegram_is_cleaned() -> None:
    said = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "เน็ต\0ช้า"}
    update = telegram.Update.de_json({"update_id": 1, "message": said}, None)
    read = read_update(update, "bot", 1)

    assert read is not None
    assert read.message == Message("telegram", "7", "เน็ตช้า", id="1")


# --- officers and plans


@pytest.mark.parametrize("field", ["officer", "text", "evidence"])
def test_what_officers_type_is_cleaned(field: str) -> None:
    parser = argparse.ArgumentParser()
    add_feedback(parser.add_subparsers())
    typed = parser.parse_args(
        ["feedback", "close", "1", "--officer", "มา\x1bลี", "--text", "มา\x1bลี", "--evidence", "มา\x1bลี", "--fixed"]
    )

    assert getattr(typed, field) == "มาลี"


def test_a_case_with_what_excel_refuses_is_exported(engine: Engine, tmp_path: Path) -> None:
    bot = Dispatcher(engine, b"k" * 32)
    bot.chat(Message("web", "U1", SLOW + "\uffff"))
    bot.chat(Message("web", "U1", AGREES))
    with session_factory(engine)() as session, (tmp_path / "cases.xlsx").open("wb") as file:
        write_xlsx(each(session, Filters()), file)

    assert load_workbook(tmp_path / "cases.xlsx")["feedback"]["C2"].value == SLOW


def test_a_plan_with_it_can_be_imported(engine: Engine, tmp_path: Path) -> None:
    """In the text, in the name of the file, and as an escape in the file with other names."""
    document = tmp_path / "แผน\x01ของ\nเรา.txt"
    document.write_text(BUNDLED.read_text(encoding="utf-8").replace("โครงการ", "โครง\x02การ"), encoding="utf-8")
    companion = BUNDLED.with_suffix(".yaml").read_text(encoding="utf-8")
    head, aliases, _ = companion.partition("\naliases:\n")
    document.with_suffix(".yaml").write_text(f'{head}{aliases}  "5": ["ชื่อ\\0อื่น"]\n', encoding="utf-8")
    with session_factory(engine).begin() as session:
        load(session, read_plan(document))
    with session_factory(engine)() as session:
        assert session.scalar(select(Plan.document)) == "แผนของ เรา.txt"
        assert list(session.scalars(select(Alias.name))) == ["ชื่ออื่น"]
