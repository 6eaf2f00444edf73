"""Random queries about a plan, well typed, for tests that compare two ways of doing the same."""

import random
from dataclasses import dataclass, field
from typing import Any, get_args

from knowledge.plan_document import PlanDocument
from knowledge.query import algebra as a
from knowledge.query.fits import misfit
from knowledge.query.kinds import GROUPS, KINDS, MONEY, Kind, way
from tests.plan_evaluator import World

_OPERATORS = ("<", "<=", "=", ">=", ">", "between")


@dataclass
class Maker:
    """Makes queries from a seed: the same seed, the same queries."""

    plan: PlanDocument
    seed: int = 1
    rng: random.Random = field(init=False)
    world: World = field(init=False)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.world = World(self.plan)
        self.kinds: tuple[Kind, ...] = tuple(kind for kind in KINDS if self.world.order[kind])
        self.years = list(self.world.years)
        self.units = sorted({unit for _, unit in self.world.targets.values() if unit}) or ["ร้อยละ"]

    def queries(self, number: int) -> list[a.Query]:
        """So many different ones, each of which makes sense."""
        found: dict[a.Query, None] = {}
        while len(found) < number:
            query = self.query()
            if misfit(query) is None:
                found[query] = None
        return list(found)

    def query(self) -> a.Query:
        if self.chance(0.08):
            return a.Several(tuple(self.ask(1) for _ in range(self.rng.randint(2, 3))))
        return self.ask(self.rng.choice((1, 2, 2, 3)))

    def ask(self, depth: int) -> a.Ask:
        makers = (self.tell, self.tell, self.listing, self.listing, self.grouped, self.grouped, self.other, self.check)
        return self.rng.choice(makers)(depth)

    def tell(self, depth: int) -> a.Ask:
        return a.Tell(self.value(depth))

    def listing(self, depth: int) -> a.Ask:
        return self.rng.choice((a.Listing, a.Listing, a.Listing, a.Exists, a.Text))(self.set(self.kind(), depth))

    def check(self, depth: int) -> a.Ask:
        value = self.value(depth)
        op: Any = self.rng.choice(_OPERATORS)
        if op != "between" and self.chance(0.3):
            return a.Check(value, op, self.value(1))
        return a.Check(value, op, *self.bounds(op, self.scale(value)))

    def other(self, depth: int) -> a.Ask:
        if self.chance(0.4):
            return a.Unknown(
                self.rng.choice(get_args(a.Gap)), self.set(self.kind(), depth) if self.chance(0.8) else None
            )
        if self.chance(0.5):
            kind = self.kind()
            return a.Among(self.set(kind, 1), self.set(kind, depth))
        return a.Comparison(tuple(self.total(1) for _ in range(self.rng.randint(2, 3))))

    def grouped(self, depth: int) -> a.Ask:
        value: Any = self.rng.choice((self.total, self.total, self.plain))(depth)
        if self.chance(0.2):
            value = a.Share(value, self.total(1))
        by: Any = self.rng.choice(("year", "year", "funding", *sorted(GROUPS)))
        n = self.rng.choice((None, None, 0, 1, 2, 3))
        return a.Grouped(value, by, n, n is not None and self.chance(0.4))

    def value(self, depth: int) -> Any:
        if depth <= 1 or self.chance(0.55):
            return self.plain(depth)
        two = self.rng.choice((a.Share, a.Difference, a.Ratio))
        left = self.plain(depth - 1)
        return two(left, self.alike(left, depth - 1))

    def plain(self, depth: int) -> Any:
        roll = self.rng.random()
        if roll < 0.4:
            return self.total(depth)
        if roll < 0.55:
            return a.Number(self.set(self.kind(), depth))
        if roll < 0.65:
            return a.Change(self.set(self.money_kind(), depth), *self.rng.sample(self.years, 2), self.chance(0.5))
        kind = self.rng.choice((*sorted(MONEY), "indicator"))
        measure = self.measure(kind)
        if roll < 0.85:
            per = "year" if measure.field == "amount" and self.chance(0.5) else "thing"
            return a.Average(measure, self.set(kind, depth), per)
        return a.Extreme(measure, self.set(kind, depth), self.chance(0.5))

    def alike(self, left: Any, depth: int) -> Any:
        """Another value in the same unit, with luck."""
        if isinstance(left, a.Number):
            return a.Number(self.set(a.kind_of(left.of), depth))
        if isinstance(left, a.Total):
            return a.Total(left.measure, self.set(a.kind_of(left.of), depth))
        return self.total(depth)

    def total(self, depth: int) -> Any:
        if self.chance(0.1) and self.world.order["indicator"]:
            return a.Total(a.Measure("target"), self.named("indicator", 1))
        kind = self.money_kind() if self.chance(0.8) else self.kind()
        return a.Total(self.measure(kind), self.set(kind, depth))

    def measure(self, kind: str) -> a.Measure:
        fits: list[a.Measure] = [a.Measure("count", end) for end in KINDS if end != kind and way(kind, end)]  # type: ignore[arg-type]
        if kind in MONEY:
            years = tuple(sorted(self.rng.sample(self.years, self.rng.randint(1, 2)))) if self.chance(0.5) else ()
            fits = [a.Measure("amount", years=years)] * len(fits) + [a.Measure("years")] + fits
        if kind == "indicator":
            fits = [a.Measure("target", unit=self.rng.choice(self.units))] * 3 + fits
        return self.rng.choice(fits)

    def set(self, kind: Kind, depth: int) -> Any:
        if depth <= 0 or self.chance(0.3):
            return self.leaf(kind)
        roll = self.rng.random()
        if roll < 0.3:
            tied = [end for end in self.kinds if end != kind and way(end, kind)]
            return a.Of(kind, self.set(self.rng.choice(tied), depth - 1)) if tied else self.leaf(kind)
        if roll < 0.6:
            return a.Where(self.set(kind, depth - 1), self.condition(kind), self.chance(0.3))
        if roll < 0.8:
            join = self.rng.choice((a.And, a.Or, a.Without))
            return join(self.set(kind, depth - 1), self.set(kind, depth - 1))
        by = self.measure(kind)
        return a.First(self.set(kind, depth - 1), by, self.rng.choice((0, 1, 1, 2, 3, 5)), self.chance(0.4))

    def leaf(self, kind: Kind) -> Any:
        if self.chance(0.45):
            return a.All(kind)
        made = self.named(kind, self.rng.randint(1, 3))
        return a.Last(kind, made.keys) if self.chance(0.2) else made

    def named(self, kind: Kind, number: int) -> a.Named:
        keys = self.world.order[kind]
        chosen = self.rng.sample(keys, min(number, len(keys)))
        return a.Named(kind, tuple(sorted(chosen, key=keys.index)))

    def condition(self, kind: Kind) -> Any:
        roll = self.rng.random()
        if roll < 0.2:
            name = self.rng.choice(list(self.world.names[kind, self.rng.choice(self.world.order[kind])]))
            start = self.rng.randint(0, max(len(name) - 4, 0))
            return a.Words(name[start : start + 4].strip("“” ") or "ก")
        if roll < 0.35 and kind in MONEY:
            return a.Funded(tuple(sorted(self.rng.sample(self.years, self.rng.randint(1, 2)))))
        if roll < 0.42 and kind in MONEY:
            return a.Grew(*self.rng.sample(self.years, 2), self.chance(0.5))
        if roll < 0.46 and kind in MONEY:
            years = sorted(self.rng.sample(self.years, self.rng.randint(2, len(self.years))))
            return a.Course(tuple(years), self.rng.choice(("up", "down", "steady", "alternate")))
        if roll < 0.5:
            return a.Has(self.rng.choice(("budget", "agency", "target")))
        measure = self.measure(kind)
        when: Any = self.rng.choice(("total", "each", "some")) if measure.field == "amount" else "total"
        op: Any = self.rng.choice(_OPERATORS)
        if op != "between" and self.chance(0.15):
            return a.Compared(measure, op, a.Average(measure, self.leaf(kind)), 0, when)
        return a.Compared(measure, op, *self.bounds(op, measure.field), when)

    def bounds(self, op: str, scale: str) -> tuple[int, int]:
        most = {"amount": 40, "target": 9}.get(scale, 6)
        unit = {"amount": 50_000_000, "target": 10}.get(scale, 1)
        bound = self.rng.randint(0, most) * unit
        return (bound, bound + self.rng.randint(0, most) * unit) if op == "between" else (bound, 0)

    def scale(self, value: Any) -> str:
        return str(getattr(getattr(value, "measure", None), "field", ""))

    def kind(self) -> Kind:
        return self.rng.choice(self.kinds if self.chance(0.5) else ("project", "project", "issue", "tactic", "agency"))

    def money_kind(self) -> Kind:
        return self.rng.choice(("project", "project", "project", "issue", "tactic", "agency", "strategy"))

    def chance(self, part: float) -> bool:
        return self.rng.random() < part
