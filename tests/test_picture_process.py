"""Is a photo cleaned apart from us, and is a file given up that would fill the memory or take the processor?"""

import asyncio
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from bot import picture_process
from bot.photo_storage import MOST_WAITING, PhotoStorage
from bot.picture_process import cleaned
from tests.photos import opened, photo
from tests.picture_bombs import BOMBS, frames, with_scans
from tests.recorded_platform import until


def test_it_is_cleaned_as_in_our_own_process() -> None:
    result = cleaned(photo(4000, 3000, turned=6))

    assert result is not None
    assert (opened(result).size, dict(opened(result).getexif())) == ((1500, 2000), {})


@pytest.mark.parametrize("given", [b"", b"hello", photo()[:500]])
def test_what_is_no_photo_is_none(given: bytes) -> None:
    assert cleaned(given) is None


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_given_up(name: str) -> None:
    assert cleaned(BOMBS[name]()) is None


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_an_animation_the_first_picture_is_kept(kind: str) -> None:
    result = cleaned(frames(kind))

    assert result is not None
    assert opened(result).size == (2000, 2000)


@pytest.mark.parametrize("given", [with_scans(0), photo(8000, 6000)], ids=["progressive", "48 megapixels"])
def test_a_photo_as_phones_make_them_is_kept(given: bytes) -> None:
    assert cleaned(given) is not None


def test_a_photo_that_needs_too_much_memory_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    _run_instead(
        monkeypatch, "import resource; resource.setrlimit(resource.RLIMIT_AS, (10**8, 10**8)); bytearray(10**9)"
    )

    assert cleaned(photo()) is None


def test_a_photo_that_takes_too_long_is_given_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(picture_process, "MOST_SECONDS", 0.2)
    _run_instead(monkeypatch, "while True: pass")

    assert (cleaned(photo()), "more than 0.2 s" in caplog.text) == (None, True)


def test_what_ends_the_process_does_not_end_us(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _run_instead(monkeypatch, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")

    assert (cleaned(photo()), "status -11" in caplog.text) == (None, True)


def test_the_limits_hold_in_the_process() -> None:
    words = "import resource as r; print(r.getrlimit(r.RLIMIT_AS)[0], r.getrlimit(r.RLIMIT_CPU)[0])"
    code = (
        f"import sys, bot.picture_cleaning as c; c.clean = lambda _: exec({words!r}); from bot import picture_process"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; picture_process._main()"], input=b"", capture_output=True, check=True
    )

    assert done.stdout.split() == [b"536870912", b"6"]


def test_our_secrets_are_not_given_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVERSATION_KEY", "secret")
    _run_instead(monkeypatch, "import os; print(os.environ.get('CONVERSATION_KEY'))")

    assert cleaned(photo()) == b"None\n"


def _run_instead(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(picture_process, "_COMMAND", (sys.executable, "-c", code))


async def test_beyond_a_few_that_wait_others_are_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(picture_process, "MOST_SECONDS", 1)
    _run_instead(monkeypatch, "import time; time.sleep(0.05)")
    storage = PhotoStorage(str(tmp_path))
    with caplog.at_level(logging.CRITICAL):
        tasks = [asyncio.create_task(storage.take(photo())) for _ in range(MOST_WAITING)]
        await until(lambda: storage.is_busy)
        await asyncio.gather(*tasks)

    assert not storage.is_busy
