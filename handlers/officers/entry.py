"""Is it an officer who writes, and what becomes of that? For everybody else none of this exists.

An invitation's code makes somebody an officer. What an officer writes is a command, the rest of one that was begun, or,
as for everybody, a question about the plan.
"""

import re

from db import audit, staff
from db.models import now
from db.staff_models import Staff
from handlers.answer import Answer, Text
from handlers.case_number import find_number
from handlers.exchange import Exchange, Reply
from handlers.officers import links, lists, sight, tasks
from handlers.officers.commands import Command, button, read_command
from handlers.officers.pending import AT, SAID, Pending
from handlers.officers.rights import sees
from handlers.officers.wording import phrase
from handlers.own_cases import own_case

_CODE = re.compile("[A-Za-z0-9_-]{32}")
_CHATS = ("line", "telegram")


def answer(exchange: Exchange) -> Reply | None:
    """The answer to an officer's command or to an invitation's code; None for whatever else is said."""
    if exchange.person.channel not in _CHATS or exchange.message.in_group:
        return None
    code = exchange.message.invitation or exchange.message.text.strip()
    if _CODE.fullmatch(code) and (joined := _join(exchange, code)):
        return joined
    keys = (exchange.person.key, *exchange.person.older_keys)
    officer = (
        staff.by_key(exchange.session, keys) if any(staff.is_staff(exchange.session, key) for key in keys) else None
    )
    return _of(exchange, officer) if officer else None


def _of(exchange: Exchange, officer: Staff) -> Reply | None:
    command = read_command(exchange.message.text)
    pending = Pending.of(exchange.conversation.topic)
    is_begun = pending is not None and pending.action not in (AT, SAID)
    meant = sight.quoted(exchange, officer)
    if command is None:
        return _without_command(exchange, officer, pending if is_begun else None, meant)
    if command.name == "cancel":
        return tasks.cancel(exchange) if pending and pending.action != AT else None
    if command.name == "show" and _is_own_report(exchange, officer, command.number):
        return None
    return _do(exchange, officer, command, pending, meant)


def _without_command(exchange: Exchange, officer: Staff, begun: Pending | None, meant: str) -> Reply | None:
    """What was awaited; else what is said in reply to a message of a case, or too late, waits for the officer's word.

    What belongs to a report of the officer's own is as everybody's.
    """
    meant = "" if exchange.named_case else meant
    if begun and not begun.is_over and meant in ("", begun.number):
        return tasks.go_on(exchange, officer, begun)
    is_words = exchange.message.kind == "text" and not exchange.message.reference
    if is_words and (meant or (begun and exchange.understood.outcome not in ("question", "clarify"))):
        return tasks.offer(exchange, meant or (begun.number if begun else ""), exchange.message.text.strip())
    return _told(exchange, _help()) if is_words and exchange.understood.reason == "help" else None


def _is_own_report(exchange: Exchange, officer: Staff, number: str) -> bool:
    """Whether the officer reported it as a citizen, to an office that is not theirs."""
    case = own_case(exchange, find_number(number) or "")
    return case is not None and not sees(officer, case)


def _do(exchange: Exchange, officer: Staff, command: Command, pending: Pending | None, meant: str) -> Reply:
    if command.name == "help":
        return _told(exchange, _help())
    if command.name in lists.LISTS:
        return lists.answer(exchange, officer, command)
    if command.name in links.LINKS:
        return links.answer(exchange, officer, command.name)
    return tasks.answer(exchange, officer, command, pending, meant)


def _help() -> str:
    names = (
        "new",
        "mine",
        "overdue",
        "digest",
        "search",
        "photos",
        "take",
        "ask",
        "answer",
        "close",
        "not_fixed",
        "assign",
    )
    return phrase("help", **{name: button(name) for name in (*names, "note", "console", "table")})


def _join(exchange: Exchange, code: str) -> Reply | None:
    session, person = exchange.session, exchange.person
    invited = staff.invited(session, code, "join", use=False)
    if invited is None:
        return None
    same = staff.by_key(session, (person.key, *person.older_keys))
    if same is not None and same.id != invited.id:
        return _told(exchange, phrase("already"))
    staff.invited(session, code, "join", use=True)
    invited.channel, invited.key = person.channel, person.key
    invited.platform_id = person.seal(person.user, "officer", person.channel)
    invited.joined_at = now()
    lists.begin_news(session, invited)
    audit.write(session, invited.name, "joined", person.channel)
    return _told(exchange, phrase("joined", name=invited.name))


def _told(exchange: Exchange, text: str) -> Reply:
    buttons = tuple(button(name) for name in ("new", "mine", "console"))
    return Answer("staff", (Text(text),), suggestions=buttons, lasting=False), exchange.conversation
