"""How is told which lines of a bill are meant, and what they are: names, lists, pages, what was counted beside?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from handlers.answer import Answer, Bar, Bars, Item, Listing, Note, Part, Text, Value
from handlers.inquiry import Inquiry
from knowledge.bill.asked import Asked, Axis, Lines
from knowledge.bill.book import Book, loosely
from knowledge.bill.sums import Group, Sum, groups_of, places_of, projects_of, same_called
from knowledge.budgets import Place
from knowledge.money import Amount, total

__all__ = ["ALIKE", "SHOWN", "TOP", "Part", "Told"]

ALIKE = 2
"""Sides of which one is more than the other."""
SHOWN = 12
"""Of a list in a chat."""
TOP = 3
"""Places of a ranking that are told where no number was asked for."""
_SHOWN_IN_ENGLISH, _BRIEF = 4, 60
"""The same where the reader knows the language of the names less, and letters of each."""
_NAMES = 3
"""Names of projects or kinds that are told in a sentence."""
_OPERATORS = {">": "more", ">=": "least", "<": "less", "<=": "most", "=": "same"}


@dataclass(frozen=True)
class Told:
    """A question about lines as it is answered."""

    inquiry: Inquiry
    book: Book
    asked: Asked

    # --- what is meant

    @cached_property
    def years(self) -> str:
        """ "ปี 2565"."""
        return self.inquiry.years(self.asked.of.years)

    def what(self, lines: Lines, *, heads: bool = True) -> str:
        """ "งบลงทุนของจังหวัดขอนแก่น"."""
        say = self.inquiry.say
        if lines.is_all:
            return say("bill.all")
        parts = [self._of_lines(lines)] if lines.kinds or lines.words or lines.items else []
        topic = self._of_projects(lines)
        told = say("bill.topic_more", what=parts[0], topic=topic) if parts and topic else "".join(parts) or topic
        units = self._units(lines, heads=heads)
        if units:
            told = say("bill.of_unit", what=told or say("bill.budget"), units=units)
        return say("bill.but", what=told or say("bill.all"), but=self.what(lines.but)) if lines.but else told

    def _of_lines(self, lines: Lines) -> str:
        if lines.items:
            named = [item.name for item in self.book.items if item.code in lines.items]
            return self.inquiry.words.join(list(dict.fromkeys(named)), _NAMES)
        told = [self.inquiry.words.join(lines.kinds, _NAMES)] if lines.kinds else []
        if lines.words:
            told.append(self.inquiry.say("bill.words", words=self._quoted(lines.words)))
        return " ".join(told)

    def _of_projects(self, lines: Lines) -> str:
        named = [*lines.called, *(self.book.called[code] for code in lines.codes if code in self.book.called)]
        told = [self.inquiry.words.join(list(dict.fromkeys(named)), _NAMES)] if named else []
        if lines.topics:
            told.append(self.inquiry.say("bill.topic", words=self._quoted(lines.topics)))
        return " ".join(told)

    def _units(self, lines: Lines, *, heads: bool) -> str:
        if lines.units:
            return self.inquiry.words.join([self.inquiry.agency(unit) for unit in lines.units])
        return self.inquiry.say("bill.heads", heads=lines.heads) if lines.heads and heads else ""

    def _quoted(self, words: Sequence[str]) -> str:
        return self.inquiry.words.join([f"“{word}”" for word in words])

    def apart_name(self, side: Lines) -> str:
        """What tells one side from the others."""
        differing = {
            name: getattr(side, name)
            for name in side.narrows
            if any(getattr(side, name) != getattr(other, name) for other in self.asked.sides)
        }
        if set(differing) == {"units"}:
            return self._units(side, heads=False)
        return self.what(Lines(**differing))

    def shared(self) -> str:
        """What all sides have."""
        first, *others = self.asked.sides
        same = {
            name: getattr(first, name)
            for name in first.narrows
            if all(getattr(first, name) == getattr(other, name) for other in others)
        }
        return self.what(Lines(**same)) if same else self.inquiry.say("bill.budget")

    def headed(self, sentence: str, **values: object) -> str:
        """A sentence that says which lines, of which years, and by which bound."""
        what = self.what(self.asked.of)
        if self.asked.op:
            what = f"{what} {self._bound()}"
        return self.inquiry.say(sentence, what=what, years=self.years, **values)

    def _bound(self) -> str:
        million = self.inquiry.words.unit("million")
        low, high = (f"{Decimal(satang) / 10**8:,.2f} {million}" for satang in (self.asked.bound, self.asked.upper))
        if self.asked.op == "between":
            return self.inquiry.say("bill.between", bound=low, upper=high)
        return self.inquiry.say("bill.bound", op=self.inquiry.say(f"bill.ops.{_OPERATORS[self.asked.op]}"), bound=low)

    def kind(self, lines: Lines) -> str:
        """What is counted: projects, or those whose names begin so."""
        if self.asked.by == "unit" and lines.heads and self.inquiry.words.language == "th":
            return lines.heads
        return self.inquiry.say(f"bill.kinds.{self.asked.by or 'item'}")

    # --- what they are

    def named(self, group: Group) -> str:
        """Of a unit its name, of a project also whose it is."""
        if self.asked.by == "unit":
            return self.inquiry.agency(group.name)
        return f"{group.name} ({self.inquiry.agency(self.book.units[group.key])})" if self._is_project else group.name

    @property
    def _is_project(self) -> bool:
        return self.asked.by == "project"

    def one(self, line: Group) -> list[Part]:
        """All that is known of a single line."""
        say = self.inquiry.say
        unit = self.inquiry.agency(self.book.units[line.project])
        kinds = " > ".join(line.kinds)
        told = say("bill.one", kinds=kinds, project=self.book.called[line.project], unit=unit)
        page = say("bill.one_page", volume=line.volume, page=line.page) if line.page else ""
        detail = " · ".join(part for part in (say("bill.baht", amount=line.amount), page, told) if part)
        return [Listing((Item(line.name, detail),))]

    def listing(self, groups: Sequence[Group], *, more: bool = True, by: Axis = "") -> list[Part]:
        """The first of them, and what the rest comes to."""
        by = by or self.asked.by
        shown = SHOWN if self.inquiry.words.language == "th" else _SHOWN_IN_ENGLISH
        parts: list[Part] = [Listing(tuple(self._item(group, by) for group in groups[:shown]))]
        if more and (rest := groups[shown:]):
            amount = total([group.amount for group in rest])
            kind = self.inquiry.say(f"bill.kinds.{by}")
            parts.append(Text(self.inquiry.say("bill.more", count=len(rest), kind=kind, amount=amount)))
        return parts

    def _item(self, group: Group, by: Axis) -> Item:
        say = self.inquiry.say
        if by == "item":
            page = say("bill.item_page", page=group.page) if group.page else ""
            project, unit = self.book.called[group.project], self.inquiry.agency(self.book.units[group.project])
            name = group.name if self.inquiry.words.language == "th" else group.name[:_BRIEF]
            return Item(name, say("bill.item", amount=group.amount, project=project, unit=unit, page=page))
        detail = say("bill.group", amount=group.amount)
        if by == "unit":
            return Item(self.inquiry.agency(group.name), detail)
        if by == "project":
            units = self.asked.of.units
            unit = "" if len(units) == 1 else f" · {self.inquiry.agency(self.book.units[group.key])}"
            return Item(group.name, detail + unit, group.key)
        return Item(group.name, detail)

    def apart(self, lines: Lines, found: Sum) -> list[Part]:
        """What a sum is made of: its few lines, else those who get it, else projects or kinds."""
        session = self.inquiry.session
        if found.lines <= SHOWN and (lines.kinds or lines.words or lines.items or lines.topics or lines.called):
            return self.listing(groups_of(session, self.book, lines, "item"), by="item")
        axes: tuple[Axis, ...] = ("unit", "project", "kind")
        for by in axes:
            groups = groups_of(session, self.book, lines, by)
            if len(groups) > 1:
                return self.listing(groups, by=by)
        return []

    def bars(self, names: Sequence[str], amounts: Sequence[Amount]) -> Bars:
        """Sides drawn beside each other."""
        most = max(amount.satang for amount in amounts) or 1
        shown = (Bar(name, str(amount), amount.satang / most) for name, amount in zip(names, amounts, strict=True))
        return Bars(self.inquiry.words.unit("million"), tuple(shown))

    def notes(self, lines: Lines) -> list[Note]:
        """What was counted beside, or was not."""
        return [*self._kinds_counted(lines), *self._nearly_called(lines)]

    def _kinds_counted(self, lines: Lines) -> list[Note]:
        if len(lines.kinds) < ALIKE:
            return []
        return [Note(self.inquiry.say("bill.several_kinds", kinds=self.inquiry.words.join(lines.kinds, 2 * _NAMES)))]

    def _nearly_called(self, lines: Lines) -> list[Note]:
        """Projects whose names differ in a small word alone are others, but may have been meant, too."""
        if not lines.called or lines.but:
            return []
        near = {loosely(name) for name in lines.called}
        within = same_called(self.book, replace(lines, called=()))
        codes = [c for c in within if loosely(self.book.called[c]) in near and self.book.called[c] not in lines.called]
        if not codes:
            return []
        others = groups_of(self.inquiry.session, self.book, replace(lines, called=(), codes=tuple(codes)), "project")
        if not others:
            return []
        names = self.inquiry.words.join(list(dict.fromkeys(group.name for group in others)), _NAMES)
        amount = total([group.amount for group in others])
        return [Note(self.inquiry.say("bill.near", names=names, count=len(others), amount=amount))]

    # --- the whole

    def answer(
        self,
        *parts: Part,
        value: Value | None = None,
        groups: Sequence[Group] = (),
        places: Sequence[Place] | None = None,
        won: bool = False,
    ) -> Answer:
        """An answer with its sources, and what the chat may go on about."""
        asked = self.asked
        units = [group.key for group in groups] if asked.by == "unit" else []
        codes = [group.key for group in groups] if asked.by == "project" else sorted(projects_of(self.book, asked.of))
        narrowed = self._narrowed(groups[:1]) if won else asked.of
        if places is None:
            places = places_of(self.inquiry.session, self.book, narrowed)
        of = asked.of.units if not units and len(asked.sides) == 1 else ()
        return self.inquiry.answer(
            *parts,
            codes=codes[:SHOWN],
            value=value,
            agencies=units or of,
            places=places,
        )

    def _narrowed(self, groups: Sequence[Group]) -> Lines:
        """The lines of what won."""
        [group] = groups
        lines = self.asked.of
        told: dict[str, dict[str, Any]] = {
            "unit": {"units": (group.key,)},
            "project": {"codes": (group.key,)},
            "item": {"items": (group.key,)},
        }
        return replace(lines, **told.get(self.asked.by, {}))
