"""Which list of the plan does a message mean: by its title, its kind, its issue, or as the one just talked of?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.cut import letters_of
from knowledge.index import Index
from knowledge.parsing.heard import Heard
from knowledge.parsing.lists.frame import Frame
from knowledge.parsing.lists.phrases import words_of
from knowledge.query import algebra as a
from knowledge.query.kinds import Kind
from knowledge.texts.plan_texts import TextList
from knowledge.texts.written import Written

PARTS = {"section_eight": "section", "framework": "framework"}
"""Cues of parts of the plan."""
_KINDS_OF_THINGS = (
    "issue", "goal", "tactic", "indicator", "project", "target", "agency", "responsible", "strategy", "who", "budget",
    "measure", "stakeholder", "agency_strategy", "funded", "plan",
)  # fmt: skip
_OF_TABLES: tuple[Kind, ...] = ("stakeholder", "agency_strategy")
_LISTED = words_of("listed")
_CALLED = 1.5
"""What the word tells by which the list is called: it stands right before "ดังต่อไปนี้"."""
_MOSTLY = 0.7
"""Of a word that stands in a title in pieces."""
_OF_LEAD = 0.4
"""What a word of the paragraph above a list tells, where a word of its title tells 1."""
_OF_ITEM = 0.1
"""The same of a word that only an item has: "รูปแบบการติดตามผลข้อแรก"."""
_COMMON, _SHORT = 0.2, 3
"""What a word tells that stands in every other story, or has fewer letters than that."""


@dataclass(frozen=True)
class Match:
    """A list with the words of the message that mean it."""

    of: TextList
    score: float
    said: frozenset[int]


def matches(heard: Heard, frame: Frame) -> tuple[Match, ...]:
    """The lists that fit everything the message says of them, the likeliest first."""
    found = [match for one in _candidates(heard, frame) if (match := _match(heard, frame, one))]
    return tuple(sorted(found, key=lambda match: -match.score))


def is_named(heard: Heard, frame: Frame) -> bool:
    """Whether the message says anything of the list that it means."""
    return bool(frame.words or frame.counted or frame.kind) or says_part(heard, "measure", *PARTS)


def says_part(heard: Heard, *cues: str) -> bool:
    """Whether a part of the plan is named, be it within a name."""
    return any(token.is_cue(*cues) for token in heard.tokens)


def last_list(index: Index, query: a.Query | None) -> TextList | None:
    """The list that the last question was about."""
    for node in a.nodes(query) if query is not None else ():
        match node:
            case a.Of(kind=kind, of=a.Named(kind="issue", keys=(issue,))):
                found = [one for one in index.texts.lists if one.kind == kind and one.issue == issue]
            case a.Named(kind="list", keys=(code,)):
                found = [one for one in index.texts.lists if one.code == code]
            case a.Named(keys=keys):
                found = [one for one in index.texts.lists if {item.key for item in one.items}.issuperset(keys)]
            case _:
                continue
        if found:
            return found[0]
    return None


def last_number(of: TextList, query: a.Query | None) -> int | None:
    """The number of the item told last."""
    for node in a.nodes(query) if query is not None else ():
        if isinstance(node, a.Named):
            at = [place for place, item in enumerate(of.items) if item.key in node.keys]
            if at:
                return at[-1]
    return None


def tells(heard: Heard, i: int) -> float:
    """How much a word tells; one that only says of what kind a thing is tells nothing."""
    if heard.tokens[i].is_cue(*_KINDS_OF_THINGS) and i not in heard.named_tokens:
        return 0.0
    text = word_at(heard, i)
    token = heard.tokens[i]
    little = len(text) < _SHORT or text in heard.index.vocabulary.common or token.sense.everyday
    return _COMMON if little else 1.0


def is_little(heard: Heard, i: int) -> bool:
    """Whether a word may be left over: an everyday one, and none that says what is asked for."""
    return 0 < tells(heard, i) <= _COMMON


def says(text: Written, heard: Heard, i: int) -> bool:
    """Whether the text has the word at a place of the message."""
    name = heard.draft.reading.names.get(heard.tokens[i].text)
    if name and name.text.isascii():
        return all(text.says(letters_of(word)) for word in name.text.split())
    return text.says(word_at(heard, i), heard.tokens[i].notions)


def word_at(heard: Heard, i: int) -> str:
    """The word at a place; of a name that was said outright, which is one private letter there, its words."""
    word = heard.tokens[i].text
    name = heard.draft.reading.names.get(word)
    return letters_of(name.text) if name else word


def _candidates(heard: Heard, frame: Frame) -> Iterable[TextList]:
    """The lists of the kind, the issue and the part of the plan that are said."""
    lists: Sequence[TextList] = heard.index.texts.lists
    issues = {f"{heard.index.facts.strategy}.{number}" for number in frame.issues}
    for one in lists:
        if one.kind != frame.kind and (frame.kind or one.kind in _OF_TABLES):
            continue
        if issues and one.issue not in issues:
            continue
        if any(says_part(heard, cue) and one.part != part for cue, part in PARTS.items()):
            continue
        if _says_measure(heard) and one.kind != "measure":
            continue
        yield one


def _says_measure(heard: Heard) -> bool:
    return any(token.is_cue("measure", "count_measure") for token in heard.tokens)


def _match(heard: Heard, frame: Frame, one: TextList) -> Match | None:
    """The list with its score; None where something is said that it does not have."""
    score, said = 0.0, set[int]()
    if frame.counted and not (one.title.says(frame.counted) or is_called(one, frame.counted)):
        return None
    score += _CALLED if frame.counted and one.title.is_called(frame.counted) else bool(frame.counted)
    for i in frame.words:
        told = _told_by(heard, frame, one, i)
        if told is not None:
            score += told
            said.add(i)
    beside = (word_at(heard, i) for i in frame.used)
    score += _CALLED * any(is_called(one, word) for word in beside)
    return Match(one, score, frozenset(said))


def is_called(one: TextList, word: str) -> bool:
    """Whether the list calls its items so, in the clause that announces it or in its English."""
    return one.title.is_called(word) or (one.title.announces and one.lead.is_called(word))


def _told_by(heard: Heard, frame: Frame, one: TextList, i: int) -> float | None:
    """What a word tells of the list; None where it is none of the list's."""
    token = heard.tokens[i]
    word = word_at(heard, i)
    if one.kind == "measure" and not token.is_cue("measure", "count_measure"):
        return tells(heard, i) * _OF_LEAD if says(one.lead, heard, i) else _of_item(heard, frame, one, i)
    if is_called(one, word) or all(says(item.written, heard, i) for item in one.items):
        return _CALLED
    if says(one.title, heard, i) or one.title.holds(word) >= _MOSTLY:
        return tells(heard, i)
    asks = frame.which or (bool(frame.noun) and is_called(one, frame.noun))
    if asks and any(says(item.written, heard, i) for item in one.items):
        return None
    if says(one.lead, heard, i):
        return tells(heard, i) * _OF_LEAD
    if token.is_cue("measure", "stakeholder", "agency_strategy", "agency", "strategy") or token.text in _LISTED:
        return 0.0
    return _of_item(heard, frame, one, i)


def _of_item(heard: Heard, frame: Frame, one: TextList, i: int) -> float | None:
    """A word of an issue's name, or one that only an item has, where items are counted or picked."""
    issue = heard.index.entities.get(one.issue)
    if issue is not None and not {*heard.tokens[i].notions}.isdisjoint(issue.notions):
        return _OF_ITEM
    picks = frame.picks or frame.count
    return _OF_ITEM if picks and any(says(item.written, heard, i) for item in one.items) else None
