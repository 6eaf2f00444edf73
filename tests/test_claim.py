"""Can a person go on with a case on another device by its number and secret, and nobody else?"""

import re

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.dispatch import Dispatcher
from bot.text import as_text
from db.feedback_models import Feedback, FeedbackUpdate, Notice, Person
from handlers import casework, claim
from handlers.case_secret import find_secret, fits, hashed, new_secret
from handlers.message import Message

KEY = b"k" * 32
COMPLAINT, SEND = "เน็ตหลุดบ่อยมาก อยากให้แก้", "ยินยอมและส่งเรื่อง"
SECRET = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")
NUMBER = re.compile(r"[0-9]{3}-[0-9]{3}-[0-9]{3}")
WRONG = "ABCD-2345-WXYZ"


def _say(bot: Dispatcher, *texts: str, user: str, channel: str = "web", in_group: bool = False) -> str:
    """The answer to the last of these messages."""
    return [as_text(bot.chat(Message(channel, user, text, in_group=in_group))) for text in texts][-1]


@pytest.fixture(name="told")
def _told(bot: Dispatcher) -> tuple[str, str]:
    """Number and secret of a case, as somebody was told them on the page."""
    said = _say(bot, COMPLAINT, SEND, user="laptop")
    number, secret = NUMBER.search(said), SECRET.search(said)
    assert number
    assert secret
    return number[0], secret[0]


def _case(engine: Engine) -> Feedback:
    with Session(engine) as session:
        return session.scalars(select(Feedback)).one()


@pytest.mark.parametrize(("user", "channel"), [("phone", "web"), ("U1", "line"), ("7", "telegram")])
def test_the_case_is_ones_own_wherever_one_claims_it(
    bot: Dispatcher, told: tuple[str, str], user: str, channel: str
) -> None:
    claimed = _say(bot, " ".join(told), user=user, channel=channel)
    status = _say(bot, "เรื่องของฉันถึงไหนแล้ว", user=user, channel=channel)

    assert ("เป็นของคุณในแชทนี้แล้ว" in claimed, COMPLAINT in status) == (True, True)


@pytest.mark.parametrize("form", ["{1} {0}", "เรื่อง {0} รหัส {1}", "{0}\n{1}", "{0} {2}", "{0} {3}"])
def test_it_is_read_however_it_is_typed(bot: Dispatcher, told: tuple[str, str], form: str) -> None:
    number, secret = told
    words = form.format(number, secret, secret.lower(), secret.replace("-", ""))
    if not find_secret(words):  # One secret in seventy has no digit: then the signs between must be typed.
        words = form.format(number, secret, secret, secret)

    assert "เป็นของคุณในแชทนี้แล้ว" in _say(bot, words, user="phone")


def test_it_is_not_ones_own_any_more_where_it_was(bot: Dispatcher, told: tuple[str, str]) -> None:
    _say(bot, " ".join(told), user="phone")

    assert COMPLAINT not in _say(bot, told[0], user="laptop")


def test_it_can_be_claimed_back(bot: Dispatcher, told: tuple[str, str]) -> None:
    _say(bot, " ".join(told), user="phone")

    assert COMPLAINT in _say(bot, " ".join(told), user="laptop")


def test_who_claims_it_can_have_it_erased(bot: Dispatcher, told: tuple[str, str], engine: Engine) -> None:
    _say(bot, " ".join(told), "ลบข้อมูลของฉัน", "ยืนยันลบข้อมูล", user="phone")

    assert (_case(engine).text, _case(engine).claim) == ("", "")


def test_what_was_agreed_to_goes_along(bot: Dispatcher, told: tuple[str, str], engine: Engine) -> None:
    _say(bot, " ".join(told), user="phone")
    with Session(engine) as session:
        versions = [person.consent_version for person in session.scalars(select(Person))]

    assert versions == [1, 1]


def test_news_that_nobody_heard_goes_along(bot: Dispatcher, told: tuple[str, str], engine: Engine) -> None:
    with bot.sessions.begin() as session:
        casework.answer(session, told[0], "มาลี", "ช่างกำลังไป")

    assert "ช่างกำลังไป" in _say(bot, " ".join(told), "เรื่องของฉันถึงไหนแล้ว", user="phone")
    with Session(engine) as session:
        assert session.scalars(select(Notice)).one().posted_at is not None


