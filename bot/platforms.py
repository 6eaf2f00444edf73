"""Which platforms are on, and what runs for them while the process does?"""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from bot.attachments import Photos
from bot.delivery.channel import Channel
from bot.delivery.inbox import Inbox
from bot.delivery.lanes import lanes_for
from bot.delivery.notices import Notices
from bot.delivery.relay import Relay
from bot.delivery.sender import Sender
from bot.delivery.tidying import Tidying
from bot.dispatch import Dispatcher
from bot.erasures import Erasures
from bot.heartbeat import Heartbeat
from bot.office.alerts import Alerts
from bot.office.tally import Tally
from bot.photo_storage import PhotoStorage
from bot.retention import periods
from bot.settings import Settings
from bot.stored_files import StoredFiles
from bot.transaction import prepare, transact
from db.session import peeking_factory
from db.sqlite_files import file_of


@asynccontextmanager
async def running(
    settings: Settings, dispatcher: Dispatcher, *, relay: bool, kind: str = "serve"
) -> AsyncIterator[dict[str, Any]]:
    """The webhooks by the names of their platforms; at the end what was begun is finished. `kind`: of process."""
    webhooks: dict[str, Any] = {}
    channels: dict[str, Channel] = {}
    ahead = partial(prepare, peeking_factory(dispatcher.engine))
    lanes = dispatcher.lanes = lanes_for(dispatcher.engine, partial(transact, dispatcher.sessions), ahead)
    sender = Sender(channels, dispatcher.letters, lanes)
    inbox = Inbox(dispatcher, channels, lanes, sender)
    await _open_line(settings, inbox, channels, webhooks)
    await _open_telegram(settings, inbox, channels, webhooks, dispatcher)
    notices = Notices(channels, dispatcher.secrecy, lanes, sender)
    photos = Photos(lanes, channels, dispatcher.secrecy, PhotoStorage(settings.attachments_url, dispatcher.owner))
    tidying = Tidying(lanes, file_of(dispatcher.engine))
    erasures = Erasures(lanes, StoredFiles(settings.attachments_url), dispatcher.owner)
    alerts = Alerts(channels, dispatcher.secrecy, lanes, sender, partial(_folders, settings, dispatcher))
    heartbeat = Heartbeat(dispatcher.process, kind, lanes, relays=relay)
    work = Relay(
        lanes,
        sender,
        chores=(notices.post, photos.fetch, heartbeat.relayed),
        sweeps=(photos.sweep, tidying.sweep),
        errands=(erasures.copy, alerts.tell),
        periods=periods(settings),
    )
    relaying = asyncio.create_task(work.run()) if relay else None
    beating = asyncio.create_task(heartbeat.run())
    tally = Tally(lanes)
    counting = asyncio.create_task(tally.run())
    gc.freeze()  # What stands by now stays, so the collector need not go through it again and again.
    try:
        yield webhooks
    finally:
        work.stop()
        if relaying:
            await relaying
        heartbeat.stop()
        tally.stop()
        await beating
        await counting
        await inbox.close()
        await photos.close()
        await tidying.close()
        await sender.close()
        for channel in channels.values():
            await channel.close()
        dispatcher.lanes = None
        await asyncio.to_thread(lanes.close)


def _folders(settings: Settings, dispatcher: Dispatcher) -> list[Path]:
    """Where something is kept on this machine."""
    file = file_of(dispatcher.engine)
    photos = [] if "://" in settings.attachments_url else [Path(settings.attachments_url)]
    return [*([file.parent] if file else []), *photos]


async def _open_line(settings: Settings, inbox: Inbox, channels: dict[str, Channel], webhooks: dict[str, Any]) -> None:
    """The SDK takes 1.5 s to import: only where the channel is on."""
    if not settings.line_is_on:
        return
    from bot.line.client import LineChannel
    from bot.line.webhook import LineWebhook

    channel = LineChannel(settings)
    channels["line"] = channel
    webhooks["line"] = LineWebhook(settings.line_channel_secret, channel, inbox)


async def _open_telegram(
    settings: Settings, inbox: Inbox, channels: dict[str, Channel], webhooks: dict[str, Any], dispatcher: Dispatcher
) -> None:
    """The SDK takes 0.6 s to import."""
    if not settings.telegram_is_on:
        return
    from bot.telegram.client import TelegramChannel
    from bot.telegram.webhook import TelegramWebhook

    channel = TelegramChannel(settings)
    channels["telegram"] = channel
    webhooks["telegram"] = TelegramWebhook(settings.telegram_webhook_secret, channel, inbox, dispatcher)
