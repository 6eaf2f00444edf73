"""How does a follow-up become a whole question? The last question with the new parts put in."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.draft import Draft
from knowledge.index import Index
from knowledge.question import Condition, Question, Turn
from knowledge.subject import Subject, subject_of

_ASKS = ("how_much", "who", "responsible", "which_year", "funding", "budget", "what", "count", "count_project", "count_item", "compare", "share",
         "increase", "decrease", "change", "average", "most", "least", "tactic", "goal", "indicator", "target", "project", "issue", "measure",
         "per_year", "total", "why", "under", "stakeholder", "agency_strategy", "agency", "runner_up", "more_than", "less_than", "show", "how",
         "without", "other_year", "by_year", "rank_word", "count_tactic", "count_goal", "count_indicator", "count_issue")  # fmt: skip
"""Cues that say what is wanted; a message without any leaves that to the last question."""


_AMOUNTS = ("total", "each", "cell")


def carry_over(index: Index, draft: Draft, subject: Subject, question: Question, history: Sequence[Turn]) -> Question:
    """The question completed from the chat."""
    if not history:
        return _relative_years(index, draft, question, None)
    last = history[-1].question
    if _compares_turns(draft, subject, question):
        compared = _compared(index, draft, question, history)
        if compared:
            return compared
    if (
        last.ask in ("measures", "passage", "stakeholders")
        and (_is_weak(draft, subject) or _in_text(index, draft, last))
        and not draft.has("budget", "project", "goal", "indicator", "tactic")
    ):
        number = None if draft.levels.counted or question.words != last.words else draft.levels.loose or last.number
        return replace(
            last,
            number=number,
            shape="count" if draft.levels.counted else "list",
            words=question.words if last.ask == "stakeholders" else last.words,
        )
    before = subject_of(index, history[-1])[0]
    if draft.has("plus") and subject.own and len(question.about) == 1 == len(before):
        return Question("budget", "total", about=(*before, *question.about), years=question.years)
    if draft.has("without") and subject.own and set(question.about) < set(before):
        left = tuple(c for c in before if c not in question.about)
        return Question("budget", "total", about=left, years=question.years or last.years)
    if _sets_against(draft, subject, question, before):
        return replace(
            question,
            ask="budget",
            shape="compare",
            about=(*before, *question.about),
            years=question.years or last.years,
        )
    if draft.amounts.conditions and _is_weak(draft, subject) and any(c.field in _AMOUNTS for c in last.where):
        return replace(last, where=(*(c for c in last.where if c.field not in _AMOUNTS), *draft.amounts.conditions))
    question = _relative_years(index, draft, question, last, history[-1].years)
    moves_year = draft.has("only") and bool(draft.years.named) and not subject.own and bool(last.where)
    if not draft.has(*_ASKS) or moves_year or _is_elliptic(draft, subject, question):
        question = _like_last(index, draft, subject, question, last)
    elif _continues(draft, subject, question):
        question = _years_of_last(draft, question, last)
        if question.shape == "share" and history[-1].years and not question.years:
            question = replace(question, years=history[-1].years)
        if question.shape == "rank" and last.shape == "rank" and subject.from_context:
            question = replace(question, about=last.about, agencies=last.agencies)
        if (
            question.shape == "rank"
            and last.shape == "rank"
            and draft.has("runner_up")
            and question.place == 2
            and last.place > 1
        ):
            question = replace(question, place=last.place + 1)
        ranked = next((t.question for t in reversed(history) if t.question.shape == "rank"), None)
        if question.shape == "rank" and last.shape != "rank" and ranked and question.place > 1:
            question = replace(
                question,
                by=ranked.by,
                about=ranked.about,
                agencies=ranked.agencies,
                years=question.years or ranked.years,
                where=ranked.where,
            )
        elif question.shape == "rank" and last.by and not draft.levels.named and not draft.has("which_year", "who"):
            question = replace(
                question,
                by=last.by,
                about=last.about,
                agencies=last.agencies,
                years=question.years or last.years,
                where=last.where,
                yearly=last.yearly,
            )
    return _scoped(index, draft, subject, question, history)


def _is_weak(draft: Draft, subject: Subject) -> bool:
    """Whether the message names nothing, or only with a word that many things have."""
    return not subject.own or (
        not draft.levels.numbers
        and not draft.reading.codes
        and not draft.agencies
        and draft.surest_name() < 0.6
    )


def _in_text(index: Index, draft: Draft, last: Question) -> bool:
    """Whether the message uses words of the passage that the chat was about."""
    said = draft.notions()
    return bool(said) and any(said <= index.entities[c].notions for c in last.about if c in index.entities)


def _sets_against(draft: Draft, subject: Subject, question: Question, before: tuple[str, ...]) -> bool:
    """ "มากกว่า PPIS เท่าไร": one side is named, the other is what the chat was about."""
    asks = draft.has("compare", "more_than", "less_than") and not draft.amounts.conditions
    return bool(
        asks
        and subject.own
        and len(question.about) == 1
        and len(question.years) < 2
        and len(before) == 1
        and question.about != before
    )


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
        # "ปีงบ 57" after a total over the years asks for that year alone.
        new = replace(
            new, shape="value" if last.shape in ("total", "average", "change") and len(years) == 1 else last.shape
        )
        if last.ask in ("years", "overview", "agencies", "period", "funding") or (
            last.ask not in ("budget", "projects")
        ):
            new = replace(new, ask="budget", shape="value", parent=False)
    if subject.own:
        new = replace(
            new,
            about=subject.codes,
            agencies=subject.agencies or (last.agencies if _narrows(index, subject, last) else ()),
        )
        if last.shape in ("rank", "compare", "change") and last.by:
            new = replace(new, shape="total", by=None)
        new = _fitting(index, new)
    elif (subject.codes or subject.agencies) and (
        draft.has("this", "both") or not (last.where or last.shape == "rank")
    ):
        new = replace(new, about=subject.codes, agencies=subject.agencies)
    if draft.years.named and len(years) == 1 and last.where:
        moved = tuple(replace(c, number=years[0]) if c.field in ("funded", "unfunded") else c for c in last.where)
        if not any(c.field in ("funded", "unfunded") for c in moved) and last.ask == "projects":
            moved = (*moved, Condition("funded", "=", years[0]))
        new = replace(new, where=moved, shape=last.shape)
    if question.where:
        new = replace(new, where=question.where)
    return new


def _narrows(index: Index, subject: Subject, last: Question) -> bool:
    """Whether the new subject is an issue within an agency's projects: "เฉพาะประเด็น 3"."""
    return (
        bool(last.agencies)
        and all(index.entities[c].kind in ("issue", "tactic") for c in subject.codes)
        and bool(subject.codes)
    )


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


