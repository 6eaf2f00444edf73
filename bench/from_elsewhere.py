"""Hooks for schemathesis (docs/open-data.md): each request from an address of its own, so that few are told to wait.

They are counted, not drawn: schemathesis begins chance anew with every case, and a few addresses would be worn out.
"""

from itertools import count
from typing import Any

import requests

_numbers = count(1)
_send = requests.Session.send


def _from_elsewhere(self: requests.Session, request: requests.PreparedRequest, **how: Any) -> requests.Response:
    number = next(_numbers)
    request.headers["X-Forwarded-For"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return _send(self, request, **how)


requests.Session.send = _from_elsewhere
