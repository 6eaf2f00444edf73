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
    """What only the holder of one key can do."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def hash(self, *names: str) -> str:
        """Always the same for the same names, and no way back: to find a row by."""
        return self._mac("\0".join(names).encode(errors="replace")).hex()

    def seal(self, text: str) -> str:
        """Encrypted; `open` gives the text back."""
        nonce = secrets.token_bytes(_NONCE)
        return b64encode(nonce + self._cipher.encrypt(nonce, text.encode(), None)).decode()

    def open(self, sealed: str) -> str:
        """The text again. Raises cryptography.exceptions.InvalidTag where it was sealed with another key."""
        told = b64decode(sealed)
        return self._cipher.decrypt(told[:_NONCE], told[_NONCE:], None).decode()

    def open_or_none(self, sealed: str) -> str | None:
        """The text again; None where it cannot be opened."""
        from cryptography.exceptions import InvalidTag

        try:
            return self.open(sealed)
        except (InvalidTag, ValueError):
            return None

    @cached_property
    def _cipher(self) -> "AESGCM":
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # not for `ask`, which seals nothing

        return AESGCM(self._mac(b"\0to seal with"))

    def _mac(self, text: bytes) -> bytes:
        return hmac.digest(self._key, text, hashlib.sha256)
