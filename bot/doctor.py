"""What does `python -m bot doctor` look at?"""

import asyncio
import os
from collections.abc import AsyncIterator

from bot.checks import check_database, check_disks_of, check_encoder, check_server, check_settings
from bot.finding import Finding, tell, told, told_as_json
from bot.settings import Settings, SettingsError, read_settings


def run(*, as_json: bool) -> int:
    """Look at everything, one by one; the exit status, 0 when nothing is wrong."""
    show = told_as_json if as_json else told
    try:
        settings = read_settings(os.environ)
    except SettingsError as fault:
        return asyncio.run(tell([_unreadable(fault)], show))
    return asyncio.run(
        tell(
            [
                check_settings(settings),
                check_database(settings),
                check_disks_of(settings),
                check_encoder(),
                check_server(settings),
                _line(settings),
                _telegram(settings),
            ],
            show,
        )
    )


async def _unreadable(fault: SettingsError) -> AsyncIterator[Finding]:
    for line in str(fault).splitlines():
        yield Finding("wrong", line, "Correct it, then run this again: nothing else was looked at.")


async def _line(settings: Settings) -> AsyncIterator[Finding]:
    """The packages of the platforms take a second or two to import."""
    if not settings.line_is_on:
        yield Finding("off", "LINE: off.", "Set LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN to switch it on.")
        return
    from bot.line.checks import check_line

    async for finding in check_line(settings):
        yield finding


async def _telegram(settings: Settings) -> AsyncIterator[Finding]:
    if not settings.telegram_is_on:
        yield Finding("off", "Telegram: off.", "Set TELEGRAM_BOT_TOKEN and TELEGRAM_WEBHOOK_SECRET to switch it on.")
        return
    from bot.telegram.checks import check_telegram

    async for finding in check_telegram(settings):
        yield finding
