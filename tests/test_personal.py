"""Is what belongs to a person masked, and nothing else?"""

import pytest

from knowledge.personal import mask

CARD, PHONE, EMAIL, LINE, ACCOUNT = (
    "[เลขบัตรประชาชน]",
    "[เบอร์โทรศัพท์]",
    "[อีเมล]",
    "[ไอดีไลน์]",
    "[เลขบัญชี]",
)
MASKED = [
    ("ผม 1409900123454 ครับ", f"ผม {CARD} ครับ"),
    ("บัตร 1-4099-00123-45-4", f"บัตร {CARD}"),
    ("บัตร 1 4099 00123 45 4", f"บัตร {CARD}"),
    ("บัตร ๑-๔๐๙๙-๐๐๑๒๓-๔๕-๔ ค่ะ", f"บัตร {CARD} ค่ะ"),
    ("ข้อ 2 1-4099-00123-45-4", f"ข้อ 2 {CARD}"),
    ("15 1409900123454", f"15 {CARD}"),
    ("เลขบัตร 1-4099-00123-45-6 ขอร้องเรียน", f"เลขบัตร {CARD} ขอร้องเรียน"),
    ("เลขบัตรประชาชน: 1.4099.00123.45.6", f"เลขบัตรประชาชน: {CARD}"),
    ("ปชช เลข 13 หลักคือ 1409900123456", f"ปชช เลข 13 หลักคือ {CARD}"),
    ("โทร 0812345678", f"โทร {PHONE}"),
    ("โทร.081-234-5678 นะ", f"โทร.{PHONE} นะ"),
    ("เบอร์๐๘๑๒๓๔๕๖๗๘", f"เบอร์{PHONE}"),
    ("๐๘-๑๒๓๔-๕๖๗๘", PHONE),
    ("๐๘๑ ๒๓๔ ๕๖๗๘", PHONE),
    ("06.1234.5678", PHONE),
    ("098 76 54 321", PHONE),
    ("0 8 1 2 3 4 5 6 7 8", PHONE),
    ("081 - 234 - 5678", PHONE),
    ("0812345678,0898765432", f"{PHONE},{PHONE}"),
    ("0812345678 0898765432", f"{PHONE} {PHONE}"),
    ("0812345678/0898765432", f"{PHONE}/{PHONE}"),
    ("สำนักงาน 043-246-123", f"สำนักงาน {PHONE}"),
    ("043246123 ต่อ 12", f"{PHONE} ต่อ 12"),
    ("02-123-4567", PHONE),
    ("โทร 02 1234567", f"โทร {PHONE}"),
    ("โทร +66812345678", f"โทร {PHONE}"),
    ("โทร +66 81 234 5678", f"โทร {PHONE}"),
    ("โทร +66-43-246123", f"โทร {PHONE}"),
    ("โทร 66812345678", f"โทร {PHONE}"),
    ("เมล somchai.j@example.co.th ครับ", f"เมล {EMAIL} ครับ"),
    ("ส่งมาที่Somchai_99@EXAMPLE.COM", f"ส่งมาที่{EMAIL}"),
    ("เมล somchai @ example . com", f"เมล {EMAIL}"),
    ("somchai@gmail นะ", f"{EMAIL} นะ"),
    ("ไลน์ somchai99", f"ไลน์ {LINE}"),
    ("ไอดีไลน์: somchai", f"ไอดีไลน์: {LINE}"),
    ("แอดไลน์ผม somsri.k ได้เลย", f"แอดไลน์ผม {LINE} ได้เลย"),
    ("line id somchai_k ครับ", f"line id {LINE} ครับ"),
    ("LINE ID : @somchai ครับ", f"LINE ID : {LINE} ครับ"),
    ("ไลน์ 0812345678", f"ไลน์ {PHONE}"),
    ("เลขบัญชี 123-4-56789-0", f"เลขบัญชี {ACCOUNT}"),
    ("โอนเข้าบัญชีกสิกร ๑๒๓๔๕๖๗๘๙๐ ได้เลย", f"โอนเข้าบัญชีกสิกร {ACCOUNT} ได้เลย"),
    ("ชื่อสมชาย โทร 0812345678 บัตร 1409900123454", f"ชื่อสมชาย โทร {PHONE} บัตร {CARD}"),
    ("call 081-234-5678 or joe@example.com", "call [phone number] or [e-mail]"),
    ("my line id is joe_99", "my line id is [LINE ID]"),
    ("my citizen ID is 1409900123456", "my citizen ID is [ID card number]"),
]
KEPT = [
    "งบ 1,234,567,890 บาท",
    "งบ 1234567890123 บาท",
    "ใช้เงิน 812345678 ปีที่แล้ว",
    "ปี 2554 2555 2556 2557",
    "ปี 2554-2557",
    "โครงการ 5.3.6 กับ 5.2.T3 และ 5.4.G2.K1",
    "เรื่องของฉัน 482-915-736",
    "เรื่อง 482915736",
    "เรื่อง 482 915 736",
    "วันที่ 08-12-2556 12.30 น.",
    "วันที่ 05-12-2556 9.00",
    "0.50 0.50 0.50 0.60 ล้าน",
    "30.80 55.20 61.45 44.70",
    "1 2 3 4 5 6 7 8 9 10 11 12 13",
    "บัญชี 1500000000 บาท",
    "โทร 191 หรือ 1669 หรือ 1323",
    "หนังสือที่ ขก 0017.2/ว 1234",
    "ไลน์ OA ของจังหวัด",
    "ไลน์กลุ่มหมู่บ้าน",
    "the line was long",
    "in line 2 of the table",
    "เจอกัน @ศาลากลาง",
    "free wifi@khonkaen",
    "ผม 1409900123456 ครับ",
    "ลืมบัตรประชาชนไว้ที่บ้านเลขที่ 99/1",
    "http://www.khonkaen.go.th/2557",
    "",
]
LONG = [
    piece * (100_000 // len(piece))
    for piece in ("1 ", "a", "0", "a.", "a@", "08-", "ไลน์", "ไลน์ผม ", "เลขบัตร ", "บัญชี", "+66")
]


@pytest.mark.parametrize(("text", "masked"), MASKED)
def test_what_belongs_to_a_person_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize("text", KEPT)
def test_amounts_years_codes_and_case_numbers_stay(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("text", [text for text, _ in MASKED])
def test_what_was_masked_holds_nothing_more(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:8])
def test_a_very_long_text_is_masked_like_any_other(text: str) -> None:
    """With patterns that look back and forth this would not end."""
    assert mask(f"{text}\nโทร 081-234-5678\n").endswith(f"\nโทร {PHONE}\n")


@pytest.mark.parametrize("text", ["\ud800 0812345678", "\x00", "²³¹" * 5, "🙏" * 20, "０８１２３４５６７８"])
def test_odd_characters_do_no_harm(text: str) -> None:
    assert "0812345678" not in mask(text)
