"""Is a backup of one moment, whole or not there, and does it come back with nothing lost and nobody erased in it?"""

import asyncio
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Row, func, select, text, update

from bot import conversation_key
from bot.attachments import Photos
from bot.backup import taking
from bot.backup.checking import check
from bot.backup.manifest import DATABASE, KEY, NAME, BackupError, read_manifest
from bot.backup.restoring import Order, Restored, restore
from bot.backup.taking import left_over, take
from bot.delivery.channel import Call
from bot.delivery.event import Event
from bot.delivery.lanes import lanes_for
from bot.dispatch import Dispatcher
from bot.erasures import Erasures
from bot.photo_storage import PhotoStorage, reference_to
from bot.settings import Settings
from bot.stored_files import StoredFiles
from bot.text import as_text
from bot.transaction import transact
from db import notices
from db.backlog import backlog
from db.bill_models import BudgetLine
from db.feedback_models import Feedback, Notice, Person
from db.installation_models import Installation
from db.migrate import SchemaError, downgrade, is_newest, newest, upgrade
from db.models import Outbox, now
from db.plan_in_view import ALL_PLANS
from db.retention import Periods, forget_old
from db.session import create_engine_for, session_factory
from handlers.message import Message
from knowledge.loader import load, read_plan
from tests.case_rows import KEY as SECRET
from tests.made_sheets import EXCERPT
from tests.photos import photo
from tests.postgres_tools import put_on_path

SLOW, CONSENT = "เน็ตฟรีที่หมู่บ้านหลุดบ่อยมาก โทร 081-234-5678", "ยินยอมและส่งเรื่อง"
ERASE, CONFIRM, MINE = "ลบข้อมูลของฉัน", "ยืนยันลบข้อมูล", "ข้อมูลของฉันมีอะไรบ้าง"
OTHER = "s" * 32


@dataclass
class Bot:
    """A bot whose database, photos and key are somewhere below one folder."""

    settings: Settings
    folder: Path

    def __post_init__(self) -> None:
        self.engine = create_engine_for(self.settings.database_url)

        self._open: tuple[str, Dispatcher] | None = None

    def open(self) -> Dispatcher:
        setting = self.settings.conversation_key
        if self._open is None or self._open[0] != setting:
            self._open = setting, Dispatcher(self.engine, *conversation_key.conversation_keys(setting))
        return self._open[1]

    def close(self) -> None:
        """Nobody uses the database any more."""
        self.engine.dispose()
        self._open = None

    @property
    def storage(self) -> PhotoStorage:
        return PhotoStorage(self.settings.attachments_url, self.open().owner)

    def say(self, *texts: str, user: str = "somchai") -> str:
        bot = self.open()
        return [as_text(bot.chat(Message("web", user, words))) for words in texts][-1]

    def send(self, user: str, words: str = SLOW) -> str:
        """Feedback with a photo, which the relay has seen to; the photo's name."""
        bot, storage = self.open(), self.storage
        name = asyncio.run(storage.take(photo())) or ""
        bot.chat(Message("web", user, words))
        bot.chat(Message("web", user, "", "photo", reference=reference_to(name)))
        bot.chat(Message("web", user, CONSENT))
        self.relay()
        return name

    def relay(self) -> None:
        asyncio.run(self._relay())

    async def _relay(self) -> None:
        bot = self.open()
        lanes = lanes_for(self.engine, partial(transact, bot.sessions))
        photos = Photos(lanes, {}, bot.secrecy, self.storage)
        await photos.fetch("web")
        await photos.close()
        await Erasures(lanes, StoredFiles(self.settings.attachments_url), bot.owner).copy()
        await asyncio.to_thread(lanes.close)

    def photos(self) -> set[str]:
        """Of cases."""
        return set(asyncio.run(self.storage.photos()))

    def cases(self) -> list[str]:
        """The words of each case, oldest first."""
        with session_factory(self.engine)() as session:
            return list(session.scalars(select(Feedback.text).order_by(Feedback.id)))

    def counts(self) -> list[int]:
        with session_factory(self.engine)() as session:
            return [session.scalar(select(func.count()).select_from(table)) or 0 for table in (Person, Feedback)]

    def back_up(self, name: str = "backup") -> Path:
        place = self.folder / name
        take(self.settings, place, _silent)
        return place

    def restore(self, source: Path, **allowed: object) -> Restored:
        self.close()
        return restore(self.settings, source, replace(Order(), **allowed), _silent)


