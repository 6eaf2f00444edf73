"""Do officers get the photos of a case in chat, they alone, and is each written down?"""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import Engine
from starlette.testclient import TestClient

from bot.delivery.channel import Outgoing
from bot.delivery.event import Event
from bot.dispatch import Dispatcher
from bot.line.client import LineChannel
from bot.line.messages import messages
from bot.photo_preview import LONGEST_SIDE, preview
from bot.photo_storage import PhotoStorage
from bot.server import create_app
from bot.settings import Settings
from bot.telegram.client import TelegramChannel
from bot.telegram.messages import calls
from db import attachments, cases, staff
from db.session import session_factory
from handlers.officers import photos
from tests.case_rows import KEY, given
from tests.line_platform import person
from tests.office import AGENCY, MALEE, OTHER_AGENCY, URL, Chat, audited, joined
from tests.photos import photo
from tests.platforms import LINE_TOKEN, TELEGRAM_TOKEN, Mock, needs_harness


@pytest.fixture(name="storage")
def _storage(tmp_path: Path) -> PhotoStorage:
    return PhotoStorage(str(tmp_path / "photos"))


@pytest.fixture(name="shot")
async def _shot(plan_engine: Engine, storage: PhotoStorage) -> str:
    """The number of a case of AGENCY with a photo that is stored."""
    name = await storage.take(photo(1600, 1200))
    assert name is not None
    return _with(plan_engine, name)


def _with(engine: Engine, *names: str, agency: str = AGENCY) -> str:
    number = given(engine, agency=agency)
    with session_factory(engine).begin() as session:
        case = cases.by_number(session, number.replace("-", ""))
        assert case is not None
        for name in names:
            attachments.stored_now(session, case, name)
    return number


def _names(count: int) -> list[str]:
    return [f"{place:032x}.jpg" for place in range(count)]


@pytest.fixture(name="web")
def _web(plan_bot: Dispatcher, tmp_path: Path) -> TestClient:
    return TestClient(create_app(Settings(public_url=URL, attachments_url=str(tmp_path / "photos")), plan_bot), URL)


def _path(chat: Chat, case: str) -> str:
    """Where LINE fetches the first photo."""
    chat.say(f"ดูรูป {case}")
    return chat.last.photos[0].link.removeprefix(URL)


# --- in chat


@pytest.mark.parametrize("channel", ["line", "telegram"])
def test_an_officer_gets_the_photos_and_that_is_written_down(plan_bot: Dispatcher, channel: str) -> None:
    case, chat = _with(plan_bot.engine, *_names(2)), joined(plan_bot, MALEE, channel=channel)
    offered = f"ดูรูป {case}" in (chat.say(case) and chat.last.suggestions)
    said = chat.say(f"ดูรูป {case}")

    assert (offered, "1-2 จาก 2" in said, [each.name for each in chat.last.photos]) == (True, True, _names(2))
    assert audited(plan_bot.engine)[-2:] == [(MALEE, "photo")] * 2


def test_many_come_a_few_at_once(plan_bot: Dispatcher, malee: Chat) -> None:
    case = _with(plan_bot.engine, *_names(6))
    malee.say(f"ดูรูป {case}")
    first, more = malee.last.photos, malee.last.suggestions[0]
    malee.say(more)

    assert ([each.name for each in (*first, *malee.last.photos)], more) == (_names(6), f"ดูรูป {case} 5")
    assert "ดูรูป" not in malee.last.suggestions[0]


@pytest.mark.parametrize("number", ["0", "99", "สอง"])
def test_whatever_number_is_named_photos_come(plan_bot: Dispatcher, malee: Chat, number: str) -> None:
    malee.say(f"ดูรูป {_with(plan_bot.engine, *_names(2))} {number}")

    assert malee.last.photos


def test_a_case_without_photos_says_so_and_offers_none(malee: Chat, case: str) -> None:
    said = malee.say(f"ดูรูป {case}")
    malee.say(case)

    assert ("ยังไม่มีรูป" in said, [each for each in malee.last.suggestions if each.startswith("ดูรูป")]) == (True, [])


def test_a_photo_that_is_still_to_be_fetched_is_told_of(plan_bot: Dispatcher, malee: Chat, case: str) -> None:
    malee.say(f"ปิดเรื่อง {case} เปลี่ยนแล้ว")
    malee.photo()
    said = malee.say(f"ดูรูป {case}")

    assert ("อีก 1 รูป" in said, malee.last.photos) == (True, ())


def test_photos_of_another_agency_are_not_there(plan_bot: Dispatcher, malee: Chat) -> None:
    said = malee.say(f"ดูรูป {_with(plan_bot.engine, *_names(1), agency=OTHER_AGENCY)}")

    assert ("ไม่พบ" in said, malee.last.photos, (MALEE, "photo") in audited(plan_bot.engine)) == (True, (), False)


