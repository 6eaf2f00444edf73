"""Which comparison is asked of what the last turns were about: "ต่างกันเท่าไร", "เพิ่มขึ้นกี่เปอร์เซ็นต์"?"""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.draft import Draft
from knowledge.index import Index
from knowledge.question import Question, Turn
from knowledge.subject import Subject, subject_of

_COMPARING = ("compare", "increase", "decrease", "change", "more_than", "less_than")
_MOST_SIDES = 4


def compared_turns(
    index: Index, draft: Draft, subject: Subject, question: Question, history: Sequence[Turn]
) -> Question | None:
    """The comparison, where the message asks for one and its sides were said before."""
    last = history[-1]
    if not _asks(draft, subject, question):
        return None
    if not draft.has(*_COMPARING) and last.question.shape not in ("change", "compare"):
        return None  # "กี่เปอร์เซ็นต์" alone is a share, unless the talk is of a difference.
    return (
        _same_years(question, last.question)
        or (_last_against_before(index, question, last, history[-2]) if len(history) > 1 else None)
        or _things_of_last(question, last)
        or _year_against_last(index, question, last)
    )


def _asks(draft: Draft, subject: Subject, question: Question) -> bool:
    """Whether the message compares and names no sides itself."""
    asks = draft.has(*_COMPARING) or (draft.has("share") and not draft.has("whole", "budget"))
    if not asks or subject.own or len(question.years) > 1:
        return False
    other_years = draft.years.relative not in ("", "same_years")  # "สองปีนี้ต่างกันเท่าไร" speaks of those before
    return not (draft.levels.named or other_years or draft.has("what", "who"))


def _same_years(question: Question, last: Question) -> Question | None:
    """The last question spoke of two years: their difference, or the same once more in percent."""
    if len(last.years) != 2 or question.years:
        return None
    if last.shape == "change":
        return replace(last, percent=question.percent, down=question.down or last.down)
    if last.ask == "budget" and last.shape in ("compare", "total"):
        return replace(last, shape="change", percent=question.percent, down=question.down, by=None)
    return None


def _last_against_before(index: Index, question: Question, last: Turn, before: Turn) -> Question | None:
    """The last two turns: one thing in two years, or two things."""
    now, then = subject_of(index, last), subject_of(index, before)
    now_years, then_years = question.years or last.question.years, before.question.years
    if now == then and len(now_years) == 1 == len(then_years) and now_years != then_years:
        return _change(now, (*then_years, *now_years), question)
    if now == then or not last.codes or not before.codes:
        return None
    codes, agencies = tuple(dict.fromkeys((*now[0], *then[0]))), (*now[1], *then[1])
    if len(codes) + len(agencies) < 2:
        return None
    years = last.question.years if last.question.years == then_years else ()
    return Question(
        "budget", "compare", about=codes, agencies=agencies, years=question.years or years, percent=question.percent
    )


def _change(subject: tuple[tuple[str, ...], tuple[str, ...]], years: tuple[int, ...], question: Question) -> Question:
    return Question(
        "budget",
        "change",
        about=subject[0],
        agencies=subject[1],
        years=tuple(sorted(years)),
        percent=question.percent,
        down=question.down,
    )


def _things_of_last(question: Question, last: Turn) -> Question | None:
    """The few things of the last answer, side by side."""
    if not 1 < len(last.codes) <= _MOST_SIDES:
        return None
    years = question.years or last.question.years
    return Question("budget", "compare", about=last.codes, years=years, percent=question.percent)


def _year_against_last(index: Index, question: Question, last: Turn) -> Question | None:
    """ "แล้วเทียบกับปี 57": the year named against the one spoken of."""
    before = last.question.years
    if len(before) != 1 or not question.years or question.years == before:
        return None
    codes, agencies = subject_of(index, last)
    return Question(
        "budget", "change", about=codes, agencies=agencies, years=(*before, *question.years), percent=question.percent
    )
