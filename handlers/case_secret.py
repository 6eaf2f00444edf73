"""By which secret can a person claim a case from another device? Told once, with its number; only a hash is kept."""

import hashlib
import hmac
import re
import secrets

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""None of them looks like another."""
_GROUPS, _LENGTH = 3, 4
_SHAPE = re.compile(
    rf"(?<![0-9A-Za-z])([{_LETTERS}]{{4}})-?([{_LETTERS}]{{4}})-?([{_LETTERS}]{{4}})(?![0-9A-Za-z])", re.I
)


def new_secret() -> str:
    """Twelve letters, 59 bits: too many to be tried out, and so a plain hash of them is enough."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(_GROUPS))


def hashed(number: str, secret: str) -> str:
    """What is kept of the secret of a case. It needs no key of ours, so that it outlives one that is replaced."""
    return hashlib.sha256(f"{number} {secret.upper().replace('-', '')}".encode()).hexdigest()


def fits(number: str, secret: str, kept: str) -> bool:
    """Whether it is the secret of this case."""
    return bool(kept) and hmac.compare_digest(hashed(number, secret), kept)


def find_secret(text: str) -> str:
    """What looks like a secret in a message; "" where nothing does. A digit or the signs tell it from a word."""
    for found in _SHAPE.finditer(text):
        if "-" in found[0] or any(character.isdigit() for character in found[0]):
            return found[0]
    return ""


def is_only_secret(text: str) -> bool:
    """Whether a message has no other word than a secret, which is of no language."""
    secret = find_secret(text)
    return bool(secret) and not any(map(str.isalpha, text.replace(secret, "")))
