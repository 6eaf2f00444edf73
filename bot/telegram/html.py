"""How does an answer read in the HTML that Telegram knows?"""

from collections.abc import Sequence
from html import escape

from bot.text import bullet
from handlers.answer import Bar, Bars, Figure, Item, Listing, Note, Part, SourceNote

_BLOCK = "▇"
_BLOCKS = 8
"""Of the longest bar: with year and amount beside it, it still fits on the line of a small phone."""
_LONG_LABEL = 12
"""Letters; the bar of a longer label stands on its own line."""


def html_of(parts: Sequence[Part]) -> str:
    """The parts below each other."""
    text = ""
    before: Part | None = None
    for part in parts:
        drawn = _part(part)
        if drawn.strip():
            small = isinstance(part, Note) and isinstance(before, Note)
            text += ("\n" if small else "\n\n" if text else "") + drawn
            before = part
    return text


def _part(part: Part) -> str:
    match part:
        case Figure(number, unit, caption):
            return f"<b>{_safe(f'{number} {unit}'.rstrip())}</b>\n{_safe(caption)}"
        case Bars(caption, bars):
            return "\n".join((f"<b>{_safe(caption)}</b>", *map(_bar, bars)))
        case Listing(items):
            return "\n".join(map(_item, items))
        case SourceNote(text, url):
            said = f'<a href="{escape(url)}">{_safe(text)}</a>' if url else _safe(text)
            return text and f"<blockquote>{said}</blockquote>"
        case Note(text):
            return text and f"<i>{_safe(text)}</i>"
        case _:
            return _safe(part.text)


def _bar(bar: Bar) -> str:
    """Without an amount the words take the bar's place."""
    if bar.share <= 0:
        return f"{_safe(bar.label)} <i>{_safe(bar.text)}</i>"
    blocks = _BLOCK * max(1, round(min(1, bar.share) * _BLOCKS))
    between = "\n" if len(bar.label) > _LONG_LABEL else " "
    return f"{_safe(bar.label)}{between}{blocks} <b>{_safe(bar.text)}</b>"


def _item(item: Item) -> str:
    code = f" <code>{_safe(item.code)}</code>" if item.code else ""
    detail = f"\n{_safe(item.detail)}" if item.detail else ""
    return f"{bullet(item)}<b>{_safe(item.title)}</b>{code}{detail}"


def _safe(text: str) -> str:
    return escape(text, quote=False)
