"""What is typed, and what is understood by it? A phrase book, part by part, from single letters to whole questions."""

import pytest

from knowledge.amounts import find_amounts
from knowledge.clean import clean
from knowledge.index import Index
from knowledge.keyboard import other_layouts, year_digits
from knowledge.reading import read
from knowledge.sound import sound
from knowledge.understand import understand
from knowledge.years import find_years

MILLION = 10**8
"""Satang."""


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("งบ\u200bประมาณ", "งบประมาณ"),  # a zero-width space, as web pages put between words
        ("\ufeffงบ", "งบ"),
        ("ไม่\u200dมี", "ไม่มี"),
        ("แผน\u00ad", "แผน"),
        ("งบ\u00a0ปี", "งบ ปี"),
        ("ท\u0e4d\u0e32งาน", "ทำงาน"),  # sara am in two pieces
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),  # the same, with the tone mark between them
        ("น้ำำำ", "น้ำ"),
        ("เเผน", "แผน"),
        ("ก่่อสร้าง", "ก่อสร้าง"),
        ("ที่่", "ที่"),
        ("ผู้้", "ผู้"),
        ("เขา\u0e49", "เข้า"),  # the tone mark typed too late
        ("มากกกกก", "มาก"),
        ("ครับบบบ", "ครับ"),
        ("ค่ะะะะ", "ค่ะ"),
        ("ฟรี!!!", "ฟรี!"),
        ("ซ้ำๆ", "ซ้ำๆ"),
        ("5555", "5555"),  # a stretched letter, but not a stretched digit
        ("งบ ๑๒๓.๕๐", "งบ 123.50"),
        ("พ.ศ.๒๕๕๖", "พ.ศ.2556"),
        ("ปี ๕๔–๕๖", "ปี 54-56"),
        ("e–Service", "e-service"),
        ("ＦＲＥＥ", "free"),
        ("😀งบ😀", "งบ"),
        ("  ปี   55  ", "ปี 55"),
        ("\u202eงบ", "งบ"),
    ],
)
def test_spelling_becomes_regular(typed: str, understood: str) -> None:
    assert clean(typed) == understood


def test_what_is_clean_stays_as_it_is() -> None:
    text = "งบประมาณของโครงการน้ำ ที่จังหวัดตั้งไว้ ปี 2555 กี่ล้าน"

    assert clean(text) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("F8i'dki", "โครงการ"),
        ("'[ xu 55", "งบ ปี 55"),
        ("ดพำำ ไรดร", "free wifi"),
        ("ดพำำ wifi", "free wifi"),
        ("ๆพำ", "qre"),
    ],
)
def test_the_other_keyboard_layout_is_tried(typed: str, meant: str) -> None:
    assert meant in other_layouts(typed)


@pytest.mark.parametrize(("typed", "meant"), [("ปี ถถ", "ปี 55"), ("ปี ถุ", "ปี 56"), ("ปีงบ ถึ", "ปีงบ 57"), ("ปี ถุค", "ปี ถุค")])
def test_the_keys_of_digits_are_read_behind_a_year(typed: str, meant: str) -> None:
    assert year_digits(typed) == meant


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("งบเน็ตฟรีปี55", ["งบ", "เน็ต", "ฟรี", "ปี", "55"]),
        ("freewifi", ["free", "wifi"]),
        ("ppisงบเท่าไหร่", ["ppis", "งบ", "เท่าไหร่"]),
        ("ฝึกอบรมictประชาชน", ["ฝึกอบรม", "ict", "ประชาชน"]),
        ("โ ค ร ง ก า ร", ["โครงการ"]),
        ("ประชาสำพันธ์", ["ประชาสัมพันธ์"]),
        ("ข่าวสาน", ["ข่าวสาร"]),
        ("เทสบาล", ["เทศบาล"]),
        ("F8i'dki", ["โครงการ"]),
    ],
)
def test_words_are_cut_and_put_right(typed: str, words: list[str], index: Index) -> None:
    assert [token.text for token in read(index, typed).tokens] == words


