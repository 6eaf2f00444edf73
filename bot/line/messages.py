"""Which LINE messages does an answer become?"""

from dataclasses import replace

from bot.line.bubble import Json
from bot.line.carousel import Shown, draw
from bot.line.letters import clean, shorten, split
from bot.line.quick_reply import quick_reply, unreadable_choices
from bot.line.wording import WORDS
from bot.text import as_text
from handlers.answer import Answer, Bars, Figure, Listing

_MOST_MESSAGES = 5
_LONGEST_TEXT = 5000
_LONGEST_ALT_TEXT = 1500
"""Both in UTF-16 units."""


def messages(answer: Answer, page: int = 1) -> list[Json]:
    """At most five, normally one: figures, bars and lists are drawn; mere words stay text, to be copied and heard."""
    answer = _readable(answer)
    said = _said(answer)
    if said and any(isinstance(part, Figure | Bars | Listing) for part in answer.parts):
        shown = draw(answer, page)
        told: list[Json] = [{"type": "flex", "altText": _alt_text(answer, said, shown), "contents": shown.contents}]
    else:
        told = [{"type": "text", "text": text} for text in _texts(said or WORDS[answer.language]["nothing"])]
    images = [_image(photo.link) for photo in answer.photos if photo.link]
    told = [*told[: _MOST_MESSAGES - len(images)], *images]
    told[-1] |= quick_reply(answer)
    return told


def _image(link: str) -> Json:
    """A photo that LINE fetches."""
    return {"type": "image", "originalContentUrl": link, "previewImageUrl": f"{link}?small"}


def _readable(answer: Answer) -> Answer:
    """Every choice can be read in full."""
    choices = unreadable_choices(answer) if answer.asks_which else Listing(())
    return replace(answer, parts=(*answer.parts, choices)) if choices.items else answer


def _said(answer: Answer) -> str:
    return clean(as_text(answer)).strip()


def _texts(said: str) -> list[str]:
    """Where five do not hold it, the last one says so with "…"."""
    pieces = split(said, _LONGEST_TEXT)
    rest = "\n".join(pieces[_MOST_MESSAGES - 1 :])
    return [*pieces[: _MOST_MESSAGES - 1], *([shorten(rest, _LONGEST_TEXT)] if rest else [])]


def _alt_text(answer: Answer, said: str, shown: Shown) -> str:
    """The whole answer in words; of a further page what stands on it."""
    if shown.page > 1:
        page = WORDS[answer.language]["page"].format(page=shown.page, pages=shown.pages)
        said = f"{page}\n{_said(replace(answer, parts=shown.parts))}"
    return shorten(said, _LONGEST_ALT_TEXT)
