"""How does somebody learn which plans are stored, and choose one?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from handlers.answer import Answer, Item, Listing, Text
from handlers.inquiry import Inquiry
from handlers.plan_words import plan_words, title
from handlers.wording import Wording
from knowledge.index import Index
from knowledge.personal import mask
from knowledge.plans_stored import StoredPlans
from knowledge.which_plan import Choice

_LONGEST_ASKED = 60
"""Characters of a question that is repeated on a button."""
_BUTTONS = 6


def list_plans(inquiry: Inquiry, plans: StoredPlans) -> Answer:
    """Every stored plan, the default one first."""
    return _listed(inquiry, plans, plans.indexes, "plans.list", "answered")


def no_such_plan(inquiry: Inquiry, plans: StoredPlans) -> Answer:
    """There is no plan before, or after."""
    return _listed(inquiry, plans, plans.indexes, "plans.none", "unknown")


def ask_which(inquiry: Inquiry, plans: StoredPlans, choice: Choice) -> Answer:
    """Which of several plans was meant: each a button that asks the question of it."""
    asked = choice.text.strip()
    if len(asked) > _LONGEST_ASKED or mask(asked) != asked:
        asked = ""
    told = _listed(inquiry, plans, choice.plans, "plans.which", "clarify")
    return replace(told, suggestions=tuple(f"{label}: {asked}" if asked else label for label in told.suggestions))


def _listed(inquiry: Inquiry, plans: StoredPlans, shown: Sequence[Index], sentence: str, status: str) -> Answer:
    items = tuple(Item(called(index, inquiry.words), _detail(inquiry, plans, index)) for index in shown)
    labels = [label_of(plans, index, inquiry.words) for index in shown[:_BUTTONS]]
    told = Text(inquiry.say(sentence, count=len(shown)))
    return inquiry.answer(told, Listing(items), status=status, suggestions=labels)  # type: ignore[arg-type]


def called(index: Index, words: Wording) -> str:
    """A plan by its title and period."""
    period = plan_words(index, words)["period"] if len(index.years) > 1 else str(index.years[0])
    return words.say("plans.called", title=title(index.facts, words), period=period)


def label_of(plans: StoredPlans, index: Index, words: Wording) -> str:
    """A plan in few words by which `which_plan` knows it again: its period, where no other has the same."""
    periods = Counter((each.years[0], each.years[-1]) for each in plans.indexes)
    first, last = index.years[0], index.years[-1]
    if periods[first, last] == 1:
        return words.say("plans.label", plan=f"{first}-{last}" if last > first else str(first))
    stamp = plans.stamps[plans.indexes.index(index)]
    return words.say("plans.label", plan=stamp.name)


def _detail(inquiry: Inquiry, plans: StoredPlans, index: Index) -> str:
    projects = len(index.of_kind("project"))
    strategy = plan_words(index, inquiry.words)["strategy_name"]
    told = inquiry.say("plans.detail", strategy_name=strategy, projects=projects, document=index.document)
    return f"{told} {inquiry.say('plans.default')}" if index is plans.default else told
