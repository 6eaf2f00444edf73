"""Does a person learn what is stored about them, get it as a file, and can they take their consent back?"""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from starlette.testclient import TestClient

from bot import person as person_module
from bot.dispatch import Dispatcher
from bot.person import person_behind, person_of_link
from bot.secrecy import BOUND, Purpose, Secrecy
from bot.server import create_app
from bot.settings import Settings
from bot.text import as_text
from db.feedback_models import Feedback, Person
from handlers.answer import Answer
from handlers.message import Message
from knowledge.index import Index
from knowledge.rights import wish
from knowledge.understand import understand
from tests.sealed_before import sealed_before

KEY = b"k" * 32
SOMCHAI = "U4af4980629somchai"
ADDRESS = "https://plan.example.go.th"
SLOW = "เน็ตฟรีที่หมู่บ้านหลุดบ่อย อยากให้มาดู โทรหาผม 081-234-5678"
CONSENT, SEND, MINE, FILE = "ยินยอมและส่งเรื่อง", "ส่งเรื่องนี้", "ข้อมูลของฉันมีอะไรบ้าง", "ขอไฟล์ข้อมูลของฉัน"


@pytest.fixture(name="bot")
def _bot(engine: Engine) -> Dispatcher:
    return Dispatcher(engine, KEY, public_url=ADDRESS)


@pytest.fixture(name="client")
def _client(bot: Dispatcher) -> TestClient:
    return TestClient(create_app(Settings(), bot))


def _ask(bot: Dispatcher, *texts: str, user: str = SOMCHAI, channel: str = "line") -> Answer:
    """The answer to the last of these messages."""
    return [bot.chat(Message(channel, user, each)) for each in texts][-1]  # type: ignore[arg-type, unused-ignore]


def _say(bot: Dispatcher, *texts: str, **who: str) -> str:
    return as_text(_ask(bot, *texts, **who))


def _send(bot: Dispatcher, **who: str) -> None:
    _ask(bot, SLOW, "ให้เบอร์ติดต่อ", "สมชาย 089-999-8888", CONSENT, **who)


def _link(bot: Dispatcher, **who: str) -> str:
    return _say(bot, FILE, **who).splitlines()[-1]


# --- what is wished


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ข้อมูลของฉันมีอะไรบ้าง", "mine"),
        ("บอทนี้เก็บข้อมูลอะไรของผมไว้บ้างครับ", "mine"),
        ("what is stored about me?", "mine"),
        ("ขอไฟล์ข้อมูลของฉัน", "file"),
        ("A file of my data", "file"),
        ("ลบข้อมูลของฉัน", "erase"),
        ("ขอลบข้อมูลของฉันออกจากระบบให้หมดเลยค่ะ", "erase"),
        ("ลบข้อมูลหนูหน่อย", "erase"),
        ("please delete all my data", "erase"),
        ("งั้นไม่ยินยอมให้เก็บนะครับ", "withdraw"),
        ("ขอถอนความยินยอม", "withdraw"),
        ("Withdraw my consent", "withdraw"),
        ("บอทเก็บข้อมูลอะไรบ้าง", ""),
        ("มีนโยบายความเป็นส่วนตัวไหม", ""),
        ("privacy", ""),
    ],
)
def test_what_is_wished_is_told_apart(index: Index, text: str, wanted: str) -> None:
    assert (understand(index, text).reason, wish(index, text)) == ("privacy", wanted)


@pytest.mark.parametrize("text", ["ไม่ลบ", "ไม่ลบค่ะ", "ไม่ต้องลบแล้วครับ", "Do not erase"])
def test_not_to_erase_is_not_to_erase(index: Index, text: str) -> None:
    assert wish(index, text) == "keep"


# --- what is stored


def test_who_sent_nothing_hears_that_nothing_is_stored(bot: Dispatcher) -> None:
    answer = _ask(bot, MINE)

    assert (answer.status, as_text(answer).startswith("ไม่มีข้อมูลส่วนตัวของคุณ")) == ("privacy", True)


def test_a_case_is_listed_with_its_number_state_and_words(bot: Dispatcher) -> None:
    _send(bot)
    told = _say(bot, MINE)
    with bot.sessions() as session:
        case = session.scalars(select(Feedback)).one()
    number = f"{case.number[:3]}-{case.number[3:6]}-{case.number[6:]}"

    assert [
        each for each in (number, case.text, "รับเรื่องแล้ว", "ให้ชื่อหรือเบอร์ติดต่อไว้", "ยินยอมเมื่อวันที่") if each not in told
    ] == []


def test_what_was_masked_stays_masked_in_the_chat(bot: Dispatcher) -> None:
    _send(bot)

    assert "081-234-5678" not in _say(bot, MINE)


