"""How is a case called? Nine digits that can be read over the phone, not guessed, and are checked when typed."""

import re
import secrets

from sqlalchemy.orm import Session

from db import cases

_SHAPE = re.compile(r"(?<![0-9])([1-9][0-9]{2})[ -]?([0-9]{3})[ -]?([0-9]{3})(?![0-9])")


def new_number(session: Session) -> str:
    """A number that no case has."""
    while True:
        first = secrets.randbelow(90_000_000) + 10_000_000
        number = f"{first}{_check_digit(str(first))}"
        if cases.number_is_free(session, number):
            return number


def find_number(text: str) -> str | None:
    """The number of a case in a text, its groups apart or together; None where there is none that is right."""
    for found in _SHAPE.finditer(text):
        number = "".join(found.groups())
        if _check_digit(number[:-1]) == number[-1]:
            return number
    return None


def shown(number: str) -> str:
    """482-915-737"""
    return "-".join((number[:3], number[3:6], number[6:]))


def _check_digit(digits: str) -> str:
    """ISO 7064 MOD 11,10: finds every wrong digit and nearly every two that changed places."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)
