"""Where the money comes from: the source of one project, or how many projects each source has."""

from dataclasses import replace

from knowledge.parsing.asked import CHANGING, Asked
from knowledge.parsing.parts import Parts
from knowledge.parsing.sets import conditions, projects, without_denied
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY

_NOT_HERE = ("how_much", "share", "average", "who", "which_year", "count_project", "by_each", "compare", *CHANGING)
"""Cues of what is asked in other forms."""


def funding(asked: Asked) -> a.Query | None:
    """ "งานหนานหนิงใช้เงินจากแหล่งใด", "แหล่งงบประมาณของไวไฟ งบจังหวัดหรืองบกลุ่ม": the sources, with their projects."""
    heard, parts = asked.heard, _without_purses(asked)
    if not heard.has("funding") or heard.has(*_NOT_HERE) or heard.ranks or heard.draft.amounts.claim is not None:
        return None
    of = replace(asked, parts=parts).about()
    if of is None and (
        parts.of("project", "issue", "tactic", "goal", "indicator", "agency") or heard.draft.named.left_hard
    ):
        return None
    of = a.All("project") if of is None else of
    if a.kind_of(of) not in MONEY:
        return None
    one = isinstance(of, a.Named) and of.kind == "project" and len(of.keys) == 1
    of = conditions(heard, parts, projects(of), of_years=not one)
    of = without_denied(parts, of, "project", "issue", "tactic", "agency")
    heard.take("funding", "yes_no", "verify", "what", "project", "same")
    return a.Grouped(a.Number(of), "funding")


def _without_purses(asked: Asked) -> Parts:
    """ "งบอะไร มีงบ(ท้องถิ่น)ปนไหม": whose purse somebody thinks of narrows nothing; which it is the answer says."""
    tokens = asked.heard.tokens
    purses = [t for t in asked.parts.of("agency") if t.start > 0 and tokens[t.start - 1].is_cue("budget")]
    kept = tuple(thing for thing in asked.parts.things if thing not in purses)
    return replace(asked.parts, things=kept)
