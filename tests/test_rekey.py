"""Can a key be replaced while people use the bot, with nothing lost, and does the old one open nothing afterwards?"""

import json

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import rekey as command
from bot.delivery.channel import Call
from bot.delivery.event import Event
from bot.delivery.letters import Letters
from bot.dispatch import Dispatcher
from bot.feedback.show import show
from bot.person import platform_id_of
from bot.rekey import rekey
from bot.secrecy import Purpose, Secrecy
from bot.text import as_text
from db import cases, notices, outbox, people
from db.feedback_models import Attachment, Feedback, Notice, Person
from db.models import Conversation, Outbox
from db.rekeying import BATCH
from db.session import session_factory
from handlers.message import Message
from tests.sealed_before import sealed_before

OLD, NEW, STRANGE = b"o" * 32, b"n" * 32, b"s" * 32
SOMCHAI, SOMSRI = "U4af4980629somchai", "U5b05091730somsri"
SLOW = "เน็ตฟรีที่หมู่บ้านหลุดบ่อย อยากให้มาดู โทรหาผม 081-234-5678"
MINE, CONSENT = "ข้อมูลของฉันมีอะไรบ้าง", "ยินยอมและส่งเรื่อง"


@pytest.fixture(name="engine")
def _engine(engine: Engine) -> Engine:
    """A database that was used with the old key: a case, what is to be sent, and half a feedback."""
    bot = Dispatcher(engine, OLD)
    bot.chat(Message("line", SOMCHAI, SLOW))
    bot.chat(Message("line", SOMCHAI, "", "photo", reference="message 1"))
    _say(bot, "ให้เบอร์ติดต่อ", "สมชาย 081-234-5678", CONSENT)
    with bot.sessions.begin() as session:
        bot.letters.post(session, Event("line", "1", SOMCHAI), [Call({"text": "1"}), Call({"text": "2"})])
        notices.add(session, session.scalars(select(Feedback)).one(), "เรื่องคืบหน้า")
    _say(bot, "ถนนหน้าวัดโนนสว่างเป็นหลุมลึก ขอให้ซ่อมให้หน่อย", user=SOMSRI)
    return engine


def _say(bot: Dispatcher, *texts: str, user: str = SOMCHAI) -> str:
    """The answer to the last of these messages."""
    return [as_text(bot.chat(Message("line", user, each))) for each in texts][-1]


def _sealed(session: Session) -> list[tuple[str, Purpose, str]]:
    """Everything that is stored encrypted, what for, and for which row."""
    person, case = session.scalars(select(Person)).one(), session.scalars(select(Feedback)).one()
    photo, calls = session.scalars(select(Attachment)).one(), session.scalars(select(Outbox).order_by(Outbox.id)).all()
    number = str(case.id)
    return [
        (person.platform_id, "person", "line"),
        (case.sealed_text, "case text", number),
        (case.contact, "contact", number),
        (photo.reference, "photo", number),
        *((call.recipient, "call", call.key) for call in calls),
    ]


IN_THE_CLEAR = [SOMCHAI, SLOW, "สมชาย 081-234-5678", "message 1", SOMCHAI, SOMCHAI]


# --- while both keys are set


def test_a_person_is_found_before_anything_was_rekeyed(engine: Engine) -> None:
    assert "1 เรื่อง" in _say(Dispatcher(engine, NEW, OLD), MINE)


def test_a_person_who_was_found_has_the_newest_key(engine: Engine) -> None:
    _say(Dispatcher(engine, NEW, OLD), MINE)
    with session_factory(engine)() as session:
        assert session.scalar(select(Person.key)) == Secrecy(NEW).hash("line", SOMCHAI)


def test_a_person_who_was_found_is_no_second_person(engine: Engine) -> None:
    _say(Dispatcher(engine, NEW, OLD), "ประปาหมู่บ้านไหลเบามาก ขอให้มาแก้ไขด้วย", "ส่งเรื่องนี้")
    with session_factory(engine)() as session:
        assert len(session.scalars(select(Person)).all()) == 1


def test_half_a_feedback_can_be_finished(engine: Engine) -> None:
    _say(Dispatcher(engine, NEW, OLD), CONSENT, user=SOMSRI)
    with session_factory(engine)() as session:
        assert [case.text[:5] for case in session.scalars(select(Feedback).order_by(Feedback.id))] == ["เน็ตฟ", "ถนนหน"]


def test_what_is_to_be_sent_is_sent_to_the_right_person(engine: Engine) -> None:
    bot = Dispatcher(engine, NEW, OLD)
    with bot.sessions() as session:
        call = session.scalars(select(Outbox).order_by(Outbox.id)).first()

        assert call is not None
        assert bot.secrecy.open(call.recipient, "call", call.key) == SOMCHAI


def test_erasing_finds_what_stands_under_the_old_key(engine: Engine) -> None:
    _say(Dispatcher(engine, NEW, OLD), "ลบข้อมูลของฉัน", "ยืนยันลบข้อมูล")
    with session_factory(engine)() as session:
        left = [len(session.scalars(select(table.id)).all()) for table in (Person, Outbox, Notice)]

    assert left == [0, 0, 0]