@pytest.mark.parametrize(
    ("typed", "written"),
    [("พัทนา", "พัฒนา"), ("ข่าวสาน", "ข่าวสาร"), ("ประชาสำพัน", "ประชาสัมพันธ์"), ("คุนพาบ", "คุณภาพ")],
)
def test_words_of_one_sound_are_alike(typed: str, written: str) -> None:
    assert sound(typed) == sound(written)


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("ปี 55", (2555,)),
        ("ปี55", (2555,)),
        ("ปี 2555", (2555,)),
        ("ปี ๒๕๕๕", (2555,)),
        ("ปี ๕๔", (2554,)),
        ("'55", (2555,)),
        ("ปีงบ 56", (2556,)),
        ("ปีงบประมาณ 2554", (2554,)),
        ("พ.ศ. 2556", (2556,)),
        ("พศ 2557", (2557,)),
        ("ค.ศ. 2013", (2556,)),
        ("2012", (2555,)),
        ("fy2014", (2557,)),
        ("ปี ถถ", (2555,)),
        ("ปีห้าห้า", (2555,)),
        ("ปีห้าสิบห้า", (2555,)),
        ("ปีสองพันห้าร้อยห้าสิบห้า", (2555,)),
        ("ปี 54-56", (2554, 2555, 2556)),
        ("2554-2556", (2554, 2555, 2556)),
        ("ปี 54 ถึง 56", (2554, 2555, 2556)),
        ("2011-2013", (2554, 2555, 2556)),
        ("from 2011 to 2013", (2554, 2555, 2556)),
        ("ปีห้าสี่ถึงห้าหก", (2554, 2555, 2556)),
        ("ปี 54, 56", (2554, 2556)),
        ("54 กับ 57", (2554, 2557)),
        ("ปี 55/56", (2555, 2556)),
        ("ปี 54 55 56", (2554, 2555, 2556)),
        ("ตั้งแต่ปี 55", (2555, 2556, 2557)),
        ("ปี 55 เป็นต้นไป", (2555, 2556, 2557)),
        ("since 2012", (2555, 2556, 2557)),
        ("ปีแรก", (2554,)),
        ("ปีสุดท้าย", (2557,)),
        ("ครึ่งแรก", (2554, 2555)),
        ("ครึ่งหลัง", (2556, 2557)),
        ("3 ปีแรก", (2554, 2555, 2556)),
        ("2 ปีหลัง", (2556, 2557)),
        ("ปี 99", (2599,)),
        ("ปี 2499", (2499,)),
        ("55 ล้าน", ()),
        ("ปี 1455", ()),
        ("4 ปี", ()),
    ],
)
def test_years_are_named_in_many_ways(typed: str, years: tuple[int, ...], index: Index) -> None:
    assert find_years(read(index, typed), index.years).named == years


