"""Of which years did the last turns ask, each by itself: "สองปีนี้ต่างกันเท่าไร", "รวม 3 ปีที่ถามมา"?"""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.index import Index
from knowledge.parsing.chat import asked_in
from knowledge.parsing.edit import measures, subject_in
from knowledge.parsing.heard import Heard
from knowledge.parsing.part import YearSpan
from knowledge.parsing.parts import Parts
from knowledge.query import algebra as a
from knowledge.question import Turn
from knowledge.vocabulary import read as read_vocabulary

_TWO = 2
_REACH = 3
_ASKED_BEFORE = frozenset(read_vocabulary("small_words")["asked_before"])


def with_chat_years(heard: Heard, parts: Parts, history: Sequence[Turn]) -> Parts:
    """The parts with "3 ปีที่ถามมา": the year of each of the last three turns, where they asked of the same thing."""
    if parts.years or parts.things:
        return parts
    for i in heard.at("year"):
        number = heard.tokens[i - 1].number if i else None
        behind = [j for j in range(i + 1, min(i + 1 + _REACH, len(heard.tokens))) if _goes_back(heard, j)]
        if number is None or number < _TWO or not behind:
            continue
        years = _years_asked(heard.index, history, int(number))
        if years:
            places = frozenset(range(i - 1, behind[-1] + 1))
            return replace(parts, years=(YearSpan(years, places),))
    for i in heard.at("same_years"):  # "รวมสามปีนี้"
        number = heard.tokens[i - 1].number if i else None
        years = _years_asked(heard.index, history, int(number)) if number is not None and number > _TWO else ()
        if years:
            return replace(parts, years=(YearSpan(years, frozenset((i - 1, i))),))
    return parts


def _goes_back(heard: Heard, i: int) -> bool:
    return heard.tokens[i].text in _ASKED_BEFORE


def _years_asked(index: Index, history: Sequence[Turn], count: int) -> tuple[int, ...]:
    """The single year of each of so many last turns; () where they were others, or of different things."""
    years: list[int] = []
    subjects: set[a.Set | None] = set()
    for turn in history[-count:]:
        query = asked_in(index, turn)
        spans = {span for span in _spans_in(query) if len(span) == 1}
        subjects.add(subject_in(query) if query is not None else None)
        years += [span[0] for span in spans if len(spans) == 1]
    alike = len(subjects) == 1 and None not in subjects
    return tuple(sorted(set(years))) if alike and len(set(years)) == count else ()


def asked_spans(index: Index, history: Sequence[Turn]) -> tuple[tuple[int, ...], ...]:
    """The two spans of years of the last turn, or the one of each of the last two; () where they were others."""
    spans: list[tuple[int, ...]] = []
    subjects: set[a.Set | None] = set()
    for turn in reversed(history[-_TWO:]):
        query = asked_in(index, turn)
        subjects.add(subject_in(query) if query is not None else None)
        spoken = [turn.years] if turn.years else _spans_in(query) or [turn.question.years]
        spans += [span for span in spoken if span and span not in spans]
        if len(spans) >= _TWO:
            break
    return tuple(sorted(spans)) if len(spans) == _TWO and len(subjects) == 1 else ()


def _spans_in(query: a.Query | None) -> list[tuple[int, ...]]:
    """The years of each sum of a query, and both ends of a change."""
    if query is None:
        return []
    told = [m.years for m in measures(query) if m.field == "amount"]
    ends = [(year,) for n in a.nodes(query) if isinstance(n, a.Change) for year in (n.first, n.last)]
    return list(dict.fromkeys((*told, *ends)))
