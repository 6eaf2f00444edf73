"""What does a file reach that claims to be a photo, and would fill the memory or take the processor?

Each is sent on the page while feedback is being written, and at once afterwards somebody else sends a true photo.
Meanwhile other people ask on the page, ten a second, and so many webhooks of LINE come. Needs the harness.
"""

import argparse
import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

import aiohttp
import psutil

from bench.attacked import Attacked, attacked, chosen, databases, empty, memory
from bench.figures import print_table
from bench.floods import COMPLAINT
from bench.witness import Waits, Witness, timed
from tests.photos import photo
from tests.picture_bombs import BOMBS

PHOTOS: dict[str, Callable[[], bytes]] = {"a true photo": lambda: photo(4000, 3000), **BOMBS}
SOON = 0.1
"""Seconds after which the true photo follows."""
MOST_TIMES = 10
HEAD = (
    "database", "file", "KB", "answered", "after, s", "CPU, s", "a true photo: answered", "after, s",
    "others' page: p95, ms", "not answered", "LINE webhooks: p95, ms", "late", "server, MB", "with what cleans, MB",
)  # fmt: skip
_people = count(1)


@dataclass
class Memory:
    """The most that was held, MB."""

    server: float = 0
    all: float = 0

    async def watch(self, process: psutil.Process) -> None:
        """Look often: what cleans a photo is gone soon."""
        while True:
            self.server = max(self.server, process.memory_info().rss / 2**20)
            self.all = max(self.all, memory(process))
            await asyncio.sleep(0.02)


@dataclass
class Result:
    """What came of a file."""

    database: str
    name: str
    size: int
    cpu: float = 0
    """Seconds of the processor that the server took, with what cleans photos."""
    file: Waits = field(default_factory=Waits)
    photo: Waits = field(default_factory=Waits)
    memory: Memory = field(default_factory=Memory)

    def row(self, witness: Witness) -> list[str]:
        page, line = witness.page, witness.line
        return [
            self.database, self.name, f"{self.size / 1024:,.0f}", *_told(self.file), f"{self.cpu:.1f}",
            *_told(self.photo), page.ms(0.95), f"{page.refused} of {len(page.asked)}", line.ms(0.95),
            f"{line.late} of {len(line.asked)}", f"{self.memory.server:,.0f}", f"{self.memory.all:,.0f}",
        ]  # fmt: skip


def main() -> None:
    """Print one row for each file."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    databases(arguments)
    arguments.add_argument("--files", nargs="+", choices=[*PHOTOS], default=[*PHOTOS])
    arguments.add_argument("--times", type=int, default=1, help=f"that each is sent, at most {MOST_TIMES}")
    given = arguments.parse_args()
    files = [*given.files] * min(given.times, MOST_TIMES)
    rows = [row for each in chosen(given.database) for row in run(each, files)]
    print_table("Files that claim to be photos, and other people", HEAD, rows)


def run(database: str, files: list[str]) -> list[list[str]]:
    """One after the other, to the same bot."""
    with empty(database) as url, attacked(database, url) as bot:
        return [asyncio.run(_send(database, bot, name, PHOTOS[name]())) for name in files]


async def _send(database: str, bot: Attacked, name: str, file: bytes) -> list[str]:
    result, witness = Result(database, name, len(file)), Witness(bot.server.address, bot.line.address, 0.1)
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(bot.server.address, cookie_jar=jar) as http:
        people = [await _somebody(http) for _ in range(2)]
        result.cpu -= sum(bot.process.cpu_times()[:4])
        watching = asyncio.create_task(result.memory.watch(bot.process))
        async with witness.watching():
            sending = asyncio.create_task(timed(result.file, _upload(http, people[0], file)))
            await asyncio.sleep(SOON)
            await timed(result.photo, _upload(http, people[1], PHOTOS["a true photo"]()))
            await sending
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        result.cpu += sum(bot.process.cpu_times()[:4])
    return result.row(witness)


async def _somebody(http: aiohttp.ClientSession) -> dict[str, str]:
    """The headers of a browser in which feedback is being written."""
    address = {"X-Forwarded-For": f"192.0.2.{next(_people) % 250}"}
    async with http.post("/chat", json={"text": COMPLAINT}, headers=address) as response:
        return {**address, "Cookie": f"chat={response.cookies['chat'].value}"}


async def _upload(http: aiohttp.ClientSession, headers: dict[str, str], file: bytes) -> int:
    async with http.post("/photo", data=file, headers={**headers, "Content-Type": "image/jpeg"}) as response:
        await response.read()
        return response.status


def _told(waits: Waits) -> tuple[str, str]:
    """The status, and after how many seconds it came."""
    asked = waits.asked[0]
    return str(asked.status), f"{asked.seconds:.1f}"


if __name__ == "__main__":
    main()
