"""Which question does a message ask by itself? What is wanted, of what, in which form, of which years."""

from dataclasses import replace

from knowledge.demands import demands
from knowledge.draft import Draft
from knowledge.form import formed
from knowledge.index import Index
from knowledge.question import Ask, Question
from knowledge.subject import Subject
from knowledge.vocabulary import read as read_vocabulary
from knowledge.wanted import wanted, wants_parent

_QUOTING = frozenset(read_vocabulary("small_words")["quoting"])
_LONGEST_QUOTED = 8
"""Words looked for in the text."""
_QUOTES = frozenset(" \"'")


def settle(index: Index, draft: Draft, subject: Subject) -> Question:
    """The question that a message asks by itself; `ask` stays overview where it says nothing of it."""
    ask = wanted(index, draft, subject)
    if _asks_who_of_project(index, subject):
        subject = replace(subject, agencies=())
        ask = "agencies" if ask == "overview" or draft.has("verify", "why") else ask
    words = _words(draft, ask)
    question = Question(
        ask=ask,
        about=() if words and ask == "projects" else subject.codes,
        agencies=subject.agencies,
        years=draft.years.inside(index.years),
        why=draft.has("why"),
        number=_passage_number(draft, ask),
        claim=draft.amounts.claim,
        parent=wants_parent(draft) or _wants_goal_of_indicator(draft, ask),
        targets=ask == "goals" and _wants_targets(index, draft, subject),
        words=words,
    )
    question = replace(question, where=demands(index, draft, question, subject))
    if _lists_unfunded(draft, question):
        question = replace(question, ask="projects")
    return formed(index, draft, subject, question)


def _asks_who_of_project(index: Index, subject: Subject) -> bool:
    """A project has its own agencies: "เทศบาลดูแลโครงการเมืองเว้ใช่ไหม" asks who really does."""
    if not (subject.own and subject.codes and subject.agencies):
        return False
    return all(index.entities[code].kind == "project" for code in subject.codes)


def _lists_unfunded(draft: Draft, question: Question) -> bool:
    """ "โครงการที่ไม่ได้งบปี 54": what has no budget has no sum, so the projects themselves are wanted."""
    unfunded = any(condition.field == "unfunded" for condition in question.where)
    return unfunded and question.ask == "budget" and not draft.has("how_much", "total", "share", "average")


def _wants_targets(index: Index, draft: Draft, subject: Subject) -> bool:
    """Whether goals are asked for with their targets."""
    of_goals = {index.entities[code].kind for code in subject.codes} == {"goal"}
    return draft.has("target") or (of_goals and draft.has("same"))


def _wants_goal_of_indicator(draft: Draft, ask: Ask) -> bool:
    """ "ตัวชี้วัดนี้ของเป้าประสงค์ไหน": the goal that it measures."""
    return ask == "indicators" and draft.levels.asked == "goal" and draft.has("what", "which_one", "number_word")


def _passage_number(draft: Draft, ask: Ask) -> int | None:
    """The number of a measure or of an item of the framework."""
    if "measure" in draft.levels.numbers:
        return draft.levels.numbers["measure"][0]
    return draft.levels.loose if ask in ("measures", "passage") and not draft.levels.counted else None


def _words(draft: Draft, ask: Ask) -> tuple[str, ...]:
    """What to look for in the text; for stakeholders whether their strategies are meant."""
    if ask == "stakeholders":
        strategies = draft.has("agency_strategy") or (draft.has("strategy") and not draft.has("issue"))
        return ("strategy",) if strategies else ()
    return _quoted_words(draft) if ask in ("passage", "projects") else ()


def _quoted_words(draft: Draft) -> tuple[str, ...]:
    """The words behind คำว่า. They may be one or several, so every beginning is kept, the longest first."""
    tokens = draft.reading.tokens
    start = next((i + 1 for i, token in enumerate(tokens) if token.text in _QUOTING), len(tokens))
    said: list[str] = []
    for token in tokens[start : start + _LONGEST_QUOTED]:
        asks = token.is_cue("yes_no", "what", "verify", "there_is")
        if said and (asks or token.before in _QUOTES or (token.sense.everyday and len(said) > 2)):
            break
        said.append(token.text)
    return tuple("".join(said[:n]) for n in range(len(said), 0, -1))
