"""Does what was erased stand beside the photos too, so that it outlives the database, without naming anybody?"""

from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from bot import erasures as module
from bot.delivery.lanes import Lanes
from bot.dispatch import Dispatcher
from bot.erasures import Erasures, copied, from_lines, to_lines
from bot.stored_files import StoredFiles
from db import erasures
from db.erasing import trace
from db.installation_models import Erasure
from db.session import session_factory
from handlers.message import Message
from tests.case_rows import KEY, SECRECY


@pytest.fixture(name="files")
def _files(tmp_path: Path) -> StoredFiles:
    return StoredFiles(str(tmp_path / "photos"))


def _erase(engine: Engine) -> None:
    bot = Dispatcher(engine, KEY.encode())
    for words in ("เน็ตฟรีที่หมู่บ้านหลุดบ่อยมาก", "ยินยอมและส่งเรื่อง", "ลบข้อมูลของฉัน", "ยืนยันลบข้อมูล"):
        bot.chat(Message("line", "U1", words))


async def _copy(lanes: Lanes, files: StoredFiles) -> None:
    await Erasures(lanes, files).copy()


async def test_who_was_erased_is_noted_by_a_hash_of_a_hash(engine: Engine) -> None:
    _erase(engine)
    with session_factory(engine)() as session:
        noted = {row.subject for row in session.scalars(select(Erasure).where(Erasure.kind == "person"))}

    assert noted == {trace(SECRECY.hash("line", "U1"))}


async def test_it_is_copied_once(engine: Engine, lanes: Lanes, files: StoredFiles) -> None:
    _erase(engine)
    await _copy(lanes, files)
    await _copy(lanes, files)
    with session_factory(engine)() as session:
        assert copied(files) == erasures.known(session)


async def test_where_nothing_was_erased_nothing_is_written(lanes: Lanes, files: StoredFiles) -> None:
    await _copy(lanes, files)

    assert files.folders(module.FOLDER) == []


async def test_what_cannot_be_written_is_tried_again(engine: Engine, lanes: Lanes, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    _erase(engine)
    await _copy(lanes, StoredFiles(str(tmp_path / "file")))
    with session_factory(engine)() as session:
        assert erasures.uncopied(session, 100) == erasures.known(session)


async def test_it_is_not_looked_for_all_the_time(
    engine: Engine, lanes: Lanes, files: StoredFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "EVERY_SECONDS", 3600)
    copy = Erasures(lanes, files)
    await copy.copy()
    _erase(engine)
    await copy.copy()

    assert copied(files) == []


async def test_a_copy_that_is_not_whole_is_not_read(
    engine: Engine, lanes: Lanes, files: StoredFiles, tmp_path: Path
) -> None:
    _erase(engine)
    await _copy(lanes, files)
    [whole] = (tmp_path / "photos" / module.FOLDER / "nobody").iterdir()
    whole.rename(f"{whole}.part")

    assert copied(files) == []


async def test_another_database_is_not_asked(engine: Engine, lanes: Lanes, files: StoredFiles) -> None:
    """A copy on which somebody tries erasing knows people by the same hashes."""
    _erase(engine)
    await Erasures(lanes, files, "a copy").copy()

    assert (copied(files, "the original"), len(copied(files, "a copy")) > 1) == ([], True)


async def test_what_is_written_can_be_read(engine: Engine) -> None:
    _erase(engine)
    with session_factory(engine)() as session:
        known = erasures.known(session)

    assert (from_lines(to_lines(known)), len(known) > 1) == (known, True)


async def test_a_bucket_does_as_well(engine: Engine, lanes: Lanes) -> None:
    files = StoredFiles("memory://erasures-of-a-test")
    _erase(engine)
    await _copy(lanes, files)

    assert len(copied(files)) > 1
