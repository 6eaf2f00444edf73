"""What is not for a group to read: feedback, one's own cases, one's own data?"""

from handlers.answer import Status, Text
from handlers.exchange import Exchange, Reply

_PRIVATE: dict[str, Status] = {"feedback": "feedback", "status": "status", "privacy": "privacy"}


def answer(exchange: Exchange) -> Reply | None:
    """In a group: that the person had better write to the bot alone. None for everything that may be read by all."""
    reason = exchange.understood.reason
    if not exchange.message.in_group or reason not in _PRIVATE:
        return None
    return told(exchange, _PRIVATE[reason])


def told(exchange: Exchange, status: Status) -> Reply:
    """That the person had better write to the bot alone."""
    answer = exchange.inquiry.answer(Text(exchange.inquiry.say("wordless.privately")), status=status)
    return answer, exchange.conversation
