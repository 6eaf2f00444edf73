"""Are others still answered while one floods the bot, and how much of the flood is taken?

Each flood comes from one attacker, and is played by a process of its own (bench/floods.py); meanwhile other people ask
on the page, five a second, each from an address of their own, and five webhooks of LINE come a second. Needs the
harness.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.attacked import Attacked, attacked, chosen, databases, empty, memory
from bench.figures import print_table
from bench.floods import FLOODS, OF_CONNECTIONS, Count
from bench.witness import Witness
from tests.platforms import ROOT

MOST_SECONDS = 120
SOON = 1.0
"""Seconds for which the flood comes before others ask, and after them."""
HEAD = (
    "database", "flood", "tried/s", "taken/s", "refused without a word", "server, % of a core",
    "others' page: p50, ms", "p95, ms", "not answered", "LINE webhooks: p95, ms", "late", "paid pushes",
    "memory, MB", "most, MB",
)  # fmt: skip


@dataclass(frozen=True)
class Result:
    """What came of a flood."""

    database: str
    kind: str
    count: Count
    cpu: float
    """Share of a core that the process took."""
    witness: Witness
    pushes: int
    before: float
    most: float
    """Megabytes that the process held before, and at most meanwhile."""

    def row(self) -> list[str]:
        page, line, count = self.witness.page, self.witness.line, self.count
        silent = count.tried - count.taken - count.told
        return [
            self.database, self.kind, f"{count.tried / (count.seconds or 1):,.0f}",
            f"{count.taken / (count.seconds or 1):,.1f}", "-" if self.kind in OF_CONNECTIONS else f"{silent:,}",
            f"{100 * self.cpu:.0f}", page.ms(0.5), page.ms(0.95), f"{page.refused} of {len(page.asked)}",
            line.ms(0.95), f"{line.late} of {len(line.asked)}",
            str(self.pushes), f"{self.before:,.0f}", f"{self.most:,.0f}",
        ]  # fmt: skip


def main() -> None:
    """Print one row for each flood."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    databases(arguments)
    arguments.add_argument("--kinds", nargs="+", choices=["none", *FLOODS], default=["none", *FLOODS])
    arguments.add_argument("--seconds", type=int, default=15, help=f"of each, at most {MOST_SECONDS}")
    given = arguments.parse_args()
    seconds = min(given.seconds, MOST_SECONDS)
    results = [run(each, kind, seconds) for each in chosen(given.database) for kind in given.kinds]
    print_table("Floods of one, and other people", HEAD, [result.row() for result in results])


def run(database: str, kind: str, seconds: int) -> Result:
    """One flood, against a bot that was just started."""
    with empty(database) as url, attacked(database, url) as bot:
        return asyncio.run(_watch(database, kind, seconds, bot))


async def _watch(database: str, kind: str, seconds: int, bot: Attacked) -> Result:
    witness = Witness(bot.server.address, bot.line.address)
    before = most = memory(bot.process)
    cpu, began = -sum(bot.process.cpu_times()[:2]), time.monotonic()
    attack = await _start(kind, bot.server.address, seconds + 2 * SOON)
    await asyncio.sleep(SOON)
    async with witness.watching():
        for _ in range(10 * seconds):
            most = max(most, memory(bot.process))
            await asyncio.sleep(0.1)
    count = Count(**json.loads((await attack.communicate())[0] or b"{}")) if attack else Count()
    cpu += sum(bot.process.cpu_times()[:2])
    cpu /= time.monotonic() - began
    pushes = len(bot.line.calls(op="pushMessage", status="200"))
    return Result(database, kind, count, cpu, witness, pushes, before, most)


async def _start(kind: str, address: str, seconds: float) -> asyncio.subprocess.Process | None:
    if kind == "none":
        return None
    command: Sequence[str] = (sys.executable, "-m", "bench.floods", kind, address, str(seconds))
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)


if __name__ == "__main__":
    main()
