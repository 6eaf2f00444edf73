"""How does a follow-up become a whole question? The last question with the new parts put in."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.draft import Draft
from knowledge.index import Index
from knowledge.question import Condition, Question, Turn
from knowledge.scoped import scoped
from knowledge.subject import Subject, subject_of
from knowledge.turns import compared_turns

_ASKS = (
    "how_much",
    "who",
    "responsible",
    "which_year",
    "funding",
    "budget",
    "what",
    "count",
    "count_project",
    "count_item",
    "compare",
    "share",
    "increase",
    "decrease",
    "change",
    "average",
    "most",
    "least",
    "tactic",
    "goal",
    "indicator",
    "target",
    "project",
    "issue",
    "measure",
    "per_year",
    "total",
    "why",
    "under",
    "stakeholder",
    "agency_strategy",
    "agency",
    "runner_up",
    "more_than",
    "less_than",
    "show",
    "how",
    "without",
    "other_year",
    "by_year",
    "rank_word",
    "count_tactic",
    "count_goal",
    "count_indicator",
    "count_issue",
)
"""Cues that say what is wanted; a message without any leaves that to the last question."""
_AMOUNTS = ("total", "each", "cell")
"""Conditions on money."""
_ALL_YEARS = ("total", "four_years", "per_year", "which_year", "average", "by_year", "every_year", "one_year")
"""Cues that ask over the plan's years, whichever were spoken of."""
_STEPS = {"next_year": 1, "previous_year": -1}
_WEAK_NAME = 0.6
"""Weight of a name below which the message goes on about the same (`mentions.py`)."""


def carry_over(index: Index, draft: Draft, subject: Subject, question: Question, history: Sequence[Turn]) -> Question:
    """The question completed from the chat."""
    if not history:
        return _relative_years(index, draft, question, None)
    last = history[-1].question
    whole = (
        compared_turns(index, draft, subject, question, history)
        or _more_of_text(index, draft, subject, question, last)
        or _with_things_before(draft, subject, question, last, subject_of(index, history[-1])[0])
        or _other_amount(draft, subject, last)
    )
    if whole:
        return whole
    question = _relative_years(index, draft, question, history[-1])
    if _leaves_ask_to_last(draft, subject, question, last):
        question = _like_last(index, draft, subject, question, last)
    elif subject.from_context or not subject.own:
        question = _continued(draft, subject, question, history)
    return scoped(index, draft, subject, question)


# Each of these makes the whole question in one way of following up, or gives None.


def _more_of_text(index: Index, draft: Draft, subject: Subject, question: Question, last: Question) -> Question | None:
    """ "แล้วข้อต่อไปล่ะ", "ข้อ 4": the same text goes on, unless something of the plan's tables is asked."""
    if last.ask not in ("measures", "passage", "stakeholders"):
        return None
    if draft.has("budget", "project", "goal", "indicator", "tactic"):
        return None
    if not _is_weak(draft, subject) and not _in_text(index, draft, last):
        return None
    counted = bool(draft.levels.counted)
    number = None if counted or question.words != last.words else question.number or draft.levels.loose or last.number
    words = question.words if last.ask == "stakeholders" else last.words
    return replace(last, number=number, shape="count" if counted else "list", words=words)


def _with_things_before(
    draft: Draft, subject: Subject, question: Question, last: Question, before: tuple[str, ...]
) -> Question | None:
    """The thing named added to those of the chat, left out of them, or set against the one."""
    if not subject.own:
        return None
    pair = len(question.about) == 1 == len(before)
    if draft.has("plus") and pair:
        return Question("budget", "total", about=(*before, *question.about), years=question.years)
    if draft.has("without") and set(question.about) < set(before):
        left = tuple(code for code in before if code not in question.about)
        return Question("budget", "total", about=left, years=question.years or last.years)
    # "มากกว่า PPIS เท่าไร": one side is named, the other is what the chat was about.
    compares = draft.has("compare", "more_than", "less_than") and not draft.amounts.conditions
    if compares and pair and len(question.years) < 2 and question.about != before:
        both, years = (*before, *question.about), question.years or last.years
        return replace(question, ask="budget", shape="compare", about=both, years=years)
    return None


