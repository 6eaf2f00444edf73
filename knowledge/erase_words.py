"""Which part of what they sent does somebody want erased: their phone, a photo, the place, or one case?"""

import re
from functools import cache
from typing import Literal

from knowledge.clean import clean
from knowledge.vocabulary import read

Part = Literal["", "contact", "photos", "place", "case"]
_PARTS: tuple[Part, ...] = ("contact", "photos", "place", "case")
"""The first that is named counts: "ลบเบอร์ในเรื่อง 482-915-737" is about the phone."""
_SENT_ALONG: tuple[Part, ...] = ("contact", "photos", "place")
"""What is also erased by who cancels it: "ยกเลิกเบอร์". A case that is cancelled is taken back."""
_REST = 3
"""Letters that may be left over: a longer message tells something else."""
_NUMBER = re.compile(r"[\d\-\s]+")


def part_to_erase(text: str) -> Part:
    """The part that the message wants erased; "" where it wants none, or says more than that."""
    said = clean(text)
    without_verb, verbs = _pattern("verbs").subn(" ", _joined(said))
    parts = _PARTS
    if not verbs:
        without_verb, verbs = _pattern("ends").subn(" ", said)
        parts = _SENT_ALONG
    if not verbs:
        return ""
    found = (part for part in parts if _pattern(part).search(without_verb))
    part: Part = next(found, "")
    if not part:
        return ""
    for group in (*_PARTS, "beside"):
        without_verb = _pattern(group).sub(" ", without_verb)
    rest = _NUMBER.sub("", without_verb)
    return part if sum(map(str.isalpha, rest)) <= _REST else ""


def _joined(said: str) -> str:
    """ "เอาเบอร์ผมออก" is "เอาออกเบอร์ผม": a verb whose halves stand around what it is done to."""
    for halves in read("erase_part")["halves"]:
        first, second = halves.split()
        before, found, rest = said.partition(first)
        if found and second in rest:
            return f"{before}{first}{'' if not first.isascii() else ' '}{second} {rest.replace(second, ' ', 1)}"
    return said


@cache
def _pattern(group: str) -> re.Pattern[str]:
    words = sorted({clean(word) for word in read("erase_part")[group]}, key=len, reverse=True)
    forms = (rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word) for word in words)
    return re.compile("|".join(forms))
