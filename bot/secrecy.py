"""How are people's ids kept, so that whoever reads the database learns nothing from them?"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class Secrecy:
    """What only the holder of one key can do."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def hash(self, *names: str) -> str:
        """Always the same for the same names, and no way back: to find a row by."""
        return self._mac("\0".join(names).encode(errors="replace")).hex()

    def seal(self, text: str) -> str:
        """Encrypted; `open` gives the text back."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The text again. Raises cryptography.fernet.InvalidToken where it was sealed with another key."""
        return self._fernet.decrypt(sealed.encode()).decode()

    @cached_property
    def _fernet(self) -> "Fernet":
        from cryptography.fernet import Fernet  # not for `ask`, which seals nothing

        return Fernet(urlsafe_b64encode(self._mac(b"\0to seal with")))

    def _mac(self, text: bytes) -> bytes:
        return hmac.digest(self._key, text, hashlib.sha256)
