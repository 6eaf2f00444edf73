"""Is a case or a notice lost or doubled when the bot's processes are killed while people write and officers close?

Plays LINE or Telegram and the officers: first everybody writes, takes a piece of it back or mends it, sends a photo,
presses twice that they agree, and takes back one piece of what was sent; then all cases are closed while people go on
asking; then everybody presses a mark or that it is not done. The processes die at random moments (kill -9) and start
again at once. At the end each person must have one case with the right words, one number told, their photo and their
mark, and have heard once that it was closed. Telegram knows no repeated call, so there something may be said twice.
Needs the harness.
With --backups one backup after the other is made beside it and restored elsewhere: each must hold whatever was
acknowledged before it began, and every photo that its cases have.
"""

import argparse
import asyncio
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import OperationalError

from bench.backing_up import HEAD as BACKUP_HEAD
from bench.backing_up import Backups, backing_up
from bench.figures import print_table
from bench.killing import Given, Play, count, databases, wait_until_sent
from bench.missing import show_missing
from bench.talking import OnLine, OnTelegram, Talking, mock_of, settings_of, talking_on
from db.feedback_models import Attachment, Feedback
from db.models import now
from db.session import create_engine_for, session_factory
from handlers import casework
from handlers.action import Action
from tests.photos import kept_in
from tests.platforms import serving

ASKS = "งบ e-service"
SENT, CLOSED = re.compile(r"รับเรื่องแล้วค่ะ\D*([0-9]{3}-[0-9]{3}-[0-9]{3})"), "แก้ไขเรียบร้อยแล้ว"
BETWEEN = 0.03
"""Seconds from one closed case to the next."""
LIVES = 2.0
"""Seconds that a process lives at most once it is ready, while cases are closed."""
PATIENCE = 300
"""Seconds until a photo that is not here counts as missing: who died while fetching one holds it for three minutes."""
HEAD = (
    "database", "platform", "processes", "people", "kills", "delivered again", "cases missing", "doubled",
    "number untold", "told twice", "photos missing", "files of nobody", "unheard", "heard twice",
    "marks wrong", "left", "dead", "s",
)  # fmt: skip


@dataclass(frozen=True)
class Result:
    """What came of a run."""

    database: str
    platform: str
    processes: int
    people: int
    kills: int
    redelivered: int
    missing: int
    """People without a case."""
    doubled: int
    """People with more than one."""
    untold: int
    """People who were not told the number of their case."""
    told_twice: int
    photos_missing: int
    files_of_nobody: int
    """Photos that were stored by somebody who died before he could write that down; a sweep deletes them in a day."""
    unheard: int
    """People who did not hear that their case was closed."""
    heard_twice: int
    mismarked: int
    """People whose mark, or "not done", is not that of their case."""
    left: int
    """Calls that are still to be made."""
    dead: int
    """Calls that were given up."""
    seconds: float
    backups: Backups | None = None
    """Made beside it; None where none were."""

    @property
    def good(self) -> bool:
        if self.backups is not None and not self.backups.good:
            return False
        twice = (self.told_twice, self.heard_twice) if self.platform == OnLine.name else ()
        wrong = (self.missing, self.doubled, self.untold, self.photos_missing, self.unheard, self.mismarked)
        return not any((*wrong, *twice, self.left, self.dead))

    def row(self) -> list[str]:
        values = [value for value in vars(self).values() if isinstance(value, int | float)]
        return [
            self.database,
            self.platform,
            *(f"{value:,.0f}" for value in values),
            *(self.backups.row() if self.backups else ()),
        ]


