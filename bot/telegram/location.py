"""How does somebody show where they are? By a button in place of the keyboard, for as long as the place is asked for.

A message has either buttons of its own or a keyboard, so what changes the keyboard is a message of its own where the
answer has buttons. Only a private chat may have that keyboard, and Telegram on a computer does not send a place by it:
the words of the question say what else can be done.
"""

from typing import Any

from bot.telegram.wording import say
from handlers.answer import Answer

Arguments = dict[str, Any]


def shows_keyboard(answer: Answer) -> Arguments | None:
    """The message behind the question by which the keyboard comes; None where none is due."""
    if answer.asks_place != "begins":
        return None
    button = {"text": say(answer.language, "location"), "request_location": True}
    markup = {"keyboard": [[button]], "resize_keyboard": True, "one_time_keyboard": True}
    return {"text": say(answer.language, "locate"), "reply_markup": markup}


def takes_keyboard_away(answer: Answer) -> Arguments:
    """What a message says besides, so that the keyboard goes; {} where there is none."""
    return {"reply_markup": {"remove_keyboard": True}} if answer.asks_place == "ends" else {}
