"""Is this the password of an officer? Kept as argon2's hash; a wrong name takes as long as a wrong password."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST, LONGEST = 10, 200
"""Characters."""
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def is_good(password: str) -> bool:
    """Whether it may be one."""
    return SHORTEST <= len(password) <= LONGEST


def kept(password: str) -> str:
    """What is stored of it."""
    return _HASHER.hash(password)


def fits(password: str, stored: str) -> bool:
    """Whether it is the one that was stored; False where none was."""
    try:
        right = _HASHER.verify(stored or _nobodys(), password[:LONGEST])
    except (Argon2Error, InvalidHashError):
        return False
    return right and bool(stored)


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this one")
