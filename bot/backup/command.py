"""What do `python -m bot backup DEST` and `python -m bot restore SOURCE` do, and what do they tell?"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bot.backup import telling
from bot.backup.checking import check
from bot.backup.manifest import BackupError
from bot.backup.restoring import Order
from bot.backup.restoring import restore as bring_back
from bot.backup.taking import Tell, left_over
from bot.backup.taking import take as make
from bot.progress import Bar
from bot.settings import Settings, SettingsError, read_settings

T = TypeVar("T")


def backup(place: Path) -> int:
    """Make a backup; the exit status."""
    try:
        return take(read_settings(os.environ), place)
    except SettingsError as fault:
        return _fail(str(fault), 2)


def take(settings: Settings, place: Path) -> int:
    """The same, with these settings."""
    for draft in left_over(place):
        sys.stderr.write(f"{draft} is of a backup that was cut off. It is not whole: delete it.\n")
    try:
        manifest = _watched(lambda tell: make(settings, place, tell))
    except BackupError as fault:
        return _fail(str(fault))
    sys.stdout.write(f"{telling.of_backup(manifest)}It is in {place}, was read back and is whole.\n")
    return 0


def restore(source: Path, order: Order, *, only_check: bool) -> int:
    """Bring a backup back, or only look whether it is whole; the exit status."""
    try:
        if only_check:
            manifest = _watched(lambda tell: check(source, lambda done, total: tell("check", done, total)))
            sys.stdout.write(f"{telling.of_backup(manifest)}It was read and is whole.\n")
            return 0
        settings = read_settings(os.environ)
        done = _watched(lambda tell: bring_back(settings, source, order, tell))
        sys.stdout.write(f"Restored.\n{telling.of_restore(done)}")
    except SettingsError as fault:
        return _fail(str(fault), 2)
    except BackupError as fault:
        return _fail(f"The backup is not restored. {fault}")
    return 0


def _watched(work: Callable[[Tell], T]) -> T:
    """A bar on a terminal, for what takes long."""
    bar = Bar()
    try:
        return work(lambda what, done, total: bar.draw(done, total, f"{what} {done:,}/{total:,}"))
    finally:
        bar.end()


def _fail(reason: str, status: int = 1) -> int:
    sys.stderr.write(f"{reason}\n")
    return status