def _continues(draft: Draft, subject: Subject, question: Question) -> bool:
    """Whether the message goes on about the same thing."""
    return subject.from_context or not subject.own


def _years_of_last(draft: Draft, question: Question, last: Question) -> Question:
    """The years stay while the talk is of the same figure; a sum over the years or another kind of question drops them."""
    drops = draft.has(
        "total", "four_years", "per_year", "which_year", "average", "by_year", "every_year", "one_year"
    ) and not draft.has("same_years")
    keeps = question.ask == "budget" and last.ask in ("budget", "projects") and not drops
    if keeps and not question.years and question.shape != "change" and not question.where:
        return replace(question, years=last.years)
    if keeps and not question.years and question.shape == "change" and len(last.years) == 2:
        return replace(question, years=last.years)
    return question


def _scoped(index: Index, draft: Draft, subject: Subject, question: Question, history: Sequence[Turn]) -> Question:
    """A list or ranking keeps only a subject that holds such things: the issue's projects, not the project's projects."""
    if not subject.from_context or subject.own or not question.about:
        return question
    kinds = {index.entities[c].kind for c in question.about if c in index.entities}
    lists = (
        (question.ask in ("projects", "issues", "tactics", "goals", "indicators")
        and not question.parent)
        or (question.shape in ("rank", "change") and question.by)
    )
    pointing = draft.has("this", "under")
    if question.ask == "issues" and not question.parent:
        return replace(question, about=())
    if (
        lists
        and question.ask in ("tactics", "goals", "indicators")
        and not (kinds <= {"goal"} and question.ask == "indicators")
    ):
        return replace(question, about=index.issues_of(question.about))
    if lists and kinds == {"project"} and len(question.about) == 1 and not pointing:
        return replace(question, about=())
    if question.shape in ("rank", "change") and question.by in ("issue", "year", "agency") and not pointing:
        return replace(question, about=())
    if question.ask == "tactics" and kinds <= {"tactic"} and not question.parent:
        return replace(question, about=index.issues_of(question.about))
    if question.ask == "goals" and kinds <= {"goal"} and not question.parent and draft.has("other"):
        return replace(question, about=index.issues_of(question.about))
    return question


