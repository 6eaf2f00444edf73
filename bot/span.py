"""How long is that, in words?"""

_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


def span(seconds: float) -> str:
    """In the largest unit of which there are two: 20 hours, 90 minutes, 4 days."""
    for name, size in _UNITS:
        if seconds >= 2 * size:
            return f"{int(seconds // size)} {name}s"
    return f"{int(seconds)} second{'' if int(seconds) == 1 else 's'}"
