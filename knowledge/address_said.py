"""Which figures of a message only tell where somebody lives or something is: of a house, a lane, a room, a kilometre?

Whoever reports something tells where it is. Such a figure says nothing of what is told, and is no year of the plan.
"""

import re

from knowledge.vocabulary import read

ADDRESS = frozenset(read("quantities")["address"])
"""Words that a figure of a place stands behind."""
_WORDS = "|".join(re.escape(word) for word in sorted(ADDRESS, key=len, reverse=True))
_FIGURE = re.compile(rf"((?<![a-z])(?:{_WORDS})\s{{0,3}})\d{{1,6}}(?:/\d{{1,6}})?(?!\d)", re.IGNORECASE)


def without_addresses(text: str) -> str:
    """The text without the figures that stand behind such words: "ไฟดับซอย 57" is told like "ไฟดับซอย"."""
    return _FIGURE.sub(lambda found: found[1], text)
