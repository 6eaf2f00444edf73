"""What is asked of all that was shown, or of one of it by its place: "รวมทั้ง 4", "แต่ละอันเท่าไร", "กี่ตัว", "ขอตัวที่สาม"?"""

from knowledge.parsing import edit
from knowledge.parsing.chat import Given
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import said_levels
from knowledge.parsing.parts import Parts
from knowledge.parsing.sets import one_thing, projects
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY, Kind
from knowledge.vocabulary import read as read_vocabulary

_LISTED_MORE = ("budget", "how_much", "who", "which_year", "share", "target", "count", "yes_no", "verify")
"""Cues of what is asked of one that is picked, beside what it is."""
_HOLDERS: tuple[Kind, ...] = ("issue", "tactic", "agency")
_OF = frozenset(read_vocabulary("small_words")["of"])
_ALL_TOGETHER, _NOUNS = (frozenset(read_vocabulary("small_words")[name]) for name in ("all_together", "nouns"))


def of_shown(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """What is asked of a list that was shown, or of what holds projects."""
    return (
        _of_holder(heard, parts, given)
        or _sum_of_shown(heard, parts, given)
        or _picked_itself(heard, parts, given)
        or _each_shown(heard, parts, given)
        or _how_many_listed(heard, parts, given)
        or _each_project_of(heard, parts, given)
    )


def _of_holder(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """ "ของสำนักงานจังหวัดกี่โครงการ" behind those below a million, "อันไหนของเทศบาล" behind a list: which of just those."""
    thing = parts.things[0] if len(parts.things) == 1 else None
    holder = one_thing(thing) if thing is not None and thing.kind in _HOLDERS and not thing.denied else None
    of = edit.subject_in(given.query) if given.query is not None else None
    if (
        holder is None
        or of is None
        or a.kind_of(of) != "project"
        or parts.years
        or heard.has("whole", "plan", "how_much")
    ):
        return None
    first = next((i for i in range(len(heard.tokens)) if i not in heard.at("also")), 0)
    counts = isinstance(of, a.Where) and heard.has("count_project") and _leads_in(heard, first)
    picks = heard.has("which_one") and not isinstance(of, a.Named) and not said_levels(heard)
    if heard.ranks or not (counts or picks):
        return None
    heard.take("count_project", "which_one", "under", "there_is")
    within: a.Set = a.And(of, projects(holder))
    return a.Tell(a.Number(within)) if counts else a.Listing(within)


def _leads_in(heard: Heard, i: int) -> bool:
    """ "ของ", "ใน", "อยู่": the message begins with where they stand, so that what is counted was said before."""
    return heard.tokens[i].text in _OF or i in heard.at("under")


def _sum_of_shown(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """ "รวมทั้ง 4", "รวมทั้งสี่โครงการ" behind a list of four: what they have together."""
    shown = given.listed
    for i, token in enumerate(heard.tokens[:-1]):
        if token.text not in _ALL_TOGETHER or not isinstance(shown, a.Named) or shown.kind not in MONEY:
            continue
        counts = heard.tokens[i + 1].number == len(shown.keys) and i + 1 not in heard.draft.years.tokens
        if not counts or parts.things or parts.years or heard.has("share", "average", "count", "what", "who"):
            continue
        heard.used.update((i, i + 1, *(level.at for level in said_levels(heard) if level.kind == shown.kind)))
        heard.take("this", "how_much", "total")
        return a.Tell(a.Total(a.Measure("amount", years=given.years), shown))
    return None


def _picked_itself(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """ "ขอตัวที่สาม" behind indicators, goals or tactics: that one."""
    shown = given.listed
    own = parts.things[0] if len(parts.things) == 1 else None
    picked = one_thing(own) if own is not None and not own.denied else None
    if not isinstance(shown, a.Named) or not isinstance(picked, a.Named) or own is None:
        return None
    about = edit.root_of(edit.subject_in(given.query)) if isinstance(given.query, a.Tell | a.Listing) else picked
    if isinstance(about, a.Named) and set(about.keys) & set(shown.keys):
        return None  # something was asked of another of them: that is asked of this one
    if isinstance(given.query, a.Tell) and not isinstance(given.query.value, a.Number):
        return None
    if {level.kind for level in said_levels(heard)} - {picked.kind}:
        return None  # "โครงการใต้กลยุทธ์แรกล่ะ"
    by_place = picked.kind != "project" and not own.tokens & heard.named_tokens
    if not by_place or parts.years or heard.has(*_LISTED_MORE) or not set(picked.keys) <= set(shown.keys):
        return None
    heard.take("what", "show", "which_one", "what_name", "how")
    return a.Listing(picked)


def _each_shown(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """ "แต่ละอันเท่าไร" behind a list: the money of each."""
    shown, each = given.listed, heard.at("by_each")
    if not isinstance(shown, a.Named) or shown.kind not in MONEY or len(each) != 1 or parts.things or heard.ranks:
        return None
    noun = each[0] + 1 < len(heard.tokens) and heard.tokens[each[0] + 1].text in _NOUNS
    kind = [level.at for level in said_levels(heard) if level.kind == shown.kind and level.at == each[0] + 1]
    if not (noun or kind) or not heard.has("how_much", "budget") or heard.has("share", "average", "which_year", "who"):
        return None
    if given.of != shown and _is_of_one(given):
        return None
    heard.used.update((*each, *kind))
    years = parts.wanted_years or given.years
    return a.Grouped(a.Total(a.Measure("amount", years=years), shown), shown.kind)


def _is_of_one(given: Given) -> bool:
    """Whether something was asked of one of those shown since."""
    shown, of = given.listed, given.of
    return isinstance(shown, a.Named) and isinstance(of, a.Named) and of.kind == shown.kind


def _how_many_listed(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """ "กี่ตัว", "how many?" behind a list: how many it has."""
    others = {cue for token in heard.tokens for cue in token.sense.cues}
    if parts.things or parts.years or not isinstance(given.query, a.Listing):
        return None
    counts = {"count", "count_item"}
    if not others & counts or others - counts - {"also", "there_is", "total", "how_much"}:
        return None
    heard.take("count", "count_item")
    return a.Tell(a.Number(given.query.of))


def _each_project_of(heard: Heard, parts: Parts, given: Given) -> a.Query | None:
    """ "โครงการละเท่าไร" behind an issue or an agency: the money of each of its projects."""
    of, places = given.of, heard.at("per_project")
    if len(places) != 1 or not heard.has("how_much") or parts.things or heard.ranks or heard.has("average", "share"):
        return None
    if not isinstance(of, a.Named) or of.kind not in ("issue", "tactic", "agency") or said_levels(heard):
        return None
    heard.used.update(places)
    years = parts.wanted_years or given.years
    return a.Grouped(a.Total(a.Measure("amount", years=years), a.Of("project", of)), "project")
