"""Whose photos does a start delete? Folders with others' files, other databases, copies of them, processes that die.

Each row is a folder with old files, and a bot that is started on it for a few seconds: what is there afterwards?
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bench.figures import print_table
from db.models import now
from tests.photos import photo
from tests.platforms import client, environment, serving

LIVES = 3.0
"""Seconds that a bot runs."""
OLD = timedelta(days=5)
FOREIGN = (
    "bot.db.bak",
    "conversation.key",
    ".env",
    "holiday.jpg",
    "0" * 32 + ".jpg",
    "0" * 32 + ".jpg.part",
    "a/b.jpg",
)


@dataclass
class Place:
    """A folder with a bot, and its photos."""

    folder: Path
    database: str = "bot.db"

    @property
    def photos(self) -> Path:
        return self.folder / "photos"

    def settings(self, database: str = "") -> dict[str, str]:
        url = f"sqlite:///{self.folder / (database or self.database)}"
        return environment(url) | {"ATTACHMENTS_URL": str(self.photos), "PUBLIC_URL": ""}

    def start(self, database: str = "", *, copies: int = 1) -> None:
        """As often at once."""
        with ExitStack() as stack:
            for _ in range(copies):
                stack.enter_context(serving(self.settings(database), self.folder))
            time.sleep(LIVES)

    def send(self, count: int, *, whole: bool) -> None:
        """Photos by the page: with a case, or for feedback that is never sent."""
        with serving(self.settings(), self.folder) as server:
            for _ in range(count):
                with client(server.address) as page:
                    page.post("/chat", json={"text": "เน็ตฟรีที่หมู่บ้านหลุดบ่อยมาก"}).raise_for_status()
                    page.post("/photo", content=photo(), headers={"content-type": "image/jpeg"}).raise_for_status()
                    if whole:
                        page.post("/chat", json={"text": "ยินยอมและส่งเรื่อง"}).raise_for_status()
                    else:
                        page.post("/forget", json={}).raise_for_status()
                time.sleep(0.2)
            time.sleep(LIVES)

    def age(self) -> None:
        """Everything was written long ago."""
        for file in self.photos.rglob("*"):
            moment = (now() - OLD).timestamp()
            os.utime(file, (moment, moment))

    def count(self) -> int:
        """Files, but for the notes of whose they are and of what was erased."""
        found = [file.relative_to(self.photos) for file in self.photos.rglob("*") if file.is_file()]
        return len([path for path in found if path.parts[0] not in ("owner", "erasures")])


def _others(place: Place, photos: int) -> None:
    for name in FOREIGN:
        (place.photos / name).parent.mkdir(parents=True, exist_ok=True)
        (place.photos / name).write_text("somebody's")


def _others_start(place: Place) -> None:
    place.start()


def _cases(place: Place, photos: int) -> None:
    place.send(photos, whole=True)


def _unsent(place: Place, photos: int) -> None:
    place.send(photos, whole=False)


def _copy(place: Place) -> None:
    shutil.copy(place.folder / "bot.db", place.folder / "copy.db")
    place.start("copy.db")


def _older(place: Place) -> None:
    """What was there before the first photo takes the database's place."""
    for file in place.folder.glob("bot.db*"):
        file.unlink()
    place.start()


def _killed(place: Place) -> None:
    with serving(place.settings(), place.folder) as server:
        server.kill()
    place.start()


Attack = tuple[Callable[[Place, int], None], Callable[[Place], None]]
ATTACKS: dict[str, Attack] = {
    "files of others in the folder": (_others, _others_start),
    "photos of cases, the same database": (_cases, lambda place: place.start()),
    "photos of cases, another DATABASE_URL": (_cases, lambda place: place.start("other.db")),
    "photos of cases, a copy of the database": (_cases, _copy),
    "photos of cases, a new database in its place": (_cases, _older),
    "unsent photos, another DATABASE_URL": (_unsent, lambda place: place.start("other.db")),
    "unsent photos, a copy of the database": (_unsent, _copy),
    "unsent photos, the same database (they go)": (_unsent, lambda place: place.start()),
    "unsent photos, killed half-way (they go)": (_unsent, _killed),
    "unsent photos, two processes at once (they go)": (_unsent, lambda place: place.start(copies=2)),
}


def attack(name: str, photos: int) -> list[str]:
    """How many files were there before and after, and what the log says."""
    fill, start = ATTACKS[name]
    with tempfile.TemporaryDirectory(prefix="sweep-") as folder:
        place = Place(Path(folder))
        fill(place, photos)
        place.age()
        before = place.count()
        start(place)
        logs = " ".join(log.read_text() for log in place.folder.glob("*.log"))
        said = [line.split(": ", 1)[1].strip() for line in logs.splitlines() if "photo_sweep" in line]
        return [name, f"{before}", f"{place.count()}", "; ".join(said)]


def main() -> None:
    """Print a table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--photos", type=int, choices=range(1, 21), default=3, metavar="1-20")
    given = arguments.parse_args()
    head = ["folder and start", "files before", "after", "the log says"]
    print_table("What a start deletes", head, [attack(name, given.photos) for name in ATTACKS])


if __name__ == "__main__":
    main()
