"""What did somebody mean who pressed a button under one of the bot's messages?

The data of a button (keyboard.py makes it) is one word and what belongs to it: again TURN PAGE, chart TURN, kind KIND,
an action, or, of an earlier version, words to say (callback.py). Anything else was made by another version of the bot.
"""

import re
from collections.abc import Mapping
from typing import Any

import telegram

from bot.delivery.event import Event
from bot.telegram import callback
from bot.telegram.commands import COMMANDS, Language
from handlers.message import Kind, Message
from knowledge.characters import storable

_PAGE = re.compile("again ([0-9A-Za-z]+) ([1-9][0-9]{0,3})")
_CHART = re.compile("chart ([0-9A-Za-z]+)")
_KINDS: Mapping[str, Kind] = {command.kind: command.kind for command in COMMANDS.values()}


def read_press(event_id: str, query: telegram.CallbackQuery, language: Language) -> Event:
    """Always an event: the button shows that it works until its query is answered."""
    kind, text, details = _meaning(storable(query.data or ""))
    details["callback"] = query.id
    on = query.message
    if on is None:  # It stands under an answer that inline mode dropped in a chat we are no part of.
        private = str(query.from_user.id)
        action = callback.action_of(storable(query.data or ""))
        message = Message("telegram", private, text, kind, language, action=action)
        return Event("telegram", event_id, private, message, details=details)
    # A message that is too old for us to see cannot be changed or answered either.
    if on.is_accessible:
        if "page" in details:
            details["message_id"] = on.message_id
        if on.chat.type != telegram.Chat.PRIVATE:
            details["reply_to"] = on.message_id
    in_group = on.chat.type != telegram.Chat.PRIVATE
    action = callback.action_of(storable(query.data or ""))
    message = Message("telegram", str(on.chat.id), text, kind, language, in_group=in_group, action=action)
    return Event("telegram", event_id, str(on.chat.id), message, details=details)


def _meaning(data: str) -> tuple[Kind, str, dict[str, Any]]:
    """(kind, text, details); again without a turn for what cannot be read, which is answered as too old."""
    if page := _PAGE.fullmatch(data):
        return "again", page[1], {"page": int(page[2])}
    if chart := _CHART.fullmatch(data):
        return "again", chart[1], {"chart": True}
    if action := callback.action_of(data):
        return "press", action.label, {}
    if words := callback.words(data):
        return "text", words, {}
    if kind := _KINDS.get(data.removeprefix("kind ")):
        return kind, "", {}
    return "again", "", {}
