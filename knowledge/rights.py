"""What does a person want done with what is stored about them?"""

from knowledge.index import Index
from knowledge.reading import read
from knowledge.vocabulary import read_groups

_RIGHTS = tuple(read_groups("talk")["rights"])


def wish(index: Index, text: str) -> str:
    """A part of `rights` in talk.yaml, the one that stands first there; "" for any other word on privacy."""
    reading = read(index, text)
    return next((name for name in _RIGHTS if reading.says(f"rights/{name}")), "")