def _other_amount(draft: Draft, subject: Subject, last: Question) -> Question | None:
    """ "แล้วเกิน 5 ล้านล่ะ" after "โครงการที่เกิน 3 ล้าน"."""
    others = tuple(condition for condition in last.where if condition.field not in _AMOUNTS)
    if not draft.amounts.conditions or len(others) == len(last.where) or not _is_weak(draft, subject):
        return None
    return replace(last, where=(*others, *draft.amounts.conditions))


def _is_weak(draft: Draft, subject: Subject) -> bool:
    """Whether the message names nothing, or only with a word that many things have."""
    if not subject.own:
        return True
    pinned = draft.levels.numbers or draft.reading.codes or draft.agencies
    return not pinned and draft.surest_name() < _WEAK_NAME


def _in_text(index: Index, draft: Draft, last: Question) -> bool:
    """Whether the message uses words of the passage that the chat was about."""
    said = draft.notions()
    return bool(said) and any(said <= index.entities[c].notions for c in last.about if c in index.entities)


def takes_all(draft: Draft, question: Question) -> bool:
    """Whether a name that fits several things means all of them: lists, sums, comparisons."""
    if draft.levels.numbers and not draft.levels.numbers.keys() & {"issue", "measure"}:
        return False
    if question.ask in ("projects", "passage", "stakeholders", "measures", "goals", "indicators") or question.shape in (
        "list",
        "count",
        "exists",
        "compare",
    ):
        return True
    if draft.levels.counted or draft.has("both") or any(t.number == len(question.about) for t in draft.reading.tokens):
        return True  # "ทั้งสามเมือง" means all three
    return draft.has("what", "order_word", "there_is", "other", "by_each") and not draft.has("how_much", "which_year")


def _leaves_ask_to_last(draft: Draft, subject: Subject, question: Question, last: Question) -> bool:
    """Whether the message gives a new subject or year and leaves what is asked to the last question."""
    moves_year = draft.has("only", "same") and bool(draft.years.named) and not subject.own and bool(last.where)
    return not draft.has(*_ASKS) or moves_year or _is_elliptic(draft, subject, question)


def _is_elliptic(draft: Draft, subject: Subject, question: Question) -> bool:
    """ "แล้วของคลังล่ะ", "ปี 57 ล่ะ": something new and nothing asked of it."""
    return (
        question.ask == "overview"
        and (subject.own or bool(question.years))
        and draft.has("also", "only")
        and not draft.has("show", "what", "project")
    )


def _like_last(index: Index, draft: Draft, subject: Subject, question: Question, last: Question) -> Question:
    """The last question asked of a new subject, of other years, or of both."""
    years = draft.years.inside(index.years) or question.years
    new = replace(last, years=years or last.years, claim=None, why=False)
    if draft.years.named or draft.years.relative:
        new = _of_other_years(new, last, years)
    if subject.own:
        new = _of_other_subject(index, subject, new, last)
    elif (subject.codes or subject.agencies) and _points_at_subject(draft, last):
        new = replace(new, about=subject.codes, agencies=subject.agencies)
    if draft.years.named and len(years) == 1 and last.where:
        new = replace(new, where=_moved_to(last, years[0]), shape=last.shape)
    return replace(new, where=question.where) if question.where else new


def _of_other_years(new: Question, last: Question, years: tuple[int, ...]) -> Question:
    """ "ปีงบ 57" after a total over the years asks for that year alone; after "ใครดูแล" it asks for money."""
    if last.ask not in ("budget", "projects"):
        return replace(new, ask="budget", shape="value", parent=False)
    if last.shape in ("total", "average", "change") and len(years) == 1:
        return replace(new, shape="value")
    return new


def _of_other_subject(index: Index, subject: Subject, new: Question, last: Question) -> Question:
    """ "แล้วของคลังล่ะ"; an issue narrows an agency's projects: "เฉพาะประเด็น 3"."""
    narrows = subject.codes and all(index.entities[code].kind in ("issue", "tactic") for code in subject.codes)
    agencies = subject.agencies or (last.agencies if narrows else ())
    new = replace(new, about=subject.codes, agencies=agencies)
    if last.by and last.shape in ("rank", "compare", "change"):
        new = replace(new, shape="total", by=None)
    return _fitting(index, new)


