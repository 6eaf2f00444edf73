"""What does the page need to show a map on which a place is set: where it begins, the towns around, pictures of it?

The towns come with the bot, so that there is a map without any other service. Pictures of streets come from a server
that whoever runs the bot names; without one the towns are all there is to go by.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.web.chat import Chats
from bot.web.refusal import language_of

_TOWNS = Path(__file__).with_name("towns.tsv")
_AROUND = 1.3
"""Degrees of latitude and longitude around the province's town, some 140 km."""
_MOST = 120
_NEAR, _FAR = 9, 6
"""How near the map begins (powers of two; 0 is the whole world): at a province, at the whole country."""
_MIDDLE = (13.5, 101.0)
_FOR_A_DAY = {"Cache-Control": "private, max-age=86400"}


@dataclass(frozen=True)
class Town:
    """A town of Thailand."""

    latitude: float
    longitude: float
    thai: str
    english: str


@dataclass(frozen=True)
class Map:
    """GET /map."""

    chats: Chats
    tiles: str
    """The address of pictures of the map, with {z}, {x} and {y}; "" where there are none."""
    credit: str
    """To whom those belong."""

    async def tell(self, request: Request) -> Response:
        """Where the map of this province begins, and the towns on it."""
        plan = await run_in_threadpool(self.chats.plan_words, "th")
        thai = language_of(request) == "th"
        return JSONResponse({**around(str(plan["province"]), thai=thai), **self._pictures()}, headers=_FOR_A_DAY)

    def _pictures(self) -> dict[str, str]:
        return {"tiles": self.tiles, "credit": self.credit}


def around(province: str, *, thai: bool) -> dict[str, Any]:
    """The middle of the map, how near it begins, and the towns there, the largest first."""
    middle = next((town for town in towns() if town.thai == province), None)
    if middle is None:
        return {"middle": _MIDDLE, "zoom": _FAR, "towns": _named(towns()[:_MOST], thai=thai)}
    near = [town for town in towns() if _is_near(town, middle)]
    return {"middle": (middle.latitude, middle.longitude), "zoom": _NEAR, "towns": _named(near[:_MOST], thai=thai)}


def _is_near(town: Town, middle: Town) -> bool:
    return abs(town.latitude - middle.latitude) < _AROUND and abs(town.longitude - middle.longitude) < _AROUND


def _named(found: Iterable[Town], *, thai: bool) -> list[tuple[float, float, str]]:
    return [(town.latitude, town.longitude, (thai and town.thai) or town.english) for town in found]


@cache
def towns() -> tuple[Town, ...]:
    """All of them, the largest first."""
    rows = (line.split("\t") for line in _TOWNS.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return tuple(Town(float(latitude), float(longitude), thai, english) for latitude, longitude, thai, english in rows)
