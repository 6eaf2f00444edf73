"""Which of the chat's things does a follow-up list or ranking keep to? Only those that hold such things.

After a project, "โครงการทั้งหมด" does not ask for the project's projects.
"""

from dataclasses import replace

from knowledge.draft import Draft
from knowledge.index import Index
from knowledge.question import Question
from knowledge.subject import Subject


def scoped(index: Index, draft: Draft, subject: Subject, question: Question) -> Question:
    """The question with a subject from the chat widened or dropped where it cannot hold what is asked."""
    if not subject.from_context or subject.own or not question.about:
        return question
    if question.ask == "issues" and not question.parent:
        return replace(question, about=())
    if _asks_of_issue(index, question):
        return replace(question, about=index.issues_of(question.about))
    return question if _may_stay(index, draft, question) else replace(question, about=())


def _asks_of_issue(index: Index, question: Question) -> bool:
    """Tactics, goals and indicators are listed for an issue; a goal also has indicators of its own."""
    kinds = _kinds(index, question)
    if question.ask not in ("tactics", "goals", "indicators"):
        return False
    ranks = question.shape in ("rank", "change") and question.by
    of_goal = kinds <= {"goal"} and question.ask == "indicators"
    return bool(not question.parent or ranks) and not of_goal


def _may_stay(index: Index, draft: Draft, question: Question) -> bool:
    """Whether the subject can hold what is listed or ranked, or is pointed at: "ของโครงการนี้"."""
    if draft.has("this", "under"):
        return True
    ranks = question.shape in ("rank", "change") and question.by
    if ranks and question.by in ("issue", "agency"):
        return False
    lists = ranks or (question.ask == "projects" and not question.parent)
    return not (lists and len(question.about) == 1 and _kinds(index, question) == {"project"})


def _kinds(index: Index, question: Question) -> set[str]:
    return {index.entities[code].kind for code in question.about if code in index.entities}
