"""What happens when a person wants everything erased? They are asked once, then it is really gone."""

import logging
import secrets
from dataclasses import replace

from db import erasing
from db.models import now
from db.sqlite_files import keeps_pieces
from handlers import dates
from handlers.answer import Note, Text
from handlers.conversation import Conversation
from handlers.exchange import Exchange, Reply
from handlers.own_cases import own_cases

TOPIC = "erase"
"""Of the chat, while the person is asked."""
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""None of them looks like another."""
_log = logging.getLogger(__name__)


def ask(exchange: Exchange) -> Reply:
    """Really? What goes, and what stays; of somebody about whom nothing is stored the chat is forgotten at once."""
    say = exchange.inquiry.say
    if exchange.person.known(exchange.session) is None and exchange.conversation.intake is None:
        return _erase(exchange, Text(say("privacy.nothing")), Note(say("privacy.chat_erased")))
    buttons = [say("privacy.button.confirm"), say("privacy.button.keep")]
    count = len(own_cases(exchange))
    asked = (Text(say("privacy.ask", count=count)), Note(say("privacy.stays")))
    parts = asked if count else (Text(say("privacy.ask_draft")),)
    answer = exchange.inquiry.answer(*parts, status="privacy", suggestions=buttons)
    return answer, exchange.conversation.about(TOPIC)


def erase(exchange: Exchange) -> Reply:
    """Erase everything; the receipt names nobody."""
    say = exchange.inquiry.say
    files = "privacy.files_soon" if keeps_pieces(exchange.session) else "privacy.files_later"
    parts = (Text(say("privacy.erased")), Text(receipt(exchange)), Note(say(files)), Note(say("privacy.chat_stays")))
    told, after = _erase(exchange, *parts)
    return replace(told, erased=True), after


def receipt(exchange: Exchange) -> str:
    """That something was erased: a code and the time, which also stand in the log."""
    at = now()
    code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(2))
    time = at.astimezone(dates.THAILAND).strftime("%H:%M")
    _log.info("Something that was stored about somebody was erased, receipt %s.", code)
    return exchange.inquiry.say("privacy.receipt", code=code, day=dates.day(exchange.inquiry.words, at), time=time)


def keep(exchange: Exchange) -> Reply:
    """The person thought better of it."""
    answer = exchange.inquiry.answer(Text(exchange.inquiry.say("privacy.kept")), status="privacy")
    return answer, exchange.conversation.about("")


def _erase(exchange: Exchange, *parts: Text | Note) -> Reply:
    """Also what stands under a key that is being replaced."""
    row = exchange.person.known(exchange.session)
    while row:
        erasing.erase_person(exchange.session, row)
        row = exchange.person.known(exchange.session)
    erasing.erase_chats(exchange.session, exchange.person.chats)
    return exchange.inquiry.answer(*parts, status="privacy"), Conversation()
