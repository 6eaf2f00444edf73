"""Which things does a message number: "กลยุทธ์ที่ 2 ประเด็น 4"?"""

from collections.abc import Mapping, Sequence

from knowledge.draft import Draft
from knowledge.index import Index
from knowledge.levels import Level, numbered_codes
from knowledge.named import by_name
from knowledge.question import Turn
from knowledge.subject import Subject, issue_of, subject_of
from knowledge.vocabulary import read as read_vocabulary

_SUBJECTS: frozenset[Level] = frozenset(("issue", "tactic", "goal", "indicator", "project"))
"""Levels that a question is about by their number; a measure's number is part of the question."""
_INSIDE_ISSUES: frozenset[Level] = frozenset(("goal", "tactic", "indicator"))
_WHOLE_OF = frozenset(read_vocabulary("small_words")["whole_of"])
_NUMBERED = ("issue", "tactic", "goal")
_SHORT_FOLLOW_UP = 4
"""Words of a message that gives nothing but another number."""
_LONG_LIST = 3
_FEW = 3


def numbered(index: Index, draft: Draft, history: Sequence[Turn]) -> Subject | None:
    """The things numbered; without an issue those of the chat's issue; else all that fit are unclear."""
    if draft.levels.numbers and _SUBJECTS.isdisjoint(draft.levels.numbers):
        return None
    numbers = _with_loose(index, draft)
    if not numbers:
        return None
    under = ""
    if "issue" not in numbers:
        under = _issue_named(index, draft) or (issue_of(index, history[-1]) if history else "")
    codes = numbered_codes(index, numbers, under)
    if not codes:
        return Subject(missing=True)
    if "issue" not in numbers and not under and len(codes) > 1:
        return Subject(codes, unclear=codes, own=True)
    if numbers.keys() == {"issue"}:
        found = _listed_in_issue(index, draft, codes[0], history)
        if not found and len(codes) == 1:
            found = _named_in_issue(index, draft, codes[0]) or _before_in_issue(index, draft, codes[0], history)
        if found:
            return found
    return Subject(codes, draft.agencies, own=True, sides=codes if len(codes) > 1 else ())


def _with_loose(index: Index, draft: Draft) -> Mapping[Level, tuple[int, ...]]:
    """The numbered levels; in "ประเด็น 3 มีกลยุทธ์อะไรในข้อ 2" the loose number belongs to the level asked."""
    levels = draft.levels
    numbers, asked = levels.numbers, levels.asked
    if not levels.loose or asked == "" or asked not in _INSIDE_ISSUES or asked in numbers:
        return numbers
    if "issue" in numbers or _issue_named(index, draft):
        return {**numbers, asked: (levels.loose,)}
    return numbers


def _issue_named(index: Index, draft: Draft) -> str:
    """The issue that the message names in words, if it names one clearly; else ""."""
    issues = [c for mention in draft.named.mentions for c in mention.codes if index.entities[c].kind == "issue"]
    return next(iter(by_name(index, draft, issues)), "")


# Where only an issue is numbered, it may be the place of what is meant: each of these knows one way, or gives None.


def _listed_in_issue(index: Index, draft: Draft, issue: str, history: Sequence[Turn]) -> Subject | None:
    """ "เฉพาะประเด็น 3" after a list: its part in that issue."""
    listed = history[-1].codes if history else ()
    if len(listed) <= _LONG_LIST or not draft.has("this", "under", "only"):
        return None
    picked = tuple(c for c in listed if c in index.entities and issue in index.entities[c].parents)
    return Subject(picked, from_context=True) if picked else None


def _named_in_issue(index: Index, draft: Draft, issue: str) -> Subject | None:
    """ "โครงการ PMQA ในประเด็น 2"; not "ประชาสัมพันธ์ (ประเด็นที่ 5)", which is the issue's own name."""
    names_issue = draft.notions() <= index.entities[issue].notions and not draft.has("project")
    if draft.levels.counted or names_issue or _means_whole_issue(draft):
        return None
    inside = tuple(
        c
        for mention in draft.named.mentions
        for c in mention.codes
        if issue in index.entities[c].parents and index.entities[c].kind in ("project", "goal", "indicator")
    )
    if not 0 < len(inside) <= _FEW:
        return None
    return Subject(inside, own=True, base=issue if draft.has("share", "without") else "")


def _means_whole_issue(draft: Draft) -> bool:
    """ "งาน IT ทั้งประเด็น 3"."""
    tokens = draft.reading.tokens
    return any(i and tokens[i - 1].text in _WHOLE_OF for i in draft.reading.where("issue"))


def _before_in_issue(index: Index, draft: Draft, issue: str, history: Sequence[Turn]) -> Subject | None:
    """ "คิดเป็นกี่ % ของประเด็น 3" after a project of that issue."""
    if not history or not draft.has("share", "without"):
        return None
    codes, agencies = subject_of(index, history[-1])
    if not codes or any(issue not in index.entities[c].parents for c in codes):
        return None
    return Subject(codes, agencies, from_context=True, base=issue)


def sibling(index: Index, draft: Draft, last: Turn) -> Subject | None:
    """ "ละ 5 ล่ะ" after talk of issue 4: the thing of that number beside it."""
    tokens, taken = draft.reading.tokens, draft.years.tokens | draft.amounts.tokens
    numbers = [int(t.number) for i, t in enumerate(tokens) if t.number is not None and i not in taken]
    short = len(tokens) <= _SHORT_FOLLOW_UP and draft.has("also") and not draft.named.mentions
    entity = index.entities.get(last.question.about[0]) if len(last.question.about) == 1 else None
    if entity is None or entity.kind not in _NUMBERED or not short or len(numbers) != 1:
        return None
    beside = [e.code for e in index.of_kind(entity.kind) if e.parents == entity.parents]
    return Subject((beside[numbers[0] - 1],), own=True) if 0 < numbers[0] <= len(beside) else None
