"""Do lists, facts, words and exact targets of a plan come back from its template, and is what is unknown refused?"""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot.importing import run as import_
from bot.spreadsheet import csv_of, xlsx_of
from bot.template import run as template
from db.session import create_engine_for, session_factory
from knowledge.loader import read_plan
from knowledge.plan_document import Facts, PlanDocument, PlanError, Word
from knowledge.plan_rows import Rows, rows_of, stored_rows
from knowledge.plan_sheets import Sheet, plan_sheets
from knowledge.report import refusal
from tests.made_sheets import EXCERPT
from tests.plans import PLANS, read

FORMS = ["xlsx", "csv"]


@pytest.fixture(name="sheets")
def _sheets(session: Session) -> dict[str, Sheet]:
    """The template of the bundled plan, by the names of its sheets."""
    return {sheet.name: sheet for sheet in plan_sheets(session)}


def stored(url: str) -> Rows:
    engine = create_engine_for(url)
    with session_factory(engine)() as session:
        rows = stored_rows(session)
    engine.dispose()
    return rows


def written(folder: Path, form: str, sheets: dict[str, Sheet]) -> Path:
    file = folder / f"changed.{form}"
    file.write_bytes((xlsx_of if form == "xlsx" else csv_of)(tuple(sheets.values())))
    return file


def with_row(sheets: dict[str, Sheet], name: str, *cells: str | int | None) -> dict[str, Sheet]:
    return sheets | {name: replace(sheets[name], rows=(*sheets[name].rows, cells))}


def again(folder: Path, form: str, sheets: dict[str, Sheet]) -> PlanDocument:
    return read_plan(written(folder, form, sheets))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("document", [*PLANS.values(), EXCERPT], ids=lambda path: path.stem)
def test_every_row_of_a_plan_comes_back(tmp_path: Path, form: str, document: Path) -> None:
    first, second = (f"sqlite:///{tmp_path / file}" for file in ("first.db", "second.db"))
    file = tmp_path / f"plan.{form}"

    statuses = import_(document, False, first), template(form, file, first), import_(file, False, second)

    assert statuses == (0, 0, 0)
    assert stored(second) == stored(first) == rows_of(read_plan(document))


def test_the_bundled_plan_fills_every_sheet(sheets: dict[str, Sheet]) -> None:
    counts = {name: len(sheets[name].rows) for name in ("รายการในเนื้อความ", "ข้อของรายการ", "เรื่องของแผน")}

    assert counts == {"รายการในเนื้อความ": 5, "ข้อของรายการ": 23, "เรื่องของแผน": 6}
    assert ("รหัสโครงการที่ใช้เป็นตัวอย่างคำถาม", "5.3.6") in sheets["เรื่องของแผน"].rows
    assert ("คำพ้อง", "nanning", "หนานหนิง") in sheets["คำของแผนนี้"].rows


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("figure", ["80", "12.5", "12.50", "0.00001", "0.1", "12345678901234567890.12", "2500000000"])
def test_a_target_comes_back_digit_by_digit(tmp_path: Path, form: str, figure: str) -> None:
    text = PLANS["small"].read_text(encoding="utf-8").replace("ร้อยละ 80", f"ร้อยละ {figure}")
    (tmp_path / "plan.txt").write_text(text, encoding="utf-8")
    first, second = (f"sqlite:///{tmp_path / file}" for file in ("first.db", "second.db"))

    import_(tmp_path / "plan.txt", False, first)
    template(form, tmp_path / f"plan.{form}", first)
    import_(tmp_path / f"plan.{form}", False, second)

    (indicator,) = stored(second)["indicator"].values()
    assert (str(indicator["target"]), Decimal(figure)) == (figure, indicator["target"])


def test_words_of_a_cited_document_are_kept_as_they_are_and_each_doubt_is_told_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'plan.db'}"
    import_(PLANS["nan"], False, url)
    template("csv", tmp_path / "plan.csv", url)

    plan = read_plan(tmp_path / "plan.csv")

    kinds = [remark.kind for remark in plan.remarks]
    assert [project.name for project in plan.projects] == [project.name for project in read("nan").projects]
    assert ("marks" in kinds, "marks_mended" in kinds, len(set(plan.remarks))) == (True, False, len(kinds))


