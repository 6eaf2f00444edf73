"""How is LINE called?

The SDK's client is used without its models: those cost 2 ms of CPU and more a Flex message, plain data 0.3 ms.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from linebot.v3.messaging import AsyncApiClient, Configuration

from bot.delivery.asked_wait import asked_wait
from bot.quoting import identifier, unquoted
from bot.settings import LINE_API_URL

CONNECTIONS = 64
BLOB_URL = "https://api-data.line.me"
"""Where LINE keeps what people send. Another address than LINE's own has both."""
WRONG_TOKEN_WAIT = 60.0
"""Seconds until somebody may have put the access token right."""
_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)
"""No connection came about."""
_LOST = (aiohttp.ClientError, OSError, TimeoutError)
"""The connection broke, or no answer came in time."""
_LONGEST = 200
"""Letters of the places where LINE finds a call wrong, such as messages[0].contents.body.contents[2].text."""
_THIS_MACHINE = re.compile(r"localhost|127(?:\.\d+){3}|::1")


@dataclass(frozen=True)
class Response:
    """What LINE said."""

    status: int
    headers: Mapping[str, str]
    body: Mapping[str, Any] | None
    """None where it is not a JSON object, so not of LINE's making."""

    @property
    def message(self) -> str:
        """What is wrong, in LINE's words."""
        return str((self.body or {}).get("message", ""))

    @property
    def reason(self) -> str:
        """For the log. LINE's support asks for the number of the request.

        Its words may quote the message that it refuses, so of those only the beginning counts, and where it is wrong.
        """
        told = (self.body or {}).get("details")
        details = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
        places = " ".join(filter(None, (identifier(one.get("property")) for one in details)))[:_LONGEST]
        request = identifier(self.headers.get("x-line-request-id")) or "unknown"
        return f"LINE answered {self.status}: {unquoted(self.message)} {places}".rstrip() + f" (request {request})"


@dataclass(frozen=True)
class Silence:
    """LINE said nothing."""

    sent: bool
    """Whether the call may have reached LINE."""
    reason: str
    """The kind of fault only: its text may hold the address of a person or the password of a proxy."""


@dataclass(frozen=True)
class Content:
    """What LINE said when it was asked for something that a person sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    """No more than a little over what was asked for."""


class LineApi:
    """One client for the life of the process: with a new one for each call it takes 58 ms, with this one 4 ms."""

    def __init__(self, url: str, token: str, seconds: float) -> None:
        """Made within the running loop, to which it then belongs; `seconds` is the limit of a call."""
        configuration = Configuration(host=url, access_token=token)
        configuration.proxy = _proxy(url)
        self._client = AsyncApiClient(configuration)
        self._blobs = BLOB_URL if url == LINE_API_URL else url
        # The SDK's own session has trust_env=True: for each call it looks for a ~/.netrc in a thread, and it sends
        # even what is meant for this machine through a proxy.
        self._client.rest_client.pool_manager.detach()
        self._client.rest_client.pool_manager = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CONNECTIONS), cookie_jar=aiohttp.DummyCookieJar()
        )
        # A connection that does not come about is given up first: then it is sure that nothing was sent.
        self._timeout = aiohttp.ClientTimeout(total=seconds, connect=seconds / 2)

    async def call(
        self,
        method: Literal["GET", "POST"],
        path: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response | Silence:
        """Call once; a failure is a value."""
        try:
            answer = await self._client.rest_client.request(
                method,
                self._client.configuration.host + path,
                headers={**self._client.default_headers, **(headers or {})},
                body=body,
                _preload_content=False,  # else the SDK raises for a status and hides whose body it was
                _request_timeout=self._timeout,
            )
            async with answer:
                return Response(answer.status, answer.headers, _object(await answer.read()))
        except _NOT_SENT as fault:
            return Silence(False, f"LINE could not be reached: {type(fault).__name__}.")
        except _LOST as fault:
            return Silence(True, f"LINE did not answer: {type(fault).__name__}.")

    async def content(self, path: str, most: int, seconds: float) -> Content | Silence:
        """Something that a person sent, up to so many bytes; a failure is a value."""
        try:
            answer = await self._client.rest_client.request(
                "GET",
                self._blobs + path,
                headers=self._client.default_headers,
                _preload_content=False,
                _request_timeout=aiohttp.ClientTimeout(total=seconds, connect=self._timeout.connect),
            )
            async with answer:
                return Content(answer.status, answer.headers, await _at_most(answer.content, most))
        except _LOST as fault:
            return Silence(True, f"LINE did not answer: {type(fault).__name__}.")

    async def close(self) -> None:
        """Give connections back."""
        await self._client.close()


def wait_asked_for(said: Response | Content) -> float:
    """Seconds until another attempt may be of use; 0 where LINE names none."""
    return WRONG_TOKEN_WAIT if said.status == 401 else asked_wait(said.headers.get("Retry-After", ""))


async def _at_most(stream: aiohttp.StreamReader, most: int) -> bytes:
    """The rest of what is larger is not waited for."""
    body = bytearray()
    async for chunk in stream.iter_any():
        body += chunk
        if len(body) > most:
            break
    return bytes(body)


def _object(body: bytes) -> Mapping[str, Any] | None:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _proxy(url: str) -> str | None:
    """The proxy that the environment names for this address."""
    address = urlsplit(url)
    host = address.hostname or ""
    if _THIS_MACHINE.fullmatch(host) or proxy_bypass(host):
        return None
    return getproxies().get(address.scheme)
