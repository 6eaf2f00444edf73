"""May each role do what docs/office.md says of every address and command, on each channel, and a stranger nothing?"""

from datetime import timedelta
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
import yaml
from httpx import Response
from openpyxl import load_workbook
from sqlalchemy import Engine, update
from starlette.testclient import TestClient

from bot.office.entry import COOKIE, csrf_of
from bot.office.rendering import PATH, assets
from bot.server import create_app
from bot.settings import Settings
from db import cases, staff
from db.feedback_models import Feedback, Notice
from db.models import now
from db.session import session_factory
from handlers.officers import commands
from handlers.officers.commands import read_command
from handlers.officers.wording import phrase
from tests.case_rows import given, stored
from tests.office import AGENCY, MALEE, OTHER_AGENCY, PRANEE, URL, Chat, bot_of, joined
from tests.photos import photo

DOC = (Path(__file__).parent.parent / "docs/office.md").read_text(encoding="utf-8")
ROLES = ("a stranger", "an officer", "a coordinator")
NOTHING, YES, OWN, ALL, LINK = "–", "yes", "own", "all", "with a good link"
CHANNELS = ("line", "telegram")


def _table(head: str) -> dict[str, dict[str, str]]:
    """What each role may, by the row's first cell."""
    _, _, after = DOC.partition(f"| {head} | {' | '.join(ROLES)} |\n")
    rows = after.partition("\n\n")[0].splitlines()[1:]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return {name.strip("`"): dict(zip(ROLES, may, strict=True)) for name, *may in cells}


AGENCIES = {OWN: AGENCY, ALL: OTHER_AGENCY}
ADDRESSES, COMMANDS = _table("address"), _table("command")
CASES = [(row, role) for row in ADDRESSES for role in ROLES]


class World:
    """A console with a case of the own agency and one of another, each waiting for long, with a photo and a notice."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._addresses = count()
        self.bot = bot_of(engine)
        self.app = create_app(Settings(public_url=URL, attachments_url=str(folder), trusted_proxies=1), self.bot)
        self.numbers = {OWN: given(engine, agency=AGENCY), ALL: given(engine, agency=OTHER_AGENCY)}
        with session_factory(engine).begin() as session:
            for number in self.numbers.values():
                case = cases.by_number(session, number.replace("-", ""))
                assert case is not None
                session.add(Notice(person_id=case.person_id, feedback_id=case.id, text="x"))
            session.execute(update(Feedback).values(created_at=now() - timedelta(days=20)))
            session.execute(update(Notice).values(created_at=now() - timedelta(days=1)))
            self.people = {
                "an officer": staff.invite(session, MALEE, "officer", AGENCY)[0].id,
                "a coordinator": staff.invite(session, PRANEE, "coordinator", "")[0].id,
            }
        evidence = "POST /office/case/{number}/evidence"
        self.photos = {whose: str(self.ask(evidence, "a coordinator", whose).json()["photo"]) for whose in self.numbers}

    def ask(self, row: str, role: str, whose: str) -> Response:
        """What somebody gets who asks for the address, where it names a case for that one."""
        method, path = row.split()
        filled = path.replace("{number}", self.numbers[whose]).replace("{action}", "note").replace("{token}", "x" * 32)
        if "{id:int}" in filled:
            filled = filled.replace("{id:int}", self.photos[whose])
        filled = filled.replace("{name}", next(iter(assets())).removeprefix(PATH))
        token = self._token(role)
        csrf = csrf_of(self.bot.secrecy, token)
        with TestClient(self.app, base_url=URL, follow_redirects=False) as client:
            client.cookies.set(COOKIE, token, path="/office")
            client.headers["x-forwarded-for"] = f"10.0.{next(self._addresses)}.1"  # each has the limits of a home
            if method == "GET":
                return client.get(filled, params={"view": "all", "month": _month()})
            if path.endswith("/evidence"):
                return client.post(filled, content=photo(), headers={"content-type": "image/jpeg", "x-csrf": csrf})
            return client.post(filled, data={"csrf": csrf, "text": "x", "password": "x", "again": "x"})

    def _token(self, role: str) -> str:
        if role not in self.people:
            return ""
        with self.bot.sessions.begin() as session:
            found = session.get(staff.Staff, self.people[role])
            assert found is not None
            return staff.begin_session(session, found)


def _month() -> str:
    return f"{now() - timedelta(days=20):%Y-%m}"


@pytest.fixture(name="world", scope="module")
def _world(file_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(file_engine, tmp_path_factory.mktemp("photos"))


# --- addresses


def test_every_address_stands_in_the_table(world: World) -> None:
    served = {
        f"{method} {route.path}"
        for route in world.app.routes
        if route.path.startswith(("/office", "/evidence/", "/case-photo/"))
        for method in route.methods - {"HEAD"}
    }

    assert served == set(ADDRESSES)


@pytest.mark.parametrize(("row", "role"), CASES)
def test_each_role_gets_what_the_table_says(world: World, row: str, role: str) -> None:
    may = ADDRESSES[row][role]
    answers = {whose: world.ask(row, role, whose) for whose in world.numbers}
    statuses = {whose: answer.status_code for whose, answer in answers.items()}

    if may in (OWN, ALL):
        assert [_gives(answers[whose], row, world.numbers[whose], AGENCIES[whose]) for whose in (OWN, ALL)] == [
            True,
            may == ALL,
        ]
    elif may in (NOTHING, LINK):
        assert set(statuses.values()) == {404}
    elif may == YES:
        assert set(statuses.values()) <= {200, 303, 400, 403}
        assert row == "POST /office/sign-in" or 403 not in statuses.values()
    else:
        assert (set(statuses.values()), answers[OWN].headers["location"]) == ({303}, "/office/sign-in")


def _gives(answer: Response, row: str, number: str, agency: str) -> bool:
    """Whether the case is told, or what was to be done with it was done."""
    if "{" in row:
        return answer.status_code in (200, 303)
    if row.endswith(".xlsx"):
        sheets = load_workbook(BytesIO(answer.content)).worksheets
        return any(number in line for sheet in sheets for line in sheet.iter_rows(values_only=True))
    return (agency if row == "GET /office/figures" else number) in answer.text


def test_the_way_in_tells_a_stranger_no_command(world: World) -> None:
    page = world.ask("GET /office/sign-in", "a stranger", OWN).text

    assert [words for words in _of_group("alone") if words in page] == []


# --- commands


def test_every_command_stands_in_the_table() -> None:
    assert {words for group in ("alone", "words", "case") for words in _of_group(group)} == set(COMMANDS)


@pytest.fixture(name="chats", scope="module")
def _chats(world: World) -> dict[tuple[str, str], Chat]:
    """By channel and role; where there is no chat of officers, the same people's."""
    told: dict[tuple[str, str], Chat] = {}
    for channel in CHANNELS:
        told[channel, "a stranger"] = Chat(world.bot, "nobody", channel)
        told[channel, "an officer"] = joined(world.bot, f"{MALEE} {channel}", channel=channel)
        told[channel, "a coordinator"] = joined(world.bot, f"{PRANEE} {channel}", "coordinator", "", channel)
    return told


