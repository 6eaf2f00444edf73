"""Is no photo deleted but those that this very database took for feedback that was never sent, and never silently?"""

import asyncio
import logging
import os
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from bot import photo_sweep
from bot.attachments import Photos
from bot.delivery.lanes import lanes_for
from bot.dispatch import Dispatcher
from bot.photo_storage import NotOursError, PhotoStorage, reference_to
from bot.photo_sweep import UNSENT_KEPT, Sweep
from bot.secrecy import Secrecy
from bot.transaction import transact
from db import attachments, cases, people
from db.feedback_models import Attachment, Feedback
from db.installation import owner_of_files
from db.installation_models import Installation
from db.migrate import upgrade
from db.models import Conversation, now
from db.session import create_engine_for, session_factory
from handlers.message import Message
from tests.photos import photo

SECRECY = Secrecy(b"k" * 32)
OLD = UNSENT_KEPT + timedelta(hours=1)


@pytest.fixture(name="storage")
def _storage(engine: Engine, folder: Path) -> PhotoStorage:
    return PhotoStorage(str(folder), owner_of_files(engine))


@asynccontextmanager
async def _photos(engine: Engine, storage: PhotoStorage) -> AsyncIterator[Photos]:
    lanes = lanes_for(engine, partial(transact, session_factory(engine)))
    photos = Photos(lanes, {}, SECRECY, storage)
    try:
        yield photos
    finally:
        await photos.close()
        await asyncio.to_thread(lanes.close)


async def _sweep(engine: Engine, storage: PhotoStorage, *, ordered: bool = False) -> int:
    lanes = lanes_for(engine, partial(transact, session_factory(engine)))
    swept = await Sweep(lanes, SECRECY, storage).run(ordered=ordered)
    await asyncio.to_thread(lanes.close)
    return swept


def _files(folder: Path) -> set[str]:
    """All that lies there, by its path."""
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if not file.is_dir()}


def _age(folder: Path, span: timedelta = OLD) -> None:
    for file in folder.rglob("*"):
        moment = (now() - span).timestamp()
        os.utime(file, (moment, moment), follow_symlinks=False)


async def _unsent(storage: PhotoStorage, folder: Path, count: int = 1) -> list[str]:
    """Photos that were put on the page long ago, for feedback that was never sent."""
    names = [await storage.take(photo()) or "" for _ in range(count)]
    _age(folder)
    return names


# --- what goes


