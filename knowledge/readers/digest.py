"""Has a plan's file or its companion changed since it was loaded."""

import hashlib
from pathlib import Path

from knowledge.readers.companion import companion_of

_READING = 2
"""Goes up when the readers get more or other facts out of the same bytes, so that a bundled plan is loaded anew."""


def digest_of(path: Path) -> str:
    """SHA-256 of the document, its companion and the way they are read. Nothing is parsed, so a start may ask it."""
    companion = companion_of(path)
    digest = hashlib.sha256(f"{_READING}\n".encode())
    for file in (path, companion):
        digest.update(hashlib.sha256(file.read_bytes() if file else b"").digest())
    return digest.hexdigest()
