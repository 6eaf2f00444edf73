"""Things with no, one or so many things under them; indicators by their target."""

from dataclasses import replace

from knowledge.parsing.asked import Asked, loose_numbers, operator_said
from knowledge.parsing.forms.ranking import all_of, counted_below
from knowledge.parsing.heard import BOUNDS
from knowledge.parsing.levels_said import Said, kind_said, said_levels
from knowledge.parsing.lists.phrases import phrases, words_of
from knowledge.query import algebra as a
from knowledge.query.kinds import stands_under
from knowledge.vocabulary import read as read_vocabulary

_PROJECTS = tuple(read_vocabulary("cues")["project"])
_SINGLE, _UNITS = words_of("single"), words_of("unit")
_NOT_HERE = ("budget", "how_much", "responsible", "who", "average", "compare")
_PERCENT = "ร้อยละ"


def by_children(asked: Asked) -> a.Query | None:
    """ "กลยุทธ์ใดไม่มีโครงการ", "ประเด็นใดมีกลยุทธ์เพียงสองกลยุทธ์": by how many stand under each."""
    heard = asked.heard
    levels = said_levels(heard)
    top = next((said for said in levels if said.asked and said.kind != "year"), None)
    if top is None or heard.ranks or asked.parts.years or heard.has(*_NOT_HERE) or top.kind == "agency":
        return None
    below = {said.kind: said for said in levels if _is_below(said, top)}
    if len(below) != 1:
        return None
    (counted,) = below.values()
    number = _number(asked, counted)
    if number is None:
        return None
    heard.used.update(said.at for said in levels)
    of = a.Where(all_of(_as_said(asked), kind_said(top)), _counting(counted, number))
    return a.Exists(of) if heard.take("yes_no") else a.Listing(of)


def by_bound(asked: Asked) -> a.Query | None:
    """ "กลยุทธ์ใดมีมากกว่า 2 โครงการ", where the number and what it counts are one word, for both are often spoken of."""
    heard = asked.heard
    levels = [said for said in said_levels(heard) if said.asked and said.kind not in ("year", "agency")]
    counts = [
        i for i in heard.at("both") if heard.tokens[i].text[:1].isdigit() and heard.tokens[i].text.endswith(_PROJECTS)
    ]
    op = operator_said(heard)
    if len(levels) != 1 or len(counts) != 1 or op is None or heard.ranks or heard.has(*_NOT_HERE):
        return None
    top = kind_said(levels[0])
    if not stands_under("project", top):
        return None
    heard.used.update((levels[0].at, counts[0]))
    heard.take(*BOUNDS)
    number = int("".join(letter for letter in heard.tokens[counts[0]].text if letter.isdigit()))
    condition = a.Compared(a.Measure("count", kind="project"), op, number)
    return a.Listing(a.Where(all_of(asked, top), condition))


def by_target(asked: Asked) -> a.Query | None:
    """ "ตัวชี้วัดใดมีค่าเป้าหมายร้อยละสูงที่สุด": of the targets in per cent, which alone have an order."""
    heard = asked.heard
    ends = set(heard.ranks.values())
    said = [level for level in said_levels(heard) if level.kind == "indicator"]
    if len(ends) != 1 or not said or heard.has(*_NOT_HERE, "project"):
        return None
    if not heard.take("share", "target"):
        return None
    heard.used.update(heard.ranks)
    heard.used.update(level.at for level in said)
    heard.take("what", "which_one")
    measure = a.Measure("target", unit=_PERCENT)
    return a.Listing(a.First(all_of(asked, "indicator"), measure, 1, ends == {"least"}))


def by_most(asked: Asked) -> a.Query | None:
    """ "เป้าประสงค์ใดมีตัวชี้วัดมากที่สุด": things without money, by how many stand under them."""
    heard = asked.heard
    ends = set(heard.ranks.values())
    top = next((said for said in said_levels(heard) if said.asked and said.kind in ("goal",)), None)
    counted = counted_below(heard, top) if top is not None else None
    if top is None or counted is None or len(ends) != 1:
        return None
    heard.used.update((*heard.ranks, top.at, counted.at))
    measure = a.Measure("count", kind=kind_said(counted))
    return a.Listing(a.First(all_of(asked, kind_said(top)), measure, 1, ends == {"least"}))