async def test_what_was_never_sent_goes_and_the_log_counts_it(
    engine: Engine, storage: PhotoStorage, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await _unsent(storage, folder, 3)

    assert (await _sweep(engine, storage), _files(folder)) == (3, set())
    assert "Deleted 3 photos that were never sent." in caplog.messages


async def test_what_a_crash_left_half_written_goes(engine: Engine, storage: PhotoStorage, folder: Path) -> None:
    [name] = await _unsent(storage, folder)
    file = folder / "unsent" / owner_of_files(engine) / name
    file.rename(f"{file}.part")

    assert (await _sweep(engine, storage), _files(folder)) == (1, set())


async def test_what_is_younger_stays(engine: Engine, storage: PhotoStorage, folder: Path) -> None:
    await storage.take(photo())
    _age(folder, UNSENT_KEPT - timedelta(hours=1))

    assert (await _sweep(engine, storage), len(_files(folder))) == (0, 1)


async def test_in_a_bucket_it_goes_as_well(engine: Engine) -> None:
    storage = PhotoStorage(f"memory://{secrets.token_hex(4)}", owner_of_files(engine))
    await storage.take(photo())
    before = len(await storage.unsent())
    swept = [await _sweep(engine, storage)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(photo_sweep, "UNSENT_KEPT", timedelta(seconds=-1))
        swept.append(await _sweep(engine, storage))

    assert (before, swept, await storage.unsent()) == (1, [0, 1], {})


async def test_of_two_who_sweep_at_once_each_photo_is_counted_once(
    engine: Engine, storage: PhotoStorage, folder: Path
) -> None:
    await _unsent(storage, folder, 20)
    swept = await asyncio.gather(*(_sweep(engine, storage) for _ in range(3)))

    assert (sum(swept), _files(folder)) == (20, set())


# --- what is not ours


FOREIGN = [
    "holiday.jpg",
    "bot.db",
    "conversation.key",
    ".env",
    "backup-2026.tar.gz",
    "0123456789abcdef0123456789abcdef.jpg",
    "0123456789abcdef0123456789abcdef.jpg.part",
    "unsent/0123456789abcdef0123456789abcdef.jpg",
    "unsent/another-database/0123456789abcdef0123456789abcdef.jpg",
    "2025/0123456789abcdef0123456789abcdef.jpg",
    "{own}/holiday.jpg",
    "{own}/0123456789ABCDEF0123456789ABCDEF.jpg",
    "{own}/0123456789abcdef0123456789abcdef.png",
    "{own}/0123456789abcdef0123456789abcde.jpg",
    "{own}/album/0123456789abcdef0123456789abcdef.jpg",
    "{own}/.hidden",
]


@pytest.mark.parametrize("name", FOREIGN)
async def test_a_file_that_is_not_provably_ours_stays(
    engine: Engine, storage: PhotoStorage, folder: Path, name: str
) -> None:
    file = folder / name.format(own=f"unsent/{owner_of_files(engine)}")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("somebody's")
    _age(folder)

    assert (await _sweep(engine, storage, ordered=True), file.read_text()) == (0, "somebody's")


async def test_what_a_link_leads_to_stays(engine: Engine, storage: PhotoStorage, folder: Path, tmp_path: Path) -> None:
    await _unsent(storage, folder)
    (tmp_path / "elsewhere.jpg").write_text("somebody's")
    (folder / "unsent" / owner_of_files(engine) / ("0" * 32 + ".jpg")).symlink_to(tmp_path / "elsewhere.jpg")
    _age(folder)
    await _sweep(engine, storage, ordered=True)

    assert (tmp_path / "elsewhere.jpg").read_text() == "somebody's"


async def test_another_database_with_the_same_folder_deletes_nothing(
    storage: PhotoStorage, folder: Path, tmp_path: Path
) -> None:
    """As after the move to another DATABASE_URL, or in a test of somebody who has photos."""
    names = await _unsent(storage, folder, 3)
    await storage.keep(names[0])
    before = _files(folder)
    other = create_engine_for(f"sqlite:///{tmp_path / 'other.db'}")
    upgrade(other)
    swept = await _sweep(other, PhotoStorage(str(folder), owner_of_files(other)), ordered=True)
    other.dispose()

    assert (swept, _files(folder)) == (0, before)


async def test_a_copy_of_the_database_deletes_nothing(plan_engine: Engine, folder: Path, tmp_path: Path) -> None:
    """Somebody tries a new version on a copy: it does not know what was taken since."""
    storage = PhotoStorage(str(folder), owner_of_files(plan_engine))
    await _unsent(storage, folder, 3)
    before = _files(folder)
    shutil.copy(plan_engine.url.database or "", tmp_path / "copy.db")
    copy = create_engine_for(f"sqlite:///{tmp_path / 'copy.db'}")
    swept = await _sweep(copy, PhotoStorage(str(folder), owner_of_files(copy)), ordered=True)
    copy.dispose()

    assert (swept, _files(folder)) == (0, before)


def test_every_process_of_a_database_knows_its_files(engine: Engine) -> None:
    other = create_engine_for(engine.url.render_as_string(hide_password=False))
    owners = {owner_of_files(engine), owner_of_files(other)}
    other.dispose()

    assert len(owners) == 1


# --- what a case has, or will have


def _case(engine: Engine, name: str) -> int:
    with session_factory(engine).begin() as session:
        person = people.obtain(session, "key", "web", "sealed", "th")
        case = cases.add(session, person, f"{secrets.randbelow(10**9):09}", text="เน็ตหลุด")
        cases.attach(session, case, [SECRECY.seal(reference_to(name), "photo", str(case.id))])
        return case.id


async def test_a_photo_leaves_the_unsent_when_a_case_has_it(
    engine: Engine, storage: PhotoStorage, folder: Path
) -> None:
    [name] = await _unsent(storage, folder)
    _case(engine, name)
    async with _photos(engine, storage) as photos:
        await photos.fetch("web")

    assert _files(folder) == {name}


async def test_a_photo_of_a_case_stays_whatever_became_of_the_database(
    engine: Engine, storage: PhotoStorage, folder: Path
) -> None:
    """Somebody put an older copy in its place, which does not know the case."""
    [name] = await _unsent(storage, folder)
    _case(engine, name)
    async with _photos(engine, storage) as photos:
        await photos.fetch("web")
    with session_factory(engine).begin() as session:
        session.delete(session.scalars(select(Attachment)).one())
    _age(folder)

    assert (await _sweep(engine, storage, ordered=True), _files(folder)) == (0, {name})


async def test_a_photo_whose_case_was_just_sent_stays(engine: Engine, storage: PhotoStorage, folder: Path) -> None:
    [name] = await _unsent(storage, folder)
    _case(engine, name)

    assert (await _sweep(engine, storage), len(_files(folder))) == (0, 1)


async def test_who_died_before_he_could_move_a_photo_is_helped(
    engine: Engine, storage: PhotoStorage, folder: Path
) -> None:
    [name] = await _unsent(storage, folder)
    _case(engine, name)
    with session_factory(engine).begin() as session:
        [held] = attachments.hold_due(session, "web", 1)
        attachments.keep(session, held, name)

    assert (await _sweep(engine, storage), _files(folder)) == (0, {name})


async def test_a_photo_of_feedback_that_is_still_being_written_stays(
    engine: Engine, storage: PhotoStorage, folder: Path
) -> None:
    """A draft is forgotten after a day of silence, so who goes on writing may take longer than two days."""
    [name] = await _unsent(storage, folder)
    bot = Dispatcher(engine, b"k" * 32)
    bot.chat(Message("web", "somchai", "", "photo", reference=reference_to(name)))

    assert (await _sweep(engine, storage), len(_files(folder))) == (0, 1)


async def test_once_the_draft_is_forgotten_its_photo_goes(engine: Engine, storage: PhotoStorage, folder: Path) -> None:
    [name] = await _unsent(storage, folder)
    bot = Dispatcher(engine, b"k" * 32)
    bot.chat(Message("web", "somchai", "", "photo", reference=reference_to(name)))
    with bot.sessions.begin() as session:
        session.execute(update(Conversation).values(updated_at=now() - timedelta(days=1, seconds=1)))

    assert (await _sweep(engine, storage), _files(folder)) == (1, set())


# --- how much


async def test_more_than_a_share_is_not_deleted_without_an_order(
    engine: Engine,
    storage: PhotoStorage,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(photo_sweep, "FEW", 4)
    await _unsent(storage, folder, 5)

    assert (await _sweep(engine, storage), len(_files(folder))) == (0, 5)
    assert "photos --delete-unsent" in caplog.text


async def test_on_an_order_it_is(
    engine: Engine, storage: PhotoStorage, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo_sweep, "FEW", 4)
    await _unsent(storage, folder, 5)

    assert (await _sweep(engine, storage, ordered=True), _files(folder)) == (5, set())


async def test_while_the_time_is_in_doubt_nothing_is_deleted(
    engine: Engine, storage: PhotoStorage, folder: Path
) -> None:
    await _unsent(storage, folder)
    with session_factory(engine).begin() as session:
        session.execute(update(Installation).values(swept_at=now() - timedelta(days=2)))

    assert (await _sweep(engine, storage), len(_files(folder))) == (0, 1)


# --- photos of erased cases


async def _erased(engine: Engine, storage: PhotoStorage, folder: Path) -> str:
    """A photo of a case that its person wants erased, when the relay has looked once."""
    [name] = await _unsent(storage, folder)
    case = _case(engine, name)
    async with _photos(engine, storage) as photos:
        await photos.fetch("web")
    with session_factory(engine).begin() as session:
        attachments.erase(session, [case])
    async with _photos(engine, storage) as photos:
        await photos.fetch("web")
    return name


async def test_it_is_deleted_and_the_log_counts_it(
    engine: Engine, storage: PhotoStorage, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await _erased(engine, storage, folder)

    assert _files(folder) == {"owner"}
    assert "Deleted 1 photo of an erased case." in caplog.messages


async def test_where_the_folder_is_another_databases_it_stays_until_an_order(
    engine: Engine, storage: PhotoStorage, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A copy of the database erases on its own what the other one still needs."""
    await PhotoStorage(str(folder), "another database").claim()
    name = await _erased(engine, storage, folder)

    assert (name in _files(folder), "photos --claim" in caplog.text) == (True, True)
    with session_factory(engine).begin() as session:
        assert [row.name for row in session.scalars(select(Attachment))] == [name]
        session.execute(update(Attachment).values(due_at=now()))
    await storage.claim()
    async with _photos(engine, storage) as photos:
        await photos.fetch("web")

    assert _files(folder) == {"owner"}


def _put(folder: Path, content: bytes) -> None:
    """Three photos, called as ours are."""
    folder.mkdir()
    for number in range(3):
        (folder / f"{number:032x}.jpg").write_bytes(content)


async def test_a_folder_without_an_owner_is_not_taken_by_who_knows_few_of_its_photos(
    engine: Engine, storage: PhotoStorage, folder: Path
) -> None:
    _put(folder, b"somebody's")
    name = await _erased(engine, storage, folder)

    assert (await storage.owner(), name in _files(folder)) == (None, True)


async def test_who_knows_most_of_them_takes_it(engine: Engine, storage: PhotoStorage, folder: Path) -> None:
    """Photos of a version that knew no owner."""
    _put(folder, photo())
    names = sorted(_files(folder))
    for name in names:
        case = _case(engine, name)
        with session_factory(engine).begin() as session:
            session.execute(update(Attachment).where(Attachment.feedback_id == case).values(name=name, reference=""))
    with session_factory(engine).begin() as session:
        attachments.erase(session, [session.scalars(select(Feedback.id)).first() or 0])
    async with _photos(engine, storage) as photos:
        await photos.fetch("web")

    assert _files(folder) == {"owner", *names[1:]}


@pytest.mark.parametrize("name", ["../bot.db", "/etc/passwd", "owner", "", ".", "a/b.jpg", "0" * 32 + ".jpg/.."])
async def test_a_name_that_is_none_leads_nowhere(storage: PhotoStorage, folder: Path, name: str) -> None:
    await storage.claim()
    (folder.parent / "bot.db").write_text("a database")
    await storage.delete(name)
    await storage.discard(name)

    assert (await storage.has(name), (folder.parent / "bot.db").exists(), _files(folder)) == (False, True, {"owner"})


async def test_deleting_anothers_photo_is_refused(storage: PhotoStorage, folder: Path) -> None:
    [name] = await _unsent(storage, folder)
    await storage.keep(name)
    await PhotoStorage(str(folder), "another database").claim()

    with pytest.raises(NotOursError):
        await storage.delete(name)
