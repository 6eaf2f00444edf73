"""What does `python -m bot poll` do? It is the bot on a developer's machine, which no platform can reach."""

import asyncio
import os
import sys
from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError

from bot.dispatch import Dispatcher
from bot.platforms import running
from bot.settings import Settings, SettingsError, read_settings
from bot.starting import dispatcher_of, told_to_stop


def run() -> int:
    """Ask until the process is told to stop; the exit status."""
    try:
        settings = read_settings(os.environ)
        if not settings.telegram_bot_token:
            raise SettingsError("TELEGRAM_BOT_TOKEN: is missing; @BotFather gives one.")
        dispatcher = dispatcher_of(settings)
    except (SettingsError, SQLAlchemyError) as fault:
        sys.stderr.write(f"Polling did not start.\n{fault}\n")
        return 2 if isinstance(fault, SettingsError) else 1
    # The secret guards the webhook, which is not used here.
    asyncio.run(_poll(replace(settings, telegram_webhook_secret="unused"), dispatcher))  # noqa: S106
    return 0


async def _poll(settings: Settings, dispatcher: Dispatcher) -> None:
    from bot.telegram.polling import poll

    stop = told_to_stop()
    async with running(settings, dispatcher, relay=True, kind="poll") as webhooks:
        await poll(webhooks["telegram"].channel.bot, webhooks["telegram"].take, stop)
