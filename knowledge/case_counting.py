"""Does a message ask how many comments people sent: which, of when, in which state, by what?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.case_words import letters, rest, says, without
from knowledge.clean import clean
from knowledge.draft import take_apart
from knowledge.index import Index
from knowledge.reading import read
from knowledge.resolve import resolve
from knowledge.spans import Span, find_span

STATES = ("unfixed", "unanswered", "answered", "fixed", "rejected", "closed")
"""In this order they are looked for: the words of one stand inside those of the next."""
_BY = ("issue", "project", "agency", "month")
_SAID_OF_COUNTING = ("how_many", "amount", "opinions", "taken", "cases", "most", "senders")
_KINDS = ("project", "issue", "tactic")
_LONGEST = 300
"""Letters; who writes more tells something."""
_FEW = 12
"""Letters beside the day or state that the last count is asked for once more."""
_A_WORD_LEFT = 0.7
"""Weight of what nothing explains."""


@dataclass(frozen=True)
class Counting:
    """What is to be counted."""

    codes: tuple[str, ...] = ()
    agency: str = ""
    span: Span | None = None
    states: tuple[str, ...] = ()
    by: str = ""
    """issue, project, agency or month: counted for each."""
    ranks: bool = False
    """Which of them has most is asked."""
    target: bool = False
    """How many were hoped for is asked: the plan says it."""
    unknown: str = ""
    """Words for which nothing can be counted apart."""


def counting(index: Index, raw: str, today: date, *, goes_on: bool) -> Counting | None:
    """What a message wants counted, None where it asks for no count; `goes_on`: the message before did."""
    if len(raw) > _LONGEST or not _may_count(letters(raw), goes_on):
        return None
    span, text = find_span(clean(raw), today)
    said = letters(text)
    if says(said, "of_plan"):
        return None
    states, text = _states(text)
    by, text = _by(said, text)
    if says(said, "hoped_for"):
        return Counting(target=True) if says(said, "how_many") and says(said, "opinions") else None
    narrowed = bool(span or states or by)
    if not (_asks(said, states, span, by) or (goes_on and narrowed and len(rest(letters(text))) <= _FEW)):
        return None
    return _of_what(index, text, Counting(span=span, states=states, by=by, ranks=says(said, "most")))


def _may_count(said: str, goes_on: bool) -> bool:
    """A first look, for most messages ask something else."""
    return goes_on or (says(said, "how_many", "amount", "most") and says(said, "opinions", "cases"))


def _asks(said: str, states: Sequence[str], span: Span | None, by: str) -> bool:
    """ "เดือนนี้ได้รับกี่เรื่อง", "แก้แล้วกี่เรื่อง", "จำนวนเรื่องร้องเรียนเดือนนี้"; not "จำนวนข้อคิดเห็น", an indicator's name."""
    opinions, taken = says(said, "opinions"), says(said, "taken")
    if says(said, "how_many"):
        return opinions or taken or bool(states)
    if says(said, "most"):
        return opinions and bool(by)
    return says(said, "amount") and opinions and (taken or bool(states or span or by))


def _states(text: str) -> tuple[tuple[str, ...], str]:
    found = []
    for state in STATES:
        if says(letters(text), state):
            found.append(state)
            text = without(text, state)
    return tuple(found), text


def _by(said: str, text: str) -> tuple[str, str]:
    """What each count is of; "โครงการไหน" alone only names what is looked for, unless the one with most is."""
    ranks = says(said, "most")
    for name in _BY:
        groups = (f"by_{name}", f"which_{name}") if ranks else (f"by_{name}",)
        if says(said, *groups):
            return name, without(text, *groups)
    return "", text


def _of_what(index: Index, text: str, asked: Counting) -> Counting | None:
    """Which things of the plan it names, once the words of counting are gone; None for things of another province."""
    draft = take_apart(index, read(index, without(text, *_SAID_OF_COUNTING)))
    if draft.named.foreign:
        return None
    subject = resolve(index, draft, ())
    codes = tuple(code for code in subject.codes if index.entities[code].kind in _KINDS)
    left = draft.named.left if draft.named.left_weight >= _A_WORD_LEFT else ()
    words = " ".join(draft.reading.tokens[i].text for i in left)
    return replace(asked, codes=codes, agency="".join(subject.agencies[:1]), unknown=words)
