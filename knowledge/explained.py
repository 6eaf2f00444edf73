"""Is enough of a message accounted for to answer it? What is left over must weigh less than what is understood."""

from collections.abc import Sequence

from knowledge.draft import Draft
from knowledge.question import Question, Turn
from knowledge.subject import Subject
from knowledge.vocabulary import read as read_vocabulary

_WORDS = read_vocabulary("small_words")
_WHOLE_OF, _WORDS_OF_BUDGETS = frozenset(_WORDS["whole_of"]), frozenset(_WORDS["budgets"])
_SPEAKS_OF_PLAN = (
    "plan", "whole", "strategy", "section_eight", "framework", "agency", "document_word", "project", "issue", "tactic",
    "goal", "indicator", "measure", "target", "stakeholder", "count_project", "count_issue", "count_tactic",
    "count_goal", "count_indicator", "count_agency",
)  # fmt: skip
_LEAST_NAME = 0.45
"""Weight of its names (`candidates.py`) that a message needs which says nothing else of a plan."""
_ASKS_OF_MONEY = (
    "how_much", "which_year", "year", "total", "share", "per_year", "show", "what", "who", "most", "least",
)  # fmt: skip

_STRONG = frozenset(
    (
        "budget",
        "project",
        "issue",
        "tactic",
        "goal",
        "indicator",
        "measure",
        "agency",
        "stakeholder",
        "agency_strategy",
        "funding",
        "plan",
        "whole",
        "section_eight",
        "framework",
        "responsible",
        "document_word",
        "strategy",
        "count_project",
        "count_issue",
        "count_tactic",
        "count_goal",
        "count_indicator",
        "count_agency",
        "count_measure",
    )
)
"""Cues that only somebody who speaks of a plan uses."""
_WEAK = frozenset(
    (
        "total",
        "four_years",
        "by_each",
        "rank_word",
        "alternate",
        "steady",
        "per_year",
        "who",
        "which_year",
        "target",
        "most",
        "least",
        "share",
        "average",
        "by_year",
        "change",
        "increase",
        "decrease",
        "compare",
    )
)
"""Cues that fit a plan and much else."""
_TEXTUAL = frozenset(
    (
        "stakeholder",
        "agency_strategy",
        "section_eight",
        "framework",
        "document_word",
        "spoken_of",
        "measure",
        "plan",
        "issue",
    )
)
"""Cues of somebody who asks what the plan says, not what it pays."""

# How much may be left over for each thing understood; one unexplained telling word weighs 0.7 (`leftover.py`).
_FLOOR, _PER_STRONG, _PER_WEAK, _PER_NAME, _PINNED, _PER_LONE_NAME = 0.25, 0.35, 0.15, 0.55, 0.8, 0.35
_PER_NAME_ALONE = 0.45
"""For a name beside words that fit a plan and much else; _PER_LONE_NAME is for a name beside no cue at all."""
_ONE_WORD, _STORY = 0.7, 0.4
_FIRM, _FIRM_TEXT = 1.0, 0.65
"""Weight from which a name is surely meant: one telling word and a little more."""
_MOST_NAMES, _MOST_STRONG = 2.5, 4
"""Beyond this much, further names and cues buy nothing: a long story must not explain itself."""


def is_explained(draft: Draft, subject: Subject, question: Question, history: Sequence[Turn]) -> bool:
    """Whether the message may be answered as this question."""
    if subject.from_context:
        return draft.named.left_weight <= _allowed_in_chat(draft)
    if question.words and question.ask in ("passage", "projects"):
        return draft.has("plan", "section_eight", "project", "framework") and len(question.words[-1]) > 2
    if not (subject.codes or subject.agencies):
        return _is_about_plan(draft, question)
    textual = _is_textual(draft, history)
    pinned = _is_pinned(draft)
    if question.ask in ("passage", "stakeholders") and not (textual or pinned) and _is_loose(draft, question):
        return False
    return _is_named_well(draft, subject, textual)


def _is_pinned(draft: Draft) -> bool:
    """Whether a number or code leaves no doubt: "ประเด็น 3", "5.3.6"."""
    return bool(draft.levels.numbers or draft.reading.codes)


def _is_textual(draft: Draft, history: Sequence[Turn]) -> bool:
    """Whether the talk is of what the plan says."""
    spoken = draft.has(*_TEXTUAL) or "measure" in draft.levels.numbers
    return spoken or bool(history and history[-1].question.ask == "passage")


def _strong(draft: Draft) -> int:
    return len(draft.cues & _STRONG)


def _weak(draft: Draft) -> int:
    return len(draft.cues & _WEAK)


def _names(draft: Draft) -> float:
    return min(draft.name_weight(), _MOST_NAMES)