# --- rekeying


def test_everything_is_brought_to_the_newest_key(engine: Engine) -> None:
    rekey(session_factory(engine), Secrecy(NEW, OLD))
    with session_factory(engine)() as session:
        assert [Secrecy(NEW).open(*sealed) for sealed in _sealed(session)] == IN_THE_CLEAR


@pytest.mark.parametrize("key", [OLD, STRANGE])
def test_another_key_opens_nothing_afterwards(engine: Engine, key: bytes) -> None:
    rekey(session_factory(engine), Secrecy(NEW, OLD))
    with session_factory(engine)() as session:
        assert [Secrecy(key).open_or_none(*sealed) for sealed in _sealed(session)] == [None] * len(IN_THE_CLEAR)


def test_after_the_old_key_is_removed_a_person_finds_their_case(engine: Engine) -> None:
    rekey(session_factory(engine), Secrecy(NEW, OLD))

    assert "1 เรื่อง" in _say(Dispatcher(engine, NEW), MINE)


def test_calls_of_a_chat_are_still_made_in_order(engine: Engine) -> None:
    """What is written after rekeying waits for what was written before."""
    rekey(session_factory(engine), Secrecy(NEW, OLD))
    bot = Dispatcher(engine, NEW)
    with bot.sessions.begin() as session:
        assert bot.letters.post(session, Event("line", "2", SOMCHAI), [Call({"text": "3"})]) == []


def test_a_push_keeps_its_queue(engine: Engine) -> None:
    old = Letters(Secrecy(OLD))
    with session_factory(engine).begin() as session:
        old.post(session, Event("line", "2", SOMSRI), [Call({"text": "push"}, queue="notices")])
    rekey(session_factory(engine), Secrecy(NEW, OLD))
    with session_factory(engine)() as session:
        chats = session.scalars(select(Outbox.chat).order_by(Outbox.id)).all()

    assert chats[-1] == Letters(Secrecy(NEW)).chat("line", SOMSRI, "notices")


def test_what_is_to_be_told_still_belongs_to_the_person(engine: Engine) -> None:
    rekey(session_factory(engine), Secrecy(NEW, OLD))

    assert "เรื่องคืบหน้า" in _say(Dispatcher(engine, NEW), "ขอบคุณค่ะ")


def test_without_the_old_key_nothing_is_touched(engine: Engine) -> None:
    counts = rekey(session_factory(engine), Secrecy(STRANGE))
    with session_factory(engine)() as session:
        opened = [Secrecy(OLD).open(*sealed) for sealed in _sealed(session)]

    assert (counts["unreadable"], counts["changed"], opened) == (5, 0, IN_THE_CLEAR)


def test_a_second_run_finds_nothing_to_do(engine: Engine) -> None:
    rekey(session_factory(engine), Secrecy(NEW, OLD))

    assert rekey(session_factory(engine), Secrecy(NEW, OLD)) == {"kept": 5}