def test_the_officer_sees_that_it_was_claimed(bot: Dispatcher, told: tuple[str, str], engine: Engine) -> None:
    _say(bot, " ".join(told), user="phone")
    with Session(engine) as session:
        last = session.scalars(select(FeedbackUpdate).order_by(FeedbackUpdate.id.desc())).first()

    assert last is not None
    assert (last.who, last.action, last.public) == ("citizen", "claimed", False)


def test_the_secret_is_told_once(bot: Dispatcher, told: tuple[str, str]) -> None:
    later = _say(bot, told[0], "เรื่องของฉันถึงไหนแล้ว", "ข้อมูลของฉัน", user="laptop")

    assert SECRET.search(later) is None


def test_the_secret_itself_is_not_stored(told: tuple[str, str], engine: Engine) -> None:
    case = _case(engine)

    assert (case.claim, told[1] in str(vars(case))) == (hashed(case.number, told[1]), False)


def test_where_an_account_says_who_somebody_is_there_is_no_secret(bot: Dispatcher, engine: Engine) -> None:
    said = _say(bot, COMPLAINT, SEND, user="U1", channel="line")

    assert (SECRET.search(said), _case(engine).claim) == (None, "")


# --- somebody else


def test_a_wrong_secret_gives_nothing(bot: Dispatcher, told: tuple[str, str]) -> None:
    said = _say(bot, f"{told[0]} {WRONG}", user="stranger")

    assert ("ไม่ตรงกับเรื่อง" in said, COMPLAINT in said) == (True, False)


def test_of_a_case_without_a_secret_none_is_right(bot: Dispatcher) -> None:
    number = NUMBER.search(_say(bot, COMPLAINT, SEND, user="U1", channel="line"))
    assert number

    assert COMPLAINT not in _say(bot, f"{number[0]} {WRONG}", user="stranger")


def test_after_some_wrong_ones_even_the_right_one_must_wait(bot: Dispatcher, told: tuple[str, str]) -> None:
    """For the chat that tried them; a greeting in between changes nothing."""
    for _ in range(claim.MOST_WRONG):
        _say(bot, f"{told[0]} {WRONG}", "สวัสดี", user="stranger")

    assert "หนึ่งชั่วโมง" in _say(bot, " ".join(told), user="stranger")


def test_who_was_guessed_at_is_not_locked_out(bot: Dispatcher, told: tuple[str, str]) -> None:
    for _ in range(2 * claim.MOST_WRONG):
        _say(bot, f"{told[0]} {WRONG}", user="stranger")

    assert "เป็นของคุณในแชทนี้แล้ว" in _say(bot, " ".join(told), user="phone")


def test_after_an_hour_one_may_try_again(
    bot: Dispatcher, told: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(claim.MOST_WRONG):
        _say(bot, f"{told[0]} {WRONG}", user="phone")
    monkeypatch.setattr(claim, "_HOUR", -1)

    assert "เป็นของคุณในแชทนี้แล้ว" in _say(bot, " ".join(told), user="phone")


def test_in_a_group_nobody_claims_anything(bot: Dispatcher, told: tuple[str, str]) -> None:
    said = _say(bot, " ".join(told), user="C1", channel="line", in_group=True)

    assert (COMPLAINT in said, "เป็นของคุณ" in said) == (False, False)


# --- the secret


def test_secrets_differ() -> None:
    assert len({new_secret() for _ in range(200)}) == 200


@pytest.mark.parametrize("given", ["ABCD-2345-WXYZ", "abcd-2345-wxyz", "ABCD2345WXYZ"])
def test_it_fits_however_it_is_written(given: str) -> None:
    assert (
        fits("482915737", given, hashed("482915737", WRONG)),
        fits("482915738", given, hashed("482915737", WRONG)),
    ) == (
        True,
        False,
    )


@pytest.mark.parametrize(
    "text",
    ["", "free internet", "482-915-737", "081-234-5678", "5.3.6", "budgetsheets", "เน็ตช้า", "A" * 40, "ABCD-2345-WXYZ9"],
)
def test_words_and_numbers_are_no_secret(text: str) -> None:
    assert find_secret(text) == ""
