"""Are plans read as other people write them: other heads, units, targets, years, rows of totals?"""

from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.plan_document import Fault, PlanDocument, PlanError
from knowledge.readers.figures import target_of
from knowledge.readers.plan_text import read_plan_text

HEAD = ("กลยุทธ์\tโครงการ\tหน่วยงาน รับผิดชอบ\tงบประมาณ (ล้านบาท)\t\t\tแหล่งงบประมาณ", "\t\t\t2566\t2567\t2568\t")
ROWS = (
    "1. พัฒนาแหล่งน้ำ\tโครงการขุดลอกหนองน้ำ\tสนง.ชลประทาน\t1.50\t2.00\t-\tจังหวัด",
    "\tโครงการฝายชะลอน้ำ\tอบต.\t0.25\t\t1,000.50\tจังหวัด",
)
END = ("", "3. การติดตามและประเมินผล", "", "จังหวัดติดตามผลทุกปี")


def text(
    *,
    head: tuple[str, ...] = HEAD,
    rows: tuple[str, ...] = ROWS,
    goals: str = "เป้าประสงค์เชิงยุทธศาสตร์\tตัวชี้วัดและค่าเป้าหมาย",
    target: str = "ครัวเรือนมีน้ำใช้ อย่างน้อยร้อยละ 80",
    above: tuple[str, ...] = (),
    end: tuple[str, ...] = (),
    issue: str = "ประเด็นยุทธศาสตร์",
) -> str:
    """A plan of one issue."""
    return "\n".join(
        [
            *("ยุทธศาสตร์ที่ 2: การพัฒนาแหล่งน้ำ", f"{issue}ที่ 1\tการจัดการน้ำ", ""),
            *(f"{issue}ที่ 1:", "", "การจัดการน้ำ", "", goals, f"1. มีน้ำใช้\t{target}", ""),
            *(*above, *head, *rows, *end),
        ]
    )


def read(tmp_path: Path, content: str) -> PlanDocument:
    path = tmp_path / "plan.txt"
    path.write_text(content, encoding="utf-8")
    return read_plan_text(path)


def faults(tmp_path: Path, content: str) -> tuple[Fault, ...]:
    with pytest.raises(PlanError) as caught:
        read(tmp_path, content)
    return caught.value.faults


def satang(document: PlanDocument) -> list[list[int | None]]:
    return [[budget.satang for budget in project.budgets] for project in document.projects]


def remarks(document: PlanDocument, *kinds: str) -> list[tuple[str, int | None]]:
    return [(remark.kind, remark.line) for remark in document.remarks if remark.kind in kinds]


EXPECTED = [[150_000_000, 200_000_000, None], [25_000_000, None, 100_050_000_000]]


