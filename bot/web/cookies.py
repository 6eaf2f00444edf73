"""How does the server know a browser again, and no other as the same?"""

import hmac
import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.secrecy import Secrecy

COOKIE = "chat"
COOKIE_SECONDS = 365 * 24 * 60 * 60
"""From the last answer on: cases are worked on for months, and may be erased at any time."""
_SHAPE = re.compile(r"([A-Za-z0-9_-]{22})\.([0-9a-f]{32})")
_PURPOSE = "cookie of the page"


@dataclass(frozen=True)
class Cookies:
    """A random id of 128 bits, and a mark that only we can make: an id that somebody else made up is none."""

    secrecy: Secrecy
    https: bool
    """Whether people come by https, so that the cookie never travels in the open."""

    def browser_of(self, request: Request) -> str:
        """The id that this browser was given; "" where it has none of ours."""
        given = _SHAPE.fullmatch(request.cookies.get(COOKIE, ""))
        if given is None:
            return ""
        good = [hmac.compare_digest(given[2], _cut(mark)) for mark in self.secrecy.hashes(_PURPOSE, given[1])]
        return given[1] if any(good) else ""

    def give(self, response: Response, browser: str) -> None:
        """With each answer, so that it lasts as long as it is used."""
        value = f"{browser}.{_cut(self.secrecy.hash(_PURPOSE, browser))}"
        response.set_cookie(COOKIE, value, max_age=COOKIE_SECONDS, httponly=True, samesite="lax", secure=self.https)

    def take_away(self, response: Response) -> None:
        """The browser is a new one from now on."""
        response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=self.https)


def new_browser() -> str:
    """An id that nobody has."""
    return secrets.token_urlsafe(16)


def _cut(mark: str) -> str:
    return mark[:32]
