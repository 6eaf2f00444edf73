"""How is a claim told: confirmed or put right first, then what the plan says?"""

from handlers.answer import Figure, Part, Text
from handlers.plan.facts import Facts
from handlers.plan.listing import shown
from handlers.plan.telling import behind
from knowledge.query import algebra as a
from knowledge.query import result as r


def check(facts: Facts, query: a.Check, result: r.Result) -> list[Part]:
    """Whether the figure is so, and the figure, with those that it was worked out from."""
    figure, what = result.figures[0], facts.what(query.value)
    if result.holds is None:
        return [Text(facts.say("query.claim.open", what=what))]
    drawn = [Figure(facts.number(figure), facts.unit(figure), what), *behind(facts, query.value)]
    if result.holds:
        return [Text(facts.say("query.claim.right")), *drawn]
    if isinstance(query.value, a.Number):  # what was counted stands below
        return [Text(facts.say("query.claim.wrong_count", figure=facts.figure(figure))), *drawn]
    return [Text(facts.say("query.claim.wrong", what=what, figure=facts.figure(figure))), *drawn]


def exists(facts: Facts, query: a.Exists, result: r.Result) -> list[Part]:
    """Yes with what there is, or no."""
    what = facts.which(query.of)
    if not result.holds:
        return [Text(facts.say("query.claim.not_there", what=what))]
    count = facts.count(len(result.found), a.kind_of(query.of))
    return [Text(facts.say("query.claim.there", what=what, count=count)), *shown(facts, query.of, result.found)]


def among(facts: Facts, query: a.Among, result: r.Result) -> list[Part]:
    """Yes, or no with what it is instead; of who answers for something all who do."""
    if isinstance(query.right, a.Where) and isinstance(query.right.condition, a.Course):
        so, not_so = _COURSES[query.right.condition.way]
        return [Text(facts.say(so if result.holds else not_so))]
    answers = isinstance(query.right, a.Of) and query.right.kind == "agency"
    if result.holds and not answers:
        if not isinstance(query.right, a.First):
            return [Text(facts.say("query.claim.among", left=facts.which(query.left), right=facts.which(query.right)))]
        lead = facts.say("query.claim.ranked", right=facts.which(query.right))  # with the figure by which it is so
        return [Text(lead), *shown(facts, query.right, facts.evaluate(a.Listing(query.left)).found)]
    told = "query.claim.is_responsible" if result.holds else "query.claim.not_among"
    lead = facts.say(told, what=facts.which(query.right))
    return [Text(lead), *shown(facts, query.right, result.found)]


_COURSES = {
    "up": ("query.claim.up", "query.claim.not_up"),
    "down": ("query.claim.down", "query.claim.not_down"),
    "steady": ("query.claim.steady", "query.claim.not_steady"),
    "alternate": ("query.claim.alternate", "query.claim.not_alternate"),
}
"""What is said of how the years go on, where it is so and where it is not."""
