"""How much money: of a project, issue, tactic, agency or the whole plan, over years, each year, on average?"""

from collections.abc import Sequence
from dataclasses import replace

from handlers import comparison, ranking
from handlers.answer import Answer, Bar, Bars, Figure, Item, Listing, Part, Text, Value
from handlers.inquiry import Inquiry, money_value
from knowledge import budgets, plan
from knowledge.budgets import Cell, Sum
from knowledge.money import Amount, total
from knowledge.plan import ProjectRow
from knowledge.question import Question


def answer(inquiry: Inquiry) -> Answer:
    """The answer to a question about money, by its shape."""
    shape = inquiry.question.shape
    if shape == "rank":
        return ranking.answer(inquiry)
    if shape in ("compare", "share", "change", "without"):
        return comparison.answer(inquiry)
    projects = plan.projects(inquiry.session, inquiry.question)
    if not projects:
        return inquiry.answer(
            Text(inquiry.say("budget.none_at_all")), status="unknown", suggestions=inquiry.suggest("most", "issues")
        )
    if (
        len(projects) == 1
        and (projects[0].code in inquiry.question.about or not inquiry.question.about)
        and not inquiry.question.agencies
    ):
        return of_project(inquiry, projects[0])
    if inquiry.question.by in ("issue", "tactic", "project", "agency") and shape != "average":
        return _split(inquiry, projects)
    if _named_apart(inquiry) and shape != "average":
        return _side_by_side(inquiry, projects)
    return _of_group(inquiry, projects)


def _named_apart(inquiry: Inquiry) -> bool:
    """Whether a few things were named one by one."""
    return 1 < len(inquiry.question.about) <= 4 and not inquiry.question.where and not inquiry.question.agencies


def of_project(inquiry: Inquiry, project: ProjectRow) -> Answer:
    """One project: the figure asked for, its years, its agency, its place."""
    question = replace(inquiry.question, about=(project.code,), where=(), agencies=())
    cells = budgets.cells_of(inquiry.session, replace(question, years=()))
    lead, value = _project_lead(inquiry, project, question, cells)
    parts: list[Part] = [*lead, bars(inquiry, [(c.year, c.amount) for c in cells])]
    funded = [c.amount for c in cells if c.amount]
    if funded and (question.yearly or question.years or question.shape == "average"):
        parts.append(
            Text(inquiry.say("budget.sum_line", years=inquiry.years(inquiry.index.years), amount=total(funded)))
        )
    parts.append(Text(inquiry.say("budget.agency", agencies=inquiry.agencies(project.agencies))))
    if question.why:
        parts.append(Text(inquiry.say("budget.why")))
    parts.append(inquiry.looked_up(f"{inquiry.name(project.code)} · {inquiry.years()}"))
    return inquiry.answer(
        *parts, codes=[project.code], value=value, agencies=project.agencies, places=[project.place],
        suggestions=inquiry.suggest("agencies", "years", "share", "same_issue"), unit_note=not project.unit_stated,
    )  # fmt: skip


def _project_lead(
    inquiry: Inquiry, project: ProjectRow, question: Question, cells: Sequence[Cell]
) -> tuple[list[Part], Value | None]:
    """The figure first, with what it is the figure of."""
    name = inquiry.name(project.code)
    within = [c for c in cells if not question.years or c.year in question.years]
    funded = [c for c in within if c.amount]
    claim = _claim_line(inquiry, question, cells)
    if not funded:
        others = [c.year for c in cells if c.amount]
        lines = [Text(inquiry.say("budget.none", years=inquiry.years(), name=name))]
        lines += [Text(inquiry.say("budget.instead", years=inquiry.years(others)))] if others else []
        return [*claim, *lines], None
    amounts = [c.amount for c in funded if c.amount]
    whole = total(amounts)
    if question.shape == "average":
        mean = whole.over(len(inquiry.index.years))
        return [*claim, _figure(inquiry, mean, inquiry.say("budget.average_caption", name=name))], money_value(mean)
    if question.yearly and len(question.years) != 1:
        if len(set(amounts)) == 1:
            caption = inquiry.say("budget.yearly_same", name=name, years=inquiry.list_years(c.year for c in funded))
            return [*claim, _figure(inquiry, amounts[0], caption)], money_value(amounts[0])
        return [*claim, Text(inquiry.say("budget.yearly_differ", name=name))], None
    if question.shape == "exists" and not claim:
        return [Text(inquiry.say("budget.yes", name=name, years=inquiry.years(), amount=whole))], money_value(whole)
    key = "budget.year" if len(question.years) == 1 else "budget.total"
    return [*claim, _figure(inquiry, whole, inquiry.say(key, years=inquiry.years(), name=name))], money_value(whole)


