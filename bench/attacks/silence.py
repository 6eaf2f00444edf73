"""How long are people kept waiting when PostgreSQL falls silent, with its connections as they were?

Three ways: a failover (the connections that there are stay silent for good, new ones work), a network that is lost for
a while, and a server that is frozen for a while. Five questions a second come on the page, and five webhooks of LINE.
Afterwards the worker must send some calls that are left to it. Needs the harness.
"""

import argparse
import asyncio
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field

import aiohttp
import psutil

from bench.attacked import attacked, empty
from bench.attacks.backlog import leave, left
from bench.figures import print_table
from bench.witness import GIVES_UP, PATIENCE, Asked, Waits, Witness, timed
from tests.silent_proxy import SilentProxy, silent_proxy

BEFORE, AFTERWARDS = 3.0, 20.0
"""Seconds for which people ask before it, and after it."""
MOST_SECONDS = 60
CALLS = 100
"""Left to the worker at the end."""
WORKER_SECONDS = 60.0
HEAD = (
    "silent", "for, s", "LINE webhooks", "503", "no answer within 2 s", "page", "503", "anything else",
    "longest wait, s", "healthz: longest, s", "readyz: longest, s", "answers again after, s",
    f"the worker sent {CALLS} calls within, s",
)  # fmt: skip
Silence = Callable[[SilentProxy], AbstractContextManager[None]]


@dataclass
class Probes:
    """Whoever asks whether the server is alive, and ready."""

    address: str
    alive: Waits = field(default_factory=Waits)
    ready: Waits = field(default_factory=Waits)

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Twice a second each."""
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(self.address, timeout=timeout) as http, asyncio.TaskGroup() as tasks:
            asking = [
                tasks.create_task(self._ask(http, "/healthz", self.alive)),
                tasks.create_task(self._ask(http, "/readyz", self.ready)),
            ]
            yield
            for each in asking:
                each.cancel()

    async def _ask(self, http: aiohttp.ClientSession, path: str, waits: Waits) -> None:
        async def ask() -> int:
            async with http.get(path) as response:
                await response.read()
                return response.status

        while True:
            await timed(waits, ask())
            await asyncio.sleep(0.5)


@contextmanager
def failover(proxy: SilentProxy) -> Iterator[None]:
    """At one moment."""
    proxy.lose()
    yield


@contextmanager
def network(proxy: SilentProxy) -> Iterator[None]:
    """New connections are silent, too."""
    proxy.fall_silent()
    yield
    proxy.recover()


@contextmanager
def server(_proxy: SilentProxy) -> Iterator[None]:
    """Every process of ours that is PostgreSQL stands still."""
    frozen = [each for each in psutil.Process().children(recursive=True) if each.name() == "postgres"]
    for process in frozen:
        process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in frozen:
            process.send_signal(signal.SIGCONT)


KINDS = {"failover": failover, "network": network, "server": server}


def main() -> None:
    """Print one row for each way."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--kinds", nargs="+", choices=[*KINDS], default=[*KINDS])
    arguments.add_argument("--seconds", type=int, default=20, help=f"of silence, at most {MOST_SECONDS}")
    given = arguments.parse_args()
    rows = [run(kind, min(given.seconds, MOST_SECONDS)) for kind in given.kinds]
    print_table("PostgreSQL silent, and people who ask", HEAD, rows)


def run(kind: str, seconds: int) -> list[str]:
    """One way, with a bot that was just started."""
    with empty("postgresql") as url, silent_proxy(url) as (proxy, address), attacked("postgresql", address) as bot:
        witness, probes = Witness(bot.server.address, bot.line.address), Probes(bot.server.address)
        began, ended = asyncio.run(_watch(KINDS[kind], proxy, witness, probes, seconds))
        over = began if kind == "failover" else ended
        return [
            kind, "for good" if kind == "failover" else str(seconds), *_line(witness.line, began),
            *_page(witness.page, began), _longest(witness.page.asked + witness.line.asked),
            _longest(probes.alive.asked), _longest(probes.ready.asked), _again(witness, over), _of_the_worker(url),
        ]  # fmt: skip


async def _watch(
    kind: Silence, proxy: SilentProxy, witness: Witness, probes: Probes, seconds: int
) -> tuple[float, float]:
    """When the silence began and ended, by `time.monotonic`."""
    async with probes.watching(), witness.watching():
        await asyncio.sleep(BEFORE)
        began = time.monotonic()
        with kind(proxy):
            await asyncio.sleep(seconds)
        ended = time.monotonic()
        await asyncio.sleep(AFTERWARDS)
    return began, ended


def _line(waits: Waits, began: float) -> tuple[str, ...]:
    """Of webhooks that came since then."""
    asked = [one for one in waits.asked if one.at >= began]
    late = [one for one in asked if one.seconds > GIVES_UP or one.status == 0]
    return f"{len(asked):,}", f"{sum(one.status == 503 for one in asked):,}", f"{len(late):,}"


def _page(waits: Waits, began: float) -> tuple[str, ...]:
    """Of questions that were asked since then."""
    asked = [one for one in waits.asked if one.at >= began]
    odd = [one for one in asked if one.status not in (200, 503)]
    return f"{len(asked):,}", f"{sum(one.status == 503 for one in asked):,}", f"{len(odd):,}"


def _again(witness: Witness, since: float) -> str:
    """Seconds from then until the first question from which on all were answered."""
    asked = witness.page.asked + witness.line.asked
    bad = [one.at for one in asked if one.status != 200]
    good = [one.at for one in asked if one.status == 200 and one.at > max(bad, default=0)]
    return f"{max(0.0, min(good) - since):.1f}" if good else "never"


def _longest(asked: list[Asked]) -> str:
    return f"{max(one.seconds for one in asked):.1f}"


def _of_the_worker(url: str) -> str:
    """Seconds until it has sent what is left to it now."""
    last, began = leave(url, {"line": CALLS}), time.monotonic()
    while left(url, "line", last):
        if time.monotonic() - began > WORKER_SECONDS:
            return "never"
        time.sleep(0.2)
    return f"{time.monotonic() - began:.1f}"


if __name__ == "__main__":
    main()
