"""Lists of the running text: all items, how many, one by its number, those about something, whether one is."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.entity import TITLED
from knowledge.parsing.asked import Asked
from knowledge.parsing.heard import Heard
from knowledge.parsing.lists.frame import LAST, Frame, frame_of
from knowledge.parsing.lists.phrases import words_of
from knowledge.parsing.lists.which import (
    PARTS,
    Match,
    is_called,
    is_little,
    is_named,
    last_list,
    last_number,
    matches,
    says,
    says_part,
    tells,
)
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY
from knowledge.texts.plan_texts import TextItem, TextList

_MOST_LISTS = 3
"""Lists whose items are told side by side, where a message names none of them."""
_PRONOUNS = words_of("pronoun")
_MOST_WORDS = 5
"""Words of what a list may be said not to have: a longer claim is more than a word to look for."""
_SURELY = 1.0
"""The same, from which it means the list though everyday words are left over, so that the list may be said not to
have something."""
_LEAST = 0.5
"""Words of a title, by what they tell, from which it means the list."""


def items(asked: Asked) -> a.Query | None:
    """What a list says, in whole or in part."""
    heard = asked.heard
    frame = frame_of(heard)
    if frame is None or (heard.draft.levels.counted in TITLED and not frame.counted):
        return None  # what the plan has beside its lists is counted
    if asked.pointed and asked.parts.things and asked.base is not None and a.kind_of(asked.base) == "indicator":
        return None  # "ตัวไหนเกี่ยวกับความคิดเห็น": of the indicators that were shown
    if asked.pointed and heard.has("which_one") and asked.base == asked.listed and _are_agencies(asked):
        return None  # "ของสำนักงานจังหวัดมีอันไหน": of the projects that were shown
    if frame.count and frame.which and not frame.words and not asked.leaning:
        frame = replace(frame, words=frame.sought, sought=(), which=False)  # "ก แจกแจงเป็นข้อย่อยกี่ข้อ"
    if asked.leaning and heard.has("which_year") and frame.picks:
        return None  # "ปีอะไรนะอันหลัง": no list of the text has years
    of_chat = asked.leaning and frame.picks and any(token.text in _PRONOUNS for token in heard.tokens)
    query = _of_named_list(asked, frame) if is_named(heard, frame) and not of_chat else _of_chat_or_any(asked, frame)
    if query is not None:
        heard.used |= frame.said
    return query


def _are_agencies(asked: Asked) -> bool:
    """Whether nothing but agencies is named, behind what has money."""
    things, of = asked.parts.things, asked.base
    alone = bool(things) and all(thing.kind == "agency" for thing in things)
    return alone and of is not None and a.kind_of(of) in MONEY


def _of_named_list(asked: Asked, frame: Frame) -> a.Query | None:
    heard = asked.heard
    found = [match for match in matches(heard, frame) if _is_whole(heard, frame, match)]
    last = last_list(heard.index, asked.query)
    if last is not None and not found and frame.picks and all(is_little(heard, i) for i in frame.words):
        return asked_of(asked, frame, Match(last, 0.0, frozenset(frame.words)))
    if last is not None and not found and heard.has("also") and frame.meant and not frame.picks:
        told = [item for item in last.items if _says_all(item, heard, frame.meant)]
        return _text(last, told) if told else None
    if not found and frame.words and last is None:
        return _anywhere(heard, frame, frame.meant)
    best = [match for match in found if match.score == found[0].score]
    if len(best) > 1 and (near := [match for match in best if match.of.issue in _issues_of_chat(asked)]):
        best = near
    if len(best) == 1:
        return asked_of(asked, frame, best[0])
    if len(best) > 1 and (frame.sought or frame.which):
        return _anywhere(heard, frame, frame.sought, [match.of for match in best])
    return None


def _issues_of_chat(asked: Asked) -> frozenset[str]:
    """The issues that the chat's last question was about."""
    nodes = a.nodes(asked.query) if asked.query is not None else ()
    keys = {key for node in nodes if isinstance(node, a.Named) and node.kind == "issue" for key in node.keys}
    last = last_list(asked.heard.index, asked.query)
    return frozenset(keys | ({last.issue} if last and last.issue else set()))


def _is_whole(heard: Heard, frame: Frame, match: Match) -> bool:
    """Whether what the list does not have itself is looked for among its items."""
    rest = [i for i in frame.words if i not in match.said]
    if match.score >= _SURELY and all(is_little(heard, i) for i in rest):
        rest = []
    if match.score >= _LEAST:
        rest = [i for i in rest if not (heard.tokens[i].sense.everyday and is_little(heard, i))]
    if rest and not (_asks_which(frame, match) or frame.claims or frame.sought):
        return False
    if rest and not any(_says_all(item, heard, rest) for item in match.of.items):
        return False
    if match.of.kind != "item" and match.of.issue:
        return True
    part = says_part(heard, "measure", *PARTS)
    return match.score >= _LEAST or bool(frame.issues or frame.sought) or part


def _of_chat_or_any(asked: Asked, frame: Frame) -> a.Query | None:
    """Of the list of the chat or, where it is asked which item is about something, of whatever list has such."""
    last = last_list(asked.heard.index, asked.query)
    if last is not None and (frame.picks or frame.count or frame.which or frame.claims):
        return asked_of(asked, frame, Match(last, 0.0, frozenset()))
    return _anywhere(asked.heard, frame, frame.sought) if frame.which and last is None else None


