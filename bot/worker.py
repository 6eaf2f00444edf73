"""What is done beside the web servers? What they left in the outbox is sent, and what is too old is deleted."""

import asyncio
import os
import sys

from sqlalchemy.exc import SQLAlchemyError

from bot.dispatch import Dispatcher
from bot.exposition import Metrics, NoAddressError, exposed
from bot.platforms import running
from bot.settings import Settings, SettingsError, read_settings
from bot.starting import dispatcher_of, told_to_stop


def run() -> int:
    """Work until the process is told to stop; the exit status."""
    try:
        settings = read_settings(os.environ)
        dispatcher = dispatcher_of(settings)
    except (SettingsError, SQLAlchemyError) as fault:
        sys.stderr.write(f"The worker did not start.\n{fault}\n")
        return 2 if isinstance(fault, SettingsError) else 1
    try:
        with exposed(settings, Metrics(dispatcher.probe, settings.metrics_token)):
            asyncio.run(_work(settings, dispatcher))
    except NoAddressError as fault:
        sys.stderr.write(f"The worker did not start.\n{fault}\n")
        return 1
    return 0


async def _work(settings: Settings, dispatcher: Dispatcher) -> None:
    stop = told_to_stop()
    async with running(settings, dispatcher, relay=True, kind="worker"):
        sys.stdout.write("Working (Ctrl+C stops)\n")
        sys.stdout.flush()
        await stop.wait()