class TestHeads:
    @pytest.mark.parametrize(
        "years",
        [
            *("\t\t\t2566\t2567\t2568\t", "\t\t\tปี 2566\tปี 2567\tปี 2568\t", "\t\t\t'66\t'67\t'68\t"),
            *("\t\t\tปี 66\tปี 67\tปี 68\t", "\t\t\tพ.ศ. 2566\tพ.ศ. 2567\tพ.ศ. 2568\t", "\t\t\t๒๕๖๖\t๒๕๖๗\t๒๕๖๘\t"),
            *("\t\t\tปีงบประมาณ 2566\tปีงบประมาณ 2567\tปีงบประมาณ 2568\t", "\t\t\t2566\t2567\t2568"),
        ],
    )
    def test_years_however_they_are_written(self, tmp_path: Path, years: str) -> None:
        document = read(tmp_path, text(head=(HEAD[0], years)))

        assert (document.first_year, document.last_year, satang(document)) == (2566, 2568, EXPECTED)

    def test_head_of_one_line(self, tmp_path: Path) -> None:
        head = "กลยุทธ์\tโครงการ\tหน่วยงาน\tปี 2566\tปี 2567\tปี 2568\tแหล่งงบประมาณ"

        assert satang(read(tmp_path, text(head=(head,)))) == EXPECTED

    def test_five_years(self, tmp_path: Path) -> None:
        head = (HEAD[0].replace("\t\t\t", "\t\t\t\t\t", 1), "\t\t\t'66\t'67\t'68\t'69\t'70\t")
        row = "1. พัฒนา\tโครงการขุดลอก\tอบต.\t1\t2\t3\t4\t5\tจังหวัด"
        document = read(tmp_path, text(head=head, rows=(row,)))

        assert (document.first_year, document.last_year) == (2566, 2570)
        assert satang(document) == [[100_000_000, 200_000_000, 300_000_000, 400_000_000, 500_000_000]]

    @pytest.mark.parametrize("told", ["upper", "lower"])
    def test_column_of_sums_is_no_year(self, tmp_path: Path, told: str) -> None:
        head = {
            "upper": ("กลยุทธ์\tโครงการ\tหน่วยงาน\tงบประมาณ (ล้านบาท)\t\t\tรวม\tแหล่ง", "\t\t\t2566\t2567\t2568\t\t"),
            "lower": ("กลยุทธ์\tโครงการ\tหน่วยงาน\tงบประมาณ (ล้านบาท)\t\t\t\tแหล่ง", "\t\t\t2566\t2567\t2568\tรวม\t"),
        }[told]
        rows = ("1. ก\tโครงการหนึ่ง\tอบต.\t1.00\t-\t2.00\t3.00\tจังหวัด", "\tโครงการสอง\tอบต.\t-\t-\t1.00\t9.00\tจังหวัด")
        document = read(tmp_path, text(head=head, rows=rows))

        assert satang(document) == [[100_000_000, None, 200_000_000], [None, None, 100_000_000]]
        assert [project.funding for project in document.projects] == ["จังหวัด", "จังหวัด"]
        assert remarks(document, "stated_sum_differs") == [("stated_sum_differs", 14)]

    @pytest.mark.parametrize(
        "years", ["\t\t\t2566\t2568\t2569\t", "\t\t\t2566\t2567\tหมายเหตุ\t", "\t\t\t2567\t2566\t2565\t"]
    )
    def test_columns_that_are_no_years_in_a_row_are_refused(self, tmp_path: Path, years: str) -> None:
        assert "no_years" in {fault.kind for fault in faults(tmp_path, text(head=(HEAD[0], years)))}

    def test_goals_may_be_headed_targets(self, tmp_path: Path) -> None:
        document = read(tmp_path, text(goals="เป้าหมาย\tตัวชี้วัด"))

        assert [goal.name for goal in document.issues[0].goals] == ["มีน้ำใช้"]

    @pytest.mark.parametrize("colon", [":", " :", ": การจัดการน้ำ"])
    def test_issues_may_be_called_matters_of_development(self, tmp_path: Path, colon: str) -> None:
        content = text(issue="ประเด็นการพัฒนา").replace("ประเด็นการพัฒนาที่ 1:", f"ประเด็นการพัฒนาที่ 1{colon}")

        assert [(issue.code, issue.name) for issue in read(tmp_path, content).issues] == [("2.1", "การจัดการน้ำ")]

    def test_part_that_names_its_issue_needs_no_list(self, tmp_path: Path) -> None:
        content = text().replace("ประเด็นยุทธศาสตร์ที่ 1\tการจัดการน้ำ\n", "").replace("ที่ 1:\n\nการ", "ที่ 1: การ")

        assert [(issue.code, issue.name) for issue in read(tmp_path, content).issues] == [("2.1", "การจัดการน้ำ")]


class TestTitle:
    @pytest.mark.parametrize(
        "title", ["แผนพัฒนาจังหวัดระยอง พ.ศ. 2566-2568", "แผนพัฒนาจังหวัดระยอง", "แผนพัฒนาจังหวัด ระยอง (ฉบับทบทวน)"]
    )
    def test_province_stands_in_the_title(self, tmp_path: Path, title: str) -> None:
        document = read(tmp_path, f"{title}\n\n{text()}")

        assert (document.province, remarks(document, "unplaced")) == ("ระยอง", [])

    @pytest.mark.parametrize("title", ["แผนพัฒนาจังหวัดกรุงศรี", "แผนพัฒนากลุ่มจังหวัดระยอง"])
    def test_other_words_are_no_province(self, tmp_path: Path, title: str) -> None:
        document = read(tmp_path, f"{title}\n\n{text()}")

        assert (document.province, remarks(document, "unplaced")) == ("", [("unplaced", 1)])

    def test_strategy_without_a_colon(self, tmp_path: Path) -> None:
        assert read(tmp_path, text().replace("ที่ 2: ", "ที่ 2 ", 1)).strategy.name == "การพัฒนาแหล่งน้ำ"


