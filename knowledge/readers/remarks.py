"""What is missing or doubtful in a plan that can be read."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from knowledge.plan_document import Agency, Issue, PlanDocument, Remark
from knowledge.readers.companion import Companion, without_spaces
from knowledge.readers.lines import Line, pattern, words


def known_agencies(issues: tuple[Issue, ...], companion: Companion) -> tuple[Agency, ...]:
    """The agencies that answer for projects: in the companion's order, then those it does not know."""
    named = [
        name for issue in issues for tactic in issue.tactics for project in tactic.projects for name in project.agencies
    ]
    order = [*dict.fromkeys(companion.agencies.values()), *dict.fromkeys(named)]
    used = set(named)
    return tuple(
        Agency(name, companion.full_names.get(name, ""), companion.english.get(name, ""))
        for name in dict.fromkeys(order)
        if name in used
    )


def known_aliases(document: PlanDocument, companion: Companion) -> PlanDocument:
    """The document with the companion's other names; one for a code that does not exist is left out and reported."""
    codes = {*_codes(document), *(agency.name for agency in document.agencies)}
    unknown = dict.fromkeys(code for code, _ in companion.aliases if code not in codes)
    unknown |= dict.fromkeys(code for code in companion.english if code not in codes)
    named = {name: getattr(companion.facts, name) for name in ("feedback_indicator", "example")}
    strange = {name: "" for name, code in named.items() if code and code not in codes}
    unknown |= dict.fromkeys(named[name] for name in strange)
    return replace(
        document,
        facts=replace(companion.facts, measures_from=document.facts.measures_from, **strange),
        words=companion.words,
        answers=companion.answers,
        aliases=tuple(dict.fromkeys(pair for pair in companion.aliases if pair[0] in codes)),
        remarks=(*document.remarks, *(Remark("unknown_code", subject=code) for code in unknown)),
    )


def remarks_on(
    document: PlanDocument, path: Path, lines: list[Line], companion: Companion, read: tuple[Remark, ...]
) -> PlanDocument:
    """The document with everything a person should know about it, those that reading found included."""
    found = [
        *_on_companion(path, companion),
        *_on_projects(document, companion),
        *_on_issues(document),
        *_on_text(document, lines),
    ]
    return replace(document, remarks=(*found, *read))


def _on_companion(path: Path, companion: Companion) -> Iterator[Remark]:
    if not companion.file:
        yield Remark("no_companion", subject=path.with_suffix(".yaml").name)
    elif companion.document_digest and companion.document_digest != hashlib.sha256(path.read_bytes()).hexdigest():
        yield Remark("companion_of_other", subject=companion.file)


def _on_projects(document: PlanDocument, companion: Companion) -> Iterator[Remark]:
    for project in document.projects:
        if not project.agencies:
            yield Remark("no_agency", project.place.line, project.code, project.name)
        for name in project.agencies:
            if companion.agencies and without_spaces(name) not in companion.agencies:
                yield Remark("unknown_agency", project.place.line, project.code, name)
        if all(budget.satang is None for budget in project.budgets):
            yield Remark("no_budget_at_all", project.place.line, project.code, project.name)


def _on_issues(document: PlanDocument) -> Iterator[Remark]:
    for issue in document.issues:
        for indicator in (indicator for goal in issue.goals for indicator in goal.indicators):
            if indicator.target is None:
                yield Remark("no_target", indicator.place.line, indicator.code, indicator.target_text or "")
        for tactic in issue.tactics:
            if tactic.continued:
                yield Remark("continued", tactic.continued.line, tactic.code, tactic.continued.quote)


def _on_text(document: PlanDocument, lines: list[Line]) -> Iterator[Remark]:
    for line in lines:
        for place in words()["foreign"]:
            if place in line.text and place != document.province:
                yield Remark("foreign_place", line.number, place)
        if pattern("layout").search(line.raw):
            yield Remark("layout", line.number)


def _codes(document: PlanDocument) -> Iterator[str]:
    yield document.strategy.code
    for issue in document.issues:
        yield issue.code
        yield from (goal.code for goal in issue.goals)
        yield from (indicator.code for goal in issue.goals for indicator in goal.indicators)
        yield from (tactic.code for tactic in issue.tactics)
    yield from (project.code for project in document.projects)
