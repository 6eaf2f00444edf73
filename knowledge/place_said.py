"""Which place on earth does a message tell: coordinates as a map shows them, or the link of a map that holds some?

Nothing is fetched: of a short link it is not known where it leads.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus

from knowledge.vocabulary import read

_MOST_LATITUDE, _MOST_LONGITUDE = 90, 180
_PLACES = 6
"""Decimals: a tenth of a metre."""
_FINE = r"[-+]?\d{1,3}\.\d{3,}"
"""With three decimals a figure is a degree to a hundred metres; with fewer it may be a budget."""
_DEGREE = r"[-+]?\d{1,3}(?:\.\d+)?"
_BETWEEN = r"(?:\s*,\s*|\s+|\s*/\s*)"
_PAIR = re.compile(rf"(?<![\d.])\(?({_FINE})\s*°?\s*([NSEWnsew]?){_BETWEEN}({_FINE})\s*°?\s*([NSEWnsew]?)\)?(?![\d.])")
_DMS = r"(\d{1,3})\s*°\s*(?:(\d{1,2}(?:\.\d+)?)\s*['′’]\s*)?(?:(\d{1,2}(?:\.\d+)?)\s*(?:\"|″|”|'')\s*)?([NSEWnsew])"
_DEGREES = re.compile(rf"{_DMS}[\s,]*{_DMS}")
_LATITUDE, _LONGITUDE = ("|".join(map(re.escape, read("coordinates")[side])) for side in ("latitude", "longitude"))
_LABELLED = re.compile(
    rf"(?:{_LATITUDE})\s*[:=]?\s*({_DEGREE})[\s,;&]*(?:{_LONGITUDE})\s*[:=]?\s*({_DEGREE})",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?:https?://|geo:)[^\s<>\"']+", re.IGNORECASE)
_IN_LINK = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"!3d({_DEGREE})!4d({_DEGREE})",  # the thing that was chosen comes before the middle of the map
        rf"[?&](?:m?lat|latitude)=({_DEGREE})&(?:m?lon|lng|long|longitude)=({_DEGREE})",
        rf"[?&](?:q|query|ll|sll|daddr|saddr|destination|center|cp|loc|coordinate|location)=(?:loc:)?({_DEGREE})[,~]\s*({_DEGREE})",
        rf"^geo:({_DEGREE}),({_DEGREE})",
        rf"@({_DEGREE}),({_DEGREE})",
        rf"#map=\d+(?:\.\d+)?/({_DEGREE})/({_DEGREE})",
        rf"/({_DEGREE}),\s?({_DEGREE})(?:[/?#]|$)",
    )
)
_CALLED = re.compile(r"/place/([^/@?#]+)")
_MAPS = re.compile(
    r"^https?://(?:[\w-]+\.)*(?:maps\.app\.goo\.gl|goo\.gl/maps|g\.co/kgs|maps\.google\.|google\.[\w.]+/maps|maps\.apple\.com|"
    r"openstreetmap\.org|osm\.org|longdo\.com|bing\.com/maps|here\.com|waze\.com|what3words\.com|w3w\.co|nostramap\.com)",
    re.IGNORECASE,
)
_SOUTH_OR_WEST = ("S", "W")


@dataclass(frozen=True)
class Told:
    """A place that was told in a message."""

    place: tuple[float, float]
    """Latitude and longitude."""
    name: str
    """What the link calls it; "" where it has no name."""
    beside: str
    """What else the message says."""


def place_in(text: str) -> Told | None:
    """The first place of a message; None where it tells none."""
    return _of_link(text) or _of_figures(text)


def leads_to_map(text: str) -> bool:
    """Whether there is the link of a map in it, be it known or not what the map shows."""
    return any(_MAPS.match(link[0]) for link in _LINK.finditer(text))


def is_only_link(text: str) -> bool:
    """Whether a message is a link and nothing else: in no language."""
    return bool(_LINK.search(text)) and not _LINK.sub("", text).strip()


def _of_link(text: str) -> Told | None:
    for found in _LINK.finditer(text):
        link = unquote(found[0])
        pairs = (pair for pattern in _IN_LINK for pair in pattern.finditer(link))
        if place := next(filter(None, (_place(float(pair[1]), float(pair[2])) for pair in pairs)), None):
            return Told(place, _name_in(found[0]), _without(text, found))
    return None


def _name_in(link: str) -> str:
    """ "/maps/place/ตลาดบางลำภู/@16.4,102.8": a place that has only figures for a name has none."""
    called = _CALLED.search(link)
    name = unquote_plus(called[1]).strip() if called else ""
    return "" if place_in_figures(name) else name


def place_in_figures(text: str) -> bool:
    """Whether a text is coordinates."""
    return _of_figures(text) is not None


def _of_figures(text: str) -> Told | None:
    if found := _DEGREES.search(text):
        one, other = _degrees(*found.groups()[:4]), _degrees(*found.groups()[4:])
        return _told(text, found, _ordered(one, found[4], other, found[8]))
    if found := _LABELLED.search(text):
        return _told(text, found, _place(float(found[1]), float(found[2])))
    if found := _PAIR.search(text):
        one, other = _signed(float(found[1]), found[2]), _signed(float(found[3]), found[4])
        return _told(text, found, _ordered(one, found[2], other, found[4]))
    return None


def _told(text: str, found: re.Match[str], place: tuple[float, float] | None) -> Told | None:
    return Told(place, "", _without(text, found)) if place else None


def _without(text: str, found: re.Match[str]) -> str:
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())


def _degrees(degrees: str, minutes: str | None, seconds: str | None, side: str) -> float:
    return _signed(float(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3600, side)


def _signed(degrees: float, side: str) -> float:
    return -abs(degrees) if side.upper() in _SOUTH_OR_WEST else degrees


def _ordered(one: float, its_side: str, other: float, other_side: str) -> tuple[float, float] | None:
    """Longitude may come first: where it says so."""
    swapped = its_side.upper() in ("E", "W") or other_side.upper() in ("N", "S")
    return _place(other, one) if swapped else _place(one, other)


def _place(latitude: float, longitude: float) -> tuple[float, float] | None:
    """Where the first is no latitude the figures stand the other way round."""
    if abs(latitude) > _MOST_LATITUDE:
        latitude, longitude = longitude, latitude
    if abs(latitude) > _MOST_LATITUDE or abs(longitude) > _MOST_LONGITUDE:
        return None
    return round(latitude, _PLACES), round(longitude, _PLACES)
