"""Backups made and restored elsewhere, one after the other, while something else happens: what is missing from them?"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import text as sql

from db.session import create_engine_for
from tests.photos import kept_in
from tests.platforms import BOT, ROOT
from tests.postgres_tools import tools

PAUSE = 0.5
"""Seconds from one restore to the next backup."""
HEAD = ("backups", "restored", "failed", "events lost", "cases lost", "photos lost")
"""Of the last columns of a table."""


@dataclass
class Backups:
    """What came of them."""

    settings: dict[str, str]
    folder: Path
    acknowledged: Sequence[str]
    """Ids of events; grows while they are made."""
    another: Callable[[], str]
    """Makes an empty database, and gives its address."""
    made: int = 0
    restored: int = 0
    failed: int = 0
    """Of either."""
    lost: int = 0
    """Events acknowledged before a backup began that are not there once it is restored."""
    cases_lost: int = 0
    """Cases that were there before it began, alike."""
    photos_lost: int = 0
    """Photos that a restored case has, and the storage has not."""

    def row(self) -> list[str]:
        counts = (self.made, self.restored, self.failed, self.lost, self.cases_lost, self.photos_lost)
        return [f"{count:,}" for count in counts]

    @property
    def good(self) -> bool:
        return self.restored > 0 and not (self.failed or self.lost or self.cases_lost or self.photos_lost)

    def make(self) -> None:
        """One, and restore it."""
        place, events = self.folder / f"backup-{self.made + self.failed}", set(self.acknowledged)
        cases = _column(self.settings["DATABASE_URL"], "SELECT number FROM feedback")
        if not self._run(self.settings, "backup", place):
            self.failed += 1
            return
        self.made += 1
        url, photos = self.another(), self.folder / f"photos of {place.name}"
        if not self._run(self.settings | {"DATABASE_URL": url, "ATTACHMENTS_URL": str(photos)}, "restore", place):
            self.failed += 1
            return
        self.restored += 1
        self.lost += len(events - _column(url, "SELECT external_id FROM event"))
        self.cases_lost += len(cases - _column(url, "SELECT number FROM feedback"))
        named = _column(url, "SELECT name FROM attachment WHERE name <> ''")
        self.photos_lost += len(named - {file.name for file in kept_in(photos)})

    def _run(self, settings: dict[str, str], *arguments: object) -> bool:
        path = os.pathsep.join(filter(None, (str(tools() or ""), settings["PATH"])))
        # As docs/backup.md advises: a bot that is starved starts too late for its reply tokens.
        command = ("nice", *BOT, *map(str, arguments))
        done = subprocess.run(command, cwd=ROOT, env=settings | {"PATH": path}, capture_output=True, text=True)
        if done.returncode:
            print(done.stderr, file=sys.stderr)
        return not done.returncode


@contextmanager
def backing_up(backups: Backups | None) -> Iterator[None]:
    """Meanwhile one backup after the other is made and restored; nothing happens without them."""
    if backups is None:
        yield
        return
    stop = Event()
    thread = Thread(target=_go_on, args=(backups, stop))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _go_on(backups: Backups, stop: Event) -> None:
    while not stop.is_set():
        backups.make()
        stop.wait(PAUSE)


def _column(url: str, query: str) -> set[str]:
    engine = create_engine_for(url)
    try:
        with engine.connect() as connection:
            return {str(value) for value in connection.scalars(sql(query))}
    finally:
        engine.dispose()
