"""Do the metrics tell what happens, to those alone for whom they are, and do they hold while the database does not?"""

import socket
import subprocess
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine
from starlette.testclient import TestClient

from bot import metrics, standing
from bot.dispatch import Dispatcher
from bot.exposition import Metrics, NoAddressError, exposed
from bot.server import create_app
from bot.settings import Settings
from bot.web.paths import named
from db.heartbeats import Beat, beat
from db.models import now
from db.session import create_engine_for, session_factory
from handlers.message import Message
from tests import line_platform
from tests.line_platform import Line
from tests.outbox_rows import letter, put
from tests.platforms import BOT, Mock, WithPlan, environment, free_port, needs_harness, process, serving
from tests.web_chats import Chats

TOKEN = "t" * 32
KEY = b"k" * 32
EVERY_METHOD = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD")


def _client(engine: Engine, token: str) -> TestClient:
    settings = Settings(metrics_token=token)
    return TestClient(create_app(settings, Chats(), metrics=Metrics(engine, token)))


def _samples(text: str) -> dict[tuple[str, str], float]:
    """(name, value of its only label) of each sample."""
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def _count(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


# --- who may read them


def test_who_brings_the_token_reads_them(plan_engine: Engine) -> None:
    response = _client(plan_engine, TOKEN).get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})

    assert (response.status_code, "bot_database_up 1.0" in response.text) == (200, True)


@pytest.mark.parametrize("given", ["", "Bearer", f"Bearer {TOKEN}x", f"Bearer {TOKEN[1:]}", TOKEN, f"bearer {TOKEN}"])
@pytest.mark.parametrize("method", EVERY_METHOD)
def test_a_stranger_cannot_tell_that_anything_is_there(plan_engine: Engine, method: str, given: str) -> None:
    client = _client(plan_engine, TOKEN)
    headers = {"Authorization": given} if given else {}
    there, nowhere = (client.request(method, path, headers=headers) for path in ("/metrics", "/nothing"))

    assert (there.status_code, there.content, there.headers) == (404, nowhere.content, nowhere.headers)


def test_without_a_token_they_are_not_at_the_address_of_the_web(plan_engine: Engine) -> None:
    assert _client(plan_engine, "").get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_a_token_that_is_no_ascii_is_refused(plan_engine: Engine) -> None:
    given = "Bearer ไทย".encode()

    assert _client(plan_engine, TOKEN).get("/metrics", headers={"Authorization": given}).status_code == 404


def test_at_an_address_of_their_own_they_need_none(plan_engine: Engine) -> None:
    address = f"127.0.0.1:{free_port()}"
    with exposed(Settings(metrics_address=address), Metrics(plan_engine, "")):
        response = httpx2.get(f"http://{address}/metrics", trust_env=False)

    assert (response.status_code, "bot_database_up 1.0" in response.text) == (200, True)


def test_at_an_address_of_their_own_a_token_counts_too(plan_engine: Engine) -> None:
    address = f"127.0.0.1:{free_port()}"
    with exposed(Settings(metrics_address=address), Metrics(plan_engine, TOKEN)):
        told = [
            httpx2.get(f"http://{address}/metrics", headers={"Authorization": given}, trust_env=False).status_code
            for given in (f"Bearer {TOKEN}", "Bearer guess")
        ]

    assert told == [200, 404]


def test_an_address_that_is_taken_is_told(plan_engine: Engine) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        settings = Settings(metrics_address=f"127.0.0.1:{taken.getsockname()[1]}")
        with (
            pytest.raises(NoAddressError, match=r"METRICS_ADDRESS: 127\.0\.0\.1"),
            exposed(settings, Metrics(plan_engine, "")),
        ):
            pass