class TestUnits:
    @pytest.mark.parametrize(
        ("stated", "figure", "expected"),
        [
            ("(หน่วย : ล้านบาท)", "1.50", 150_000_000),
            ("(หน่วย : บาท)", "1,250,000.25", 125_000_025),
            ("หน่วย: พันบาท", "1,250.505", 125_050_500),
            ("\t\t\t\t\t(หน่วย : บาท)", "7", 700),
        ],
    )
    @pytest.mark.parametrize("place", ["above", "inside"])
    def test_line_of_its_own_states_the_unit(
        self, tmp_path: Path, stated: str, figure: str, expected: int, place: str
    ) -> None:
        bare = HEAD[0].replace(" (ล้านบาท)", "")
        above, head = ((stated,), (bare, HEAD[1])) if place == "above" else ((), (bare, stated, HEAD[1]))
        rows = (f"1. ก\tโครงการหนึ่ง\tอบต.\t{figure}\t-\t-\tจังหวัด",)
        document = read(tmp_path, text(head=head, rows=rows, above=above))

        assert (satang(document), remarks(document, "no_unit", "unplaced")) == ([[expected, None, None]], [])

    def test_unit_is_stated_once_for_the_whole_plan(self, tmp_path: Path) -> None:
        bare = HEAD[0].replace(" (ล้านบาท)", "")
        rows = ("1. ก\tโครงการหนึ่ง\tอบต.\t1,000\t-\t-\tจังหวัด",)
        content = text(head=(bare, HEAD[1]), rows=rows).replace("\n\nประเด็น", "\n\n(หน่วย : พันบาท)\n\nประเด็น", 1)

        assert satang(read(tmp_path, content)) == [[100_000_000, None, None]]

    @pytest.mark.parametrize("unit", ["(หน่วย : บาท)", "(บาท)", "(หน่วย: บาท)"])
    def test_unit_in_the_head(self, tmp_path: Path, unit: str) -> None:
        head = (HEAD[0].replace("(ล้านบาท)", unit), HEAD[1])
        rows = ("1. ก\tโครงการหนึ่ง\tอบต.\t1,234,567.89\t-\t-\tจังหวัด",)

        assert satang(read(tmp_path, text(head=head, rows=rows))) == [[123_456_789, None, None]]


class TestTotals:
    @pytest.mark.parametrize(
        "row",
        [
            *("รวม\t\t\t1.75\t2.00\t1,000.50\t", "\tรวม\t\t1.75\t2.00\t1,000.50\t", "\t\tรวม\t1.75\t2.00\t1,000.50\t"),
            *("\tรวมทั้งสิ้น\t\t1.75\t2.00\t1,000.50\tจังหวัด", "\tรวมกลยุทธ์ที่ 1\t\t1.75\t2.00\t1,000.50\t"),
            *("\tรวม 2 โครงการ\t\t1.75\t2.00\t1,000.50\t", "ยอดรวม\t\t\t1.75\t2.00\t1,000.50\t"),
        ],
    )
    def test_row_of_totals_is_left_out_and_reported(self, tmp_path: Path, row: str) -> None:
        document = read(tmp_path, text(rows=(*ROWS, row)))

        assert (satang(document), remarks(document, "total_row", "total_row_differs")) == (
            EXPECTED,
            [("total_row", 15)],
        )

    def test_wrong_sum_is_left_out_too_and_said_to_be_wrong(self, tmp_path: Path) -> None:
        document = read(tmp_path, text(rows=(*ROWS, "\tรวม\t\t9.75\t2.00\t1,000.50\t")))

        assert satang(document) == EXPECTED
        assert remarks(document, "total_row", "total_row_differs") == [("total_row_differs", 15)]

    @pytest.mark.parametrize(
        "row",
        [
            "\tรวมพลังชุมชนสร้างฝาย\tอบต.\t1.75\t2.00\t1,000.50\tจังหวัด",
            "\tรวมโครงการพระราชดำริ\tอบต.\t1.00\t-\t-\tจังหวัด",
            "\tโครงการรวมน้ำใจ\tอบต.\t1.75\t2.00\t1,000.50\tจังหวัด",
        ],
    )
    def test_project_whose_name_begins_so_is_kept(self, tmp_path: Path, row: str) -> None:
        document = read(tmp_path, text(rows=(*ROWS, row)))

        assert [project.name for project in document.projects][2:] == [row.split("\t")[1]]
        assert remarks(document, "total_row", "total_row_differs") == []

    def test_sum_of_each_tactic_and_of_all(self, tmp_path: Path) -> None:
        second = "2. บำรุงรักษา\tโครงการซ่อมฝาย\tอบต.\t0.25\t-\t-\tจังหวัด"
        sums = ("\tรวม\t\t1.75\t2.00\t1,000.50\t", "\tรวม\t\t0.25\t-\t-\t", "\tรวมทั้งสิ้น\t\t2.00\t2.00\t1,000.50\t")
        document = read(tmp_path, text(rows=(*ROWS, sums[0], second, *sums[1:])))

        assert [project.code for project in document.projects] == ["2.1.1", "2.1.2", "2.1.3"]
        assert [line for _, line in remarks(document, "total_row")] == [15, 17, 18]


