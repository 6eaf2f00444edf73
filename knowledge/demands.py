"""What must the things asked for fulfil: an amount, a number of years, a year with or without a budget?"""

from dataclasses import replace

from knowledge.draft import Draft
from knowledge.index import Index
from knowledge.question import Condition, Field, Question
from knowledge.subject import Subject

_NO_FIGURE = Condition("target", "=", 0)


def demands(index: Index, draft: Draft, question: Question, subject: Subject) -> tuple[Condition, ...]:
    """The conditions of a message; a single project or a figure of its own has none."""
    if question.ask == "indicators" and draft.has("not") and draft.has("target", "numeric", "name_it"):
        return () if subject.own else (_NO_FIGURE,)
    single = len(subject.codes) == 1 and index.entities[subject.codes[0]].kind == "project"
    if single or question.ask not in ("projects", "budget", "overview", "agencies", "years"):
        return ()
    amounts = _of_amounts(draft)
    if "project" not in draft.levels.named and question.ask != "projects" and not draft.has("count_project"):
        return amounts
    conditions = amounts + _of_course(draft, amounts, len(index.years))
    conditions += _of_agencies(draft, has_others=bool(conditions))
    return conditions + _of_years(index, draft, question)


def _of_amounts(draft: Draft) -> tuple[Condition, ...]:
    """The amounts demanded, of the sum, of every year or of some year."""
    field: Field = "total"
    if draft.has("per_year", "every_year"):
        field = "each"
    elif draft.has("within_year"):
        field = "cell"
    if draft.amounts.conditions:
        return tuple(replace(condition, field=field) for condition in draft.amounts.conditions)
    # "โครงการอะไรได้ 10 ล้าน": an amount said of projects to be listed is a demand, not a claim.
    lists = "project" in draft.levels.named and draft.has("what", "order_word", "count_project")
    if lists and draft.amounts.claim is not None:
        return (Condition(field, "=", draft.amounts.claim),)
    return ()


def _of_course(draft: Draft, amounts: tuple[Condition, ...], years: int) -> tuple[Condition, ...]:
    """How the budget runs over the years: every other year, the same each year, all years, one year."""
    has = draft.has
    found: tuple[Condition, ...] = ()
    if has("alternate"):
        found = (Condition("alternate"),)
    elif has("steady") or (has("same") and has("every_year", "four_years") and not amounts):
        found = (Condition("steady", "=", years),)
    elif has("every_year") and not any(c.field == "each" for c in amounts) and not has("not"):
        found = (Condition("years", "=", years),)
    return (*found, Condition("years", "=", 1)) if has("one_year") else found


def _of_agencies(draft: Draft, has_others: bool) -> tuple[Condition, ...]:
    """ "ทำร่วมกันหลายหน่วยงาน", "ไม่ระบุผู้รับผิดชอบ"."""
    has = draft.has
    several = has("more_op", "more_than") and has("agency") and not has_others
    if several or (has("shared") and not draft.agencies):
        return (Condition("agencies", ">=", 2),)
    if has("shared") and len(draft.agencies) > 1:
        return (Condition("together"),)
    nobody = has("not") and has("agency", "who", "responsible") and not has("budget")
    return (Condition("agencies", "=", 0),) if nobody and not draft.agencies else ()


def _of_years(index: Index, draft: Draft, question: Question) -> tuple[Condition, ...]:
    """ "ปี 57 ไม่มีงบ", "เริ่มปี 55", "ปี 55 มีโครงการอะไร"."""
    if not question.years or draft.amounts.conditions:
        return ()
    if draft.has("begin", "finish") and len(question.years) == 1:
        year = question.years[0]
        without = [y for y in index.years if (y < year if draft.has("begin") else y > year)]
        return (Condition("funded", "=", year), *(Condition("unfunded", "=", y) for y in without))
    if draft.has("only") and len(question.years) > 1 and not draft.years.is_range and question.ask == "projects":
        # "เฉพาะปี 54 กับ 56 เท่านั้น": in these and in no other.
        others = [y for y in index.years if y not in question.years]
        return (
            *(Condition("funded", "=", y) for y in question.years),
            *(Condition("unfunded", "=", y) for y in others),
        )
    if draft.has("not"):
        return tuple(Condition("unfunded", "=", year) for year in question.years)
    if question.ask == "projects" and len(question.years) == 1:
        return (Condition("funded", "=", question.years[0]),)
    return ()
