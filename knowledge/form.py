"""In which form is the answer wanted: a value, a sum, a list, a ranking, a comparison?"""

from dataclasses import replace

from knowledge.draft import Draft
from knowledge.index import Index
from knowledge.question import Ask, By, Question, Shape
from knowledge.ranked import ALL, BY_LEVEL, ranked_by, ranking
from knowledge.subject import Subject
from knowledge.wanted import RANKED

_LISTS: frozenset[Ask] = frozenset(
    (
        "projects",
        "tactics",
        "goals",
        "indicators",
        "issues",
        "measures",
        "agencies",
        "stakeholders",
        "passage",
    )
)
"""Questions that are answered with a list or its length."""
_COMPARING = ("compare", "more_than", "less_than")


def formed(index: Index, draft: Draft, subject: Subject, question: Question) -> Question:
    """The question with its form."""
    if question.ask in _LISTS:
        return replace(question, shape=_list_shape(draft, subject, question), yearly=draft.has("per_year"))
    if question.ask != "budget":
        return replace(question, shape="exists" if draft.has("yes_no") else "value", yearly=draft.has("per_year"))
    by_year = draft.has("by_year") and len(subject.codes) == 1 and index.entities[subject.codes[0]].kind == "project"
    question = replace(question, yearly=draft.has("per_year") or by_year, percent=draft.has("share"))
    return _figure(index, draft, subject, question)


def _list_shape(draft: Draft, subject: Subject, question: Question) -> Shape:
    """A list, its length, whether it holds anything, or the sum of it."""
    has = draft.has
    if draft.levels.counted or (has("count") and draft.levels.asked):
        return "count"
    if question.ask == "agencies":
        return "compare" if has("same") and len(subject.codes) > 1 else "value"
    if question.ask != "projects":
        return "list"
    if has("yes_no") and not has("what", "order_word"):
        return "exists"
    return "total" if has("how_much", "total") else "list"


def _figure(index: Index, draft: Draft, subject: Subject, question: Question) -> Question:
    """The form of a question about money."""
    has = draft.has
    if has("without") and subject.codes:
        return replace(question, shape="without", base=subject.base)
    changing = _is_change(draft, subject, question)
    if has(*RANKED) or (changing and _asks_whose_change(draft, subject)):
        return _among_its_like(index, subject, ranking(draft, question, changing))
    if changing:
        return _change(draft, question)
    if _compares_all(draft, subject):
        return replace(ranking(draft, question, changing), top=ALL)
    if _is_comparison(draft, subject, question):
        return replace(question, shape="compare")
    if has("share"):
        return _share(index, subject, question)
    if has("average"):
        return replace(question, shape="average", by="project" if has("per_project") else None)
    if has("yes_no") and not has("how_much", "total"):
        return replace(question, shape="exists")
    by = _split(draft)
    sums = has("total", "four_years") or by or len(question.years) != 1
    return replace(question, shape="total" if sums else "value", by=by)


def _among_its_like(index: Index, subject: Subject, question: Question) -> Question:
    """ "ประเด็น 6 ได้น้อยสุดใน 6 ประเด็นจริงไหม" ranks all issues, not the one."""
    alike = all(index.entities[code].kind == question.by for code in subject.codes)
    return replace(question, about=(), top=ALL) if subject.own and subject.codes and alike else question


def _is_change(draft: Draft, subject: Subject, question: Question) -> bool:
    """ "เพิ่มขึ้นเท่าไหร่", "จากปี 54 ไปปี 55 กี่เปอร์เซ็นต์", "ปี 54 กับ 55 ต่างกันเท่าไร"."""
    if draft.has("increase", "decrease", "change"):
        return True
    if len(question.years) != 2:
        return False
    from_to = draft.has("from") and not draft.years.is_range and draft.has("how_much", "share")
    return from_to or (draft.has(*_COMPARING) and len(subject.codes) < 2)


def _asks_whose_change(draft: Draft, subject: Subject) -> bool:
    """ "โครงการอะไรเพิ่มขึ้น" ranks changes."""
    return draft.has("what") and len(subject.codes) < 2 and ranked_by(draft) in BY_LEVEL.values()


def _change(draft: Draft, question: Question) -> Question:
    """From the first to the last of the years named."""
    years = tuple(sorted(question.years))
    ends = years if len(years) < 2 else (years[0], years[-1])
    return replace(question, shape="change", years=ends, down=draft.has("decrease"))


def _is_comparison(draft: Draft, subject: Subject, question: Question) -> bool:
    """Whether things, agencies or years are set side by side."""
    if draft.has(*_COMPARING) and len(question.years) > 1:
        return True
    several = len(subject.sides) > 1 or len(subject.agencies) > 1 or bool(subject.codes and subject.agencies)
    return several and draft.has(*_COMPARING, "same")


def _compares_all(draft: Draft, subject: Subject) -> bool:
    """ "เปรียบเทียบงบทั้ง 6 ประเด็น": all of a level, where no one of them is named."""
    names_level = any(level in BY_LEVEL for level in draft.levels.named)
    return names_level and draft.has("compare") and not subject.own and not draft.has("this", "both")


def _split(draft: Draft) -> By | None:
    """ "งบแต่ละประเด็น": a figure for each."""
    if draft.has("by_year"):
        return "year"
    if not draft.has("by_each"):
        return None
    level = next((BY_LEVEL[level] for level in draft.levels.named if level in BY_LEVEL), None)
    return level or ("agency" if draft.has("agency", "who") else None)


def _share(index: Index, subject: Subject, question: Question) -> Question:
    """A share of the whole plan, or of what contains the other thing named."""
    codes, base = subject.codes, subject.base
    if not base and len(subject.sides) > 1:
        base = next((c for c in codes if any(c in index.entities[other].parents for other in codes)), "")
        codes = tuple(c for c in codes if c != base)
    if not base and question.agencies and len(codes) == 1 and index.entities[codes[0]].kind == "issue":
        base = codes[0]  # "สถิติจังหวัดกินงบกี่ % ของประเด็น 3": the agency's part of the issue.
    return replace(question, shape="share", about=codes, base=base)
