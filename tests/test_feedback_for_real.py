"""Can people on LINE and Telegram tell the province something, hear what became of it, and have it all erased?"""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from db.feedback_models import Attachment, Feedback, SentMessage
from db.models import Conversation, now
from db.session import create_engine_for, session_factory
from tests.feedback_chats import AGREE, ANSWERED, LATITUDE, LONGITUDE, MORE, NUMBER, PHONE, SLOW, Story, wrong
from tests.line_platform import Line
from tests.officer import act
from tests.photos import kept_in
from tests.platform_chats import Given, LineChat, PlatformChat, TelegramChat, until
from tests.platforms import (
    Mock,
    Server,
    WithPlan,
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
from tests.traces import traces

pytestmark = needs_harness

GROUP, OTHER_GROUP = "-1002000000001", "-1002000000002"
PRIVATELY = "ส่วนตัว"
ALSO = "ถนนหน้าวัดก็เป็นหลุมลึก ขอให้ซ่อมด้วย"
SENT_ALREADY, GONE = "ส่งไปแล้ว", "ไม่มีอยู่แล้ว"


@dataclass(frozen=True)
class World:
    """A platform and the bot."""

    platform: str
    mock: Mock
    server: Server
    chats: Line | Telegram
    photos: Path

    def person(self, name: int, group: str = "") -> PlatformChat:
        """Somebody who was not here before, if the number was not."""
        if isinstance(self.chats, Line):
            return LineChat(self.server.address, self.photos, str(name), self.chats, group)
        return TelegramChat(self.server.address, self.photos, str(name), self.chats, group)

    def cases(self, text: str) -> list[Feedback]:
        """Those that say just this."""
        return self._do(lambda session: list(session.scalars(select(Feedback).where(Feedback.text == text))))

    def tells_of(self, number: str) -> bool:
        """Whether it is known which messages told of the case's end: of its receipt and its notice."""
        told = select(SentMessage.id).join(Feedback).where(Feedback.number == number.replace("-", ""))
        return len(self._do(lambda session: session.scalars(told.where(SentMessage.part == "")).all())) > 1

    def waits_for_a_photo(self) -> bool:
        """Whether somebody is just fetching one."""
        held = select(Attachment.id).where(Attachment.attempts > 0, Attachment.reference != "")
        return self._do(lambda session: session.scalar(held)) is not None

    def has_photos(self) -> bool:
        """Whether any photo is known of."""
        return self._do(lambda session: session.scalar(select(Attachment.id))) is not None

    def pass_a_day(self) -> None:
        """For everybody's chat."""
        yesterday = now() - timedelta(days=1, minutes=1)
        self._do(lambda session: session.execute(update(Conversation).values(updated_at=yesterday)))

    def _do(self, work: Callable[..., Any]) -> Any:
        engine = create_engine_for(self.server.environment["DATABASE_URL"])
        try:
            with session_factory(engine).begin() as session:
                return work(session)
        finally:
            engine.dispose()


def open_world(stack: ExitStack, platform: str, url: str, folder: Path, *mocked: str) -> World:
    """A bot with that platform alone."""
    photos = folder / "photos"
    mock = stack.enter_context((line_mock if platform == "line" else telegram_mock)(folder, *mocked))
    settings = environment(url, **{platform: mock}) | {"ATTACHMENTS_URL": str(photos)}
    server = stack.enter_context(serving(settings, folder))
    chats = Line(mock, server.address) if platform == "line" else Telegram(mock, server.address)
    stack.enter_context(closing(chats))
    return World(platform, mock, server, chats, photos)


EVERYWHERE = ("line on sqlite", "telegram on postgresql")
"""A world on each platform, and each of them on another database."""


def stored(request: pytest.FixtureRequest, with_plan: WithPlan, folder: Path) -> tuple[str, str]:
    """The platform of one of EVERYWHERE, and the address of its database with the plan."""
    platform, _, database = request.param.split()
    if database == "postgresql":
        return platform, request.getfixturevalue("postgres").create(request.getfixturevalue("postgres_template"))
    return platform, with_plan(folder)


def world_on_each_platform(name: str) -> Any:
    """The fixture `world` of a module of this name, on SQLite."""

    @pytest.fixture(name="world", scope="module", params=["line", "telegram"])
    def world(
        request: pytest.FixtureRequest, with_plan: WithPlan, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[World]:
        folder = tmp_path_factory.mktemp(name)
        with ExitStack() as stack:
            yield open_world(stack, request.param, with_plan(folder), folder)

    return world


@pytest.fixture(name="world", scope="module", params=EVERYWHERE)
def _world(
    request: pytest.FixtureRequest, with_plan: WithPlan, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("feedback")
    platform, url = stored(request, with_plan, folder)
    with ExitStack() as stack:
        yield open_world(stack, platform, url, folder)


@dataclass(frozen=True)
class Told:
    """A story, and the traces of the person in the end."""

    story: Story
    person: PlatformChat
    left: list[tuple[str, str]]
    log: str


@pytest.fixture(name="told", scope="module")
def _told(world: World) -> Told:
    person = world.person(987654321)
    story = Story(person, world.server.environment)
    story.tell()
    story.be_answered()
    story.be_forgotten()
    until(lambda: not kept_in(world.photos))
    until(
        lambda: finished("tidy", world.server.environment)[0] == 0
    )  # by itself SQLite's file is written anew at night
    url, bare = world.server.environment["DATABASE_URL"], story.number.replace("-", "")
    words = [person.id, SLOW, MORE, PHONE, ANSWERED, str(LATITUDE), str(LONGITUDE), bare, story.number]
    return Told(story, person, traces(url, world.photos, words), world.server.log.read_text(encoding="utf-8"))


# --- the whole story


def test_every_step_is_answered_as_it_should_be(told: Told) -> None:
    assert wrong(told.story.said) == []


def test_the_platform_refuses_no_call(world: World, told: Told) -> None:
    assert world.mock.stats()["rejected"] == []


def test_the_platform_warns_of_nothing(world: World, told: Told) -> None:
    assert world.mock.stats()["warnings"] == {}


def test_the_photo_is_fetched_from_the_platform(told: Told) -> None:
    assert told.story.had_photo


def test_the_file_holds_what_was_told(told: Told) -> None:
    [case] = told.story.file["cases"]
    kept = {
        name: case[name] for name in ("number", "text", "contact", "latitude", "longitude", "photos", "satisfaction")
    }

    assert kept == {
        "number": told.story.number,
        "text": f"{SLOW}\n{MORE}",
        "contact": PHONE,
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "photos": 1,
        "satisfaction": 4,
    }


def test_what_is_handed_on_names_nobody(told: Told) -> None:
    [case] = told.story.exported
    private = [word for word in (told.person.id, PHONE) if word in str(case)]

    assert (case["number"], case["text"], case["satisfaction"], private) == (
        told.story.number,
        f"{SLOW}\n{MORE}",
        4,
        [],
    )


def test_erasing_leaves_no_trace_of_the_person(told: Told) -> None:
    assert told.left == []


def test_erasing_leaves_no_photo(world: World, told: Told) -> None:
    assert kept_in(world.photos) == []


def test_the_log_says_nothing_of_the_person(told: Told) -> None:
    words = [
        told.person.id,
        SLOW,
        PHONE,
        ANSWERED,
        told.story.number,
        re.findall(r"/my-data/[\w-]+", told.story.said["link"])[0],
    ]

    assert [word for word in words if word in told.log] == []


# --- what else happens


def test_two_turns_lead_to_a_number(world: World) -> None:
    person = world.person(1001)
    person.say(f"{SLOW} 1001")

    assert len(NUMBER.findall(person.press(AGREE))) > 0


def test_ten_people_at_once_have_ten_cases(world: World) -> None:
    def tell(number: int) -> str:
        person = world.person(number)
        person.say(f"{SLOW} {number}")
        return NUMBER.findall(person.press(AGREE))[0]

    with ThreadPoolExecutor(10) as threads:
        numbers = list(threads.map(tell, range(1100, 1110)))

    assert [len(world.cases(f"{SLOW} {number}")) for number in range(1100, 1110)] == [1] * 10
    assert len(set(numbers)) == 10


def test_one_person_who_sends_on_two_phones_at_once_has_one_case(world: World) -> None:
    person = world.person(1201)
    person.say(f"{SLOW} 1201")
    statuses = _at_once(person.deliver, person.button(AGREE), person.button(AGREE))
    answers = _heard(person, 2)

    assert (statuses, len(world.cases(f"{SLOW} 1201"))) == ([200, 200], 1)
    assert sorted(SENT_ALREADY in answer for answer in answers) == [False, True]


def test_one_person_who_begins_on_two_phones_at_once_has_one_draft(world: World) -> None:
    """Whichever comes second is more of the first."""
    person = world.person(1202)
    _at_once(person.deliver, person.words(f"{SLOW} 1202"), person.words(ALSO))
    _heard(person, 2)
    person.newest = person.calls()[-1]
    person.press(AGREE)
    both = [f"{SLOW} 1202\n{ALSO}", f"{ALSO}\n{SLOW} 1202"]

    assert sum(len(world.cases(text)) for text in both) == 1


def test_what_is_delivered_twice_at_once_is_one_message(world: World) -> None:
    person = world.person(1301)
    for given in (lambda: person.words(f"{SLOW} 1301"), lambda: person.button(AGREE)):
        event = given()
        person.announce(event)
        statuses = _at_once(person.post, event, event)
        person.news()
        assert statuses == [200, 200]
    person.say("ขอบคุณค่ะ")

    assert (len(person.calls()), len(world.cases(f"{SLOW} 1301"))) == (3, 1)


def test_an_old_button_sends_nothing_again(world: World) -> None:
    person = world.person(1401)
    person.say(f"{SLOW} 1401")
    old = person.newest
    person.press(AGREE)
    person.newest = old | {"seq": person.newest["seq"]}

    assert (SENT_ALREADY in person.press(AGREE), len(world.cases(f"{SLOW} 1401"))) == (True, 1)


def test_a_draft_of_yesterday_is_not_sent(world: World) -> None:
    person = world.person(1501)
    person.say(f"{SLOW} 1501")
    world.pass_a_day()

    assert (GONE in person.press(AGREE), world.cases(f"{SLOW} 1501")) == (True, [])


def test_in_a_group_nothing_is_taken(world: World) -> None:
    """Everybody there shares one chat with the bot, and would read the answers."""
    person = world.person(1601, GROUP)
    told = person.say(f"{SLOW} 1601")
    person.say(AGREE)

    assert (PRIVATELY in told, world.cases(f"{SLOW} 1601")) == (True, [])


def test_in_a_group_nothing_is_told_of_a_case(world: World) -> None:
    alone, among_others = world.person(1602), world.person(1602, OTHER_GROUP)
    alone.say(f"{SLOW} 1602")
    number = NUMBER.findall(alone.press(AGREE))[0]
    said = [among_others.say(words) for words in ("เรื่องของฉันถึงไหนแล้ว", "ข้อมูลของฉันมีอะไรบ้าง", number)]

    assert ([number in one for one in said[:2]], [SLOW in one for one in said]) == ([False] * 2, [False] * 3)


def test_a_burst_over_two_processes_is_one_draft(postgres: Postgres, tmp_path: Path) -> None:
    with ExitStack() as stack:
        world = open_world(stack, "line", postgres.create(), tmp_path)
        other = stack.enter_context(serving(world.server.environment | {"PORT": str(free_port())}, tmp_path))
        beside = replace(world, chats=stack.enter_context(closing(Line(world.mock, other.address))))
        for name in range(1701, 1706):
            person, on_the_other = world.person(name), beside.person(name)
            first, second = person.words(f"{SLOW} {name}"), person.words(ALSO)
            with ThreadPoolExecutor(2) as threads:
                list(threads.map(lambda given: given[0].deliver(given[1]), ((person, first), (on_the_other, second))))
            _heard(person, 2)
            person.deliver(person.words(AGREE))
        texts = {name: (f"{SLOW} {name}\n{ALSO}", f"{ALSO}\n{SLOW} {name}") for name in range(1701, 1706)}

        assert [sum(len(world.cases(text)) for text in both) for both in texts.values()] == [1] * 5


def _at_once(deliver: Callable[[Given], int], *events: Given) -> list[int]:
    """The statuses of webhooks that are under way together."""
    with ThreadPoolExecutor(len(events)) as threads:
        return list(threads.map(deliver, events))


def _heard(person: PlatformChat, count: int) -> list[str]:
    """So many answers after the newest."""
    heard: list[str] = []
    while len(heard) < count:
        calls = person.calls(person.newest.get("seq", 0))
        assert calls != []
        heard += [person.said(call) for call in calls]
        person.newest = calls[-1] | {"body": person.newest.get("body", {})}
    return heard


def test_who_erases_while_the_photo_is_under_way_leaves_none(world: World) -> None:
    person = world.person(1801)
    fetched = "getMessageContent" if world.platform == "line" else "getFile"
    world.mock.fault(op=fetched, kind="slow", delay=2)
    before, since = kept_in(world.photos), world.mock.stats()["calls"]
    person.say(f"{SLOW} 1801")
    person.send_photo()
    person.press(AGREE)
    until(lambda: world.waits_for_a_photo())
    person.say("ลบข้อมูลของฉัน")
    person.press("ยืนยันลบข้อมูล")
    came = world.mock.calls(patience=20, since=since, op=fetched)
    # What came after the erasing is stored for a moment, until nobody turns out to want it.
    gone = until(lambda: not world.has_photos() and kept_in(world.photos) == before)

    assert (len(came), gone) == (1, True)


# --- whoever cannot be told unasked


def test_what_was_not_told_while_the_bot_was_blocked_comes_with_the_next_answer(
    with_plan: WithPlan, tmp_path: Path
) -> None:
    """LINE takes what is pushed to somebody who blocked the account; Telegram says no."""
    with ExitStack() as stack:
        world = open_world(stack, "telegram", with_plan(tmp_path), tmp_path)
        person = world.person(1901)
        person.say(SLOW)
        number = NUMBER.findall(person.press(AGREE))[0]
        world.mock.tell("chats", [{"id": 1901, "blocked": True}])
        act(world.server.environment, "answer", number, "--text", ANSWERED)
        world.mock.calls(patience=20, op="sendMessage", status="403", chat_id=person.id)
        world.mock.tell("chats", [{"id": 1901, "blocked": False}])

        assert ANSWERED in person.say("งบ e-service")


@pytest.fixture(name="poor")
def _poor(with_plan: WithPlan, tmp_path: Path) -> Iterator[World]:
    """An account that may push nothing."""
    with ExitStack() as stack:
        yield open_world(stack, "line", with_plan(tmp_path), tmp_path, "--quota", "0")


@pytest.fixture(name="rich")
def _rich(with_plan: WithPlan, tmp_path: Path) -> Iterator[World]:
    """An account that may push, until somebody spends it all."""
    with ExitStack() as stack:
        yield open_world(stack, "line", with_plan(tmp_path), tmp_path)


def test_without_a_push_the_next_answer_tells(poor: World) -> None:
    person = poor.person(2001)
    person.say(SLOW)
    [number] = NUMBER.findall(person.press(AGREE))[:1]
    act(poor.server.environment, "answer", number, "--text", ANSWERED)
    told = [ANSWERED in person.say("งบ e-service") for _ in range(2)]

    assert (told, poor.mock.calls(op="pushMessage")) == ([True, False], [])


def test_a_quota_that_ran_out_unseen_holds_up_no_answer(rich: World) -> None:
    assert "10.00" in _after_a_push_in_vain(rich).say("งบ e-service")


def test_what_the_quota_did_not_allow_comes_with_the_next_answer(rich: World) -> None:
    """What became of the push is written down just after LINE said no."""
    person = _after_a_push_in_vain(rich)

    assert [ANSWERED in person.say("งบ e-service") for _ in range(3)].count(True) == 1


def _after_a_push_in_vain(rich: World) -> PlatformChat:
    """How much is left is asked from time to time; another program may have spent it meanwhile."""
    person, settings = rich.person(2101), rich.server.environment
    person.say(SLOW)
    number = NUMBER.findall(person.press(AGREE))[0]
    act(settings, "assign", number)
    person.news()
    rich.mock.tell("state", {"quota": 0})
    act(settings, "answer", number, "--text", ANSWERED)
    rich.mock.calls(patience=20, op="pushMessage", status="429", to=person.id)
    return person