class TestEnd:
    @pytest.mark.parametrize(
        ("title", "number", "name"),
        [
            ("3. การติดตามและประเมินผล", 3, "การติดตามและประเมินผล"),
            ("ส่วนที่ 5 การนำแผนไปสู่การปฏิบัติ", 5, "การนำแผนไปสู่การปฏิบัติ"),
            ("บทที่ 4: แนวทางบริหารแผน", 4, "แนวทางบริหารแผน"),
            ("8. กลไกการขับเคลื่อนแผน", 8, "กลไกการขับเคลื่อนแผน"),
            ("แนวทางการติดตามและประเมินผล", None, "แนวทางการติดตามและประเมินผล"),
        ],
    )
    def test_last_section_whatever_it_is_called(
        self, tmp_path: Path, title: str, number: int | None, name: str
    ) -> None:
        section = read(tmp_path, text(end=("", title, *END[2:]))).section

        assert [(passage.number, passage.text) for passage in section] == [(number, name), (None, "จังหวัดติดตามผลทุกปี")]

    def test_text_without_a_title_is_refused(self, tmp_path: Path) -> None:
        assert [fault.kind for fault in faults(tmp_path, text(end=("", "จังหวัดติดตามผลทุกปี")))] == ["no_heading"]

    def test_note_below_a_table_is_left_out_and_reported(self, tmp_path: Path) -> None:
        document = read(tmp_path, text(end=("", "หมายเหตุ: ตัวเลขปรับปรุงเมื่อเดือนตุลาคม")))

        assert remarks(document, "unplaced") == [("unplaced", 16)]


@pytest.mark.parametrize(
    ("said", "figure", "unit", "words"),
    [
        ("ครัวเรือนมีน้ำใช้ อย่างน้อยร้อยละ 80", "80", "ร้อยละ", "อย่างน้อยร้อยละ 80"),
        ("ผู้ผ่านการอบรม อย่างน้อย 2,500 คน", "2500", "คน", "อย่างน้อย 2,500 คน"),
        ("ผู้ผ่านการอบรม 2,500 คน", "2500", "คน", "2,500 คน"),
        ("รายได้เพิ่มขึ้นร้อยละ 12.5", "12.5", "ร้อยละ", "เพิ่มขึ้นร้อยละ 12.5"),
        ("ของเสียไม่เกินร้อยละ 5", "5", "ร้อยละ", "ไม่เกินร้อยละ 5"),
        ("ระยะเวลารอคอย ไม่เกิน 1,000.5 นาที", "1000.5", "นาที", "ไม่เกิน 1,000.5 นาที"),
        ("อ่างเก็บน้ำ จำนวน 24 แห่ง", "24", "แห่ง", "จำนวน 24 แห่ง"),
        ("ครัวเรือนยากจน ลดลงอย่างน้อยร้อยละ ๑๐", "10", "ร้อยละ", "ลดลงอย่างน้อยร้อยละ ๑๐"),
    ],
)
def test_target(said: str, figure: str, unit: str, words: str) -> None:
    assert target_of(said) == (Decimal(figure), unit, words)


@pytest.mark.parametrize("said", ["จำนวนแหล่งน้ำที่พัฒนา", "แล้วเสร็จภายในปี 2568", "ตามแผนปี 2566-2570", "ระดับความพึงพอใจ"])
def test_what_is_no_target(said: str) -> None:
    assert target_of(said)[0] is None
