"""Measures of an issue or of the plan: all, how many, one by its number, those about something."""

from collections.abc import Collection
from dataclasses import replace

from knowledge.mentions import find
from knowledge.parsing.asked import Asked, loose_numbers
from knowledge.parsing.forms.items import asked_of
from knowledge.parsing.heard import Heard
from knowledge.parsing.lists.frame import LAST, Frame, frame_of
from knowledge.parsing.lists.which import Match, is_little, says
from knowledge.parsing.sets import one_thing
from knowledge.query import algebra as a
from knowledge.texts.plan_texts import TextList

_NOT_HERE = ("budget", "how_much", "project", "share", "average", "compare", "agency", "stakeholder")
_NEAR = 4
"""Words between two numbers that are said together: "ข้อสามกับข้อสี่"."""
_SURELY, _STRANGE = 1.5, 1
"""The word for measures means the list; so many words that nothing explains may stand beside it."""


def measures(asked: Asked) -> a.Query | None:
    """What the list of measures says, in whole or in part, wherever the plan says that they come from."""
    heard = asked.heard
    frame = frame_of(heard)
    if frame is None or not heard.has("measure", "count_measure") or heard.has(*_NOT_HERE):
        return None
    of, spoken = _list_meant(asked)
    if of is None:
        return None
    frame = _counted_by_level(heard, frame)
    of_list = {i for i in frame.meant if _is_of_list(heard, of, i)} | spoken
    if len({*heard.draft.named.left} - of_list) > _STRANGE:
        return None
    looks = frame.claims or bool(frame.sought)  # then little words are looked for, too
    beside = [] if looks else [i for i in frame.meant if is_little(heard, i) or i in heard.draft.named.left]
    said = of_list.union(beside)
    frame = _all_asked(heard, _without_sizes(heard, frame, of), said)
    query = asked_of(asked, frame, Match(of, _SURELY, frozenset(said)))
    if query is not None:
        heard.used |= frame.said | of_list | {*heard.draft.named.left}
        heard.take("issue", "this", "measure", "count_measure")
    return query


def _list_meant(asked: Asked) -> tuple[TextList | None, set[int]]:
    """The measures of the issue that is numbered, named or pointed at, else the plan's only ones; with its words."""
    heard = asked.heard
    lists = [one for one in heard.index.texts.lists if one.kind == "measure"]
    numbered = [thing for thing in asked.parts.of("issue") if one_thing(thing)]
    found = find(heard.index, heard.draft.reading, ("issue",)) if heard.has("issue") and not numbered else []
    issues = {key for thing in numbered for key in thing.keys}
    spoken = {i for thing in numbered for i in thing.tokens}
    if not numbered and len(found) == 1 and len(found[0].codes) == 1:
        issues, spoken = {*found[0].codes}, {*found[0].tokens}
    if not issues and isinstance(asked.base, a.Named) and asked.base.kind == "issue":
        issues = {*asked.base.keys}
    fits = [one for one in lists if one.issue in issues] or (lists if not issues or not (numbered or found) else [])
    return (fits[0] if len(fits) == 1 else None), spoken


def _counted_by_level(heard: Heard, frame: Frame) -> Frame:
    """With the number that stands beside the word for measures, where there is one: "the third measure"."""
    numbers, places = heard.draft.levels.numbers.get("measure", ()), heard.draft.levels.tokens
    heard.used |= places if numbers else frozenset()
    behind = range(min(places, default=0), max(places, default=0) + 1 + _NEAR)
    near = {heard.tokens[i].number for i in behind if i < len(heard.tokens)}
    numbers += tuple(number for number in frame.numbers if number in near and number not in numbers)
    return replace(frame, numbers=numbers) if places and numbers and LAST not in frame.numbers else frame


def _all_asked(heard: Heard, frame: Frame, said: Collection[int]) -> Frame:
    """ "มาตรการใดบ้าง" and "กี่มาตรการ ขอรายละเอียด" ask for all, where nothing is looked for among them."""
    every = frame.asks_all or heard.has("what", "order_word") or (frame.count and heard.has("show"))
    which = frame.which and not ({*frame.meant} <= {*said} and heard.has("what", "order_word"))
    return replace(frame, which=which, asks_all=every)


def _without_sizes(heard: Heard, frame: Frame, of: TextList) -> Frame:
    """ "มาตรการทั้งห้า": all of them are meant."""
    sizes = [i for i in loose_numbers(heard) if heard.tokens[i].number == len(of.items)]
    heard.used.update(i for i in sizes if i in frame.sizes)
    return replace(frame, asks_all=frame.asks_all or bool(frame.sizes))


def _is_of_list(heard: Heard, of: TextList, i: int) -> bool:
    """Whether a word says which list it is: of the issue's name, of its title, or where it comes from."""
    issue = heard.index.entities[of.issue]
    own = bool(issue.notions.intersection(heard.tokens[i].notions))
    measure = heard.tokens[i].is_cue("measure", "count_measure", "issue", "this")
    return measure or own or says(of.title, heard, i) or says(of.lead, heard, i)
