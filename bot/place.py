"""Is what was sent a place on earth?"""

from typing import TypeGuard

LONGEST_PLACE = 300
"""Letters of the name and address of a place that are kept."""


def place(latitude: object, longitude: object) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, to a tenth of a metre; None where they are no such thing."""
    if _is_up_to(latitude, 90) and _is_up_to(longitude, 180):
        return round(float(latitude), 6), round(float(longitude), 6)
    return None


def _is_up_to(degrees: object, most: int) -> TypeGuard[float]:
    """JSON's true is 1 to Python; its NaN is not up to anything."""
    return isinstance(degrees, int | float) and not isinstance(degrees, bool) and abs(degrees) <= most
