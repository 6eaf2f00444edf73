"""What of the chat does a message lean on: the things shown, some of them, what stands above them, only their years?"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.index import Index
from knowledge.parsing.chat import NOTHING, Given, asked_in, given, years_of
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import kind_said, said_levels
from knowledge.parsing.older import named
from knowledge.parsing.parts import Parts
from knowledge.parsing.sets import less
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY, Kind, stands_under
from knowledge.question import Turn
from knowledge.vocabulary import read as read_vocabulary

_WORDS = read_vocabulary("small_words")
_THROUGHOUT, _PICKING_WORDS = frozenset(_WORDS["throughout"]), frozenset(_WORDS["picking"])
_OF, _NOUNS, _WHOLE_OF = (frozenset(_WORDS[name]) for name in ("of", "nouns", "whole_of"))
_LATTER = frozenset(_WORDS["latter"])
_MATTERS = frozenset(_WORDS["matters"])
POINTING = ("this", "both", "only", "which_one", "other")


def _years_before(index: Index, history: Sequence[Turn]) -> tuple[int, ...]:
    """The years last spoken of, or found where years were asked for: what "ปีนั้น" means."""
    return next((years for turn in reversed(history) if (years := years_of(turn, asked_in(index, turn)))), ())


def applied(heard: Heard, parts: Parts, history: Sequence[Turn]) -> Given | None:
    """What of the chat the message leans on; None where that is not clear."""
    left = given(heard.index, history)
    if heard.has("same_years") and not left.years:
        left = replace(left, years=_years_before(heard.index, history))
    _take_ties(heard)
    own = any(not thing.denied for thing in parts.things)
    if own:  # "เอาแค่เป้าหมายของ ก": the only thing that is wanted of what is named
        heard.used.update(i for i in heard.at("only") if i + 1 in heard.at("target"))
    # "ค่าทำเว็บ(นี้)" points at what it names.
    heard.used.update(i for i in heard.at("this") if any(i - 1 in thing.tokens for thing in parts.things))
    # "มีกี่โครงการที่ไม่ใช่ของสรรพากร" is about all projects, "ไม่เอาของสรรพากร" about those just shown.
    lists = heard.has("count_project") or any(said.kind == "project" for said in said_levels(heard))
    own |= bool(parts.things) and lists and not (heard.has("without") and left.listed is not None)
    if any(thing.denied for thing in parts.things):
        heard.take("other")  # "ตัด ก ออกอีกอัน": one more
    more = {i + 1 for i in heard.at("more_than", "less_than")} & {*heard.at("this")}
    heard.used.update(i for i in heard.at("other") if i - 1 in more)  # "มีเยอะกว่านี้(อีก)ไหม"
    noun = noun_of_shown(heard, left) or _latter(heard, left)
    points = any(_points(heard, i) for i in heard.at(*POINTING) if i not in heard.used) or _picks(heard) or bool(noun)
    heard.used.update(noun)
    if own and len(heard.tokens) > 1 and 0 in heard.at("other") and heard.tokens[1].text in _MATTERS:
        heard.used.add(0)  # "อีกเรื่องค่ะ": what follows has nothing to do with what was said
        return NOTHING
    if any(i not in heard.used for i in heard.at("other", "both")):
        return _together(heard, parts, history, left)
    if own and not points and not _is_share_of_named(heard, parts):
        return _years_alone(heard, parts, left)
    if heard.has("same") and not own and left.of is not None and (above := _above_said(heard, left.of)) is not None:
        return replace(left, of=above, pointed=True)
    of_plan = [i for i in heard.at("whole", "plan") if not any(i in span.tokens for span in parts.years)]
    if history[-1].choices and not of_plan:
        return None  # what was asked back is still open
    if of_plan and not points and not heard.has("share") and not _of_time(heard):
        return _years_alone(heard, parts, left)
    if left.of is not None and not parts.things and _takes_own_kind(heard, left.of):
        return replace(left, pointed=True)
    if left.of is not None and not parts.things and (above := _above_said(heard, left.of)) is not None:
        return replace(left, of=above, pointed=True)
    if left.of is not None and not own and (side := _side_picked(heard, left.of)) is not None:
        return replace(left, of=side, pointed=True)
    if points:
        heard.take("this", "which_one")
        heard.used.update((*_picking(heard), *_as_many_as(heard, left.of)))
        left = replace(left, pointed=True)
    alike = left.of is not None and all(thing.kind == a.kind_of(left.of) for thing in parts.things)
    if own and points and left.of is not None and a.kind_of(left.of) not in MONEY and not alike:
        return None  # one of the indicators just shown, by words that a project has, too
    if own and left.of is None:
        return left  # "ประเด็น 3 กี่ % ของยอดนั้น": the whole of which the chat speaks, in its years
    of_years = all(heard.tokens[i].is_cue("only") and _leads_to_years(parts, i) for i in heard.at(*POINTING))
    return left if left.of is not None or not points or of_years else None


def noun_of_shown(heard: Heard, left: Given) -> tuple[int, ...]:
    """ "เมืองไหนได้มากสุด" behind three projects with cities: which of those; the word stands in the name of each."""
    shown = left.of if isinstance(left.of, a.Named) and len(left.of.keys) > 1 else left.listed
    if not isinstance(shown, a.Named) or shown.kind != "project":
        return ()
    names = [heard.index.entities[key].name for key in shown.keys]
    for i in (i - 1 for i in heard.at("what") if i and not heard.tokens[i].is_cue("which_one")):
        word = heard.tokens[i]
        plain = not word.sense.cues and word.number is None and len(word.text) >= _SHORTEST_NOUN
        if plain and i not in heard.named_tokens and all(word.text in name for name in names):
            return (i, i + 1)
    return ()


def _latter(heard: Heard, left: Given) -> tuple[int, ...]:
    """ "ปีอะไรนะอันหลัง" behind two things told one after the other: the last of them."""
    one = isinstance(left.of, a.Named) and len(left.of.keys) == 1
    return tuple(i for i in heard.at("last_item") if one and i not in heard.used and heard.tokens[i].text in _LATTER)


def _take_ties(heard: Heard) -> None:
    """ "ที่งบสูงสุดคือ (ถ้าเท่ากันเอาทั้งคู่)": what ties with the first is told anyhow."""
    for i in heard.at("same") if heard.ranks else ():
        behind = [j for j in heard.at("both") if 0 < j - i <= _NEAR_YEARS + 1]
        if behind and min(heard.ranks) < i:
            heard.used.update((i, *behind))


def _leads_to_years(parts: Parts, i: int) -> bool:
    """ "เฉพาะ(ปี) 2556": not those shown are limited, but the years."""
    return any(0 < span.start - i <= _NEAR_YEARS for span in parts.years)


_NEAR_YEARS, _SHORTEST_NOUN = 2, 3


def _points(heard: Heard, i: int) -> bool:
    """Whether the word points at what was shown: not "ปีนั้น", which is a time, nor "แผนนี้"."""
    return not heard.tokens[i].is_cue("same_years") and all(i != place for _, place in heard.whole_plan)


def _years_alone(heard: Heard, parts: Parts, left: Given) -> Given:
    """ "ปีนั้นประเด็น 3 ได้เท่าไร", "มากกว่า e-Service เท่าไร" behind another one's year: the years of the chat alone."""
    joined = any(thing.of_chat for thing in parts.things)
    return Given(years=left.years) if joined or heard.has("same_years") else NOTHING


