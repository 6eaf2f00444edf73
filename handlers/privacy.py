"""Being written."""

from handlers.answer import Text
from handlers.exchange import Exchange, Reply


def answer(exchange: Exchange) -> Reply | None:
    """Not yet."""
    if exchange.understood.reason != "privacy":
        return None
    return exchange.inquiry.answer(Text(exchange.inquiry.say("talk.privacy")), status="privacy"), exchange.conversation
