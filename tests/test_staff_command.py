"""Does `python -m bot staff` let people in, list them, and put them out?"""

import re
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.rekey import rekey
from bot.secrecy import Secrecy
from db.session import session_factory
from tests.case_rows import KEY, given
from tests.office import AGENCY, MALEE, audited, bot_of, joined, officer
from tests.platforms import environment, finished


@pytest.fixture(name="settings")
def _settings(tmp_path: Path, plan_file: Path) -> dict[str, str]:
    file = tmp_path / "bot.db"
    file.write_bytes(plan_file.read_bytes())
    return environment(f"sqlite:///{file}")


def test_an_invitation_has_a_link_and_a_code(settings: dict[str, str]) -> None:
    status, said = finished("staff", settings, "invite", MALEE, "--agency", AGENCY)

    assert (status, len(re.findall(r"https://bot.example.org/office/join/[\w-]{32}", said))) == (0, 1)


def test_an_officer_needs_an_agency(settings: dict[str, str]) -> None:
    assert finished("staff", settings, "invite", MALEE)[0] == 1


def test_an_agency_is_known_by_its_full_name(settings: dict[str, str]) -> None:
    _, said = finished("staff", settings, "invite", MALEE, "--agency", "องค์กรปกครองส่วนท้องถิ่น")

    assert ("ไม่มีหน่วยงาน" in said, "อปท." in finished("staff", settings, "list")[1]) == (False, True)


def test_an_agency_that_no_case_can_have_is_told(settings: dict[str, str]) -> None:
    """It may be one that answers for nothing of the plan, so it is let in."""
    status, said = finished("staff", settings, "invite", MALEE, "--agency", "คลังจังหวดขอนแก่น")

    assert (status, "ไม่มีหน่วยงาน" in said, "ใกล้เคียงคือ คลังจังหวัด" in said) == (0, True, True)


def test_list_and_remove(settings: dict[str, str]) -> None:
    finished("staff", settings, "invite", MALEE, "--role", "coordinator")
    listed = finished("staff", settings, "list")[1]
    removed = finished("staff", settings, "remove", MALEE)
    again = finished("staff", settings, "remove", MALEE)

    assert (MALEE in listed, removed[0], again[0], MALEE in finished("staff", settings, "list")[1]) == (
        True,
        0,
        1,
        False,
    )


def test_the_terminal_is_in_the_audit_log(plan_engine: Engine) -> None:
    url = plan_engine.url.render_as_string()
    finished("staff", environment(url), "invite", MALEE, "--role", "coordinator")

    assert audited(plan_engine) == [("terminal", "invited")]


def test_a_new_key_still_knows_officers_and_their_sealed_answers(plan_engine: Engine) -> None:
    malee = joined(bot_of(plan_engine), MALEE)
    case = given(plan_engine, agency=AGENCY)
    malee.say(f"รับเรื่อง {case}")
    both = Secrecy(b"n" * 32, KEY.encode())
    rekey(session_factory(plan_engine), both)
    row = officer(plan_engine, MALEE)

    new = Secrecy(b"n" * 32)
    assert (row.key, new.open(row.platform_id, "officer", "line")) == (new.hash("line", malee.user), malee.user)
