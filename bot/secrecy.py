"""How are people's ids kept, so that whoever reads the database learns nothing from them?"""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

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

    def seal(self, text: str) -> str:
        """Encrypted; `open` gives the text back."""
        nonce = secrets.token_bytes(_NONCE)
        return b64encode(nonce + self._keys[0].cipher.encrypt(nonce, text.encode(), None)).decode()

    def open(self, sealed: str) -> str:
        """The text again. Raises cryptography.exceptions.InvalidTag where it was sealed with none of the keys."""
        return self._open(sealed)[0]

    def open_or_none(self, sealed: str) -> str | None:
        """The text again; None where it cannot be opened."""
        from cryptography.exceptions import InvalidTag

        try:
            return self.open(sealed)
        except (InvalidTag, ValueError):
            return None

    def renew(self, sealed: str) -> str:
        """The same under the newest key; as it is where that key sealed it, or where there is nothing ("")."""
        if not sealed:
            return sealed
        text, key = self._open(sealed)
        return sealed if key is self._keys[0] else self.seal(text)

    def _open(self, sealed: str) -> tuple[str, "_Key"]:
        from cryptography.exceptions import InvalidTag

        told = b64decode(sealed)
        for key in self._keys:
            try:
                return key.cipher.decrypt(told[:_NONCE], told[_NONCE:], None).decode(), key
            except InvalidTag:
                continue
        raise InvalidTag


class _Key:
    def __init__(self, key: bytes) -> None:
        self._key = key

    @cached_property
    def cipher(self) -> "AESGCM":
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # not for `ask`, which seals nothing

        return AESGCM(self.mac(b"\0to seal with"))

    def mac(self, text: bytes) -> bytes:
        return hmac.digest(self._key, text, hashlib.sha256)
