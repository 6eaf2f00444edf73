"""Is a message something else than a question: a greeting, a complaint, an emergency, a wish about one's data?"""

from dataclasses import dataclass

from knowledge.clean import is_picture_only
from knowledge.draft import Draft
from knowledge.index import Index
from knowledge.lexicon import read as read_vocabulary

_STRONG = ("how_much", "which_year", "count_project", "count_issue", "count_tactic", "count_goal", "count_indicator")
"""Question words that only a question has."""
_ASKABLE = (
    "budget",
    "project",
    "plan",
    "tactic",
    "goal",
    "indicator",
    "issue",
    "measure",
    "target",
    "year",
    "agency",
    "responsible",
)


_SURELY, _PERHAPS = 0.8, 0.45
"""Weight of a name (`mentions.py`) from which a complaint, or a wish, is about the plan's matters."""


@dataclass(frozen=True)
class Said:
    """What a message is besides, or instead of, a question."""

    name: str = ""
    """A group of talk.yaml, emergency kinds as `emergency/fire`; "" where it is a question only."""
    question_first: bool = False
    """Answer it as a question where it is one; else as `name` says."""
    complaint: bool = False


def judge(index: Index, draft: Draft, raw: str, in_chat: bool) -> Said:
    """What kind of talk a message is."""
    says = draft.reading.says
    complaint = says("feedback/complaint", "feedback/request", "feedback/praise")
    if is_picture_only(raw) or not draft.reading.tokens:
        return Said("help")
    danger = _emergency(draft)
    if danger:
        return Said(danger)
    if says("privacy") and not asks_strongly(draft) and sum(m.weight for m in draft.named.mentions) < 1:
        return Said("privacy")
    if says("injection") and not asks_strongly(draft):
        return Said("unclear", question_first=_has_content(draft))
    if says("feedback/request") and says("absent/progress") and not draft.named.mentions:
        return Said("status")
    if says("status") and not asks_strongly(draft) and not _speaks_of_plan(draft):
        return Said("status")
    if says("help") and not draft.named.mentions and not asks_strongly(draft):
        return Said("help")
    if _is_feedback(draft):
        return Said("feedback", complaint=True)
    if _is_only(draft, "thanks/whole"):
        return Said("thanks")
    if _is_only(draft, "greeting/whole") and not _speaks_of_plan(draft):
        return Said("greeting")
    if says("abuse") and not asks_strongly(draft):
        return Said("abuse", question_first=True)
    if says("file") and draft.has("budget", "project", "plan"):
        return Said("file")
    if (
        says("feedback/cancel", "feedback/proceed")
        and not draft.named.mentions
        and draft.named.left_weight < 0.7
        and not asks_strongly(draft)
    ):
        return Said("feedback")
    return Said(complaint=complaint)


def absent(draft: Draft) -> str:
    """What people ask of projects and the plan does not hold (a part of `absent` in talk.yaml), or ""."""
    if draft.has("document_word"):
        return ""
    for part in read_vocabulary("talk")["absent"]:
        if draft.reading.says(f"absent/{part}"):
            return str(part)
    return ""


def _emergency(draft: Draft) -> str:
    """The kind of danger a message speaks of, unless it asks about the plan."""
    if _speaks_of_plan(draft) or asks_strongly(draft):
        return ""
    for part in ("suicide", "fire", "medical", "police", "help"):
        if draft.reading.says(f"emergency/{part}"):
            return f"emergency/{part}"
    return ""


def _speaks_of_plan(draft: Draft) -> bool:
    return draft.has("budget", "plan", "project", "indicator", "goal", "tactic")


def asks_strongly(draft: Draft) -> bool:
    """Whether the message certainly asks something of the plan."""
    has = draft.has
    asking = has("what", "who", "yes_no", "there_is", "why", "show", "count", "how", "verify", "count_item", "share")
    ranking = has("most", "least", "rank_word", "rank_upward", "total", "by_year") and has(
        "budget", "project", "issue", "plan"
    )
    return (
        (has(*_STRONG) and (_speaks_of_plan(draft) or bool(draft.named.mentions) or bool(draft.agencies)))
        or (ranking and not _only_grumbles(draft))
        or (asking and has(*_ASKABLE) and not _only_grumbles(draft))
    )


def _only_grumbles(draft: Draft) -> bool:
    """ "งบตั้งเยอะ เน็ตก็ยังช้า": a complaint that asks with nothing but a sigh."""
    opinion = draft.reading.says("feedback/complaint", "feedback/praise", "feedback/formal")
    return opinion and not draft.has("who", "there_is", "what", "why", "verify", "share", "how")


def _is_feedback(draft: Draft) -> bool:
    """A complaint, wish or praise about public matters that asks nothing."""
    says = draft.reading.says
    if asks_strongly(draft):
        return False
    if says("feedback/formal"):
        return True
    named = max((m.weight for m in draft.named.mentions), default=0.0)
    if draft.has("how", "what", "who", "yes_no", "show") and not (
        says("feedback/complaint") and (says("feedback/public") or named >= _SURELY)
    ):
        return False
    if says("feedback/request"):
        return says("feedback/public") or named >= _PERHAPS or draft.has("project", "budget", "plan")
    if says("feedback/complaint", "feedback/praise"):
        return (
            says("feedback/public")
            or named >= _SURELY
            or draft.has("project", "plan")
            or (draft.has("budget") and named > 0)
        )
    return False


def _is_only(draft: Draft, group: str) -> bool:
    """Whether a message says this and nothing else of weight."""
    return (
        draft.reading.says(group)
        and not asks_strongly(draft)
        and draft.named.left_weight < 1.5
        and sum(m.weight for m in draft.named.mentions) < 0.8
    )


def _has_content(draft: Draft) -> bool:
    return bool(draft.named.mentions) or draft.has(*_ASKABLE)
