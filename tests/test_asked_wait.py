"""Is a wait that a platform asks for kept, and nonsense neither kept nor taken for "at once"?"""

import json
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from bot.delivery.asked_wait import LONGEST, asked_wait
from bot.telegram.connection import _Request
from db.models import now


@pytest.mark.parametrize(("told", "wait"), [("7", 7), (" 120 ", 120), (7, 7), (2.5, 2.5), ("0", 0), ("0030", 30)])
def test_a_number_is_kept(told: object, wait: float) -> None:
    assert asked_wait(told) == wait


@pytest.mark.parametrize("told", ["86400", "9999999", 9999999, 10**15, "99999999999999999999", 1e12])
def test_a_day_or_a_million_years_is_an_hour(told: object) -> None:
    assert asked_wait(told) == LONGEST


def test_a_date_is_a_wait_until_then() -> None:
    told = format_datetime(now() + timedelta(seconds=90), usegmt=True)

    assert 80 < asked_wait(told) <= 90


def test_a_date_without_its_zone_is_read_as_well() -> None:
    told = format_datetime((now() + timedelta(days=400)).replace(tzinfo=None))

    assert asked_wait(told) == LONGEST


@pytest.mark.parametrize(
    "told",
    [
        "", "soon", "-1", -1, "1e3", "inf", "NaN", None, True, [], {}, "๑๒๐", "9" * 400, "7, 9",
        "Wed, 21 Oct 2015 07:28:00 GMT", "Wed, 99 Oct 9999999 07:28:00 GMT",
    ],
)  # fmt: skip
def test_what_makes_no_sense_asks_for_nothing(told: object) -> None:
    assert asked_wait(told) == 0


@pytest.mark.parametrize(
    ("parameters", "wait"),
    [
        ({"retry_after": 7}, 7),
        ({"retry_after": 86400}, 3600),
        ({"retry_after": 10**18}, 3600),
        ({"retry_after": "soon"}, 1),
        ({"retry_after": -5}, 1),
        ({"retry_after": [7]}, 1),
        ({}, 1),
        ([7], 1),
        (None, 1),
    ],
)
def test_telegram_never_asks_for_what_its_package_cannot_read(parameters: Any, wait: int) -> None:
    """What is too fast was surely not sent, whatever stands beside it."""
    told = _Request.parse_json_payload(_json(error_code=429, description="Too Many Requests", parameters=parameters))

    assert told["parameters"] == {"retry_after": wait}


def test_a_reason_that_is_no_text_becomes_one() -> None:
    assert _Request.parse_json_payload(_json(error_code=400, description=["x"]))["description"] == "['x']"


def _json(**answer: Any) -> bytes:
    return json.dumps({"ok": False, **answer}).encode()
