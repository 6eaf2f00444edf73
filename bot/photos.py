"""What does `python -m bot photos` say about the stored photos, and what does it do when it is told to?"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from bot.conversation_key import conversation_keys
from bot.database import opened
from bot.delivery.lanes import Lanes, lanes_for
from bot.photo_storage import PhotoStorage
from bot.photo_sweep import Sweep
from bot.secrecy import Secrecy
from bot.settings import Settings, SettingsError, read_settings
from bot.transaction import transact
from db import attachments
from db.installation import owner_of_files
from db.session import session_factory


@dataclass(frozen=True)
class _Tools:
    lanes: Lanes
    storage: PhotoStorage
    sweep: Sweep


def run(*, delete_unsent: bool = False, claim: bool = False) -> int:
    """Do what is asked for, then say what there is; the exit status."""
    try:
        return asyncio.run(_run(read_settings(os.environ), delete_unsent=delete_unsent, claim=claim))
    except (SettingsError, SQLAlchemyError, OSError) as fault:
        sys.stderr.write(f"The photos cannot be looked at.\n{fault}\n")
        return 2 if isinstance(fault, SettingsError) else 1


async def _run(settings: Settings, *, delete_unsent: bool, claim: bool) -> int:
    async with _tools(settings) as tools:
        if claim:
            await tools.storage.claim()
        if delete_unsent:
            sys.stdout.write(f"Deleted {await tools.sweep.run(ordered=True)} photos that were never sent.\n")
        sys.stdout.write(await _told(tools))
    return 0


@asynccontextmanager
async def _tools(settings: Settings) -> AsyncIterator[_Tools]:
    with opened(settings.database_url) as engine:
        secrecy = Secrecy(*conversation_keys(settings.conversation_key))
        storage = PhotoStorage(settings.attachments_url, owner_of_files(engine))
        lanes = lanes_for(engine, partial(transact, session_factory(engine)))
        try:
            yield _Tools(lanes, storage, Sweep(lanes, secrecy, storage))
        finally:
            await asyncio.to_thread(lanes.close)


async def _told(tools: _Tools) -> str:
    photos, unsent = await tools.storage.photos(), await tools.storage.unsent()
    known = await tools.lanes.chore(partial(attachments.known, names=photos)) or set()
    stored = await tools.lanes.chore(attachments.stored) or 0
    leftovers = await tools.sweep.leftovers()
    owner = await tools.storage.owner()
    whose = "nobody's yet" if owner is None else "this one" if tools.storage.is_mine(owner) else "another one"
    return (
        f"Photos of cases here: {len(known)}; missing: {max(0, stored - len(known) - len(unsent))}; "
        f"of no case that is known: {len(photos) - len(known)}, which nothing deletes.\n"
        f"Not sent: {len(unsent)}, of which {len(leftovers)} are too old.\n"
        f"The database that may delete photos of cases here: {whose}.\n"
    )
