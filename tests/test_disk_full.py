"""Is a full disk told in a clear sentence, without pieces left behind, and does all go on once there is room again?"""

import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import httpx2
import pytest

from bot.photo_storage import PhotoStorage
from bot.stored_files import StoredFiles
from tests.photos import photo
from tests.platforms import ROOT, Server, WithPlan, client, environment, serving
from tests.small_disk import fill, small_disk

MEGABYTES = 16
_LANES = count(1)


@pytest.fixture(name="disk")
def _disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", MEGABYTES) as disk:
        yield disk


@pytest.fixture(name="server")
def _server(disk: Path, with_plan: WithPlan, tmp_path: Path) -> Iterator[Server]:
    settings = environment(with_plan(disk)) | {"ATTACHMENTS_URL": str(disk / "photos"), "PUBLIC_URL": ""}
    with serving(settings, tmp_path) as server:
        yield server


def _write(page: httpx2.Client) -> httpx2.Response:
    """Feedback, which is written down as a chat. Each time other words: the same again would change nothing."""
    return page.post("/chat", json={"text": "เน็ตฟรีที่หมู่บ้านหลุดบ่อยมาก " * 50 + f"ซอย {next(_LANES)}"})


def _show(page: httpx2.Client) -> httpx2.Response:
    return page.post("/photo", content=photo(width=1500, height=1500), headers={"content-type": "image/jpeg"})


def _files(disk: Path) -> list[str]:
    return sorted(str(file) for file in (disk / "photos").rglob("*.*"))


def test_a_photo_is_refused_with_a_sentence_and_leaves_no_piece(server: Server, disk: Path) -> None:
    with client(server.address) as page:
        assert _write(page).status_code == 200
        fill(disk)
        refused = _show(page)

        assert (refused.status_code, refused.json()["error"] != "", _files(disk)) == (503, True, [])
    assert "Traceback" not in server.log.read_text()


def test_a_message_is_refused_with_a_sentence(server: Server, disk: Path) -> None:
    with client(server.address) as page:
        fill(disk)
        refused = [_write(page) for _ in range(3)]

    assert ({each.status_code for each in refused}, refused[0].json()["error"] != "") == ({503}, True)


def test_with_room_again_all_goes_on(server: Server, disk: Path) -> None:
    with client(server.address) as page:
        _write(page)
        ballast = fill(disk)
        before = [_write(page).status_code, _show(page).status_code]
        ballast.unlink()
        after = [_write(page).status_code, _show(page).status_code, page.get("/readyz").status_code]

    assert (before, after, len(_files(disk))) == ([503, 503], [200, 200, 200], 1)


@pytest.mark.parametrize("words", ["ask x", "import PLAN", "retention", "rekey", "serve", "worker", "migrate"])
def test_a_command_that_needs_room_says_so(disk: Path, words: str) -> None:
    """The database would have to be made first, and the key."""
    plan = ROOT / "knowledge" / "data" / "khon-kaen-plan-2554-2557-strategy-5.txt"
    fill(disk)
    settings = environment(f"sqlite:///{disk / 'new' / 'bot.db'}") | {"VAR_FOLDER": str(disk / "var")}
    del settings["CONVERSATION_KEY"]
    arguments = words.replace("PLAN", str(plan)).split()
    done = subprocess.run(
        (sys.executable, "-m", "bot", *arguments), cwd=ROOT, env=settings, capture_output=True, text=True, timeout=60
    )

    assert (done.returncode, "Traceback" in done.stderr, (done.stdout + done.stderr).strip() != "") == (1, False, True)


def test_a_backup_leaves_nothing_behind(server: Server, disk: Path) -> None:
    with client(server.address) as page:
        _write(page)
    ballast = fill(disk)
    with ballast.open("r+b") as file:
        file.truncate(ballast.stat().st_size - 256 * 1024)
    done = subprocess.run(
        (sys.executable, "-m", "bot", "backup", str(disk / "backup")),
        cwd=ROOT, env=server.environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip

    assert (done.returncode, "Traceback" in done.stderr, list(disk.glob("*backup*"))) == (1, False, [])


# --- without a disk of our own: the system lets a file grow no further


@contextmanager
def _small_files(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_of_a_photo_that_does_not_fit_nothing_stays(tmp_path: Path) -> None:
    storage = PhotoStorage(str(tmp_path / "photos"))
    with _small_files(1000), pytest.raises(OSError):  # whatever the system calls it
        await storage.take(photo(width=1500, height=1500))

    assert await storage.unsent() == {}


def test_of_a_file_that_does_not_fit_nothing_stays(tmp_path: Path) -> None:
    files = StoredFiles(str(tmp_path))
    with _small_files(10), pytest.raises(OSError):  # whatever the system calls it
        files.write("note", b"x" * 1000)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx"])
def test_an_export_into_a_full_pipe_is_told(plan_file: Path, form: str) -> None:
    command = (sys.executable, "-m", "bot", "feedback", "export", "--format", form)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command, cwd=ROOT, env=environment(f"sqlite:///{plan_file}"), stdout=full, stderr=subprocess.PIPE, text=True
        )

    assert (done.returncode, "Traceback" in done.stderr) == ((0 if form == "jsonl" else 1), False)


def test_an_answer_into_a_full_pipe_is_told(plan_file: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            (sys.executable, "-m", "bot", "ask", "งบ e-service"),
            cwd=ROOT, env=environment(f"sqlite:///{plan_file}"), stdout=full, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    assert (done.returncode, done.stderr) == (1, "ask: No space left on device.\n")
