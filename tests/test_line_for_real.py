"""Does the bot, run as in production, talk with people on LINE as LINE allows it?"""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.line_platform import SAYS, Event, Line, actions, again, encode, event, mention, message, person, sign, text
from tests.platforms import Server, WithPlan, client, environment, line_mock, needs_harness, serving

pytestmark = needs_harness

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Step:
    """What came of one webhook."""

    name: str
    status: int
    expected: str | None = None
    """A pattern that the answer holds; None: no answer is due."""
    said: str = ""
    """The messages as they went out, as JSON; empty where none did."""
    tokens: tuple[str, ...] = ()
    """Reply tokens that nobody should have used."""


class Talk:
    """A conversation that is written down."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.steps: list[Step] = []

    def answered(self, name: str, given: Event, expected: str = ".") -> Event:
        """Deliver what an answer is due to."""
        return self.all_answered(name, (given, expected))

    def all_answered(self, name: str, *given: tuple[Event, str], beside: tuple[Event, ...] = ()) -> Event:
        """Deliver several events at once, of which some get an answer."""
        status = self.line.deliver(*(each for each, _ in given), *beside)
        for each, expected in given:
            reply = self.line.reply(each)
            said = json.dumps(reply["body"]["messages"], ensure_ascii=False) if reply else ""
            self.steps.append(Step(name, status, expected, said))
        return given[0][0]

    def silent(self, name: str, *given: Event) -> None:
        """Deliver what nobody answers."""
        tokens = tuple(each["replyToken"] for each in given if "replyToken" in each)
        self.steps.append(Step(name, self.line.deliver(*given), tokens=tokens))

    def press(self, name: str, who: str, label: str, expected: str = ".") -> Event:
        """Press the button of that label (a pattern) in the newest answer this person has."""
        calls = self.line.mock.calls(op=SAYS, to=person(who), status="200")
        shown = actions(calls[-1]["body"]["messages"]) if calls else []
        found = [action for action in shown if re.search(label, action["label"])]
        if not found:
            labels = ", ".join(action["label"] for action in shown)
            self.steps.append(Step(f"{name}: no button {label} among {labels}", 0, expected))
            return {}
        return self.answered(name, _pressed(who, found[0]), expected)


def _pressed(who: str, action: dict[str, str]) -> Event:
    if action["type"] == "message":
        return text(who, action["text"])
    return event("postback", who, postback={"data": action["data"]})


@pytest.fixture(name="server", scope="module")
def _server(with_plan: WithPlan, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Line, Server]]:
    folder = tmp_path_factory.mktemp("line")
    with (
        line_mock(folder) as mock,
        serving(environment(with_plan(folder), line=mock), folder) as server,
        closing(Line(mock, server.address)) as line,
    ):
        yield line, server


@pytest.fixture(name="line")
def _line(server: tuple[Line, Server]) -> Line:
    return server[0]


@pytest.fixture(name="talk", scope="module")
def _talk(server: tuple[Line, Server]) -> Talk:
    talk = Talk(server[0])
    _questions(talk)
    _attachments(talk)
    _groups(talk)
    _odd_events(talk)
    _contacts(talk)
    return talk


def _questions(talk: Talk) -> None:
    talk.answered("a budget", text("ก้อย", "เน็ตฟรีใช้งบเท่าไหร่คะ"), "15.00")
    talk.answered("its follow-up", text("ก้อย", "แล้วปี 56 ล่ะ"), "5.00")
    talk.answered("who is responsible", text("ก้อย", "ใครดูแล"), "สำนักงานจังหวัดขอนแก่น")
    talk.press("a suggestion", "ก้อย", "งบเท่าไหร่", "15.00")
    talk.answered("thanks", text("ก้อย", "ขอบคุณค่ะ"), "ยินดี")
    talk.answered("English", text("John", "How much is the budget of the e-service project?"), "10.00")
    talk.answered("an English follow-up", text("John", "who is responsible?"), "Khon Kaen Provincial Office")
    talk.answered("a typo", text("แดง", "งบ อีเซอวิด เท่าไร"), "10.00")
    talk.answered("Isan", text("แดง", "ไผเป็นคนเฮ็ดโครงการ wifi ฟรี"), "สำนักงานจังหวัด")
    talk.answered("the wrong keyboard", text("แดง", "l;ylfu"), "สวัสดี")
    talk.answered("a long list", text("เจ้าหน้าที่", "สนจ. รับผิดชอบโครงการอะไรบ้าง"), "21 โครงการ")
    talk.answered("another long list", text("เจ้าหน้าที่", "ตัวชี้วัดทั้งหมด"), "17 ตัวชี้วัด")
    talk.answered("a ranking", text("เจ้าหน้าที่", "โครงการไหนได้งบมากที่สุด 3 อันดับ"), "20.00")
    talk.press("the next places", "เจ้าหน้าที่", "อันดับถัดไป", "โครงการ")
    talk.answered("a comparison", text("เจ้าหน้าที่", "เปรียบเทียบงบประเด็นที่ 1 กับประเด็นที่ 3"), "50.00")
    talk.answered("measures", text("นักศึกษา", "ประเด็นที่ 2 มีมาตรการอะไรบ้าง"), "มาตรการ")
    talk.answered("a passage", text("นักศึกษา", "แผนนี้ติดตามผลยังไง"), "ติดตาม")
    talk.answered("the whole plan", text("นักศึกษา", "งบรวมทั้งแผนเท่าไหร่"), "110.30")
    talk.answered("another province", text("นักศึกษา", "งบปี 55 ของจังหวัดอุดรธานี"), "ขอนแก่น")
    talk.answered("feedback", text("ยาย", "เน็ตฟรีช้ามาก อยากให้แก้"), "1567|จะส่งข้อความนี้")
    talk.answered("an emergency", text("ป้า", "ไฟไหม้บ้าน ช่วยด้วย"), "199")
    talk.answered("what it can do", text("ป้า", "ทำอะไรได้บ้าง"))
    talk.answered("5,000 characters", text("ป้า", ("อยากทราบเรื่องงบประมาณของจังหวัดค่ะ " * 200)[:5000]))
    talk.answered("only emoji", text("ป้า", "👍👍🏽🎉"))
    talk.answered("only a dot", text("ป้า", "."))
    talk.answered("markup and braces", text("ป้า", '<b>{{งบ}}</b> {"$": 1} \\u0000 & e-service'))


def _attachments(talk: Talk) -> None:
    provider = {"type": "line"}
    image = message("image", "แดง", contentProvider=provider)
    talk.line.mock.tell("state", {"content": {image["message"]["id"]: {"type": "image/png", "base64": PIXEL}}})
    talk.answered(
        "only a sticker", message("sticker", "แดง", packageId="446", stickerId="1988", stickerResourceType="STATIC")
    )
    talk.answered("a photo", image)
    talk.answered("a video", message("video", "แดง", duration=60000, contentProvider=provider))
    talk.answered("a sound", message("audio", "แดง", duration=6000, contentProvider=provider))
    talk.answered("a file", message("file", "แดง", fileName="แผน.pdf", fileSize=2138))
    place = {"title": "ศาลากลาง", "address": "ขอนแก่น", "latitude": 16.43, "longitude": 102.83}
    talk.answered("a place", message("location", "แดง", **place))


def _groups(talk: Talk) -> None:
    talk.answered("being added to a group", event("join", where="บ้านไผ่"))
    talk.silent("talk among others", text("แดง", "พรุ่งนี้ประชุมกี่โมง งบเท่าไหร่", "บ้านไผ่"))
    talk.answered("a mention", mention("แดง", "เน็ตฟรีใช้งบเท่าไหร่", "บ้านไผ่"), "15.00")
    talk.answered("a call by name", text("แดง", "น้องแผน งบ e-service", "บ้านไผ่"), "10.00")
    talk.silent("a mention of somebody else", mention("แดง", "เน็ตฟรีใช้งบเท่าไหร่", "บ้านไผ่", of_bot=False))
    talk.silent("a sticker in a group", message("sticker", "แดง", "บ้านไผ่", packageId="446", stickerId="1988"))
    talk.silent("a photo in a group", message("image", "แดง", "บ้านไผ่", contentProvider={"type": "line"}))
    talk.silent("leaving a group", event("leave", where="บ้านไผ่", answerable=False))


def _odd_events(talk: Talk) -> None:
    talk.silent("the Verify button")
    talk.silent("an unknown event", event("somethingNew", "แดง", answerable=False, somethingNew={"of": 2031}))
    talk.silent("an unknown kind of message in a group", message("hologram", "แดง", "ชุมแพ", depth=3))
    talk.silent("a message taken back", event("unsend", "แดง", answerable=False, unsend={"messageId": "325708"}))
    talk.silent("standby", text("แดง", "เน็ตฟรีใช้งบเท่าไหร่") | {"mode": "standby"})
    talk.answered("a postback of long ago", event("postback", "แดง", postback={"data": "v0:ไม่มีแล้ว&page=9"}))
    talk.answered("no quoteToken", _without(text("ดำ", "งบ e-service"), "quoteToken"), "10.00")
    talk.answered("no webhookEventId", _without(text("ดำ", "งบ e-service"), "webhookEventId"), "10.00")
    first, second = text("หนึ่ง", "เน็ตฟรีใช้งบเท่าไหร่"), text("สอง", "งบ e-service")
    beside = (
        event("unsend", "สาม", answerable=False, unsend={"messageId": "1"}),
        event("somethingNew", "สาม", answerable=False),
    )
    talk.all_answered("several people at once", (first, "15.00"), (second, "10.00"), beside=beside)
    talk.silent("a redelivery", again(first))
    talk.silent("a redelivery of both", again(first), again(second))


def _contacts(talk: Talk) -> None:
    talk.answered("following", event("follow", "ใหม่", follow={"isUnblocked": False}))
    talk.silent("blocking", event("unfollow", "ใหม่", answerable=False))
    talk.answered("following again", event("follow", "ใหม่", follow={"isUnblocked": True}))
    talk.answered("a question after that", text("ใหม่", "เน็ตฟรีใช้งบเท่าไหร่"), "15.00")


def _without(given: Event, key: str) -> Event:
    bare = {name: value for name, value in given.items() if name != key}
    return bare | {"message": {name: value for name, value in given["message"].items() if name != key}}


def test_the_conversation_has_at_least_forty_steps(talk: Talk) -> None:
    assert len(talk.steps) >= 40


def test_every_webhook_is_answered_200_before_line_gives_up(talk: Talk) -> None:
    assert [(step.name, step.status) for step in talk.steps if step.status != 200] == []


def test_an_answer_comes_wherever_one_is_due(talk: Talk) -> None:
    assert [step.name for step in talk.steps if step.expected is not None and not step.said] == []


def test_the_answers_say_what_was_asked_for(talk: Talk) -> None:
    answered = [step for step in talk.steps if step.expected and step.said]

    assert [(step.name, step.said) for step in answered if not re.search(str(step.expected), step.said)] == []


def test_nothing_is_said_where_no_answer_is_due(talk: Talk) -> None:
    """Read after the last answer came: the outbox of the others is empty then."""
    used = {call["replyToken"] for call in talk.line.mock.calls(op="replyMessage")}
    silent = [step for step in talk.steps if "redelivery" not in step.name]

    assert [step.name for step in silent if used & set(step.tokens)] == []


def test_nothing_is_said_twice(talk: Talk) -> None:
    assert len(talk.line.mock.calls(op=SAYS)) == len([step for step in talk.steps if step.expected is not None])


def test_line_refuses_no_call(talk: Talk) -> None:
    assert talk.line.mock.stats()["rejected"] == []


def test_line_warns_of_nothing(talk: Talk) -> None:
    assert talk.line.mock.stats()["warnings"] == {}


def test_every_answer_is_a_free_reply(talk: Talk) -> None:
    assert talk.line.mock.calls(op="pushMessage") == []


def test_a_wrong_signature_is_refused(line: Line) -> None:
    body = encode([text("ก้อย", "งบ e-service")])

    assert line.post(body, sign(body, "another secret")) == 401


def test_a_signature_that_is_no_base64_is_refused(line: Line) -> None:
    assert line.post(encode([text("ก้อย", "งบ e-service")]), "ไม่".encode().hex()) == 401


def test_the_signature_of_another_body_is_refused(line: Line) -> None:
    assert line.post(encode([text("ก้อย", "งบ e-service")]), sign(encode([]))) == 401


def test_a_missing_signature_is_refused(server: tuple[Line, Server]) -> None:
    with client(server[1].address) as http:
        assert http.post("/line/webhook", content=encode([])).status_code == 401


def test_who_is_refused_leaves_no_trace_in_the_database(server: tuple[Line, Server]) -> None:
    line, bot = server
    given = text("ก้อย", "งบ e-service")
    line.post(encode([given]), sign(b"something else"))

    with sqlite3.connect(bot.environment["DATABASE_URL"].removeprefix("sqlite:///")) as database:
        dump = "\n".join(database.iterdump())
    database.close()
    assert given["webhookEventId"] not in dump


def test_a_body_over_a_megabyte_is_refused(line: Line) -> None:
    assert line.post(b'{"events": [], "x": "' + b"x" * MEGABYTE + b'"}') == 413


def test_a_body_over_a_megabyte_of_unknown_length_is_refused(server: tuple[Line, Server]) -> None:
    body = b'{"events": [], "x": "' + b"x" * MEGABYTE + b'"}'
    pieces = (body[start : start + 65536] for start in range(0, len(body), 65536))
    with client(server[1].address) as http:
        response = http.post("/line/webhook", content=pieces, headers={"x-line-signature": sign(body)})

    assert response.status_code == 413


@pytest.mark.parametrize("body", [b"", b"not JSON", b'{"events": ', b"\xff\xfe", b"[]", b'"text"', b'{"events": 7}'])
def test_a_signed_body_that_is_no_webhook_is_a_bad_request(line: Line, body: bytes) -> None:
    assert line.post(body) == 400


def test_another_method_is_not_allowed(server: tuple[Line, Server]) -> None:
    with client(server[1].address) as http:
        assert http.get("/line/webhook").status_code == 405


def test_the_log_names_no_secret_and_nobody(server: tuple[Line, Server], talk: Talk) -> None:
    log = Path(server[1].log).read_text(encoding="utf-8")
    private = ["line-channel-secret", "TEST-TOKEN", person("ก้อย"), "เน็ตฟรี"]

    assert [word for word in private if word in log] == []
