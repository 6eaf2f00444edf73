"""What did versions of the bot write that sealed everything alike?"""

import hashlib
import hmac
import secrets
from base64 import b64encode

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def sealed_before(key: bytes, text: str) -> str:
    """Encrypted, bound to nothing."""
    nonce = secrets.token_bytes(12)
    cipher = AESGCM(hmac.digest(key, b"\0to seal with", hashlib.sha256))
    return b64encode(nonce + cipher.encrypt(nonce, text.encode(), None)).decode()
