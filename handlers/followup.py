"""Being written."""

from handlers.answer import Text
from handlers.exchange import Exchange, Reply


def answer(exchange: Exchange) -> Reply | None:
    """Not yet."""
    if exchange.understood.reason != "status":
        return None
    return exchange.inquiry.answer(Text(exchange.inquiry.say("talk.status")), status="status"), exchange.conversation
