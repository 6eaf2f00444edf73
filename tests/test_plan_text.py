"""What does the reader get out of the plan's text, and what does it refuse?"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from knowledge.loader import BUNDLED, read_plan
from knowledge.plan_document import Fault, Indicator, Passage, Place, PlanDocument, PlanError, Tactic
from knowledge.readers.companion import read_companion
from knowledge.readers.figures import NotAFigureError, satang, target_of

LINES = BUNDLED.read_text(encoding="utf-8").split("\n")
ROOT = Path(__file__).resolve().parent.parent
Edit = Callable[[list[str]], None]


@pytest.fixture(scope="module", name="plan")
def _plan() -> PlanDocument:
    return read_plan(BUNDLED)


@pytest.fixture(scope="module", name="tactics")
def _tactics(plan: PlanDocument) -> dict[str, Tactic]:
    return {tactic.code: tactic for issue in plan.issues for tactic in issue.tactics}


@pytest.fixture(scope="module", name="indicators")
def _indicators(plan: PlanDocument) -> dict[str, Indicator]:
    goals = [goal for issue in plan.issues for goal in issue.goals]
    return {indicator.code: indicator for goal in goals for indicator in goal.indicators}


@pytest.fixture(scope="module", name="places")
def _places(plan: PlanDocument) -> list[Place]:
    found = [plan.strategy.place, *(passage.place for passage in plan.section)]
    for issue in plan.issues:
        facts = (issue, *issue.goals, *issue.tactics, *issue.stakeholders, *issue.passages)
        found += [fact.place for fact in facts]
        found += [indicator.place for goal in issue.goals for indicator in goal.indicators]
        found += [tactic.continued for tactic in issue.tactics if tactic.continued]
    found += [project.place for project in plan.projects]
    found += [budget.place for project in plan.projects for budget in project.budgets]
    return found


def edited(tmp_path: Path, edit: Edit, name: str = "plan.txt") -> Path:
    """A copy of the bundled plan with some lines changed; lines[1] is the first one."""
    lines = ["", *LINES]
    edit(lines)
    path = tmp_path / name
    path.write_text("\n".join(lines[1:]), encoding="utf-8")
    return path


def replacing(line: int, before: str, after: str) -> Edit:
    def edit(lines: list[str]) -> None:
        assert before in lines[line]
        lines[line] = lines[line].replace(before, after, 1)

    return edit


def deleting(line: int) -> Edit:
    def edit(lines: list[str]) -> None:
        del lines[line]

    return edit


def faults_of(path: Path) -> tuple[Fault, ...]:
    with pytest.raises(PlanError) as caught:
        read_plan(path)
    return caught.value.faults


def kinds_in_code(name: str) -> set[str]:
    """The kinds of fault or remark that the readers make, that of reports included."""
    readers = [*(ROOT / "knowledge" / "readers").rglob("*.py"), ROOT / "knowledge" / "progress_sheets.py"]
    code = "".join(path.read_text(encoding="utf-8") for path in readers)
    tables = set(re.findall(r'\("(no_\w+_table)"', code)) if name == "Fault" else set()
    return tables | set(re.findall(rf'(?:{name}|\.{name.lower()})\(\s*"(\w+)"', code))


PLACES = {"at_line", "at_row", "at_sheet_row"}
CHOSEN = {"password", "old_excel", "unpacked"}
"""Faults that are made elsewhere, or of which the code says which one where it is found."""


class TestBundledPlan:
    def test_bytes_are_those_the_companion_was_written_for(self) -> None:
        assert hashlib.sha256(BUNDLED.read_bytes()).hexdigest() == read_companion(BUNDLED).document_digest

    def test_everything_is_counted_right(self, plan: PlanDocument, tactics: dict[str, Tactic]) -> None:
        goals = [goal for issue in plan.issues for goal in issue.goals]
        indicators = [indicator for goal in goals for indicator in goal.indicators]

        assert [len(plan.issues), len(goals), len(indicators), len(tactics), len(plan.projects)] == [6, 12, 17, 16, 28]

    def test_75_budget_cells_are_set(self, plan: PlanDocument) -> None:
        budgets = [budget for project in plan.projects for budget in project.budgets]

        assert Counter(budget.satang is None for budget in budgets) == {False: 75, True: 37}

    def test_sums_of_the_issues(self, plan: PlanDocument) -> None:
        sums = [
            sum(
                budget.satang or 0
                for tactic in issue.tactics
                for project in tactic.projects
                for budget in project.budgets
            )
            for issue in plan.issues
        ]

        assert sums == [600_000_000, 1_520_000_000, 5_600_000_000, 880_000_000, 2_100_000_000, 330_000_000]

    def test_sums_of_the_years(self, plan: PlanDocument) -> None:
        sums: Counter[int] = Counter()
        for budget in (budget for project in plan.projects for budget in project.budgets):
            sums[budget.year] += budget.satang or 0

        assert sums == {2554: 2_140_000_000, 2555: 3_080_000_000, 2556: 3_680_000_000, 2557: 2_130_000_000}

    def test_every_quote_stands_in_its_line(self, places: list[Place]) -> None:
        assert [place for place in places if place.quote not in LINES[place.line - 1] or not place.quote] == []

    def test_project_is_quoted_by_its_name(self, plan: PlanDocument) -> None:
        free_wifi = next(project for project in plan.projects if project.code == "5.3.6")

        assert free_wifi.place == Place(89, "โครงการ Free Wi-Fi, Free internet")

    def test_budget_is_quoted_by_the_figures_of_its_row(self, plan: PlanDocument) -> None:
        free_wifi = next(project for project in plan.projects if project.code == "5.3.6")

        assert free_wifi.budgets[1].place == Place(89, "-\t5.00\t5.00\t5.00")

    def test_dash_is_no_budget_and_not_zero(self, plan: PlanDocument) -> None:
        free_wifi = next(project for project in plan.projects if project.code == "5.3.6")

        assert [budget.satang for budget in free_wifi.budgets] == [None, 500_000_000, 500_000_000, 500_000_000]

    def test_row_after_a_page_break_belongs_to_the_tactic_before_it(self, tactics: dict[str, Tactic]) -> None:
        assert [project.code for project in tactics["5.2.T3"].projects] == ["5.2.5", "5.2.6"]

    def test_tactic_split_by_a_page_break_is_one(self, tactics: dict[str, Tactic]) -> None:
        assert tactics["5.3.T3"].name == (
            "พัฒนาศักยภาพบุคลากรของจังหวัด ในระดับผู้บริหาร ข้าราชการ ผู้ปฏิบัติงานและประชาชน ให้มีทักษะ"
            "และความรู้ความเข้าใจด้านเทคโนโลยีสารสนเทศ"
        )

    def test_split_tactic_has_a_source_for_each_half(self, tactics: dict[str, Tactic]) -> None:
        continued = tactics["5.3.T3"].continued

        assert continued == Place(94, "และความรู้ความเข้าใจ ด้าน เทคโนโลยีสารสนเทศ")
        assert tactics["5.3.T3"].place.line == 90

    def test_both_projects_of_the_split_tactic_are_its_own(self, tactics: dict[str, Tactic]) -> None:
        assert [project.code for project in tactics["5.3.T3"].projects] == ["5.3.7", "5.3.8"]

    def test_only_one_project_names_no_agency(self, plan: PlanDocument) -> None:
        assert [project.code for project in plan.projects if not project.agencies] == ["5.2.3"]

    def test_spellings_of_an_agency_are_one_agency(self, plan: PlanDocument) -> None:
        assert [agency.name for agency in plan.agencies] == [
            "สำนักงานจังหวัดขอนแก่น",
            "สรรพากรจังหวัด",
            "คลังจังหวัด",
            "สำนักงานสถิติจังหวัด",
            "เทศบาลนครขอนแก่น",
            "อปท.",
            "ส่วนราชการประจำจังหวัดทุกส่วน",
        ]

    @pytest.mark.parametrize(
        ("code", "agencies"),
        [
            ("5.2.1", ("สำนักงานจังหวัดขอนแก่น", "ส่วนราชการประจำจังหวัดทุกส่วน")),
            ("5.2.2", ("ส่วนราชการประจำจังหวัดทุกส่วน",)),
            ("5.3.3", ("สำนักงานสถิติจังหวัด",)),
            ("5.3.7", ("สำนักงานจังหวัดขอนแก่น", "อปท.")),
            ("5.6.2", ("เทศบาลนครขอนแก่น",)),
        ],
    )
    def test_agencies_of_a_project(self, plan: PlanDocument, code: str, agencies: tuple[str, ...]) -> None:
        assert next(project.agencies for project in plan.projects if project.code == code) == agencies

    def test_issues_4_to_6_state_no_unit(self, plan: PlanDocument) -> None:
        assert [issue.budget_unit for issue in plan.issues] == ["ล้านบาท"] * 3 + [None] * 3

    @pytest.mark.parametrize(
        ("code", "target"),
        [
            ("5.1.G1.K1", (80, "ร้อยละ", "อย่างน้อยร้อยละ 80")),
            ("5.1.G2.K1", (95, "ร้อยละ", "ร้อยละ 95")),
            ("5.2.G1.K1", (70, "ร้อยละ", "ร้อยละ 70")),
            ("5.2.G1.K2", (2, "เรื่อง", "อย่างน้อย 2 เรื่อง")),
            ("5.2.G1.K3", (None, None, "ครบและใช้งานได้จริงทุกส่วนราชการ")),
            ("5.2.G2.K1", (70, "ร้อยละ", "อย่างน้อยร้อยละ 70")),
            ("5.3.G1.K1", (None, None, None)),
            ("5.3.G2.K1", (20, "ร้อยละ", "เพิ่มขึ้นร้อยละ 20")),
            ("5.5.G1.K1", (70, "ร้อยละ", "ร้อยละ 70")),
            ("5.5.G2.K1", (70, "ร้อยละ", "ร้อยละ 70")),
            ("5.6.G1.K1", (None, "ร้อยละ", None)),
            ("5.6.G2.K1", (None, None, None)),
        ],
    )
    def test_target_of_an_indicator(
        self, indicators: dict[str, Indicator], code: str, target: tuple[int | None, str | None, str | None]
    ) -> None:
        found = indicators[code]

        assert (found.target, found.target_unit, found.target_text) == target

    def test_eight_indicators_set_a_figure(self, indicators: dict[str, Indicator]) -> None:
        assert sum(indicator.target is not None for indicator in indicators.values()) == 8

    def test_garbled_university_centre_is_one_stakeholder(self, plan: PlanDocument) -> None:
        assert [holder.name for holder in plan.issues[2].stakeholders if holder.kind == "agency"] == [
            "ศูนย์เทคโนโลยีสารสนเทศของมหาวิทยาลัยขอนแก่น",
            "SIPA",
            "ศูนย์ POC จังหวัดขอนแก่น",
            "ศูนย์ IT เทศบาลนครขอนแก่น",
            "สนง. สถิติ",
        ]

    def test_corrected_stakeholder_is_quoted_as_it_stands(self, plan: PlanDocument) -> None:
        assert plan.issues[2].stakeholders[0].place.quote == "ศูนย์เทคโนโลยีสารสนเทศ - ของมหาวิทยาลัยขอนแก่น"

    def test_local_government_is_one_item_as_printed(self, plan: PlanDocument) -> None:
        names = [holder.name for holder in plan.issues[0].stakeholders if holder.kind == "agency"]

        assert names == ["สรรพากร", "สรรพสามิต", "ที่ดิน", "ขนส่ง", "อบจ. ทน. ทต. อบต.", "อุตสาหกรรม", "พาณิชย์"]

    def test_measures_have_their_numbers(self, plan: PlanDocument) -> None:
        measures = [passage for passage in plan.issues[1].passages if passage.kind == "measure"]

        assert [(measure.number, measure.place.line) for measure in measures] == [(n, 42 + n) for n in range(1, 6)]

    def test_regional_framework_has_origin_lead_and_six_items(self, plan: PlanDocument) -> None:
        framework = plan.issues[5].passages

        assert [passage.number for passage in framework] == [None, None, 1, 2, 3, 4, 5, 6]
        assert [passage.place.line for passage in framework] == [140, *range(142, 149)]

    def test_section_8_is_found_whole(self, plan: PlanDocument) -> None:
        lines = [passage.place.line for passage in plan.section]

        assert lines == [166, 168, *range(170, 176), 177, 179, 181, 185, 189, 193]

    def test_ways_of_following_the_plan_are_headings(self, plan: PlanDocument) -> None:
        assert [passage.heading for passage in plan.section[-3:]] == [
            "การติดตามผลการดำเนินงานระหว่างปี",
            "การสรุปผลการดำเนินงานประจำปี",
            "การประเมินผลเมื่อสิ้นสุดแผนฯ",
        ]

    def test_province_and_years(self, plan: PlanDocument) -> None:
        assert (plan.province, plan.first_year, plan.last_year) == ("ขอนแก่น", 2554, 2557)

    def test_everything_has_an_english_name(self, plan: PlanDocument, tactics: dict[str, Tactic]) -> None:
        goals = [goal for issue in plan.issues for goal in issue.goals]
        indicators = [indicator for goal in goals for indicator in goal.indicators]
        facts = [plan.strategy, *plan.issues, *goals, *indicators, *tactics.values(), *plan.projects]

        assert [fact.code for fact in facts if not fact.name_en] == []
        assert [agency.name for agency in plan.agencies if not agency.name_en] == []

    def test_every_passage_is_in_english_with_its_heading(self, plan: PlanDocument) -> None:
        passages = [*plan.section, *(passage for issue in plan.issues for passage in issue.passages)]

        assert [p.place.line for p in passages if not (p.text_en and p.heading_en)] == []
        assert len({passage.text_en for passage in passages}) == 27

    def test_every_stakeholder_is_in_english(self, plan: PlanDocument) -> None:
        holders = [holder for issue in plan.issues for holder in issue.stakeholders]

        assert [holder.name for holder in holders if not holder.name_en] == []

    def test_english_of_a_passage_is_of_that_passage(self, plan: PlanDocument) -> None:
        english = {passage.place.line: passage.text_en for passage in (*plan.section, *plan.issues[5].passages)}

        assert ("GMS VISA" in english[146], "Local administrative" in english[173], "4 years" in english[193]) == (
            True,
            True,
            True,
        )

    def test_doubtful_place_is_said_as_printed(self, plan: PlanDocument) -> None:
        assert "Saphan Mittra airport (as printed" in plan.issues[5].passages[3].text_en


class TestRemarks:
    @pytest.mark.parametrize(
        ("kind", "lines"),
        [
            ("no_agency", [59]),
            ("no_unit", [110, 130, 159]),
            ("foreign_place", [168, 185]),
            ("continued", [94]),
            ("heading_differs", [8, 9]),
            ("no_target", [52, 77, 78, 79, 106, 107, 108, 156, 157]),
            ("unplaced", []),
            ("no_companion", []),
            ("companion_of_other", []),
            ("unknown_agency", []),
            ("unknown_code", []),
            ("correction_unused", []),
        ],
    )
    def test_lines_remarked_upon(self, plan: PlanDocument, kind: str, lines: list[int]) -> None:
        assert [remark.line for remark in plan.remarks if remark.kind == kind] == lines

    def test_every_correction_meets_the_line_it_names_and_no_other(self, plan: PlanDocument) -> None:
        met = [(remark.line, remark.subject) for remark in plan.remarks if remark.kind in ("corrected", "suspected")]

        assert sorted(met, key=str) == sorted(
            ((correction.line, correction.original) for correction in read_companion(BUNDLED).corrections), key=str
        )

    def test_guess_is_not_applied(self, plan: PlanDocument) -> None:
        assert "สะพานมิตรา" in plan.issues[5].passages[3].text

    def test_certain_slip_is_corrected_in_the_name_and_kept_in_the_quote(self, plan: PlanDocument) -> None:
        goal = plan.issues[3].goals[0]

        assert ("ทั่วถึง" in goal.name, "ทัวถึง" in goal.place.quote) == (True, True)

    def test_every_kind_of_remark_has_words(self) -> None:
        words = yaml.safe_load((ROOT / "knowledge" / "report.yaml").read_text(encoding="utf-8"))["remarks"]

        assert kinds_in_code("Remark") | {"no_target_but", "total_differs"} == set(words)


class TestBrokenFiles:
    @pytest.mark.parametrize(
        ("edit", "fault"),
        [
            (replacing(30, "\tคลังจังหวัด", ""), Fault("columns", 30, "7 ≠ 8")),
            (replacing(30, "0.50\t", "0.50\t\t"), Fault("columns", 30, "9 ≠ 8")),
            (replacing(23, "\t", " "), Fault("columns", 23, "1 ≠ 2")),
            (replacing(89, "5.00", "5.O0"), Fault("figure", 89, '"5.O0" (2555)')),
            (replacing(89, "5.00", "-5.00"), Fault("figure", 89, '"-5.00" (2555)')),
            (replacing(26, "งบประมาณ (", "งบ ("), Fault("header", 26, LINES[25].strip().replace("งบประมาณ (", "งบ ("))),
            (replacing(26, "ล้านบาท", "กีบ"), Fault("unit", 26, "กีบ")),
            (replacing(27, "'57", "'58"), Fault("no_years", 27, "'54\t'55\t'56\t'58")),
            (deleting(27), Fault("no_years", 27, LINES[27].strip()[:80])),
            (deleting(26), Fault("row_outside_table", 26, LINES[26].strip())),
            (deleting(22), Fault("row_outside_table", 22, LINES[22].strip()[:80])),
            (deleting(19), Fault("row_outside_table", 19, LINES[19].strip()[:80])),
            (deleting(63), Fault("row_outside_table", 63, LINES[63].strip())),
            (deleting(5), Fault("no_strategy", 1)),
            (deleting(7), Fault("part_without_issue", 31, "2")),
            (deleting(32), Fault("issue_without_part", 7, "2")),
            (deleting(166), Fault("no_heading", 167, LINES[167][:80])),
            (deleting(140), Fault("no_heading", 141, LINES[141].strip())),
            (deleting(84), Fault("number_order", 88, LINES[88].split("\t")[0])),
            (replacing(84, "1. ", ""), Fault("no_number", 84, LINES[83].split("\t")[0][3:])),
            (replacing(89, "โครงการ Free Wi-Fi, Free internet", ""), Fault("no_project_name", 89)),
            (replacing(77, LINES[76].split("\t")[1], ""), Fault("no_indicator", 77)),
            (replacing(5, "5: ", "5: ก\nยุทธศาสตร์ที่ 6: "), Fault("second_strategy", 6, "การพัฒนาการบริหารภาครัฐ")),
        ],
    )
    def test_is_refused_with_line_and_reason(self, tmp_path: Path, edit: Edit, fault: Fault) -> None:
        assert fault in faults_of(edited(tmp_path, edit))

    def test_every_fault_is_told_at_once(self, tmp_path: Path) -> None:
        def edit(lines: list[str]) -> None:
            replacing(30, "0.50", "O.50")(lines)
            replacing(113, "4.00", "สี่")(lines)

        assert [fault.line for fault in faults_of(edited(tmp_path, edit))] == [30, 113]

    @pytest.mark.parametrize("keep", range(1, 160, 7))
    def test_file_cut_short_before_the_last_table_is_refused(self, tmp_path: Path, keep: int) -> None:
        path = tmp_path / "plan.txt"
        path.write_text("\n".join(LINES[:keep]), encoding="utf-8")

        assert faults_of(path) != ()

    @pytest.mark.parametrize("line", range(1, len(LINES) + 1, 3))
    def test_file_without_one_line_is_refused_or_read_whole(self, tmp_path: Path, line: int) -> None:
        try:
            issues = len(read_plan(edited(tmp_path, deleting(line))).issues)
        except PlanError:
            issues = 6

        assert issues == 6

    @pytest.mark.parametrize(
        ("data", "fault"),
        [
            (b"", Fault("empty")),
            (b" \n\n", Fault("empty")),
            ("\n".join(LINES).encode("utf-16"), Fault("encoding_utf16", 1)),
            ("\n\nยุทธศาสตร์ที่ 5".encode("cp874"), Fault("encoding", 3, "0xC2")),
            (b"\x7fELF\n\n\0\0", Fault("binary", 3)),
            (b"hello\n", Fault("no_strategy", 1)),
        ],
    )
    def test_what_is_no_plan_at_all_is_refused(self, tmp_path: Path, data: bytes, fault: Fault) -> None:
        path = tmp_path / "plan.txt"
        path.write_bytes(data)

        assert fault in faults_of(path)

    def test_missing_file_is_refused(self, tmp_path: Path) -> None:
        assert faults_of(tmp_path / "no.txt") == (Fault("no_file", None, str(tmp_path / "no.txt")),)

    def test_directory_is_refused(self, tmp_path: Path) -> None:
        assert faults_of(tmp_path) == (Fault("directory", None, str(tmp_path)),)

    def test_spreadsheet_of_another_kind_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.ods"
        path.write_bytes(b"PK")

        assert faults_of(path) == (Fault("format", None, ".ods"),)

    def test_control_characters_do_not_reach_the_terminal(self) -> None:
        assert "\x1b" not in str(Fault("figure", 1, "\x1b[2J"))

    def test_every_kind_of_fault_has_words(self) -> None:
        words = yaml.safe_load((ROOT / "knowledge" / "readers" / "faults.yaml").read_text(encoding="utf-8"))

        assert kinds_in_code("Fault") | PLACES | CHOSEN == set(words)


class TestOtherFiles:
    @pytest.mark.parametrize(
        "convert", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n"), lambda t: t + "\n\n"]
    )
    def test_how_an_editor_saves_it_does_not_matter(
        self, tmp_path: Path, plan: PlanDocument, convert: Callable[[str], str]
    ) -> None:
        path = tmp_path / BUNDLED.name
        path.write_bytes(convert("\n".join(LINES)).encode())

        assert read_plan(path).issues == plan.issues

    def test_copy_of_another_name_keeps_the_spelling_of_agencies(self, tmp_path: Path) -> None:
        projects = read_plan(edited(tmp_path, deleting(1))).projects

        assert {agency for project in projects[8:12] for agency in project.agencies} == {
            "สำนักงานจังหวัด",
            "สนง.จังหวัด ขอนแก่น",
            "สำนักงานสถิติ จังหวัด",
        }

    def test_copy_of_another_name_says_that_it_has_no_companion(self, tmp_path: Path) -> None:
        assert read_plan(edited(tmp_path, deleting(1))).remarks[0].kind == "no_companion"

    def test_copy_of_another_name_finds_province_and_years_in_the_text(self, tmp_path: Path) -> None:
        plan = read_plan(edited(tmp_path, deleting(1)))

        assert (plan.province, plan.first_year, plan.last_year) == ("ขอนแก่น", 2554, 2557)

    def test_edited_copy_of_the_same_name_uses_the_bundled_companion(self, tmp_path: Path, plan: PlanDocument) -> None:
        copy = read_plan(edited(tmp_path, replacing(89, "5.00", "6.00"), BUNDLED.name))

        assert copy.agencies == plan.agencies
        assert [remark.kind for remark in copy.remarks][:1] == ["companion_of_other"]

    def test_alias_of_a_code_that_does_not_exist_is_left_out_and_reported(self, tmp_path: Path) -> None:
        path = edited(tmp_path, deleting(1))
        path.with_suffix(".yaml").write_text('aliases: {"5.3.6": [เน็ตฟรี], "5.9.9": [ผี]}', encoding="utf-8")

        plan = read_plan(path)

        assert plan.aliases == (("5.3.6", "เน็ตฟรี"),)
        assert [remark.subject for remark in plan.remarks if remark.kind == "unknown_code"] == ["5.9.9"]

    def test_english_follows_its_passage_to_another_line(self, tmp_path: Path, plan: PlanDocument) -> None:
        copy = read_plan(edited(tmp_path, replacing(141, LINES[140], LINES[140] + "\n"), BUNDLED.name))

        assert copy.section[0].place.line == plan.section[0].place.line + 1
        assert [passage.text_en for passage in copy.section] == [passage.text_en for passage in plan.section]

    def test_passage_that_begins_like_another_has_its_own_english(self, tmp_path: Path) -> None:
        path = edited(tmp_path, deleting(1))
        texts = "พัฒนาศักยภาพ: short, พัฒนาศักยภาพในการปฏิบัติงาน: long"
        path.with_suffix(".yaml").write_text(f"english_texts: {{passages: {{{texts}}}}}", encoding="utf-8")

        assert [passage.text_en for passage in read_plan(path).issues[1].passages] == ["short", "long", "", "", ""]

    def test_changed_passage_has_no_english_and_its_text_is_reported(self, tmp_path: Path) -> None:
        copy = read_plan(edited(tmp_path, replacing(173, "อปท. จัดทำ", "อปท. ต้องจัดทำ"), BUNDLED.name))

        assert [passage.place.line for passage in copy.section if not passage.text_en] == [173]
        assert [remark.subject for remark in copy.remarks if remark.kind == "unknown_code"] == ["อปท.จัดทำแผนงานประจำปี"]

    def test_english_of_what_the_plan_does_not_say_is_reported(self, tmp_path: Path) -> None:
        path = edited(tmp_path, deleting(1))
        content = "english_texts: {headings: {ผี: a}, passages: {ผีมา: b}, stakeholders: {ผีไป: c, สรรพากร: d}}"
        path.with_suffix(".yaml").write_text(content, encoding="utf-8")

        unknown = [remark.subject for remark in read_plan(path).remarks if remark.kind == "unknown_code"]

        assert unknown == ["ผี", "ผีมา", "ผีไป"]

    @pytest.mark.parametrize(
        "content",
        [
            "aliases: {5.3: [ก]}",
            "aliases: [",
            "alias: {}",
            "- 1",
            "corrections: [{line: 1}]",
            "english_texts: {passage: {ก: a}}",
            "english_texts: {passages: [ก]}",
            "answers: [{question: ก, answer: ข}]",
            "answers: [{question: ก, answer: ข, source: ''}]",
        ],
    )
    def test_companion_of_another_shape_is_refused(self, tmp_path: Path, content: str) -> None:
        path = edited(tmp_path, deleting(1))
        path.with_suffix(".yaml").write_text(content, encoding="utf-8")

        assert [fault.kind for fault in faults_of(path)] == ["companion"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("0.50", 50_000_000), ("10", 1_000_000_000), ("1,234.56", 123_456_000_000), ("-", None), ("0.00000001", 1)],
)
def test_figure_in_satang(cell: str, expected: int | None) -> None:
    assert satang(cell, 1_000_000) == expected


@pytest.mark.parametrize("cell", ["O.5", "1,23", "1.2.3", "-1", "1e5", "0.000000001", "0.50 ", "9" * 30, "๕บ"])
def test_what_is_no_figure(cell: str) -> None:
    with pytest.raises(NotAFigureError):
        satang(cell, 1_000_000)


def test_number_within_an_indicator_is_no_target() -> None:
    assert target_of("จำนวนโครงการ 5 ส. ที่ทำ") == (None, None, None)


def test_passage_keeps_its_kind(plan: PlanDocument) -> None:
    assert {passage.kind for passage in plan.section if isinstance(passage, Passage)} == {"section"}
