"""How do officers hear of something in chat? Each gets one message for all there is, by the outbox like everybody.

What is told and that it was told are one transaction, and the officer's row is locked: of several processes one tells.
"""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import monotonic

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.delivery.channel import Channel
from bot.delivery.event import Event
from bot.delivery.lanes import Lanes
from bot.delivery.letters import Letters
from bot.delivery.sender import Sender
from bot.running_checks import check_disks, check_outbox, check_processes
from bot.secrecy import Secrecy
from db import heartbeats, office_news, staff
from db.backlog import backlog
from db.installation import installation
from db.models import now
from db.outbox import Held
from db.staff_models import Staff
from handlers.officers.news import AGAIN, is_awake, news_for, wrong_with_cases

EVERY_SECONDS = 20.0
LIVES = timedelta(days=1)
"""Older news is no news: the next digest tells it."""
_ALARMS_SECONDS = 600.0
_FIRST_ALARM = 120.0
"""Seconds after the start: what waited while nothing ran has had time to go."""
_log = logging.getLogger(__name__)


class Alerts:
    """Looks now and then whether there is anything to tell."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        secrecy: Secrecy,
        lanes: Lanes,
        sender: Sender,
        folders: Callable[[], list[Path]],
        every: float = EVERY_SECONDS,
    ) -> None:
        """`folders`: whose disks must not be full."""
        self._channels = channels
        self._secrecy = secrecy
        self._letters = Letters(secrecy)
        self._lanes = lanes
        self._sender = sender
        self._folders = folders
        self._every = every
        self._look_at = 0.0
        self._alarms_at = monotonic() + _FIRST_ALARM
        self._owed: dict[int, dict[str, int]] = {}
        """Alarms that a coordinator (the id) must still hear: another process may just be telling them something."""

    async def tell(self) -> None:
        """Once. What cannot be told now is told another time. Never fails."""
        if monotonic() < self._look_at or not is_awake(now()):
            return
        self._look_at = monotonic() + self._every
        wrong: Mapping[str, int] = {}
        if monotonic() >= self._alarms_at:
            self._alarms_at = monotonic() + _ALARMS_SECONDS
            wrong = await self._lanes.chore(self._wrong) or {}
        ids = await self._lanes.chore(lambda session: [(each.id, each.role) for each in staff.in_chat(session)])
        for officer, role in ids or ():
            if wrong and role == "coordinator":
                self._owed[officer] = {**self._owed.get(officer, {}), **wrong}
            await self._tell(officer)

    async def _tell(self, officer: int) -> None:
        held = await self._lanes.run("", partial(self._push, id_=officer, wrong=self._owed.get(officer, {})))
        if held is None or isinstance(held, OperationalError):
            return
        if isinstance(held, Exception):
            _log.error("An officer could not be told the news.", exc_info=held)
            return
        self._owed.pop(officer, None)
        self._sender.send(held, late=True)

    def _push(self, session: Session, id_: int, wrong: Mapping[str, int]) -> list[Held] | None:
        """None where another process has the officer's row."""
        officer = session.get(Staff, id_, with_for_update={"skip_locked": True})
        if officer is None:
            return None
        channel = self._channels.get(officer.channel)
        if channel is None or officer.removed_at is not None:
            return []
        chat = self._secrecy.open_or_none(officer.platform_id, "officer", officer.channel)
        if chat is None:
            return []
        answer = news_for(session, officer, wrong)
        if answer is None:
            return []
        event = Event(channel.name, f"office/{officer.id}/{now().timestamp()}", chat)
        calls = (replace(call, queue="notices", lives=LIVES) for call in channel.calls(event, answer))
        return self._letters.post(session, event, calls)

    def _wrong(self, session: Session) -> dict[str, int]:
        """What coordinators must hear of."""
        found = {**self._wrong_with_the_bot(session), **wrong_with_cases(session)}
        if not any(each.role == "coordinator" for each in staff.in_chat(session)):
            return {}
        due = office_news.due_alarms(session, list(found), now() - AGAIN)
        return {name: found[name] for name in due}

    def _wrong_with_the_bot(self, session: Session) -> dict[str, int]:
        """As `doctor` would find it."""
        waiting = backlog(session).outbox
        row = installation(session)
        disks: list[Path] = []
        with suppress(OSError):
            disks = self._folders()
        checks = {
            "dead": sum(each.dead for each in waiting),
            "backlog": sum("backlog" in each.text for each in check_outbox(waiting)),
            "worker": sum(each.verdict == "wrong" for each in check_processes(heartbeats.beats(session))),
            "sweep": int(bool(row and row.held_back)),
            "disk": sum(each.verdict == "wrong" for each in check_disks(disks)),
        }
        return {name: count for name, count in checks.items() if count}
