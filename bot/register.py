"""What does `python -m bot register` tell LINE and Telegram?"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator

from bot.finding import Finding, tell
from bot.public_address import REMEDY, callable_by_platforms
from bot.settings import Settings, SettingsError, read_settings


def run() -> int:
    """Register the bot with every channel that is on; the exit status."""
    try:
        settings = read_settings(os.environ)
    except SettingsError as fault:
        return _refuse(str(fault))
    if not callable_by_platforms(settings):
        return _refuse(f"PUBLIC_URL is {settings.public_url or 'not set'}; LINE and Telegram call only https. {REMEDY}")
    sections = _sections(settings)
    if not sections:
        return _refuse(
            "No channel is on. LINE needs LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN,\n"
            "Telegram needs TELEGRAM_BOT_TOKEN and TELEGRAM_WEBHOOK_SECRET: docs/channels.md says where to get them."
        )
    return asyncio.run(tell(sections))


def _sections(settings: Settings) -> list[AsyncIterator[Finding]]:
    """Imported where they are needed: the packages of the platforms take a second or two."""
    sections: list[AsyncIterator[Finding]] = []
    if settings.line_is_on:
        from bot.line.registration import register_line

        sections.append(register_line(settings))
    if settings.telegram_is_on:
        from bot.telegram.registration import register_telegram

        sections.append(register_telegram(settings))
    return sections


def _refuse(reason: str) -> int:
    sys.stderr.write(f"Nothing was registered.\n{reason}\n")
    return 2
