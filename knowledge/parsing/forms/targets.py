"""Indicators and the figures that they must reach."""

from knowledge.parsing.asked import CHANGING, SIDES, Asked, is_target, loose_numbers, operator_said, take_count
from knowledge.parsing.forms.children import chat_indicators
from knowledge.parsing.heard import BOUNDS, Heard
from knowledge.parsing.levels_said import said_levels
from knowledge.parsing.named_things import as_kind
from knowledge.parsing.sets import one_thing
from knowledge.query import algebra as a
from knowledge.vocabulary import read as read_vocabulary

_CUES = read_vocabulary("cues")
_ALIKE = frozenset(read_vocabulary("small_words")["alike"])
_LEAST = ("at_least", "at_most")
"""Cues of a bound that the figure may be: "อย่างน้อยกี่เรื่อง"."""
_OF_FIGURES = ("issue", "by_each", "per_year", "year")


def targets(asked: Asked) -> a.Query | None:
    """Indicators and the figures that they must reach."""
    heard = asked.heard
    if not is_target(asked) and not (asked.heard.has("which_one") and chat_indicators(asked)):
        return None
    indicators = [one for thing in asked.parts.things if (one := as_kind(heard, thing, "indicator"))]
    if len(indicators) == 2 == len(asked.parts.things) and heard.take(*SIDES):
        heard.take("target", "indicator", "share", "goal", "which_one", "what")
        take_count(heard)
        return a.Comparison(tuple(a.Total(a.Measure("target"), one) for one in indicators))
    if len(indicators) == 1 == len(asked.parts.things) and (beside := _beside_last(asked, indicators[0])) is not None:
        return beside
    return _of_every_issue(asked) or _indicators_by_target(asked) or _claimed(asked) or _figure_of(asked)


def _beside_last(asked: Asked, new: a.Named) -> a.Query | None:
    """ "เทียบกับเป้าจัดเก็บรายรับ", "กับเรื่องภาพลักษณ์ เป้าเท่ากันไหม" behind the figure of another indicator: both."""
    heard = asked.heard
    alike = (heard.has("same") and heard.has("yes_no", "verify")) or any(t.text in _ALIKE for t in heard.tokens)
    match asked.before:
        case a.Tell(value=a.Total(measure=a.Measure(field="target"), of=a.Named() as old)) if old != new:
            if not (alike or heard.has(*SIDES)) or loose_numbers(heard) or heard.ranks or len(old.keys) > 1:
                return None
            heard.take(*SIDES, "same", "exactly", "yes_no", "verify")
            heard.take("target", "indicator", "share", "goal", "which_one")
            take_count(heard)
            return a.Comparison(tuple(a.Total(a.Measure("target"), one) for one in (old, new)))
    return None


def _of_every_issue(asked: Asked) -> a.Query | None:
    """ "ค่าเป้าหมายตัวชี้วัดของทั้งหกประเด็นเท่ากันหรือไม่": all indicators, each with its figure."""
    heard = asked.heard
    if asked.parts.things or asked.leaning or not (heard.has("indicator") and heard.has("target")):
        return None
    each = heard.has("by_each") and any(said.kind == "issue" for said in said_levels(heard))
    if not (heard.all_issues or each) or loose_numbers(heard) or heard.ranks:
        return None
    heard.take("indicator", "target", "same", "exactly", "compare", "yes_no", "by_each", "shared", "this", "share")
    heard.used.update(said.at for said in said_levels(heard) if said.kind in ("issue", "indicator"))
    return a.Listing(a.All("indicator"))


def _claimed(asked: Asked) -> a.Query | None:
    """ "ตั้งเป้าไว้ร้อยละ 90 ถูกต้องไหม": whether that is the figure."""
    heard, of, numbers = asked.heard, _one_indicator(asked), loose_numbers(asked.heard)
    if of is None or len(numbers) != 1 or not heard.has("yes_no", "verify") or heard.has(*SIDES, "not", "count"):
        return None
    number = heard.tokens[numbers[0]].number
    if number is None or number != int(number):
        return None
    heard.used.update(numbers)
    heard.take("yes_no", "verify", "share", "target", "indicator", "same")
    _take_words_of_name(asked, of)
    return a.Check(a.Total(a.Measure("target"), of), operator_said(heard) or "=", int(number))


def _figure_of(asked: Asked) -> a.Query | None:
    """The figure of one indicator, or the indicators of a goal with theirs."""
    heard = asked.heard
    loose = [i for i in loose_numbers(heard) if heard.tokens[i].number != 1]
    if loose or heard.ranks or _sets_beside(asked) or heard.has("count_indicator"):
        return None
    if heard.has("which_one") and not asked.parts.things:
        return None
    if heard.has("budget", "amount_unit") and not heard.has("share", "target"):
        return None
    counts = heard.has("count", "count_item") and (heard.has("target", *_LEAST) or bool(asked.parts.things))
    if not (heard.has("how_much", "share", "target") or counts):
        return None
    of = _one_indicator(asked) or _one_goal(asked) or _issues_measured(asked)
    if of is not None and not _may_be_of_indicator(asked):
        return None
    if of is None or (of.kind != "indicator" and _counts_things(heard)):
        return None
    _take_words_of_name(asked, of)
    if any(said.asked and said.at not in heard.used for said in said_levels(heard)):
        return None
    heard.take("how_much", "share", "target", "indicator", "goal", "numeric", *_LEAST)
    heard.take("which_one", "spoken_of")  # "มีอันไหนพูดถึง ... กี่ %"
    heard.take("count", "count_item", "yes_no")  # "กี่จุด", "กี่เปอร์เซ็นต์เหรอ"
    if (one := _only_indicator(asked, of)) is not None:
        return a.Tell(a.Total(a.Measure("target"), one))
    return a.Listing(of if of.kind == "indicator" else a.Of("indicator", of))


