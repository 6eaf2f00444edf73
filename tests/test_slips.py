"""Is what was meant found in spite of a slip, another layout or Latin letters, and what is right left alone?"""

import pytest

from bench.romanised import judged
from knowledge.clean import clean, with_marks_as_typed
from knowledge.index import Index
from knowledge.reading import read
from knowledge.romanised import TRANSCRIBED, fold
from knowledge.slips import Slips
from knowledge.understand import understand
from learning.syllables import transcribe
from tests.chats import FOLDER, read_lines

PRACTICE_FLOOR, HELD_FLOOR = 55, 32
"""Messages of 60 and of 40 that were right when the floors were set, less one."""


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("จัหงวัด", "จังหวัด"),  # two change places
        ("จังหวด", "จังหวัด"),  # one too few
        ("จังหวัดด", "จังหวัด"),
        ("จังหวะด", "จังหวัด"),
        ("จังหสัด", "จังหวัด"),
        ("ิกจกรรม", "กิจกรรม"),
        ("กิจกำ", ""),
        ("จังหสักด", ""),
        ("wfii", "wifi"),
        ("wiffi", "wifi"),
        ("wife", ""),  # a word of English that is not ours
        ("โคงกาน", "โครงการ"),  # several, but it sounds the same
        ("ดีๆ", "ดี"),
        ("หนึ่งๆ", ""),
    ],
)
def test_one_slip_leaves_a_word_to_be_found(typed: str, word: str) -> None:
    slips = Slips(["จังหวัด", "กิจกรรม", "โครงการ", "wifi"], frozenset({"ดี", "หนึ่ง"}), frozenset())

    assert slips.meant(typed)[0] == word


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("สรรพากรจัหงวัดทำโครงการอะไร", ["สรรพากรจังหวัด", "ทำ", "โครงการ", "อะไร"]),
        ("อยากร้อเรียนเรื่องขยะ", ["อยาก", "ร้องเรียน", "เรื่อง", "ขยะ"]),
        ("เว็บไซต์ชมุชนจังหวัดใครทำ", ["เว็บไซต์", "ชุมชน", "จังหวัด", "ใคร", "ทำ"]),
        ("พัฒนาจังหัดสู่เมืองน่าอยู่", ["พัฒนา", "จังหวัด", "สู่", "เมืองน่าอยู่"]),  # its pieces are words, too
        ("ทำโครงการะอไร", ["ทำ", "โครงการ", "อะไร"]),  # a vowel went over to the word before
        ("ประ้ด็นที่ 6", ["ประเด็น", "ที่", "6"]),
        ("บูรณาารงานบริการ", ["บูรณาการ", "งานบริการ"]),
        ("how mcuh is wi-di", ["how", "mcuh", "is", "wifi"]),
        ("งานเลิกไปแล้ว", ["งาน", "เลิก", "ไป", "แล้ว"]),
        ("คนที่สี่", ["คน", "ที่", "สี่"]),
        ("การบริหารงาน", ["การ", "บริหารงาน"]),
    ],
)
def test_words_and_their_slips_are_cut_together(typed: str, words: list[str], index: Index) -> None:
    assert [token.text for token in read(index, typed).tokens] == words


def test_what_is_put_right_keeps_its_blanks(index: Index) -> None:
    assert read(index, 'โครงการที่มีคำว่า "สรวจ" ในชื่อ').meant == 'โครงการที่มีคำว่า "สำรวจ" ในชื่อ'
    assert read(index, 'โครงการที่มีคำว่า "สำรวจ" ในชื่อ').meant == ""


def test_a_name_said_outright_is_no_part_of_a_slip(index: Index) -> None:
    names = read(index, "เงินปประชาสัมพันธ์ข่าวสารภาครัฐเพียงโครงการเดียว").names

    assert [name.text for name in names.values()] == ["ประชาสัมพันธ์ข่าวสารภาครัฐเพียงโครงการ"]


def test_marks_stay_where_they_were_typed() -> None:
    assert clean("ูดถึง") == "ดถึง"
    assert with_marks_as_typed("ูดถึง") == "ูดถึง"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (",uxu.f", "มีปีใด"),
        ("mexuwso", "ทำปีไหน"),
        ("g0hksohkmujr^f0kcpj,kd", "เจ้าหน้าที่พูดจาแย่มาก"),
        ("ไ้น พีืห ะ้ำ ิสฟแา สรหะ ยพน่ำแะ", "who runs the black list project"),
        ("'[ xu 55 gmjkwsij", "งบ ปี 55 เท่าไหร่"),
        ("GIS", ""),
        ("who runs the project", ""),
    ],
)
def test_every_layout_is_a_reading(typed: str, meant: str, index: Index) -> None:
    assert read(index, typed).meant == meant


def test_a_complaint_in_the_other_layout_is_one(index: Index) -> None:
    assert understand(index, "ohew,jws],klk,;yoc]h; cpj,kd").reason == "feedback"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("khrong karn", "krong kan"),
        ("muang", "mueang"),
        ("ngob", "ngop"),
        ("laew", "laeo"),
        ("ngoen", "ngern"),
        ("dai", "day"),
        ("phasee", "pasi"),
    ],
)
def test_spellings_of_one_sound_come_to_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("typed", "thai"),
    [
        ("praden tee 3 mee kee khrong karn", "ประเด็นที่ 3 มีกี่โครงการ"),
        ("ngob pee 56 tang phan tao rai", "งบปี 56 ทั้งแผนเท่าไร"),
        ("mee khrongkan ob rom mai krub", "มีโครงการอบรมไหมครับ"),
        ("How many projects are there?", ""),
        ("Who is the best footballer of all time?", ""),
        ("can you name a good hotel near the lake", ""),
    ],
)
def test_thai_in_latin_letters_is_a_reading(typed: str, thai: str, index: Index) -> None:
    assert read(index, typed).meant.replace("  ", " ").strip() == thai


def test_a_message_in_latin_letters_is_answered_in_thai(index: Index) -> None:
    understood = understand(index, "pmqa muang na yoo dai ngob tao rai ka")

    assert not understood.english


@pytest.mark.parametrize(("file", "floor"), [("practice", PRACTICE_FLOOR), ("held", HELD_FLOOR)])
def test_as_many_messages_in_latin_letters_are_right_as_before(file: str, floor: int, index: Index) -> None:
    lines = read_lines(FOLDER / "romanised" / f"{file}.jsonl")
    wrong = [line["text"] for line in lines if judged(index, line["text"], line["means"]) != "right"]

    assert len(lines) - len(wrong) >= floor, wrong


def test_the_table_of_syllables_is_what_is_learned_anew() -> None:
    lines = TRANSCRIBED.read_text(encoding="utf-8").splitlines()[::20]
    assert {syllable: transcribe(syllable) for syllable, _ in (line.split("\t") for line in lines)} == dict(
        line.split("\t") for line in lines
    )
