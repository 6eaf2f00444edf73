"""Does a word of people, an id or a secret get into the log, the metrics, or what commands print?

People tell the province something on each channel, platforms refuse with the words that they refuse, and strangers
write into every place that a request has.
"""

import json
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from tests import line_platform, telegram_platform
from tests.feedback_chats import AGREE, LATITUDE, LONGITUDE, MORE, PHONE, SLOW, Story
from tests.line_platform import Line
from tests.photos import photo
from tests.platform_chats import LineChat, PlatformChat, TelegramChat
from tests.platforms import (
    LINE_SECRET,
    LINE_TOKEN,
    TELEGRAM_SECRET,
    TELEGRAM_TOKEN,
    Mock,
    Server,
    WithPlan,
    client,
    environment,
    finished,
    free_port,
    line_mock,
    needs_harness,
    serving,
    telegram_mock,
)
from tests.postgres import Postgres
from tests.telegram_platform import Telegram

pytestmark = needs_harness

TOKEN = "metrics-token-" + "m" * 32
ON_TELEGRAM, IN_A_GROUP = 7700112233, -1007700112233
REFUSED = "ขอพูดเรื่องที่ไม่มีใครรู้มาก่อนเลย"
STRANGE = "คำที่คนแปลกหน้าเขียน"
WORDS = (SLOW, MORE, PHONE, PHONE.replace("-", ""), REFUSED, STRANGE, "หลุดบ่อย", "สมชาย", "มานี", "ศาลากลางบ้าน")


@dataclass(frozen=True)
class Told:
    """What the bot wrote down or printed, and what must not be in it."""

    log: str
    metrics: str
    printed: str
    cookie: str
    link: str


