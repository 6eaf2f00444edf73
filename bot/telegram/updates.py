"""What does an update of Telegram tell us?"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import telegram

from bot.delivery.event import Event
from bot.oddity import unless_odd
from bot.telegram.attachments import contact_of, is_photo, photo_of, place_name, place_of
from bot.telegram.buttons import read_press
from bot.telegram.commands import Language, meant, read_command
from bot.telegram.groups import words_for_us
from handlers.message import Kind, Message
from knowledge.characters import storable

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
"""What the platform shall tell us: the same for the webhook and for polling."""
_ATTACHMENTS: Mapping[str, Kind] = {
    "sticker": "sticker",
    "dice": "sticker",
    "game": "sticker",
    "photo": "photo",
    "video": "video",
    "video_note": "video",
    "animation": "video",  # before document, as an animation comes as both
    "story": "video",
    "audio": "audio",
    "voice": "audio",
    "venue": "location",
    "location": "location",
    "document": "file",
    "paid_media": "file",
    "contact": "file",
    "poll": "file",
    "checklist": "file",
}
"""Field of a message: the kind it makes. What stands in none, such as a new title of the group, is not answered."""


def read_told(told: Mapping[str, Any], bot: telegram.Bot | None) -> telegram.Update | None:
    """The update as the SDK has it; None for one that it cannot read."""
    return unless_odd("telegram", told, partial(_checked, told, bot))


def _checked(told: Mapping[str, Any], bot: telegram.Bot | None) -> telegram.Update:
    if not isinstance(told["update_id"], int):  # Without a number nobody could tell a repeat of it.
        raise TypeError(type(told["update_id"]).__name__)
    return telegram.Update.de_json(dict(told), bot)


def read_update(update: telegram.Update, username: str, bot_id: int) -> Event | None:
    """The event to answer; None for what is not meant for the bot. An inline query is no event: see inline.py."""
    if update.callback_query:
        return read_press(str(update.update_id), update.callback_query, language_of(update.callback_query.from_user))
    if update.my_chat_member:
        return _membership(update.update_id, update.my_chat_member)
    if update.message:
        return _said(update.update_id, update.message, username, bot_id)
    edited = update.edited_message
    # Somebody mended a typo. A moving live location is an edited message too, several times a minute.
    if edited and (edited.text or edited.caption):
        return _said(update.update_id, edited, username, bot_id)
    return None


def language_of(user: telegram.User | None) -> Language:
    """Of the person's app: English where it says so, else Thai."""
    return "en" if user and (user.language_code or "").lower().startswith("en") else "th"


def _said(update_id: int, said: telegram.Message, username: str, bot_id: int) -> Event | None:
    if said.via_bot and said.via_bot.id == bot_id:
        return None  # an answer of ours that somebody dropped into this chat by inline mode
    private = said.chat.type == telegram.Chat.PRIVATE
    words = storable(said.text or said.caption or "") if private else words_for_us(said, username, bot_id)
    if words is None:
        return None
    message = _message(said, words)
    message = message and replace(message, in_group=not private, **(_named(said) if private else {}))
    details: dict[str, Any] = {} if private else {"reply_to": said.message_id}
    return Event("telegram", str(update_id), str(said.chat.id), message, details=details) if message else None


def _named(said: telegram.Message) -> dict[str, Any]:
    """What Telegram calls the message, what it replies to, and the album that it is of."""
    answered = said.reply_to_message
    return {
        "id": str(said.message_id),
        "mends": said.edit_date is not None,
        "answers": str(answered.message_id) if answered else "",
        "album": said.media_group_id or "",
    }


def _message(said: telegram.Message, words: str) -> Message | None:
    user, language = str(said.chat.id), language_of(said.from_user)
    if said.text:
        if typed := read_command(words):
            return meant(typed, user, language)
        # Only the bot's name, as people call somebody: it says what it can do.
        return Message("telegram", user, words, "text" if words else "help", language)
    kind = _kind(said)
    if kind is None:
        return None
    # What a group shows is not given to the bot, and a caption that was mended sends no second photo.
    if said.chat.type != telegram.Chat.PRIVATE or said.edit_date:
        return Message("telegram", user, words, kind, language)
    return Message(
        "telegram",
        user,
        words,
        kind,
        language,
        photo_of(said),
        place_of(said),
        place_name=place_name(said),
        contact=contact_of(said),
        hint=(said.sticker.emoji or "") if said.sticker else "",
    )


def _kind(said: telegram.Message) -> Kind | None:
    kind = next((kind for field, kind in _ATTACHMENTS.items() if getattr(said, field)), None)
    return "photo" if kind == "file" and is_photo(said.document) else kind


def _membership(update_id: int, change: telegram.ChatMemberUpdated) -> Event | None:
    """Gone where the bot was blocked or removed; a welcome where it was added to a group.

    Who unblocks the bot presses Start, which comes as a message of its own.
    """
    was, is_now = _takes_part(change.old_chat_member), _takes_part(change.new_chat_member)
    chat = str(change.chat.id)
    if not is_now:
        return Event("telegram", str(update_id), chat, gone=True)
    if was or change.chat.type not in (telegram.Chat.GROUP, telegram.Chat.SUPERGROUP):
        return None
    user = str(change.chat.id)
    message = Message("telegram", user, "", "welcome", language_of(change.from_user))
    return Event("telegram", str(update_id), chat, message)


def _takes_part(member: telegram.ChatMember) -> bool:
    if isinstance(member, telegram.ChatMemberRestricted):
        return member.is_member
    return member.status not in (telegram.ChatMember.LEFT, telegram.ChatMember.BANNED)