def asked_of(asked: Asked, frame: Frame, match: Match) -> a.Query | None:
    """What is asked of one list."""
    heard, of = asked.heard, match.of
    if frame.sizes and all(heard.tokens[i].number == len(of.items) for i in frame.sizes):
        heard.used.update(frame.sizes)
    which = _asks_which(frame, match)
    surely = match.score >= _SURELY and not (which or frame.claims)
    sought = tuple(i for i in frame.meant if i not in match.said and not (surely and is_little(heard, i)))
    if sought and not (which or frame.claims or frame.count):
        return None
    if sought:
        return _about(heard, frame, match, sought)
    if frame.picks:
        return _picked(of, frame, last_number(of, asked.query))
    if frame.count and not frame.asks_all:
        return a.Tell(a.Number(whole(of)))
    goes_on = asked.leaning and heard.has("also")
    if frame.claims or frame.which or not (frame.asks_all or goes_on) or _means_one(heard, frame, of):
        return None
    return a.Listing(whole(of))


def _means_one(heard: Heard, frame: Frame, of: TextList) -> bool:
    """Whether a word that asks is of one item, not of the list: "เมื่อสิ้นสุดแผน"."""
    own = (i for i in frame.used if heard.tokens[i].is_cue("plan"))
    own = (i for i in own if not (says(of.title, heard, i) or says(of.lead, heard, i)))
    return any(says(item.written, heard, i) for i in own for item in of.items)


def whole(of: TextList) -> a.Set:
    """All items of a list."""
    return a.Of("item", a.Named("list", (of.code,))) if of.code else a.Of(of.kind, a.Named("issue", (of.issue,)))


def _picked(of: TextList, frame: Frame, told: int | None) -> a.Query | None:
    """Items by their place. A number that the list does not have is told with how many there are."""
    if frame.step:
        place = None if told is None else told + frame.step
        return _text(of, [of.items[place]]) if place is not None and 0 <= place < len(of.items) else None
    if frame.first:
        return _text(of, of.items[: frame.first] if frame.first > 0 else of.items[frame.first :])
    picked = [of.items[LAST]] if LAST in frame.numbers else []
    picked += [item for number in frame.numbers for item in of.items if item.number == number]
    if len(picked) < len(set(frame.numbers)):
        return a.Tell(a.Number(whole(of)))
    return _text(of, picked)


def _text(of: TextList, picked: Iterable[TextItem]) -> a.Query:
    return a.Text(a.Named(of.kind, tuple(item.key for item in picked)))


def _about(heard: Heard, frame: Frame, match: Match, sought: Sequence[int]) -> a.Query | None:
    """The items that speak of something; whether there are any, with them."""
    of = match.of
    found = [item for item in of.items if _says_all(item, heard, sought)]
    named = a.Named(of.kind, tuple(item.key for item in found))
    if not found:
        asks = frame.claims and _is_surely(heard, match) and len(sought) <= _MOST_WORDS
        asks = asks and all(tells(heard, i) for i in sought)
        return a.Exists(a.Where(whole(of), a.Words(_as_typed(heard, sought)))) if asks else None
    return _told(frame, named)


def _told(frame: Frame, named: a.Named) -> a.Ask:
    """The items; where it is asked whether or how many there are with their number."""
    return a.Exists(named) if frame.claims or frame.count else a.Text(named)


def _asks_which(frame: Frame, match: Match) -> bool:
    """Whether an item is asked for, by a word for items of any list or by what this one calls them."""
    return frame.which or (bool(frame.noun) and is_called(match.of, frame.noun))


def _is_surely(heard: Heard, match: Match) -> bool:
    """Whether the list is named, so that it may be said not to have something."""
    return match.score >= _SURELY or match.of.kind != "item" or says_part(heard, *PARTS)


def _anywhere(heard: Heard, frame: Frame, sought: Sequence[int], among: Sequence[TextList] = ()) -> a.Query | None:
    """Items of any list that speak of something; of several lists each by itself."""
    if not (frame.which or (frame.count and among)) or not sought or frame.picks:
        return None
    lists = among or heard.index.texts.lists
    found = [(one, [item for item in one.items if _says_all(item, heard, sought)]) for one in lists]
    found = [(one, own) for one, own in found if own]
    asks = tuple(_told(frame, a.Named(one.kind, tuple(item.key for item in own))) for one, own in found)
    if not 0 < len(asks) <= _MOST_LISTS or sum(tells(heard, i) for i in sought) < _LEAST:
        return None
    return asks[0] if len(asks) == 1 else a.Several(asks)


def _says_all(item: TextItem, heard: Heard, places: Iterable[int]) -> bool:
    return all(says(item.written, heard, i) for i in places)


def _as_typed(heard: Heard, places: Sequence[int]) -> str:
    """The words in a row, as they stand in the message."""
    inside = heard.tokens[min(places) : max(places) + 1]
    return "".join(f"{'' if not at or token.before != ' ' else ' '}{token.text}" for at, token in enumerate(inside))
