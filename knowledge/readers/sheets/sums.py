"""What do the projects of a spreadsheet add up to, by agency? Issues and years stand in the report anyway."""

from knowledge.plan_document import LevelSum, PlanDocument


def level_sums(document: PlanDocument) -> tuple[LevelSum, ...]:
    """One sum for the file and one for each agency; a project that two share counts in full for each."""
    amounts: dict[str, list[int]] = {}
    whole = [sum(budget.satang or 0 for budget in project.budgets) for project in document.projects]
    for project, satang in zip(document.projects, whole, strict=True):
        for name in project.agencies:
            amounts.setdefault(name, []).append(satang)
    every = LevelSum("all", document.document, len(whole), sum(whole))
    return (every, *(LevelSum("unit", name, len(found), sum(found)) for name, found in amounts.items()))
