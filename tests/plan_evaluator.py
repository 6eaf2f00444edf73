"""What does a query come to by the plan's document alone? The second evaluator: sets and sums in plain Python, no SQL.

It is written from the words of `knowledge/query/algebra.py`, not from the statements, so that both can be wrong only in
different ways.
"""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import Any

from knowledge.plan_document import PlanDocument
from knowledge.query import algebra as a

Key = tuple[str, str]
"""Kind and key of a thing."""
Plain = object
"""What a form comes to: keys, numbers, truth, or (key, number) pairs."""


class World:
    """The document as things that know what they stand under."""

    def __init__(self, plan: PlanDocument) -> None:
        self.years = range(plan.first_year, plan.last_year + 1)
        self.order: dict[str, list[str]] = defaultdict(list)
        self.under: dict[Key, dict[str, str]] = {}
        self.names: dict[Key, tuple[str, str]] = {}
        self.cells: dict[str, dict[int, int]] = {}
        self.answers: dict[str, tuple[str, ...]] = {}
        self.sources: dict[str, str] = {}
        self.targets: dict[str, tuple[Fraction, str]] = {}
        self._read(plan)

    def _add(self, kind: str, key: str, name: str, english: str, under: dict[str, str]) -> dict[str, str]:
        self.order[kind].append(key)
        self.under[kind, key] = under
        self.names[kind, key] = (name, english)
        return {**under, kind: key}

    def _read(self, plan: PlanDocument) -> None:
        top = self._add("strategy", plan.strategy.code, plan.strategy.name, plan.strategy.name_en, {})
        holders = passages = 0
        for issue in plan.issues:
            here = self._add("issue", issue.code, issue.name, issue.name_en, top)
            for goal in issue.goals:
                below = self._add("goal", goal.code, goal.name, goal.name_en, here)
                for mark in goal.indicators:
                    self._add("indicator", mark.code, mark.name, mark.name_en, below)
                    if mark.target is not None:
                        self.targets[mark.code] = (Fraction(mark.target), mark.target_unit or "")
            for tactic in issue.tactics:
                below = self._add("tactic", tactic.code, tactic.name, tactic.name_en, here)
                for project in tactic.projects:
                    self._add("project", project.code, project.name, project.name_en, below)
                    self.cells[project.code] = {c.year: c.satang for c in project.budgets if c.satang is not None}
                    self.answers[project.code] = project.agencies
                    self.sources[project.code] = project.funding
            for holder in issue.stakeholders:
                kind = "stakeholder" if holder.kind == "agency" else "agency_strategy"
                self._add(kind, f"S{holders}", holder.name, holder.name_en, here)
                holders += 1
            for passage in issue.passages:
                kind = "measure" if passage.kind == "measure" else "passage"
                self._add(kind, f"P{passages}", passage.text, passage.text_en, here)
                passages += 1
        for passage in plan.section:
            self._add("passage", f"P{passages}", passage.text, passage.text_en, {})
            passages += 1
        for one in plan.lists:
            place = {**top, "issue": one.issue} if one.issue else {}
            below = self._add("list", one.code, one.title, one.title_en, place)
            for item in one.items:
                self._add("item", item.code, item.text, item.text_en, below)
        for agency in plan.agencies:
            self._add("agency", agency.name, agency.name, agency.name_en, {})

    def tied(self, kind: str, keys: Iterable[str], end: str) -> set[str]:
        """Keys of the other kind that the plan ties to some of these."""
        wanted = set(keys)
        if kind == end:
            return wanted
        if kind == "agency":
            projects = {code for code, who in self.answers.items() if wanted & set(who)}
            return self.tied("project", projects, end)
        if end == "agency":
            return {name for code in self.tied(kind, wanted, "project") for name in self.answers[code]}
        above = {self.under[kind, key][end] for key in wanted if end in self.under[kind, key]}
        return above or {key for key in self.order[end] if self.under[end, key].get(kind) in wanted}


