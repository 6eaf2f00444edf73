"""What is wanted of the subject: its budget, its agencies, the projects in it, what the text says of it?"""

from collections.abc import Set as AbstractSet

from knowledge.draft import Draft
from knowledge.index import Index, Kind
from knowledge.question import Ask
from knowledge.subject import Subject

_MONEY = ("budget", "how_much", "per_year", "total", "average", "share", "four_years", "by_year")
_COMPARING = ("compare", "more_than", "less_than")
_LIST_OF: dict[str, Ask] = {
    "tactic": "tactics",
    "goal": "goals",
    "indicator": "indicators",
    "issue": "issues",
    "agency": "agencies",
}
"""Level or thing counted to the question that lists it."""
RANKED = ("most", "least", "runner_up", "rank_word", "rank_upward", "within_year")
"""Cues of a ranking."""


def wanted(index: Index, draft: Draft, subject: Subject) -> Ask:
    """The thing wanted; overview where the message says nothing of it."""
    kinds = {index.entities[code].kind for code in subject.codes} if subject.own else set()
    return (
        _in_text(draft, kinds)
        or _on_a_level(draft, kinds)
        or _about_years(draft, subject, kinds)
        or _figures_side_by_side(draft, kinds)
        or _who(draft)
        or _levels_without_money(draft, kinds)
        or _money(draft, subject, kinds)
        or _by_a_word(draft, kinds)
    )


def wants_parent(draft: Draft) -> bool:
    """Whether the level asked stands above the subject: "อยู่ใต้กลยุทธ์ไหน", "which goal is it under"."""
    asked = draft.levels.asked
    if not draft.has("under") or asked not in ("tactic", "issue", "goal"):
        return False
    if draft.has("most", "least", "within_year", "runner_up"):
        return False
    if set(draft.levels.numbers) - ({"issue"} if asked != "issue" else set()):
        return False
    unders = list(draft.reading.where("under"))
    levels = list(draft.reading.where(asked))
    # Not "the tactics under it".
    return any(u < level for u in unders for level in levels) or unders[-1] == len(draft.reading.tokens) - 1


# Each of these knows some of the answers, and None where the message asks for none of them.


def _in_text(draft: Draft, kinds: AbstractSet[Kind]) -> Ask | None:
    """Measures, stakeholders, passages, where the money comes from: what the text of the plan says."""
    has = draft.has
    if has("funding"):
        return "funding"
    if "measure" in draft.levels.numbers or has("measure", "count_measure") or kinds == {"measure"}:
        return "measures"
    if has("document_word") and has("project"):
        return "projects"
    if has("agency_strategy") or (has("stakeholder") and not has("project")):
        return "stakeholders"
    if kinds & {"stakeholder", "agency_strategy"}:
        return "stakeholders"
    in_passage = kinds & {"framework", "section"} or has("section_eight", "framework", "document_word")
    return "passage" if in_passage else None


def _on_a_level(draft: Draft, kinds: AbstractSet[Kind]) -> Ask | None:
    """A level above, a level counted, goals and indicators."""
    if wants_parent(draft):
        return _LIST_OF[draft.levels.asked]
    if draft.levels.counted in _LIST_OF:
        return _LIST_OF[draft.levels.counted]
    if not _is_result(draft, kinds):
        return None
    return "goals" if _is_goal(draft, kinds) else "indicators"


def _is_result(draft: Draft, kinds: AbstractSet[Kind]) -> bool:
    """Whether goals or indicators are meant; "เป้าหมายงบของโครงการ" is about money."""
    if kinds & {"goal", "indicator"} or draft.has("indicator"):
        return True
    of_project = "project" in kinds and draft.has("budget", "project")
    return draft.has("goal", "target") and not of_project


def _is_goal(draft: Draft, kinds: AbstractSet[Kind]) -> bool:
    """Whether a result asked for is a goal; else it is an indicator, which carries the figure."""
    named, asked = draft.levels.named, draft.levels.asked
    if draft.has("indicator") and not (asked == "goal" and "indicator" not in named):
        return asked == "goal" and named[:1] == ("goal",)
    figure = draft.has("share", "how_much", "numeric")
    if "indicator" in kinds and (figure or draft.has("target", "count_item")):
        return False
    of_goal = draft.has("target") and not figure and "indicator" not in kinds
    return draft.has("goal") or kinds == {"goal"} or of_goal


