"""Things of one level of the plan: listed or counted, of the whole plan, under or over a thing, or the thing itself."""

from collections.abc import Sequence

from knowledge.index import Index
from knowledge.parsing.asked import Asked, loose_numbers
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import Said, kind_said, said_levels
from knowledge.parsing.part import Thing
from knowledge.parsing.sets import one_thing
from knowledge.query import algebra as a
from knowledge.query.kinds import ABOVE, Kind, stands_under, way
from knowledge.vocabulary import read as read_vocabulary

_LEVELS: tuple[Kind, ...] = ("issue", "tactic", "goal", "indicator", "project")
"""Measures are told under their issues, by a form of their own."""
_NOT_HERE = ("budget", "share", "average", "who", "responsible", "stakeholder", "agency_strategy", "compare")
_REQUEST = frozenset(read_vocabulary("small_words")["request"])
_STANDING = frozenset(read_vocabulary("small_words")["standing"])
_WORDS = ("what", "which_one", "how", "total", "whole", "plan", "every_year", "yes_no", "name_it", "order_word", "show")
"""Cues of words by which things are asked for, whatever they are."""


def levels(asked: Asked) -> a.Query | None:
    """ "กลยุทธ์ของประเด็นที่ 6 มีอะไรบ้าง", "กี่ตัวชี้วัด", "อยู่กลยุทธ์ไหน", "เป้าประสงค์ข้อสองว่าอย่างไร"."""
    heard = asked.heard
    if heard.ranks or asked.parts.years or heard.draft.amounts.conditions:
        return None
    if heard.has(*_NOT_HERE) or _is_apart(asked) or any(thing.denied for thing in asked.parts.things):
        return None
    found = said_levels(heard)
    alone = len(found) == 1
    said = [level for level in found if level.kind != "year" and not _is_beside(asked, level, alone=alone)]
    kind = _kind_asked(asked, said)
    of = None if kind is None else _of_kind(asked, kind)
    if kind is None or of is None:
        return None
    picks = asked.pointed and asked.base is not None and asked.parts.things  # "ในนี้เป็นเรื่องไอทีกี่โครงการ"
    if kind == "project" and (picks or heard.has("every_year")):
        return None
    if heard.has("how_much") and not (heard.has("count") or (kind == "indicator" and heard.has("target"))):
        return None
    claimed = _numbers(asked, of)
    if claimed is None:
        return None
    under = a.kind_of(of.of) if isinstance(of, a.Of) else kind  # "เป็นตัวชี้วัดของเป้าประสงค์ข้อไหน"
    heard.used.update(level.at for level in said if level.kind in (kind, under))
    counts = _counts(asked) and not heard.has("what")
    checks = claimed and heard.has("yes_no", "verify")
    heard.take(*_WORDS, f"count_{kind}", "count_item", "count")
    if (thing := _meant(asked)) is not None and thing.kind == kind:
        heard.take("spoken_of")  # "ข้อที่พูดถึง": what it says is how it is named
    if kind == "indicator":
        heard.take("target", "how_much", "numeric")  # each is listed with its figure
    if asked.parts.things:  # "โครงการ ก มันอยู่กลยุทธ์ไหน": what was just named
        heard.used.update(i for i in heard.at("this") if i > min(thing.start for thing in asked.parts.things))
    if kind == "goal" and not isinstance(of, a.Named):
        _take_measuring(heard, said)
    if counts:
        heard.take("how_much")
    if heard.has("under"):
        heard.used.update(i for i in heard.at("decrease") if heard.tokens[i].text in _STANDING)
    if claimed:
        return a.Check(a.Number(of), "=", claimed[0]) if checks else None
    return a.Tell(a.Number(of)) if counts else a.Listing(of)


def _take_measuring(heard: Heard, said: Sequence[Said]) -> None:
    """ "What is the goal of issue 5, and what is the target of its indicator": goals are listed with both."""
    first = next((level.at for level in said if level.kind == "goal"), -1)
    if first < 0 or heard.has("indicator"):
        heard.take("target")
    heard.used.update(level.at for level in said if level.kind == "indicator" and level.at > first >= 0)


def _kind_asked(asked: Asked, said: Sequence[Said]) -> Kind | None:
    """The kind that is counted, or the one that is said; of several the one with a question word."""
    counted = asked.heard.draft.levels.counted
    kinds = list(dict.fromkeys(kind_said(level) for level in said))
    if counted in _LEVELS:
        return counted if set(kinds) <= {counted} else None
    if len(kinds) > 1 and (thing := _meant(asked)) is not None:
        kinds = [
            kind for kind in kinds if kind != thing.kind
        ]  # "the indicator for the goal about ...": how it is named
    if len(kinds) > 1 and not counted:
        kinds = list(dict.fromkeys(kind_said(level) for level in said if level.asked))
    if not kinds and not counted:
        return _own_kind(asked)
    return kinds[0] if len(kinds) == 1 and kinds[0] in _LEVELS else None


def _own_kind(asked: Asked) -> Kind | None:
    """Of a message that says no kind: that of the one thing it asks for, or names and nothing else."""
    heard, of = asked.heard, _meant(asked)
    if of is None or of.kind not in ABOVE or of.kind == "project":
        return None
    if of.kind == "issue":
        return "goal" if heard.has("target") and heard.has("what") else None
    asks = heard.has("what", "how", "which_one", "show") or (heard.has("yes_no") and heard.has("there_is"))
    asks |= any(token.text in _REQUEST for token in heard.tokens)
    bare = of.kind in ("goal", "indicator") and not heard.has("count", "target") and not heard.draft.named.left
    return of.kind if asks or bare else None