@pytest.fixture(name="told", scope="module", params=["text", "json"])
def _told(request: pytest.FixtureRequest, with_plan: WithPlan, tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder: Path = tmp_path_factory.mktemp("leaks")
    form: str = request.param
    postgres: Postgres | None = request.getfixturevalue("postgres") if form == "json" else None
    url = postgres.create(request.getfixturevalue("postgres_template")) if postgres else with_plan(folder)
    at = f"127.0.0.1:{free_port()}"
    with ExitStack() as stack:
        mocks = stack.enter_context(line_mock(folder)), stack.enter_context(telegram_mock(folder))
        settings = environment(url, line=mocks[0], telegram=mocks[1])
        settings |= {"ATTACHMENTS_URL": str(folder / "photos"), "LOG_FORMAT": form}
        settings |= {"METRICS_ADDRESS": at, "METRICS_TOKEN": TOKEN}
        server = stack.enter_context(serving(settings, folder))
        cookie, link = _live(stack, server, mocks, folder / "photos")
        metrics = httpx2.get(
            f"http://{at}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, trust_env=False, timeout=60
        )
        printed = finished("dead", settings, "list")[1] + finished("doctor", settings)[1]
    return Told(server.log.read_text(encoding="utf-8"), metrics.text, printed, cookie, link)


def _live(stack: ExitStack, server: Server, mocks: tuple[Mock, Mock], photos: Path) -> tuple[str, str]:
    """Everything that people, platforms and strangers do; the browser's cookie and the link to somebody's data."""
    line = stack.enter_context(closing(Line(mocks[0], server.address)))
    telegram = stack.enter_context(closing(Telegram(mocks[1], server.address)))
    people: tuple[PlatformChat, ...] = (
        LineChat(server.address, photos, "มานี", line),
        LineChat(server.address, photos, "มานี", line, "หมู่บ้าน"),
        TelegramChat(server.address, photos, str(ON_TELEGRAM), telegram),
        TelegramChat(server.address, photos, str(ON_TELEGRAM), telegram, str(IN_A_GROUP)),
    )
    links = [_tell(person, server) for person in people]
    _refuse(line, telegram)
    with client(server.address) as http:
        cookie = _browse(http)
        _intrude(http)
    return cookie, next(filter(None, links))


def _tell(person: PlatformChat, server: Server) -> str:
    """A whole story, but only words in a group; the token of the link to the person's data."""
    if isinstance(person, LineChat | TelegramChat) and person.group:
        person.say(SLOW)
        return ""
    story = Story(person, server.environment)
    story.tell()
    story.be_forgotten()
    return story.said["link"].partition("/my-data/")[2][:40]


def _refuse(line: Line, telegram: Telegram) -> None:
    """Each platform says no to an answer and repeats what it does not like; then each fails a while."""
    quoting = {"message": f"Bad: {REFUSED}", "details": [{"message": REFUSED, "property": "messages[0].text"}]}
    line.mock.fault(op="replyMessage", status=400, body=quoting)
    refused = line_platform.text("มานี", REFUSED)
    line.deliver(refused)
    line.answers(refused)
    telegram.mock.fault(
        op="sendMessage", status=400, body={"ok": False, "error_code": 400, "description": f"Bad Request: {REFUSED}"}
    )
    telegram.deliver(telegram_platform.text(ON_TELEGRAM, REFUSED))
    telegram.mock.calls(op="sendMessage", status="400", patience=20)
    for kind in ("garbage", "drop"):
        line.mock.fault(op="replyMessage", kind=kind)
        failing = line_platform.text("มานี", REFUSED)
        line.deliver(failing)
        line.reply(failing, patience=20)


def _browse(http: httpx2.Client) -> str:
    """On the page: words, a photo, a place; the cookie."""
    for given in ({"text": SLOW}, {"text": MORE}, {"text": "", "place": [LATITUDE, LONGITUDE]}):
        http.post("/chat", json=given).raise_for_status()
        http.headers["Cookie"] = f"chat={http.cookies['chat']}"  # it is for https alone, which no test speaks
    http.post("/photo", content=photo(), headers={"Content-Type": "image/jpeg"}).raise_for_status()
    http.post("/chat", json={"text": AGREE}).raise_for_status()
    return str(http.cookies["chat"])


def _intrude(http: httpx2.Client) -> None:
    """Words wherever a request has room for them."""
    for path in (f"/{STRANGE}", f"/my-data/{STRANGE}", f"/document/{STRANGE}", f"/chat/{STRANGE}", f"/?q={STRANGE}"):
        http.get(path)
    http.get("/source", params={"document": STRANGE, "line": STRANGE})
    secret = {"x-telegram-bot-api-secret-token": TELEGRAM_SECRET}
    odd = f'{{"update_id": 2, "message": {{"{STRANGE}": 1}}, "{STRANGE}": 1}}'  # nothing in it can be read
    for body in (odd, f'{{"update_id": 1, "{STRANGE}": {{}}}}', f'{{"update_id": "{STRANGE}"}}', STRANGE):
        http.post("/telegram/webhook", content=body.encode(), headers=secret)
    for events in ([{"type": STRANGE}], [{"type": "message", "message": STRANGE}], STRANGE):
        body = json.dumps({"destination": STRANGE, "events": events}).encode()
        http.post("/line/webhook", content=body, headers={"x-line-signature": line_platform.sign(body)})
    http.post("/line/webhook", content=STRANGE.encode(), headers={"x-line-signature": "x" * 44})
    http.post("/chat", json={"text": STRANGE * 1000})
    http.post("/chat", json={STRANGE: STRANGE})
    http.post("/photo", content=STRANGE.encode(), headers={"Content-Type": "image/png"})
    http.get("/metrics", headers={"Authorization": f"Bearer {STRANGE}".encode()})


def test_the_bot_did_write_a_log(told: Told) -> None:
    assert ("/chat 200" in told.log, "given up" in told.log) == (True, True)


@pytest.mark.parametrize("where", ["log", "metrics", "printed"])
@pytest.mark.parametrize("word", WORDS)
def test_no_word_of_people_is_in_it(told: Told, where: str, word: str) -> None:
    assert word not in getattr(told, where)


@pytest.mark.parametrize("where", ["log", "metrics", "printed"])
@pytest.mark.parametrize(
    "who",
    [line_platform.person("มานี"), line_platform.group("หมู่บ้าน"), str(ON_TELEGRAM), str(IN_A_GROUP), "127.0.0.1:"],
)
def test_nobody_can_be_told_from_it(told: Told, where: str, who: str) -> None:
    text = getattr(told, where).replace(
        "http://127.0.0.1:", ""
    )  # where the platforms are, which is no person's address

    assert who not in text


@pytest.mark.parametrize("where", ["log", "metrics", "printed"])
@pytest.mark.parametrize("secret", [LINE_SECRET, LINE_TOKEN, TELEGRAM_SECRET, TELEGRAM_TOKEN, "k" * 32, TOKEN])
def test_no_secret_is_in_it(told: Told, where: str, secret: str) -> None:
    assert secret not in getattr(told, where)


@pytest.mark.parametrize("where", ["log", "metrics", "printed"])
def test_no_cookie_and_no_link_is_in_it(told: Told, where: str) -> None:
    assert (told.cookie in getattr(told, where), told.link in getattr(told, where)) == (False, False)


def test_json_is_json_on_every_line(told: Told) -> None:
    lines = told.log.splitlines()
    if lines[0].startswith("{") or lines[1].startswith("{"):
        objects = [json.loads(line) for line in lines if not line.startswith("Serving on ")]
        assert {"time", "level", "logger", "message"} <= set.intersection(*(set(one) for one in objects))
