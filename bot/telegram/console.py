"""How do the commands of the terminal speak to Telegram, and what do they say when it does not answer as hoped?"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import telegram
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError

from bot.finding import PlatformError
from bot.settings import Settings
from bot.telegram.connection import connect, disconnect

WEBHOOK = "/telegram/webhook"
_BY_TELEGRAM = "docs/channels.md may help."


@asynccontextmanager
async def telegram_bot(settings: Settings) -> AsyncIterator[telegram.Bot]:
    """The bot, whose token is good. Whatever goes wrong while it is used becomes a PlatformError."""
    bot = connect(settings)
    try:
        await bot.get_me()
        yield bot
    except InvalidToken:
        raise PlatformError(
            "Telegram: TELEGRAM_BOT_TOKEN is not known to Telegram.", "Ask @BotFather for it: /mybots, API Token."
        ) from None
    except BadRequest as fault:
        raise PlatformError(f"Telegram: refused, {fault.message}.", _BY_TELEGRAM) from None
    except NetworkError:
        raise PlatformError(
            f"Telegram: {settings.telegram_api_url} cannot be reached, or what answers there is not Telegram.",
            "Check this machine's network and TELEGRAM_API_URL, then run this again.",
        ) from None
    except TelegramError as fault:
        raise PlatformError(f"Telegram: {fault.message}.", _BY_TELEGRAM) from None
    finally:
        await disconnect(bot)
