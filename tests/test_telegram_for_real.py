"""Does the bot, run as in production, talk with people on Telegram as Telegram allows it?"""

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.platforms import (
    TELEGRAM_SECRET,
    Recorded,
    Server,
    WithPlan,
    client,
    environment,
    needs_harness,
    serving,
    telegram_mock,
)
from tests.telegram_platform import (
    BOT,
    SAYS,
    Telegram,
    Update,
    buttons,
    chat,
    command,
    edited,
    inline,
    mention,
    message,
    photo,
    press,
    text,
)

pytestmark = needs_harness

MEGABYTE = 1024 * 1024
GROUP, OTHER_GROUP = -1002000000001, -1002000000002


@dataclass(frozen=True)
class Step:
    """What came of one webhook."""

    name: str
    status: int
    expected: str | None = None
    """A pattern that the answer holds; None: no answer is due."""
    said: str = ""
    """The call that answered, as JSON; empty where there was none."""


class Talk:
    """A conversation that is written down."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram
        self.steps: list[Step] = []

    def answered(self, name: str, given: Update, expected: str = ".", op: str = SAYS) -> Recorded:
        """Deliver what an answer is due to; the call that answered."""
        since = self.telegram.seen()
        status = self.telegram.deliver(given)
        calls = self.telegram.answers(chat(given), op=op, since=since)
        said = json.dumps(calls[-1]["body"], ensure_ascii=False) if calls else ""
        self.steps.append(Step(name, status, expected, said))
        return calls[-1] if calls else {"body": {}}

    def looked_up(self, name: str, who: int, words: str, expected: str = ".") -> None:
        """Type behind the bot's name in another chat."""
        given = inline(who, words)
        status = self.telegram.deliver(given)
        number = given["inline_query"]["id"]
        calls = self.telegram.mock.calls(patience=10, op="answerInlineQuery", inline_query_id=number)
        self.steps.append(
            Step(name, status, expected, json.dumps([call["body"] for call in calls], ensure_ascii=False))
        )

    def pressed(self, name: str, who: int, on: Recorded, label: str, expected: str = ".", op: str = SAYS) -> Recorded:
        """Press the button of that label (a pattern); both the press and what it asks for are answered."""
        found = [button for button in buttons(on) if re.search(label, button["text"])]
        if not found:
            labels = ", ".join(button["text"] for button in buttons(on))
            self.steps.append(Step(f"{name}: no button {label} among {labels}", 0, expected))
            return {"body": {}}
        given = press(who, on, found[0]["callback_data"])
        call = self.answered(name, given, expected, op)
        number = given["callback_query"]["id"]
        answers = self.telegram.mock.calls(patience=10, op="answerCallbackQuery", callback_query_id=number)
        self.steps.append(
            Step(f"{name}: the press is answered", 200, "callback", json.dumps([a["op"] for a in answers]))
        )
        return call

    def silent(self, name: str, given: Update) -> None:
        """Deliver, in a chat of its own, what nobody answers."""
        self.steps.append(Step(name, self.telegram.deliver(given)))


def _citizen(talk: Talk) -> None:
    who = 101
    talk.answered("/start", command(who, "/start"))
    answer = talk.answered("a budget", text(who, "เน็ตฟรีใช้งบเท่าไหร่คะ"), "15.00")
    talk.answered("its follow-up", text(who, "แล้วปี 56 ล่ะ"), "5.00")
    talk.answered("who is responsible", text(who, "ใครดูแล"), "สำนักงานจังหวัดขอนแก่น")
    talk.pressed("the chart of an answer", who, answer, "กราฟ|แผนภูมิ|รูป", op="sendPhoto")
    talk.answered("thanks", text(who, "ขอบคุณค่ะ"), "ยินดี")
    talk.answered("feedback", text(who, "เน็ตฟรีช้ามาก อยากให้แก้"), "1567|จะส่งข้อความนี้")


def _official(talk: Talk) -> None:
    who = 102
    answer = talk.answered("a long list", text(who, "สนจ. รับผิดชอบโครงการอะไรบ้าง"), "21 โครงการ")
    talk.pressed("its second page", who, answer, "ถัดไป|เพิ่ม|ต่อ|หน้า|»|›|▶", "โครงการ")
    answer = talk.answered("another list", text(who, "ตัวชี้วัดทั้งหมด"), "17 ตัวชี้วัด")
    talk.pressed("its second page as well", who, answer, "ถัดไป|เพิ่ม|ต่อ|หน้า|»|›|▶", "ตัวชี้วัด")
    answer = talk.answered("a ranking", text(who, "โครงการไหนได้งบมากที่สุด 3 อันดับ"), "20.00")
    talk.pressed("the next places", who, answer, "อันดับถัดไป", "โครงการ")
    talk.looked_up("an inline question", who, "งบ e-service", "10.00")
    talk.looked_up("the beginning of one", who, "ง")
    talk.looked_up("an empty one", who, "")


