"""What may an officer do with a case in which state?"""

from typing import Literal

State = Literal["received", "assigned", "in_progress", "answered", "closed", "contested", "rejected", "merged"]
Action = Literal["assign", "start", "ask", "answer", "close", "reject", "merge"]

POSSIBLE: dict[Action, frozenset[State]] = {
    "assign": frozenset({"received", "assigned", "in_progress", "answered", "contested"}),
    "start": frozenset({"received", "assigned", "answered", "contested", "closed", "rejected"}),
    "ask": frozenset({"received", "assigned", "in_progress", "answered", "contested"}),
    "answer": frozenset({"received", "assigned", "in_progress", "answered", "contested"}),
    "close": frozenset({"received", "assigned", "in_progress", "answered", "contested"}),
    "reject": frozenset({"received", "assigned", "in_progress"}),
    "merge": frozenset({"received", "assigned", "in_progress", "answered", "contested"}),
}
"""What is done -> the states in which it can be. Starting a closed or rejected case opens it again: officers err, too.
What was answered or contested is not rejected any more, but closed with the reason why it stays as it is."""


def is_possible(action: Action, state: str) -> bool:
    """Whether a case in this state lets it be done."""
    return state in POSSIBLE[action]
