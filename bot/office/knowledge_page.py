"""What did the bot not know, and how does a coordinator teach it: a name or an answer, tried before it is published?"""

from collections.abc import Sequence
from dataclasses import dataclass

import yaml
from starlette.responses import Response

from bot.office.visit import NOT_KEPT, Visit, go
from db import lessons
from db.lesson_models import Lesson, Missed
from db.plans import plan_documents
from knowledge.characters import one_line
from knowledge.entity import nameables
from knowledge.lesson_trial import Trial, fill_checks, try_name
from knowledge.lessons import Name
from knowledge.likeness import grouped
from knowledge.understand import Understood

_GROUPS = 50
_LONGEST_ANSWER, _LONGEST_SOURCE, _LONGEST_MESSAGE = 1000, 200, 200


@dataclass(frozen=True)
class Group:
    """Messages that ask nearly the same."""

    text: str
    """The newest."""
    count: int
    ids: str
    """With commas."""


def knowledge(visit: Visit) -> Response:
    """GET /office/knowledge; with ?message=... the forms to teach with."""
    return _page(visit, visit.asked("message"))


def change(visit: Visit) -> Response:
    """POST /office/knowledge: try, publish, undo, or put aside."""
    form = visit.form
    do = form.get("do", "")
    if do == "dismiss":
        ids = [int(one) for one in form.get("ids", "").split(",") if one.isdecimal() and len(one) < 10]
        lessons.settle(visit.session, ids)
        return go("/office/knowledge")
    if do == "undo":
        return _undo(visit, form.get("lesson", ""))
    if do == "answer":
        return _publish_answer(visit)
    if do in ("preview", "name"):
        return _name(visit, publish=do == "name")
    return go("/office/knowledge")


def exported(visit: Visit) -> Response:
    """GET /office/knowledge.yaml: names as they stand in the YAML beside the plan, and the answers."""
    names: dict[str, list[str]] = {}
    for each in lessons.published(visit.session, "name"):
        names.setdefault(each.code, []).append(each.words)
    answers = [
        {"question": each.words, "answer": each.answer, "source": each.source}
        for each in lessons.published(visit.session, "answer")
    ]
    text = yaml.safe_dump({"aliases": names, "answers": answers}, allow_unicode=True, sort_keys=False)
    visit.note("exported", subject="knowledge")
    headers = {**NOT_KEPT, "Content-Disposition": 'attachment; filename="knowledge.yaml"'}
    return Response(text, media_type="application/yaml", headers=headers)


def _name(visit: Visit, *, publish: bool) -> Response:
    message = visit.form.get("message", "")[:_LONGEST_MESSAGE]
    name = Name(one_line(visit.form.get("words", "")), visit.form.get("code", ""))
    fill_checks(visit.session, next(iter(plan_documents(visit.session)), ""))
    visit.session.flush()
    trial = try_name(visit.session, name, message or name.words)
    if trial.refused:
        return _page(visit, message, status=400, error=trial.refused, name=name)
    if not publish or (trial.takes and visit.form.get("confirm") != "yes"):
        error = "confirm" if publish else ""
        return _page(visit, message, status=409 if publish else 200, error=error, name=name, trial=trial)
    lesson = Lesson(kind="name", words=name.words, code=name.code, who=visit.staff.name)
    lessons.publish(visit.session, lesson)
    if message and trial.after and name.code in trial.after.question.about:
        lessons.add_check(visit.session, message, trial.after.question.about)
    return _published(visit, name.words)


def _publish_answer(visit: Visit) -> Response:
    message = visit.form.get("message", "")[:_LONGEST_MESSAGE]
    answer, source = visit.form.get("answer", ""), one_line(visit.form.get("source", ""))
    if not message or not answer or not source or len(answer) > _LONGEST_ANSWER or len(source) > _LONGEST_SOURCE:
        return _page(visit, message, status=400, error="answer")
    lesson = Lesson(kind="answer", words=message, answer=answer, source=source, who=visit.staff.name)
    lessons.publish(visit.session, lesson)
    return _published(visit, message[:60])


def _published(visit: Visit, subject: str) -> Response:
    visit.note("published", subject=subject)
    return go("/office/knowledge?said=published")


def _undo(visit: Visit, id_: str) -> Response:
    undone = lessons.undo(visit.session, int(id_)) if id_.isdecimal() and len(id_) < 10 else None
    if undone is not None:
        visit.note("undone", subject=undone.words[:60])
    return go("/office/knowledge")


def _page(
    visit: Visit,
    message: str,
    status: int = 200,
    error: str = "",
    name: Name | None = None,
    trial: Trial | None = None,
) -> Response:
    things = {
        each.code: each.name for each in nameables(visit.session) if not each.code.startswith(("passage", "stake"))
    }
    return visit.page(
        "knowledge.html",
        status,
        groups=_groups(lessons.missed(visit.session)),
        message=message[:_LONGEST_MESSAGE],
        things=things,
        history=lessons.history(visit.session),
        error=error,
        name=name,
        trial=trial,
        before=_in_words(trial.before, things) if trial else "",
        after=_in_words(trial.after, things) if trial else "",
        said=visit.asked("said") == "published",
    )


def _groups(missed: Sequence[Missed]) -> list[Group]:
    """The most frequent first."""
    groups = grouped(missed, lambda each: each.text)
    told = [Group(each[0].text, len(each), ",".join(str(one.id) for one in each)) for each in groups]
    return sorted(told, key=lambda group: -group.count)[:_GROUPS]


def _in_words(understood: Understood | None, things: dict[str, str]) -> str:
    """What of the plan a message is taken for; "" for nothing."""
    if understood is None:
        return ""
    codes = understood.question.about or understood.choices
    return ", ".join(f"{code} {things.get(code, '')}".strip() for code in codes)
