"""Which agencies of a document are one, though a page was misread and they are spelled in two ways?

Names that differ in nothing but marks that slip and get lost are one agency: its money is added up, and it is listed
once. It gets the name that vocabulary/agencies.yaml has for those letters, else the spelling that stands most.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from knowledge.names.skeleton import bones
from knowledge.plan_document import Agency, Issue, PlanDocument, Project, Remark, Tactic
from knowledge.vocabulary import read


def spelled_once(document: PlanDocument) -> PlanDocument:
    """The document with one name for each agency; which spellings became which is among its remarks."""
    names = _one_name_each(document)
    if not names:
        return document
    others = defaultdict(list)
    for spelling, name in names.items():
        others[name].append(spelling)
    return replace(
        document,
        issues=tuple(_in_issue(issue, names) for issue in document.issues),
        agencies=_named_once(document.agencies, names),
        aliases=tuple(dict.fromkeys((names.get(code, code), alias) for code, alias in document.aliases)),
        remarks=(
            *document.remarks,
            *(Remark("agency_spellings", subject=name, detail=", ".join(every)) for name, every in others.items()),
        ),
    )


def _one_name_each(document: PlanDocument) -> dict[str, str]:
    """The name that each spelling becomes; those that stay are not in it."""
    told = Counter(name for project in document.projects for name in project.agencies)
    alike: dict[str, list[str]] = defaultdict(list)
    for agency in document.agencies:
        alike[bones(agency.name)].append(agency.name)
    known = {bones(name): name for name in read("agencies")}
    names = {}
    for letters, spellings in alike.items():
        best = known.get(letters) or max(spellings, key=lambda name: told[name])
        names.update({spelling: best for spelling in spellings if spelling != best})
    return names


def _named_once(agencies: Iterable[Agency], names: Mapping[str, str]) -> tuple[Agency, ...]:
    """Each agency once, in the order in which the document speaks of them."""
    named = (replace(agency, name=names.get(agency.name, agency.name)) for agency in agencies)
    return tuple({agency.name: agency for agency in reversed(list(named))}.values())[::-1]


def _in_issue(issue: Issue, names: Mapping[str, str]) -> Issue:
    return replace(issue, tactics=tuple(_in_tactic(tactic, names) for tactic in issue.tactics))


def _in_tactic(tactic: Tactic, names: Mapping[str, str]) -> Tactic:
    return replace(tactic, projects=tuple(_in_project(project, names) for project in tactic.projects))


def _in_project(project: Project, names: Mapping[str, str]) -> Project:
    if names.keys().isdisjoint(project.agencies):
        return project
    return replace(project, agencies=tuple(dict.fromkeys(names.get(name, name) for name in project.agencies)))
