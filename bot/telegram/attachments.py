"""Which photo or place came with a message of Telegram, and how is the photo got?"""

import asyncio

import httpx
import telegram
from telegram.error import TelegramError

from bot.delivery.channel import DOWNLOAD_SECONDS, Download
from bot.picture_cleaning import LARGEST
from bot.place import LONGEST_PLACE, place
from bot.telegram.faults import outcome

_PHOTOS = ("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif")
"""Types of a document that is a photo: people send one as a file to keep it sharp."""


def is_photo(document: telegram.Document | None) -> bool:
    """Whether the file that was sent is a photo."""
    return document is not None and document.mime_type in _PHOTOS


def photo_of(said: telegram.Message) -> str:
    """The id of the largest size of the photo; "" where there is none."""
    if said.photo:
        return max(said.photo, key=lambda size: size.width * size.height).file_id
    return said.document.file_id if said.document and is_photo(said.document) else ""


def place_of(said: telegram.Message) -> tuple[float, float] | None:
    """Latitude and longitude of the place that was sent, also of one with a name."""
    told = said.venue.location if said.venue else said.location
    return place(told.latitude, told.longitude) if told else None


def place_name(said: telegram.Message) -> str:
    """What the place that was sent is called, with its address; "" where Telegram does not tell."""
    told = (said.venue.title, said.venue.address) if said.venue else ()
    return ", ".join(filter(None, told))[:LONGEST_PLACE]


def contact_of(said: telegram.Message) -> str:
    """Name and phone of the contact card that was sent; "" where none was."""
    card = said.contact
    return " ".join(filter(None, (card.first_name, card.last_name, card.phone_number))) if card else ""


async def download(bot: telegram.Bot, files: httpx.AsyncClient, file_id: str) -> Download:
    """The photo of this id. Its address holds the bot's token, so nothing of a fault's text is told on."""
    try:
        async with asyncio.timeout(DOWNLOAD_SECONDS):
            found = await bot.get_file(file_id)
            if (found.file_size or 0) > LARGEST:
                return _too_large()
            return await _read(files, found.file_path or "")
    except TelegramError as fault:
        return _refused(fault)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as fault:
        return Download("later", reason=f"Telegram did not give it: {type(fault).__name__}")


async def _read(files: httpx.AsyncClient, address: str) -> Download:
    async with files.stream("GET", address) as answer:
        if answer.status_code in (404, 410):
            return Download("gone", reason=f"Telegram answered {answer.status_code}")
        if answer.status_code != 200 or answer.headers.get("Content-Type", "").startswith("text/"):
            return Download("later", reason=f"Telegram answered {answer.status_code}")
        body = bytearray()
        async for chunk in answer.aiter_bytes():
            body += chunk
            if len(body) > LARGEST:
                return _too_large()
    return Download("here", bytes(body))


def _refused(fault: TelegramError) -> Download:
    """Telegram says "wrong file_id or the file is temporarily unavailable" of both: that is tried again."""
    became = outcome(fault)
    gone = became.kind == "refused" and "temporarily unavailable" not in fault.message
    return Download("gone" if gone else "later", reason=became.reason, wait=became.wait)


def _too_large() -> Download:
    return Download("gone", reason=f"It is larger than {LARGEST:,} bytes")
