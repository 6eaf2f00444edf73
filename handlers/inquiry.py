"""What does every answer need? The question, the database and the words, with names, years and sources put into words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy.orm import Session

from handlers.answer import Answer, Note, Part, Source, Status, Value
from handlers.wording import Wording
from knowledge import budgets, plan
from knowledge.budgets import Place
from knowledge.index import Index
from knowledge.money import Amount
from knowledge.plan import TextRow
from knowledge.question import Question

_LINES_SHOWN = 6
_SHORT_TEXT = 90
_SOURCES_MOST = 60


@dataclass(frozen=True)
class Inquiry:
    """One question being answered."""

    session: Session
    index: Index
    question: Question
    words: Wording

    @property
    def thai(self) -> bool:
        """Whether the reader reads Thai."""
        return self.words.language == "th"

    def say(self, sentence: str, /, **values: object) -> str:
        """A sentence of the wording; the plan's years are always at hand."""
        return self.words.say(sentence, **{"first": self.index.years[0], "last": self.index.years[-1], **values})

    def with_(self, question: Question) -> "Inquiry":
        """The same inquiry with another question."""
        return replace(self, question=question)

    # --- names

    def name(self, code: str) -> str:
        """A thing by its level, number and name: "โครงการ Free Wi-Fi, Free internet", "ประเด็นยุทธศาสตร์ที่ 3 พัฒนาระบบ..."."""
        entity = self.index.entities[code]
        label = self.label(code)
        return f"{label} {self.shown(code)}".strip() if entity.kind != "project" else self.shown(code)

    def shown(self, code: str) -> str:
        """The name alone; beside the English name the Thai one."""
        entity = self.index.entities[code]
        return entity.name if self.thai or not entity.name_en else f"{entity.name_en} ({entity.name})"

    def text(self, row: TextRow) -> str:
        """The words of a passage or stakeholder; in English with the Thai ones behind, if they are short."""
        if self.thai or not row.text_en:
            return row.text
        return f"{row.text_en} ({row.text})" if len(row.text) < _SHORT_TEXT else row.text_en

    def heading(self, row: TextRow) -> str:
        """The part that a passage stands in."""
        return row.heading if self.thai or not row.heading_en else row.heading_en

    def label(self, code: str) -> str:
        """The level with its number: "กลยุทธ์ที่ 2 ของประเด็นที่ 4"; "" for a project."""
        entity = self.index.entities[code]
        if entity.kind not in ("issue", "tactic", "goal", "indicator"):
            return ""
        parts = code.split(".")
        numbers = {
            "issue": parts[1],
            "number": parts[-1].lstrip("GTK"),
            "goal": parts[2].lstrip("GT") if len(parts) > 2 else "",
        }
        return self.say(f"numbered.{entity.kind}", **numbers)

    def agency(self, name: str) -> str:
        """An agency's name; beside the English name the Thai one."""
        english = "" if self.thai else plan.agencies(self.session).get(name, "")
        return f"{english} ({name})" if english else name

    def agencies(self, names: Sequence[str]) -> str:
        """Several agencies, or the words for none."""
        return self.words.join([self.agency(n) for n in names]) if names else self.say("no_agency")

    def subject(self) -> str:
        """What the figures are of."""
        q = self.question
        if q.where:
            return self.conditions()
        parts = [self.name(c) for c in q.about]
        if q.agencies:
            parts = [self.say("of_agency", agency=self.words.join([self.agency(a) for a in q.agencies])), *parts]
        return self.words.join(parts, limit=4) if parts else self.say("whole_plan")

    def years(self, years: Sequence[int] = ()) -> str:
        """The years of the figure in words."""
        years = years or self.question.years
        if not years or tuple(years) == self.index.years:
            return self.say("years_all")
        return self.say("years_some", years=self.list_years(years))

    def list_years(self, years: Iterable[int]) -> str:
        """Years one by one."""
        return self.words.join([str(y) for y in years])

    def conditions(self) -> str:
        """The conditions in words."""
        return self.say(
            "where.intro", conditions=self.words.join([self._condition(i) for i in range(len(self.question.where))])
        )

    def _condition(self, place: int) -> str:
        condition = self.question.where[place]
        op = self.say(f"where.ops.{condition.op}")
        if condition.field in ("funded", "unfunded"):
            return self.say(f"where.{condition.field}", year=condition.number)
        if condition.field == "years":
            full = condition.number == len(self.index.years)
            return self.say("where.every") if full else self.say("where.years", op=op, count=condition.number)
        if condition.field in ("steady", "alternate"):
            return self.say(f"where.{condition.field}")
        if condition.field == "agencies":
            return (
                self.say("where.agencies_many", count=condition.number)
                if condition.number
                else self.say("where.agencies_none")
            )
        # The amount is the asker's, not the plan's, so it is not repeated as a figure.
        return self.say(f"where.{condition.field}", op=op, amount=self.say("where.as_asked"))

    # --- putting an answer together

    def answer(
        self, *parts: Part, codes: Sequence[str] = (), value: Value | None = None, agencies: Sequence[str] = (),
        places: Sequence[Place] = (), status: Status = "answered", suggestions: Sequence[str] = (), unit_note: bool = False, shared_note: bool = False, years: Sequence[int] = (),
    ) -> Answer:  # fmt: skip
        """An answer with its notes and sources."""
        notes: list[Part] = []
        if unit_note:
            notes.append(Note(self.say("note.unit")))
        if shared_note:
            notes.append(Note(self.say("note.shared")))
        if places:
            notes.append(Note(self._source_line(places)))
        return Answer(
            status, (*parts, *notes), tuple(dict.fromkeys(codes)), value, tuple(dict.fromkeys(agencies)),
            tuple(Source(p.document, p.line, p.quote) for p in _unique(places)[:_SOURCES_MOST]), tuple(years),
            tuple(dict.fromkeys(suggestions))[:6], self.words.language,
        )  # fmt: skip

    def _source_line(self, places: Sequence[Place]) -> str:
        lines = sorted({p.line for p in places})
        shown = ", ".join(str(n) for n in lines[:_LINES_SHOWN])
        if len(lines) > _LINES_SHOWN:
            shown += self.say("note.more_lines", count=len(lines) - _LINES_SHOWN)
        return self.say("note.source", lines=shown)

    def suggest(self, *names: str) -> tuple[str, ...]:
        """Texts of buttons."""
        return tuple(self.say(f"suggest.{n}") for n in names)

    def looked_up(self, what: str) -> Note:
        """The line that says what was asked of the database."""
        return Note(self.say("note.looked_up", what=what))

    def needs_unit_note(self, question: Question) -> bool:
        """Whether some figure of the question comes from a table that states no unit."""
        return any(not p.unit_stated for p in plan.projects(self.session, question))

    def places(self, question: Question | None = None) -> tuple[Place, ...]:
        """Where the figures stand."""
        return budgets.places_of(self.session, question or self.question)


def money_value(amount: Amount) -> Value:
    """An amount as the number asked for."""
    return Value(amount.millions, "ล้านบาท")


def count_value(count: int, unit: str) -> Value:
    """A count as the number asked for."""
    return Value(Decimal(count), unit)


def _unique(places: Sequence[Place]) -> list[Place]:
    return list({(p.line, p.quote): p for p in places}.values())
