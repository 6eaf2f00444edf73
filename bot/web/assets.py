"""Which files does the page load, and under which names?

Each file is served under a name that holds a digest of its bytes, so a browser may keep it for a year and still
gets a changed one at once. A file names another one as `{asset:words.js}`.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
_NAMES_OTHERS = {".css", ".js"}
_REFERENCE = re.compile(r"\{asset:([a-z0-9.-]+)\}")


@dataclass(frozen=True)
class Asset:
    """One file as the browser gets it."""

    path: str
    """/static/chat.0123456789ab.css"""
    body: bytes
    media_type: str


def read_assets(folder: Path = FOLDER) -> Mapping[str, Asset]:
    """Every file by its own name (`chat.css`)."""
    assets: dict[str, Asset] = {}
    for file in sorted(folder.iterdir()):
        _read(file, assets)
    return assets


def with_paths(text: str, assets: Mapping[str, Asset]) -> str:
    """The text with each `{asset:chat.css}` replaced by the path under which that file is served."""
    return _REFERENCE.sub(lambda found: assets[found[1]].path, text)


def digest(body: bytes) -> str:
    """Twelve characters that change whenever the bytes do."""
    return hashlib.sha256(body).hexdigest()[:12]


def _read(file: Path, assets: dict[str, Asset]) -> None:
    """The files that this one names come first, since their digests stand in its bytes."""
    if file.name in assets:
        return
    body = file.read_bytes()
    if file.suffix in _NAMES_OTHERS:
        for name in _REFERENCE.findall(body.decode()):
            _read(file.parent / name, assets)
        body = with_paths(body.decode(), assets).encode()
    assets[file.name] = Asset(f"/static/{file.stem}.{digest(body)}{file.suffix}", body, _TYPES[file.suffix])
