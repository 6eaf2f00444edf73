"""What floods are there? Each is played by a process of its own, by one attacker, until its time is over.

python -m bench.floods KIND ADDRESS SECONDS     # prints {"tried": ..., "taken": ..., "told": ..., "seconds": ...}
"""

import asyncio
import io
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import aiohttp
from PIL import Image

from bench.witness import ASKS
from tests.line_platform import encode, sign, text

FROM = "198.51.100.66"
"""The address of whoever floods, as a proxy tells it."""
SOURCE = "127.0.0.2"
"""The same on the connection itself."""
AT_ONCE = 40
"""Requests under way together."""
SOCKETS = 1500
COOKIES = 60
OF_ONE = 830
"""Messages of one person on LINE."""
COMPLAINT, SEND, ERASE, CONFIRM = "เน็ตหลุดบ่อยมาก อยากให้แก้", "ยินยอมและส่งเรื่อง", "ลบข้อมูลของฉัน", "ยืนยันลบข้อมูล"
LONG = ("อยากทราบว่างบประมาณของโครงการพัฒนาระบบเทคโนโลยีสารสนเทศปี 2555 หน่วยงานใดรับผิดชอบบ้างคะ ไฟดับน้ำท่วม " * 30)[:2000]


@dataclass
class Count:
    """Of requests, connections or messages."""

    tried: int = 0
    taken: int = 0
    """Answered 200; of connections, opened."""
    told: int = 0
    """Refused with a sentence, and with the time after which to come again where that would help (429, 503)."""
    seconds: float = 0
    """From the first to the last, as it was and not as it was meant."""

    def answered(self, status: int, again: str, sentence: bytes) -> None:
        """A request was."""
        self.taken += status == 200
        self.told += status != 200 and b'"error"' in sentence and (bool(again) or status not in (429, 503))


@dataclass
class Flood:
    """Somebody, for a while."""

    http: aiohttp.ClientSession
    address: str
    until: float
    count: Count

    async def post(self, path: str, body: bytes, **headers: str) -> dict[str, str]:
        """The cookies of the answer; none where it was refused."""
        given = await self._ask("POST", path, body, {"Content-Type": "application/json", **headers})
        return {name: cookie.value for name, cookie in given.items()}

    async def get(self, path: str) -> None:
        """As it travels."""
        await self._ask("GET", path, b"", {"Accept-Encoding": "gzip"})

    async def say(self, words: str, cookie: str = "", **headers: str) -> str:
        """The cookie from then on."""
        body = json.dumps({"text": words}, ensure_ascii=False).encode()
        got = await self.post("/chat", body, **({"Cookie": f"chat={cookie}"} if cookie else {}), **headers)
        return got.get("chat", cookie)

    async def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> SimpleCookie:
        self.count.tried += 1
        head = {"X-Forwarded-For": FROM, **headers}
        try:
            async with self.http.request(method, path, data=body, headers=head, auto_decompress=False) as response:
                sentence = await response.read()
                self.count.answered(response.status, response.headers.get("Retry-After", ""), sentence)
                return response.cookies
        except (aiohttp.ClientError, TimeoutError, OSError):
            return SimpleCookie()

    async def many(self, once: Callable[[], Awaitable[object]]) -> None:
        """Again and again, many at once."""

        async def again() -> None:
            while time.monotonic() < self.until:
                await once()

        await asyncio.gather(*(again() for _ in range(AT_ONCE)))

    async def browsers(self, count: int) -> list[str]:
        """Cookies that were collected, as fast as they are given out."""
        cookies: list[str] = []
        while len(cookies) < count and time.monotonic() < self.until:
            if cookie := await self.say(ASKS):
                cookies.append(cookie)
            else:
                await asyncio.sleep(0.2)
        return cookies


async def strangers(flood: Flood) -> None:
    """Messages, each from a browser without a cookie."""
    await flood.many(lambda: flood.say(ASKS))


async def cookies(flood: Flood) -> None:
    """Messages from many browsers behind one address."""
    given = await flood.browsers(COOKIES)
    turn = iter(range(10**9))
    await flood.many(lambda: flood.say(ASKS, given[next(turn) % len(given)]))


async def forged(flood: Flood) -> None:
    """The same, each with another address that was made up; the proxy appends the true one."""
    turn = iter(range(10**9))
    await flood.many(lambda: flood.say(ASKS, **{"X-Forwarded-For": f"10.{next(turn) % 250}.0.1, {FROM}"}))


async def networks(flood: Flood) -> None:
    """The same, each from another IPv6 network of one customer."""
    turn = iter(range(10**9))
    await flood.many(lambda: flood.say(ASKS, **{"X-Forwarded-For": f"2001:db8:1:{next(turn) % 65536:x}::1"}))