def _is_apart(asked: Asked) -> bool:
    """ "ของแต่ละประเด็น": apart for each; "แต่ละข้อ" is all of those that were shown."""
    heard = asked.heard
    each = [i for i in heard.at("by_each") if not (i + 1 in heard.at("number_word") and asked.leaning)]
    if not each:
        heard.take("by_each")
    return bool(each)


def _counts(asked: Asked) -> bool:
    """Whether a number is asked for: by this message, or by the last one, where this only names another level."""
    heard = asked.heard
    if heard.draft.levels.counted or any(said.at - 1 in heard.at("count") for said in said_levels(heard)):
        return True
    last = asked.query
    bare = not (asked.parts.things or asked.heard.has("what", "which_one", "how", "order_word", "show", "yes_no"))
    return bare and isinstance(last, a.Tell) and isinstance(last.value, a.Number)


def _of_kind(asked: Asked, kind: Kind) -> a.Set | None:
    """Those of a kind that belong to what the message is about; all of the plan where that is nothing."""
    thing = _meant(asked)
    of = asked.base if not asked.parts.things else None if thing is None else one_thing(thing)
    if not asked.parts.things and not asked.pointed and _is_of_all(asked.query):
        of = None  # behind a question about all of a kind nothing was picked
    if (held := _found_above(asked, kind)) is not None:
        return held
    if of is None:
        return None if asked.parts.things else a.All(kind)
    above = a.kind_of(of)
    if above == kind:
        return of if _own_kind(asked) == kind or (kind != "project" and not asked.parts.things) else None
    if stands_under(kind, above) or stands_under(above, kind):
        return None if way(above, kind) is None else a.Of(kind, of)
    if asked.parts.things or not isinstance(of, a.Named):
        return None
    # "กลยุทธ์ที่จะพาไปถึง" behind a goal: of the issue that both stand in.
    issues = {asked.heard.index.issue_of(key) for key in of.keys if key in asked.heard.index.entities}
    if len(issues) == 1:
        return a.Of(kind, a.Named("issue", tuple(issues))) if stands_under(kind, "issue") else None
    # "ตัวชี้วัดมีอะไรบ้าง" behind what an agency has in several issues: nothing of that has any, so all are meant.
    return None if asked.pointed else a.All(kind)


def _meant(asked: Asked) -> Thing | None:
    """The one thing that is named, with what it stands under: "ประเด็น 1 ข้อที่พูดถึงการกระตุ้นเศรษฐกิจ"."""
    things, entities = asked.parts.things, asked.heard.index.entities
    for thing in things:
        keys = thing.keys if len(thing.keys) == 1 or thing.several else ()
        above = {parent for key in keys if key in entities for parent in entities[key].parents}
        if keys and all(set(other.keys) <= above for other in things if other is not thing):
            return thing
    return None


def _found_above(asked: Asked, kind: Kind) -> a.Set | None:
    """ "What sits under it?" behind "which tactic is it under": of the tactic that was found."""
    match asked.query:
        case a.Listing(of=a.Of(kind=up, of=a.Named(kind=below, keys=(key,)))) if stands_under(below, up):
            above = [code for code in asked.heard.index.entities[key].parents if code]
            found = tuple(code for code in above if asked.heard.index.entities[code].kind == up)
            asks = asked.heard.has("under") and not asked.parts.things and stands_under(kind, up)
            return a.Of(kind, a.Named(up, found)) if asks and len(found) == 1 else None
    return None


def _is_of_all(query: a.Query | None) -> bool:
    match query:
        case a.Listing(of=a.All()) | a.Tell(value=a.Number(of=a.All())):
            return True
    return False


def _is_beside(asked: Asked, said: Said, *, alone: bool) -> bool:
    """Whether a level stands in what is named, or says where that stands: "กลยุทธ์ที่ 3 ของ(ประเด็น)การจัดเก็บรายได้"."""
    heard = asked.heard
    spans = [range(min(thing.tokens), max(thing.tokens) + 1) for thing in asked.parts.things if thing.tokens]
    if any(said.at in span for span in spans):
        heard.used.add(said.at)
        return True
    english = heard.draft.reading.english
    if english and alone:
        return False  # "and its goals": what is asked for
    this = said.at - 1 if english else said.at + 1  # "goals of this issue", "เป้าประสงค์ของประเด็นนี้"
    if this not in heard.at("this") or said.asked or not (asked.parts.things or asked.base):
        return False
    heard.used.update((said.at, this))
    return True


def _numbers(asked: Asked, of: a.Set) -> tuple[int, ...] | None:
    """The number that is claimed of them: () where none is, or as many as there are; None where that is unclear."""
    heard = asked.heard
    loose = [i for i in loose_numbers(heard) if i not in heard.used]
    if not loose:
        return ()
    number = heard.tokens[loose[0]].number
    if len(loose) > 1 or number is None or number != int(number):
        return None
    heard.used.update(loose)
    if int(number) == _size(heard.index, of):
        heard.take("both", "verify")
        return ()
    return (int(number),)


def _size(index: Index, of: a.Set) -> int | None:
    """How many there are, where that is no matter of the database."""
    match of:
        case a.All(kind="issue"):
            return len(index.of_kind("issue"))
        case a.Named(keys=keys):
            return len(keys)
        case a.Of(kind="goal" | "tactic" | "indicator" | "project" as kind, of=a.Named(keys=(key,))):
            return len(index.children(key, kind)) if key in index.entities else None
    return None
