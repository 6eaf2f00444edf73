"""Is the Telegram bot set up as the program needs it?"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from telegram import User, WebhookInfo

from bot.finding import Finding
from bot.settings import Settings
from bot.telegram.console import WEBHOOK, telegram_bot

_RECENT = timedelta(hours=1)
"""Telegram remembers the last failure of the webhook for good; an older one is mended, or nobody wrote since."""


async def check_telegram(settings: Settings) -> AsyncIterator[Finding]:
    """Token, webhook, what waits there, inline mode, groups."""
    async with telegram_bot(settings) as bot:
        yield Finding("ok", f"Telegram: the token is that of @{bot.username}.")
        info = await bot.get_webhook_info()
        yield _webhook(info, settings.public_url + WEBHOOK)
        yield _waiting(info)
        yield _inline(bot.bot)
        yield _groups(bot.bot)


def _webhook(info: WebhookInfo, url: str) -> Finding:
    if info.url == url:
        return Finding("ok", f"Telegram: the webhook is {url}.")
    return Finding(
        "wrong",
        f"Telegram: the webhook is {info.url or 'not set'}, not {url}.",
        "python -m bot register (a bot that polls needs none)",
    )


def _waiting(info: WebhookInfo) -> Finding:
    waiting = f"{info.pending_update_count} messages wait to be fetched"
    failed = info.last_error_date
    if failed and datetime.now(UTC) - failed < _RECENT:
        return Finding(
            "wrong",
            f"Telegram: the webhook failed at {failed:%H:%M} UTC, {info.last_error_message}; {waiting}.",
            "Is the server running, with this TELEGRAM_WEBHOOK_SECRET, and reachable from the internet?",
        )
    return Finding("ok", f"Telegram: no failure of the webhook within an hour; {waiting}.")


def _inline(account: User) -> Finding:
    if account.supports_inline_queries:
        return Finding("ok", f"Telegram: inline mode is on, @{account.username} works in every chat.")
    return Finding("off", "Telegram: inline mode is off.", "Write /setinline to @BotFather to switch it on.")


def _groups(account: User) -> Finding:
    if account.can_join_groups:
        return Finding("ok", "Telegram: the bot can be added to groups.")
    return Finding(
        "off", "Telegram: the bot cannot be added to groups.", "Write /setjoingroups to @BotFather to allow it."
    )
