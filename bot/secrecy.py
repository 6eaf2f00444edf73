"""How are people's ids and what they confide kept, so that whoever reads the database learns nothing from them?

What is sealed is bound to what it is for and to whose it is: put anywhere else it does not open. Each purpose has a key
of its own, derived from the one in the settings (HKDF, RFC 5869); purpose and row are authenticated with the text
(AES-GCM's associated data).
"""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Purpose = Literal[
    "person",
    "case text",
    "contact",
    "photo",
    "call",
    "chat",
    "draft",
    "told",
    "my data",
    "message of case",
    "officer",
    "reply",
    "evidence",
    "shown photo",
]
"""What a sealed text is for. Its row: of a person the channel; of a case's text, contact, photos and messages its id;
of a call its key; of a chat its hash; of what was told the message's id, hashed. A draft has none: it is kept within
its chat. Of an officer the channel; of an answer to an officer its case's id; of evidence, a photo in a link, none,
as of a photo that an officer is shown in chat."""
BOUND = "2."
"""So begins a text that is bound to its purpose. A dot stands in no base64: what earlier versions sealed has none."""
_ONCE_UNBOUND = frozenset({"person", "case text", "contact", "photo", "call", "chat", "draft"})
"""Purposes of which stored texts may be older than the binding. A link to a person's data is none of them."""
_NONCE = 12
"""Bytes. Random for each text, as AES-GCM asks."""


class Secrecy:
    """What only the holder of the keys can do. The newest hides; older ones, being replaced, still find and open."""

    def __init__(self, newest: bytes, *older: bytes) -> None:
        self._keys = tuple(_Key(key) for key in (newest, *older))

    def hash(self, *names: str) -> str:
        """Always the same for the same names, and no way back: to find a row by."""
        return self.hashes(*names)[0]

    def hashes(self, *names: str) -> tuple[str, ...]:
        """The hash under each key, newest first: a row may not have been brought to the newest yet."""
        text = "\0".join(names).encode(errors="replace")
        return tuple(key.mac(text).hex() for key in self._keys)

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """By which each key is known again, newest first; nobody can tell the key from it."""
        return tuple(key.derived(b"fingerprint").hex()[:16] for key in self._keys)

    def seal(self, text: str, purpose: Purpose, *row: str) -> str:
        """Encrypted; `open` gives the text back to who names the same purpose and row."""
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._keys[0].cipher(purpose).encrypt(nonce, text.encode(), _bound_to(purpose, row))
        return BOUND + b64encode(nonce + sealed).decode()

    def open(self, sealed: str, purpose: Purpose, *row: str) -> str:
        """The text again. Raises cryptography.exceptions.InvalidTag where it was sealed with none of the keys, or for
        something else."""
        return self._open(sealed, purpose, row)[0]

    def open_or_none(self, sealed: str, purpose: Purpose, *row: str) -> str | None:
        """The text again; None where it cannot be opened."""
        from cryptography.exceptions import InvalidTag

        try:
            return self.open(sealed, purpose, *row)
        except (InvalidTag, ValueError):
            return None

    def renew(self, sealed: str, purpose: Purpose, *row: str) -> str:
        """The same under the newest key and bound to its purpose; as it is where it is so already, or "" (nothing)."""
        if not sealed:
            return sealed
        text, key = self._open(sealed, purpose, row)
        is_new = key is self._keys[0] and sealed.startswith(BOUND)
        return sealed if is_new else self.seal(text, purpose, *row)

    def _open(self, sealed: str, purpose: Purpose, row: tuple[str, ...]) -> tuple[str, "_Key"]:
        from cryptography.exceptions import InvalidTag

        is_bound = sealed.startswith(BOUND)
        told = b64decode(sealed.removeprefix(BOUND))
        if not is_bound and purpose not in _ONCE_UNBOUND:
            raise InvalidTag
        for key in self._keys:
            cipher, bound_to = (key.cipher(purpose), _bound_to(purpose, row)) if is_bound else (key.unbound, None)
            try:
                return cipher.decrypt(told[:_NONCE], told[_NONCE:], bound_to).decode(), key
            except InvalidTag:
                continue
        raise InvalidTag


class _Key:
    def __init__(self, key: bytes) -> None:
        self._key = key
        self.cipher = cache(self._cipher)

    @cached_property
    def unbound(self) -> "AESGCM":
        """With which earlier versions sealed everything."""
        return _aes_gcm(self.mac(b"\0to seal with"))

    def mac(self, text: bytes) -> bytes:
        return hmac.digest(self._key, text, hashlib.sha256)

    def derived(self, purpose: bytes) -> bytes:
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        return HKDF(SHA256(), 32, salt=None, info=b"plan bot, " + purpose).derive(self._key)

    def _cipher(self, purpose: Purpose) -> "AESGCM":
        return _aes_gcm(self.derived(f"to seal: {purpose}".encode()))


def _aes_gcm(key: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # not for `ask`, which seals nothing

    return AESGCM(key)


def _bound_to(purpose: Purpose, row: tuple[str, ...]) -> bytes:
    """Each part behind its length, so that no two rows look alike."""
    parts = [part.encode(errors="replace") for part in (purpose, *row)]
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