def _takes_own_kind(heard: Heard, of: a.Set) -> bool:
    """ "รวมสี่ปีของกลยุทธ์นี้" behind that tactic: the word for its kind says nothing new, and is used."""
    step = -1 if heard.draft.reading.english else 1
    for said in said_levels(heard):
        if said.kind == a.kind_of(of) and said.kind in ("issue", "tactic") and said.at + step in heard.at("this"):
            heard.used.update((said.at, said.at + step))
            return True
    return False


def _is_share_of_named(heard: Heard, parts: Parts) -> bool:
    """ "คิดเป็นกี่ % ของงบประเด็น 3": what is named is the whole, and the part is what the chat is about."""
    shares = heard.at("share")
    named = [thing for thing in parts.things if not thing.denied]
    behind = bool(named and shares) and all(thing.start > shares[-1] for thing in named)
    return behind and any(t.text in _OF for t in heard.tokens[shares[-1] + 1 : named[0].start])


def _of_time(heard: Heard) -> bool:
    """ "ตลอดแผน": all its years, of whatever the talk is."""
    return any(heard.tokens[i].text in _THROUGHOUT for i in heard.at("whole"))


def _picking(heard: Heard) -> list[int]:
    """ "อันที่", "ตัวที่", "ตัว ที่ได้": of those shown."""
    nouns = (i for i, (a, b) in enumerate(pairwise(heard.tokens)) if _is_picked(a.text, b.text))
    return [*(i for i in heard.at("number_word") if heard.tokens[i].text in _PICKING_WORDS), *nouns]


