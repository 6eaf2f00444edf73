"""How is Telegram told where the bot is, which commands it has and what it is for?"""

from collections.abc import AsyncIterator
from pathlib import Path

import telegram
import yaml

from bot.finding import Finding
from bot.settings import Settings
from bot.telegram.commands import COMMANDS
from bot.telegram.console import WEBHOOK, telegram_bot
from bot.telegram.updates import ALLOWED_UPDATES

_BY_HAND = (
    "Telegram: write /setinline to @BotFather, so that @{username} works in every chat.",
    "Telegram: leave its /setprivacy on: in groups the bot needs only the messages meant for it.",
)
_CONNECTIONS = 40
"""At once, from Telegram to the server: Telegram's own default."""
_LANGUAGES = {"th": None, "en": "en"}
"""Thai is what everybody sees whose app is set to no other language of ours."""


async def register_telegram(settings: Settings) -> AsyncIterator[Finding]:
    """Set the webhook, the commands and the descriptions."""
    async with telegram_bot(settings) as bot:
        url = settings.public_url + WEBHOOK
        await bot.set_webhook(
            url,
            max_connections=_CONNECTIONS,
            allowed_updates=ALLOWED_UPDATES,
            drop_pending_updates=False,
            secret_token=settings.telegram_webhook_secret,
        )
        yield Finding("ok", f"Telegram: the webhook is {url}.")
        for language, code in _LANGUAGES.items():
            await bot.set_my_commands(_commands(language), language_code=code)
        yield Finding(
            "ok", f"Telegram: the commands are {', '.join(f'/{name}' for name in COMMANDS)}, in Thai and English."
        )
        await _describe(bot)
        yield Finding("ok", "Telegram: the descriptions are set, in Thai and English.")
        for step in _BY_HAND:
            yield Finding("to do", step.format(username=bot.username))


def _commands(language: str) -> list[telegram.BotCommand]:
    return [telegram.BotCommand(name, getattr(command, language)) for name, command in COMMANDS.items()]


async def _describe(bot: telegram.Bot) -> None:
    words = yaml.safe_load(Path(__file__).with_name("profile.yaml").read_text(encoding="utf-8"))
    for language, code in _LANGUAGES.items():
        await bot.set_my_description(words[language]["description"], language_code=code)
        await bot.set_my_short_description(words[language]["short_description"], language_code=code)
