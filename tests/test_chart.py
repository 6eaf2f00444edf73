"""Is the chart a small picture in which every text stands whole and inside?"""

import re
import struct
from typing import Any

import pytest

from bot.telegram.chart import chart_png, chart_svg
from bot.telegram.wrapping import width, wrap

LONG = (
    "งบรวมทั้ง 4 ปี (2554-2557) ของกลยุทธ์ที่ 3 ของประเด็นที่ 3 พัฒนาศักยภาพบุคลากรของจังหวัด ในระดับผู้บริหาร ข้าราชการ "
    "ผู้ปฏิบัติงานและประชาชน ให้มีทักษะและความรู้ความเข้าใจด้านเทคโนโลยีสารสนเทศ และ กลยุทธ์ที่ 1 ของประเด็นที่ 3"
)
PNG = b"\x89PNG\r\n\x1a\n"


def _chart(**changed: Any) -> dict[str, Any]:
    bars = [_bar("ปี 2554", "ไม่ได้ตั้งงบ", 0.0), _bar("ปี 2555", "5.00", 0.5), _bar("ปี 2556", "10.00", 1.0)]
    chart = {"figure": "15.00 ล้านบาท", "title": "งบรวม", "caption": "งบรายปี", "bars": bars, "source": "ที่มา: บรรทัดที่ 89"}
    return chart | changed


def _bar(label: str, text: str, share: float) -> dict[str, Any]:
    return {"label": label, "text": text, "share": share}


CHARTS = {
    "three years": _chart(),
    "one bar": _chart(bars=[_bar("ปี 2555", "5.00", 1.0)]),
    "no bar": _chart(bars=[]),
    "twelve bars": _chart(bars=[_bar(f"ปี {2554 + n}", f"{n}.50", n / 12) for n in range(12)]),
    "long labels": _chart(bars=[_bar(LONG, "5.00", 1.0), _bar("สั้น", "ไม่ได้ตั้งงบ", 0.0)]),
    "a long title": _chart(title=LONG * 3, source=LONG),
    "one endless word": _chart(title="ก" * 500, figure="", source=""),
    "what looks like a drawing": _chart(title="<text>&amp;</svg>\"'", source="$height {drawing}"),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_a_png_of_1000_pixels_and_less_than_300_kilobytes(name: str) -> None:
    picture = chart_png(CHARTS[name])
    wide, high = struct.unpack(">II", picture[16:24])

    assert (picture[:8], wide, 200 < high < 2000, len(picture) < 300_000) == (PNG, 1000, True, True)


@pytest.mark.parametrize("name", CHARTS)
def test_everything_stands_inside_the_picture(name: str) -> None:
    drawing = chart_svg(CHARTS[name])
    high = int(re.search(r'height="(\d+)"', drawing)[1])  # type: ignore[index]
    texts = re.findall(r'<text class="\w+" x="(\d+)" y="(\d+)" font-size="(\d+)">(.*?)</text>', drawing)
    boxes = re.findall(r'<rect class="bar" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', drawing)
    right = [int(x) + int(size) * width(text) for x, _, size, text in texts] + [int(b[0]) + int(b[2]) for b in boxes]
    low = [int(y) for _, y, _, _ in texts] + [int(b[1]) + int(b[3]) for b in boxes]

    assert (max(right) <= 1000, max(low) < high) == (True, True)


def test_a_year_without_a_budget_shows_the_words() -> None:
    assert ">ไม่ได้ตั้งงบ</text>" in chart_svg(_chart())


def test_bars_are_as_long_as_their_amounts() -> None:
    half, whole = (int(wide) for wide in re.findall(r'class="bar" x="\d+" y="\d+" width="(\d+)"', chart_svg(_chart())))

    assert half * 2 == pytest.approx(whole, abs=1)


def test_texts_are_escaped() -> None:
    assert "&lt;text&gt;&amp;amp;&lt;/svg&gt;" in chart_svg(CHARTS["what looks like a drawing"])


def test_thai_is_wrapped_between_words() -> None:
    assert wrap("โครงการให้บริการภาครัฐโดยระบบอิเล็กทรอนิกส์", 9.5, 9) == ["โครงการให้บริการ", "ภาครัฐโดยระบบ", "อิเล็กทรอนิกส์"]


def test_marks_stay_with_their_words() -> None:
    assert wrap("เมืองเว้ (เวียดนาม), จีน", 6.5, 9) == ["เมืองเว้", "(เวียดนาม),", "จีน"]


def test_lines_that_are_too_many_end_with_dots() -> None:
    assert wrap("หนึ่ง สอง สาม", 3, 2) == ["หนึ่ง", "สอง…"]