def run(
    kind: str,
    people: int,
    kills: tuple[int, int],
    seed: int,
    *,
    platform: str = OnLine.name,
    patient: bool = True,
    backups: bool = False,
) -> Result:
    """One run on `sqlite` or `postgresql`; so many kills while people write, so many while cases are closed, and as
    many while they are marked.

    Not `patient`: nobody waits for the three minutes in which a dead process holds the photo that it was fetching.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="killing-")))
        url, processes, another = stack.enter_context(databases(kind, folder))
        engine = create_engine_for(url)
        stack.callback(engine.dispose)
        mock = stack.enter_context(mock_of(platform, folder))
        kept = {"ATTACHMENTS_URL": str(folder / "photos")}
        settings = [settings_of(url, platform, mock) | kept for _ in range(processes)]
        servers = [stack.enter_context(serving(each, folder)) for each in settings]
        talking = talking_on(platform, mock)
        talking.slow(people)
        play = talking.play(servers, random.Random(seed))
        names = [str(number) for number in range(people)]
        made = Backups(servers[0].environment, folder, play.taken, another) if backups else None
        began = time.monotonic()
        with backing_up(made):
            _write(play, talking, names, kills[0])
            asyncio.run(_close(play, talking, engine, names, kills[1]))
            _show_missing(engine, talking, names)
            told, heard = _told_of_closing(talking, [name for name in names if _of_person(engine, name)], names)
            marks = _marks(engine, talking, names)
            asyncio.run(_mark(play, marks, kills[1]))
        if not patient:
            _let_go_of_photos(engine)
        left = wait_until_sent(url)
        _wait_for_photos(engine)
        cases = _cases(engine, names)
        return Result(
            database=kind,
            platform=platform,
            processes=processes,
            people=people,
            kills=play.killed,
            redelivered=play.redelivered,
            missing=len([one for one in cases.values() if not one]),
            doubled=len([one for one in cases.values() if len(one) > 1]),
            untold=len([name for name in names if not set(cases[name]) & set(told[name])]),
            told_twice=len([name for name in names if len(told[name]) > 1]),
            photos_missing=people - count(url, "SELECT count(*) FROM attachment WHERE name <> ''"),
            files_of_nobody=len(kept_in(folder / "photos")) - count(url, "SELECT count(*) FROM attachment"),
            unheard=len([name for name in names if heard[name] == 0]),
            heard_twice=len([name for name in names if heard[name] > 1]),
            mismarked=len([name for name in names if not _is_marked(engine, name)]),
            left=left,
            dead=count(url, "SELECT count(*) FROM outbox WHERE dead_at IS NOT NULL"),
            seconds=time.monotonic() - began,
            backups=made,
        )


def _write(play: Play, talking: Talking, names: Sequence[str], kills: int) -> None:
    """Everybody writes, sends a photo and agrees, each after the answer to the one before was on its way."""
    chats = [talking.feedback(name, _words(name)) for name in names]
    play.moments = sorted(play.chance.sample(range(1, sum(map(len, chats))), kills), reverse=True)
    asyncio.run(play.deliver(chats))


def _words(name: str) -> str:
    """What only this person says."""
    return f"เน็ตฟรีที่หมู่บ้านหลุดบ่อย บ้านเลขที่ {name}"


async def _close(play: Play, talking: Talking, engine: Engine, names: Sequence[str], kills: int) -> None:
    """Officers close one case after the other, while every second person asks something and the processes die."""
    asking = [[talking.asks(name, ASKS)] for name in names[::2]]
    closing = asyncio.create_task(asyncio.to_thread(_close_all, engine))
    await asyncio.gather(closing, play.deliver(asking), _kill(play, kills))


def _close_all(engine: Engine) -> None:
    with session_factory(engine)() as session:
        numbers = session.scalars(select(Feedback.number)).all()
    for number in numbers:
        while not _is_closed(engine, number):
            time.sleep(BETWEEN)
        time.sleep(BETWEEN)


def _is_closed(engine: Engine, number: str) -> bool:
    """PostgreSQL ends one of two that wait for each other, the officer or the person; an officer tries again."""
    try:
        with session_factory(engine).begin() as session:
            casework.close(session, number, "มาลี", "เปลี่ยนเราเตอร์แล้ว", fixed=True, evidence="https://example.org/1")
    except OperationalError:
        return False
    return True


def _show_missing(engine: Engine, talking: Talking, names: Sequence[str]) -> None:
    with session_factory(engine)() as session:
        texts = list(session.scalars(select(Feedback.text)))
    show_missing({name: _words(name) for name in names}, texts, {name: talking.heard(name) for name in names})


def _marks(engine: Engine, talking: Talking, names: Sequence[str]) -> list[list[Given]]:
    """Of two people the first is content, and presses so twice, the other presses that it is not done."""
    cases = {name: case for name in names if (case := _of_person(engine, name))}
    pressed = {name: ("contest", "") if int(name) % 2 else ("rate", "5") for name in cases}
    presses = {name: Action("", kind, cases[name].number, value) for name, (kind, value) in pressed.items()}
    return [[talking.press(name, action) for _ in range(2)] for name, action in presses.items()]


async def _mark(play: Play, marks: Sequence[Sequence[Given]], kills: int) -> None:
    await asyncio.gather(play.deliver(marks), _kill(play, kills))


def _is_marked(engine: Engine, name: str) -> bool:
    case = _of_person(engine, name)
    if case is None:
        return False
    return (case.state, case.satisfaction) == (("contested", None) if int(name) % 2 else ("closed", 5))


def _of_person(engine: Engine, name: str) -> Feedback | None:
    """The case of this person, the first of several; None where there is none with the right words."""
    own = select(Feedback).where(Feedback.text == _words(name)).order_by(Feedback.id).limit(1)
    with session_factory(engine)() as session:
        return session.scalar(own)


async def _kill(play: Play, kills: int) -> None:
    """Each time once all are ready again: a process that dies while it starts sends nothing."""
    for _ in range(kills):
        for server in play.servers:
            await asyncio.to_thread(server.wait)
        await asyncio.sleep(play.chance.uniform(0, LIVES))
        await play.kill()


def _let_go_of_photos(engine: Engine) -> None:
    with session_factory(engine).begin() as session:
        session.execute(update(Attachment).where(Attachment.reference != "").values(due_at=now()))


def _wait_for_photos(engine: Engine) -> None:
    deadline = time.monotonic() + PATIENCE
    waiting = select(func.count()).where(Attachment.reference != "")
    while time.monotonic() < deadline:
        with session_factory(engine)() as session:
            if not session.scalar(waiting):
                return
        time.sleep(0.5)


def _cases(engine: Engine, names: Sequence[str]) -> dict[str, list[str]]:
    """The numbers of each person's cases."""
    with session_factory(engine)() as session:
        rows = [(row.text, row.number) for row in session.execute(select(Feedback.text, Feedback.number))]
    return {name: [_shown(number) for words, number in rows if words == _words(name)] for name in names}


