"""What is a message: a question about the plan, talk, or something the plan knows nothing of?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from knowledge import context, talk
from knowledge.draft import Draft, take_apart
from knowledge.index import Index
from knowledge.intent import settle
from knowledge.question import Question, Turn
from knowledge.reading import read
from knowledge.subject import Subject, resolve

Outcome = Literal["question", "clarify", "unknown", "talk"]


@dataclass(frozen=True)
class Understood:
    """What a message comes to."""

    outcome: Outcome
    question: Question = Question()
    choices: tuple[str, ...] = ()
    """Codes that were perhaps meant, for `clarify`."""
    reason: str = ""
    """Why it is unknown (elsewhere, year, nothing, words, ambiguous_strategy, or a part of `absent` in talk.yaml); which talk it is."""
    words: tuple[str, ...] = ()
    """Words that nothing explained."""
    years: tuple[int, ...] = ()
    """Years outside the plan that were asked for."""
    english: bool = False
    complaint: bool = False
    """Beside its question it complains or suggests."""
    asking: bool = False
    """It certainly asks something, whether or not the plan has it."""


def understand(index: Index, text: str, history: Sequence[Turn] = ()) -> Understood:
    """The meaning of one message of a chat; `history` holds the last turns, newest last."""
    reading = read(index, text)
    draft = take_apart(index, reading, _GROUP_OF.get(history[-1].question.ask, "money") if history else "")
    said = talk.judge(index, draft, text, bool(history))
    base = Understood("talk", reason=said.name, english=reading.english, complaint=said.complaint)
    if said.name and not said.question_first:
        return base
    found = _as_question(index, draft, history)
    found = replace(found, english=reading.english, complaint=said.complaint, asking=talk.asks_strongly(draft))
    if said.name and found.outcome != "question":
        return base
    return found


def _as_question(index: Index, draft: Draft, history: Sequence[Turn]) -> Understood:
    """The message as a question about the plan."""
    absent = talk.absent(draft)
    if absent:
        # What was named stays in the air: "ใครชนะประมูลเน็ตฟรี", "งั้นใครดูแล".
        subject = resolve(index, draft, history)
        return Understood(
            "unknown", Question(about=subject.codes, agencies=subject.agencies), reason=absent, words=_left(draft)
        )
    outside = tuple(y for y in draft.years.named if y not in index.years)
    if draft.levels.numbers.get("strategy", (5,)) != (5,) and "issue" not in draft.levels.numbers:
        return Understood("unknown", reason="strategy", words=_left(draft))
    if draft.named.foreign:
        return Understood("unknown", reason="elsewhere", words=_left(draft))
    subject = resolve(index, draft, history)
    if subject.missing:
        return Understood("unknown", reason="missing", words=_left(draft))
    if outside and not draft.years.inside(index.years):
        asked = settle(index, draft, subject, history)
        named = asked if _is_explained(draft, subject, asked, history) else Question()
        return Understood("unknown", named, reason="year", years=outside, words=_left(draft))
    question = settle(index, draft, subject, history)
    question = context.carry_over(index, draft, subject, question, history)
    if (
        history
        and question.ask == history[-1].question.ask
        and question.about
        and question.about == history[-1].question.about
    ):
        subject = replace(subject, from_context=True)
    if not _is_explained(draft, subject, question, history):
        # What was surely named stays in the air for the next message.
        named = (
            Question(about=subject.codes)
            if subject.own and sum(m.weight for m in draft.named.mentions) >= 0.9
            else Question()
        )
        return Understood("unknown", named, reason="words" if draft.named.left else "nothing", words=_left(draft))
    if (
        question.ask == "passage"
        and draft.has("budget", "how_much")
        and not draft.has("document_word", "section_eight", "framework")
    ):
        return Understood("unknown", reason="words" if _left(draft) else "nothing", words=_left(draft))
    if _counts_in_project(index, draft, question):
        return Understood("unknown", question, reason="spots", words=_left(draft))
    if subject.unclear and not context.takes_all(draft, question):
        return Understood("clarify", question=question, choices=subject.unclear)
    return Understood("question", question=question, years=outside)


def _counts_in_project(index: Index, draft: Draft, question: Question) -> bool:
    """ "โครงการนี้ติดกี่จุด": a project's row in the plan counts nothing."""
    kinds = [index.entities[c].kind for c in question.about if c in index.entities]
    return (
        draft.levels.counted == "item"
        and question.ask in ("overview", "projects")
        and kinds == ["project"]
        and not draft.has("budget", "year")
    )


