"""Is it an officer who writes, and what becomes of that? For everybody else none of this exists.

An invitation's code makes somebody an officer. What an officer writes is a command, the rest of one that was begun, or,
as for everybody, a question about the plan.
"""

import re

from db import audit, staff
from db.models import now
from db.staff_models import Staff
from handlers.answer import Answer, Text
from handlers.exchange import Exchange, Reply
from handlers.officers import links, lists, tasks
from handlers.officers.commands import Command, button, read_command
from handlers.officers.tasks import AT, Pending
from handlers.officers.wording import phrase

_CODE = re.compile("[A-Za-z0-9_-]{32}")
_CHATS = ("line", "telegram")


def answer(exchange: Exchange) -> Reply | None:
    """The answer to an officer's command or to an invitation's code; None for whatever else is said."""
    if exchange.person.channel not in _CHATS or exchange.message.in_group:
        return None
    code = exchange.message.text.strip()
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
    if command is None and pending and pending.action != AT:
        return tasks.go_on(exchange, officer, pending)
    if command is None:
        return None
    if command.name == "cancel":
        return tasks.cancel(exchange) if pending and pending.action != AT else None
    return _do(exchange, officer, command, pending)


def _do(exchange: Exchange, officer: Staff, command: Command, pending: Pending | None) -> Reply:
    if command.name == "help":
        return _told(exchange, _help())
    if command.name in lists.LISTS:
        return lists.answer(exchange, officer, command)
    if command.name in links.LINKS:
        return links.answer(exchange, officer, command.name)
    return tasks.answer(exchange, officer, command, pending)


def _help() -> str:
    names = ("new", "mine", "overdue", "digest", "search", "take", "ask", "answer", "close", "not_fixed", "assign")
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
