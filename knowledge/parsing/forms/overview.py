"""What is this: a thing by its bare name, the few that a name means, what an agency does, the plan itself?"""

from collections.abc import Sequence

from knowledge.parsing.asked import Asked
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import said_levels
from knowledge.parsing.lists.which import is_little, tells
from knowledge.parsing.part import Thing
from knowledge.parsing.sets import one_thing
from knowledge.query import algebra as a

_ASKS_WHAT = (
    "what", "there_is", "yes_no", "verify", "project", "plan", "document_word", "spoken_of", "show", "name_it", "how",
    "what_for", "order_word", "which_one", "issue", "tactic", "also", "number_word", "until", "from", "this",
)  # fmt: skip
"""Cues of words that stand beside a name where somebody wants to know what it is."""
_LISTS = ("what", "order_word")
_ELSE = (
    "budget",
    "how_much",
    "responsible",
    "which_year",
    "count",
    "count_project",
    "agency",
    "stakeholder",
    "measure",
)
_OF_PLAN = ("plan", "strategy", "whole", "document_word")
_TIME = ("period", "begin", "finish", "which_year")
_NAMED, _FIRM, _PER_NAME, _FEW = 0.6, 1.0, 0.45, 5
"""Weight of a name (`candidates.py`) that may stand alone, and beside words that nothing explains, how much those may
weigh, and how many things are told together."""


def thing(asked: Asked) -> a.Query | None:
    """ "e-service", "PPIS คืออะไร", "มีอบรม ICT ให้ประชาชนไหม": the thing itself; several where they are asked for."""
    heard = asked.heard
    things = [one for one in asked.parts.things if not one.denied]
    if len(things) != 1 or len(asked.parts.things) > 1 or asked.parts.years or heard.ranks or heard.has(*_ELSE):
        return None
    named = things[0]
    asks = heard.has("what", "there_is", "yes_no", "verify")
    if asked.leaning and not asked.nothing_before and not (asks and named.kind in ("project", "agency")):
        return None  # "ประเด็น 1 บ้าง": the last question of another thing
    if named.kind == "agency":
        return None if asked.pointed and heard.has("which_one") else _of_agency(heard, named)
    if named.kind not in ("project", "issue") or not _is_meant(heard, named):
        return None
    if heard.draft.named.left and not asks:
        return None  # a bare name is bare
    wants = ("there_is", "verify") if heard.draft.reading.english else ("there_is", "verify", "what")
    if heard.has("yes_no") and not heard.has(*wants):
        return None  # "ต้องเสียค่าสมาชิกไหม": of what no plan says
    keys = _picked(heard, named)
    if len(keys) > 1 and not (heard.has(*_LISTS) and len(keys) <= _FEW):
        return None
    heard.take(*_ASKS_WHAT)
    heard.used |= {*heard.draft.named.left}
    return a.Listing(a.Named(named.kind, keys))


def _picked(heard: Heard, named: Thing) -> tuple[str, ...]:
    """The one that is meant, or all that are named alike."""
    one = one_thing(named)
    return one.keys if isinstance(one, a.Named) else named.keys


def _is_meant(heard: Heard, named: Thing) -> bool:
    """Whether the name is surely meant, and the words beside it ask of nothing else."""
    left = heard.draft.named
    wanted = {said.kind for said in said_levels(heard)} - {named.kind}
    fits = left.left_hard == 0 or (named.weight >= _FIRM and left.left_weight <= _PER_NAME * named.weight)
    return named.weight >= _NAMED and fits and not wanted


def _of_agency(heard: Heard, named: Thing) -> a.Query | None:
    """ "คลังจังหวัดทำอะไร": its projects."""
    of = one_thing(named)
    asks = heard.has(*_LISTS, "how", "project")
    kinds = {said.kind for said in said_levels(heard)} - {"project", "agency"}
    if of is None or not asks or kinds or heard.draft.named.left_hard or heard.mentions:
        return None
    heard.take(*_ASKS_WHAT)
    return a.Listing(a.Of("project", of))


def plan_itself(asked: Asked) -> a.Query | None:
    """ "แผนนี้เกี่ยวกับอะไร", "ยุทธศาสตร์ที่ 5 ว่าด้วยเรื่องอะไร", "แผนเริ่มปีไหนจบปีไหน": what it is, of which years."""
    heard = asked.heard
    numbers = heard.draft.levels.numbers
    own = not numbers or (
        set(numbers) == {"strategy"} and {*map(str, numbers["strategy"])} == {heard.index.facts.strategy}
    )
    if asked.leaning or asked.parts.things or asked.parts.years or heard.mentions or heard.ranks or not own:
        return None
    if any(heard.has(cue) for cue in _ELSE if cue not in _TIME):
        return None
    if heard.has("period", "which_year") and not heard.has("begin"):
        return None  # how many years it has, and which, a card of their own tells
    asks = heard.has("begin", "what", "show", "spoken_of", "name_it")
    if not (heard.has(*_OF_PLAN) or numbers) or not asks:
        return None
    if any(said.kind not in ("year",) for said in said_levels(heard)) or heard.draft.named.left_hard:
        return None
    if any(tells(heard, i) and not is_little(heard, i) for i in _meant(heard)):
        return None
    heard.take(*_OF_PLAN, *_TIME, "what", "show", "spoken_of", "name_it", "this", "from", "until", "year", "also")
    heard.used |= heard.draft.levels.tokens
    return a.Listing(a.All("strategy"))


def _meant(heard: Heard) -> Sequence[int]:
    """The words that say more than what is asked."""
    asking = (*_OF_PLAN, *_TIME, *_ASKS_WHAT)
    return [i for i, token in enumerate(heard.tokens) if not token.is_cue(*asking) and token.number is None]
