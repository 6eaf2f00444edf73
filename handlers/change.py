"""How did budgets change from year to year: of one thing, or of which most?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from handlers.answer import Answer, Item, Listing, Part, Text, Value
from handlers.inquiry import Inquiry, money_value, plan_codes
from knowledge import budgets
from knowledge.money import Amount
from knowledge.question import By


@dataclass(frozen=True)
class _Step:
    """What one thing had in two years."""

    key: str
    before: Amount
    after: Amount
    since: int = 0
    """The earlier year, of a step that stands for its later year."""

    @property
    def size(self) -> Amount:
        return abs(self.after - self.before)

    @property
    def way(self) -> str:
        """Sentences of the wording have this name. No budget is told as such, not as 0.00."""
        if self.before == self.after:
            return "same" if self.before else "none"
        if not (self.before and self.after):
            return "began" if self.after else "ended"
        return "rose" if self.after > self.before else "fell"

    @property
    def percent(self) -> Decimal | None:
        return self.size.percent_of(self.before)


def answer(inquiry: Inquiry) -> Answer:
    """From one year to another, through all years, or of which things most."""
    if inquiry.question.by == "year":
        return _most_of_years(inquiry)
    if inquiry.question.by:
        return _most(inquiry, inquiry.question.by)
    return _one(inquiry) if len(inquiry.question.years) > 1 else _year_by_year(inquiry)


def _one(inquiry: Inquiry) -> Answer:
    """From the first year named to the last."""
    question = inquiry.question
    first, last = question.years[0], question.years[-1]
    before, after = (budgets.sum_of(inquiry.session, replace(question, years=(y,))).amount for y in (first, last))
    step = _Step("", before, after)
    told = _told(inquiry, step, inquiry.subject(), first, last)
    value = money_value(step.size)
    parts: list[Part] = [Text(told)]
    if step.size:
        parts = [inquiry.figure(step.size, told), Text(_by(inquiry, step, first))]
        if question.percent and step.percent is not None:
            value = Value(step.percent, "ร้อยละ")
    scope = replace(question, years=(first, last))
    return inquiry.answer(
        *parts,
        looked_up=f"{inquiry.subject()} · {inquiry.years((first, last))}",
        codes=inquiry.codes(),
        value=value,
        agencies=question.agencies,
        places=inquiry.places(scope),
        unit_note=inquiry.needs_unit_note(scope),
        suggestions=inquiry.suggest("by_year", "projects", "most"),
    )


def _told(inquiry: Inquiry, step: _Step, name: str, first: int, last: int) -> str:
    values = {"name": name, "before": step.before, "after": step.after, "first": first, "last": last}
    return inquiry.say(f"change.{step.way}", **values).strip()


def _by(inquiry: Inquiry, step: _Step, first: int) -> str:
    """By how much, in money and in percent; after a year without a budget there is no percentage."""
    if step.percent is None:
        return inquiry.say("change.by_only", amount=step.size, first=first)
    key = "change.by" if step.after > step.before else "change.by_down"
    return inquiry.say(key, amount=step.size, percent=step.percent)


def _year_by_year(inquiry: Inquiry) -> Answer:
    """No two years named: every step of the plan's years."""
    question = replace(inquiry.question, years=())
    inquiry = inquiry.with_(question)
    return inquiry.answer(
        Text(inquiry.subject()),
        _yearly_listing(inquiry, _yearly_steps(inquiry)),
        looked_up=f"{inquiry.subject()} · {inquiry.years()}",
        codes=inquiry.codes(),
        agencies=question.agencies,
        places=inquiry.places(),
        unit_note=inquiry.needs_unit_note(question),
    )


def _yearly_steps(inquiry: Inquiry) -> list[_Step]:
    """From each fiscal year to the next, under the later one; years that were named limit them."""
    question = inquiry.question
    sums = budgets.sums_by(inquiry.session, replace(question, years=()), "year")
    steps = [_Step(after.key, before.amount, after.amount, int(before.key)) for before, after in pairwise(sums)]
    if len(question.years) < 2:
        return steps
    return [s for s in steps if min(question.years) < int(s.key) <= max(question.years)]


def _yearly_listing(inquiry: Inquiry, steps: Sequence[_Step]) -> Listing:
    return Listing(tuple(_yearly_item(inquiry, step) for step in steps))


