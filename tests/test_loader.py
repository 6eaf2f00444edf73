"""Is the stored plan what the document says, and what does loading it again change?"""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.bill_models import BudgetLine
from db.list_models import ListItem, PlanList
from db.models import (
    Agency,
    Alias,
    Budget,
    Goal,
    Indicator,
    Issue,
    Passage,
    Plan,
    Project,
    ProjectAgency,
    Source,
    Stakeholder,
    Strategy,
    Tactic,
)
from db.plan_models import PlanFact, PlanWord
from db.session import create_engine_for, session_factory
from knowledge.index import load_index
from knowledge.loader import BUNDLED, compare, load, load_bundled, read_plan
from knowledge.plan_document import PlanDocument, Ready
from knowledge.plan_rows import TABLES, rows_of, stored_rows

ROOT = Path(__file__).resolve().parent.parent
LINES = BUNDLED.read_text(encoding="utf-8").split("\n")


@pytest.fixture(name="stored")
def _stored(engine: Engine) -> Iterator[Session]:
    """A session on a database with the bundled plan, SQLite and PostgreSQL in turn."""
    with session_factory(engine)() as session:
        yield session


@pytest.fixture(scope="module", name="bundled")
def _bundled() -> PlanDocument:
    return read_plan(BUNDLED)


def changed_copy(folder: Path, line: int, before: str, after: str, name: str = BUNDLED.name) -> PlanDocument:
    """The bundled plan with one piece of one line changed."""
    lines = list(LINES)
    assert before in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(before, after, 1)
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_plan(path)


def version(session: Session) -> int:
    return session.scalars(select(Plan.version)).one()


@pytest.mark.parametrize(
    ("model", "number"),
    [
        (Plan, 1),
        (Strategy, 1),
        (Issue, 6),
        (Goal, 12),
        (Indicator, 17),
        (Tactic, 16),
        (Project, 28),
        (Agency, 7),
        (ProjectAgency, 30),
        (Budget, 112),
        (Stakeholder, 38),
        (Passage, 27),
        (PlanList, 5),
        (ListItem, 23),
    ],
)
def test_rows_of_a_table(stored: Session, model: type, number: int) -> None:
    assert stored.scalar(select(func.count()).select_from(model)) == number


def test_75_budget_cells_are_set(stored: Session) -> None:
    assert stored.scalar(select(func.count(Budget.satang))) == 75


@pytest.mark.parametrize("column", [Stakeholder.name_en, Passage.text_en, Passage.heading_en])
def test_no_text_is_without_english(stored: Session, column: InstrumentedAttribute[str]) -> None:
    assert stored.scalars(select(column).where(column == "")).all() == []


def test_english_that_changes_is_written(stored: Session, bundled: PlanDocument) -> None:
    holder, *others = bundled.issues[0].stakeholders
    issue = replace(bundled.issues[0], stakeholders=(replace(holder, name_en="Tax Office"), *others))

    load(stored, replace(bundled, issues=(issue, *bundled.issues[1:])))

    assert stored.scalars(select(Stakeholder.name_en).where(Stakeholder.name == holder.name)).one() == "Tax Office"


def test_whole_plan_is_110_30_million_baht(stored: Session) -> None:
    assert stored.scalar(select(func.sum(Budget.satang))) == 11_030_000_000


def test_sums_of_the_issues(stored: Session) -> None:
    sums = (
        select(Issue.code, func.sum(Budget.satang))
        .select_from(Budget)
        .join(Project, Project.id == Budget.project_id)
        .join(Tactic, Tactic.id == Project.tactic_id)
        .join(Issue, Issue.id == Tactic.issue_id)
        .group_by(Issue.code)
    )

    assert {code: total / 10**8 for code, total in stored.execute(sums)} == {
        "5.1": 6.0, "5.2": 15.2, "5.3": 56.0, "5.4": 8.8, "5.5": 21.0, "5.6": 3.3,
    }  # fmt: skip


def test_sums_of_the_years(stored: Session) -> None:
    sums = select(Budget.year, func.sum(Budget.satang)).group_by(Budget.year)

    assert {year: total / 10**8 for year, total in stored.execute(sums)} == {
        2554: 21.4, 2555: 30.8, 2556: 36.8, 2557: 21.3,
    }  # fmt: skip


def test_every_stored_quote_stands_in_its_line(stored: Session) -> None:
    sources = stored.scalars(select(Source)).all()

    assert [source.line for source in sources if source.quote not in LINES[source.line - 1]] == []


def test_every_source_names_the_document(stored: Session) -> None:
    assert stored.scalars(select(Source.document).distinct()).all() == [BUNDLED.name]