def _about_years(draft: Draft, subject: Subject, kinds: AbstractSet[Kind]) -> Ask | None:
    """In which years something has a budget, how long the plan runs, which projects run in some way."""
    has = draft.has
    ranked = has(*RANKED)
    course = has("one_year", "every_year", "begin", "finish", "alternate", "steady")
    lists = has("what", "order_word", "there_is", "count_project", "which_one")
    if draft.levels.asked == "project" and course and lists and not ranked:
        return "projects"
    sides = len(subject.sides) > 1 and has("budget", "how_much", "more_than", "less_than")
    if has(*_COMPARING) and (sides or len(draft.years.named) > 1):
        return "budget"
    whole_plan = has("which_year") and has("plan") and not ranked and not kinds
    length = has("period") or whole_plan
    if has("other_year") or (has("which_year") and not ranked and not length):
        return "years"
    return "period" if length else None


def _figures_side_by_side(draft: Draft, kinds: AbstractSet[Kind]) -> Ask | None:
    """Rankings and changes are of money, unless something else is said."""
    has = draft.has
    what = has("agency", *_MONEY, "project", "issue", "tactic", "which_year", "year", "what", "who")
    if has(*RANKED) and (what or has("runner_up", "rank_word") or not kinds):
        return "budget"
    if has("increase", "decrease", "change", "without") and not has("who"):
        return "budget"
    from_to = has("from") and len(draft.years.named) == 2 and has("how_much", "share")
    return "budget" if from_to else None


def _who(draft: Draft) -> Ask | None:
    """Who answers for it; with an agency named, what that agency answers for."""
    has = draft.has
    if not has("who", "responsible", "agency") or has("how_much", "per_year", "share", "count_project"):
        return None
    lists = has("project") and draft.levels.asked == "project" and has("what", "order_word", "count", "there_is")
    if lists and not has("who"):
        return None
    shared = has("same", "shared") and not has("project")
    return "projects" if draft.agencies and has("project", "what") and not shared else "agencies"


def _levels_without_money(draft: Draft, kinds: AbstractSet[Kind]) -> Ask | None:
    """ "มีกลยุทธ์อะไรบ้าง"; "กลยุทธ์ไหนได้งบเท่าไหร่" asks for money."""
    asked = draft.levels.asked
    if asked not in ("tactic", "issue") or draft.has("budget", "how_much", "per_year", "average", "share"):
        return None
    numbered = asked == "issue" and "issue" in draft.levels.numbers
    return None if numbered or kinds & {asked, "project"} else _LIST_OF[asked]


def _money(draft: Draft, subject: Subject, kinds: AbstractSet[Kind]) -> Ask | None:
    """A list of projects, or else a figure."""
    has = draft.has
    one_project = kinds == {"project"} and len(subject.codes) == 1
    if one_project and has("budget") and (draft.years.named or has("yes_no", "there_is")):
        return "budget"
    if draft.levels.counted == "project" or (draft.levels.asked == "project" and _lists_projects(draft, kinds)):
        return "projects"
    in_year = draft.years.named and not draft.levels.asked and has("yes_no", "there_is")
    figure = has(*_MONEY, "within_year") or draft.amounts.claim is not None or in_year
    return "budget" if figure else None


def _lists_projects(draft: Draft, kinds: AbstractSet[Kind]) -> bool:
    """Whether a list is wanted where projects are spoken of; "โครงการนี้ได้เท่าไหร่" wants none."""
    has = draft.has
    if has("share", "per_year"):
        return False
    listing = has("what", "order_word", "count", "shared")
    if has("how_much"):
        return listing and "project" not in kinds
    return listing or has("there_is") or bool(draft.amounts.conditions or draft.agencies)


def _by_a_word(draft: Draft, kinds: AbstractSet[Kind]) -> Ask:
    """What a single word suggests, where nothing clearer is said."""
    asked = draft.levels.asked
    if asked == "tactic" and "tactic" not in kinds:
        return "tactics"
    if asked == "issue" and not kinds & {"issue", "project"}:
        return "issues"
    if draft.has(*_COMPARING):
        return "budget"
    if asked == "project" and "project" not in kinds:
        return "projects"
    return "budget" if draft.years.named and not asked else "overview"
