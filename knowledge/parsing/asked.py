"""What there is to make a query of: the message, its parts, and what the chat gives."""

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.parsing.edit import subject_in
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import kind_words
from knowledge.parsing.part import UnclearError
from knowledge.parsing.parts import Parts
from knowledge.parsing.sets import money_years, one_thing, subject
from knowledge.query import algebra as a
from knowledge.query.kinds import Kind, stands_under
from knowledge.vocabulary import read as read_vocabulary

_WORDS = read_vocabulary("small_words")
TIMES = frozenset(_WORDS["times"])
ALL_OF_IT = frozenset(_WORDS["all_of_it"])
_SOME = frozenset(read_vocabulary("quantities")["some"])
_PER, _ONE_OF_MANY = frozenset(_WORDS["per"]), frozenset(_WORDS["one_of_many"])


@dataclass(frozen=True)
class Asked:
    """What there is to make a query of."""

    heard: Heard
    parts: Parts
    base: a.Set | None
    """What the chat is about, where the message points at it or names nothing."""
    years: tuple[int, ...]
    """Of which years the chat speaks, where the message says nothing of years."""
    leaning: bool = False
    """There is a chat before it."""
    query: a.Query | None = None
    """The chat's last question."""
    pointed: bool = False
    """The message points at what the chat is about."""
    two_spans: tuple[tuple[int, ...], ...] = ()
    """The years of each of the last two turns, where those were two spans."""
    two_things: tuple[a.Named, ...] = ()
    """What each of the last two turns was about, where that was one thing of the same kind each."""
    listed: a.Set | None = None
    """The last list that was shown, of several things."""
    noun_of_shown: bool = False
    """It asks which of the things shown by a word that stands in each one's name."""
    before: a.Query | None = None
    """The chat's last question, also where the message names something of its own."""
    nothing_before: bool = False
    """The chat's last message was not understood, and named nothing for sure."""

    def about(self) -> a.Set | None:
        """What the message is about, without what it takes back."""
        of = subject(self.heard, self.parts, self.base)
        if of is None and self.parts.of("project", "issue", "tactic", "agency"):
            raise UnclearError
        return of

    def of_whole_plan(self) -> bool:
        """Whether the chat was just asked about the whole plan, or the message says that it is meant."""
        whole = self.base is None and not self.pointed
        return whole and (
            self.heard.has("whole", "plan") or (self.before is not None and subject_in(self.before) == a.All("project"))
        )

    def money_years(self, *, whole: bool = True) -> tuple[int, ...]:
        """The years of money: the message's own, else those of the chat. `whole`: "the whole plan" means all years."""
        every = self.heard.take("four_years", "every_year", *(("whole",) if whole else ()))
        every |= whole and any(token.text in ALL_OF_IT for token in self.heard.tokens)
        if every and not self.parts.years and not (self.years and self.heard.has("same_years")):
            return ()  # "ช่วงเดียวกัน รวมทุกประเด็น" is of all issues in the years of before
        return money_years(self.heard, self.parts) or (() if self.parts.years else self._year_beside() or self.years)

    def _year_beside(self) -> tuple[int, ...]:
        """ "ปีก่อนหน้านั้นเท่าไหร่" behind the money of one year: the one before it; () where none is meant."""
        places = [i for i in self.heard.at("previous_year", "next_year") if i not in self.heard.used]
        if len(places) != 1 or len(self.years) != 1:
            return ()
        year = self.years[0] + (1 if self.heard.tokens[places[0]].is_cue("next_year") else -1)
        if year not in self.heard.index.years:
            return ()
        self.heard.used.update(places)
        return (year,)


Form = Callable[[Asked], a.Query | None]


def is_one_among(base: a.Set, kind: Kind) -> bool:
    """ "ประเด็นไหนได้มากสุด" behind one issue, or one of its projects: all issues are meant."""
    if not isinstance(base, a.Named) or len(base.keys) > 1:
        return False
    return base.kind == kind or stands_under(base.kind, kind)