def _foreigner(talk: Talk) -> None:
    who = 103
    talk.answered("/start in English", command(who, "/start", language="en"), "[a-z]{4}")
    talk.answered("English", text(who, "How much is the budget of the e-service project?", language="en"), "10.00")
    talk.answered("an English follow-up", text(who, "who is responsible?", language="en"), "Provincial Office")
    talk.answered("/help in English", command(who, "/help", language="en"), "[a-z]{4}")
    talk.answered("markup", text(who, "<b>budget</b> of e-service & co < 5 > 3 <script>", language="en"))


def _student(talk: Talk) -> None:
    who = 104
    talk.answered("/help", command(who, "/help"))
    talk.answered("/budget", command(who, "/budget"))
    talk.answered("/budget with words", command(who, "/budget e-service"), "10.00")
    talk.answered("/feedback", command(who, "/feedback"))
    talk.answered("/status", command(who, "/status"))
    talk.answered("/privacy", command(who, "/privacy"))
    talk.answered("an unknown command", command(who, "/nothing"))


def _neighbour(talk: Talk) -> None:
    who = 105
    talk.answered("a photo", photo(who))
    talk.answered("a photo with words", photo(who, caption="น้ำท่วมถนน"))
    talk.answered("a place", message(who, location={"latitude": 16.43, "longitude": 102.83}))
    sticker = {"file_id": "st", "file_unique_id": "u", "type": "regular", "width": 9, "height": 9}
    talk.answered("only a sticker", message(who, sticker=sticker | {"is_animated": False, "is_video": False}))
    talk.answered("only emoji", text(who, "👍👍🏽🎉"))
    talk.answered("4,096 characters", text(who, ("อยากทราบเรื่องงบประมาณของจังหวัดค่ะ " * 200)[:4096]))
    voice = {"file_id": "v", "file_unique_id": "v", "duration": 3}
    talk.answered("a voice", message(who, voice=voice))


def _villager(talk: Talk) -> None:
    who = 106
    first = text(who, "งบ อีเซอวิด เท่าไร")
    talk.answered("a typo", first, "10.00")
    talk.answered("the message edited", edited(first, "เน็ตฟรีใช้งบเท่าไหร่"), "15.00")
    talk.answered("the wrong keyboard", text(who, "l;ylfu"), "สวัสดี")
    talk.answered("an emergency", text(who, "ไฟไหม้บ้าน ช่วยด้วย"), "199")
    talk.answered("another province", text(who, "งบปี 55 ของจังหวัดอุดรธานี"), "ขอนแก่น")
    old = {"message_id": 7, "body": {}}
    given = press(who, old, "zz:ไม่มีแล้ว")
    talk.telegram.announce(given)
    status = talk.telegram.post(json.dumps(given).encode())
    calls = talk.telegram.mock.calls(
        patience=10, op="answerCallbackQuery", callback_query_id=given["callback_query"]["id"]
    )
    talk.steps.append(Step("a button of long ago", status, "callback", json.dumps([call["body"] for call in calls])))


def _group(talk: Talk) -> None:
    who = 107
    talk.answered("being added to a group", _membership(who, GROUP, "left", "member"))
    answer = talk.answered("a mention", mention(who, "เน็ตฟรีใช้งบเท่าไหร่", GROUP), "15.00")
    said = message(who, GROUP)["message"] | {"from": BOT, "message_id": answer.get("message_id", 1), "text": "15.00"}
    talk.answered("a reply to the bot", text(who, "แล้วปี 56 ล่ะ", GROUP, reply_to_message=said), "5.00")
    talk.answered("a command in a group", command(who, f"/budget@{BOT['username']} e-service", GROUP), "10.00")
    talk.silent("talk among others", text(who, "พรุ่งนี้ประชุมกี่โมง งบเท่าไหร่", OTHER_GROUP))
    talk.silent("a mention of somebody else", mention(who, "งบ e-service", OTHER_GROUP, username="somebody"))
    talk.silent("another bot's command", command(who, "/budget@other_bot e-service", OTHER_GROUP))
    talk.silent("a photo in a group", photo(who, OTHER_GROUP))
    talk.silent("being blocked", _membership(199, None, "member", "kicked"))
    poll = {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False}
    poll |= {"is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False}
    poll |= {"members_only": False}
    update = json.dumps({"update_id": 1, "poll": poll}).encode()  # The mock knows no update without a chat.
    talk.steps.append(Step("a poll", talk.telegram.post(update)))


def _membership(who: int, where: int | None, before: str, after: str) -> Update:
    head = {key: value for key, value in message(who, where)["message"].items() if key != "message_id"}
    old, new = ({"user": BOT, "status": status, "until_date": 0} for status in (before, after))
    return {"my_chat_member": head | {"old_chat_member": old, "new_chat_member": new}}


PEOPLE: tuple[Callable[[Talk], None], ...] = (_citizen, _official, _foreigner, _student, _neighbour, _villager, _group)


@pytest.fixture(name="server", scope="module")
def _server(with_plan: WithPlan, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Telegram, Server]]:
    folder = tmp_path_factory.mktemp("telegram")
    with (
        telegram_mock(folder) as mock,
        serving(environment(with_plan(folder), telegram=mock), folder) as server,
        closing(Telegram(mock, server.address)) as telegram,
    ):
        yield telegram, server


