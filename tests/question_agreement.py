"""Was a message understood as its writer meant it? Compares the writer's ask, shape and years with our Question."""

from typing import Any

from knowledge.question import Question

_RANKED = {"projects": "project", "issues": "issue", "tactics": "tactic", "agencies": "agency", "years": "year"}
"""Who wins a ranking by money: we ask for the budget by the thing, a writer may ask for the thing."""
_OVERVIEWS = frozenset(("projects", "issues", "tactics"))
"""What an overview of the thing answers as well: "กลยุทธ์ที่ 1 คืออะไร"."""
_AMOUNT = frozenset(("value", "total"))
"""One year's figure or a sum: the years tell them apart, a writer's word for it does not."""
_LISTING = frozenset(("value", "list", "count", "exists", "total"))
"""Things that are no money: our answers name them, count them and so say whether they exist."""
_BETWEEN_YEARS = frozenset(("compare", "change"))


def agrees(meant: dict[str, Any], question: Question, plan: tuple[int, ...]) -> bool:
    """Whether ask, shape and years are the writer's; what the writer left out is not compared."""
    return (
        _asks_alike(meant, question)
        and ("shape" not in meant or _shapes_alike(meant["shape"], question))
        and _years_alike(tuple(meant["years"]), question.years, plan)
    )


def _asks_alike(meant: dict[str, Any], question: Question) -> bool:
    if meant["ask"] == question.ask:
        return True
    if question.ask == "budget" and meant.get("shape") == "rank":
        return _RANKED.get(meant["ask"]) == question.by
    return question.ask == "overview" and meant["ask"] in _OVERVIEWS


def _shapes_alike(meant: str, question: Question) -> bool:
    same = {meant, question.shape}
    if len(same) == 1 or same <= _BETWEEN_YEARS:
        return True
    return same <= (_AMOUNT if question.ask == "budget" else _LISTING)


def _years_alike(meant: tuple[int, ...], understood: tuple[int, ...], plan: tuple[int, ...]) -> bool:
    """No year named is every year of the plan."""
    return set(meant or plan) == set(understood or plan)
