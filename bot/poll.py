"""How does a developer's machine, which no platform can reach, get Telegram's updates? It asks for them."""

import asyncio
import os
import signal
import sys
from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError

from bot.conversation_key import conversation_keys
from bot.dispatch import Dispatcher
from bot.platforms import running
from bot.settings import Settings, SettingsError, read_settings
from db.session import create_engine_for


def run() -> int:
    """Ask until the process is told to stop; the exit status."""
    try:
        settings = read_settings(os.environ)
        if not settings.telegram_bot_token:
            raise SettingsError("TELEGRAM_BOT_TOKEN: is missing; @BotFather gives one.")
        dispatcher = Dispatcher(
            create_engine_for(settings.database_url),
            *conversation_keys(settings.conversation_key),
            public_url=settings.public_url,
        )
    except (SettingsError, SQLAlchemyError) as fault:
        sys.stderr.write(f"Polling did not start.\n{fault}\n")
        return 2 if isinstance(fault, SettingsError) else 1
    # The secret guards the webhook, which is not used here.
    asyncio.run(_poll(replace(settings, telegram_webhook_secret="unused"), dispatcher))  # noqa: S106
    return 0


async def _poll(settings: Settings, dispatcher: Dispatcher) -> None:
    from bot.telegram.polling import poll

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with running(settings, dispatcher, relay=True) as webhooks:
        await poll(webhooks["telegram"].channel.bot, webhooks["telegram"].take, stop)