def _claim_line(inquiry: Inquiry, question: Question, cells: Sequence[Cell]) -> list[Part]:
    """Whether an amount that the asker takes for granted is the plan's; the amount itself is not repeated."""
    if question.claim is None:
        return []
    funded = [c.amount for c in cells if c.amount and (not question.years or c.year in question.years)]
    true = (
        {a.satang for a in funded}
        if question.yearly or question.years
        else {a.satang for a in funded} | {total(funded).satang}
        if funded
        else set()
    )
    return [Text(inquiry.say("budget.claim_right" if question.claim in true else "budget.claim_wrong"))]


def _figure(inquiry: Inquiry, amount: Amount, caption: str) -> Figure:
    return Figure(str(amount), inquiry.words.unit("million"), caption)


def bars(inquiry: Inquiry, amounts: Sequence[tuple[int, Amount | None]]) -> Bars:
    """The years side by side; "no budget set" where there is none."""
    most = max((a.satang for _, a in amounts if a), default=0) or 1
    return Bars(
        inquiry.say("budget.bars"),
        tuple(
            Bar(inquiry.say("year", year=y), str(a) if a else inquiry.say("no_budget"), a.satang / most if a else 0.0)
            for y, a in amounts
        ),
    )


def _of_group(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> Answer:
    """Many projects: their sum, by year."""
    question = inquiry.question
    whole = budgets.sum_of(inquiry.session, question)
    years = {int(s.key): s for s in budgets.sums_by(inquiry.session, replace(question, years=()), "year")}
    name = inquiry.subject()
    lead, value = _group_lead(inquiry, whole, years, name, len(projects))
    parts: list[Part] = [*lead]
    if question.years == () or len(question.years) > 1 or question.by == "year":
        shown = question.years or inquiry.index.years
        parts.append(bars(inquiry, [(y, years[y].amount if y in years and years[y].cells else None) for y in shown]))
    summed = _funded(inquiry, projects, question)
    parts.append(Text(inquiry.say("budget.count_summed", count=len(summed))))
    if question.agencies or question.where:
        parts.append(Listing(tuple(items(inquiry, summed, question))))
    if question.why:
        parts.append(Text(inquiry.say("budget.why")))
    parts.append(inquiry.looked_up(f"{name} · {inquiry.years()}"))
    codes = [p.code for p in summed] if question.agencies or question.where else question.about
    return inquiry.answer(
        *parts, codes=codes, value=value, agencies=question.agencies, places=inquiry.places(), unit_note=_unit_note(projects),
        shared_note=bool(question.agencies) and any(len(p.agencies) > 1 for p in summed), suggestions=_group_suggestions(inquiry),
    )  # fmt: skip


def _group_lead(
    inquiry: Inquiry, whole: Sum, years: dict[int, Sum], name: str, count_of_projects: int
) -> tuple[list[Part], Value | None]:
    question = inquiry.question
    if not whole.cells:
        return [Text(inquiry.say("budget.none", years=inquiry.years(), name=name))], None
    claim: list[Part] = []
    if question.claim is not None:
        claim = [
            Text(inquiry.say("budget.claim_right" if question.claim == whole.amount.satang else "budget.claim_wrong"))
        ]
    if question.shape == "average" and question.by == "project":
        mean = whole.amount.over(count_of_projects)
        return [
            *claim,
            _figure(inquiry, mean, inquiry.say("budget.average_project", name=name, count=count_of_projects)),
        ], money_value(mean)
    if question.shape == "average":
        count = len(question.years) or len(inquiry.index.years)
        mean = whole.amount.over(count)
        caption = inquiry.say("budget.average_caption", name=name)
        return [
            *claim,
            _figure(inquiry, mean, caption),
            Text(inquiry.say("budget.sum_line", years=inquiry.years(), amount=whole.amount)),
        ], money_value(mean)
    if question.yearly and not question.years:
        amounts = {s.amount for s in years.values() if s.cells}
        if len(amounts) == 1:
            caption = inquiry.say(
                "budget.yearly_same", name=name, years=inquiry.list_years(y for y, s in years.items() if s.cells)
            )
            amount = next(iter(amounts))
            return [*claim, _figure(inquiry, amount, caption)], money_value(amount)
        total_line = Text(inquiry.say("budget.sum_line", years=inquiry.years(), amount=whole.amount))
        return [*claim, Text(inquiry.say("budget.yearly_differ", name=name)), total_line], None
    key = "budget.year" if len(question.years) == 1 else "budget.total"
    return [*claim, _figure(inquiry, whole.amount, inquiry.say(key, years=inquiry.years(), name=name))], money_value(
        whole.amount
    )


def _group_suggestions(inquiry: Inquiry) -> tuple[str, ...]:
    return (
        inquiry.suggest("by_year", "projects", "share", "most")
        if inquiry.question.about or inquiry.question.agencies
        else inquiry.suggest("by_year", "issues", "most")
    )


def _funded(inquiry: Inquiry, projects: Sequence[ProjectRow], question: Question) -> list[ProjectRow]:
    """The projects with a budget in the question's years: those whose figures were summed."""
    with_money = {s.key for s in budgets.sums_by(inquiry.session, question, "project") if s.cells}
    return [p for p in projects if p.code in with_money]


def items(inquiry: Inquiry, projects: Sequence[ProjectRow], question: Question) -> list[Item]:
    """Projects with their sums and agencies."""
    sums = {s.key: s for s in budgets.sums_by(inquiry.session, question, "project")}
    return [Item(inquiry.shown(p.code), _detail(inquiry, p, sums.get(p.code)), p.code) for p in projects]


def _detail(inquiry: Inquiry, project: ProjectRow, amount: Sum | None) -> str:
    agencies = inquiry.agencies(project.agencies)
    if amount is None or not amount.cells:
        return inquiry.say("projects.item_none", none=inquiry.say("no_budget"), agencies=agencies)
    return inquiry.say("projects.item", amount=amount.amount, agencies=agencies)


def _unit_note(projects: Sequence[ProjectRow]) -> bool:
    return any(not p.unit_stated for p in projects)


def _split(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> Answer:
    """A figure for each issue, tactic, project or agency."""
    question = inquiry.question
    by = question.by or "issue"
    sums = budgets.sums_by(inquiry.session, question, by)
    whole = budgets.sum_of(inquiry.session, question)
    rows = tuple(
        Item(
            inquiry.agency(s.key) if by == "agency" else inquiry.name(s.key),
            inquiry.say("budget.item", amount=s.amount),
            "" if by == "agency" else s.key,
        )
        for s in sums
    )
    return inquiry.answer(
        Text(inquiry.say("budget.list", years=inquiry.years())), Listing(rows), Text(inquiry.say("budget.sum_line", years=inquiry.years(), amount=whole.amount)),
        inquiry.looked_up(f"{inquiry.subject()} · {inquiry.years()}"),
        codes=[] if by == "agency" else [s.key for s in sums], agencies=[s.key for s in sums] if by == "agency" else (),
        places=inquiry.places(), unit_note=_unit_note(projects), shared_note=by == "agency", suggestions=inquiry.suggest("most", "whole", "share"),
    )  # fmt: skip


def _side_by_side(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> Answer:
    """A few things named one by one: each with its figure, and their sum."""
    question = inquiry.question
    each = [(code, budgets.sum_of(inquiry.session, replace(question, about=(code,)))) for code in question.about]
    whole = total([s.amount for _, s in each])
    agencies = {p.code: p.agencies for p in projects}
    rows = tuple(Item(inquiry.name(code), _detail_of(inquiry, s, agencies.get(code)), code) for code, s in each)
    years: dict[int, Amount] = {}
    for s in budgets.sums_by(inquiry.session, replace(question, years=()), "year"):
        if s.cells:
            years[int(s.key)] = s.amount
    lead = _figure(inquiry, whole, inquiry.say("budget.total", years=inquiry.years(), name=inquiry.subject()))
    parts: list[Part] = [lead, Listing(rows)]
    if len(question.years) != 1:
        parts.append(bars(inquiry, [(y, years.get(y)) for y in question.years or inquiry.index.years]))
    parts.append(inquiry.looked_up(f"{inquiry.subject()} · {inquiry.years()}"))
    named = tuple(a for p in projects for a in p.agencies) if len(projects) <= 4 else ()
    same = {s.amount for _, s in each}
    value = money_value(next(iter(same))) if len(same) == 1 and question.shape == "value" else money_value(whole)
    return inquiry.answer(
        *parts,
        codes=question.about,
        value=value,
        agencies=named,
        places=[p.place for p in projects],
        unit_note=_unit_note(projects),
        suggestions=inquiry.suggest("agencies", "by_year", "share"),
    )


def _detail_of(inquiry: Inquiry, amount: Sum, agencies: tuple[str, ...] | None) -> str:
    money = inquiry.say("budget.item", amount=amount.amount) if amount.cells else inquiry.say("no_budget")
    return money if agencies is None else f"{money} · {inquiry.agencies(agencies)}"
