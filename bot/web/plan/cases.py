"""How many cases concern a project, and how many there are, so far as a number tells nothing of a person?"""

import time
from collections import Counter
from collections.abc import Sequence

from bot.web.api.records import FEWEST
from bot.web.chat import Chats
from db.case_counts import Tally
from db.plan_codes import of_plan
from knowledge.plan_view import PlanView

_SECONDS = 60
"""So long a count may be old: pages are asked for more often than cases come."""


class CaseNumbers:
    """Counted at most once a minute."""

    def __init__(self, chats: Chats) -> None:
        self._chats = chats
        self._counted: tuple[float, Sequence[Tally]] = (float("-inf"), ())
        self._of: dict[str, Counter[str]] = {}

    def of(self, view: PlanView, code: str) -> int:
        """Cases that concern the thing of this code; 0 for fewer than might tell of a person."""
        tallies = self._tallies()
        if view.beside not in self._of:
            counted: Counter[str] = Counter()
            for tally in tallies:
                counted.update(dict.fromkeys(of_plan(tally.codes, view.beside), tally.number))
            self._of[view.beside] = counted
        return _shown(self._of[view.beside][code])

    def all(self) -> int:
        """Cases altogether, in the same way."""
        return _shown(sum(tally.number for tally in self._tallies()))

    def _tallies(self) -> Sequence[Tally]:
        at, counted = self._counted
        if time.monotonic() - at > _SECONDS:
            counted = self._chats.tallies()
            self._counted, self._of = (time.monotonic(), counted), {}
        return counted


def _shown(number: int) -> int:
    return number if number >= FEWEST else 0