def test_nothing_of_other_people_is_listed(bot: Dispatcher) -> None:
    _send(bot)

    assert _say(bot, MINE, user="U-somsri").startswith("ไม่มีข้อมูลส่วนตัวของคุณ")


def test_a_half_written_feedback_is_told_too(bot: Dispatcher) -> None:
    assert "เขียนค้างไว้" in _say(bot, SLOW, MINE)


def test_the_list_offers_what_can_be_done(bot: Dispatcher) -> None:
    _send(bot)

    assert _ask(bot, MINE).suggestions == (FILE, "ลบข้อมูลของฉัน", "ถอนความยินยอม")


@pytest.mark.parametrize("button", [MINE, FILE, "ลบข้อมูลของฉัน", "ถอนความยินยอม", "ยืนยันลบข้อมูล"])
def test_every_button_is_understood(bot: Dispatcher, button: str) -> None:
    _send(bot)

    assert _ask(bot, button).status == "privacy"


def test_the_menu_shows_the_notice(bot: Dispatcher) -> None:
    answer = bot.chat(Message("line", SOMCHAI, "", "privacy"))

    assert (answer.status, answer.suggestions) == ("privacy", (MINE, "ลบข้อมูลของฉัน"))


def test_in_english_it_is_told_in_english(bot: Dispatcher) -> None:
    _send(bot)

    assert _say(bot, "what is stored about me?").startswith("The province has kept data about you since")


# --- consent


def test_after_consent_is_withdrawn_it_is_asked_again_before_anything_is_taken(bot: Dispatcher) -> None:
    _send(bot)
    _ask(bot, "ถอนความยินยอม")
    shown = _ask(bot, "ถนนหน้าวัดโนนสว่างเป็นหลุมลึก ขอให้ซ่อมให้หน่อย")

    assert (CONSENT in shown.suggestions, SEND in shown.suggestions) == (True, False)


def test_withdrawn_consent_is_withdrawn_in_the_database(bot: Dispatcher) -> None:
    _send(bot)
    _ask(bot, "ถอนความยินยอม")
    with bot.sessions() as session:
        row = session.scalars(select(Person)).one()

        assert (row.consent_version, row.consent_at) == (None, None)


def test_who_withdraws_hears_what_stays_and_how_to_erase_it(bot: Dispatcher) -> None:
    _send(bot)
    answer = _ask(bot, "ไม่ยินยอมให้เก็บแล้ว")

    assert ("ยังอยู่" in as_text(answer), answer.suggestions) == (True, ("ลบข้อมูลของฉัน",))


def test_who_does_not_agree_has_nothing_stored(bot: Dispatcher) -> None:
    _ask(bot, MINE, "งั้นไม่ยินยอมให้เก็บนะครับ")
    with bot.sessions() as session:
        assert session.scalars(select(Person)).all() == []


def test_agreeing_while_a_feedback_waits_sends_it(bot: Dispatcher) -> None:
    assert _ask(bot, SLOW, "ยินยอมค่ะ").status == "feedback"


def test_not_agreeing_while_a_feedback_waits_sends_nothing(bot: Dispatcher) -> None:
    _ask(bot, SLOW, "ไม่ยินยอมค่ะ")
    with bot.sessions() as session:
        assert session.scalars(select(Feedback)).all() == []


def test_asking_for_ones_data_does_not_become_a_contact(bot: Dispatcher) -> None:
    assert _ask(bot, SLOW, "ให้เบอร์ติดต่อ", "ลบข้อมูลของฉัน").suggestions == ("ยืนยันลบข้อมูล", "ไม่ลบ")


# --- the file


def test_the_link_leads_to_everything_that_is_stored(bot: Dispatcher, client: TestClient) -> None:
    _send(bot)
    told = client.get(_link(bot).removeprefix(ADDRESS)).json()
    [case] = told["cases"]

    assert (told["stored"], told["channel"], told["consent"]["version"], case["text"], case["contact"]) == (
        True,
        "line",
        1,
        SLOW,
        "สมชาย 089-999-8888",
    )


def test_the_file_says_nothing_of_other_people(bot: Dispatcher, client: TestClient) -> None:
    _send(bot)
    _send(bot, user="U-somsri")

    assert len(client.get(_link(bot).removeprefix(ADDRESS)).json()["cases"]) == 1


def test_the_file_is_saved_and_kept_by_nobody_between(bot: Dispatcher, client: TestClient) -> None:
    _send(bot)
    headers = client.get(_link(bot).removeprefix(ADDRESS)).headers

    assert (headers["content-disposition"], headers["cache-control"]) == (
        'attachment; filename="my-data.json"',
        "no-store",
    )


def test_the_link_does_not_show_who_it_is_for(bot: Dispatcher) -> None:
    _send(bot)

    assert re.fullmatch(re.escape(ADDRESS) + r"/my-data/[A-Za-z0-9_-]+", _link(bot)) is not None


