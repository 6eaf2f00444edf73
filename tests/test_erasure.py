"""Does erasing leave no trace of a person: in no table, in no byte of the database's files, in no stored photo?"""

import asyncio
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.orm import Session

from bot import attachments as fetching
from bot.attachments import Photos
from bot.delivery.channel import Call, Channel, Download
from bot.delivery.event import Event
from bot.delivery.lanes import lanes_for
from bot.dispatch import Dispatcher
from bot.photo_storage import PhotoStorage
from bot.secrecy import Secrecy
from bot.text import as_text
from bot.transaction import transact
from db import cases, notices, sqlite_files
from db.feedback_models import Feedback, FeedbackUpdate, Person
from db.models import Conversation, Outbox
from handlers.message import Message
from tests.case_rows import person
from tests.photos import kept_in, photo

KEY = b"k" * 32
SECRECY = Secrecy(KEY)
SOMCHAI, SOMSRI = "U4af4980629somchai", "U5b05091730somsri"
PHONE, NAME = "081-234-5678", "สมชาย ใจดีมาก"
SLOW = f"เน็ตฟรีที่หมู่บ้านโนนทองหลุดบ่อย อยากให้มาดู โทรหาผมที่ {PHONE} ได้เลย"
LONG = "เน็ตฟรีหน้าโรงเรียนบ้านหนองแวงช้ามาก อยากให้แก้ไข " + "ช้ามากจริงๆ ทุกวันเลย " * 150
"""More than a page of the database holds."""
REPLIED = f"คุณ{NAME}ครับ ช่างจะเข้าไปดูพรุ่งนี้"
ADDED = "ตรงเสาไฟต้นที่สามข้างวัด"
PLACE = (16.432187, 102.823456)
CONSENT, WITHDRAW, ERASE, CONFIRM, KEEP = (
    "ยินยอมและส่งเรื่อง",
    "ถอนความยินยอม",
    "ลบข้อมูลของฉัน",
    "ยืนยันลบข้อมูล",
    "ไม่ลบ",
)


class _Platform:
    """Gives out a photo."""

    async def download(self, reference: str) -> Download:
        return Download("here", photo(width=500))


def _say(bot: Dispatcher, *texts: str, user: str = SOMCHAI) -> str:
    """The answer to the last of these messages."""
    return [as_text(bot.chat(Message("line", user, each))) for each in texts][-1]


def _send(bot: Dispatcher, text: str, user: str = SOMCHAI) -> None:
    """Feedback with a photo, a place and a phone, up to its number."""
    _say(bot, text, user=user)
    bot.chat(Message("line", user, "", "photo", reference=f"message of {user}"))
    bot.chat(Message("line", user, "", "location", place=PLACE))
    _say(bot, "ให้เบอร์ติดต่อ", f"{NAME} {PHONE}", user=user)
    _say(bot, CONSENT if "ยินยอม" in _say(bot, "ฝากเบอร์", f"{NAME} {PHONE}", user=user) else "ส่งเรื่องนี้", user=user)


async def _relay(bot: Dispatcher, folder: Path) -> None:
    """One round of fetching and deleting photos."""
    lanes = lanes_for(bot.engine, partial(transact, bot.sessions))
    photos = Photos(lanes, {"line": cast(Channel, _Platform())}, SECRECY, PhotoStorage(str(folder)))
    await photos.fetch("line")
    await photos.close()
    await asyncio.to_thread(lanes.close)


