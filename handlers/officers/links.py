"""How does an officer get from the chat into the console, or to the table of cases? By a link that works once."""

from db import audit, staff
from db.staff_models import Staff
from handlers.answer import Answer, Text
from handlers.exchange import Exchange, Reply
from handlers.officers.wording import phrase

_TO_URL = str.maketrans("+/", "-_", "=")
LINKS = {"console": "", "table": "?to=table"}


def answer(exchange: Exchange, officer: Staff, name: str) -> Reply:
    """The link in words alone, so that every channel lets it be touched."""
    link = enter(exchange, officer, LINKS[name])
    parts = (Text(phrase(f"link.{name}", link=link) if link else phrase("link.none")),)
    return Answer("staff", parts, lasting=False), exchange.conversation


def enter(exchange: Exchange, officer: Staff, then: str = "") -> str:
    """A link into the console; "" where nobody could open it."""
    if not exchange.person.public_url:
        return ""
    token = staff.invitation(exchange.session, officer, "enter")
    audit.write(exchange.session, officer.name, "asked to enter", exchange.person.channel)
    return f"{exchange.person.public_url}/office/enter/{token}{then}"


def in_address(sealed: str) -> str:
    """What was sealed, as an address may hold it."""
    return sealed.partition(".")[2].translate(_TO_URL)
