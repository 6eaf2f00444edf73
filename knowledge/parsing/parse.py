"""Which reading of a message accounts for every word of it?

Each form of asking is tried on its own, and each way of leaning on the chat; of those that leave no word of operation,
number or name unused the one that used most is taken. Where none is whole there is no reading.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.draft import Draft
from knowledge.index import Index
from knowledge.parsing import edit
from knowledge.parsing.asides import asides, may_say_which
from knowledge.parsing.asked import Asked, Form
from knowledge.parsing.cards import taken_for_granted
from knowledge.parsing.chat import NOTHING, Given, asked_in, given
from knowledge.parsing.chat_things import two_subjects, with_chat_things
from knowledge.parsing.chat_years import asked_spans, with_chat_years
from knowledge.parsing.choosing import Choice, chosen, first_meant, unclear
from knowledge.parsing.followups import elliptic
from knowledge.parsing.forms import FORMS
from knowledge.parsing.forms.by_word import by_word
from knowledge.parsing.forms.concern import issues_concerning
from knowledge.parsing.forms.concerned import concerned, in_issues
from knowledge.parsing.forms.holders import holder
from knowledge.parsing.forms.items import items
from knowledge.parsing.forms.measures import measures
from knowledge.parsing.forms.passages import passage, passage_again
from knowledge.parsing.forms.texts import written
from knowledge.parsing.heard import Heard
from knowledge.parsing.leaning import POINTING, applied, noun_of_shown
from knowledge.parsing.levels_said import kind_words, said_levels
from knowledge.parsing.light_words import light_words
from knowledge.parsing.part import UnclearError
from knowledge.parsing.parts import Parts, find_parts
from knowledge.query import algebra as a
from knowledge.query.fits import misfit
from knowledge.query.kinds import MONEY, Kind
from knowledge.question import Question, Turn
from knowledge.vocabulary import read as read_vocabulary
from knowledge.years import year_numbers


@dataclass(frozen=True)
class Parsed:
    """A reading: what it asks, and which words of operation it would drop."""

    query: a.Query
    form: str
    """Which function made it."""
    used: int
    """Words that it accounts for."""
    dropped: tuple[int, ...]
    """Places of the words that it does not."""
    own: bool = True
    """The message itself says what it is about, beside what was set aside: by name, or as things of a kind to list."""
    whole: bool = False
    """It names nothing, but says that the whole plan is meant."""
    unused: tuple[str, ...] = ()
    """Words that describe what was named and were not understood: the answer says so."""


def parse(index: Index, draft: Draft, history: Sequence[Turn] = ()) -> Parsed | None:
    """The reading of a message, or None where no reading accounts for it."""
    found = _best(readings(index, draft, history))
    if found is not None:
        return found
    for aside, told in asides(draft):
        found = _best([one for one in readings(index, draft, history, aside) if one.own or one.whole])
        if found is not None:
            tells = told or not found.own
            words = tuple(draft.reading.tokens[i].text for i in sorted(aside) if tells and i in draft.named.left)
            return replace(found, unused=words)
    return _beside_chat(index, draft, history) if history else None


def _beside_chat(index: Index, draft: Draft, history: Sequence[Turn]) -> Parsed | None:
    """ "มีกี่โครงการ" behind what the plan says of monitoring, "โครงการไหนได้งบมากสุด" behind the indicators of all issues:
    nothing of what the chat is about has any, so that the whole plan is meant."""
    of = given(index, history).of
    if of is None or a.kind_of(of) in MONEY or draft.has(*POINTING):
        return None
    alone = parse(index, draft)
    if alone is None or a.kind_of(of) in _TEXTS:
        return alone
    issues = {index.issue_of(key) for key in of.keys if key in index.entities} if isinstance(of, a.Named) else ()
    return alone if alone.own and alone.form in _LISTING and len(issues) > 1 else None


def nearly(index: Index, draft: Draft, history: Sequence[Turn] = ()) -> Parsed | None:
    """The reading that leaves out only a few words that nothing explains: "หมวดประชาสัมพันธ์มีกี่โครงการ".

    It names something or goes on about the chat, so that what it leaves out describes that at most; the answer says so.
    """
    left = {i for i in draft.named.left if not _may_operate(draft, i)}
    if any(mention.weight < _LEAST_NAMED for mention in draft.named.mentions):
        return None
    found = (one for one in readings(index, draft, history) if one.own or one.form == "elliptic")
    near = [one for one in found if left.issuperset(one.dropped) and len(one.dropped) <= min(one.used, _FEW_UNKNOWN)]
    best = min(near, key=lambda one: (len(one.dropped), -one.used), default=None)
    return best and replace(best, unused=tuple(draft.reading.tokens[i].text for i in best.dropped))


def of_no_such_year(index: Index, draft: Draft, history: Sequence[Turn] = ()) -> a.Query | None:
    """What is asked of years outside the plan, so that the next message can name another: "งั้นปี 56"."""
    outside = draft.years.outside(index.years)
    places = frozenset(i for i, year in year_numbers(draft.reading.tokens, index.years).items() if year in outside)
    asks = set(draft.reading.where("yes_no", "verify", "year", "same_years"))
    found = [one for one in readings(index, draft, history, places) if asks.issuperset(one.dropped)]
    best = max(found, key=lambda one: one.used, default=None)
    return edit.with_years(best.query, outside) if best is not None else None


def year_beside_plan(index: Index, draft: Draft, history: Sequence[Turn]) -> tuple[int, ...]:
    """The year beside the plan's first or last that "ปีก่อนหน้าล่ะ" means where the chat speaks of that one."""
    step = {"next_year": 1, "previous_year": -1}.get(draft.years.relative, 0)
    spoken = given(index, history).years if step and not draft.years.named else ()
    beside = tuple(year + step for year in spoken)
    return beside if len(beside) == 1 and beside[0] not in index.years else ()


