"""What does every answer need? The question, the database and the words, with names and years put into words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from sqlalchemy.orm import Session

from handlers import condition
from handlers.answer import Answer, Figure, Note, Part, Source, SourceNote, Status, Value
from handlers.lines import said_places
from handlers.plan_words import plan_words
from handlers.wording import Wording
from knowledge import budgets, plan
from knowledge.budgets import Place
from knowledge.era import BUDDHIST_ERA
from knowledge.index import Index, Kind
from knowledge.money import Amount
from knowledge.plan import ProjectRow, TextRow
from knowledge.question import By, Question

_SHORT_TEXT = 90
_SOURCES_MOST = 60
_NAMES_SHOWN = 3
_SUBJECTS_SHOWN = 4
_AGENCIES_SHOWN = 8
"""In a sentence: all provinces of a budget bill are 76."""
_SUGGESTIONS_MOST = 6


@dataclass(frozen=True)
class Inquiry:
    """One question being answered."""

    session: Session
    index: Index
    question: Question
    words: Wording

    def say(self, sentence: str, /, **values: object) -> str:
        """A sentence of the wording; the plan's title, strategy, years and examples are always at hand."""
        return self.words.say(sentence, **{**plan_words(self.index, self.words), **values})

    def with_(self, question: Question) -> "Inquiry":
        """The same inquiry with another question."""
        return replace(self, question=question)

    # --- what the question is about

    @property
    def searched(self) -> bool:
        """Whether projects were looked for, by agency or condition, so that the answer must name those found."""
        return bool(self.question.agencies or self.question.where)

    @property
    def of_all(self) -> bool:
        """Whether nothing narrows the question: it is about the whole plan."""
        return not (self.question.about or self.searched)

    def kind(self, code: str) -> Kind:
        """What a code stands for."""
        return self.index.entities[code].kind

    def under(self, *kinds: Kind) -> list[str]:
        """What the question is about; things of other kinds, which nothing stands under, by their issue."""
        return [c if self.kind(c) in kinds else self.index.issue_of(c) for c in self.question.about]

    def codes(self) -> tuple[str, ...]:
        """What was named, or the projects that were looked for."""
        if self.searched:
            return tuple(p.code for p in plan.projects(self.session, self.question))
        return self.question.about

    # --- names

    def name(self, code: str) -> str:
        """A thing by its level, number and name: "ประเด็นยุทธศาสตร์ที่ 3 พัฒนาระบบ..."; a project by its name."""
        return f"{self.label(code)} {self.shown(code)}".strip()

    def names(self, codes: Iterable[str], limit: int = 0) -> str:
        """Several things by level, number and name; beyond the limit the rest is counted."""
        return self.words.join([self.name(c) for c in codes], limit)

    def shown(self, code: str) -> str:
        """The name alone; beside the English name the Thai one."""
        entity = self.index.entities[code]
        return entity.name if self._thai or not entity.name_en else f"{entity.name_en} ({entity.name})"

    def label(self, code: str) -> str:
        """The level with its number: "กลยุทธ์ที่ 2 ของประเด็นที่ 4"; "" for a project."""
        kind = self.kind(code)
        if kind not in ("issue", "tactic", "goal", "indicator"):
            return ""
        _, issue, *below = code.split(".")
        numbers = [part.lstrip("GTK") for part in below]
        return self.say(f"numbered.{kind}", issue=issue, goal="".join(numbers[:1]), number=[issue, *numbers][-1])

    def ranked(self, key: str, by: By) -> str:
        """What a sum is of: the name of an agency, a year or a thing of the plan."""
        if by == "year":
            return self.year(int(key))
        return self.agency(key) if by == "agency" else self.name(key)

    def text(self, row: TextRow) -> str:
        """The words of a passage or stakeholder; in English with the Thai ones behind, if they are short."""
        if self._thai or not row.text_en:
            return row.text
        return f"{row.text_en} ({row.text})" if len(row.text) < _SHORT_TEXT else row.text_en

    def heading(self, row: TextRow) -> str:
        """The part that a passage stands in."""
        return row.heading if self._thai or not row.heading_en else row.heading_en

    def agency(self, name: str) -> str:
        """An agency's name; beside the English name the Thai one."""
        english = "" if self._thai else self._english_agencies.get(name, "")
        return f"{english} ({name})" if english else name

    def agencies(self, names: Sequence[str]) -> str:
        """Several agencies, or the words for none."""
        told = [self.agency(n) for n in names]
        if len(told) > _AGENCIES_SHOWN:
            first = ", ".join(told[:_AGENCIES_SHOWN])
            return self.say("agencies_shown", names=first, more=len(told) - _AGENCIES_SHOWN)
        return self.words.join(told) if told else self.say("no_agency")

    def subject(self) -> str:
        """What the figures are of."""
        q = self.question
        named = self.names(q.about, _SUBJECTS_SHOWN)
        if not self.searched:
            return named or self.say("whole_plan")
        found = self.say("where.projects", conditions=self.words.join(self._demands()))
        return self.say("where.within", projects=found, names=named) if named else found

    def _demands(self) -> list[str]:
        """The conditions, then the agencies: "มีงบปี 2555", "อปท.รับผิดชอบ"."""
        where, agencies = self.question.where, self.question.agencies
        demands = [condition.in_words(self.words, c, len(self.index.years)) for c in where if c.field != "together"]
        if agencies:
            together = any(c.field == "together" for c in where)
            demands.append(
                self.say("where.together" if together else "where.of_agency", agency=self.agencies(agencies))
            )
        return demands

    def scope(self) -> str:
        """Where things are listed from: what was named, or "this plan"."""
        return self.names(self.question.about, _NAMES_SHOWN) or self.say("projects.in_plan")

    def year(self, year: int) -> str:
        """ "ปี 2555"; in English "2555 (2012)", with the year that is known there."""
        return self.say("year", year=year if self._thai else f"{year} ({year - BUDDHIST_ERA})")

    def years(self, years: Sequence[int] = ()) -> str:
        """The years of the figure in words."""
        years = years or self.question.years
        if not years or tuple(years) == self.index.years:
            return self.say("years_all" if len(self.index.years) > 1 else "years_only")
        return self.these_years(years)

    def these_years(self, years: Iterable[int]) -> str:
        """ "ปี 2554, 2555 และ 2556"."""
        return self.say("years_some", years=self.list_years(years))

    def list_years(self, years: Iterable[int]) -> str:
        """Years one by one."""
        return self.words.join([str(y) for y in years])

    def dated(self, years: Iterable[int]) -> str:
        """Years one by one; in English each with the year that is known there."""
        return self.list_years(years) if self._thai else self.words.join([self.year(y) for y in years])

    @property
    def _thai(self) -> bool:
        return self.words.language == "th"

    @cached_property
    def _english_agencies(self) -> dict[str, str]:
        return plan.agencies(self.session)

    # --- pieces of an answer

    def figure(self, amount: Amount, caption: str) -> Figure:
        """An amount of money, drawn large."""
        return Figure(str(amount), self.words.unit("million"), caption)

    def money(self, amount: Amount | None) -> str:
        """The amount with its unit; the words for no budget where there is none."""
        return self.say("money", amount=amount) if amount else self.say("no_budget")

    def sum_line(self, amount: Amount, years: Sequence[int] = ()) -> str:
        """ "รวม 4 ปี (2554-2557) 20.00 ล้านบาท"."""
        return self.say("budget.sum_line", years=self.years(years), amount=amount)

    def count(self, number: int, unit: str) -> Value | None:
        """A count as the number asked for, where one was asked for."""
        return count_value(number, unit) if self.question.shape == "count" else None

    def suggest(self, *names: str) -> tuple[str, ...]:
        """Texts of buttons."""
        return tuple(self.say(f"suggest.{n}") for n in names)

    def places(self, question: Question | None = None) -> tuple[Place, ...]:
        """Where the figures stand."""
        return budgets.places_of(self.session, question or self.question)

    def needs_unit_note(self, question: Question) -> bool:
        """Whether some figure of the question comes from a table that states no unit."""
        return plan.lacks_unit(self.session, question)

    def answer(
        self,
        *parts: Part,
        looked_up: str = "",
        codes: Sequence[str] = (),
        value: Value | None = None,
        agencies: Sequence[str] = (),
        places: Sequence[Place] = (),
        status: Status = "answered",
        suggestions: Sequence[str] = (),
        unit_note: bool = False,
        shared_note: bool = False,
        years: Sequence[int] = (),
    ) -> Answer:
        """An answer with its notes (`looked_up` says what was asked of the database) and sources."""
        notes = [Note(self.say("note.looked_up", what=looked_up))] if looked_up else []
        facts = self.index.facts
        if unit_note and facts.without_unit:
            notes.append(Note(self.say("note.unit" if facts.units_stated else "note.unit_all")))
        notes += [Note(self.say("note.shared"))] if shared_note else []
        if places:
            notes.append(SourceNote(self.say("note.source", lines=said_places(self.words, places))))
        return Answer(
            status=status,
            parts=(*parts, *notes),
            codes=tuple(dict.fromkeys(codes)),
            value=value,
            agencies=tuple(dict.fromkeys(agencies)),
            sources=tuple(Source(p.document, p.line, p.quote) for p in _unique(places)[:_SOURCES_MOST]),
            years=tuple(years),
            suggestions=tuple(dict.fromkeys(suggestions))[:_SUGGESTIONS_MOST],
            language=self.words.language,
        )


def money_value(amount: Amount) -> Value:
    """An amount as the number asked for."""
    return Value(amount.millions, "ล้านบาท")


def count_value(count: int, unit: str) -> Value:
    """A count as the number asked for."""
    return Value(Decimal(count), unit)


def lacks_unit(projects: Iterable[ProjectRow]) -> bool:
    """Whether some project stands in a table that states no unit of money."""
    return any(not p.unit_stated for p in projects)


def are_shared(projects: Iterable[ProjectRow]) -> bool:
    """Whether some project has several agencies."""
    return any(len(p.agencies) > 1 for p in projects)


def all_agencies(projects: Iterable[ProjectRow]) -> list[str]:
    """The agencies of projects, in order."""
    return [a for p in projects for a in p.agencies]


def plan_codes(keys: Iterable[str], by: By) -> list[str]:
    """The keys of sums that are codes of the plan: an agency or a year has none."""
    return [] if by in ("agency", "year") else list(keys)


def _unique(places: Sequence[Place]) -> list[Place]:
    return list({(p.line, p.quote): p for p in places}.values())