def _relative_years(
    index: Index, draft: Draft, question: Question, last: Question | None, last_years: tuple[int, ...] = ()
) -> Question:
    """ "ปีถัดไป", "ปีก่อนหน้า", "ปีอื่น": years counted from the last question's."""
    if draft.years.relative == "same_years" and last and not question.years:
        return replace(question, years=last_years or last.years)
    anchor = (question.years or (last.years if last else ()))[-1:]
    if not anchor or not draft.years.relative:
        return question
    step = {"next_year": 1, "previous_year": -1}.get(draft.years.relative, 0)
    changing = question.shape in ("change", "compare")
    if step and changing:
        pair = tuple(sorted((anchor[0], anchor[0] - 1 if step < 0 else anchor[0] + 1)))
        return replace(question, shape="change", years=pair) if all(y in index.years for y in pair) else question
    if step and anchor[0] + step in index.years and last is not None and not question.years:
        return replace(question, years=(anchor[0] + step,))
    return question


def _compares_turns(draft: Draft, subject: Subject, question: Question) -> bool:
    """ "ต่างกันเท่าไร", "เพิ่มขึ้นกี่เปอร์เซ็นต์": a comparison whose sides were said before."""
    asks = draft.has("compare", "increase", "decrease", "change", "more_than", "less_than") or (
        draft.has("share") and not draft.has("whole", "budget")
    )
    return (
        asks
        and not subject.own
        and len(question.years) < 2
        and not draft.levels.named
        and not draft.years.relative
        and not draft.has("what", "who")
    )


def _compared(index: Index, draft: Draft, question: Question, history: Sequence[Turn]) -> Question | None:
    """The comparison of what the last turns were about."""
    last = history[-1]
    percent = question.percent
    if (
        draft.has("share")
        and not draft.has("compare", "increase", "decrease", "change", "more_than", "less_than")
        and last.question.shape not in ("change", "compare")
    ):
        return None
    if last.question.shape == "change" and len(last.question.years) == 2 and not question.years:
        return replace(last.question, percent=percent, down=question.down or last.question.down)
    if (
        len(last.question.years) == 2
        and last.question.ask == "budget"
        and last.question.shape in ("compare", "total")
        and not question.years
    ):
        return replace(last.question, shape="change", percent=percent, down=question.down, by=None)
    if len(history) > 1:
        before = history[-2]
        now_about, then_about = subject_of(index, last), subject_of(index, before)
        now_years, then_years = question.years or last.question.years, before.question.years
        if now_about == then_about and len(now_years) == 1 == len(then_years) and now_years != then_years:
            return Question(
                "budget",
                "change",
                about=now_about[0],
                agencies=now_about[1],
                years=tuple(sorted((*then_years, *now_years))),
                percent=percent,
                down=question.down,
            )
        if now_about != then_about and last.codes and before.codes:
            codes = tuple(dict.fromkeys((*now_about[0], *then_about[0])))
            agencies = (*now_about[1], *then_about[1])
            if len(codes) + len(agencies) > 1:
                years = last.question.years if last.question.years == before.question.years else ()
                return Question(
                    "budget", "compare", about=codes, agencies=agencies, years=question.years or years, percent=percent
                )
    if len(last.codes) > 1 and len(last.codes) <= 4:
        return Question(
            "budget", "compare", about=last.codes, years=question.years or last.question.years, percent=percent
        )
    if len(last.question.years) == 1 and question.years and question.years != last.question.years:
        codes, agencies = subject_of(index, last)
        return Question(
            "budget",
            "change",
            about=codes,
            agencies=agencies,
            years=(*last.question.years, *question.years),
            percent=percent,
        )
    return None
