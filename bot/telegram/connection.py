"""How is Telegram reached, without its token in any log?"""

import json
import logging
import math
from typing import Any

import telegram
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.delivery.asked_wait import asked_wait
from bot.settings import Settings
from bot.telegram.updates import read_told

SECONDS = 5.0
"""For getting a connection, for writing, and between two pieces of an answer."""
_CONNECTIONS = 64
"""As many calls as the outbox makes at once; typing and inline answers wait for one of them."""
PHOTO_SECONDS = 6.0
_TOO_MANY = 429


class _Request(HTTPXRequest):
    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The package's own logs what it cannot read: a proxy's page, perhaps with the address and so the token."""
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict) or not answer.keys() & {"result", "description"}:
            raise TelegramError("Invalid server response")
        if "result" not in answer:
            return _refusal(answer)
        told = answer["result"]
        return {**answer, "result": [_readable(each) for each in told]} if isinstance(told, list) else answer


def _refusal(answer: dict[str, Any]) -> dict[str, Any]:
    """With nothing over which the package would stumble: a wait of a million years, a reason that is no text."""
    told = answer.get("parameters")
    parameters = told if isinstance(told, dict) else {}
    wait = asked_wait(parameters.get("retry_after", ""))
    if answer.get("error_code") == _TOO_MANY or wait:
        parameters = {"retry_after": max(1, math.ceil(wait))}
    return {**answer, "description": str(answer["description"]), "parameters": parameters}


def _readable(told: Any) -> Any:
    """An update that polling got; of one that the package cannot read its number, so that the next can be asked for.

    The package reads all updates at once, so that an odd one would hold up the others for good.
    """
    is_odd = isinstance(told, dict) and "update_id" in told and read_told(told, None) is None
    return {"update_id": told["update_id"]} if is_odd else told


def connect(settings: Settings) -> telegram.Bot:
    """A bot for the running loop, which keeps its connections. Give them back with `disconnect`.

    It is not initialized, as that would put a token that is not accepted into the text of the fault.
    """
    for name in ("httpx", "httpcore", "telegram"):  # They log the address, which holds the token.
        logging.getLogger(name).setLevel(logging.WARNING)
    request = _Request(
        connection_pool_size=_CONNECTIONS,
        connect_timeout=SECONDS,
        read_timeout=SECONDS,
        write_timeout=SECONDS,
        pool_timeout=SECONDS,
        media_write_timeout=PHOTO_SECONDS,
    )
    address = settings.telegram_api_url
    return telegram.Bot(
        settings.telegram_bot_token,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=request,
        get_updates_request=request,
    )


async def disconnect(bot: telegram.Bot) -> None:
    """Give the connections back."""
    await bot.request.shutdown()