def test_split_tactic_has_both_its_sources(stored: Session) -> None:
    tactic = stored.scalars(select(Tactic).where(Tactic.code == "5.3.T3")).one()

    assert [tactic.source.line, tactic.continued_source and tactic.continued_source.line] == [90, 94]


def test_position_is_the_order_in_the_document(stored: Session) -> None:
    lines = select(Source.line).join(Project, Project.source_id == Source.id).order_by(Project.position)

    found = stored.scalars(lines).all()

    assert found == sorted(found)


def test_stored_rows_are_those_of_the_document(stored: Session, bundled: PlanDocument) -> None:
    assert stored_rows(stored) == rows_of(bundled)


def test_second_load_changes_nothing(stored: Session, bundled: PlanDocument) -> None:
    difference = load(stored, bundled)

    assert (difference.is_empty, version(stored)) == (True, 1)


def test_comparing_writes_nothing(stored: Session, tmp_path: Path) -> None:
    compare(stored, changed_copy(tmp_path, 89, "5.00", "6.00"))

    assert (len(stored.dirty), len(stored.new), version(stored)) == (0, 0, 1)


def test_changed_figure_is_the_only_change_but_its_quotes(stored: Session, tmp_path: Path) -> None:
    changes = compare(stored, changed_copy(tmp_path, 89, "5.00", "6.00")).changes

    assert [(change.key, change.columns) for change in changes if change.columns != ("source_id",)] == [
        (("5.3.6", 2555), ("satang", "source_id"))
    ]


def test_version_goes_up_with_each_real_change(stored: Session, tmp_path: Path) -> None:
    versions = []
    for figure in ("6.00", "6.00", "7.00"):
        load(stored, changed_copy(tmp_path, 89, "5.00", figure))
        versions.append(version(stored))

    assert versions == [2, 2, 3]


def test_loaded_change_is_stored(stored: Session, tmp_path: Path) -> None:
    document = changed_copy(tmp_path, 89, "5.00", "6.00")

    load(stored, document)

    assert stored_rows(stored) == rows_of(document)


def test_projects_keep_their_ids_when_the_plan_changes(stored: Session, tmp_path: Path) -> None:
    before = dict(tuple(row) for row in stored.execute(select(Project.code, Project.id)))

    load(stored, changed_copy(tmp_path, 89, "Free internet", "Free"))

    assert dict(tuple(row) for row in stored.execute(select(Project.code, Project.id))) == before


def test_going_there_and_back_leaves_no_row_behind(stored: Session, bundled: PlanDocument, tmp_path: Path) -> None:
    sources = stored.scalar(select(func.count()).select_from(Source))

    load(stored, changed_copy(tmp_path, 61, LINES[60], LINES[60] + "\n\t" + LINES[60].partition("\t")[2], "other.txt"))
    load(stored, bundled)

    assert (stored_rows(stored), stored.scalar(select(func.count()).select_from(Source))) == (rows_of(bundled), sources)


def test_what_belongs_to_no_issue_changes_and_goes(stored: Session, bundled: PlanDocument) -> None:
    """Its key is half empty."""
    first, second, *others = bundled.section
    fewer = replace(bundled, section=(replace(first, heading="อื่น"), *others))

    load(stored, fewer)

    assert second.text not in stored.scalars(select(Passage.text)).all()
    assert stored_rows(stored) == rows_of(fewer)


def test_project_that_is_gone_is_deleted(stored: Session, bundled: PlanDocument) -> None:
    load(stored, without_last_project(bundled))

    assert stored.scalars(select(Project.code).where(Project.code == "5.6.4")).all() == []


def test_project_moves_to_another_tactic_when_its_own_is_gone(stored: Session, tmp_path: Path) -> None:
    document = changed_copy(tmp_path, 115, LINES[114].split("\t")[0], "")

    load(stored, document)

    assert stored_rows(stored) == rows_of(document)


def test_agency_without_a_project_is_deleted(stored: Session, bundled: PlanDocument) -> None:
    load(stored, replace(bundled, agencies=(*bundled.agencies, replace(bundled.agencies[0], name="กรมใหม่"))))
    load(stored, bundled)

    assert stored.scalar(select(func.count()).select_from(Agency)) == 7


def test_other_document_replaces_the_plan(stored: Session, tmp_path: Path) -> None:
    load(stored, changed_copy(tmp_path, 89, "5.00", "6.00", "other.txt"))

    assert stored.scalars(select(Plan.document)).all() == ["other.txt"]
    assert stored.scalars(select(Source.document).distinct()).all() == ["other.txt"]


