"""Does a message ask for one of the person's rights over their data, and what is the answer?"""

from collections.abc import Callable

from db import people
from handlers import erasure, my_data
from handlers.answer import Note, Text
from handlers.exchange import Exchange, Reply
from knowledge.rights import wish


def answer(exchange: Exchange) -> Reply | None:
    """The answer to a wish about one's data, or to the question whether really to erase them; else None."""
    asked = exchange.conversation.topic == erasure.TOPIC
    if exchange.understood.reason != "privacy" and not asked:
        return None
    wanted = wish(exchange.inquiry.index, exchange.message.text)
    if asked and (wanted in _DECISIONS or exchange.understood.offer == "cancel"):
        return _DECISIONS.get(wanted, erasure.keep)(exchange)
    if asked and exchange.short:  # a mere "yes" is too little for what cannot be undone
        return erasure.ask(exchange) if exchange.short in _ONCE_MORE else erasure.keep(exchange)
    if exchange.conversation.intake and exchange.understood.offer and not asked:
        return None  # "ยินยอม" is said of what is being written
    if exchange.understood.reason == "privacy":
        return _WISHES.get(wanted, _notice)(exchange)
    return erasure.ask(exchange) if exchange.understood.outcome == "unknown" else None


def _withdraw(exchange: Exchange) -> Reply:
    """From now on nothing is taken; what is being written is dropped."""
    say, row = exchange.inquiry.say, exchange.person.known(exchange.session)
    if row is not None:
        people.withdraw_consent(row)
    told = (
        Text(say("privacy.withdrawn")),
        Note(say("privacy.withdrawn_stays" if row else "privacy.withdrawn_nothing")),
    )
    buttons = [say("privacy.button.erase")] if row else []
    answer = exchange.inquiry.answer(*told, status="privacy", suggestions=buttons)
    return answer, exchange.conversation.without_drafts().about("")


def _notice(exchange: Exchange) -> Reply:
    """What the bot keeps of people in general."""
    say = exchange.inquiry.say
    parts = (Text(say("privacy.notice")), Note(say("privacy.sees")), Note(say("privacy.rights")))
    buttons = [say(f"privacy.button.{name}") for name in ("mine", "erase")]
    answer = exchange.inquiry.answer(*parts, status="privacy", suggestions=buttons)
    return answer, exchange.conversation.about("")


_ONCE_MORE = ("yes", "asks", "explain", "unsure")
"""Answers that settle nothing: the question is asked again."""
_DECISIONS: dict[str, Callable[[Exchange], Reply]] = {"confirm": erasure.erase, "keep": erasure.keep}
_WISHES: dict[str, Callable[[Exchange], Reply]] = {
    "withdraw": _withdraw,
    "file": my_data.tell_link,
    "erase": erasure.ask,
    "confirm": erasure.ask,
    "mine": my_data.tell,
}
"""What is wanted -> who does it. "ยืนยันลบ" of an old button asks once more."""