def budget_lines(bot: Bot) -> list[Row[*tuple[Any, ...]]]:
    """Every item of every bill with all that is stored of it."""
    columns = BudgetLine.__table__.columns
    with session_factory(bot.engine)() as session:
        return list(session.execute(select(*columns).order_by(columns["id"]).execution_options(**ALL_PLANS)))


def _silent(what: str, done: int, total: int) -> None:
    pass


@pytest.fixture(autouse=True)
def _tools(monkeypatch: pytest.MonkeyPatch) -> None:
    put_on_path(monkeypatch)


@pytest.fixture(name="bot")
def _bot(plan_url: str, tmp_path: Path) -> Iterator[Bot]:
    bot = Bot(
        Settings(database_url=plan_url, conversation_key=SECRET, attachments_url=str(tmp_path / "photos")), tmp_path
    )
    yield bot
    bot.close()


@pytest.fixture(name="elsewhere")
def _elsewhere(bot: Bot, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bot]:
    """Another machine, on which nothing is yet, with the same key in its settings."""
    folder = tmp_path / "elsewhere"
    if bot.engine.dialect.name == "sqlite":
        url = f"sqlite:///{folder / 'bot.db'}"
    else:
        url = request.getfixturevalue("postgres").create()
    other = Bot(replace(bot.settings, database_url=url, attachments_url=str(folder / "photos")), folder)
    yield other
    other.close()
    if bot.engine.dialect.name != "sqlite":
        request.getfixturevalue("postgres").drop(url)


# --- taking


def test_it_holds_database_and_photos(bot: Bot) -> None:
    names = {bot.send("somchai"), bot.send("somsri")}
    manifest = read_manifest(bot.back_up())
    photos = {path.removeprefix("photos/") for path in manifest.files if path.startswith("photos/")}

    assert (manifest.rows["feedback"], manifest.rows["person"], photos) == (2, 2, names)


def test_it_says_of_which_schema_and_key_it_is(bot: Bot) -> None:
    manifest = read_manifest(bot.back_up())

    assert (manifest.revision, manifest.keys, manifest.key_is_here) == (
        newest(),
        bot.open().secrecy.fingerprints,
        False,
    )


def test_nothing_of_a_person_stands_in_its_list(bot: Bot) -> None:
    bot.send("somchai")
    written = (bot.back_up() / NAME).read_text()

    assert [each for each in ("081-234", "somchai", SECRET) if each in written] == []


def test_only_its_owner_can_read_it(bot: Bot) -> None:
    bot.send("somchai")
    place = bot.back_up()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (place, *place.rglob("*"))}

    assert modes == {0o700, 0o600}


def test_the_key_in_a_file_goes_with_it(bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation_key, "FILE", tmp_path / "conversation.key")
    bot.settings = replace(bot.settings, conversation_key="")
    bot.send("somchai")
    place = bot.back_up()

    assert ((place / KEY).read_text(), read_manifest(place).key_is_here) == (
        (tmp_path / "conversation.key").read_text(),
        True,
    )


def test_a_photo_that_was_not_sent_yet_goes_with_it(bot: Bot, elsewhere: Bot) -> None:
    """Else somebody who is just writing could not send it after a restore."""
    name = asyncio.run(bot.storage.take(photo())) or ""
    bot.open().chat(Message("web", "somchai", SLOW))
    bot.open().chat(Message("web", "somchai", "", "photo", reference=reference_to(name)))
    elsewhere.restore(bot.back_up())
    elsewhere.say(CONSENT)
    elsewhere.relay()

    assert elsewhere.photos() == {name}


