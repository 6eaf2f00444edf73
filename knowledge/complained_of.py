"""What of the plan does a complaint concern?"""

from knowledge.draft import Draft
from knowledge.index import Index

_CONCERNED, _CONCERNED_IN_FULL = 1.4, 0.8
"""Weight of a name from which a complaint is about the thing; the second where a name of several words is said in full.
One telling word weighs 1.0: of a contractor or of something online people complain who know of no project."""
WITH_CODE = frozenset(("project", "issue", "tactic", "goal", "indicator"))
"""Kinds that have a code in the plan: feedback is kept under nothing else."""


def concerned(index: Index, draft: Draft) -> tuple[str, ...]:
    """What of the plan a complaint is about, where that can be defended: one thing, or several that it may mean alike.

    Otherwise it is another matter: an officer sorts in a minute what a wrong guess would hide from the right office.
    """
    mentions = (m for m in draft.named.mentions if {index.entities[c].kind for c in m.codes} <= WITH_CODE)
    surest = max(mentions, key=lambda mention: mention.weight, default=None)
    if surest is None:
        return ()
    said = {notion for i in surest.tokens for notion in draft.reading.tokens[i].notions}
    in_full = [
        c for c in surest.codes if any(len(phrase) > 1 and phrase <= said for phrase in index.entities[c].phrases)
    ]
    least = _CONCERNED_IN_FULL if in_full else _CONCERNED
    return surest.codes if surest.weight >= least else ()
