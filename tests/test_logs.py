"""Does the log say what happened, as text or as JSON, and never what a fault repeats of people's words?"""

import io
import json
import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.line.api import Response as Said
from bot.logs import call_id, request_id, set_up, told
from bot.web.protection import Protection

SECRET = "ความลับของสมชาย 0812345678"
_log = logging.getLogger("bot.somewhere")


@pytest.fixture(name="stream", params=["text", "json"])
def _stream(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """All that is logged in one of the two forms."""
    yield from _logging(request.param)


@pytest.fixture(name="as_json")
def _as_json() -> Iterator[io.StringIO]:
    yield from _logging("json")


def _logging(form: str) -> Iterator[io.StringIO]:
    root, hook = logging.getLogger(), threading.excepthook
    level, handlers = root.level, root.handlers[:]
    stream = io.StringIO()
    # What pytest itself put there goes on to belong to pytest.
    for handler in handlers:
        root.removeHandler(handler)
    set_up(logging.INFO, form, stream)
    yield stream
    for handler in root.handlers[:]:
        root.removeHandler(handler)
    for handler in handlers:
        root.addHandler(handler)
    root.setLevel(level)
    threading.excepthook = hook


def _lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def _fail() -> None:
    try:
        {}[SECRET]
    except KeyError as fault:
        raise ValueError(SECRET) from fault


def test_each_line_is_an_object(as_json: io.StringIO) -> None:
    _log.warning("A call of %s failed.", "line")
    [line] = _lines(as_json)

    assert {name: value for name, value in line.items() if name != "time"} == {
        "level": "WARNING",
        "logger": "bot.somewhere",
        "message": "A call of line failed.",
    }


def test_the_time_has_its_zone(as_json: io.StringIO) -> None:
    _log.warning("Hello.")

    assert _lines(as_json)[0]["time"].endswith("+00:00")


def test_a_fault_is_told_by_its_kinds_and_where_it_was(as_json: io.StringIO) -> None:
    try:
        _fail()
    except ValueError:
        _log.exception("It failed.")
    fault = _lines(as_json)[0]["fault"]

    assert ("ValueError" in fault, "KeyError" in fault, "in _fail" in fault) == (True, True, True)


def test_what_a_fault_says_stays_out(stream: io.StringIO) -> None:
    try:
        _fail()
    except ValueError:
        _log.exception("It failed.")

    assert ("_fail" in stream.getvalue(), SECRET in stream.getvalue()) == (True, False)


def test_a_thread_that_ends_with_a_fault_does_not_repeat_it(
    stream: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    thread = threading.Thread(target=_fail)
    thread.start()
    thread.join()

    assert ("A thread ended." in stream.getvalue(), SECRET in stream.getvalue() + capsys.readouterr().err) == (
        True,
        False,
    )


def test_the_database_says_what_is_wrong_with_it() -> None:
    fault = OperationalError("SELECT 1", {"text": SECRET}, Exception("database is locked"))

    assert told(fault).splitlines()[-1] == "OperationalError: (builtins.Exception) database is locked"


def test_what_it_says_of_a_row_stays_out() -> None:
    fault = IntegrityError("INSERT", {}, Exception(f"Failing row contains ({SECRET})"))

    assert told(fault) == "IntegrityError"


# --- what belongs together


def test_lines_of_one_request_have_one_id_and_those_of_two_have_two(as_json: io.StringIO) -> None:
    async def answer(_: Request) -> Response:
        _log.info("Within.")
        return PlainTextResponse("")

    client = TestClient(Protection(Starlette(routes=[Route("/chat", answer)]), https=False))
    client.get("/chat")
    client.get("/chat")
    of_bot = [line for line in _lines(as_json) if line["logger"].startswith("bot")]
    ids = [line["request"] for line in of_bot]

    assert (ids[0] == ids[1], ids[2] == ids[3], ids[0] == ids[2]) == (True, True, False)


def test_a_line_names_the_call_that_it_is_about(as_json: io.StringIO) -> None:
    token = call_id.set(7)
    _log.warning("A call failed.")
    call_id.reset(token)

    assert _lines(as_json)[0]["call"] == 7


def test_outside_of_a_request_there_is_no_id(as_json: io.StringIO) -> None:
    _log.warning("The clock jumped.")

    assert (request_id.get(), "request" in _lines(as_json)[0]) == ("", False)


# --- what platforms say


def test_words_that_line_quotes_stay_out() -> None:
    details = [{"message": f"'{SECRET}' is bad", "property": "messages[0].text"}, {"message": SECRET}, SECRET]
    said = Said(400, {"x-line-request-id": "ab-12"}, {"message": f"Bad text: {SECRET}", "details": details})

    assert said.reason == "LINE answered 400: Bad text messages[0].text (request ab-12)"


@pytest.mark.parametrize(
    "body", [{"message": SECRET}, {"message": 5, "details": 5}, {"details": [{"property": SECRET}]}, None]
)
def test_whatever_line_says_no_word_of_a_person_is_in_the_reason(body: dict[str, Any] | None) -> None:
    assert "สมชาย" not in Said(400, {"x-line-request-id": SECRET}, body).reason
