"""Did LINE send this body?"""

import hashlib
import hmac
from base64 import b64encode


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether the header x-line-signature fits the raw body: neither may have been read and written again before.

    The SDK's validator does the same, but only with text: bytes that are none would not be checked at all.
    """
    expected = b64encode(hmac.digest(secret.encode(), body, hashlib.sha256))
    return hmac.compare_digest(expected, signature.encode(errors="replace"))