def test_a_run_that_was_stopped_is_finished_by_the_next(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stops in the second batch of people, as a killed process would: the first batch is committed."""
    _crowd(engine, 2 * BATCH)
    monkeypatch.setattr(command, "change_key", _breaks_after(BATCH + 10))
    with pytest.raises(KeyboardInterrupt):
        rekey(session_factory(engine), Secrecy(NEW, OLD))
    monkeypatch.undo()
    counts = rekey(session_factory(engine), Secrecy(NEW, OLD))
    with session_factory(engine)() as session:
        readable = [
            Secrecy(NEW).open_or_none(sealed, "person", "line")
            for sealed in session.scalars(select(Person.platform_id))
        ]

    assert (counts["kept"], None in readable) == (BATCH, False)


def _crowd(engine: Engine, size: int) -> None:
    secrecy = Secrecy(OLD)
    with session_factory(engine).begin() as session:
        for number in range(size):
            name = f"U{number}"
            people.obtain(session, secrecy.hash("line", name), "line", secrecy.seal(name, "person", "line"), "th")


def _breaks_after(count: int) -> object:
    left = iter(range(count))

    def change_key(session: Session, person: Person, key: str) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        person.key = key

    return change_key


def test_who_became_two_people_is_one_again(engine: Engine) -> None:
    """A server that knew the new key only took feedback from somebody whom the old one knows."""
    _say(Dispatcher(engine, NEW), "ประปาหมู่บ้านไหลเบามาก ขอให้มาแก้ไขด้วย", CONSENT)
    rekey(session_factory(engine), Secrecy(NEW, OLD))
    with session_factory(engine)() as session:
        people_left = session.scalars(select(Person)).all()
        owners = set(session.scalars(select(Feedback.person_id)))

    assert (len(people_left), owners) == (1, {people_left[0].id})


def test_a_call_that_was_made_meanwhile_does_no_harm(engine: Engine) -> None:
    with session_factory(engine).begin() as session:
        for call in outbox.hold_due(session, "line", 10):
            outbox.done(session, call)

    assert rekey(session_factory(engine), Secrecy(NEW, OLD))["unreadable"] == 0


# --- what was sealed before texts were bound to their purpose and row


def _unbind(engine: Engine) -> None:
    """As an earlier version wrote everything, the chat of somebody included who was writing when it was updated."""
    with session_factory(engine).begin() as session:
        secrecy = Secrecy(OLD)
        [person], [case] = session.scalars(select(Person)).all(), session.scalars(select(Feedback)).all()
        [photo] = session.scalars(select(Attachment))
        opened = [secrecy.open(*sealed) for sealed in _sealed(session)]
        person.platform_id, case.sealed_text, case.contact, photo.reference, *calls = (
            sealed_before(OLD, text) for text in opened
        )
        for call, recipient in zip(session.scalars(select(Outbox).order_by(Outbox.id)), calls, strict=True):
            call.recipient = recipient
        for chat in session.scalars(select(Conversation)):
            chat.state = sealed_before(OLD, secrecy.open(chat.state, "chat", chat.key))


def test_what_was_sealed_before_can_be_read(engine: Engine) -> None:
    _unbind(engine)
    with session_factory(engine)() as session:
        assert [Secrecy(OLD).open(*sealed) for sealed in _sealed(session)] == IN_THE_CLEAR


def test_half_a_feedback_of_before_can_be_finished(engine: Engine) -> None:
    _say(Dispatcher(engine, OLD), "ให้เบอร์ติดต่อ", "สมศรี 081-999-9999", user=SOMSRI)
    _unbind(engine)
    _confided_before(engine)
    _say(Dispatcher(engine, OLD), CONSENT, user=SOMSRI)
    with session_factory(engine)() as session:
        case = session.scalars(select(Feedback).order_by(Feedback.id.desc())).first()

        assert case is not None
        assert Secrecy(OLD).open(case.contact, "contact", str(case.id)) == "สมศรี 081-999-9999"


def _confided_before(engine: Engine) -> None:
    """The contact in the draft is sealed as before, too."""
    key = Secrecy(OLD).hash("line", SOMSRI)
    with session_factory(engine).begin() as session:
        chat = session.scalars(select(Conversation).where(Conversation.key == key)).one()
        state = json.loads(Secrecy(OLD).open(chat.state, "chat", key))
        contact = Secrecy(OLD).open(state["intake"]["contact"], "draft")
        state["intake"]["contact"] = sealed_before(OLD, contact)
        chat.state = sealed_before(OLD, json.dumps(state))


def test_rekeying_binds_it(engine: Engine) -> None:
    _unbind(engine)
    counts = rekey(session_factory(engine), Secrecy(OLD))
    with session_factory(engine)() as session:
        sealed = _sealed(session)

    assert (counts, [Secrecy(OLD).open(*each) for each in sealed]) == ({"changed": 5}, IN_THE_CLEAR)
    assert [Secrecy(OLD).open_or_none(text, purpose, "another row") for text, purpose, _ in sealed] == [None] * 6


def test_rekeying_binds_it_under_a_new_key(engine: Engine) -> None:
    _unbind(engine)
    rekey(session_factory(engine), Secrecy(NEW, OLD))
    with session_factory(engine)() as session:
        assert [Secrecy(NEW).open(*each) for each in _sealed(session)] == IN_THE_CLEAR


# --- put where it does not belong


def test_somebody_elses_contact_is_not_shown(engine: Engine) -> None:
    """Who can write to the database cannot have a text of one row opened in another one."""
    with session_factory(engine).begin() as session:
        case = session.scalars(select(Feedback)).one()
        other = cases.add(session, session.scalars(select(Person)).one(), "111111111", text="ถนน", contact=case.contact)
        other.assignee = "มาลี"
    with session_factory(engine)() as session:
        shown = show(session, "111-111-111", "มาลี", Secrecy(OLD))

    assert "081-234-5678" not in str(shown)


def test_news_does_not_go_to_whose_id_was_put_there(engine: Engine) -> None:
    with session_factory(engine).begin() as session:
        row = session.scalars(select(Person)).one()
        row.platform_id = Secrecy(OLD).seal(SOMSRI, "person", "line")
        session.flush()

        assert platform_id_of(Secrecy(OLD), row) is None


# --- the command


def test_the_command_says_what_it_did(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("CONVERSATION_KEY", f"{NEW.decode()},{OLD.decode()}")
    status = command.run()

    assert (status, capsys.readouterr().out.splitlines()[0]) == (
        0,
        "Brought 5 rows to the newest key, 0 needed nothing.",
    )


def test_the_command_says_that_a_key_is_missing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("CONVERSATION_KEY", STRANGE.decode())
    status = command.run()

    assert (status, capsys.readouterr().out.splitlines()[1]) == (
        1,
        "5 rows could be read with none of the keys: put the missing key behind.",
    )