@pytest.mark.parametrize(("told", "target"), [("๑,๒๐๐.๕๐", "1200.50"), ("", "None"), ("80", "80")])
def test_a_target_is_read_as_it_is_written(tmp_path: Path, sheets: dict[str, Sheet], told: str, target: str) -> None:
    changed = with_row(sheets, "ตัวชี้วัด", "5.1.G1.K9", "5.1.G1", "ใหม่", "", told, "", "", 1, "ใหม่")

    plan = again(tmp_path, "csv", changed)

    added = next(i for issue in plan.issues for g in issue.goals for i in g.indicators if i.name == "ใหม่")
    assert str(added.target) == target


def test_rows_without_codes_get_the_next_ones(tmp_path: Path, sheets: dict[str, Sheet]) -> None:
    changed = with_row(sheets, "รายการในเนื้อความ", "", "", "สิ่งที่ต้องทำ", "To do", 200, "สิ่งที่ต้องทำ")
    for text in ("ข้อหนึ่ง", "ข้อสอง"):
        changed = with_row(changed, "ข้อของรายการ", "", "5.L6", None, text, "", 201, text)

    (found,) = (one for one in again(tmp_path, "csv", changed).lists if one.title == "สิ่งที่ต้องทำ")

    assert (found.code, found.issue, found.title_en, found.place.line) == ("5.L6", None, "To do", 200)
    assert [(item.code, item.number, item.text) for item in found.items] == [
        ("5.L6.1", 1, "ข้อหนึ่ง"),
        ("5.L6.2", 2, "ข้อสอง"),
    ]


def test_a_list_without_a_line_makes_the_file_itself_the_source(tmp_path: Path, sheets: dict[str, Sheet]) -> None:
    plan = again(tmp_path, "csv", with_row(sheets, "รายการในเนื้อความ", "", "", "สิ่งที่ต้องทำ", "", None, None))

    assert plan.document == "changed.csv"
    assert [item.place.quote for item in plan.lists[0].items] == [item.text for item in plan.lists[0].items]


def test_facts_and_words_may_be_told(tmp_path: Path, sheets: dict[str, Sheet]) -> None:
    name = "เรื่องของแผน"
    rows = (("ชื่อแผน", "แผนของเรา"), ("Example", "5.3.1"), ("ชื่อแผนภาษาอังกฤษ", ""))
    changed = sheets | {name: replace(sheets[name], rows=rows)}
    changed = with_row(changed, "คำของแผนนี้", "cues", "steady", "เท่าเดิมทุกปี")

    plan = again(tmp_path, "xlsx", changed)

    assert plan.facts == Facts(title="แผนของเรา", example="5.3.1")
    assert (plan.words[-1], len(plan.words)) == (Word("cues", "steady", "เท่าเดิมทุกปี"), len(sheets["คำของแผนนี้"].rows) + 1)


