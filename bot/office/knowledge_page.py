"""What did the bot not know, and how does a coordinator teach it: a name or an answer, tried before it is published?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import get_args
from urllib.parse import quote

import yaml
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.office.visit import NOT_KEPT, Visit, go
from bot.office.wording import say
from bot.text import as_text
from db import lessons
from db.lesson_models import Lesson, Missed
from db.plan_codes import EVERY, qualified
from db.plans import stored_plans
from handlers.answer import Answer, Listing, Text
from handlers.conversation import Conversation
from handlers.message import Message
from handlers.plan_choice import called
from handlers.several_plans import hear_of, reply_of
from handlers.wording import wording
from knowledge import lexicon
from knowledge.characters import one_line
from knowledge.clean import clean
from knowledge.entity import Kind
from knowledge.index import Index
from knowledge.lesson_trial import Meaning, Trial, begin_trial, meaning, with_answer
from knowledge.lessons import Name, by_code, taught_answers, taught_names
from knowledge.likeness import ALIKE, grouped, likeness, runs
from knowledge.plan_document import Ready
from knowledge.plans_stored import StoredPlans

_GROUPS = 50
_KINDS: tuple[Kind, ...] = ("project", *(kind for kind in get_args(Kind) if kind != "project"))
_NOT_NAMED = ("passage", "stake")
"""How codes of what has no name begin."""
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
    visit.note("listed", subject="knowledge")
    return _page(visit, visit.plans(), visit.asked("message"))


def tried(visit: Visit) -> Callable[[], Trial] | None:
    """What a name would do: work of seconds, to be done while no transaction is open."""
    if visit.form.get("do", "") not in ("preview", "name"):
        return None
    return begin_trial(visit.session, visit.plans(), _name_in(visit))


def change(visit: Visit) -> Response:
    """POST /office/knowledge: try, publish, undo, or put aside."""
    form = visit.form
    do = form.get("do", "")
    if do == "dismiss":
        ids = [int(one) for one in form.get("ids", "").split(",") if one.isdecimal() and len(one) < 10]
        lessons.settle(visit.session, ids)
        return go("/office/knowledge?said=dismissed")
    if do == "undo":
        return _undo(visit, form.get("lesson", ""))
    if do == "answer":
        return _publish_answer(visit)
    if isinstance(visit.tried, Trial):
        return _name(visit, visit.tried, publish=do == "name")
    return go("/office/knowledge")


def exported(visit: Visit) -> Response:
    """GET /office/knowledge.yaml?plan=...: names and answers as they stand in the YAML beside that plan, the
    default one where none is said."""
    asked = visit.asked("plan")
    stored = next((each for each in stored_plans(visit.session) if asked in ("", each.name)), None)
    if stored is None:
        raise HTTPException(404)
    beside = "" if stored.is_default else stored.name
    names = by_code(taught_names(visit.session, beside))
    told = {"aliases": names, "answers": [asdict(each) for each in taught_answers(visit.session, beside)]}
    text = yaml.safe_dump(told, allow_unicode=True, sort_keys=False)
    visit.note("exported", subject="knowledge")
    headers = {**NOT_KEPT, "Content-Disposition": 'attachment; filename="knowledge.yaml"'}
    return Response(text, media_type="application/yaml", headers=headers)


def _name_in(visit: Visit) -> Name:
    """That of the form, where the code stands with the name of its plan, if that is not the default one."""
    return Name(one_line(visit.form.get("words", "")), visit.form.get("code", ""))


def _name(visit: Visit, trial: Trial, *, publish: bool) -> Response:
    message = visit.form.get("message", "")[:_LONGEST_MESSAGE]
    name, plans = _name_in(visit), visit.plans()
    if trial.refused:
        return _page(visit, plans, message, 400, trial.refused, name)
    if not publish:
        return _page(visit, plans, message, name=name, trial=trial)
    if trial.plans.stamps != plans.stamps:
        return _page(visit, plans, message, 409, "meanwhile", name, trial)
    if trial.takes and visit.form.get("confirm") != "yes":
        return _page(visit, plans, message, 409, "confirm", name, trial)
    lesson = Lesson(kind="name", words=name.words, code=name.code, who=visit.staff.name)
    lessons.publish(visit.session, lesson)
    after = meaning(trial.plans, message) if message else Meaning()
    if after.is_sure and name.code in after.codes:
        lessons.add_check(visit.session, message, after.codes)
        _settle(visit, message)
    _settle_named(visit, trial.plans, name)
    return _published(visit, name.words, message)


def _publish_answer(visit: Visit) -> Response:
    """Not where it would never be given, as the plan has an answer or another plan is meant."""
    message = visit.form.get("message", "")[:_LONGEST_MESSAGE]
    answer, source = visit.form.get("answer", ""), one_line(visit.form.get("source", ""))
    plans, plan = visit.plans(), visit.form.get("plan", "")
    meant = [plan] if plan != EVERY else [index.beside for index in plans.indexes]
    if None in map(plans.named, meant):
        return _page(visit, plans, message, 400, "answer")
    if not message or not answer or not source or len(answer) > _LONGEST_ANSWER or len(source) > _LONGEST_SOURCE:
        return _page(visit, plans, message, 400, "answer")
    question = hear_of(plans, Message("ask", "", message), Conversation(plan=meant[0])).message.text
    then = with_answer(plans, Ready(question, answer, source), plan)
    if not any(Text(answer) in _asked(visit, then, message, each).parts for each in meant):
        return _page(visit, plans, message, 409, "answered")
    code = qualified("", plan)
    lesson = Lesson(kind="answer", words=question, code=code, answer=answer, source=source, who=visit.staff.name)
    lessons.publish(visit.session, lesson)
    _settle(visit, message)
    return _published(visit, message[:60], message)


def _settle(visit: Visit, message: str) -> None:
    """Whoever asked nearly this has an answer now."""
    own = runs(message)
    alike = (each.id for each in lessons.missed(visit.session) if likeness(own, runs(each.text)) >= ALIKE)
    lessons.settle(visit.session, alike)


def _settle_named(visit: Visit, plans: StoredPlans, name: Name) -> None:
    """So has who asked something else of the thing by its new name."""
    word = lexicon.key(clean(name.words))
    asked = (each for each in lessons.missed(visit.session) if word in lexicon.key(clean(each.text)))
    understood = ((each.id, meaning(plans, each.text)) for each in asked)
    lessons.settle(visit.session, [id_ for id_, meant in understood if meant.is_sure and name.code in meant.codes])


def _published(visit: Visit, subject: str, message: str) -> Response:
    visit.note("published", subject=subject)
    return go(f"/office/knowledge?said=published&tried={quote(message)}")


def _undo(visit: Visit, id_: str) -> Response:
    undone = lessons.undo(visit.session, int(id_)) if id_.isdecimal() and len(id_) < 10 else None
    if undone is not None:
        visit.note("undone", subject=undone.words[:60])
    return go("/office/knowledge?said=undone" if undone else "/office/knowledge")


def _page(
    visit: Visit,
    plans: StoredPlans,
    message: str,
    status: int = 200,
    error: str = "",
    name: Name | None = None,
    trial: Trial | None = None,
) -> Response:
    message = message[:_LONGEST_MESSAGE]
    things = _things(plans)
    names = {code: thing for group in things.values() for code, thing in group.items()}
    return visit.page(
        "knowledge.html",
        status,
        groups=_groups(lessons.missed(visit.session)),
        message=message,
        things=things,
        names=names,
        history=lessons.history(visit.session),
        error=error,
        typed=visit.form,
        name=name,
        trial=trial,
        now=_Understood.of(visit, plans, message, names) if message else None,
        then=_Understood.of(visit, trial.plans, message, names) if message and trial else None,
        plans=_labels(plans),
        every=EVERY,
        where=visit.form.get("plan", hear_of(plans, Message("ask", "", message), Conversation()).index.beside),
        given_by={qualified("", beside): label for beside, label in _labels(plans).items()},
        said=visit.asked("said"),
        tried=visit.asked("tried"),
        is_missed=bool(message and name and trial and name.code not in meaning(trial.plans, message).codes),
    )


@dataclass(frozen=True)
class _Understood:
    """What the bot makes of a message."""

    about: str
    """Which things; "" where it takes it for none."""
    answer: str
    near: tuple[str, ...]
    """Codes of the things that the answer lists."""

    @classmethod
    def of(cls, visit: Visit, plans: StoredPlans, message: str, names: Mapping[str, str]) -> "_Understood":
        """In a chat that begins with it."""
        answer = _asked(visit, plans, message)
        listed = (item.code for part in answer.parts if isinstance(part, Listing) for item in part.items)
        near = tuple(code for code in listed if code in names)
        return cls(_in_words(meaning(plans, message), names), as_text(answer), near)


def _in_words(meant: Meaning, names: Mapping[str, str]) -> str:
    """Which things a message is about; "" for none."""
    things = ", ".join(f"{code} {names.get(code, '')}".strip() for code in meant.codes)
    return things if meant.is_sure or not things else say("knowledge.either", things=things)


def _asked(visit: Visit, plans: StoredPlans, message: str, plan: str = "") -> Answer:
    """What somebody of whom nothing is known is answered in a chat that is in a plan; it is not kept."""
    answer, _ = reply_of(visit.session, plans, Message("ask", "", message), Conversation(plan=plan))
    return answer


def _things(plans: StoredPlans) -> dict[str, dict[str, str]]:
    """The things of each plan, the default one first, by their kind: projects first, which are what people mean most.

    Their codes with the name of a plan beside the default one.
    """
    return {
        " · ".join(filter(None, (say(f"knowledge.kind.{kind}"), label if len(plans.indexes) > 1 else ""))): things
        for label, index in zip(_labels(plans).values(), plans.indexes, strict=True)
        for kind in _KINDS
        if (things := _of_kind(index, kind))
    }


def _of_kind(index: Index, kind: Kind) -> dict[str, str]:
    every = (each for each in index.entities.values() if each.kind == kind and not each.code.startswith(_NOT_NAMED))
    return {qualified(each.code, index.beside): each.name for each in every}


def _labels(plans: StoredPlans) -> dict[str, str]:
    """The plans as people call them and as they are stored, by their names beside the default one."""
    words, both = wording("th"), zip(plans.stamps, plans.indexes, strict=True)
    return {index.beside: say("knowledge.plan", title=called(index, words), name=stamp.name) for stamp, index in both}


def _groups(missed: Sequence[Missed]) -> list[Group]:
    """The most frequent first."""
    groups = grouped(missed, lambda each: each.text)
    told = [Group(each[0].text, len(each), ",".join(str(one.id) for one in each)) for each in groups]
    return sorted(told, key=lambda group: -group.count)[:_GROUPS]