def test_aliases_are_stored(stored: Session, bundled: PlanDocument) -> None:
    load(stored, replace(bundled, aliases=(("5.3.6", "เน็ตฟรี"), ("อปท.", "ท้องถิ่น"))))

    assert stored.execute(select(Alias.code, Alias.name).order_by(Alias.code)).all() == [
        ("5.3.6", "เน็ตฟรี"),
        ("อปท.", "ท้องถิ่น"),
    ]


def test_what_was_taught_can_be_put_beside_the_plan(stored: Session, tmp_path: Path) -> None:
    """As the office exports it."""
    changed_copy(tmp_path, 89, "5.00", "6.00", "other.txt")
    ready = {"question": "ร้านกาแฟเปิดกี่โมง", "answer": "เปิด 8 โมง", "source": "ประกาศ 1"}
    content = yaml.safe_dump({"aliases": {"5.3.6": ["ไฮสปีดบ้านเฮา"]}, "answers": [ready]}, allow_unicode=True)
    (tmp_path / "other.yaml").write_text(content, encoding="utf-8")
    load(stored, read_plan(tmp_path / "other.txt"))
    again = load(stored, read_plan(tmp_path / "other.txt"))
    index = load_index(stored)

    assert (index.ready, "ไฮสปีดบ้านเฮา" in index.aliases["5.3.6"]) == ((Ready(**ready),), True)
    assert again.is_empty


def test_imported_plan_survives_the_next_start(stored: Session, tmp_path: Path) -> None:
    load(stored, changed_copy(tmp_path, 89, "5.00", "6.00"))
    stored.commit()

    load_bundled(stored)

    assert version(stored) == 2


def test_bundled_plan_of_an_older_release_is_replaced(stored: Session) -> None:
    plan = stored.scalars(select(Plan)).one()
    plan.digest = "older"
    stored.scalars(select(Project).where(Project.code == "5.3.6")).one().name = "older"
    stored.commit()

    load_bundled(stored)

    assert (
        stored.scalars(select(Project.name).where(Project.code == "5.3.6")).one() == "โครงการ Free Wi-Fi, Free internet"
    )


def test_bundled_plan_is_stored_as_bundled(stored: Session) -> None:
    assert stored.scalars(select(Plan.bundled)).one() is True


def test_importing_the_bundled_file_makes_it_bundled_again(
    stored: Session, bundled: PlanDocument, tmp_path: Path
) -> None:
    load(stored, changed_copy(tmp_path, 89, "5.00", "6.00"))
    load(stored, bundled)

    assert stored.scalars(select(Plan.bundled)).one() is True


def test_every_table_of_the_plan_is_compared() -> None:
    models = {
        Strategy,
        Issue,
        Goal,
        Indicator,
        Tactic,
        Project,
        Agency,
        ProjectAgency,
        Budget,
        Stakeholder,
        Passage,
        PlanList,
        ListItem,
        Alias,
        PlanFact,
        PlanWord,
        BudgetLine,
    }

    assert {table.model for table in TABLES.values()} == models


def test_two_processes_that_start_at_once_both_find_the_plan(database_url: str) -> None:
    code = (
        "from db.session import *; from db.migrate import upgrade; from knowledge.loader import load_bundled;"
        "from sqlalchemy import text;"
        f"engine = create_engine_for({database_url!r}); upgrade(engine); session = session_factory(engine)();"
        "load_bundled(session); print(session.scalar(text('SELECT count(*) FROM project')), flush=True)"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]

    said = [process.communicate(timeout=60) for process in processes]

    assert said == [("28\n", "")] * 4


def test_processes_that_start_at_once_load_the_plan_once(database_url: str) -> None:
    code = (
        "from db.session import *; from db.migrate import upgrade; from knowledge.loader import load_bundled;"
        f"engine = create_engine_for({database_url!r}); upgrade(engine); load_bundled(session_factory(engine)())"
    )
    processes = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) for _ in range(2)]
    exits = [process.wait(timeout=60) for process in processes]

    engine = create_engine_for(database_url)
    with session_factory(engine)() as session:
        assert (exits, version(session)) == ([0, 0], 1)
    engine.dispose()


def without_last_project(document: PlanDocument) -> PlanDocument:
    issue = document.issues[-1]
    tactic = issue.tactics[-1]
    tactics = (*issue.tactics[:-1], replace(tactic, projects=tactic.projects[:-1]))
    return replace(document, digest="other", issues=(*document.issues[:-1], replace(issue, tactics=tactics)))
