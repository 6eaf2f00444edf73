"""Did somebody who is not signed in send a form from our own page? Their browser has a cookie, the form its mark.

Without it another site could sign a browser in as somebody else, who would then read what is written there.
"""

import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.secrecy import Secrecy

COOKIE = "office-form"
_ID = re.compile("[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class Guest:
    """A browser at the door."""

    id: str
    """128 random bits, which no other site can read or set."""
    csrf: str
    """What its forms hold; nobody can make it from the outside."""
    is_new: bool
    """Whether it was never at this door, so that no form can be its own."""

    def sent(self, form: Mapping[str, str]) -> bool:
        """Whether this form is of a page that this browser was shown."""
        return not self.is_new and hmac.compare_digest(form.get("csrf", "").encode(), self.csrf.encode())

    def give(self, response: Response, *, https: bool) -> None:
        """Have the browser keep its id until it is closed."""
        response.set_cookie(COOKIE, self.id, path="/office", httponly=True, samesite="strict", secure=https)


def guest_of(request: Request, secrecy: Secrecy) -> Guest:
    """The browser of a request; a new one where it has no id."""
    given = request.cookies.get(COOKIE, "")
    known = _ID.fullmatch(given) is not None
    id_ = given if known else secrets.token_urlsafe(16)
    return Guest(id_, secrecy.hash("form at the door of the office", id_)[:32], not known)
