"""How is Telegram told where the bot is, which commands it has and what it is for?"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import telegram
from sqlalchemy.exc import SQLAlchemyError

from bot.filled import filled
from bot.finding import Finding
from bot.plan_of_settings import plan_of
from bot.settings import Settings
from bot.telegram.commands import COMMANDS
from bot.telegram.console import WEBHOOK, telegram_bot
from bot.telegram.updates import ALLOWED_UPDATES
from handlers.wording import Language
from knowledge.yaml_file import read_yaml

_BY_HAND = (
    "Telegram: write /setinline to @BotFather, so that @{username} works in every chat.",
    "Telegram: leave its /setprivacy on: in groups the bot needs only the messages meant for it.",
)
_CONNECTIONS = 40
"""At once, from Telegram to the server: Telegram's own default."""
_LONGEST_COMMAND, _LONGEST, _LONGEST_SHORT = 256, 512, 120
"""Characters that Telegram takes of a command's, the bot's long and its short description."""
_START = "Start the server once, with these settings, then register again: it sets the database up."
_LANGUAGES: Mapping[Language, str | None] = {"th": None, "en": "en"}
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
        try:
            plan = await asyncio.to_thread(plan_of, settings.database_url)
        except SQLAlchemyError as fault:
            yield Finding(
                "wrong", f"Telegram: the commands and descriptions are not set. {type(fault).__name__}", _START
            )
            return
        for language, code in _LANGUAGES.items():
            await bot.set_my_commands(_commands(language, plan[language]), language_code=code)
        yield Finding(
            "ok", f"Telegram: the commands are {', '.join(f'/{name}' for name in COMMANDS)}, in Thai and English."
        )
        await _describe(bot, plan)
        yield Finding("ok", "Telegram: the descriptions are set, in Thai and English.")
        for step in _BY_HAND:
            yield Finding("to do", step.format(username=bot.username))


def _commands(language: Language, plan: Mapping[str, object]) -> list[telegram.BotCommand]:
    return [
        telegram.BotCommand(name, filled(getattr(command, language), plan)[:_LONGEST_COMMAND])
        for name, command in COMMANDS.items()
    ]


async def _describe(bot: telegram.Bot, plan: Mapping[Language, Mapping[str, object]]) -> None:
    words = read_yaml(Path(__file__).with_name("profile.yaml"))
    for language, code in _LANGUAGES.items():
        said = filled(words[language], plan[language])
        await bot.set_my_description(said["description"][:_LONGEST], language_code=code)
        await bot.set_my_short_description(said["short_description"][:_LONGEST_SHORT], language_code=code)