def take_count(heard: Heard) -> None:
    """ "กี่ %", "กี่เท่า": the word for how many, where what it counts is known."""
    for i in heard.at("count"):
        behind = heard.tokens[i + 1] if i + 1 < len(heard.tokens) else None
        if behind is not None and (behind.is_cue("share", "amount_unit") or behind.text in TIMES):
            heard.used.add(i)
        if behind is not None and behind.is_cue("how_much") and not heard.has("project", "issue", "tactic", "agency"):
            heard.used.add(i)  # "จำนวนเท่าไหร่" of money


def per_each(heard: Heard) -> bool:
    """ "ต่อโครงการ", "ต่อหนึ่งโครงการ", "โครงการละ": of each by itself; its words are used."""
    said = heard.take("per_project")
    for i, token in enumerate(heard.tokens):
        behind = heard.tokens[i + 1 : i + 3]
        one = len(behind) > 1 and behind[0].number == 1 and behind[1].is_cue("project")
        if token.text in _PER and one:
            heard.used.update((i + 1, i + 2))
            said = True
        some = token.is_cue("project") and bool(behind) and behind[0].number == 1 and behind[0].text in _SOME
        if some and heard.has("average"):  # "เฉลี่ยแล้วโครงการหนึ่งได้กี่ล้าน"
            heard.used.update((i, i + 1))
            said = True
        if token.is_cue("by_each") and behind and behind[0].is_cue("project") and heard.has("average"):
            heard.used.update((i, i + 1))  # "เฉลี่ยแล้วแต่ละโครงการได้เท่าไร"
            said = True
        if token.text in _ONE_OF_MANY:
            heard.used.add(i)
            said = True
    return said


def sums_up(heard: Heard) -> bool:
    """Whether something is added up, not only asked for as a whole: "รวม", but not "ทั้งหมด"."""
    return any(heard.tokens[i].text not in ALL_OF_IT for i in heard.at("total"))


def sides_of(asked: Asked) -> list[a.Set]:
    """Each thing that money is asked of, by itself."""
    things = asked.parts.of("project", "issue", "tactic", "agency")
    found = [one for thing in things if (one := one_thing(thing))]
    return found if len(found) == len(things) else []


def is_target(asked: Asked) -> bool:
    """Whether figures of indicators are meant, not money."""
    heard = asked.heard
    base = asked.base is not None and not asked.parts.things and a.kind_of(asked.base) in ("indicator", "goal")
    return (
        base
        or bool(asked.parts.of("indicator", "goal"))
        or (heard.has("target", "indicator", "goal") and not heard.has("budget"))
    )


OPERATORS: dict[str, a.Operator] = {
    "at_most": "<=",
    "at_least": ">=",
    "less_op": "<",
    "less_than": "<",
    "more_op": ">",
    "more_than": ">",
    "exactly": "=",
}


def operator_said(heard: Heard) -> a.Operator | None:
    found = {op for cue, op in OPERATORS.items() if heard.has(cue)}
    return found.pop() if len(found) == 1 else None


SIDES = ("compare", "more_than", "less_than", "more_op", "less_op")
"""Cues of things set side by side."""
CHANGING = ("increase", "decrease", "change")
FAR = (*CHANGING, "same", "tactic", "goal", "indicator", "target", "stakeholder", "by_each")
"""Cues of questions of another kind than sums and lists of projects."""


def is_far(asked: Asked, *but: int) -> bool:
    """Whether a word of another kind of question is said, other than that of what is named ("(กลยุทธ์)พัฒนาบุคลากร") and
    those at some places."""
    of_names = {i for thing in asked.parts.things for i in kind_words(asked.heard, thing.kind, thing.tokens)}
    return bool(set(asked.heard.at(*FAR)) - of_names - {*but})


def loose_numbers(heard: Heard) -> list[int]:
    """Places of the numbers that are no years and number nothing."""
    return heard.loose_numbers


def described_as(asked: Asked) -> frozenset[int]:
    """ "(สำรวจว่าคนมองขอนแก่น)ยังไง ปีไหน": a question word right behind a name belongs to what describes the thing."""
    ends = {max(thing.tokens) for thing in asked.parts.of("project") if thing.tokens}
    return frozenset(i for i in asked.heard.at("how") if i - 1 in ends)