async def texts(flood: Flood) -> None:
    """Long messages, each of them another one."""
    given = await flood.browsers(COOKIES)
    turn = iter(range(10**9))
    await flood.many(lambda: flood.say(f"{next(turn)} {LONG}"[:2000], given[next(turn) % len(given)]))


async def pages(flood: Flood) -> None:
    """The page and the whole plan, from the beginning again and again."""

    async def load() -> None:
        for path in ("/", "/document/khon-kaen-plan-2554-2557-strategy-5.txt"):
            await flood.get(path)

    await flood.many(load)


async def photos(flood: Flood) -> None:
    """Progressive JPEGs of 25 megapixels while feedback is being written, of several browsers."""
    file = io.BytesIO()
    Image.new("RGB", (5000, 5000), "gray").save(file, "JPEG", quality=1, progressive=True)
    given = [await flood.say(COMPLAINT, cookie) for cookie in await flood.browsers(20)]
    turn = iter(range(10**9))
    kind = {"Content-Type": "image/jpeg"}
    await flood.many(
        lambda: flood.post("/photo", file.getvalue(), Cookie=f"chat={given[next(turn) % len(given)]}", **kind)
    )


async def erasures(flood: Flood) -> None:
    """Cases that are sent and erased at once."""

    async def tell_and_erase() -> None:
        cookie = await flood.say(COMPLAINT)
        for words in (SEND, ERASE, CONFIRM) if cookie else ():
            await flood.say(words, cookie)

    await flood.many(tell_and_erase)


async def sockets(flood: Flood) -> None:
    """Connections on which nothing comes, opened again when they are closed."""
    await _connections(flood, b"", 0)


async def heads(flood: Flood) -> None:
    """Heads without an end."""
    await _connections(flood, b"x-more: " + b"x" * 4000 + b"\r\n", 0.5, b"GET / HTTP/1.1\r\n")


async def bodies(flood: Flood) -> None:
    """Bodies that drip in."""
    head = b"POST /chat HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
    await _connections(flood, b" " * 20_000, 0.5, head)


async def line(flood: Flood) -> None:
    """One person on LINE who sends messages as fast as they are taken."""
    turn = iter(range(OF_ONE))

    async def say() -> None:
        if next(turn, None) is None:
            await asyncio.sleep(0.5)
            return
        body = encode([text("flood", ASKS)])
        await flood.post("/line/webhook", body, **{"x-line-signature": sign(body)})

    await flood.many(say)


FLOODS = {
    flood.__name__: flood
    for flood in (strangers, cookies, forged, networks, texts, pages, photos, erasures, sockets, heads, bodies, line)
}
OF_CONNECTIONS = ("sockets", "heads", "bodies")


async def _connections(flood: Flood, piece: bytes, every: float, head: bytes = b"") -> None:
    """So many at once; where one is closed another is opened."""

    async def hold() -> None:
        while time.monotonic() < flood.until:
            flood.count.tried += 1
            try:
                await _hold(flood, piece, every, head)
            except OSError:
                await asyncio.sleep(0.1)

    await asyncio.gather(*(hold() for _ in range(SOCKETS)))


async def _hold(flood: Flood, piece: bytes, every: float, head: bytes) -> None:
    place = urlsplit(flood.address)
    reader, writer = await asyncio.open_connection(place.hostname, place.port, local_addr=(SOURCE, 0))
    flood.count.taken += 1
    try:
        writer.write(head)
        while (left := flood.until - time.monotonic()) > 0:
            ended = asyncio.ensure_future(reader.read(65536))
            done, _ = await asyncio.wait({ended}, timeout=min(left, every or left))
            if done:
                ended.exception()  # whether the end of it or a broken line
                return
            ended.cancel()
            await asyncio.gather(ended, return_exceptions=True)
            writer.write(piece)
            await writer.drain()
    finally:
        writer.close()


async def play(kind: str, address: str, seconds: float) -> Count:
    """Until the time is over."""
    timeout = aiohttp.ClientTimeout(total=30)
    connector = aiohttp.TCPConnector(limit=0, local_addr=(SOURCE, 0))
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(address, connector=connector, timeout=timeout, cookie_jar=jar) as http:
        began = time.monotonic()
        flood = Flood(http, address, began + seconds, Count())
        try:
            async with asyncio.timeout(seconds + 5):
                await FLOODS[kind](flood)
        except (TimeoutError, aiohttp.ClientError):
            pass
        flood.count.seconds = time.monotonic() - began
        return flood.count


if __name__ == "__main__":
    os.nice(5)  # whoever measures comes first
    print(json.dumps(asdict(asyncio.run(play(sys.argv[1], sys.argv[2], float(sys.argv[3]))))))
