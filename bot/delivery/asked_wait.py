"""How long does a platform ask us to wait before the next attempt?"""

import re
from datetime import UTC
from email.utils import parsedate_to_datetime

from db.models import now

LONGEST = 3600.0
"""Seconds. A platform that says more is asked again after that: a day may be a mistake, and what waits so long is of no
use to anybody."""
_SECONDS = re.compile(r"[0-9]{1,20}(\.[0-9]{1,20})?", re.ASCII)


def asked_wait(told: object) -> float:
    """Seconds, of a `Retry-After` as it was sent: a number, or a date (RFC 9110, 10.2.3). 0 where it makes no sense."""
    text = str(told).strip()
    if _SECONDS.fullmatch(text):
        return min(LONGEST, float(text))
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return 0.0
    zoned = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(LONGEST, max(0.0, (zoned - now()).total_seconds()))