@pytest.fixture(name="somchai")
def _somchai(bot: Dispatcher, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Somebody with everything that can be stored about a person, among others: each trace as it is stored."""
    monkeypatch.setattr(fetching, "EVERY_SECONDS", 0)
    for number in range(30):
        _crowd(bot, f"before {number}")
    _send(bot, SLOW)
    _crowd(bot, "between")
    _say(bot, LONG, "ส่งเรื่องนี้")
    with bot.sessions.begin() as session:
        _handle(bot, session)
    asyncio.run(_relay(bot, folder))
    _crowd(bot, "after")
    _say(bot, "ถนนหน้าวัดโนนสว่างเป็นหลุมลึก ขอให้ซ่อมให้หน่อย")  # not sent
    with bot.sessions() as session:
        return _traces(session, kept_in(folder)[0])


def _crowd(bot: Dispatcher, name: str) -> None:
    """Another person with a case."""
    with bot.sessions.begin() as session:
        number = f"{len(session.scalars(select(Feedback.id)).all()):09}"
        cases.add(session, person(session, name), number, text=f"เรื่องของ {name} " * 20)


def _handle(bot: Dispatcher, session: Session) -> None:
    """An officer answers, the person adds something, and hears of it; one answer is still to be sent."""
    case = session.scalars(select(Feedback).where(Feedback.sealed_text != "")).one()
    cases.note(session, case, "citizen", "added", ADDED)
    cases.note(session, case, "officer", "answered", REPLIED, evidence="https://example.org/house-of-somchai")
    notices.add(session, case, f"ถึง{NAME}")
    event = Event("line", "1", SOMCHAI)
    bot.letters.post(session, event, [Call({"text": f"ตอบ{NAME}"})])


def _traces(session: Session, stored: Path) -> dict[str, str]:
    """What is found in the tables now, one piece of everything that leads to the person."""
    row = session.scalars(select(Person).where(Person.key == SECRECY.hash("line", SOMCHAI))).one()
    case = session.scalars(select(Feedback).where(Feedback.sealed_text != "")).one()
    chat = session.scalars(select(Conversation).where(Conversation.key == row.key)).one()
    letter = session.scalars(select(Outbox)).one()
    return {
        "key": row.key,
        "id": row.platform_id,
        "number": case.number,
        "text": "โนนทองหลุดบ่อย",
        "long text": "โรงเรียนบ้านหนองแวง",
        "end of the long text": "ทุกวันเลย ช้ามากจริงๆ ทุกวันเลย",
        "text with the phone": case.sealed_text,
        "contact": case.contact,
        "latitude": str(case.latitude),
        "what was added": ADDED,
        "what was answered": REPLIED,
        "evidence": "house-of-somchai",
        "notice": f"ถึง{NAME}",
        "chat": chat.state,
        "recipient": letter.recipient,
        "chat of the outbox": letter.chat,
        "body": f"ตอบ{NAME}",
        "photo": stored.name,
        "bytes of the photo": stored.read_bytes()[300:400].hex(),
    }


def _rows(engine: Engine) -> str:
    """Every column of every row of every table, by SQL."""
    with engine.connect() as connection:
        found = [
            row._mapping
            for table in inspect(connection).get_table_names()
            for row in connection.execute(text(f'SELECT * FROM "{table}"'))
        ]
    return "\n".join(str(value) for row in found for value in row.values())


def _bytes(engine: Engine, folder: Path) -> bytes:
    """Every byte of the database's files, of its log and of the photos, and the names of these."""
    database = Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None
    files = sorted(database.parent.glob(f"{database.name}*")) if database else []
    photos = [file.name.encode() + file.read_bytes() for file in kept_in(folder)]
    return b"\n".join([*(file.read_bytes() for file in files), *photos])


def _found(engine: Engine, folder: Path, traces: dict[str, str]) -> list[str]:
    """The traces that are there, in rows or bytes."""
    rows, everything = _rows(engine), _bytes(engine, folder)
    raw = {"bytes of the photo": bytes.fromhex(traces["bytes of the photo"])}
    return [name for name, trace in traces.items() if trace in rows or raw.get(name, trace.encode()) in everything]


def _erase(bot: Dispatcher, folder: Path) -> str:
    told = _say(bot, ERASE, CONFIRM)
    asyncio.run(_relay(bot, folder))
    _tidy(bot)
    return told


def _tidy(bot: Dispatcher) -> None:
    """As the night does."""
    if file := sqlite_files.file_of(bot.engine):
        sqlite_files.write_anew(file)
        assert sqlite_files.empty_log(file)


# --- nothing is left


def test_before_everything_is_there(engine: Engine, folder: Path, somchai: dict[str, str]) -> None:
    """Else the next test would prove nothing."""
    assert _found(engine, folder, somchai) == list(somchai)


def test_after_nothing_is_there(bot: Dispatcher, engine: Engine, folder: Path, somchai: dict[str, str]) -> None:
    _erase(bot, folder)

    assert _found(engine, folder, somchai) == []


def test_nothing_ever_stood_there_in_the_clear(engine: Engine, folder: Path, somchai: dict[str, str]) -> None:
    clear = [SOMCHAI, PHONE, f"{NAME} {PHONE}", f"message of {SOMCHAI}"]

    assert [each for each in clear if each in _rows(engine) or each.encode() in _bytes(engine, folder)] == []


def test_of_the_cases_only_what_is_counted_is_left(
    bot: Dispatcher, engine: Engine, folder: Path, somchai: dict[str, str]
) -> None:
    _erase(bot, folder)
    with bot.sessions() as session:
        left = session.scalars(select(Feedback).where(Feedback.number.like("erased-%"))).all()

    assert [(case.text, case.person_id, case.channel, case.state, case.fixed) for case in left] == [
        ("", None, "line", "closed", None)
    ] * 2


def test_other_people_keep_everything(bot: Dispatcher, folder: Path, somchai: dict[str, str]) -> None:
    _send(bot, "ถนนหน้าตลาดบ้านไผ่เป็นหลุมลึก ขอให้ซ่อมให้หน่อย", user=SOMSRI)
    asyncio.run(_relay(bot, folder))
    _erase(bot, folder)
    with bot.sessions() as session:
        kept = session.scalars(select(Feedback).where(Feedback.person_id.is_not(None))).all()

    assert (len(kept), len(kept_in(folder))) == (33, 1)


def test_the_receipt_has_a_code_and_the_time_and_names_nobody(
    bot: Dispatcher, folder: Path, somchai: dict[str, str]
) -> None:
    told = _erase(bot, folder)

    assert ("ใบรับการลบ: " in told, [each for each in somchai.values() if each in told]) == (True, [])


def test_the_history_says_that_it_was_erased(bot: Dispatcher, folder: Path, somchai: dict[str, str]) -> None:
    _erase(bot, folder)
    with bot.sessions() as session:
        erased = select(FeedbackUpdate).join(Feedback, Feedback.id == FeedbackUpdate.feedback_id)
        updates = session.scalars(
            erased.where(Feedback.number.like("erased-%"), FeedbackUpdate.public.is_(False))
        ).all()

    assert [(update.action, update.who, update.text) for update in updates] == [("erased", "citizen", "")] * 2


def test_an_erased_case_is_not_found_by_its_number(bot: Dispatcher, folder: Path, somchai: dict[str, str]) -> None:
    _erase(bot, folder)
    with bot.sessions() as session:
        assert cases.by_number(session, somchai["number"]) is None


def test_what_is_erased_can_be_given_anew(bot: Dispatcher, folder: Path, somchai: dict[str, str]) -> None:
    _erase(bot, folder)
    _say(bot, "เน็ตฟรีที่หมู่บ้านดอนหันหลุดบ่อย อยากให้มาดู", CONSENT)
    with bot.sessions() as session:
        row = session.scalars(select(Person).where(Person.key == SECRECY.hash("line", SOMCHAI))).one()

        assert len(cases.of_person(session, row)) == 1


def test_a_case_with_which_others_were_merged_goes_on(bot: Dispatcher, folder: Path, somchai: dict[str, str]) -> None:
    with bot.sessions.begin() as session:
        mine = session.scalars(select(Feedback).where(Feedback.sealed_text != "")).one()
        other = session.scalars(select(Feedback).where(Feedback.number == "000000001")).one()
        other.state, other.merged_into_id = "merged", mine.id
        number = mine.id
    _erase(bot, folder)
    with bot.sessions() as session:
        case = session.get_one(Feedback, number)

        assert (case.state, case.text) == ("received", "")


# --- only who really wants it


def test_nothing_is_erased_before_it_is_confirmed(bot: Dispatcher, somchai: dict[str, str]) -> None:
    answer = bot.chat(Message("line", SOMCHAI, ERASE))
    with bot.sessions() as session:
        known = session.scalar(select(Person.id).where(Person.key == SECRECY.hash("line", SOMCHAI)))

    assert (answer.status, answer.suggestions, known is not None) == ("privacy", (CONFIRM, KEEP), True)


@pytest.mark.parametrize("words", [KEEP, "ไม่ลบค่ะ", "ยกเลิก", "อย่าเพิ่งลบ"])
def test_who_thinks_better_of_it_keeps_everything(
    bot: Dispatcher, engine: Engine, folder: Path, somchai: dict[str, str], words: str
) -> None:
    _say(bot, ERASE, words, CONFIRM)
    kept = {name: trace for name, trace in somchai.items() if name != "chat"}

    assert _found(engine, folder, kept) == list(kept)


@pytest.mark.parametrize("words", ["ยืนยันลบค่ะ", "ยืนยัน", "ลบเลย", "Yes, erase my data"])
def test_it_can_be_confirmed_in_other_words(bot: Dispatcher, somchai: dict[str, str], words: str) -> None:
    _say(bot, ERASE, words)
    with bot.sessions() as session:
        assert session.scalar(select(Person.id).where(Person.key == SECRECY.hash("line", SOMCHAI))) is None


def test_what_is_no_answer_is_asked_again(bot: Dispatcher, somchai: dict[str, str]) -> None:
    _say(bot, ERASE)

    assert bot.chat(Message("line", SOMCHAI, "ใช่")).suggestions == (CONFIRM, KEEP)


def test_a_question_in_between_is_answered_and_erases_nothing(bot: Dispatcher, somchai: dict[str, str]) -> None:
    _say(bot, ERASE)
    answered = bot.chat(Message("line", SOMCHAI, "เน็ตฟรีใช้งบเท่าไหร่")).status
    asked_again = bot.chat(Message("line", SOMCHAI, CONFIRM)).suggestions

    assert (answered, asked_again) == ("answered", (CONFIRM, KEEP))


def test_a_half_written_feedback_is_not_sent_by_confirming(bot: Dispatcher) -> None:
    _say(bot, SLOW, ERASE, CONFIRM)
    with bot.sessions() as session:
        counts = [len(session.scalars(select(table.id)).all()) for table in (Feedback, Person, Conversation)]

    assert counts == [0, 0, 0]


def test_who_never_sent_anything_hears_that_nothing_is_stored(bot: Dispatcher) -> None:
    told = _say(bot, "เน็ตฟรีใช้งบเท่าไหร่", ERASE)
    with bot.sessions() as session:
        chats = session.scalars(select(Conversation)).all()

    assert (told.startswith("ไม่มีข้อมูลส่วนตัวของคุณ"), chats) == (True, [])


# --- many at once


def test_of_a_thousand_cases_no_byte_stays(tmp_path: Path, plan_engine: Engine) -> None:
    """Pages of a database are split and put together again; what stood in them before must not stay behind."""
    bot = Dispatcher(plan_engine, KEY)
    with bot.sessions.begin() as session:
        for number in range(1000):
            who = person(session, "U-everything" if number % 3 else f"U{number}")
            words = "mine-to-erase" if number % 3 else "theirs"
            case = cases.add(session, who, f"{number:09}", text=f"{words} {number} " * (number % 40 + 1))
            cases.note(session, case, "citizen", "added", f"{words} too {number}")
            cases.attach(session, case, [f"{words} photo"] * (number % 2))
    before = _bytes(plan_engine, tmp_path / "none").count(b"mine-to-erase")
    _say(bot, ERASE, CONFIRM, user="U-everything")
    for number in range(1000, 1200):
        with bot.sessions.begin() as session:
            cases.add(session, person(session, "U1"), f"{number:09}", text="later")
    _tidy(bot)
    after = _bytes(plan_engine, tmp_path / "none").replace(b"mine-to-erase photo", b"").count(b"mine-to-erase")

    assert (before > 5000, after) == (True, 0)