def test_the_yaml_beside_it_adds_facts_and_words_and_overrides_none(tmp_path: Path, sheets: dict[str, Sheet]) -> None:
    (tmp_path / "changed.yaml").write_text(
        'title: แผนใหม่\nexample: "5.3.1"\nwords: {synonyms: {nanning: [หนานหนิง, หนิงหนิง]}}\n', encoding="utf-8"
    )

    plan = again(tmp_path, "csv", sheets)

    assert (plan.facts.title, plan.facts.example) == ("แผนใหม่", "5.3.6")
    assert plan.facts.measures_from_en == "the survey of what citizens and businesses need"
    assert (plan.words[-1], len(plan.words)) == (
        Word("synonyms", "nanning", "หนิงหนิง"),
        len(sheets["คำของแผนนี้"].rows) + 1,
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("name", "cells", "reason"),
    [
        ("คำของแผนนี้", ("คำแปลก", "nanning", "หนาน"), 'ไม่รู้จักชนิด "คำแปลก" ในแผ่นนี้'),
        ("คำของแผนนี้", ("มาตรการ", "nanning", "หนาน"), 'ไม่รู้จักชนิด "มาตรการ" ในแผ่นนี้'),
        ("คำของแผนนี้", ("คำพ้อง", "", "หนาน"), "ต้องมีทั้งกลุ่มคำและคำที่คนพูด"),
        ("คำของแผนนี้", ("คำพ้อง", "nanning", ""), "ต้องมีทั้งกลุ่มคำและคำที่คนพูด"),
        ("เรื่องของแผน", ("สีของแผน", "เขียว"), 'ไม่รู้จักเรื่องของแผน "สีของแผน"'),
        ("เรื่องของแผน", ("ชื่อแผน", "อีกชื่อ"), 'เรื่อง "ชื่อแผน" มีแล้วในแถวอื่น'),
        ("รายการในเนื้อความ", ("5.L1", "", "ซ้ำ", "", 1, "ซ้ำ"), "รหัส 5.L1 มีแล้วในแถวอื่น"),
        ("รายการในเนื้อความ", ("5.9", "", "ผิด", "", 1, "ผิด"), "รหัสไม่ถูกรูปแบบ: 5.9"),
        ("รายการในเนื้อความ", ("", "5.99", "ผิด", "", 1, "ผิด"), "ไม่พบรหัส 5.99 ในแผ่นอื่นของไฟล์"),
        ("รายการในเนื้อความ", ("", "", "", "Title", 1, "ผิด"), 'ช่อง "ชื่อรายการ" ว่างอยู่'),
        ("ข้อของรายการ", ("", "5.L9", 1, "ข้อ", "", 1, "ข้อ"), "ไม่พบรหัส 5.L9 ในแผ่นอื่นของไฟล์"),
        ("ข้อของรายการ", ("5.L2.99", "5.L1", 1, "ข้อ", "", 1, "ข้อ"), "รหัสไม่ถูกรูปแบบ: 5.L2.99"),
        ("ข้อของรายการ", ("", "5.L1", "หนึ่ง", "ข้อ", "", 1, "ข้อ"), "ต้องเป็นตัวเลข: หนึ่ง"),
        ("ข้อของรายการ", ("", "5.L1", 6, "", "Item", 1, "ข้อ"), 'ช่อง "ข้อความ" ว่างอยู่'),
        ("ตัวชี้วัด", ("", "5.1.G1", "ใหม่", "", "1,09,600", "", "", 1, "ใหม่"), "ต้องเป็นตัวเลข: 1,09,600"),
        ("ตัวชี้วัด", ("", "5.1.G1", "ใหม่", "", "9" * 41, "", "", 1, "ใหม่"), "ต้องเป็นตัวเลข: 9999"),
        ("หน่วยงานที่เกี่ยวข้อง", ("5.1", "คำพ้อง", "ก", "", 1, "ก"), 'ไม่รู้จักชนิด "คำพ้อง" ในแผ่นนี้'),
    ],
)
def test_what_cannot_be_is_refused_with_sheet_row_and_reason(
    tmp_path: Path, sheets: dict[str, Sheet], form: str, name: str, cells: tuple[str | int, ...], reason: str
) -> None:
    changed = with_row(sheets, name, *cells)

    with pytest.raises(PlanError) as refused:
        again(tmp_path, form, changed)

    assert [(fault.sheet, reason in str(fault)) for fault in refused.value.faults] == [(name, True)]
    if form == "xlsx":
        assert f"แผ่น {name} แถว {len(changed[name].rows) + 1}: {reason}" in refusal(refused.value)


@pytest.mark.parametrize("name", ["รหัสโครงการที่ใช้เป็นตัวอย่างคำถาม", "รหัสตัวชี้วัดที่นับความเห็นประชาชน"])
def test_a_fact_that_names_no_code_of_the_plan_is_refused(tmp_path: Path, sheets: dict[str, Sheet], name: str) -> None:
    facts = sheets["เรื่องของแผน"]
    changed = sheets | {facts.name: replace(facts, rows=((name, "5.99.9"),))}

    with pytest.raises(PlanError) as refused:
        again(tmp_path, "xlsx", changed)

    assert "แผ่น เรื่องของแผน แถว 2: ไม่พบรหัส 5.99.9 ในแผ่นอื่นของไฟล์" in refusal(refused.value)