def _yearly_item(inquiry: Inquiry, step: _Step) -> Item:
    """What changed against the year before, and by how much."""
    told = _told(inquiry, step, "", step.since, int(step.key))
    return Item(told, _by(inquiry, step, step.since) if step.size else "")


def _most_of_years(inquiry: Inquiry) -> Answer:
    """In which year the budget rose or fell most against the year before."""
    question = inquiry.question
    steps = _yearly_steps(inquiry)
    winners = _furthest(inquiry, steps)
    scope = replace(question, years=tuple(sorted({year for s in winners or steps for year in (s.since, int(s.key))})))
    return inquiry.answer(
        *_years_told(inquiry, winners),
        _yearly_listing(inquiry, winners or steps),
        looked_up=f"{inquiry.subject()} · {inquiry.years(scope.years)}",
        codes=inquiry.codes(),
        value=money_value(winners[0].size) if winners else None,
        agencies=question.agencies,
        places=inquiry.places(scope),
        unit_note=inquiry.needs_unit_note(scope),
        years=[int(s.key) for s in winners] if question.top == 1 else (),
        suggestions=inquiry.suggest("by_year", "projects", "most"),
    )


def _years_told(inquiry: Inquiry, winners: Sequence[_Step]) -> list[Part]:
    """The furthest step with its year, or that there was no step of that way."""
    way = "fell" if inquiry.question.down else "rose"
    if not winners:
        return [Text(inquiry.say(f"change.never_{way}", name=inquiry.subject()))]
    names = inquiry.words.join([inquiry.year(int(s.key)) for s in winners])
    caption = inquiry.say(f"change.year_{way}_most", name=inquiry.subject(), names=names)
    return [inquiry.figure(winners[0].size, caption)]


def _most(inquiry: Inquiry, by: By) -> Answer:
    """Which issue, project or tactic rose or fell most between two years."""
    question = inquiry.question
    years = question.years if len(question.years) > 1 else inquiry.index.years
    first, last = years[0], years[-1]
    winners = _winners(inquiry, by, first, last)
    if not winners:
        return inquiry.answer(Text(inquiry.say("rank.none")), status="unknown")
    most, keys = winners[0].size, [s.key for s in winners]
    level, names = inquiry.say(f"level.{by}"), inquiry.words.join([inquiry.ranked(key, by) for key in keys])
    caption_key = "rank.fell_most" if question.down else "rank.rose_most"
    codes = plan_codes(keys, by)
    scope = replace(question, years=(first, last), about=tuple(codes) or question.about)
    return inquiry.answer(
        inquiry.figure(most, inquiry.say(caption_key, level=level, first=first, last=last, names=names)),
        Listing(tuple(_step_item(inquiry, s, by) for s in winners)),
        looked_up=f"{level} · {inquiry.years((first, last))}",
        codes=codes,
        value=money_value(most),
        agencies=keys if by == "agency" else (),
        places=inquiry.places(scope),
        unit_note=inquiry.needs_unit_note(scope),
    )


def _winners(inquiry: Inquiry, by: By, first: int, last: int) -> Sequence[_Step]:
    """The things that went furthest between two years."""
    before, after = (
        {s.key: s.amount for s in budgets.sums_by(inquiry.session, replace(inquiry.question, years=(y,)), by)}
        for y in (first, last)
    )
    return _furthest(inquiry, [_Step(key, before[key], after[key]) for key in before if key in after])


def _furthest(inquiry: Inquiry, steps: Sequence[_Step]) -> Sequence[_Step]:
    """Those that went furthest the way asked for: all that tie for the first place, or as many as were asked for."""
    question = inquiry.question
    steps = [s for s in steps if (s.after < s.before if question.down else s.after > s.before)]
    steps.sort(key=lambda s: -s.size.satang)
    return [s for s in steps if s.size == steps[0].size] if question.top == 1 else steps[: question.top]


def _step_item(inquiry: Inquiry, step: _Step, by: By) -> Item:
    code = "".join(plan_codes([step.key], by))
    return Item(
        inquiry.ranked(step.key, by),
        inquiry.say("rank.change_item", before=inquiry.money(step.before), after=inquiry.money(step.after)),
        code,
    )