def test_a_server_whose_address_for_metrics_is_taken_does_not_start(with_plan: WithPlan, tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        given = environment(with_plan(tmp_path)) | {"METRICS_ADDRESS": f"127.0.0.1:{taken.getsockname()[1]}"}
        done = subprocess.run([*BOT, "serve"], env=given, capture_output=True, text=True, timeout=60)

    assert (done.returncode, "METRICS_ADDRESS" in done.stderr, "Traceback" in done.stderr) == (1, True, False)


# --- what is counted


def test_an_answer_is_counted_by_channel_and_kind(bot: Dispatcher) -> None:
    before = _count("bot_answers_total", channel="web", kind="answered")
    bot.chat(Message("web", "somebody", "เน็ตฟรีใช้งบเท่าไหร่"))

    assert _count("bot_answers_total", channel="web", kind="answered") == before + 1


def test_an_answer_that_was_not_stored_is_not_counted(bot: Dispatcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its transaction fails after it was made, and is done again."""
    before = _count("bot_answers_total", channel="web", kind="answered")
    faults = [ValueError(), ValueError()]
    monkeypatch.setattr("bot.dispatch.with_notices", lambda *_: (_ for _ in ()).throw(faults.pop()))
    bot.chat(Message("web", "somebody", "เน็ตฟรีใช้งบเท่าไหร่"))

    assert _count("bot_answers_total", channel="web", kind="answered") == before


def test_an_apology_is_counted_as_one(bot: Dispatcher, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _count("bot_answers_total", channel="web", kind="apology")
    monkeypatch.setattr("bot.dispatch.reply_of", lambda *_: 1 / 0)
    bot.chat(Message("web", "somebody", "เน็ตฟรีใช้งบเท่าไหร่"))

    assert _count("bot_answers_total", channel="web", kind="apology") == before + 1


def test_requests_are_counted_by_route(plan_engine: Engine) -> None:
    before = _count("bot_request_seconds_count", route="/source", status="404")
    _client(plan_engine, "").get("/source?document=x&line=1")

    assert _count("bot_request_seconds_count", route="/source", status="404") == before + 1


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "/"),
        ("/chat", "/chat"),
        ("/line/webhook", "/line/webhook"),
        ("/my-data/geheim", "/my-data/..."),
        ("/static/chat.js", "/static/..."),
        ("/document/แผน", "/document/..."),
        ("/case-photo/geheim", "/case-photo/..."),
        ("/ความลับ", "/..."),
        ("//chat", "/..."),
        ("/chat/geheim", "/..."),
    ],
)
def test_a_path_has_one_of_a_handful_of_names(path: str, name: str) -> None:
    assert named(path) == name


def test_a_sweep_says_what_went() -> None:
    before = _count("bot_sweeps_total", of="rows"), _count("bot_swept_total", what="cases")
    metrics.swept("rows", {"cases": 3, "photos": 0})

    assert (_count("bot_sweeps_total", of="rows"), _count("bot_swept_total", what="cases")) == (
        before[0] + 1,
        before[1] + 3,
    )


# --- what stands in the database


def test_what_waits_is_told_by_channel(bot: Dispatcher) -> None:
    put(bot.engine, letter("one"), letter("one"), letter("two", channel="telegram"))
    told = _samples(_told(bot.engine))

    assert {channel: value for (name, channel), value in told.items() if name == "bot_outbox_calls"} == {
        "line": 2,
        "telegram": 1,
    }


def test_an_empty_database_has_figures_too(bot: Dispatcher) -> None:
    told = _samples(_told(bot.engine))

    assert (told["bot_photos_waiting", ""], told["bot_notices_waiting", ""]) == (0, 0)


def test_who_died_and_who_relays_is_told(bot: Dispatcher) -> None:
    """A worker that died an hour ago, one that stopped as it should, and a server that lives and does not relay."""
    gone = now() - timedelta(hours=1)
    with session_factory(bot.engine).begin() as session:
        beat(session, Beat("1", "worker", True, gone, gone, relayed_at=gone))
        beat(session, Beat("2", "poll", True, gone, gone, relayed_at=now(), stopped_at=gone))
        beat(session, Beat("3", "serve", False, gone, now()))
    told = _samples(_told(bot.engine))
    ages = {kind: round(told["bot_heartbeat_age_seconds", kind], -3) for kind in ("worker", "serve")}

    assert (ages, ("bot_heartbeat_age_seconds", "poll") in told) == ({"worker": 4000, "serve": 0}, False)
    assert round(told["bot_relay_age_seconds", ""], -3) == 4000


def test_without_a_database_the_rest_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "_SECONDS", 5.0)
    engine = create_engine_for(f"postgresql://bot@127.0.0.1:{free_port()}/bot")
    told = _samples(_told(engine))

    assert (told["bot_database_up", ""], ("bot_photos_waiting", "") in told) == (0, False)


def _told(engine: Engine) -> str:
    with TestClient(create_app(Settings(metrics_token=TOKEN), Chats(), metrics=Metrics(engine, TOKEN))) as client:
        return client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text


# --- several processes


@needs_harness
def test_each_process_counts_its_own_and_all_tell_the_same_of_the_database(
    mock_line: Mock, with_plan: WithPlan, tmp_path: Path
) -> None:
    """The web's answer is refused once, so that the worker sends it."""
    web, worker = (f"127.0.0.1:{free_port()}" for _ in range(2))
    given = environment(with_plan(tmp_path), line=mock_line)
    asked = line_platform.text("มานี", "งบ e-service")
    mock_line.fault(op="replyMessage", status=500)
    with (
        serving(given | {"METRICS_ADDRESS": web}, tmp_path, "--without-relay") as server,
        process([*BOT, "worker"], tmp_path / "worker.log", given | {"METRICS_ADDRESS": worker}),
        closing(Line(mock_line, server.address)) as people,
    ):
        people.deliver(asked)
        people.reply(asked, patience=60)
        told = [_samples(httpx2.get(f"http://{at}/metrics", trust_env=False, timeout=60).text) for at in (web, worker)]

    assert [("bot_answers_total", "line") in one for one in told] == [True, False]
    assert told[0]["bot_photos_waiting", ""] == told[1]["bot_photos_waiting", ""]