def _shown(number: str) -> str:
    return "-".join((number[:3], number[3:6], number[6:]))


def _told(talking: Talking, names: Sequence[str]) -> dict[str, list[str]]:
    """The numbers that each person was told as that of the case just sent."""
    return {name: [number for words in talking.heard(name) for number in SENT.findall(words)[:1]] for name in names}


def _told_of_closing(
    talking: Talking, waiting: Sequence[str], names: Sequence[str]
) -> tuple[dict[str, list[str]], Counter[str]]:
    """What everybody was told before they mark it; news waits its turn, so whoever has a case is waited for."""
    deadline = time.monotonic() + PATIENCE
    while min(_heard(talking, waiting).values(), default=1) == 0 and time.monotonic() < deadline:
        time.sleep(1)
    return _told(talking, names), _heard(talking, names)


def _heard(talking: Talking, names: Sequence[str]) -> Counter[str]:
    """How often each person heard that the case was closed, by a push or with an answer."""
    return Counter({name: sum(CLOSED in words for words in talking.heard(name)) for name in names})


def main() -> None:
    """Print one row for each database; the exit status is 1 where anything was lost or doubled."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    arguments.add_argument("--platform", choices=[OnLine.name, OnTelegram.name, "both"], default="both")
    arguments.add_argument("--people", type=int, default=300)
    arguments.add_argument("--kills", type=int, nargs=2, default=[8, 5], metavar=("WRITING", "CLOSING"))
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--backups", action="store_true", help="make backups beside it, and restore them elsewhere")
    given = arguments.parse_args()
    kinds = ["sqlite", "postgresql"] if given.database == "both" else [given.database]
    platforms = [OnLine.name, OnTelegram.name] if given.platform == "both" else [given.platform]
    results = [
        run(kind, given.people, tuple(given.kills), given.seed, platform=platform, backups=given.backups)
        for kind in kinds
        for platform in platforms
    ]
    head = HEAD + BACKUP_HEAD * given.backups
    print_table(f"Killed at random moments, seed {given.seed}", head, [result.row() for result in results])
    raise SystemExit(not all(result.good for result in results))


if __name__ == "__main__":
    main()