def test_where_line_could_fetch_nothing_a_link_leads_to_the_console(plan_engine: Engine) -> None:
    chat = joined(Dispatcher(plan_engine, KEY.encode(), public_url="http://10.0.0.1:8000"), MALEE)
    said = chat.say(f"ดูรูป {_with(plan_engine, *_names(1))}")

    assert (chat.last.photos, "http://10.0.0.1:8000/office/enter/" in said) == ((), True)


def test_telegram_needs_no_address(plan_engine: Engine) -> None:
    chat = joined(Dispatcher(plan_engine, KEY.encode()), MALEE, channel="telegram")
    chat.say(f"ดูรูป {_with(plan_engine, *_names(1))}")

    assert [(each.name, each.link) for each in chat.last.photos] == [(_names(1)[0], "")]


# --- where LINE fetches them


def test_who_holds_the_address_gets_the_photo_and_a_small_one(web: TestClient, malee: Chat, shot: str) -> None:
    path = _path(malee, shot)
    whole, small = web.get(path), web.get(f"{path}?small")
    sizes = [max(Image.open(BytesIO(each.content)).size) for each in (whole, small)]

    assert (whole.headers["content-type"], whole.headers["cache-control"]) == ("image/jpeg", "no-store")
    assert sizes == [1600, LONGEST_SIDE]


def test_no_preview_is_too_large_for_line() -> None:
    noise = BytesIO()
    Image.effect_noise((2000, 2000), 120).convert("RGB").save(noise, "JPEG", quality=95)

    assert len(preview(noise.getvalue())) < 1_000_000


def test_an_address_ends(web: TestClient, malee: Chat, shot: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "LIVES", timedelta(0))

    assert web.get(_path(malee, shot)).status_code == 404


def test_an_address_ends_with_the_officer(web: TestClient, malee: Chat, shot: str, plan_engine: Engine) -> None:
    path = _path(malee, shot)
    with session_factory(plan_engine).begin() as session:
        found = staff.by_name(session, MALEE)
        assert found is not None
        staff.remove(session, found)

    assert web.get(path).status_code == 404


def test_an_address_ends_when_the_case_is_another_agencys(
    web: TestClient, malee: Chat, shot: str, plan_engine: Engine
) -> None:
    path = _path(malee, shot)
    with session_factory(plan_engine).begin() as session:
        case = cases.by_number(session, shot.replace("-", ""))
        assert case is not None
        case.agency = OTHER_AGENCY

    assert web.get(path).status_code == 404


def test_an_address_is_good_for_nothing_else(web: TestClient, malee: Chat, shot: str) -> None:
    path = _path(malee, shot)
    changed = path[:40] + ("A" if path[40] != "A" else "B") + path[41:]

    assert [web.get(each).status_code for each in (changed, path.replace("/case-photo/", "/evidence/"))] == [404, 404]


# --- on the platforms


def _outgoing(channel: str, to: str, body: object) -> Outgoing:
    return Outgoing(1, "3f0c2f5e-8a55-4a3c-9f9e-3b1f7d1c2a10", channel, to, body)  # type: ignore[arg-type]  # JSON


@needs_harness
async def test_line_takes_the_photos_behind_the_words(line_api: Mock, plan_bot: Dispatcher) -> None:
    chat = joined(plan_bot, MALEE)
    chat.say(f"ดูรูป {_with(plan_bot.engine, *_names(6))}")
    channel = LineChannel(
        Settings(line_channel_secret="s", line_channel_access_token=LINE_TOKEN, line_api_url=line_api.address)
    )
    told = messages(chat.last)
    done = await channel.send(_outgoing("line", person("มาลี"), {"messages": told}))
    await channel.close()

    assert ([each["type"] for each in told], done.kind) == (["text", *["image"] * 4], "sent")
    assert ["quickReply" in each for each in told] == [False] * 4 + [True]


@needs_harness
async def test_telegram_takes_the_file(telegram_api: Mock, plan_bot: Dispatcher, shot: str, tmp_path: Path) -> None:
    telegram_api.tell("chats", [{"id": 2001}])
    chat = joined(plan_bot, MALEE, channel="telegram")
    chat.say(f"ดูรูป {shot}")
    made = calls(Event("telegram", "1", "2001"), chat.last)
    settings = Settings(
        telegram_bot_token=TELEGRAM_TOKEN,
        telegram_webhook_secret="s",
        telegram_api_url=telegram_api.address,
        attachments_url=str(tmp_path / "photos"),
    )
    channel = TelegramChannel(settings)
    done = [await channel.send(_outgoing("telegram", "2001", each.body)) for each in made]
    lost = await channel.send(
        _outgoing("telegram", "2001", {"method": "sendPhoto", "arguments": {"stored": _names(1)[0]}})
    )
    await channel.close()

    assert ([each.kind for each in done], lost.kind) == (["sent", "sent"], "dropped")
    assert [call["status"] for call in telegram_api.calls(op="sendPhoto")] == [200]
