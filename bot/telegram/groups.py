"""Is a message in a group meant for the bot, and what does it say without the bot's name?

The bot keeps silent unless it is mentioned, answered or given a command: people in a group talk to each other.
"""

import telegram

from bot.telegram.commands import COMMANDS, read_command


def words_for_us(message: telegram.Message, username: str, bot_id: int) -> str | None:
    """The words without the mention of the bot; None where they are not meant for it."""
    text = message.text or message.caption or ""
    entities = message.entities or message.caption_entities
    mentions = [entity for entity in entities if _is_us(text, entity, username, bot_id)]
    words = _without(text, mentions)
    typed = read_command(words)
    if typed and typed.addressee not in ("", username.lower()):
        return None
    # A bare command that we do not know is another bot's.
    commanded = typed is not None and (bool(typed.addressee) or typed.name in COMMANDS)
    return words if mentions or commanded or _replies_to(message, bot_id) else None


def _is_us(text: str, entity: telegram.MessageEntity, username: str, bot_id: int) -> bool:
    if entity.type == telegram.MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == bot_id
    if entity.type != telegram.MessageEntity.MENTION:
        return False
    start, end = _span(entity)
    return _units(text)[start:end].decode("utf-16-le", "replace").lower() == f"@{username.lower()}"


def _without(text: str, entities: list[telegram.MessageEntity]) -> str:
    units = _units(text)
    for entity in reversed(entities):
        start, end = _span(entity)
        units = units[:start] + units[end:]
    return units.decode("utf-16-le", "replace").strip().lstrip(",: ")


def _span(entity: telegram.MessageEntity) -> tuple[int, int]:
    """In bytes of UTF-16: Telegram counts its units of two bytes, of which an emoji has two."""
    return entity.offset * 2, (entity.offset + entity.length) * 2


def _units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def _replies_to(message: telegram.Message, bot_id: int) -> bool:
    answered = message.reply_to_message
    return answered is not None and answered.from_user is not None and answered.from_user.id == bot_id
