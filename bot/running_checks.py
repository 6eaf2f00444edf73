"""Does what runs run well: processes, outbox, clock, proxy, disk?"""

import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from bot.finding import Finding
from bot.span import span
from db.backlog import Waiting
from db.heartbeats import Beat
from db.models import now

SILENT = timedelta(minutes=1)
"""A process writes every ten seconds, so one that was silent for longer hangs or is dead."""
OVERDUE = timedelta(minutes=2)
"""A call that nobody tried for so long waits for somebody."""
LONG = timedelta(hours=1)
"""An answer that could not be sent for so long tells of a platform, a token or a quota."""
AHEAD = timedelta(minutes=5)
"""Machines differ by seconds."""
RECENT = timedelta(days=1)
FEW = 10
"""Requests from which nothing can be concluded."""
LITTLE = 0.05
"""Of a disk that is left."""
LITTLE_BYTES = 1_000_000_000
"""More is enough, however large the disk."""


def check_outbox(outbox: Iterable[Waiting]) -> Iterator[Finding]:
    """Dead letters and calls that wait too long, for each channel."""
    told = list(outbox)
    for waiting in told:
        if waiting.dead:
            yield Finding(
                "wrong",
                f"Outbox: dead letters of {waiting.channel}: {waiting.dead}, calls that were given up.",
                "`python -m bot dead list` says why; `dead send` has them tried again, `dead drop` deletes them.",
            )
        if waiting.overdue > OVERDUE.total_seconds():
            yield Finding(
                "wrong",
                f"Outbox: a backlog of {waiting.calls} calls of {waiting.channel}, the oldest {span(waiting.oldest)} "
                f"old; none was tried for {span(waiting.overdue)}.",
                "Nobody sends them, or not fast enough: see the lines on the worker and the clock.",
            )
        elif waiting.oldest > LONG.total_seconds():
            yield Finding(
                "wrong",
                f"Outbox: a backlog of {waiting.calls} calls of {waiting.channel}, the oldest {span(waiting.oldest)} "
                "old; they are tried in vain.",
                "The log says why: the token, the month's quota, or the platform itself. They go on being tried.",
            )
    if not any(waiting.dead for waiting in told):
        yield Finding("ok", f"Outbox: calls on their way: {sum(waiting.calls for waiting in told)}; none was given up.")


def check_processes(beats: Iterable[Beat]) -> Iterator[Finding]:
    """Who lives, who died, and whether anybody sends what others left."""
    told = list(beats)
    living = [beat for beat in told if beat.stopped_at is None and abs(now() - beat.beat_at) < SILENT]
    yield _relaying(told, living)
    for kind in sorted({beat.kind for beat in told} - {beat.kind for beat in living}):
        last = next(beat for beat in told if beat.kind == kind)
        if last.stopped_at is None:
            yield Finding(
                "wrong",
                f"Process: `{kind}` died: it was last heard of {_ago(last.beat_at)} and did not say that it stops.",
                f"Start it again, and look at the end of its log: `journalctl -u planbot-{_UNITS.get(kind, kind)}`.",
            )
    yield from _proxy(living)


_UNITS = {"serve": "web"}


def _relaying(told: list[Beat], living: list[Beat]) -> Finding:
    relays = [beat for beat in living if beat.relays]
    # A process that began just now has not written yet that it looked.
    turning = [
        beat for beat in relays if abs(now() - max(beat.started_at, beat.relayed_at or beat.started_at)) < SILENT
    ]
    if turning:
        kinds = ", ".join(sorted(f"`{beat.kind}`" for beat in turning))
        return Finding("ok", f"Worker: {kinds} sends what others left.")
    if relays:
        last = max((beat.relayed_at for beat in relays if beat.relayed_at), default=None)
        return Finding(
            "wrong",
            f"Worker: `{relays[0].kind}` lives, but did not look into the outbox {_since(last)}: it hangs.",
            "Restart it, and look at its log and at the database.",
        )
    last = max((beat.beat_at for beat in told if beat.relays), default=None)
    return Finding(
        "wrong",
        f"Worker: none is at work, so nothing is sent again, fetched or deleted; none was heard of {_since(last)}.",
        "Start `python -m bot worker`, or the server without --without-relay.",
    )