def _as_many_as(heard: Heard, of: a.Set | None) -> list[int]:
    """ "(4) ตัวนี้", "(สาม)อันนั้น": as many as were shown."""
    count = len(of.keys) if isinstance(of, a.Named) else 0
    return [i for i in heard.loose_numbers if heard.tokens[i].number == count and i + 1 in heard.at("this")]


def _is_picked(noun: str, clause: str) -> bool:
    """Whether a noun and what begins the clause behind it, which may be one word with its verb, pick some."""
    return any(word.startswith(noun) and clause.startswith(word.removeprefix(noun)) for word in _PICKING_WORDS)


def _picks(heard: Heard) -> bool:
    return bool(_picking(heard))


def _above_said(heard: Heard, of: a.Set) -> a.Set | None:
    """ "ทั้งประเด็นรวมได้เท่าไหร่", "ตัวที่สูงสุดของประเด็นนั้น" behind one of its tactics: what that stands under."""
    sums = heard.has("total", "whole") and heard.has("how_much", "budget")  # "ทุกโครงการในกลยุทธ์เดียวกันรวมกี่ล้าน"
    if a.kind_of(of) == "project" and (agency := _agency_said(heard)):
        heard.used.update(agency)
        return a.Of("agency", of)
    for said in () if heard.has("share", "other") or (heard.has("same") and not sums) else said_levels(heard):
        whole = bool(said.at) and heard.tokens[said.at - 1].text in _WHOLE_OF
        whole |= (said.at - 1 if heard.draft.reading.english else said.at + 1) in heard.at("this")
        whole |= said.at + 1 in heard.at("same")
        if whole and said.kind in ("issue", "tactic") and stands_under(a.kind_of(of), kind_said(said)):
            heard.used.update((said.at - 1, said.at, *(i for i in heard.at("same") if i == said.at + 1)))
            heard.take("this")
            return _holder(heard.index, of, kind_said(said))
    return None


def _agency_said(heard: Heard) -> tuple[int, ...]:
    """ "หน่วยงานนี้มีกี่โครงการ" behind a project: who answers for it."""
    said = [level for level in said_levels(heard) if level.kind == "agency" and not level.asked]
    step = -1 if heard.draft.reading.english else 1
    if len(said) != 1 or said[0].at + step not in heard.at("this") or heard.has("other", "both"):
        return ()
    return (said[0].at, said[0].at + step)


def _holder(index: Index, of: a.Set, kind: Kind) -> a.Set:
    """What the things stand under, by name where that is one."""
    keys = of.keys if isinstance(of, a.Named) and of.kind != "agency" else ()
    stored = (index.entities[key] for key in keys if key in index.entities)  # an item is none
    above = {p for entity in stored for p in entity.parents if index.entities[p].kind == kind}
    return a.Named(kind, tuple(above)) if len(above) == 1 else a.Of(kind, of)