def test_a_photo_whose_case_was_just_sent_goes_with_it(bot: Bot, elsewhere: Bot) -> None:
    name = asyncio.run(bot.storage.take(photo())) or ""
    bot.say(SLOW)
    bot.open().chat(Message("web", "somchai", "", "photo", reference=reference_to(name)))
    bot.say(CONSENT)
    elsewhere.restore(bot.back_up())
    elsewhere.relay()

    assert elsewhere.photos() == {name}


def test_files_of_others_do_not_go_with_it(bot: Bot) -> None:
    bot.send("somchai")
    Path(bot.settings.attachments_url, "holiday.jpg").write_text("somebody's")
    Path(bot.settings.attachments_url, "0" * 32 + ".jpg").write_text("somebody's")

    assert [path for path in read_manifest(bot.back_up()).files if "holiday" in path or "0" * 32 in path] == []


def test_a_photo_that_is_missing_is_told(bot: Bot) -> None:
    name = bot.send("somchai")
    Path(bot.settings.attachments_url, name).unlink()

    assert read_manifest(bot.back_up()).missing == 1


def test_a_photo_that_is_erased_meanwhile_is_not_missed(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    bot.send("somchai")
    copied = taking._copy_photos

    async def after_erasing(*told: object) -> list[str]:
        await asyncio.to_thread(bot.say, ERASE, CONFIRM)
        await asyncio.to_thread(bot.relay)
        return await copied(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(taking, "_copy_photos", after_erasing)

    assert read_manifest(bot.back_up()).missing == 0


def test_what_is_written_meanwhile_is_no_fault(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The numbers of rows are those of the copy's own moment."""
    bot.send("somchai")
    read = taking.sqlite_snapshot._read if bot.engine.dialect.name == "sqlite" else None
    place = bot.folder / "backup"

    def and_somebody_writes(*told: object) -> object:
        found = read(*told)  # type: ignore[misc]
        bot.say(SLOW, CONSENT, user="somsri")
        return found

    if read:
        monkeypatch.setattr(taking.sqlite_snapshot, "_read", and_somebody_writes)
    take(bot.settings, place, lambda what, *_: bot.say("ถนนเป็นหลุม", user=f"U{what}") and None)  # type: ignore[func-returns-value]
    monkeypatch.undo()
    put_on_path(monkeypatch)

    assert check(place).rows["feedback"] == 1


def test_it_is_made_beside_a_writer_who_has_not_committed(bot: Bot) -> None:
    with session_factory(bot.engine).begin() as session:
        session.execute(update(Installation).values(held_back="just now"))
        session.flush()
        place = bot.back_up()

    assert check(place).rows["installation"] == 1


def test_a_folder_that_holds_something_is_refused(bot: Bot) -> None:
    (bot.folder / "backup").mkdir()
    (bot.folder / "backup" / "file").write_text("somebody's")

    with pytest.raises(BackupError, match="there already"):
        bot.back_up()


def test_an_empty_folder_will_do(bot: Bot) -> None:
    (bot.folder / "backup").mkdir()

    assert check(bot.back_up()).rows["plan"] == 1


@pytest.mark.parametrize("step", ["_keys", "_copy_photos", "_write", "check"])
def test_where_it_fails_nothing_is_left(bot: Bot, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    bot.send("somchai")
    before = sorted(bot.folder.iterdir())
    monkeypatch.setattr(taking, step, fail)
    with pytest.raises(BackupError, match="No space left"):
        bot.back_up()

    assert sorted(bot.folder.iterdir()) == before


def test_what_a_killed_one_left_is_no_backup(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed when all but the last was done."""
    monkeypatch.setattr(taking, "_put_in_place", lambda *_: None)
    monkeypatch.setattr(taking.shutil, "rmtree", lambda *_, **__: None)
    bot.back_up()
    [left] = left_over(bot.folder / "backup")
    (left / NAME).unlink()

    assert (bot.folder / "backup").exists() is False
    with pytest.raises(BackupError, match="cut off"):
        check(left)


def test_a_database_of_a_newer_version_is_refused(bot: Bot) -> None:
    with bot.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(BackupError, match="9999"):
        bot.back_up()


def test_a_database_in_which_nothing_is_makes_no_backup(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()

    with pytest.raises(BackupError, match="nothing of this program"):
        take(Settings(database_url=f"sqlite:///{tmp_path / 'empty.db'}"), tmp_path / "backup", _silent)


def test_without_a_database_there_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="does not exist"):
        take(Settings(database_url=f"sqlite:///{tmp_path / 'none.db'}"), tmp_path / "backup", _silent)


@pytest.mark.parametrize("revision", ["0003", "0002"])
def test_a_database_of_an_older_version_can_be_backed_up(bot: Bot, elsewhere: Bot, revision: str) -> None:
    """As it should be before an update; restored, it is brought to the newest schema."""
    downgrade(bot.engine, revision)
    place = bot.back_up()
    elsewhere.restore(place)

    assert (read_manifest(place).revision, is_newest(elsewhere.engine)) == (revision, True)


# --- whole or not


@pytest.mark.parametrize("change", ["changed", "cut", "missing"])
@pytest.mark.parametrize("which", ["database", "photo", "erasures.jsonl"])
def test_what_was_changed_since_is_noticed(bot: Bot, which: str, change: str) -> None:
    bot.send("somsri")
    bot.say(ERASE, CONFIRM, user="somsri")
    bot.send("somchai")
    place = bot.back_up()
    name = {"database": DATABASE[bot.engine.dialect.name], "photo": next(place.glob("photos/*")).name}.get(which, which)
    [file] = place.rglob(name)
    if change == "missing":
        file.unlink()
    else:
        content = file.read_bytes() + b" "
        file.write_bytes(content[:-2] if change == "cut" else content[:-1] + b"x")
    with pytest.raises(BackupError, match="cannot be trusted"):
        check(place)


def test_a_copy_that_lost_rows_is_noticed(bot: Bot) -> None:
    place = bot.back_up()
    manifest = read_manifest(place)
    replace(manifest, rows={**manifest.rows, "feedback": 7}).write(place)

    with pytest.raises(BackupError, match="feedback"):
        check(place)


def test_a_damaged_database_is_noticed_though_its_digest_fits(bot: Bot) -> None:
    place = bot.back_up()
    file = place / DATABASE[bot.engine.dialect.name]
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    manifest = read_manifest(place)
    described = taking.described(file)
    replace(manifest, files={**manifest.files, file.name: described or {}}).write(place)

    with pytest.raises(BackupError):
        check(place)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": 1}', '{"format": 2}', "\0"])
def test_a_list_that_is_none_is_told(bot: Bot, content: str) -> None:
    place = bot.back_up()
    (place / NAME).write_text(content)

    with pytest.raises(BackupError):
        check(place)


# --- restoring


def test_on_another_machine_everything_is_there(bot: Bot, elsewhere: Bot) -> None:
    names = {bot.send("somchai"), bot.send("somsri")}
    elsewhere.restore(bot.back_up())

    assert (elsewhere.cases(), elsewhere.counts(), elsewhere.photos()) == (bot.cases(), bot.counts(), names)
    assert "1 เรื่อง" in elsewhere.say(MINE)


def test_the_items_of_a_budget_bill_are_there(bot: Bot, elsewhere: Bot) -> None:
    with session_factory(bot.engine).begin() as session:
        load(session, read_plan(EXCERPT), "bill")
    elsewhere.restore(bot.back_up())

    items = [budget_lines(each) for each in (bot, elsewhere)]
    assert (len(items[0]), items[1]) == (35, items[0])


def test_and_it_goes_on_from_there(bot: Bot, elsewhere: Bot) -> None:
    """New rows get numbers of their own."""
    bot.send("somchai")
    elsewhere.restore(bot.back_up())
    elsewhere.send("malee", "ถนนหน้าวัดโนนสว่างเป็นหลุมลึก ขอให้ซ่อมให้หน่อย")

    assert (elsewhere.counts(), len(elsewhere.photos())) == ([2, 2], 2)


def test_a_half_written_feedback_can_be_finished(bot: Bot, elsewhere: Bot) -> None:
    bot.say(SLOW)
    elsewhere.restore(bot.back_up())

    assert "รับเรื่องแล้ว" in elsewhere.say(CONSENT)


def test_photos_there_can_be_erased_there(bot: Bot, elsewhere: Bot) -> None:
    bot.send("somchai")
    elsewhere.restore(bot.back_up())
    elsewhere.say(ERASE, CONFIRM)
    elsewhere.relay()

    assert elsewhere.photos() == set()


def test_what_came_after_the_backup_is_put_aside_as_a_backup(bot: Bot) -> None:
    bot.send("somchai")
    place = bot.back_up()
    later = bot.send("somsri")
    done = bot.restore(place, replace=True)
    assert done.aside is not None

    assert (len(bot.cases()), later in bot.photos(), check(done.aside).rows["feedback"]) == (1, False, 2)
    bot.restore(done.aside, replace=True)
    assert (len(bot.cases()), later in bot.photos()) == (2, True)


def test_a_database_that_is_there_is_not_replaced_without_an_order(bot: Bot) -> None:
    place = bot.back_up()
    bot.send("somchai")

    with pytest.raises(BackupError, match="--replace"):
        bot.restore(place)
    assert len(bot.cases()) == 1


def test_a_database_in_use_is_not_replaced(bot: Bot) -> None:
    """A server that has nothing to do just now has a connection open."""
    place = bot.back_up()
    bot.send("somchai")
    server = create_engine_for(bot.settings.database_url)
    with server.connect() as idle:
        idle.execute(text("SELECT 1"))
        idle.rollback()
        with pytest.raises(BackupError, match="stop"):
            bot.restore(place, replace=True)
    server.dispose()

    assert len(bot.cases()) == 1


def test_what_is_damaged_is_not_restored(bot: Bot) -> None:
    place = bot.back_up()
    bot.send("somchai")
    file = place / DATABASE[bot.engine.dialect.name]
    file.write_bytes(file.read_bytes()[:-1])

    with pytest.raises(BackupError):
        bot.restore(place, replace=True)
    assert len(bot.cases()) == 1


def test_a_backup_of_a_newer_version_is_refused_in_a_sentence(
    bot: Bot, elsewhere: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = bot.back_up()
    monkeypatch.setattr("bot.backup.restoring.known", lambda: {"0001"})

    with pytest.raises(BackupError, match="newer version of this program: its tables are of revision"):
        elsewhere.restore(place)


def test_a_backup_of_another_kind_of_database_is_refused(bot: Bot, tmp_path: Path) -> None:
    place = bot.back_up()
    other = "postgresql://bot@/nowhere" if bot.engine.dialect.name == "sqlite" else f"sqlite:///{tmp_path / 'new.db'}"

    with pytest.raises(BackupError, match="DATABASE_URL names"):
        restore(replace(bot.settings, database_url=other), place, Order(), _silent)


@pytest.mark.parametrize(
    "fault", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["full", "stopped"]
)
def test_cut_off_half_way_the_database_is_as_it_was_or_says_so(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    place = bot.back_up()
    bot.send("somchai")
    monkeypatch.setattr("bot.backup.restoring.finish", lambda *_: (_ for _ in ()).throw(fault))
    with pytest.raises((BackupError, KeyboardInterrupt)):
        bot.restore(place, replace=True)
    monkeypatch.undo()
    put_on_path(monkeypatch)
    if bot.engine.dialect.name == "sqlite":
        assert len(bot.cases()) == 1
        return
    with pytest.raises(SchemaError, match="restore"):
        upgrade(bot.engine)
    bot.restore(place, replace=True)
    assert bot.cases() == []


def test_it_counts_only_when_photos_and_key_are_there_too(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Begun again, it needs no order, and knows what the first one put aside."""
    place = bot.back_up()
    bot.send("somchai")
    monkeypatch.setattr("bot.backup.restoring.put_key", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        bot.restore(place, replace=True)
    monkeypatch.undo()
    put_on_path(monkeypatch)
    with pytest.raises(SchemaError, match="restore"):
        upgrade(bot.engine)
    with pytest.raises(BackupError, match="restore"):
        bot.back_up("of a half")
    done = bot.restore(place)
    assert done.aside is not None

    assert (bot.cases(), check(done.aside).rows["feedback"]) == ([], 1)


@pytest.mark.parametrize("claimed", [True, False])
def test_who_tries_it_beside_the_running_bot_takes_no_photo_from_it(bot: Bot, elsewhere: Bot, claimed: bool) -> None:
    bot.send("somchai")
    if claimed:
        asyncio.run(bot.storage.claim())
    beside = Bot(replace(elsewhere.settings, attachments_url=bot.settings.attachments_url), elsewhere.folder)
    done = beside.restore(bot.back_up())
    bot.say(ERASE, CONFIRM)
    bot.relay()
    beside.close()

    assert (done.is_others, bot.photos()) == (claimed, set())


def test_beside_a_damaged_database_only_its_own_files_are_put_aside(plan_engine: Engine, tmp_path: Path) -> None:
    file = Path(plan_engine.url.database or "")
    plan_engine.dispose()
    settings = Settings(
        database_url=plan_engine.url.render_as_string(),
        conversation_key=SECRET,
        attachments_url=str(tmp_path / "photos"),
    )
    bot = Bot(settings, tmp_path)
    place, beside = bot.back_up(), file.with_name(f"{file.name}.mine")
    beside.write_text("somebody's")
    file.write_bytes(b"no database" * 1000)
    bot.restore(place, replace=True)

    assert beside.read_text() == "somebody's"


def test_a_damaged_database_is_put_aside_as_it_is(plan_engine: Engine, tmp_path: Path) -> None:
    bot = Bot(
        Settings(
            database_url=plan_engine.url.render_as_string(),
            conversation_key=SECRET,
            attachments_url=str(tmp_path / "photos"),
        ),
        tmp_path,
    )
    bot.send("somchai")
    place = bot.back_up()
    bot.close()
    plan_engine.dispose()
    file = Path(plan_engine.url.database or "")
    file.write_bytes(b"no database" * 1000)
    done = bot.restore(place, replace=True)
    assert done.aside is not None

    assert (len(bot.cases()), (done.aside / file.name).read_bytes()[:11]) == (1, b"no database")
    bot.close()


def test_tables_of_others_in_the_same_database_stay(bot: Bot) -> None:
    if bot.engine.dialect.name == "sqlite":
        pytest.skip("An SQLite file is ours alone.")
    place = bot.back_up()
    with bot.engine.begin() as connection:
        connection.execute(text("CREATE TABLE others AS SELECT 1 AS number"))
    bot.restore(place, replace=True)
    with bot.engine.connect() as connection:
        assert connection.scalar(text("SELECT number FROM others")) == 1


# --- the key


def test_under_another_key_it_is_refused(bot: Bot, elsewhere: Bot) -> None:
    bot.send("somchai")
    place = bot.back_up()
    elsewhere.settings = replace(elsewhere.settings, conversation_key=OTHER)

    with pytest.raises(BackupError, match=bot.open().secrecy.fingerprints[0]):
        elsewhere.restore(place)


def test_with_an_older_key_beside_the_new_one_it_is_restored(bot: Bot, elsewhere: Bot) -> None:
    bot.send("somchai")
    place = bot.back_up()
    elsewhere.settings = replace(elsewhere.settings, conversation_key=f"{OTHER},{SECRET}")
    elsewhere.restore(place)

    assert "1 เรื่อง" in elsewhere.say(MINE)


def test_where_the_key_is_lost_the_cases_are_restored_at_least(bot: Bot, elsewhere: Bot) -> None:
    bot.send("somchai")
    place = bot.back_up()
    elsewhere.settings = replace(elsewhere.settings, conversation_key=OTHER)
    elsewhere.restore(place, without_key=True)

    assert (len(elsewhere.cases()), "1 เรื่อง" in elsewhere.say(MINE)) == (1, False)


def test_a_key_that_came_with_it_is_put_in_its_place(
    bot: Bot, elsewhere: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = _backup_with_key(bot, tmp_path, monkeypatch)
    monkeypatch.setattr(conversation_key, "FILE", tmp_path / "new machine" / "conversation.key")
    elsewhere.settings = replace(elsewhere.settings, conversation_key="")
    elsewhere.restore(place)

    assert "1 เรื่อง" in elsewhere.say(MINE)
    assert stat.S_IMODE(conversation_key.FILE.stat().st_mode) == 0o600


def test_another_key_in_the_file_is_put_aside_only_on_an_order(
    bot: Bot, elsewhere: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = _backup_with_key(bot, tmp_path, monkeypatch)
    monkeypatch.setattr(conversation_key, "FILE", tmp_path / "other.key")
    (tmp_path / "other.key").write_text(OTHER)
    elsewhere.settings = replace(elsewhere.settings, conversation_key="")
    with pytest.raises(BackupError, match="--replace"):
        elsewhere.restore(place)
    done = elsewhere.restore(place, replace=True)
    assert done.old_key is not None

    assert (done.old_key.read_text(), "1 เรื่อง" in elsewhere.say(MINE)) == (OTHER, True)


def _backup_with_key(bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(conversation_key, "FILE", tmp_path / "conversation.key")
    bot.settings = replace(bot.settings, conversation_key="")
    bot.send("somchai")
    return bot.back_up()


# --- what was erased since


def test_who_was_erased_after_the_backup_is_erased_again(bot: Bot) -> None:
    bot.send("somchai")
    bot.send("somsri")
    place = bot.back_up()
    bot.say(ERASE, CONFIRM)
    done = bot.restore(place, replace=True)
    bot.relay()

    assert (done.finished.people, bot.counts(), len(bot.photos())) == (1, [1, 2], 1)
    assert (bot.cases()[0], "ไม่มีข้อมูลส่วนตัว" in bot.say(MINE)) == ("", True)


def test_in_the_restored_file_no_byte_of_them_is_left(bot: Bot, tmp_path: Path) -> None:
    if bot.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's files are its own.")
    bot.send("somchai", "mine-to-erase " * 300)
    place = bot.back_up()
    bot.say(ERASE, CONFIRM)
    bot.restore(place, replace=True)
    file = Path(bot.engine.url.database or "")

    assert sum(each.read_bytes().count(b"mine-to-erase") for each in file.parent.glob(f"{file.name}*")) == 0


def test_where_the_database_is_lost_the_note_beside_the_photos_counts(bot: Bot, elsewhere: Bot) -> None:
    bot.send("somchai")
    place = bot.back_up()
    bot.say(ERASE, CONFIRM)
    bot.relay()
    shutil.copytree(bot.settings.attachments_url, elsewhere.settings.attachments_url)

    assert elsewhere.restore(place).finished.people == 1


def test_on_another_machine_it_can_be_told_where_that_stands(bot: Bot, elsewhere: Bot) -> None:
    bot.send("somchai")
    place = bot.back_up()
    bot.say(ERASE, CONFIRM)
    newer = bot.back_up("newer")

    assert elsewhere.restore(place, erasures=(newer,)).finished.people == 1


def test_a_copy_of_the_folder_will_do(bot: Bot, elsewhere: Bot) -> None:
    bot.send("somchai")
    place = bot.back_up()
    bot.say(ERASE, CONFIRM)
    bot.relay()

    assert elsewhere.restore(place, erasures=(Path(bot.settings.attachments_url, "erasures"),)).finished.people == 1


@pytest.mark.parametrize("content", [None, b"no json", b'{"key": 1}'])
def test_a_place_that_says_nothing_is_told(bot: Bot, elsewhere: Bot, content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "erasures").write_bytes(content)

    with pytest.raises(BackupError, match="what was erased"):
        elsewhere.restore(bot.back_up(), erasures=(tmp_path / "erasures",))


def test_who_was_erased_before_the_backup_and_came_back_stays(bot: Bot) -> None:
    bot.send("somchai")
    bot.say(ERASE, CONFIRM)
    bot.send("somchai")
    done = bot.restore(bot.back_up(), replace=True)

    assert (done.finished.people, "1 เรื่อง" in bot.say(MINE)) == (0, True)


def test_under_a_key_that_was_replaced_since_they_are_found(bot: Bot) -> None:
    bot.send("somchai")
    place = bot.back_up()
    bot.settings = replace(bot.settings, conversation_key=f"{OTHER},{SECRET}")
    bot.say(ERASE, CONFIRM)

    assert bot.restore(place, replace=True).finished.people == 1


def test_a_case_that_became_too_old_since_is_erased_again(bot: Bot) -> None:
    bot.send("somchai")
    place = bot.back_up()
    with session_factory(bot.engine).begin() as session:
        session.execute(update(Feedback).values(state="closed", closed_at=now() - timedelta(days=800)))
        forget_old(session, Periods())
    done = bot.restore(place, replace=True)

    assert (done.finished.cases, bot.cases()) == (1, [""])


def test_a_second_restore_knows_what_the_first_one_was_told(bot: Bot, elsewhere: Bot) -> None:
    bot.send("somchai")
    place = bot.back_up()
    bot.say(ERASE, CONFIRM)
    elsewhere.restore(place, erasures=(bot.back_up("newer"),))

    assert elsewhere.restore(place, replace=True).finished.people == 1


# --- what would be sent


def _post(bot: Bot, *texts: str) -> None:
    """Calls that wait to be sent."""
    opened = bot.open()
    with opened.sessions.begin() as session:
        opened.letters.post(session, Event("line", "1", "U1"), [Call({"text": words}) for words in texts])


def test_calls_that_waited_are_not_sent_but_kept(bot: Bot) -> None:
    _post(bot, "1", "2")
    done = bot.restore(bot.back_up(), replace=True)
    with session_factory(bot.engine)() as session:
        kept = [(row.dead_at is not None, "restore" in row.reason) for row in session.scalars(select(Outbox))]
        waiting = sum(of_channel.calls for of_channel in backlog(session).outbox)

    assert (done.finished.calls, kept, waiting) == (2, [(True, True)] * 2, 0)


def test_news_that_was_not_told_is_told_with_the_next_message_only(bot: Bot) -> None:
    bot.send("somchai")
    with session_factory(bot.engine).begin() as session:
        notices.add(session, session.scalars(select(Feedback)).one(), "เรื่องคืบหน้า")
    done = bot.restore(bot.back_up(), replace=True)
    with session_factory(bot.engine)() as session:
        pushed = notices.is_waiting(session, "web")

    assert (done.finished.notices, pushed, "เรื่องคืบหน้า" in bot.say("ขอบคุณค่ะ")) == (1, False, True)


def test_news_that_was_on_its_way_is_told_with_the_next_message(bot: Bot) -> None:
    bot.send("somchai")
    opened = bot.open()
    with opened.sessions.begin() as session:
        notices.add(session, session.scalars(select(Feedback)).one(), "เรื่องคืบหน้า")
        session.flush()
        notices.mark_told(list(session.scalars(select(Notice))), "the key of the call")
        opened.letters.post(session, Event("line", "1", "U1"), [Call({"text": "1"}, key="the key of the call")])
    done = bot.restore(bot.back_up(), replace=True)
    with session_factory(bot.engine)() as session:
        left = len(session.scalars(select(Outbox)).all())

    assert (done.finished.calls, left, "เรื่องคืบหน้า" in bot.say("ขอบคุณค่ะ")) == (0, 0, True)


def test_whoever_restores_says_what_time_it_is(bot: Bot) -> None:
    """Else nothing would be forgotten until another order."""
    with session_factory(bot.engine).begin() as session:
        session.execute(update(Installation).values(swept_at=now() - timedelta(days=30)))
    bot.restore(bot.back_up(), replace=True)
    with session_factory(bot.engine)() as session:
        assert session.scalars(select(Installation.swept_at)).one() > now() - timedelta(minutes=5)


# --- the tools of PostgreSQL


def test_a_missing_tool_is_told_by_its_name(bot: Bot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if bot.engine.dialect.name == "sqlite":
        pytest.skip("SQLite needs none.")
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    with pytest.raises(BackupError, match="pg_dump is not installed"):
        bot.back_up()


def test_a_tool_that_is_older_than_the_server_is_told(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if bot.engine.dialect.name == "sqlite":
        pytest.skip("SQLite needs none.")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    (tmp_path / "bin" / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")

    with pytest.raises(BackupError, match="pg_dump is of version 9, the server of 18"):
        bot.back_up()
