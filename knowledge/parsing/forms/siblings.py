"""After talk of a goal, tactic or the like: the next one, the first, the one of a number beside it."""

from collections.abc import Sequence

from knowledge.entity import TITLED
from knowledge.index import Index
from knowledge.parsing.asked import Asked
from knowledge.parsing.lists.frame import LAST, Frame, frame_of
from knowledge.query import algebra as a
from knowledge.query.kinds import Kind


def sibling(asked: Asked) -> a.Query | None:
    """ "ข้อต่อไปล่ะ", "ข้อแรกว่าอย่างไร": of the things that the chat's last question was about."""
    frame = frame_of(asked.heard)
    if frame is None or not frame.picks or frame.meant or frame.issues or frame.kind or frame.counted:
        return None
    kind, keys, told = _told(asked.heard.index, asked.query)
    if kind is None or len(keys) < 2:
        return None
    places = _places(frame, len(keys), told)
    if not places:
        return None
    asked.heard.used |= frame.used - set(asked.heard.at("also"))
    return a.Listing(a.Named(kind, tuple(keys[place] for place in places)))


def _told(index: Index, query: a.Query | None) -> tuple[Kind | None, Sequence[str], int | None]:
    """The kind of things, all of them in their order, and the place of the one told last."""
    for node in a.nodes(query) if query is not None else ():
        match node:
            case a.Of(kind=kind, of=a.Named(keys=(above,))) if kind in TITLED and above in index.entities:
                return kind, index.children(above, kind), None
            case a.All(kind=kind) if kind in ("issue",):
                return kind, [entity.code for entity in index.of_kind("issue")], None
            case a.Named(kind=kind, keys=(key,)) if kind in TITLED and key in index.entities:
                entity = index.entities[key]
                beside = [e.code for e in index.of_kind(entity.kind) if e.parents == entity.parents]
                return kind, beside, beside.index(key)
    return None, (), None


def _places(frame: Frame, size: int, told: int | None) -> tuple[int, ...]:
    """Places from 0 on; none where one of them is not there."""
    if frame.step:
        wanted = [] if told is None else [told + frame.step]
    elif frame.first:
        wanted = list(range(frame.first)) if frame.first > 0 else list(range(size + frame.first, size))
    else:
        wanted = [size - 1 if number == LAST else number - 1 for number in frame.numbers]
    return tuple(wanted) if all(0 <= place < size for place in wanted) else ()