@pytest.mark.parametrize(
    ("typed", "operator", "satang"),
    [
        ("เกิน 3 ล้าน", ">", 3 * MILLION),
        ("เกินสามล้าน", ">", 3 * MILLION),
        ("เกิน ๑๐ ล้านบาท", ">", 10 * MILLION),
        ("มากกว่า 3 ล้านบาท", ">", 3 * MILLION),
        ("over 4 million baht", ">", 4 * MILLION),
        ("ไม่เกิน 5 แสน", "<=", MILLION // 2),
        ("น้อยกว่า 0.75 ลบ", "<", 3 * MILLION // 4),
        ("< 1 ลบ.", "<", MILLION),
        ("below 1 million", "<", MILLION),
        ("ตั้งแต่ 10 ล้านขึ้นไป", ">=", 10 * MILLION),
        ("5ล้านขึ้นไป", ">=", 5 * MILLION),
        ("ไม่ต่ำกว่า 5 ล้าน", ">=", 5 * MILLION),
        ("อย่างน้อย 2 ล้าน", ">=", 2 * MILLION),
        ("≥ 10", ">=", 10 * MILLION),
        ("5 ล้านพอดี", "=", 5 * MILLION),
        ("exactly 5 million", "=", 5 * MILLION),
    ],
)
def test_a_demand_has_an_operator_and_an_amount(typed: str, operator: str, satang: int, index: Index) -> None:
    assert [(c.op, c.number) for c in find_amounts(read(index, typed)).conditions] == [(operator, satang)]


@pytest.mark.parametrize("typed", ["1-5 ล้าน", "ระหว่าง 1 ถึง 5 ล้าน", "between 1 and 5 million"])
def test_a_span_of_amounts_has_two_ends(typed: str, index: Index) -> None:
    found = [(c.op, c.number, c.upper) for c in find_amounts(read(index, typed)).conditions]

    assert found == [("between", MILLION, 5 * MILLION)]


@pytest.mark.parametrize(
    ("typed", "satang"),
    [
        ("ได้ 10 ล้าน จริงไหม", 10 * MILLION),
        ("สิบล้าน", 10 * MILLION),
        ("ห้าแสนบาท", MILLION // 2),
        ("ครึ่งล้าน", MILLION // 2),
        ("๓ ล้าน", 3 * MILLION),
        ("1.5ล้าน", 3 * MILLION // 2),
        ("50 โครงการ", None),
    ],
)
def test_an_amount_without_a_demand_is_a_claim(typed: str, satang: int | None, index: Index) -> None:
    assert find_amounts(read(index, typed)).claim == satang


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("ประเด็นที่ 3", ["5.3"]),
        ("ประเด็น3", ["5.3"]),
        ("ประเด็น ๓", ["5.3"]),
        ("ประเด็นที่สาม", ["5.3"]),
        ("ประเด็นสาม", ["5.3"]),
        ("ประเด็นยุทธศาสตร์ที่ 3", ["5.3"]),
        ("ปะเดนที่ 3", ["5.3"]),
        ("ปร ะเด็นที่ 3", ["5.3"]),
        ("ยุทธศาสตร์ 5.3", ["5.3"]),
        ("ยุทธศาสตร์ที่ 5 ประเด็นที่ 2", ["5.2"]),
        ("issue 3", ["5.3"]),
        ("strategic issue 3", ["5.3"]),
        ("issue number 3", ["5.3"]),
        ("ประเด็นแรก", ["5.1"]),
        ("ประเด็นสุดท้าย", ["5.6"]),
        ("ประเด็นที่ 1 และ 2", ["5.1", "5.2"]),
        ("ประเด็น 1, 2 และ 5", ["5.1", "5.2", "5.5"]),
        ("ประเด็น 3 กับ 5", ["5.3", "5.5"]),
        ("issues 2 and 4", ["5.2", "5.4"]),
        ("งบ 5.3.6", ["5.3.6"]),
        ("โครงการที่ 2 ของประเด็น 1", ["5.1.2"]),
        ("ประเด็นที่ 3 โครงการที่ 6", ["5.3.6"]),
        ("กลยุทธ์ที่ 2 ของประเด็นที่ 4", ["5.4.T2"]),
        ("ประเด็นที่ 4 กลยุทธ์ที่ 2", ["5.4.T2"]),
        ("กลยุทธ์แรกของประเด็น 5", ["5.5.T1"]),
        ("tactic 1 of issue 3", ["5.3.T1"]),
        ("เป้าประสงค์ข้อ 2 ประเด็น 5", ["5.5.G2"]),
        ("goal 2 of issue 5", ["5.5.G2"]),
        ("ตัวชี้วัดที่ 3 ของเป้าประสงค์ที่ 1 ประเด็นที่ 2", ["5.2.G1.K3"]),
        ("ตชว. 2 เป้า 1 ประเด็น 2", ["5.2.G1.K2"]),
        ("indicator 2 of goal 1 of issue 2", ["5.2.G1.K2"]),
    ],
)
def test_things_are_numbered_in_many_ways(typed: str, codes: list[str], index: Index) -> None:
    assert list(understand(index, typed).question.about) == codes


@pytest.mark.parametrize(
    ("typed", "code", "year"),
    [("งบประเด็นที่ 3 ปี 55", "5.3", 2555), ("งบประเด็น 4 ปี 54", "5.4", 2554), ("issue 5 in 2012", "5.5", 2555)],
)
def test_the_number_of_a_thing_is_no_year(typed: str, code: str, year: int, index: Index) -> None:
    question = understand(index, typed).question

    assert (question.about, question.years) == ((code,), (year,))


@pytest.mark.parametrize("typed", ["ประเด็นที่ 9", "ยุทธศาสตร์ที่ 3", "กลยุทธ์ที่ 8 ของประเด็นที่ 1", "5.7"])
def test_a_number_that_the_plan_does_not_have_is_unknown(typed: str, index: Index) -> None:
    assert understand(index, typed).outcome == "unknown"


@pytest.mark.parametrize(("typed", "number"), [("มาตรการที่ 4", 4), ("มาตรการ ๒", 2), ("measure 5", 5)])
def test_a_measure_is_known_by_its_number(typed: str, number: int, index: Index) -> None:
    question = understand(index, typed).question

    assert (question.ask, question.number) == ("measures", number)