def with_figure(asked: Asked) -> a.Query | None:
    """ "ตัวไหนระบุตัวเลขบ้าง", "ตัวชี้วัดใดไม่มีค่าเป้าหมาย": indicators with, or without, a target that is a figure."""
    heard = asked.heard
    if not heard.has("numeric", "target") or heard.ranks or heard.has(*_NOT_HERE, "share", "project"):
        return None
    levels = said_levels(heard)
    said = [level for level in levels if level.kind == "indicator"]
    counted = heard.draft.levels.counted
    of = all_of(_as_said(asked), "indicator") if said or counted == "indicator" else chat_indicators(asked)
    denied = heard.take("not", "without")
    if (said and not denied and heard.has("yes_no") and not heard.has("which_one")) or (
        isinstance(of, a.Named) and of.kind == "indicator" and len(of.keys) == 1
    ):
        return None  # "วัดด้วยอะไร และตั้งตัวเลขไว้หรือเปล่า": all of them, each with its figure
    if of is None or len(said) < len(levels) or not (denied or heard.has("numeric")) or loose_numbers(heard):
        return None
    counts = heard.take("count_indicator", "count_item", "count")
    heard.used.update(level.at for level in said)
    heard.take("numeric", "target", "what", "which_one", "number_word", "yes_no")
    found = a.Where(of, a.Has("target"), negated=denied)
    return a.Tell(a.Number(found)) if counts else a.Listing(found)


def _as_said(asked: Asked) -> Asked:
    """ "ในประเด็นที่ 2 ไม่มีค่าเป้าหมาย": the negation is of what stands behind it, not of the issue."""
    things = tuple(replace(thing, denied=False) for thing in asked.parts.things)
    return replace(asked, parts=replace(asked.parts, things=things))


def in_percent(asked: Asked) -> a.Query | None:
    """ "มีตัวชี้วัดกี่ตัวที่กำหนดเป้าหมายเป็นร้อยละ": indicators by the unit of their target."""
    heard = asked.heard
    said = [level for level in said_levels(heard) if level.kind == "indicator"]
    numbers = loose_numbers(heard)
    if not said or not heard.has("share") or len(numbers) > 1 or heard.ranks or heard.has(*_NOT_HERE, "project"):
        return None
    if asked.parts.of("indicator"):
        return None  # of one that is named the target itself is asked for
    if heard.draft.amounts.conditions or not (heard.has("target") or numbers):
        return None
    counts = heard.draft.levels.counted == "indicator" or heard.has("count", "count_item")
    heard.used.update(level.at for level in said)
    heard.take("share", "target", "what", "count", "count_item", "count_indicator", "number_word", "which_one")
    op, bound = (operator_said(heard) or "=", int(heard.tokens[numbers[0]].number or 0)) if numbers else (">=", 0)
    heard.take(*BOUNDS)
    heard.used.update(numbers)
    condition = a.Compared(a.Measure("target", unit=_PERCENT), op, bound)
    of = a.Where(all_of(_as_said(asked), "indicator"), condition)
    return a.Tell(a.Number(of)) if counts else a.Listing(of)


def chat_indicators(asked: Asked) -> a.Set | None:
    """The indicators that the chat's last question was about."""
    nodes = a.nodes(asked.query) if asked.query is not None else ()
    listed = next((node for node in nodes if isinstance(node, a.Of) and node.kind == "indicator"), None)
    base = asked.base if asked.base is not None and a.kind_of(asked.base) == "indicator" else None
    return None if asked.parts.things else listed or base


def _is_below(said: Said, top: Said) -> bool:
    return said.kind not in ("year", top.kind) and stands_under(kind_said(said), kind_said(top))


def _counting(counted: Said, number: int) -> a.Condition:
    return a.Compared(a.Measure("count", kind=kind_said(counted)), "=", number)


def _number(asked: Asked, counted: Said) -> int | None:
    """How many there are to be: none, one, or the number said with "only"."""
    heard = asked.heard
    denied = [i for i in heard.at("not", "without") if 0 < counted.at - i <= 2]
    if denied:
        heard.used.update(denied)
        return 0
    single = [run for run in phrases(heard.tokens, _SINGLE) if run.stop > counted.at + 1]
    if single:
        heard.take("only")
        heard.used.update(i for run in single for i in run)
        return 1
    numbers = loose_numbers(heard)
    if len(numbers) != 1 or not (heard.take("only", "exactly") or _is_count(asked, numbers[0])):
        return None
    heard.used.update(numbers)
    number = heard.tokens[numbers[0]].number
    return None if number is None else int(number)


def _is_count(asked: Asked, at: int) -> bool:
    """ "มีมาตรการ 2 ข้อ": a number with a unit behind it, and no bound."""
    tokens = asked.heard.tokens
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    bound = asked.heard.has(*BOUNDS) or asked.heard.draft.amounts.conditions
    return behind is not None and not bound and (behind.text in _UNITS or behind.is_cue(*_LEVELS))


_LEVELS = ("goal", "indicator", "tactic", "project", "measure")