@pytest.fixture(name="telegram")
def _telegram(server: tuple[Telegram, Server]) -> Telegram:
    return server[0]


@pytest.fixture(name="talk", scope="module")
def _talk(server: tuple[Telegram, Server]) -> Talk:
    """Everybody at once: the bot may say about one thing a second to one person."""
    talk = Talk(server[0])
    with ThreadPoolExecutor(len(PEOPLE)) as threads:
        for done in [threads.submit(one, talk) for one in PEOPLE]:
            done.result()
    return talk


def test_the_conversation_has_at_least_forty_steps(talk: Talk) -> None:
    assert len(talk.steps) >= 40


def test_every_webhook_is_answered_200(talk: Talk) -> None:
    assert [(step.name, step.status) for step in talk.steps if step.status != 200] == []


def test_an_answer_comes_wherever_one_is_due(talk: Talk) -> None:
    assert [step.name for step in talk.steps if step.expected is not None and step.said in ("", "[]")] == []


def test_the_answers_say_what_was_asked_for(talk: Talk) -> None:
    answered = [step for step in talk.steps if step.expected and step.said not in ("", "[]")]

    assert [(step.name, step.said) for step in answered if not re.search(str(step.expected), step.said, re.I)] == []


@pytest.mark.parametrize("place", [OTHER_GROUP, 199])
def test_nothing_is_said_where_no_answer_is_due(talk: Talk, place: int) -> None:
    assert talk.telegram.answers(place, patience=0) == []


def test_an_update_that_comes_twice_is_answered_once(telegram: Telegram) -> None:
    given = text(110, "งบ e-service")
    telegram.deliver(given)
    telegram.post(json.dumps(given).encode())
    telegram.deliver(text(110, "ขอบคุณค่ะ"))
    said = [call["body"]["text"] for call in telegram.answers(110, count=2)]

    assert [bool(re.search(words, one)) for words, one in zip(("10.00", "ยินดี"), said, strict=True)] == [True, True]


def test_telegram_refuses_no_call(talk: Talk) -> None:
    assert talk.telegram.mock.stats()["rejected"] == []


def test_telegram_warns_of_nothing(talk: Talk) -> None:
    assert talk.telegram.mock.stats()["warnings"] == {}


@pytest.mark.parametrize("secret", [None, "", "another", TELEGRAM_SECRET + "x"])
def test_a_wrong_secret_is_refused(telegram: Telegram, secret: str | None) -> None:
    assert telegram.post(json.dumps(text(111, "งบ e-service") | {"update_id": 7}).encode(), secret) == 401


def test_a_secret_that_is_not_ascii_is_refused(server: tuple[Telegram, Server]) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": "ลับ".encode()}
    with client(server[1].address) as http:
        assert http.post("/telegram/webhook", content=b"{}", headers=headers).status_code == 401


def test_who_is_refused_is_not_answered(telegram: Telegram) -> None:
    given = text(112, "งบ e-service")
    telegram.announce(given)
    telegram.post(json.dumps(given).encode(), "another")

    assert telegram.answers(112, patience=1) == []


def test_a_body_over_a_megabyte_is_refused(telegram: Telegram) -> None:
    assert telegram.post(b'{"x": "' + b"x" * MEGABYTE + b'"}') == 413


def test_a_body_over_a_megabyte_of_unknown_length_is_refused(server: tuple[Telegram, Server]) -> None:
    pieces = (b"x" * 65536 for _ in range(17))
    headers = {"X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET}
    with client(server[1].address) as http:
        assert http.post("/telegram/webhook", content=pieces, headers=headers).status_code == 413


@pytest.mark.parametrize("body", [b"", b"not JSON", b'{"update_id": ', b"\xff\xfe", b"[]", b'"text"'])
def test_a_body_that_is_no_update_is_a_bad_request(telegram: Telegram, body: bytes) -> None:
    assert telegram.post(body) == 400


def test_an_update_of_a_kind_that_is_not_known_is_taken(telegram: Telegram) -> None:
    assert telegram.post(b'{"update_id": 99999999, "hologram": {"of": 2031}}') == 200


def test_an_update_that_lacks_something_is_taken(telegram: Telegram) -> None:
    """A refusal would make Telegram repeat it for a day."""
    assert telegram.post(b'{"update_id": 99999998, "message": {"message_id": 1}}') == 200


def test_the_log_names_no_secret_and_nobody(server: tuple[Telegram, Server], talk: Talk) -> None:
    log = Path(server[1].log).read_text(encoding="utf-8")

    assert [word for word in ("TEST-TOKEN", TELEGRAM_SECRET, "user101", "เน็ตฟรี") if word in log] == []
