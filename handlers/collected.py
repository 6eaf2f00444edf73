"""Being written."""

from handlers.exchange import Exchange, Reply


def answer(exchange: Exchange) -> Reply | None:
    """Not yet."""
    return None