class Evaluator:
    """Evaluates queries over one plan."""

    def __init__(self, plan: PlanDocument) -> None:
        self.world = World(plan)
        self._sets: dict[a.Set, list[str]] = {}

    # --- forms

    def evaluate(self, query: a.Query) -> Plain:
        match query:
            case a.Tell(value):
                return self.number(value)
            case a.Listing(of) | a.Text(of):
                return self.keys(of)
            case a.Exists(of):
                return len(self.keys(of)) > 0
            case a.Among(left, right):
                return bool(self.keys(left)) and set(self.keys(left)) <= set(self.keys(right))
            case a.Check(value, op, bound, upper):
                other = Fraction(bound) if isinstance(bound, int) else self.number(bound)
                if not isinstance(bound, int) and self.unit(value) != self.unit(bound):
                    return None
                number = self.number(value)
                return None if number is None or other is None else compare(number, op, other, upper)
            case a.Comparison(values):
                return [self.number(value) for value in values]
            case a.Grouped():
                return self.groups(query)
            case a.Unknown(_, of):
                return [] if of is None else self.keys(of)
            case a.Several(asks):
                return [self.evaluate(ask) for ask in asks]

    def groups(self, query: a.Grouped) -> list[tuple[str, Fraction | None]]:
        value = query.value
        part = value.part if isinstance(value, a.Share) else value
        found: list[tuple[str, Fraction | None]]
        if query.by == "year":
            found = [(str(year), self.number(self.only_in(value, year))) for year in self.years_in(part)]
        elif query.by == "funding":
            found = self.by_source(value)
        else:
            kind = a.kind_of(part.of)
            held = self.keys(part.of)
            keys = [key for key in self.world.order[query.by] if key in self.world.tied(kind, held, query.by)]
            if kind == query.by:
                keys = held
            found = [(key, self.restricted(value, query.by, key)) for key in keys]
        if query.n is None:
            return found
        found = [pair for pair in found if pair[1] is not None]
        return first(found, query.n, smallest=query.smallest)

    def by_source(self, value: a.Value) -> list[tuple[str, Fraction | None]]:
        """The projects of each source, counted or with their money, the source of the first project first."""
        of = value.of if a.kind_of(value.of) == "project" else a.Of("project", value.of)
        held = self.keys(of)
        ordered = [code for code in self.world.order["project"] if code in held]
        sources = dict.fromkeys(self.world.sources[code] for code in ordered)
        of_each = {s: tuple(code for code in ordered if self.world.sources[code] == s) for s in sources}
        return [
            (source, self.number(type(value)(**{**vars(value), "of": a.Named("project", codes)})))
            for source, codes in of_each.items()
        ]

    def restricted(self, value: a.Value, by: str, key: str) -> Fraction | None:
        """The value of what of its set belongs to one group."""
        if isinstance(value, a.Share):
            return percent(self.restricted(value.part, by, key), self.number(value.whole))
        of = value.of
        money = isinstance(value, a.Total) and value.measure.field in ("amount", "years")
        if money or isinstance(value, a.Change) or (isinstance(value, a.Average) and value.per == "year"):
            of = of if a.kind_of(of) == "project" else a.Of("project", of)
        kind = a.kind_of(of)
        within = set(self.keys(of)) & self.world.tied(by, [key], kind)
        if not within:
            return Fraction(0) if isinstance(value, a.Number) or self.counts(value) else None
        narrowed = a.Named(kind, tuple(within))
        return self.number(type(value)(**{**vars(value), "of": narrowed}))

    def counts(self, value: a.Value) -> bool:
        return isinstance(value, a.Total) and value.measure.field in ("count", "years")

    def years_in(self, value: a.Value) -> Iterable[int]:
        if isinstance(value, a.Difference | a.Ratio):
            return self.years_in(value.left)
        measure = getattr(value, "measure", None)
        return measure.years if measure is not None and measure.years else self.world.years

    def only_in(self, value: a.Value, year: int) -> a.Value:
        match value:
            case a.Share(part, whole):
                return a.Share(self.only_in(part, year), whole)
            case a.Difference(left, right) | a.Ratio(left, right):
                return type(value)(self.only_in(left, year), self.only_in(right, year))
            case a.Number(of):
                return a.Number(a.Named(a.kind_of(of), tuple(k for k in self.keys(of) if self.money(of, k, (year,)))))
            case _:
                return type(value)(**{**vars(value), "measure": a.Measure("amount", years=(year,))})

    def money(self, of: a.Set, key: str, years: tuple[int, ...]) -> int | None:
        return self.of_thing(a.kind_of(of), key, a.Measure("amount", years=years))

    # --- values

    def number(self, value: a.Value) -> Fraction | None:
        match value:
            case a.Number(of):
                return Fraction(len(self.keys(of)))
            case a.Total(measure, of):
                return fraction(self.together(a.kind_of(of), self.keys(of), measure))
            case a.Average(measure, of, "year"):
                total = self.together(a.kind_of(of), self.keys(of), measure)
                return None if total is None else Fraction(total, len(measure.years or self.world.years))
            case a.Average(measure, of):
                each = self.each(measure, of)
                return Fraction(sum(each), len(each)) if each else None
            case a.Extreme(measure, of, smallest):
                each = self.each(measure, of)
                return fraction(min(each) if smallest else max(each)) if each else None
            case a.Change(of, before, after, in_percent):
                old, new = (self.number(a.Total(a.Measure("amount", years=(y,)), of)) for y in (before, after))
                gap = minus(new, old)
                return percent(gap, old) if in_percent else gap
            case a.Share(left, right):
                return percent(*self.sides(left, right))
            case a.Ratio(left, right):
                above, below = self.sides(left, right)
                return None if above is None or not below else above / below
            case a.Difference(left, right):
                one, other = self.sides(left, right)
                if self.is_money(left):
                    return minus(one, other)
                return None if one is None or other is None else one - other

    def sides(self, left: a.Value, right: a.Value) -> tuple[Fraction | None, Fraction | None]:
        if self.unit(left) != self.unit(right):
            return None, None
        return self.number(left), self.number(right)

    def is_money(self, value: a.Value) -> bool:
        if isinstance(value, a.Difference):
            return self.is_money(value.left)
        if isinstance(value, a.Change):
            return not value.percent
        return getattr(getattr(value, "measure", None), "field", "") == "amount"

    def unit(self, value: a.Value) -> str:
        """Of a target, as the plan has it."""
        if isinstance(value, a.Difference):
            return self.unit(value.left)
        measure = getattr(value, "measure", None)
        if measure is None or measure.field != "target":
            return ""
        if not isinstance(value, a.Total):
            return measure.unit
        (found,) = [self.world.targets.get(key) for key in self.keys(value.of)] or [None]
        return found[1] if found and measure.unit in ("", found[1]) else ""

    def each(self, measure: a.Measure, of: a.Set) -> list[int]:
        found = [self.of_thing(a.kind_of(of), key, measure) for key in self.keys(of)]
        return [figure for figure in found if figure is not None]

    def of_thing(self, kind: str, key: str, measure: a.Measure) -> int | None:
        return self.together(kind, [key], measure)

    def together(self, kind: str, keys: Iterable[str], measure: a.Measure) -> int | None:
        """A measure of things taken together, what they share counted once."""
        if measure.field == "count":
            return len(self.world.tied(kind, keys, str(measure.kind)))
        if measure.field == "target":
            found = [self.world.targets[key] for key in keys if key in self.world.targets]
            return next((figure for figure, unit in found if measure.unit in ("", unit)), None)
        projects = self.world.tied(kind, keys, "project")
        if measure.field == "years":
            return len({year for code in projects for year, satang in self.world.cells[code].items() if satang > 0})
        wanted = measure.years or self.world.years
        cells = [s for code in projects for year, s in self.world.cells[code].items() if year in wanted]
        return sum(cells) if cells else None

    # --- sets

    def keys(self, of: a.Set) -> list[str]:
        """In document order, but of a ranking in its order."""
        if of not in self._sets:
            found = self.members(of)
            if not isinstance(of, a.First):
                found = [key for key in self.world.order[a.kind_of(of)] if key in set(found)]
            self._sets[of] = found
        return self._sets[of]

    def members(self, of: a.Set) -> list[str]:
        match of:
            case a.All(kind):
                return self.world.order[kind]
            case a.Named(_, keys) | a.Last(_, keys):
                return list(keys)
            case a.Of(kind, inner):
                return list(self.world.tied(a.kind_of(inner), self.keys(inner), kind))
            case a.And(left, right):
                return [key for key in self.keys(left) if key in self.keys(right)]
            case a.Or(left, right):
                return self.keys(left) + self.keys(right)
            case a.Without(left, right):
                return [key for key in self.keys(left) if key not in self.keys(right)]
            case a.Where(inner, condition, negated):
                kind = a.kind_of(inner)
                return [key for key in self.keys(inner) if self.holds(kind, key, condition) != negated]
            case a.First(inner, by, n, smallest):
                kind = a.kind_of(inner)
                in_order = [key for key in self.world.order[kind] if key in self.keys(inner)]
                pairs = [(key, self.of_thing(kind, key, by)) for key in in_order]
                return [key for key, _ in first([p for p in pairs if p[1] is not None], n, smallest=smallest)]

    def holds(self, kind: str, key: str, condition: a.Condition) -> bool:
        match condition:
            case a.Words(text):
                return any(text.lower() in name.lower() for name in self.world.names[kind, key])
            case a.Funded(years):
                return all((self.of_thing(kind, key, a.Measure("amount", years=(y,))) or 0) > 0 for y in years)
            case a.Grew(earlier, later, down):
                amounts = (self.of_thing(kind, key, a.Measure("amount", years=(year,))) for year in (earlier, later))
                before, after = (amount or 0 for amount in amounts)
                return after < before if down else after > before
            case a.Course(years, way):
                per_year = [self.of_thing(kind, key, a.Measure("amount", years=(year,))) or 0 for year in years]
                if way == "alternate":
                    return all((earlier > 0) != (later > 0) for earlier, later in pairwise(per_year))
                steps = {(later > earlier) - (later < earlier) for earlier, later in pairwise(per_year)}
                return steps == {{"up": 1, "down": -1, "steady": 0}[way]} and (way != "steady" or per_year[0] > 0)
            case a.Has("agency"):
                return bool(self.world.tied(kind, [key], "agency"))
            case a.Has(what):
                field = "amount" if what == "budget" else "target"
                return self.of_thing(kind, key, a.Measure(field)) is not None
            case a.Compared(measure, op, bound, upper, when):
                other = Fraction(bound) if isinstance(bound, int) else self.number(bound)
                if other is None:
                    return False
                if when == "total":
                    return so(self.of_thing(kind, key, measure), op, other, upper)
                years = measure.years or self.world.years
                yearly = [self.of_thing(kind, key, a.Measure("amount", years=(year,))) for year in years]
                truths = [so(amount, op, other, upper) for amount in yearly]
                return any(truths) if when == "some" else all(truths)


def so(figure: int | None, op: str, bound: Fraction, upper: int) -> bool:
    return figure is not None and compare(Fraction(figure), op, bound, upper)


def compare(figure: Fraction, op: str, bound: Fraction, upper: int) -> bool:
    return {
        "<": figure < bound,
        "<=": figure <= bound,
        "=": figure == bound,
        ">=": figure >= bound,
        ">": figure > bound,
        "between": bound <= figure <= upper,
    }[op]


def first(pairs: list[tuple[str, Any]], n: int, *, smallest: bool) -> list[tuple[str, Any]]:
    """The first n by their figure, those that tie with the last included."""
    ranked = sorted(pairs, key=lambda pair: pair[1], reverse=not smallest)
    if not n or len(ranked) <= n:
        return ranked
    last = ranked[n - 1][1]
    return [pair for pair in ranked if (pair[1] <= last if smallest else pair[1] >= last)]


def fraction(figure: int | None) -> Fraction | None:
    return None if figure is None else Fraction(figure)


def minus(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    """Of money: nothing planned counts as nothing, but nothing on both sides is no figure."""
    return None if left is None and right is None else (left or Fraction(0)) - (right or Fraction(0))


def percent(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    return None if part is None or not whole else 100 * part / whole
