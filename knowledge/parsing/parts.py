"""Everything that a message says by itself, each part used once, with what it takes back."""

from dataclasses import dataclass, replace

from knowledge.parsing.denials import denied_parts, denies_agency
from knowledge.parsing.heard import Heard
from knowledge.parsing.named_things import things_named
from knowledge.parsing.part import Thing, YearSpan
from knowledge.parsing.repairs import put_right
from knowledge.parsing.year_spans import year_spans
from knowledge.query.kinds import Kind


@dataclass(frozen=True)
class Parts:
    """Everything that a message says by itself."""

    things: tuple[Thing, ...]
    years: tuple[YearSpan, ...]
    nobody: bool
    """What has no agency is asked for: "ไม่มีหน่วยงานรับผิดชอบ"."""
    denials: frozenset[int]
    """Places of the negations that take back a part."""
    strange: bool = False
    """It names what no query is made of here, or several things by number and others by name."""

    def of(self, *kinds: Kind) -> tuple[Thing, ...]:
        """The things of these kinds that are not taken back."""
        return tuple(thing for thing in self.things if thing.kind in kinds and not thing.denied)

    @property
    def wanted_years(self) -> tuple[int, ...]:
        """The years named and not taken back, ascending."""
        return tuple(sorted({year for span in self.years if not span.denied for year in span.years}))

    @property
    def denied_years(self) -> tuple[int, ...]:
        """The years taken back, ascending."""
        return tuple(sorted({year for span in self.years if span.denied for year in span.years}))


def find_parts(heard: Heard) -> Parts:
    """The parts of a message in the order of their places."""
    things, strange = things_named(heard)
    years = year_spans(heard)
    wrong = put_right(heard, [*things, *years])
    things = [thing for thing in things if thing.start not in wrong]
    years = [span for span in years if span.start not in wrong]
    denied, denials, left = denied_parts(heard, things, years)
    nobody = frozenset(i for i in left if denies_agency(heard, i))
    return Parts(
        tuple(replace(thing, denied=thing.start in denied) for thing in things),
        tuple(replace(span, denied=span.start in denied) for span in years),
        bool(nobody),
        denials | nobody,
        strange,
    )