def choice(index: Index, draft: Draft, history: Sequence[Turn] = ()) -> Choice | None:
    """What to ask back, where a message would have a reading but for one name that may mean several things."""
    thing = unclear(find_parts(Heard(index, draft)))
    found = _best(readings(index, draft, history, choosing=True)) if thing else None
    return Choice(thing.keys, found.query) if thing and found and found.own else None


def _may_operate(draft: Draft, i: int) -> bool:
    """Whether a word that nothing explains may say which things are meant: "โครงการขุดลอก", or take some away."""
    tokens = draft.reading.tokens
    first = i
    while first - 1 in draft.named.left:
        first -= 1
    if tokens[i].text in _CUTTING or tokens[i].text.startswith(_NEGATING):
        return True
    # "มีทางลาดหรือเปล่า": whether there is that is asked.
    there = draft.has("yes_no") and first > 0 and tokens[first - 1].is_cue("there_is")
    return there or may_say_which(draft, i)


_CUTTING = frozenset(read_vocabulary("small_words")["cut"])
_NEGATING = tuple(read_vocabulary("small_words")["negating"])
_LEAST_NAMED = 0.45
"""Weight of a name (`mentions.py`) beside which other words may be left out: a fainter one was perhaps not meant."""
_FEW_UNKNOWN = 2
"""So many words that nothing explains may be left out of a reading."""


def _best(found: Sequence[Parsed]) -> Parsed | None:
    return max((one for one in found if not one.dropped), key=lambda one: one.used, default=None)


def readings(
    index: Index,
    draft: Draft,
    history: Sequence[Turn] = (),
    aside: frozenset[int] = frozenset(),
    *,
    choosing: bool = False,
) -> list[Parsed]:
    """All readings, in the order in which they are tried; `aside`: places of words beside the question; `choosing`: of
    what a name may mean alike the first is taken."""
    heard = Heard(index, draft, aside)
    parts = find_parts(heard)
    parts = with_chat_things(heard, first_meant(parts) if choosing else parts, history)
    parts = with_chat_years(heard, parts, history)
    found: list[Parsed | None] = []
    if history and history[-1].choices and (pick := chosen(heard, parts, history[-1])) is not None:
        parts, turn = pick
        history = (*history, turn)
        found.append(_accounted(heard.again(), parts, asked_in(index, turn), "chosen"))
    left = given(index, history)
    if history:
        found.append(_elliptic(heard.again(), parts, left))
    leaned = applied(heard, parts, history) if history else NOTHING
    if leaned is not None and leaned.of is None and (years := _years_of_shown(parts, left, history)):
        leaned = replace(leaned, years=years)
    if leaned is not None:
        two = (asked_spans(index, history), two_subjects(index, history)) if history else ((), ())
        asked = Asked(
            heard,
            parts,
            leaned.of,
            leaned.years,
            bool(history),
            leaned.query,
            leaned.pointed,
            *two,
            leaned.listed,
            bool(history) and bool(noun_of_shown(heard, left)),
            left.query,
            bool(history) and (bool(history[-1].choices) or history[-1] == Turn(Question(), plan=history[-1].plan)),
        )
        found += [_tried(replace(asked, heard=heard.again()), form) for form in FORMS]
    return [parsed for parsed in found if parsed is not None]


