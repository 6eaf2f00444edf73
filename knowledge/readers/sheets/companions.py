"""What does the YAML file beside a spreadsheet add: spellings of agencies, English, the province?"""

from dataclasses import replace

from knowledge.plan_document import Agency, Issue, PlanDocument, Project, Tactic
from knowledge.readers.companion import Companion, without_spaces


def with_companion(document: PlanDocument, companion: Companion) -> PlanDocument:
    """The document with what it leaves open taken from the companion; what it says itself stays."""
    if not companion.file:
        return document
    issues = tuple(_issue(issue, companion) for issue in document.issues)
    agencies = {_canonical(agency.name, companion): agency for agency in reversed(document.agencies)}
    named = [_canonical(agency.name, companion) for agency in document.agencies]
    strategy = document.strategy
    return replace(
        document,
        province=document.province or companion.province,
        province_en=document.province_en or companion.province_en,
        strategy=replace(strategy, name_en=strategy.name_en or companion.english.get(strategy.code, "")),
        issues=issues,
        agencies=tuple(_agency(name, agencies[name], companion) for name in dict.fromkeys(named)),
    )


def _canonical(name: str, companion: Companion) -> str:
    return companion.agencies.get(without_spaces(name), name)


def _agency(name: str, agency: Agency, companion: Companion) -> Agency:
    return Agency(
        name,
        agency.name_full or companion.full_names.get(name, ""),
        agency.name_en or companion.english.get(name, ""),
    )


def _issue(issue: Issue, companion: Companion) -> Issue:
    return replace(
        issue,
        name_en=issue.name_en or companion.english.get(issue.code, ""),
        tactics=tuple(_tactic(tactic, companion) for tactic in issue.tactics),
    )


def _tactic(tactic: Tactic, companion: Companion) -> Tactic:
    return replace(
        tactic,
        name_en=tactic.name_en or companion.english.get(tactic.code, ""),
        projects=tuple(_project(project, companion) for project in tactic.projects),
    )


def _project(project: Project, companion: Companion) -> Project:
    return replace(
        project,
        name_en=project.name_en or companion.english.get(project.code, ""),
        agencies=tuple(dict.fromkeys(_canonical(name, companion) for name in project.agencies)),
    )
