"""Words by which a part of the message stands for the old one, or is told by itself: "เปลี่ยนเป็นปี 56", "แยกปี 56 มา"."""

from knowledge.parsing.heard import Heard
from knowledge.parsing.parts import Parts
from knowledge.vocabulary import read as read_vocabulary

_REACH = 4
_BECOMES = frozenset(read_vocabulary("small_words")["becomes"])


def take_exchange(heard: Heard, parts: Parts) -> None:
    """ "เปลี่ยน(หน่วย)เป็นเทศบาล", "เปลี่ยนเป็นปี 56": the part behind stands for the old one."""
    starts = {thing.start for thing in parts.things} | {span.start for span in parts.years}
    for i in heard.at("change"):
        near = range(i + 1, min(i + _REACH, len(heard.tokens)))
        becomes = next((j for j in near if heard.tokens[j].text in _BECOMES), None)
        if becomes is not None and starts & {becomes + 1, becomes + 2}:
            heard.used.update(range(i, becomes + 1))


def take_split_off(heard: Heard, parts: Parts) -> None:
    """ "แยกปี 2555 มา", "แยกเฉพาะส่วนของสรรพากร": a year, or with "only" a thing, by itself."""
    years = {span.start for span in parts.years if len(parts.years) == 1 and len(span.years) == 1}
    only, things = set(heard.at("only")), {thing.start for thing in parts.things if not thing.denied}
    for i in heard.at("by_year", "by_each"):
        behind = set(range(i + 1, i + 1 + _REACH))
        if i + 1 in years or (i + 1 in only and behind & (years | things)):
            heard.used.add(i)