def _years_of_shown(parts: Parts, left: Given, history: Sequence[Turn]) -> tuple[int, ...]:
    """ "ทั้งห้าอันรวมเท่าไร" behind the first five of a year: what is said of all that was shown is of that year, too."""
    if not history or parts.years or len(parts.things) != 1:
        return ()
    [thing] = parts.things
    shown = isinstance(left.listed, a.Named) and thing.several and thing.keys == left.listed.keys
    return left.years if shown and thing.keys == history[-1].codes else ()


_TEXTS: tuple[Kind, ...] = ("passage", "measure", "stakeholder", "agency_strategy", "item", "list")
"""Kinds of what is only written: nothing stands under them, and they have no money."""
OF_TEXTS = ("items", "written")
"""Forms whose every word stands in the plan's own text, so that nothing else can be meant."""
_OF_TEXTS = (
    items, measures, by_word, written, passage, passage_again, concerned, in_issues, issues_concerning, holder
)  # fmt: skip
"""Forms that may be about what is named only in the text of the plan."""


def _tried(asked: Asked, form: Form) -> Parsed | None:
    if asked.parts.strange and form not in _OF_TEXTS:
        return None
    try:
        query = form(asked)
    except UnclearError:
        return None
    if not asked.leaning:
        _take_pointing(asked.heard, asked.parts)
    if query is not None:
        _take_years_of_chat(asked.heard, asked.years, query)
    return _accounted(asked.heard, asked.parts, query, form.__name__)


def _take_years_of_chat(heard: Heard, years: tuple[int, ...], query: a.Query) -> None:
    """ "(ปีนั้น)ประเด็นไหนได้เยอะสุด", "(สองปีนั้น)": the years of which the chat speaks, where the query is of just these."""
    if years and years in edit.years_in(query):
        places = heard.at("same_years")
        heard.used.update(places)
        heard.used.update(i - 1 for i in places if i and heard.tokens[i - 1].number == len(years))


def _take_pointing(heard: Heard, parts: Parts) -> None:
    """ "งานขยายผลชุมชนต้นแบบ (อันนี้)ใครทำ", "ปีไหนใช้เงินมากสุด (นั้น)กี่ล้าน": without a chat before it points at what the
    message named or asked for."""
    first = min((*(thing.start for thing in parts.things if thing.tokens), *heard.ranks), default=None)
    heard.used.update(i for i in heard.at("this") if first is not None and i > first)


def _elliptic(heard: Heard, parts: Parts, left: Given) -> Parsed | None:
    if parts.strange:
        return None
    return _accounted(heard, parts, elliptic(heard, parts, left), "elliptic")


def _accounted(heard: Heard, parts: Parts, query: a.Query | None, form: str) -> Parsed | None:
    if query is None or misfit(query) is not None:
        return None
    if not {year for years in edit.years_in(query) for year in years} <= set(heard.index.years):
        return None  # of a year outside the plan, that was asked for before
    heard.used.update(i for thing in parts.things for i in thing.tokens)
    heard.used.update(i for span in parts.years for i in span.tokens)
    heard.used.update(i for thing in parts.things for i in kind_words(heard, thing.kind, thing.tokens))
    numbers = heard.draft.levels.numbers
    if set(numbers) == {"strategy"} and {*map(str, numbers["strategy"])} == {heard.index.facts.strategy}:
        heard.used |= heard.draft.levels.tokens  # the plan's own strategy is the whole plan
    if any(thing.kind == "agency" for thing in parts.things):
        heard.take("responsible")  # "งบที่ ก รับผิดชอบ": that is why it is named
    if parts.years or (form == "elliptic" and any(measure.years for measure in edit.measures(query))):
        heard.take("same_years")  # "ในสองปีนั้น": those just named, or those of the question that goes on
    heard.used.update(light_words(heard, parts, query))
    if not any(thing.denied for thing in parts.things):
        heard.used |= taken_for_granted(heard.index, heard.draft, query)
    heard.used.update(i for place in heard.whole_plan for i in place)
    heard.used |= parts.denials | heard.draft.named.quoted
    lists = form == "elliptic" or (form in _LISTING and any(said.kind != "year" for said in said_levels(heard)))
    # An agency alone does not tell: the story may describe which of its projects is meant.
    own = lists or form == "claim" or any(not thing.denied and thing.kind != "agency" for thing in parts.things)
    whole = bool(heard.whole_plan) or heard.has("whole")
    return Parsed(query, form, len(heard.used), heard.dropped(), own, whole)


_LISTING = ("listing", "ranking", "by_count")
"""Forms that are about all things of a kind, unless something narrows them."""