def _side_picked(heard: Heard, of: a.Set) -> a.Set | None:
    """ "อันที่แพงกว่า", "ก้อนใหญ่กว่า": of two that were set side by side the larger one, or the smaller."""
    for i in heard.at("more_than", "less_than"):
        before = heard.tokens[i - 1] if i else None
        noun = before is not None and (
            before.text in _NOUNS or before.text in _PICKING_WORDS or before.is_cue("project")
        )
        if noun and isinstance(of, a.Named) and len(of.keys) > 1 and not heard.draft.amounts.conditions:
            heard.used.update((i - 1, i))
            heard.take("this", "number_word")
            return a.First(of, a.Measure("amount"), 1, heard.tokens[i].is_cue("less_than"))
    return None


def _together(heard: Heard, parts: Parts, history: Sequence[Turn], left: Given) -> Given | None:
    """ "ทั้งคู่", "อีกอัน", "ที่เหลือ": several things of the chat at once, or those that were not picked."""
    if heard.has("other"):
        if (siblings := _beside(heard, left)) is not None:
            return replace(left, of=siblings, pointed=True)
        if (rest := _all_others(heard, left)) is not None:
            return replace(left, of=rest, pointed=True)
        if (outside := _outside(left)) is not None:
            heard.take("other", "both", "this")
            return replace(left, of=outside, pointed=True)
        if left.of is None or left.listed is None or a.kind_of(left.of) != a.kind_of(left.listed):
            return None
        heard.take("other", "both", "this")
        return replace(left, of=less(left.listed, left.of), pointed=True)

    things: tuple[str, ...] = ()
    for turn in reversed(history):
        codes = turn.codes
        things = (*(c for c in codes if c not in things), *things)
        if len(things) >= 2:
            break
    of = named(heard.index, things) if len(things) == 2 else None
    if of is None:
        return None
    heard.take("both", "this")
    return replace(left, of=of)


def _all_others(heard: Heard, left: Given) -> a.Set | None:
    """ "ประเด็นอื่นๆ" behind an issue: all but that."""
    of, said = left.of, [level.at for level in said_levels(heard) if level.kind == "issue"]
    others = [at for at in said if at + 1 in heard.at("other")]
    if not isinstance(of, a.Named) or of.kind != "issue" or len(said) != 1 or not others:
        return None
    heard.used.update((said[0], said[0] + 1))
    heard.take("other")
    return a.Without(a.All("issue"), of)


def _outside(left: Given) -> a.Set | None:
    """ "อีกโครงการที่เหลือ" behind what an agency has of an issue: what of the issue it has not."""
    nodes = list(a.nodes(left.query)) if left.query is not None else []
    crossed = next((n for n in nodes if isinstance(n, a.And)), None)
    holders = [n for n in nodes if isinstance(n, a.Named) and n.kind in ("issue", "tactic")]
    agencies = [n for n in nodes if isinstance(n, a.Named) and n.kind == "agency"]
    if crossed is None or len(holders) != 1 or len(agencies) != 1 or left.of != left.listed:
        return None
    return a.Without(a.Of("project", holders[0]), a.Of("project", agencies[0]))


def _beside(heard: Heard, left: Given) -> a.Set | None:
    """ "ที่เหลือในประเด็นนี้": what else stands under the same thing."""
    said = [level for level in said_levels(heard) if level.kind in ("issue", "tactic")]
    if len(said) != 1 or left.of is None or a.kind_of(left.of) != "project" or not heard.has("this", "same"):
        return None
    heard.used.update(level.at for level in said)
    heard.take("other", "this", "same")
    above: Kind = "issue" if said[0].kind == "issue" else "tactic"
    return a.Without(a.Of("project", a.Of(above, left.of)), left.of)
