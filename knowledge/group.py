"""Which kind of things is a message about: projects and their money, results to reach, or the text of the plan?

A word may stand in the name of a project and in a measure of section 8. Each group of kinds tries to explain the
message; the one that explains most of it wins, helped by the cues that lean its way.
"""

from knowledge.index import Index, Kind
from knowledge.leftover import ground
from knowledge.mentions import Named, named
from knowledge.quotes import quotes
from knowledge.reading import Reading

GROUPS: dict[str, tuple[Kind, ...]] = {
    "money": ("project", "issue", "tactic"),
    "results": ("goal", "indicator", "issue"),
    "text": ("measure", "framework", "section", "stakeholder", "agency_strategy"),
    "concern": ("issue",),
    "section": ("section",),
    "framework": ("framework",),
}
"""Kinds of things that one question is about."""
GROUP_OF_ASK = {
    "goals": "results",
    "indicators": "results",
    "stakeholders": "text",
    "measures": "text",
    "passage": "text",
}
"""What a chat is about after a question; money for all others."""

_MONEY = (
    "budget",
    "how_much",
    "which_year",
    "project",
    "who",
    "responsible",
    "per_year",
    "tactic",
    "total",
    "most",
    "least",
    "average",
)
_RESULTS = ("goal", "indicator", "target")
_TEXT = ("measure", "stakeholder", "agency_strategy", "document_word")

# Weights of cues, where a telling word of a name weighs about 1.
_PRIOR, _WEAK_PRIOR, _STRONG_PRIOR, _VERY_STRONG_PRIOR = 0.5, 0.25, 1.6, 2.0
_CONCERN_PRIOR, _SHARE_PRIOR = 1.8, 0.8
_PER_OFFICE, _OFFICE_LIST, _STAYS = 0.8, 1.0, 0.6
_PER_MENTION = 0.5
"""What each name after the first costs: one thing that explains a message is likelier than three."""
_TIE = 1e-9
"""Sums of the same weights in another order differ by less."""


def best_group(index: Index, reading: Reading, last_group: str) -> tuple[str, Named]:
    """The group that explains the message best, with what it names; `last_group` is what the chat was about."""
    told, said = quotes(index, reading), ground(index, reading)
    groups = [group for group in GROUPS if _may_be_meant(reading, group)]
    tried = [(group, named(index, reading, _kinds(reading, group), told, said)) for group in groups]
    scores = [_score(reading, group, found, last_group) for group, found in tried]
    return next(one for one, score in zip(tried, scores, strict=True) if score > max(scores) - _TIE)


def _may_be_meant(reading: Reading, group: str) -> bool:
    """Issues, section 8 and the framework stand in a wider group, too: by themselves they are meant if spoken of."""
    match group:
        case "concern":
            return reading.has("issue") and reading.has("stakeholder", "agency_strategy", "measure")
        case "section":
            return reading.has("section_eight")
        case "framework":
            return reading.has("framework")
        case _:
            return True


def _score(reading: Reading, group: str, found: Named, last_group: str) -> float:
    stays = group == last_group and reading.has("also") and not reading.has("budget", "how_much")
    explained = sum(m.weight for m in found.mentions) - found.left_weight
    spread = _PER_MENTION * max(0, len(found.mentions) - 1)
    return explained + _lean(reading, group) - spread + _STAYS * stays


def _kinds(reading: Reading, group: str) -> tuple[Kind, ...]:
    """An issue is a thing with results only where results are spoken of."""
    if group == "results" and not reading.has(*_RESULTS, "issue"):
        return ("goal", "indicator")
    return GROUPS[group]


def _lean(reading: Reading, group: str) -> float:
    """How much the cues speak for a group of things."""
    match group:
        case "money":
            return _lean_to_money(reading)
        case "results":
            return _lean_to_results(reading)
        case "text":
            return _lean_to_text(reading)
        case "concern":
            return _CONCERN_PRIOR
        case _:
            return _VERY_STRONG_PRIOR


def _lean_to_money(reading: Reading) -> float:
    """An agency named asks for its projects, unless stakeholders are spoken of."""
    offices = 0 if reading.has("stakeholder") else sum(bool(t.sense.agencies) for t in reading.tokens)
    lists = bool(offices) and reading.has("project", "count_project")
    ranks = reading.has("most", "least", "rank_word", "rank_upward", "compare")
    ranking = _PRIOR if ranks and reading.has("budget", "project", "issue") else 0.0
    prior = _PRIOR if reading.has(*_MONEY) else _WEAK_PRIOR
    return prior + _PER_OFFICE * offices + _OFFICE_LIST * lists + ranking


def _lean_to_results(reading: Reading) -> float:
    """ "ลดได้ร้อยละเท่าไร" asks for a target; "กี่ % ของงบ" for money."""
    if reading.has("share") and not reading.has("budget", "whole", "project", "issue", "total"):
        return _SHARE_PRIOR
    return _STRONG_PRIOR if reading.has(*_RESULTS) else _lean_to_counting(reading)


def _lean_to_text(reading: Reading) -> float:
    """ "ทำอย่างไร" asks for a measure, where it asks of no project."""
    if reading.has("how") and not reading.has("budget", "project"):
        return _PRIOR
    return _STRONG_PRIOR if reading.has(*_TEXT) else _lean_to_counting(reading)


def _lean_to_counting(reading: Reading) -> float:
    """ "กี่ข้อ" counts indicators or measures, not projects."""
    return _PRIOR if reading.has("count_item") and not reading.has("budget", "project") else 0.0