def _counts_things(heard: Heard) -> bool:
    """Whether things are counted: not by "กี่ %"."""
    return any(i + 1 not in heard.at("share") for i in heard.at("count", "count_item"))


def _sets_beside(asked: Asked) -> bool:
    """Whether two figures are set side by side; "under this plan" is no bound."""
    return any(not asked.heard.tokens[i].is_cue("under") for i in asked.heard.at(*SIDES))


def _may_be_of_indicator(asked: Asked) -> bool:
    """ "ค่าทำเว็บล่ะ เท่าไหร่": how much of what a project has in its name is money, unless a target is spoken of."""
    results = all(thing.kind in ("indicator", "goal") for thing in asked.parts.things)
    last = asked.query
    goes_on = isinstance(last, a.Tell) and isinstance(last.value, a.Total) and last.value.measure.field == "target"
    results |= goes_on and not asked.parts.of("project")
    return results or asked.heard.has("share", "target", "indicator", *_LEAST)


def _one_indicator(asked: Asked) -> a.Named | None:
    """The indicator that is named, if also by words that its issue has, too, or several; else that of the chat."""
    things = asked.parts.things
    if things:
        found = [one for thing in things if not thing.denied and (one := as_kind(asked.heard, thing, "indicator"))]
        keys = tuple(dict.fromkeys(key for one in found for key in one.keys))
        return a.Named("indicator", keys) if len(found) == len(things) else None
    of = asked.base
    return of if isinstance(of, a.Named) and of.kind == "indicator" else None


def _one_goal(asked: Asked) -> a.Named | None:
    things = asked.parts.things
    of = one_thing(things[0]) if len(things) == 1 and not things[0].denied else None if things else asked.base
    return of if isinstance(of, a.Named) and of.kind == "goal" else None


def _issues_measured(asked: Asked) -> a.Named | None:
    """ "ตัวชี้วัดของประเด็น 5 ตั้งเป้าไว้เท่าไร": the issues whose indicators are asked for."""
    heard, things = asked.heard, asked.parts.things
    if len(things) != 1 or things[0].denied or not heard.has("indicator", "target"):
        return None
    if heard.has("budget", "count", "goal", "tactic"):
        return None
    of = one_thing(things[0])
    return of if isinstance(of, a.Named) and of.kind == "issue" else None


def _only_indicator(asked: Asked, of: a.Named) -> a.Named | None:
    """The indicator itself, or the only one of the issue."""
    if of.kind == "goal" or len(of.keys) != 1:
        return None
    keys = of.keys if of.kind == "indicator" else asked.heard.index.children(of.keys[0], "indicator")
    return a.Named("indicator", tuple(keys)) if len(keys) == 1 else None


def _take_words_of_name(asked: Asked, of: a.Named) -> None:
    """ "ต้องเพิ่มขึ้น", "ในแต่ละประเด็น": words that say of the figure what its indicator says."""
    heard = asked.heard
    names = "".join(heard.index.entities[key].name for key in of.keys if key in heard.index.entities)
    said = {i for i in heard.at(*_OF_FIGURES) if heard.tokens[i].text in names}
    heard.used.update(i for i in heard.at("per_year") if i + 1 in heard.at("budget"))  # "the annual budget"
    inside = {i for thing in asked.parts.things if thing.tokens for i in range(min(thing.tokens), max(thing.tokens))}
    heard.used.update(inside & set(heard.at("shared", "total", "under")))
    ones = {i for i in loose_numbers(heard) if i + 1 in said | heard.draft.named.quoted and heard.tokens[i].number == 1}
    heard.used.update(ones)  # "ต่อหนึ่งประเด็น"
    changes = {cue for cue in CHANGING if any(word in names for word in _CUES[cue])}
    heard.used.update(said, (i for i, token in enumerate(heard.tokens) if token.is_cue(*changes)))


def _indicators_by_target(asked: Asked) -> a.Query | None:
    """ "ตัวชี้วัดไหนเป้าต่ำกว่าร้อยละ 70"."""
    heard = asked.heard
    shown = chat_indicators(asked) if heard.has("which_one") else None
    op = operator_said(heard) or ("=" if heard.has("what") and not heard.has(*BOUNDS) else None)
    numbers = loose_numbers(heard)
    if op is None or len(numbers) != 1 or not heard.has("share") or asked.parts.things:
        return None
    heard.used.update(numbers)
    heard.take("share", "target", "indicator", *BOUNDS)
    number = heard.tokens[numbers[0]].number
    bound = int(number) if number is not None else 0
    of: a.Set = shown or a.All("indicator")
    heard.take("which_one", "what")
    if asked.base is not None and asked.pointed and a.kind_of(asked.base) in ("indicator", "goal", "issue"):
        of = asked.base if a.kind_of(asked.base) == "indicator" else a.Of("indicator", asked.base)
    return a.Listing(a.Where(of, a.Compared(a.Measure("target", unit="ร้อยละ"), op, bound)))
