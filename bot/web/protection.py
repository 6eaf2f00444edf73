"""What does the server tell every browser to forbid, and what does its log say of a request?"""

import logging
import math
from secrets import token_hex
from time import monotonic, perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import metrics
from bot.logs import request_id
from bot.visits import VISITS
from bot.web.paths import named

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_WITH_FORMS = ("/office", "/plan", "/plain")
"""Pages that work without a script. The chat has none that a browser would send."""
_TOO_OFTEN = 429
_A_MINUTE = 60
_log = logging.getLogger(__name__)


def headers(*, https: bool, tiles: str = "") -> dict[str, str]:
    """The headers of every response; under https a browser is told to stay there. `tiles`: the address of pictures of a
    map, from whose server the page may load them."""
    found = HEADERS | ({"Strict-Transport-Security": "max-age=31536000"} if https else {})
    if not tiles:
        return found
    server = "/".join(tiles.split("/")[:3])
    policy = found["Content-Security-Policy"].replace("img-src 'self'", f"img-src 'self' {server}")
    return found | {"Content-Security-Policy": policy}


class Protection:
    """Adds the headers to every response and writes one line to the log, without who asked or what.

    A webhook that was taken leaves no line: there are many, and a platform shows its own. What came too often is told
    once a minute with its number, so that a flood does not fill the disk.
    """

    def __init__(self, app: ASGIApp, *, https: bool, tiles: str = "") -> None:
        self._app = app
        self._refused, self._told = 0, -math.inf
        self._headers = [
            (name.lower().encode(), value.encode()) for name, value in headers(https=https, tiles=tiles).items()
        ]
        self._with_forms = [
            (name, value.replace(b"form-action 'none'", b"form-action 'self'")) for name, value in self._headers
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and watch its response start."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        VISITS.count(scope)
        request_id.set(token_hex(8))
        began = perf_counter()

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._for(scope["path"])]
                seconds = perf_counter() - began
                metrics.responded(named(scope["path"]), message["status"], seconds)
                self._log(scope, message["status"], seconds)
            await send(message)

        await self._app(scope, receive, send_protected)

    def _for(self, path: str) -> list[tuple[bytes, bytes]]:
        return self._with_forms if path.startswith(_WITH_FORMS) else self._headers

    def _log(self, scope: Scope, status: int, seconds: float) -> None:
        if status == _TOO_OFTEN:
            self._log_refused()
        elif status != 200 or not scope["path"].endswith("/webhook"):
            _log.info("%s %s %s %.0f ms", scope["method"], named(scope["path"]), status, seconds * 1000)

    def _log_refused(self) -> None:
        self._refused += 1
        if monotonic() - self._told > _A_MINUTE:
            _log.warning("Requests refused since the last such line, as they came too often: %s", self._refused)
            self._refused, self._told = 0, monotonic()
