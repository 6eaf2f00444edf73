"""What does every sentence know of the plan: its title, province, strategy, years, and things to ask for?"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from handlers.wording import Wording
from knowledge.era import BUDDHIST_ERA
from knowledge.examples import Examples, examples_of
from knowledge.index import Index
from knowledge.plan_facts import PlanFacts


@lru_cache(maxsize=8)  # two languages of a few plans as they are now
def plan_words(index: Index, words: Wording) -> Mapping[str, object]:
    """The places of sentences that are the same for every answer from this plan, in the language of `words`."""
    facts, examples, thai = index.facts, examples_of(index), words.language == "th"
    first, last = facts.years[0], facts.years[-1]
    return {
        "first": first,
        "last": last,
        "span": len(facts.years),
        "span_of_years": _span(first, last),
        "period": _span(first, last) if thai else f"{_span(first, last)} ({_span(first, last, BUDDHIST_ERA)})",
        "title": title(facts, words),
        "province": (facts.province if thai else facts.province_en) or words.say("plan.province"),
        "strategy": facts.strategy,
        "strategy_name": facts.strategy_name if thai else facts.strategy_name_en,
        "section": facts.section.number,
        "section_name": facts.section.name if thai else facts.section.name_en,
        "unit_issues": words.join(list(_spans(facts.without_unit))),
        "example": _example(examples, words),
        "issue_number": examples.issue,
        "measured_issue": examples.measured_issue,
        "agency": examples.agency if thai else examples.agency_en,
        # Stands in an example that asks how the plan is carried out, and is nothing itself.
        "only_with_section": " " if examples.has_section else "",
    }


def _span(first: int, last: int, era: int = 0) -> str:
    """ "2554-2557"; a plan of one year has no span."""
    return f"{first - era}-{last - era}" if last > first else str(first - era)


def title(facts: PlanFacts, words: Wording) -> str:
    """What the plan is called: by itself, else by its province."""
    own = facts.more.title if words.language == "th" else facts.more.title_en
    province = facts.province if words.language == "th" else facts.province_en
    return own or words.say("plan.title", province=province).strip()


def _example(examples: Examples, words: Wording) -> str:
    """A project as a question names it: by a short name, else by its code."""
    name = examples.name if words.language == "th" else examples.name_en
    if not name:
        return words.say("plan.by_code", code=examples.code)
    return f"{name} " if name.isascii() and words.language == "th" else name


def _spans(numbers: Sequence[int]) -> Iterator[str]:
    """Numbers in a row as one: 1, 4-6."""
    begin = 0
    for at, number in enumerate(numbers):
        if at + 1 < len(numbers) and numbers[at + 1] == number + 1:
            continue
        yield str(number) if begin == at else f"{numbers[begin]}-{number}"
        begin = at + 1
