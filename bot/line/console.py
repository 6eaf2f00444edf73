"""How do the commands of the terminal speak to LINE, and what do they say when LINE does not answer as hoped?"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientError, ClientTimeout
from linebot.v3.messaging import ApiException, AsyncApiClient, Configuration

from bot.finding import PlatformError
from bot.settings import LINE_API_URL, Settings

WEBHOOK = "/line/webhook"
TIMEOUT = ClientTimeout(total=5)
"""The SDK waits five minutes where it is told nothing."""
UPLOAD_TIMEOUT = ClientTimeout(total=30)
TEST_TIMEOUT = ClientTimeout(total=20)
"""LINE itself waits for our server here, before it answers."""


@asynccontextmanager
async def line_client(settings: Settings) -> AsyncIterator[AsyncApiClient]:
    """The SDK's client. Whatever goes wrong while it is used becomes a PlatformError."""
    try:
        async with AsyncApiClient(_configuration(settings)) as client:
            yield client
    except ApiException as fault:
        raise _refusal(fault) from None
    except (ClientError, TimeoutError, OSError):
        raise PlatformError(
            f"LINE: {settings.line_api_url} cannot be reached.", "Check this machine's network, then run this again."
        ) from None
    except ValueError:  # the SDK could not read the answer
        raise PlatformError(
            f"LINE: what answers at {settings.line_api_url} is not LINE.", "Check LINE_API_URL, or leave it out."
        ) from None


def _configuration(settings: Settings) -> Configuration:
    """Without a host the SDK knows by itself that pictures go to api-data.line.me and the rest to api.line.me."""
    host = None if settings.line_api_url == LINE_API_URL else settings.line_api_url
    return Configuration(host=host, access_token=settings.line_channel_access_token)


def _refusal(fault: ApiException) -> PlatformError:
    if fault.status == 401:
        return PlatformError(
            "LINE: LINE_CHANNEL_ACCESS_TOKEN is not known to LINE.",
            "Issue a long-lived token in the LINE Developers console, tab Messaging API, and set it.",
        )
    return PlatformError(
        f"LINE: answered {fault.status}, {_message(fault.body)}.",
        "Run this again in some minutes."
        if fault.status in (429, 500, 502, 503, 504)
        else "docs/channels.md may help.",
    )


def _message(body: str | None) -> str:
    try:
        return str(json.loads(body or "")["message"]).rstrip(".")
    except (ValueError, KeyError, TypeError):
        return "without a reason"