@pytest.fixture(name="fresh")
def _fresh(file_engine: Engine) -> dict[str, str]:
    waiting = now() - timedelta(days=20)
    return {whose: given(file_engine, agency=agency, created_at=waiting) for whose, agency in AGENCIES.items()}


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("command", COMMANDS)
def test_each_role_may_command_what_the_table_says(
    chats: dict[tuple[str, str], Chat], fresh: dict[str, str], command: str, channel: str
) -> None:
    for role in ROLES:
        may, chat = COMMANDS[command][role], chats[channel, role]
        told = {whose: _command(chat, command, number) for whose, number in fresh.items()}

        buttons = [read_command(label) is not None for label in chat.last.suggestions]

        assert (chat.last.status == "staff") is (may != NOTHING)
        assert set(buttons) <= {may != NOTHING}  # what is pressed is a line of the table, too
        if may in (OWN, ALL):
            assert [_tells(command, told[whose], fresh[whose]) for whose in (OWN, ALL)] == [True, may == ALL]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("command", COMMANDS)
def test_elsewhere_everybody_is_answered_as_a_stranger(
    world: World, chats: dict[tuple[str, str], Chat], fresh: dict[str, str], command: str, role: str
) -> None:
    statuses = set()
    for channel in CHANNELS:
        chat = chats[channel, role]
        _command(chat, command, fresh[OWN], in_group=True)
        page = Chat(world.bot, chat.user, "web")
        _command(page, command, fresh[OWN])
        statuses |= {chat.last.status, page.last.status}

    assert ("staff" in statuses, stored(world.bot.engine, fresh[OWN]).state) == (False, "received")


def _command(chat: Chat, command: str, number: str, **fields: object) -> str:
    """What is said to it where it is given about the case, or about what stands in it."""
    in_case = command in _of_group("case")
    return chat.say(f"{command} {number}" if in_case or command in _of_group("words") else command, **fields)


def _of_group(group: str) -> set[str]:
    told = yaml.safe_load(Path(commands.__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return {words for said in told[group].values() for words in said}


def _tells(command: str, said: str, number: str) -> bool:
    """Whether the case is there for who asked."""
    return number in said if command not in _of_group("case") else phrase("case.unknown", number=number) not in said
