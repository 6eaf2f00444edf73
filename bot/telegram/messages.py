"""Which calls of Telegram show an answer?"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.delivery.channel import Call
from bot.delivery.event import Event
from bot.telegram.chart_message import chart_message, has_chart
from bot.telegram.keyboard import keyboard, not_on_buttons
from bot.telegram.location import shows_keyboard, takes_keyboard_away
from bot.telegram.pages import shown
from bot.telegram.wording import say
from handlers.answer import Answer, Note

_BUTTON_WAITS = timedelta(seconds=25)
"""So long a pressed button may be answered; Telegram does not tell its limit, which was seen at about 30 s."""


def calls(event: Event, answer: Answer) -> tuple[Call, ...]:
    """The answer as a message, several of them, a changed page or a chart."""
    details = event.details
    first = [_released(details["callback"])] if "callback" in details else []
    if details.get("chart") and has_chart(answer):
        return (*first, _call("sendPhoto", chart_message(answer), _reply(details)))
    return (*first, *_messages(details, answer))


def _released(callback: str) -> Call:
    """The pressed button stops turning; nothing waits for that."""
    body = {"method": "answerCallbackQuery", "arguments": {"callback_query_id": callback}}
    return Call(body, lives=_BUTTON_WAITS, queue="")


def _messages(details: Mapping[str, Any], answer: Answer) -> Iterator[Call]:
    left = " · ".join(not_on_buttons(answer))
    below = [Note(say(answer.language, "ask_on", words=left))] if left else []
    seen = shown(answer, details.get("page", 1), below)
    buttons = keyboard(answer, seen.page, seen.pages)
    texts = [_text(text) for text in seen.texts]
    if seen.pages > 1 and "page" in details and "message_id" in details:
        yield _call("editMessageText", {"message_id": details["message_id"]}, texts[0], buttons)
        return
    private = "reply_to" not in details
    gone = takes_keyboard_away(answer) if private else {}
    if gone and texts and buttons and len(texts) == 1:
        texts = [_text(say(answer.language, "located")), *texts]
    for place, text in enumerate(texts):
        shown_below = buttons if place == len(texts) - 1 else {}
        call = _call("sendMessage", text, shown_below or gone, _reply(details) if place == 0 else {})
        yield replace(call, about=answer.about)
    for photo in answer.photos:
        yield replace(_call("sendPhoto", {"stored": photo.name}), about=answer.about)
    if private and (shown_now := shows_keyboard(answer)):
        yield _call("sendMessage", shown_now)


def _text(html: str) -> dict[str, Any]:
    return {"text": html, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


def _reply(details: Mapping[str, Any]) -> dict[str, Any]:
    """In a group the answer names the message it belongs to; that message may be gone by now."""
    if "reply_to" not in details:
        return {}
    return {"reply_parameters": {"message_id": details["reply_to"], "allow_sending_without_reply": True}}


def _call(method: str, *arguments: Mapping[str, Any]) -> Call:
    together = {name: value for some in arguments for name, value in some.items()}
    return Call({"method": method, "arguments": together})
