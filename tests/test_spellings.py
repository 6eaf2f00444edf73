"""Is an agency that a page spells in two ways one agency, by the name that people know?"""

from pathlib import Path

from knowledge.loader import read_plan
from knowledge.names.skeleton import bones
from knowledge.plan_document import PlanDocument
from knowledge.readers.plan_text import read_plan_text
from knowledge.readers.spellings import spelled_once

PLAN = Path(__file__).parent / "questions" / "other_plans" / "pc.txt"
HEALTH = "สำนักงานปลัดกระทรวงสาธารณสุข"


def _money(document: PlanDocument, *agencies: str) -> int:
    owned = (project for project in document.projects if set(agencies) & set(project.agencies))
    return sum(budget.satang or 0 for project in owned for budget in project.budgets)


def test_spellings_that_differ_in_marks_alone_are_one_agency() -> None:
    written, plan = read_plan_text(PLAN), read_plan(PLAN)
    spellings = [agency.name for agency in written.agencies if bones(agency.name) == bones(HEALTH)]

    assert len(spellings) > 1
    assert [agency.name for agency in plan.agencies if bones(agency.name) == bones(HEALTH)] == [HEALTH]
    assert _money(plan, HEALTH) == _money(written, *spellings) > 0
    assert len({bones(agency.name) for agency in plan.agencies}) == len(plan.agencies)


def test_a_misread_name_becomes_the_one_that_the_state_uses() -> None:
    names = {agency.name for agency in read_plan(PLAN).agencies}

    assert "สำนักงานการวิจัยแห่งชาติ" in names
    assert "สาํนักงานการวิจยัแห่งชาติ" not in names


def test_what_was_merged_is_reported_and_the_rows_stay_as_written() -> None:
    written, plan = read_plan_text(PLAN), read_plan(PLAN)
    told = {remark.subject: remark.detail for remark in plan.remarks if remark.kind == "agency_spellings"}

    assert told[HEALTH] == "สำนักงานปลดักระทรวงสาธารณสขุ"
    assert [p.agency_text for p in plan.projects] == [p.agency_text for p in written.projects]
    assert [p.place for p in plan.projects] == [p.place for p in written.projects]


def test_a_plan_without_such_names_stays_as_it_is() -> None:
    plan = read_plan(PLAN)

    assert spelled_once(plan) == plan
