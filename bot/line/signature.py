"""Did LINE send this body?"""

from linebot.v3.webhook import SignatureValidator


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether the header x-line-signature fits the raw body: neither may have been read and written again before."""
    try:
        return bool(SignatureValidator(secret).validate(body.decode(), signature))
    except UnicodeError:  # The SDK takes text, and LINE sends nothing but UTF-8.
        return False
