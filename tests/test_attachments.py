"""Do the photos of a case reach us once, whatever happens on the way, and do they leave no trace when erased?"""

import asyncio
import logging
import os
import stat
from collections import deque
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import attachments as fetching
from bot.attachments import AT_ONCE, MOST_ATTEMPTS, Photos
from bot.delivery.channel import Channel, Download
from bot.delivery.lanes import lanes_for
from bot.delivery.relay import CHANNELS
from bot.photo_storage import PhotoStorage, reference_to
from bot.photo_sweep import UNSENT_KEPT
from bot.secrecy import Secrecy
from bot.transaction import transact
from db import attachments, cases, people
from db.attachments import HELD, Held
from db.feedback_models import Attachment, Feedback, FeedbackUpdate, Notice
from db.models import now
from db.session import session_factory
from tests.photos import kept_in, opened, photo
from tests.recorded_platform import until

SECRECY = Secrecy(b"k" * 32)
HERE = Download("here", photo())
GONE = Download("gone", reason="LINE answered 410")
LATER = Download("later", reason="LINE answered 500")
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a test does not wait a second for each look."""
    monkeypatch.setattr(fetching, "EVERY_SECONDS", 0)


@pytest.fixture(name="storage")
def _storage(folder: Path) -> PhotoStorage:
    return PhotoStorage(str(folder))


class _Platform:
    """Gives out what the test says."""

    def __init__(self, *downloads: Download) -> None:
        self.downloads = deque(downloads)
        self.asked: list[str] = []
        self.open = asyncio.Event()
        self.open.set()

    async def download(self, reference: str) -> Download:
        self.asked.append(reference)
        await self.open.wait()
        return self.downloads.popleft()


@asynccontextmanager
async def _process(engine: Engine, storage: PhotoStorage, platform: _Platform | None = None) -> AsyncIterator[Photos]:
    """What fetches photos, as the relay of one process has it."""
    lanes = lanes_for(engine, partial(transact, session_factory(engine)))
    channels = {"line": cast(Channel, platform)} if platform else {}
    photos = Photos(lanes, channels, SECRECY, storage)
    try:
        yield photos
    finally:
        await photos.close()
        await asyncio.to_thread(lanes.close)


async def _look(photos: Photos) -> None:
    """At every channel, as the relay does."""
    for channel in CHANNELS:
        await photos.fetch(channel)


async def _fetch(engine: Engine, storage: PhotoStorage, *downloads: Download) -> _Platform:
    """One round of the relay."""
    platform = _Platform(*downloads)
    async with _process(engine, storage, platform) as photos:
        await _look(photos)
    return platform


def _case(engine: Engine, *references: str, channel: str = "line") -> int:
    """The id of a case with photos that lie there."""
    with session_factory(engine).begin() as session:
        person = people.obtain(session, f"key of {channel}", channel, "sealed", "th")
        count = len(session.scalars(select(Feedback)).all())
        case = cases.add(session, person, f"{count:09}", text="เน็ตหลุด")
        cases.attach(session, case, [SECRECY.seal(each, "photo", str(case.id)) for each in references])
        return case.id


def _rows(engine: Engine) -> list[Attachment]:
    with session_factory(engine)() as session:
        return list(session.scalars(select(Attachment).order_by(Attachment.id)))


def _row(engine: Engine) -> Attachment:
    [row] = _rows(engine)
    return row


def _pass_time(engine: Engine, span: timedelta) -> None:
    with session_factory(engine).begin() as session:
        for row in session.scalars(select(Attachment)):
            row.due_at -= span


def _hold(engine: Engine, limit: int = 100) -> list[Held]:
    with session_factory(engine).begin() as session:
        return attachments.hold_due(session, "line", limit)


def _in_transaction(engine: Engine, work: Any) -> Any:
    with session_factory(engine).begin() as session:
        return work(session)


def _erase(session: Session, case: int) -> None:
    attachments.erase(session, [case])


# --- the claims


def test_a_photo_that_somebody_fetches_is_passed_over(engine: Engine) -> None:
    _case(engine, "1", "2")

    assert [len(_hold(engine)), len(_hold(engine))] == [2, 0]


def test_a_photo_whose_holder_died_is_due_again(engine: Engine) -> None:
    _case(engine, "1")
    _hold(engine)
    _pass_time(engine, HELD + SECOND)

    assert [held.attempts for held in _hold(engine)] == [2]


def test_no_more_are_held_than_asked_for(engine: Engine) -> None:
    _case(engine, "1", "2", "3")

    assert len(_hold(engine, 2)) == 2


def test_whoever_holds_a_photo_knows_where_it_lies(engine: Engine) -> None:
    _case(engine, "587612345678901003")
    [held] = _hold(engine)

    assert (held.channel, SECRECY.open(held.reference, "photo", str(held.case))) == ("line", "587612345678901003")


def test_a_photo_that_was_put_off_is_due_later(engine: Engine) -> None:
    _case(engine, "1")
    [held] = _hold(engine)
    _in_transaction(engine, lambda session: attachments.put_off(session, held, 60))
    _pass_time(engine, timedelta(seconds=59))
    before = _hold(engine)
    _pass_time(engine, 2 * SECOND)

    assert (before, len(_hold(engine))) == ([], 1)


def test_the_second_of_two_who_fetched_the_same_photo_is_told(engine: Engine) -> None:
    _case(engine, "1")
    [first] = _hold(engine)
    _pass_time(engine, HELD + SECOND)
    [second] = _hold(engine)
    kept = [
        _in_transaction(engine, partial(attachments.keep, held=held, name=name))
        for held, name in ((second, "second.jpg"), (first, "first.jpg"))
    ]

    assert (kept, _row(engine).name) == ([True, False], "second.jpg")


def test_eight_threads_hold_each_photo_once(engine: Engine) -> None:
    _case(engine, *map(str, range(40)))
    with ThreadPoolExecutor(8) as threads:
        held = [each.id for batch in threads.map(lambda _: _hold(engine, 5), range(8)) for each in batch]

    assert len(held) == len(set(held))


def test_nothing_is_due_once_it_is_settled(engine: Engine) -> None:
    _case(engine, "1", "2")
    first, second = _hold(engine)
    _in_transaction(engine, partial(attachments.keep, held=first, name="1.jpg"))
    _in_transaction(engine, partial(attachments.give_up, held=second, reason="gone"))
    _pass_time(engine, timedelta(days=3650))

    assert _hold(engine) == []


# --- fetching


async def test_a_photo_is_fetched_and_kept(engine: Engine, storage: PhotoStorage, folder: Path) -> None:
    _case(engine, "5876")
    platform = await _fetch(engine, storage, HERE)

    assert (platform.asked, [file.name for file in kept_in(folder)]) == (["5876"], [_row(engine).name])


async def test_what_is_kept_holds_no_place(engine: Engine, storage: PhotoStorage, folder: Path) -> None:
    _case(engine, "1")
    await _fetch(engine, storage, HERE)
    [file] = kept_in(folder)

    assert dict(opened(file.read_bytes()).getexif()) == {}


async def test_once_it_is_kept_nobody_knows_where_the_platform_has_it(engine: Engine, storage: PhotoStorage) -> None:
    _case(engine, "1")
    await _fetch(engine, storage, HERE)

    assert (_row(engine).reference, _row(engine).failure) == ("", "")


async def test_the_name_of_a_photo_cannot_be_guessed(engine: Engine, storage: PhotoStorage) -> None:
    _case(engine, "1", "2")
    await _fetch(engine, storage, HERE, HERE)
    names = {row.name for row in _rows(engine)}

    assert (len(names), {len(name) for name in names}) == (2, {len("0" * 32 + ".jpg")})


def _mode(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode)


async def test_on_this_machine_the_photos_are_for_the_bot_alone(
    engine: Engine, storage: PhotoStorage, folder: Path
) -> None:
    _case(engine, "1")
    await _fetch(engine, storage, HERE)

    assert _mode(folder) == 0o700


async def test_a_photo_that_is_not_ready_is_fetched_later(engine: Engine, storage: PhotoStorage) -> None:
    _case(engine, "1")
    await _fetch(engine, storage, LATER)
    _pass_time(engine, timedelta(seconds=3))
    await _fetch(engine, storage, HERE)

    assert (_row(engine).name != "", _row(engine).attempts) == (True, 2)


async def test_each_attempt_waits_longer(engine: Engine, storage: PhotoStorage) -> None:
    _case(engine, "1")
    waits = []
    for _ in range(6):
        await _fetch(engine, storage, LATER)
        waits.append(_row(engine).due_at - now())
        _pass_time(engine, timedelta(days=1))

    assert waits[5] > 4 * waits[2] > 4 * waits[0]


async def test_what_the_platform_asks_us_to_wait_is_waited(engine: Engine, storage: PhotoStorage) -> None:
    _case(engine, "1")
    await _fetch(engine, storage, Download("later", reason="LINE answered 429", wait=500))

    assert _row(engine).due_at > now() + timedelta(seconds=490)


@pytest.mark.parametrize(
    ("download", "failure"),
    [
        (GONE, "LINE answered 410"),
        (Download("here", b"<html>"), "It is no photo that can be shown."),
        (Download("here", b""), "It is no photo that can be shown."),
    ],
    ids=["gone", "page", "nothing"],
)
async def test_what_will_never_come_is_given_up_with_the_reason(
    engine: Engine, storage: PhotoStorage, folder: Path, download: Download, failure: str
) -> None:
    _case(engine, "1")
    await _fetch(engine, storage, download)
    row = _row(engine)

    assert (row.failure, row.reference, row.name, kept_in(folder)) == (failure, "", "", [])


async def test_after_many_attempts_it_is_given_up(engine: Engine, storage: PhotoStorage) -> None:
    _case(engine, "1")
    for _ in range(MOST_ATTEMPTS):
        await _fetch(engine, storage, LATER)
        _pass_time(engine, timedelta(days=1))

    assert _row(engine).failure == LATER.reason


async def test_a_photo_that_kills_whoever_fetches_it_is_given_up(engine: Engine, storage: PhotoStorage) -> None:
    _case(engine, "1")
    for _ in range(MOST_ATTEMPTS):
        _hold(engine)
        _pass_time(engine, timedelta(days=1))
    platform = await _fetch(engine, storage)

    assert (platform.asked, _row(engine).failure) == ([], "20 attempts were in vain.")


async def test_a_photo_of_a_channel_that_is_off_waits(engine: Engine, storage: PhotoStorage) -> None:
    _case(engine, "1")
    async with _process(engine, storage) as photos:
        await _look(photos)

    assert (_row(engine).failure, _row(engine).due_at > now() + timedelta(minutes=30)) == ("", True)


async def test_a_reference_of_another_key_is_given_up(engine: Engine, storage: PhotoStorage) -> None:
    _case(engine, "1")
    with session_factory(engine).begin() as session:
        for row in session.scalars(select(Attachment)):
            row.reference = Secrecy(b"another key").seal("1", "photo", str(row.feedback_id))
    await _fetch(engine, storage)

    assert _row(engine).failure == "Its reference was encrypted with another key."


async def test_what_ends_every_attempt_without_a_word_may_last_for_hours(engine: Engine) -> None:
    _case(engine, "1")
    hours = timedelta()
    for _ in range(MOST_ATTEMPTS):
        _hold(engine)
        hours += _row(engine).due_at - now()
        _pass_time(engine, timedelta(days=1))

    assert hours > timedelta(hours=8)


async def test_a_storage_out_of_reach_loses_nothing(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "attachments").write_text("no folder")
    _case(engine, "1")
    await _fetch(engine, PhotoStorage(str(tmp_path / "attachments")), HERE)

    assert (_row(engine).failure, SECRECY.open(_row(engine).reference, "photo", str(_row(engine).feedback_id))) == (
        "",
        "1",
    )


async def test_no_log_says_where_a_photo_lies(
    engine: Engine, storage: PhotoStorage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    _case(engine, "587612345678901003", "587612345678901004", "587612345678901005")
    await _fetch(engine, storage, HERE, GONE, LATER)

    assert "58761234567890100" not in caplog.text


# --- a photo that is given up is told


def _history(engine: Engine) -> list[tuple[str, str, bool]]:
    with session_factory(engine)() as session:
        return [
            (u.who, u.action, u.public) for u in session.scalars(select(FeedbackUpdate).order_by(FeedbackUpdate.id))
        ]


def _told(engine: Engine) -> list[str]:
    with session_factory(engine)() as session:
        return list(session.scalars(select(Notice.text)))


@pytest.mark.parametrize("channel", ["line", "web"])
async def test_who_sent_it_hears_that_a_photo_was_given_up(engine: Engine, storage: PhotoStorage, channel: str) -> None:
    _case(engine, "file:gone.jpg", channel=channel)
    await _fetch(engine, storage, GONE)

    assert ["มีรูปที่เปิดไม่ได้" in text for text in _told(engine)] == [True]


async def test_who_handles_the_case_sees_that_a_photo_was_given_up(engine: Engine, storage: PhotoStorage) -> None:
    _case(engine, "1")
    await _fetch(engine, storage, GONE)

    assert _history(engine)[-1] == ("bot", "photo_lost", True)


async def test_of_several_at_once_the_person_hears_once(engine: Engine, storage: PhotoStorage) -> None:
    _case(engine, "1", "2", "3")
    await _fetch(engine, storage, GONE, GONE, GONE)

    assert (len(_told(engine)), len(_history(engine))) == (1, 4)


async def test_what_is_only_put_off_is_not_told(engine: Engine, storage: PhotoStorage) -> None:
    _case(engine, "1")
    await _fetch(engine, storage, LATER)

    assert _told(engine) == []


async def test_of_an_erased_case_nothing_is_told(engine: Engine, storage: PhotoStorage) -> None:
    case = _case(engine, "1")
    platform = _Platform(GONE)
    platform.open.clear()
    async with _process(engine, storage, platform) as photos:
        await photos.fetch("line")
        await until(lambda: platform.asked)
        await asyncio.to_thread(_in_transaction, engine, partial(_erase, case=case))
        platform.open.set()

    assert (_told(engine), [action for _, action, _ in _history(engine)]) == ([], ["received"])


async def test_a_platform_that_hangs_holds_up_no_photo_of_another(engine: Engine, storage: PhotoStorage) -> None:
    _case(engine, *map(str, range(AT_ONCE)), channel="telegram")
    _case(engine, "of line")
    telegram, line = _Platform(*[HERE] * AT_ONCE), _Platform(HERE)
    telegram.open.clear()
    async with _process(engine, storage, line) as photos:
        photos._channels = {"line": cast(Channel, line), "telegram": cast(Channel, telegram)}
        await photos.fetch("telegram")
        await until(lambda: len(telegram.asked) == AT_ONCE)
        await photos.fetch("line")
        await until(lambda: line.asked)
        telegram.open.set()

    assert line.asked == ["of line"]


async def test_two_processes_fetch_each_photo_once(engine: Engine, storage: PhotoStorage, folder: Path) -> None:
    _case(engine, *map(str, range(8)))
    platform = _Platform(*[HERE] * 16)
    async with _process(engine, storage, platform) as one, _process(engine, storage, platform) as other:
        while not all(row.name for row in _rows(engine)):
            await asyncio.gather(_look(one), _look(other))
            await asyncio.sleep(0.02)

    assert (sorted(platform.asked), len(kept_in(folder))) == ([str(number) for number in range(8)], 8)


# --- photos from the page


async def test_a_photo_from_the_page_is_there_already(engine: Engine, storage: PhotoStorage, folder: Path) -> None:
    name = await storage.take(photo()) or ""
    _case(engine, reference_to(name), channel="web")
    await _fetch(engine, storage)

    assert (_row(engine).name, [file.name for file in kept_in(folder)]) == (name, [name])


async def test_a_photo_from_the_page_that_is_gone_is_given_up(engine: Engine, storage: PhotoStorage) -> None:
    _case(engine, reference_to("0" * 32 + ".jpg"), channel="web")
    await _fetch(engine, storage)

    assert _row(engine).failure == "It is not in the storage any more."


async def _swept(engine: Engine, storage: PhotoStorage) -> None:
    async with _process(engine, storage) as photos:
        await photos.sweep()


def _age(folder: Path, span: timedelta) -> None:
    for file in kept_in(folder):
        long_ago = (now() - span).timestamp()
        os.utime(file, (long_ago, long_ago))


async def test_a_photo_that_was_never_sent_is_deleted_after_a_day(
    engine: Engine, storage: PhotoStorage, folder: Path
) -> None:
    await storage.take(photo())
    _age(folder, UNSENT_KEPT + SECOND)
    await _swept(engine, storage)

    assert kept_in(folder) == []


async def test_a_photo_that_may_still_be_sent_stays(engine: Engine, storage: PhotoStorage, folder: Path) -> None:
    await storage.take(photo())
    _age(folder, UNSENT_KEPT - timedelta(minutes=1))
    await _swept(engine, storage)

    assert len(kept_in(folder)) == 1


async def test_a_photo_of_a_case_stays(engine: Engine, storage: PhotoStorage, folder: Path) -> None:
    _case(engine, "1")
    await _fetch(engine, storage, HERE)
    _age(folder, timedelta(days=400))
    await _swept(engine, storage)

    assert len(kept_in(folder)) == 1


async def test_a_photo_that_is_just_being_taken_into_a_case_stays(
    engine: Engine, storage: PhotoStorage, folder: Path
) -> None:
    name = await storage.take(photo()) or ""
    _age(folder, UNSENT_KEPT + SECOND)
    _case(engine, reference_to(name), channel="web")
    await _swept(engine, storage)

    assert len(kept_in(folder)) == 1


async def test_what_a_crash_left_half_written_is_deleted_too(
    engine: Engine, storage: PhotoStorage, folder: Path
) -> None:
    await storage.take(photo())
    for whole in kept_in(folder):
        whole.rename(f"{whole}.part")
    _age(folder, UNSENT_KEPT + SECOND)
    await _swept(engine, storage)

    assert kept_in(folder) == []


async def test_an_empty_storage_is_swept_without_a_fault(
    engine: Engine, storage: PhotoStorage, caplog: pytest.LogCaptureFixture
) -> None:
    await _swept(engine, storage)

    assert caplog.text == ""


# --- erasing


async def test_an_erased_photo_leaves_neither_file_nor_row(engine: Engine, storage: PhotoStorage, folder: Path) -> None:
    case = _case(engine, "1")
    await _fetch(engine, storage, HERE)
    _in_transaction(engine, partial(_erase, case=case))
    await _fetch(engine, storage)

    assert (kept_in(folder), _rows(engine)) == ([], [])


async def test_a_photo_is_erased_before_it_was_fetched(engine: Engine, storage: PhotoStorage) -> None:
    case = _case(engine, "1")
    _in_transaction(engine, partial(_erase, case=case))
    platform = await _fetch(engine, storage)

    assert (platform.asked, _rows(engine)) == ([], [])


async def test_a_photo_from_the_page_is_erased_before_it_was_taken_over(
    engine: Engine, storage: PhotoStorage, folder: Path
) -> None:
    name = await storage.take(photo()) or ""
    case = _case(engine, reference_to(name), channel="web")
    _in_transaction(engine, partial(_erase, case=case))
    await _fetch(engine, storage)

    assert (kept_in(folder), _rows(engine)) == ([], [])


@pytest.mark.parametrize("download", [HERE, GONE, LATER], ids=lambda download: download.kind)
async def test_a_photo_that_is_erased_while_it_is_fetched_is_not_kept(
    engine: Engine, storage: PhotoStorage, folder: Path, download: Download
) -> None:
    case = _case(engine, "1")
    platform = _Platform(download)
    platform.open.clear()
    async with _process(engine, storage, platform) as photos:
        await _look(photos)
        await until(lambda: platform.asked)
        await asyncio.to_thread(_in_transaction, engine, partial(_erase, case=case))
        platform.open.set()
    await _fetch(engine, storage)

    assert (kept_in(folder), _rows(engine)) == ([], [])


async def test_the_photos_of_other_cases_stay(engine: Engine, storage: PhotoStorage, folder: Path) -> None:
    erased, _ = _case(engine, "1"), _case(engine, "2")
    await _fetch(engine, storage, HERE, HERE)
    _in_transaction(engine, partial(_erase, case=erased))
    await _fetch(engine, storage)

    assert [file.name for file in kept_in(folder)] == [row.name for row in _rows(engine)]