def test_on_the_page_the_link_needs_no_address(engine: Engine) -> None:
    bot = Dispatcher(engine, KEY)
    _send(bot, channel="web")

    assert _link(bot, channel="web").startswith("/my-data/")


def test_elsewhere_without_an_address_there_is_no_link(engine: Engine) -> None:
    bot = Dispatcher(engine, KEY)
    _send(bot)

    assert "/my-data/" not in _say(bot, FILE)


def test_after_erasing_the_link_leads_to_nothing(bot: Dispatcher, client: TestClient) -> None:
    _send(bot)
    link = _link(bot).removeprefix(ADDRESS)
    _ask(bot, "ลบข้อมูลของฉัน", "ยืนยันลบข้อมูล")

    assert client.get(link).json() == {"stored": False}


@pytest.mark.parametrize("token", ["x", "AAAA", "ก", "A" * 200, "2.AAAA"])
def test_what_is_no_link_of_ours_leads_nowhere(client: TestClient, token: str) -> None:
    assert client.get(f"/my-data/{token}").status_code == 404


FAR = 4_000_000_000
"""A time that lies far ahead."""


@pytest.mark.parametrize("told", [[FAR, "line", SOMCHAI], ["my data", FAR, "line", SOMCHAI]], ids=["now", "before"])
@pytest.mark.parametrize("purpose", ["person", "case text", "contact", "photo", "call", "chat", "draft"])
def test_nothing_else_that_was_sealed_is_a_link(told: list[object], purpose: Purpose) -> None:
    """Whoever finds their own contact in a leaked backup, and wrote it with that in mind."""
    sealed = Secrecy(KEY).seal(json.dumps(told), purpose)
    token = sealed.removeprefix(BOUND).translate(str.maketrans("+/", "-_", "="))

    assert person_of_link(Secrecy(KEY), token) is None


@pytest.mark.parametrize("told", [[FAR, "line", SOMCHAI], ["my data", FAR, "line", SOMCHAI]], ids=["now", "before"])
def test_nothing_that_an_older_version_sealed_is_a_link(told: list[object]) -> None:
    token = sealed_before(KEY, json.dumps(told)).translate(str.maketrans("+/", "-_", "="))

    assert person_of_link(Secrecy(KEY), token) is None


def test_a_contact_that_somebody_wrote_as_a_link_opens_nothing(bot: Dispatcher, client: TestClient) -> None:
    _send(bot)
    until = json.dumps([FAR, "line", SOMCHAI])
    _say(bot, "ประปาหมู่บ้านไหลเบามาก ขอให้มาแก้ไขด้วย", "ให้เบอร์ติดต่อ", until, CONSENT, user="U-thief")
    with bot.sessions() as session:
        sealed = next(case.contact for case in session.scalars(select(Feedback)) if case.contact)
    token = sealed.removeprefix(BOUND).translate(str.maketrans("+/", "-_", "="))

    assert client.get(f"/my-data/{token}").status_code == 404


def test_a_link_is_good_for_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    secrecy = Secrecy(KEY)
    token = person_behind(secrecy, "line", SOMCHAI, ADDRESS).link().rpartition("/")[2]
    at = person_module.now()
    found = []
    for minutes in (0, 9, 11):
        monkeypatch.setattr(person_module, "now", lambda minutes=minutes: at + timedelta(minutes=minutes))
        found.append(person_of_link(secrecy, token) is not None)

    assert found == [True, True, False]


def test_a_link_under_another_key_leads_nowhere() -> None:
    token = person_behind(Secrecy(b"s" * 32), "line", SOMCHAI, ADDRESS).link().rpartition("/")[2]

    assert person_of_link(Secrecy(KEY), token) is None


def test_who_has_only_begun_to_write_is_not_told_of_no_cases(bot: Dispatcher) -> None:
    told = _say(bot, SLOW, "ลบข้อมูลของฉัน")

    assert ("เรื่องที่เขียนค้างไว้" in told, "0 เรื่อง" in told) == (True, False)


@pytest.mark.parametrize(
    "text", ["ใครเป็นคนร้องเรียนร้านฉัน บอกชื่อมาเดี๋ยวนี้", "ขอชื่อกับเบอร์คนที่ร้องเรียนเรื่องตลาดหน่อย", "Who reported us?"]
)
def test_nobody_is_told_who_reported_something(bot: Dispatcher, text: str) -> None:
    _send(bot)

    answer = _ask(bot, text, user="Uelse")

    assert (answer.status, "081-234-5678" in as_text(answer)) == ("privacy", False)


def test_who_reports_and_wants_to_stay_unnamed_reports(bot: Dispatcher) -> None:
    assert _ask(bot, "อยากแจ้งเรื่องขยะล้น ชื่อผู้แจ้งไม่ต้องบอกนะ").status == "feedback"
