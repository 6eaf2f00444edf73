"""Officers and the chats of a database, as tests of the office need them: real tables, no platform."""

from dataclasses import dataclass, field

from sqlalchemy import Engine, select

from bot.dispatch import Dispatcher
from bot.text import as_text
from db import staff
from db.session import session_factory
from db.staff_models import Audit, Staff
from handlers.answer import Answer
from handlers.message import Message
from tests.case_rows import KEY

AGENCY, OTHER_AGENCY = "สำนักงานจังหวัดขอนแก่น", "คลังจังหวัด"
MALEE, SOMCHAI, PRANEE = "มาลี", "สมชาย", "ปราณี"
"""An officer of AGENCY, one of OTHER_AGENCY, a coordinator."""
URL = "https://bot.example.org"


def invited(engine: Engine, name: str, role: staff.Role = "officer", agency: str = AGENCY) -> str:
    """The code of an invitation."""
    with session_factory(engine).begin() as session:
        return staff.invite(session, name, role, agency)[1]


def audited(engine: Engine) -> list[tuple[str, str]]:
    """(who, what) of the audit log, oldest first."""
    with session_factory(engine)() as session:
        return [(row.who, row.action) for row in session.scalars(select(Audit).order_by(Audit.id))]


def officer(engine: Engine, name: str) -> Staff:
    """The row of somebody."""
    with session_factory(engine)() as session:
        return session.scalars(select(Staff).where(Staff.name == name)).one()


def bot_of(engine: Engine) -> Dispatcher:
    """A bot on this database, with the key of `tests/case_rows.py`."""
    return Dispatcher(engine, KEY.encode(), public_url=URL)


@dataclass
class Chat:
    """Somebody's chat with the bot."""

    bot: Dispatcher
    user: str
    channel: str = "line"
    last: Answer = field(init=False)

    def say(self, text: str, **fields: object) -> str:
        """What the bot answers."""
        self.last = self.bot.chat(Message(self.channel, self.user, text, **fields))  # type: ignore[arg-type]  # fields
        return as_text(self.last)

    def photo(self, reference: str = "M1", text: str = "") -> str:
        """The answer to a photo."""
        return self.say(text, kind="photo", reference=reference)


def joined(
    bot: Dispatcher, name: str, role: staff.Role = "officer", agency: str = AGENCY, channel: str = "line"
) -> Chat:
    """An officer who has joined in chat."""
    chat = Chat(bot, f"staff of the name {name}", channel)
    chat.say(invited(bot.engine, name, role, agency))
    return chat