def _points_at_subject(draft: Draft, last: Question) -> bool:
    """A list or ranking is asked again of all, unless the message points: "พวกนี้"."""
    return draft.has("this", "both") or not (last.where or last.shape == "rank")


def _moved_to(last: Question, year: int) -> tuple[Condition, ...]:
    """The demands of the last question in another year."""
    moved = tuple(replace(c, number=year) if c.field in ("funded", "unfunded") else c for c in last.where)
    if last.ask == "projects" and not any(c.field in ("funded", "unfunded") for c in moved):
        return (*moved, Condition("funded", "=", year))
    return moved


def _fitting(index: Index, question: Question) -> Question:
    """What is asked must fit what it is asked of: nobody asks the projects of a project."""
    kinds = {index.entities[c].kind for c in question.about}
    if kinds == {"project"} and question.ask in ("projects", "goals", "tactics", "issues") and not question.parent:
        return replace(question, ask="overview", shape="value", where=())
    if kinds & {"goal"} and question.ask not in ("goals", "indicators"):
        return replace(question, ask="goals", shape="list")
    if kinds & {"indicator"} and question.ask not in ("goals", "indicators"):
        return replace(question, ask="indicators", shape="list")
    return question


def _continued(draft: Draft, subject: Subject, question: Question, history: Sequence[Turn]) -> Question:
    """Something else asked about the same thing."""
    last = history[-1]
    question = _with_years_of(draft, question, last.question)
    if question.shape == "share" and last.years and not question.years:
        question = replace(question, years=last.years)
    return _ranking_continued(draft, subject, question, history) if question.shape == "rank" else question


def _with_years_of(draft: Draft, question: Question, last: Question) -> Question:
    """The years stay while the talk is of the same figure; a sum over the years drops them."""
    drops = draft.has(*_ALL_YEARS) and not draft.has("same_years")
    if drops or question.years or question.ask != "budget" or last.ask not in ("budget", "projects"):
        return question
    fits = len(last.years) == 2 if question.shape == "change" else not question.where
    return replace(question, years=last.years) if fits else question


def _ranking_continued(draft: Draft, subject: Subject, question: Question, history: Sequence[Turn]) -> Question:
    """ "รองลงมา", "แล้วน้อยสุดล่ะ": the ranking goes on among the same things."""
    last = history[-1].question
    if last.shape == "rank" and subject.from_context:
        question = replace(question, about=last.about, agencies=last.agencies)
    if last.shape == "rank" and draft.has("runner_up") and question.place == 2 and last.place > 1:
        question = replace(question, place=last.place + 1)
    ranked = next((turn.question for turn in reversed(history) if turn.question.shape == "rank"), None)
    if ranked and last.shape != "rank" and question.place > 1:
        return _among_those_of(ranked, question)
    if last.by and not draft.levels.named and not draft.has("which_year", "who"):
        return replace(_among_those_of(last, question), yearly=last.yearly)
    return question


def _among_those_of(ranked: Question, question: Question) -> Question:
    return replace(
        question,
        by=ranked.by,
        about=ranked.about,
        agencies=ranked.agencies,
        years=question.years or ranked.years,
        where=ranked.where,
    )


def _relative_years(index: Index, draft: Draft, question: Question, last: Turn | None) -> Question:
    """ "ช่วงเดียวกัน", "ปีถัดไป", "ปีก่อนหน้า": years counted from the last question's."""
    if last and draft.years.relative == "same_years" and not question.years:
        return replace(question, years=last.years or last.question.years)
    known = question.years or (last.question.years if last else ())
    step = _STEPS.get(draft.years.relative)
    if not known or not step:
        return question
    year = known[-1] + step
    if question.shape in ("change", "compare"):
        pair = tuple(sorted((known[-1], year)))
        return replace(question, shape="change", years=pair) if set(pair) <= set(index.years) else question
    if last and year in index.years and not question.years:
        return replace(question, years=(year,))
    return question
