"""What does somebody read who made a backup or brought one back?"""

from collections.abc import Iterator
from datetime import datetime

from bot.backup.manifest import PHOTOS, Manifest
from bot.backup.restoring import Restored


def of_backup(manifest: Manifest) -> str:
    """What is in it."""
    return "".join(f"{line}\n" for line in (*_contents(manifest), *_key(manifest)))


def of_restore(done: Restored) -> str:
    """What was brought back, what was put aside, and what differs from the moment of the backup."""
    return "".join(f"{line}\n" for line in (*_contents(done.manifest), *_replaced(done), *_changed(done)))


def _contents(manifest: Manifest) -> Iterator[str]:
    photos = sum(path.startswith(f"{PHOTOS}/") for path in manifest.files)
    megabytes = sum(int(file["bytes"]) for file in manifest.files.values()) / 1_000_000
    yield f"Backup of {_at(manifest.began_at)}, {manifest.database}, revision {manifest.revision}."
    rows, cases = sum(manifest.rows.values()), manifest.rows.get("feedback", 0)
    yield f"It holds {rows:,} rows, of which {cases:,} are cases, and {photos:,} photos: {megabytes:,.1f} MB."
    if manifest.missing:
        yield f"{manifest.missing:,} photos of cases were not in the storage, so they are not in the backup either."


def _key(manifest: Manifest) -> Iterator[str]:
    if manifest.key_is_here:
        yield "The key is in it: who has this folder can read what people confided."
    elif manifest.keys:
        yield f"The key is not in it: keep CONVERSATION_KEY elsewhere. Its fingerprint is {manifest.keys[0]}."


def _replaced(done: Restored) -> Iterator[str]:
    yield f"Photos brought back: {done.photos:,}."
    if done.is_others:
        yield "The photos are another database's, so this one deletes none, even of cases that are erased."
        yield "If that database is gone: python -m bot photos --claim"
    if done.aside:
        yield f"What was there before is kept in {done.aside}. Delete it when all is well."
    if done.old_key:
        yield f"The key that was there before is kept in {done.old_key}."


def _changed(done: Restored) -> Iterator[str]:
    again = done.finished
    erased = f"{again.people} people, {again.chats} chats, {again.cases} cases"
    yield f"Erased again, as they were erased after the backup: {erased}."
    if done.newest_erasing:
        yield f"The newest erasing that is known here is of {_at(done.newest_erasing)}."
    yield "What was erased later or on another machine is not known here: give the place with --erasures."
    if again.calls:
        yield f"{again.calls} calls that waited when the backup was made may have been sent since."
        yield "So they are not sent, but kept as dead letters: python -m bot dead list"
    if again.notices:
        yield f"{again.notices} pieces of news may have been told since: people hear them with their next message."


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
