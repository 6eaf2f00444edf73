"""What does a person want done with what is stored about them, or to know of who told something?"""

from knowledge.draft import Draft
from knowledge.index import Index
from knowledge.reading import read
from knowledge.vocabulary import read as read_vocabulary
from knowledge.vocabulary import read_groups

_RIGHTS = tuple(read_groups("talk")["rights"])


def wish(index: Index, text: str) -> str:
    """A part of `rights` in talk.yaml, the one that stands first there; "" for any other word on privacy."""
    reading = read(index, text)
    return next((name for name in _RIGHTS if reading.says(f"rights/{name}")), "")


def asks_who_told(draft: Draft) -> bool:
    """ "ใครเป็นคนร้องเรียนร้านฉัน", "ขอเบอร์คนที่แจ้ง": who it was that told something, which nobody is told."""
    details = (i for i, token in enumerate(draft.reading.tokens) if token.text in _OF_PEOPLE)
    asked = {*draft.reading.where("who", "what_name"), *details}
    told = draft.reading.where_said("informant/who")
    return any(0 < at - i <= _NEAR for at in told for i in asked)


_OF_PEOPLE = frozenset(read_vocabulary("small_words")["of_people"])
_NEAR = 4
"""Words between what is asked of somebody and who that is."""
