"""Which buttons stand under an answer, and what do they bring?"""

from dataclasses import replace
from typing import Any

from bot.telegram import callback
from bot.telegram.chart_message import has_chart
from bot.telegram.length import shorten
from bot.telegram.wording import say
from bot.telegram.wrapping import width
from handlers.answer import Answer, Listing

Button = dict[str, str]
Row = list[Button]

_LONGEST_LABEL = 64
_SHORT_LABEL = 9.5
"""Width, as a multiple of the font size, that leaves room for a second button in the row."""


def keyboard(answer: Answer, page: int = 1, pages: int = 1) -> dict[str, Any]:
    """The arguments of a message that give it its buttons; none where it has no buttons."""
    rows = [row for row in (_pager(answer, page, pages), _chart(answer), *_suggestions(answer)) if row]
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def not_on_buttons(answer: Answer) -> list[str]:
    """Suggestions that are too long for any button."""
    return [words for words in answer.suggestions if _data(answer, words) is None]


def _pager(answer: Answer, page: int, pages: int) -> Row:
    """Only buttons that lead somewhere: the number of the page stands in the message."""
    back = [_button(say(answer.language, "previous"), f"again {answer.turn} {page - 1}")] if page > 1 else []
    on = [_button(say(answer.language, "next"), f"again {answer.turn} {page + 1}")] if page < pages else []
    return back + on


def _chart(answer: Answer) -> Row:
    if not answer.turn or not has_chart(answer):
        return []
    return [_button(say(answer.language, "chart"), f"chart {answer.turn}")]


def _suggestions(answer: Answer) -> list[Row]:
    """Two short ones share a row."""
    rows: list[Row] = []
    for words in answer.suggestions:
        if data := _data(answer, words):
            button = _button(words, data)
            if rows and len(rows[-1]) == 1 and _is_short(rows[-1][0]["text"]) and _is_short(words):
                rows[-1].append(button)
            else:
                rows.append([button])
    return rows


def _data(answer: Answer, words: str) -> str | None:
    action = answer.action(words)
    code = _codes(answer).get(words)
    return callback.pressed(replace(action, value=code) if code else action)


def _codes(answer: Answer) -> dict[str, str]:
    """Where the bot asks which of several things was meant: the code of each choice, as its name may be cut off."""
    listing = next((part for part in answer.parts if isinstance(part, Listing)), None)
    if not answer.asks_which or listing is None:
        return {}
    pairs = zip(answer.suggestions, listing.items, strict=False)
    return {words: item.code for words, item in pairs if item.code and item.title.startswith(words)}


def _is_short(label: str) -> bool:
    return width(label) <= _SHORT_LABEL


def _button(label: str, data: str) -> Button:
    return {"text": shorten(label, _LONGEST_LABEL), "callback_data": data}