def _allowed_in_chat(draft: Draft) -> float:
    """What a follow-up may leave unexplained: its subject is known, so every cue counts in full."""
    cues = _strong(draft) + _weak(draft) + _is_pinned(draft)
    return _FLOOR + _PER_STRONG * cues + _PER_NAME * _names(draft)


def _is_about_plan(draft: Draft, question: Question) -> bool:
    """Whether a message that names nothing asks about the plan as a whole: hardly a word may be left over."""
    of_year = bool(question.years) and draft.has("how_much")  # "ปี 57 ตั้งไว้เท่าไร"
    if not (_strong(draft) or _is_pinned(draft) or of_year):
        return False
    if _speaks_of_one_holder(draft):
        return False
    whole = draft.has("plan", "whole", "strategy") or "strategy" in draft.levels.numbers
    if question.ask == "overview" and not whole:
        return False
    narrowed = whole or question.years or question.where
    if question.ask in _OF_PROJECTS and not narrowed and _describes(draft) >= _DESCRIBES:
        return False
    if draft.has("framework", "section_eight"):
        return draft.named.left_hard <= _ONE_WORD
    if _strong(draft) + _weak(draft) <= 2:
        return draft.named.left_hard == 0
    # A story may stand beside the question, but "ตำรวจภูธรรับผิดชอบโครงการอะไร" does not ask for all projects.
    lists_all = question.ask in ("agencies", "years", "projects") and not question.where
    if lists_all and not draft.has("plan", "whole"):
        return draft.named.left_hard == 0
    return draft.named.left_weight <= _STORY or (draft.named.left_hard <= _ONE_WORD and not lists_all)


def _describes(draft: Draft) -> int:
    """How many words ask nothing: so many describe something, though each by itself says little."""
    return sum(not (token.sense.cues or token.sense.talk) and token.number is None for token in draft.reading.tokens)


_DESCRIBES, _OF_PROJECTS = 8, ("budget", "years", "agencies", "funding")


def _speaks_of_one_holder(draft: Draft) -> bool:
    """ "เรื่องคบหากับต่างชาติทั้งประเด็น": an issue is meant that no word named; it is not the whole plan."""
    tokens = draft.reading.tokens
    return any(
        token.is_cue("issue", "tactic") and i > 0 and tokens[i - 1].text in _WHOLE_OF
        for i, token in enumerate(tokens)
        if i not in draft.levels.tokens
    )


def _is_loose(draft: Draft, question: Question) -> bool:
    """Whether a passage only shares a word with the message, where nothing says that its text is asked for."""
    firm = _FIRM if question.ask == "stakeholders" else _FIRM_TEXT
    return _names(draft) < firm or draft.named.left_hard > _ONE_WORD


def _is_named_well(draft: Draft, subject: Subject, textual: bool) -> bool:
    """Whether the names and cues outweigh what is left over."""
    named, names, strong, pinned = draft.named, _names(draft), _strong(draft), _is_pinned(draft)
    if not (strong or _weak(draft) or pinned or textual or draft.has("how_much")):
        return named.left_hard <= _ONE_WORD and named.left_weight <= _PER_LONE_NAME * names
    if not (strong or pinned or textual):
        # Nobody spoke of a plan: "ติดแบล็กลิสต์เครดิตบูโร กี่ปีถึงจะหลุด" only shares a word with it.
        return named.left_hard == 0 or (names >= _FIRM and named.left_weight <= _PER_NAME_ALONE * names)
    if pinned or textual or names >= _FIRM or subject.agencies:
        return named.left_weight <= _allowed(draft)
    if named.left_hard <= (_ONE_WORD if strong > 1 else 0.0):
        return True
    return named.left_weight <= _PER_NAME * names


def _allowed(draft: Draft) -> float:
    """What a message with a firm subject may leave unexplained."""
    places = _is_pinned(draft) + draft.has("section_eight", "framework")
    cues = _PER_STRONG * min(_strong(draft), _MOST_STRONG) + _PER_WEAK * _weak(draft)
    return _FLOOR + cues + _PINNED * places + _PER_NAME * _names(draft)


def says_too_little(draft: Draft) -> bool:
    """ "สนครับ", "ตังหมดแล้ว": whether a chat begins with no more of a plan than a common word that it has, too, or money
    of which nothing is asked."""
    if draft.reading.codes or draft.levels.numbers or draft.agencies or draft.has(*_SPEAKS_OF_PLAN):
        return False
    if draft.named.mentions:
        return draft.name_weight() < _LEAST_NAME
    bare = any(t.is_cue("budget") and t.text not in _WORDS_OF_BUDGETS for t in draft.reading.tokens)
    return bare and not draft.has(*_ASKS_OF_MONEY)