def _left(draft: Draft) -> tuple[str, ...]:
    return tuple(draft.reading.tokens[i].text for i in draft.named.left)


_GROUP_OF = {"goals": "results", "indicators": "results", "stakeholders": "text", "measures": "text", "passage": "text"}
_STRONG = frozenset(("budget", "project", "issue", "tactic", "goal", "indicator", "measure", "agency", "stakeholder", "agency_strategy", "funding", "plan",
                     "whole", "section_eight", "framework", "responsible", "document_word", "strategy", "count_project", "count_issue", "count_tactic",
                     "count_goal", "count_indicator", "count_agency", "count_measure"))  # fmt: skip
"""Cues that only somebody who speaks of a plan uses."""
_WEAK = frozenset(
    (
        "total",
        "four_years",
        "by_each",
        "rank_word",
        "alternate",
        "steady",
        "per_year",
        "who",
        "which_year",
        "target",
        "most",
        "least",
        "share",
        "average",
        "by_year",
        "change",
        "increase",
        "decrease",
        "compare",
    )
)
"""Cues that fit a plan and much else."""
_PER_STRONG, _PER_WEAK, _PER_NAME, _FLOOR, _PINNED = 0.35, 0.15, 0.55, 0.25, 0.8
_FIRM, _FIRM_TEXT = 1.0, 0.65
"""Weight from which a name is surely meant: one telling word and a little more."""


def _is_explained(draft: Draft, subject: Subject, question: Question, history: Sequence[Turn]) -> bool:
    """Whether enough of the message is accounted for to answer it: what is left over must weigh less than what is understood."""
    named = draft.named
    strong, weak = len(draft.cues & _STRONG), len(draft.cues & _WEAK)
    pinned = bool(draft.levels.numbers) or bool(draft.reading.codes)
    textual = (
        bool(draft.cues & _TEXTUAL)
        or "measure" in draft.levels.numbers
        or bool(history and history[-1].question.ask == "passage")
    )
    names = min(sum(m.weight for m in named.mentions), 2.5)
    if subject.from_context:
        return named.left_weight <= _FLOOR + _PER_STRONG * (strong + weak + pinned) + _PER_NAME * names
    if question.words and question.ask in ("passage", "projects"):
        return draft.has("plan", "section_eight", "project", "framework") and len(question.words[-1]) > 2
    if not (subject.codes or subject.agencies):
        return (
            strong + pinned > 0
            and (question.ask != "overview" or draft.has("plan", "whole"))
            and named.left_hard <= (0.7 if strong + weak > 2 or draft.has("framework", "section_eight") else 0.0)
        )
    firm = _FIRM if question.ask == "stakeholders" else _FIRM_TEXT
    if (
        question.ask in ("passage", "stakeholders")
        and not (textual or pinned)
        and (names < firm or named.left_hard > 0.7)
    ):
        return False
    if not (strong or weak or pinned or textual or draft.has("how_much")):
        return named.left_hard <= 0.7 and named.left_weight <= 0.35 * names
    if pinned or textual or names >= _FIRM or (subject.agencies and strong):
        return (
            named.left_weight
            <= _FLOOR
            + _PER_STRONG * min(strong, 4)
            + _PINNED * (pinned + draft.has("section_eight", "framework"))
            + _PER_WEAK * weak
            + _PER_NAME * names
        )
    return named.left_hard <= (0.7 if strong > 1 else 0.0) or (strong > 0 and named.left_weight <= _PER_NAME * names)


_TEXTUAL = frozenset(
    (
        "stakeholder",
        "agency_strategy",
        "section_eight",
        "framework",
        "document_word",
        "spoken_of",
        "measure",
        "plan",
        "issue",
    )
)
