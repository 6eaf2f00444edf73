"""What is offered to somebody who types the bot's name and a question in any chat?

Each result is an answer that can be dropped into that chat as it stands. Nothing is stored of what was typed.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import telegram
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.filled import filled
from bot.telegram.faults import reason
from bot.telegram.length import shorten
from bot.telegram.pages import html
from bot.telegram.updates import language_of
from bot.text import as_text
from handlers.answer import Answer, Figure
from handlers.wording import Language
from knowledge.yaml_file import read_yaml

_CACHE_SECONDS = 60
_LONGEST_QUERY = 256
_LONGEST_TITLE = 60
_LONGEST_DESCRIPTION = 150
"""UTF-16 units: what a phone shows of it."""
_CHOICES = 5
_WORDS: dict[str, Any] = read_yaml(Path(__file__).with_suffix(".yaml"))
_log = logging.getLogger(__name__)


async def answer_inline(
    bot: telegram.Bot,
    query: telegram.InlineQuery,
    answer: Callable[[str], Answer],
    plan_words: Callable[[Language], Mapping[str, object]],
) -> None:
    """Offer answers; where there is none, a button that leads to the bot. Never fails: the next letter asks again.

    `plan_words`: what sentences say of the stored plan, in a language.
    """
    asked = query.query.strip()[:_LONGEST_QUERY]
    language = language_of(query.from_user)
    words = _WORDS[language]
    if asked:
        answers = await asyncio.to_thread(_answers, answer, [asked])
    else:
        answers = await asyncio.to_thread(lambda: _answers(answer, filled(words["examples"], plan_words(language))))
    try:
        await bot.answer_inline_query(
            query.id,
            [_article(number, one) for number, one in enumerate(answers)],
            cache_time=_CACHE_SECONDS,
            # The same words are answered alike for everybody; the examples and the button have a language.
            is_personal=not (asked and answers),
            button=None if answers else telegram.InlineQueryResultsButton(words["button"], start_parameter="inline"),
        )
    except TelegramError as fault:
        _log.info("An inline query was not answered: %s.", reason(fault))


def _answers(answer: Callable[[str], Answer], questions: Sequence[str]) -> list[Answer]:
    """Only what is worth sending to others: no "not found", and for "which one?" the answers of the choices."""
    answers = [answer(question) for question in questions]
    choices = [words for one in answers if one.asks_which for words in one.suggestions[:_CHOICES]]
    return [one for one in (*answers, *map(answer, choices)) if one.status in ("answered", "emergency")]


def _article(number: int, answer: Answer) -> telegram.InlineQueryResultArticle:
    title, description = _heading(answer)
    return telegram.InlineQueryResultArticle(
        id=str(number),
        title=shorten(title, _LONGEST_TITLE),
        description=shorten(description, _LONGEST_DESCRIPTION) or None,
        input_message_content=telegram.InputTextMessageContent(
            html(answer), ParseMode.HTML, link_preview_options=telegram.LinkPreviewOptions(is_disabled=True)
        ),
    )


def _heading(answer: Answer) -> tuple[str, str]:
    """The figure and what it is of; else the first line and the next."""
    for part in answer.parts:
        if isinstance(part, Figure):
            return f"{part.number} {part.unit}", part.caption
    lines = [line.strip() for line in as_text(answer).splitlines() if line.strip()]
    return lines[0], " ".join(lines[1:3])
