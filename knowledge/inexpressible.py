"""Which operators of a message can a `Question` not express?

`parsing/` accounts for every word of a message. Where no reading of it is whole, a question made of single cues must
not answer as if a word that changes the figure had not been said: such a message is said not to be understood.
"""

from collections.abc import Mapping, Sequence

from knowledge.draft import Draft
from knowledge.index import Index
from knowledge.parsing.asides import may_say_which
from knowledge.parsing.heard import Heard
from knowledge.parsing.older import says_the_same
from knowledge.parsing.parse import readings
from knowledge.question import Question, Turn

_BOUNDS = ("more_than", "less_than", "more_op", "less_op")
_MONEY: Mapping[str, tuple[str, ...]] = {
    "value": ("compare", "average", "share", *_BOUNDS),
    "total": ("compare", "average", "share", *_BOUNDS),
    "rank": ("compare", "average", "share", "less_op", "less_than", "more_than"),
    "exists": ("compare", "average", "share", *_BOUNDS),
    "change": ("average",),
    "compare": ("average",),
    "without": ("share", "increase", "which_one"),
    "share": ("both", "by_year", "least", "per_year", "same", "which_one", "average", "exactly", *_BOUNDS),
    "average": ("share", "compare"),
}
"""Cues that change a figure, by the shape of a question about money that has no place for them."""
_BESIDES = ("compare", "change", "without")
"""Shapes in which "another" only says that something comes besides: "แพงกว่าไวไฟฟรีอีกเหรอ"."""
_PICKING = ("which_one", "who", "what")
_COUNTED = ("issues", "tactics", "goals", "indicators", "projects", "agencies")


def drops_operator(index: Index, draft: Draft, question: Question, history: Sequence[Turn]) -> bool:
    """Whether a word of operation stands in the message that the question says nothing of."""
    heard = Heard(index, draft)
    if question.ask in _COUNTED and question.shape == "count" and heard.ranks:
        return True  # "How many issues are there, and which one gets most?"
    if question.ask in ("funding", "agencies") and any(_stands(heard, cue) for cue in ("increase", "decrease")):
        return True  # "งบจังหวัดลดลงทุกปีจริงไหม": not where it comes from
    if question.ask == "goals":
        return bool(history) and (_stands(heard, "other") or _stands(heard, "same"))
    if question.ask == "projects" and history and not question.about and _stands(heard, "same"):
        return True  # "มีโครงการคล้ายๆ กันไหม"
    if question.ask != "budget":
        return False
    if question.shape == "compare" and question.where:
        return True  # "ก ได้ 4 ล้าน ข ได้ 4 ล้าน เท่ากันไหม": amounts that are claimed, not looked for
    if question.shape == "change" and not (question.about or question.agencies or question.by) and draft.levels.asked:
        return True  # "มีโครงการไหนที่งบหายไปบางปี": not how the whole plan changes
    if history and question.shape not in _BESIDES and _stands(heard, "other"):
        return True
    if question.shape == "share" and not (question.about or question.agencies or question.years or question.where):
        return not history  # all of it is a hundred per cent: something was not understood
    if history and question.shape == "share" and not (draft.has("whole", "plan") or draft.levels.numbers):
        return bool(draft.levels.named)  # a share of what? An issue named behind it is the whole, not the part
    if question.shape == "without" and _leaves_out_unknown(heard):
        return True
    bounded = bool(question.where) or question.claim is not None or draft.has(*_PICKING)
    bounded |= draft.reading.english  # "over the four years"
    missing = [cue for cue in _MONEY.get(question.shape, ()) if not (bounded and cue in _BOUNDS)]
    if set(draft.years.named) - set(question.years):
        missing = [cue for cue in missing if cue != "compare"]  # years that the plan has not: that is said
    return any(_stands(heard, cue) for cue in missing)


def stands_alone(index: Index, draft: Draft, question: Question, history: Sequence[Turn]) -> bool:
    """Whether a question was made behind another to which no reading of the parser comes, not even one that leaves
    words out: half of what was told so to strangers was wrong, or of something else (docs/understanding.md)."""
    if not history or question.ask in _PLAIN:
        return False
    alike = [one for one in readings(index, draft, history) if says_the_same(index, question, one.query)]
    return not any(_may_leave_out(draft, one.dropped, question.about) for one in alike)


def _may_leave_out(draft: Draft, places: Sequence[int], about: Sequence[str]) -> bool:
    """Whether the words only describe: no superlative is among them, no number but of years or of what it is about, and
    no denial that could pick among several."""
    tokens = draft.reading.tokens
    for i in places:
        number = tokens[i].number
        of_years = tokens[i + 1].is_cue("year", "per_year") if i + 1 < len(tokens) else False
        if number is not None and not of_years and number != len(about):
            return False
        if tokens[i].is_cue(*_CHANGING) or (len(about) != 1 and tokens[i].is_cue("not")):
            return False
    return True


def names_another(draft: Draft, history: Sequence[Turn]) -> bool:
    """ "โครงการเก็บขยะได้งบกี่บาท", "list its scuba projects" behind something else: words that nothing explains say of
    which it asks."""
    if not history or draft.named.mentions or draft.agencies or draft.levels.numbers or draft.reading.codes:
        return False
    kinds = draft.reading.where("project", "budget")
    return any(may_say_which(draft, i) or any(0 < i - at <= _NEAR for at in kinds) for i in draft.named.left)


_NEAR = 3
"""Words behind "project" or "budget" that may say which one."""


def points_at_nothing(index: Index, draft: Draft, question: Question, history: Sequence[Turn]) -> bool:
    """ "โครงการนี้งบเท่าไหร่" as the first message: it is about one thing, and nobody said which."""
    if history or question.about or question.agencies:
        return False
    heard = Heard(index, draft)
    of_plan = {i for place in heard.whole_plan for i in place}
    kinds = heard.at("project", "issue", "tactic", "goal", "indicator")
    return any((i - 1 in kinds or i + 1 in kinds) and i not in of_plan for i in heard.at("this"))


_CHANGING = ("without", "most", "least", "other", "next_year", "previous_year", "other_year")
_PLAIN = ("years", "agencies", "measures", "stakeholders", "period")
"""What is asked in few words that mean little else ("ปีไหน", "ใครทำ"), or told as it is written."""


def _leaves_out_unknown(heard: Heard) -> bool:
    """ "งบประเด็น 1 ไม่นับงานเทิดทูน": whether what is to be left out is a word that nothing explains."""
    unknown = set(heard.draft.named.left)
    said = heard.named_tokens | heard.draft.levels.tokens | heard.draft.years.tokens
    for i in heard.at("without", "not"):
        telling = (j for j in heard.clause_behind(i) if j in said or j in unknown or heard.tokens[j].sense.agencies)
        if next(telling, i) in unknown - said:
            return True
    return False


def _stands(heard: Heard, cue: str) -> bool:
    """Whether the cue stands outside names and amounts."""
    return not heard.draft.amounts.tokens.issuperset(heard.at(cue))