def _proxy(living: list[Beat]) -> Iterator[Finding]:
    requests, forwarded = (sum(getattr(beat, name) for beat in living) for name in ("requests", "forwarded"))
    if forwarded >= FEW and 2 * forwarded >= requests:
        yield Finding(
            "wrong",
            f"Proxy: not trusted. {forwarded} of {requests} requests came by a proxy whose word does not count, "
            "so all their visitors count as one and share its limits.",
            "Tell the server of its proxy, as docs/deploying.md says; never to believe everybody.",
        )


def check_clock(beats: Iterable[Beat], of_database: datetime | None, newest: datetime | None) -> Iterator[Finding]:
    """`of_database`: its server's clock, where it has one; `newest`: when anything was last stored."""
    at = now()
    faults = [*_jumps(beats, at), *_apart(of_database, at), *_ahead(newest, at)]
    yield from faults
    if not faults:
        yield Finding("ok", "Clock: nothing says that it is wrong or jumped.")


_SET = "Let the clock be set by the network (`timedatectl set-ntp true`), then restart the bot."


def _jumps(beats: Iterable[Beat], at: datetime) -> Iterator[Finding]:
    for beat in beats:
        if beat.clock_stepped_at and abs(at - beat.clock_stepped_at) < RECENT:
            way = "ahead" if beat.clock_step > 0 else "back"
            yield Finding(
                "wrong",
                f"Clock: it jumped {span(abs(beat.clock_step))} {way}, as `{beat.kind}` noticed "
                f"{_ago(beat.clock_stepped_at)}.",
                _SET,
            )


def _apart(of_database: datetime | None, at: datetime) -> Iterator[Finding]:
    if of_database and abs(of_database - at) > SILENT:
        apart = span(abs(of_database - at).total_seconds())
        yield Finding("wrong", f"Clock: this machine's and the database's are {apart} apart.", _SET)


def _ahead(newest: datetime | None, at: datetime) -> Iterator[Finding]:
    if newest and newest - at > AHEAD:
        ahead = span((newest - at).total_seconds())
        yield Finding("wrong", f"Clock: something was stored {ahead} from now: it is behind, or was ahead then.", _SET)


def check_date(said: str, address: str) -> Iterator[Finding]:
    """The clock of whoever answers at an address, which may be another machine: `said` in the header Date."""
    try:
        theirs = parsedate_to_datetime(said)
    except ValueError:
        return
    if abs(theirs - now()) > SILENT:
        apart = span(abs(theirs - now()).total_seconds())
        yield Finding("wrong", f"Clock: this machine's and that of {address} are {apart} apart.", _SET)


def check_disks(folders: Iterable[Path]) -> Iterator[Finding]:
    """The disks of these folders, as far as they are there."""
    disks = {folder.stat().st_dev: folder for folder in folders if folder.is_dir()}
    for folder in disks.values():
        usage = shutil.disk_usage(folder)
        left = f"{usage.free / 1e9:.1f} of {usage.total / 1e9:.1f} GB are free"
        if usage.free < min(LITTLE_BYTES, LITTLE * usage.total):
            yield Finding("wrong", f"Disk: full, {left} in {folder}.", "Free room there, or move it to a larger disk.")
        else:
            yield Finding("ok", f"Disk: {left} in {folder}.")


def _ago(moment: datetime | None) -> str:
    seconds = (now() - moment).total_seconds() if moment else 0.0
    return f"{span(seconds)} ago" if seconds >= 0 else f"{span(-seconds)} from now"


def _since(moment: datetime | None) -> str:
    return f"since {_ago(moment)}" if moment else "yet"
