"""Which kinds of things does a plan have, how do they hang together, and what does each kind have?"""

from functools import cache
from typing import Literal, get_args

Kind = Literal[
    "strategy",
    "issue",
    "goal",
    "indicator",
    "tactic",
    "project",
    "agency",
    "measure",
    "stakeholder",
    "agency_strategy",
    "list",
    "item",
    "passage",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

ABOVE: dict[Kind, Kind] = {
    "issue": "strategy",
    "goal": "issue",
    "indicator": "goal",
    "tactic": "issue",
    "project": "tactic",
    "measure": "issue",
    "stakeholder": "issue",
    "agency_strategy": "issue",
    "passage": "issue",
    "list": "issue",
    "item": "list",
}
"""What each kind stands under. Agencies stand beside the tree: they answer for projects."""

MONEY: frozenset[Kind] = frozenset(("strategy", "issue", "tactic", "project", "agency"))
"""Kinds that have planned amounts: of their projects, or their own."""
TARGET: frozenset[Kind] = frozenset(("indicator",))
TEXT: frozenset[Kind] = frozenset(("measure", "item", "passage", "stakeholder", "agency_strategy"))
"""Kinds whose name is their text."""
GROUPS: frozenset[Kind] = frozenset(("issue", "tactic", "agency", "project", "goal", "list", "indicator", "strategy"))
"""Kinds that results may be grouped by."""


@cache
def way(start: Kind, end: Kind) -> tuple[Kind, ...] | None:
    """The kinds passed from one to the other, both ends included; None where the plan ties them not at all, or only
    through something above both (an indicator and a project of one issue)."""
    if "agency" in (start, end):
        return _by_projects(start, end)
    up, down = _line(start), _line(end)
    if end in up:
        return up[: up.index(end) + 1]
    return tuple(reversed(down[: down.index(start) + 1])) if start in down else None


def stands_under(kind: Kind, above: Kind) -> bool:
    """Whether things of one kind stand under those of another; projects under the agencies that answer for them."""
    if above == "agency":
        return kind == "project"
    return kind != above and above in _line(kind)


def _by_projects(start: Kind, end: Kind) -> tuple[Kind, ...] | None:
    if start == end:
        return (start,)
    if start == "agency":
        rest = way("project", end)
        return None if rest is None else (start, *rest)
    rest = way(start, "project")
    return None if rest is None else (*rest, end)


def _line(kind: Kind) -> tuple[Kind, ...]:
    """The kind and what it stands under, up to the strategy."""
    line = [kind]
    while line[-1] in ABOVE:
        line.append(ABOVE[line[-1]])
    return tuple(line)
