"""Can nobody but whoever runs the bot read its database, key, photos, exports and copies?"""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.conversation_key import conversation_keys
from db import folder as module
from db.folder import make_private_folder
from db.migrate import upgrade
from db.session import create_engine_for
from tests.photos import photo
from tests.platforms import ROOT, client, environment, serving

pytestmark = pytest.mark.skipif(os.name != "posix", reason="other systems have no such permissions")


@pytest.fixture(autouse=True)
def _others_may_read() -> Iterator[None]:
    """As most systems are set up."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def _open_to_others(folder: Path) -> list[str]:
    """What anybody else could read, below the folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.stat().st_mode & 0o077)


def _run(folder: Path, *arguments: str) -> None:
    settings = environment(f"sqlite:///{folder / 'var' / 'bot.db'}") | {"VAR_FOLDER": str(folder / "var")}
    subprocess.run((sys.executable, "-m", "bot", *arguments), cwd=ROOT, env=settings, check=True, capture_output=True)


def test_what_a_running_server_keeps_is_closed_to_others(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    settings = environment(f"sqlite:///{home / 'var' / 'bot.db'}") | {"VAR_FOLDER": str(home / "var"), "PUBLIC_URL": ""}
    del settings["CONVERSATION_KEY"]
    with serving(settings, tmp_path) as server, client(server.address) as page:
        page.post("/chat", json={"text": "เน็ตฟรีที่หมู่บ้านหลุดบ่อยมาก"}).raise_for_status()
        page.post("/photo", content=photo(), headers={"content-type": "image/jpeg"}).raise_for_status()
        kept = sorted(path.name for path in (home / "var").iterdir())

        assert (_open_to_others(home), kept) == (
            [], ["attachments", "bot.db", "bot.db-shm", "bot.db-wal", "conversation.key"],
        )  # fmt: skip


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx"])
def test_an_export_is_closed_to_others(tmp_path: Path, form: str) -> None:
    _run(tmp_path, "feedback", "export", "--format", form, "--output", str(tmp_path / f"cases.{form}"))

    assert _open_to_others(tmp_path) == []


def test_an_export_over_an_open_file_is_closed(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("yesterday's")
    _run(tmp_path, "feedback", "export", "--format", "csv", "--output", str(tmp_path / "cases.csv"))

    assert _open_to_others(tmp_path) == []


def test_a_backup_is_closed_to_others(tmp_path: Path) -> None:
    _run(tmp_path, "ask", "x")
    _run(tmp_path, "backup", str(tmp_path / "backups" / "today"))

    assert _open_to_others(tmp_path) == []


@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
def test_a_database_that_an_earlier_version_left_open_is_closed(tmp_path: Path, end: str) -> None:
    engine = create_engine_for(f"sqlite:///{tmp_path / 'bot.db'}")
    upgrade(engine)
    with engine.connect():
        (tmp_path / f"bot.db{end}").chmod(0o644)
        engine.connect().close()
    again = create_engine_for(f"sqlite:///{tmp_path / 'bot.db'}")
    again.connect().close()
    found = _open_to_others(tmp_path)
    again.dispose()
    engine.dispose()

    assert found == []


def test_a_key_that_was_open_is_closed(tmp_path: Path) -> None:
    conversation_keys("", tmp_path / "key")
    (tmp_path / "key").chmod(0o644)
    conversation_keys("", tmp_path / "key")

    assert _open_to_others(tmp_path) == []


def test_the_folder_of_everything_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "var").mkdir()
    monkeypatch.setattr(module, "VAR", tmp_path / "var")
    make_private_folder(tmp_path / "var")

    assert _open_to_others(tmp_path) == []


def test_a_folder_of_others_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir(mode=0o755)
    create_engine_for(f"sqlite:///{tmp_path / 'shared' / 'bot.db'}")

    assert stat.S_IMODE((tmp_path / "shared").stat().st_mode) == 0o755


def test_every_folder_that_is_made_is_closed(tmp_path: Path) -> None:
    make_private_folder(tmp_path / "a" / "b" / "c")

    assert _open_to_others(tmp_path) == []


def test_a_folder_in_the_place_of_a_database_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "bot.db").mkdir(mode=0o755)
    with pytest.raises(Exception, match="unable to open"):
        create_engine_for(f"sqlite:///{tmp_path / 'bot.db'}").connect()

    assert stat.S_IMODE((tmp_path / "bot.db").stat().st_mode) == 0o755
