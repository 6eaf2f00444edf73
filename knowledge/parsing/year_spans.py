"""Which years does a message name together: a year, a range, the first two?"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.parsing.heard import Heard
from knowledge.parsing.part import YearSpan
from knowledge.vocabulary import read as read_vocabulary
from knowledge.years import Years, find_years, year_numbers

_PLACES = ("first_year", "last_year", "first_two_years", "last_two_years", "half_first", "half_last")
_DASHES = frozenset("-–~")
_JOINERS = frozenset(read_vocabulary("quantities")["number_joiners"])
_OF = frozenset(read_vocabulary("small_words")["of"])


def year_spans(heard: Heard) -> list[YearSpan]:
    """Each year by itself, a range as one, and years by their place (สองปีแรก); only years of the plan."""
    plan, draft = heard.index.years, heard.draft
    taken = draft.amounts.tokens | heard.aside
    numbers = {i: y for i, y in year_numbers(heard.tokens, plan).items() if y in plan and i not in taken}
    if len(numbers) == 1 and len(draft.years.inside(plan)) > 1:
        return [YearSpan(draft.years.inside(plan), frozenset(numbers))]  # "ตั้งแต่ปี 55"
    by_place = list(_by_place(heard))
    if not numbers:
        return by_place
    spans = list(_ranges(heard, numbers, plan))
    spans += _beside(heard, spans)
    for said in by_place:  # "ครึ่งหลัง (56-57)" says the same twice
        twin = next((span for span in spans if span.years == said.years), None)
        if twin is not None:
            spans[spans.index(twin)] = replace(twin, tokens=twin.tokens | said.tokens)
    return spans


def _beside(heard: Heard, spans: Sequence[YearSpan]) -> Iterator[YearSpan]:
    """ "ปี 56 แล้วก็ปีก่อนหน้านั้นด้วย": the year beside the only one that is named."""
    if len(spans) != 1 or len(spans[0].years) != 1:
        return
    for step, cue in ((-1, "previous_year"), (1, "next_year")):
        for i in heard.at(cue):
            between = heard.tokens[max(spans[0].tokens) + 1 : i]
            joined = any(token.text in _JOINERS or token.is_cue("also", "compare") for token in between)
            year = spans[0].years[0] + step
            if joined and year in heard.index.years:
                yield YearSpan((year,), frozenset({i}))


def _ranges(heard: Heard, numbers: dict[int, int], plan: tuple[int, ...]) -> Iterator[YearSpan]:
    places, whole = sorted(numbers), heard.draft.years.is_range and len(numbers) == 2
    while places:
        i = places.pop(0)
        if places and (whole or _is_joined(heard, i, places[0])):
            j = places.pop(0)
            first, last = sorted((numbers[i], numbers[j]))
            yield YearSpan(tuple(y for y in plan if first <= y <= last), frozenset((i, j)))
        else:
            yield YearSpan((numbers[i],), frozenset((i,)))


def _is_joined(heard: Heard, i: int, j: int) -> bool:
    """Whether two years are the ends of a range: 54-56, 54 ถึง 56."""
    between = heard.tokens[i + 1 : j]
    if not between:
        return heard.tokens[j].before in _DASHES
    return any(token.is_cue("until") for token in between) and not any(token.is_cue("from") for token in between)


def _by_place(heard: Heard) -> Iterator[YearSpan]:
    for i, token in enumerate(heard.tokens):
        if not token.is_cue(*_PLACES):
            continue
        before = i - 1 if i and heard.tokens[i - 1].number is not None else i
        part = replace(heard.draft.reading, tokens=heard.tokens[before : i + 1])
        years: Years = find_years(part, heard.index.years)
        if years.named:
            yield YearSpan(years.named, frozenset(range(before, _end_of_place(heard, i))))


def _end_of_place(heard: Heard, i: int) -> int:
    """Behind "ปีแรก" and what says of what: "ปีแรก(ของแผน)"."""
    behind = heard.tokens[i + 1 : i + 3]
    of_plan = len(behind) > 1 and behind[0].text in _OF and behind[1].is_cue("plan")
    return i + 3 if of_plan else i + 1
