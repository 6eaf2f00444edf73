"""How does the chart of an answer become a picture?"""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from bot.picture import png
from bot.telegram.wrapping import width, wrap

_TEMPLATE = Template(Path(__file__).with_suffix(".svg").read_text(encoding="utf-8"))
_MARGIN, _WIDE = 48, 904
"""Pixels of the 1,000: the edge, and what is between the edges."""
_FIGURE, _TITLE, _CAPTION, _LABEL, _SOURCE = 76, 38, 34, 36, 27
"""Font sizes: a phone shows the picture at about a third."""
_TITLE_LINES, _SOURCE_LINES = 4, 2
_LINE = 1.42
"""Height of a line, as a part of the font size: Thai has marks above marks."""
_LONGEST_LABEL = 240
"""Pixels; a longer label stands above its bar."""
_GAP = 20


def chart_png(chart: Mapping[str, Any]) -> bytes:
    """The picture of the numbers that `chart_message` collected."""
    return png(chart_svg(chart))


def chart_svg(chart: Mapping[str, Any]) -> str:
    """The same as a drawing."""
    sheet = _Sheet()
    sheet.write("figure", chart["figure"], _FIGURE, 1)
    sheet.write("title", chart["title"], _TITLE, _TITLE_LINES)
    sheet.y += _GAP
    sheet.write("caption", chart["caption"], _CAPTION, 1)
    _draw_bars(sheet, chart["bars"])
    sheet.y += 2 * _GAP
    sheet.write("source", chart["source"], _SOURCE, _SOURCE_LINES)
    return _TEMPLATE.substitute(height=round(sheet.y + _GAP), drawing="\n  ".join(sheet.drawn))


class _Sheet:
    """What is drawn so far, from the top down."""

    def __init__(self) -> None:
        self.y: float = _GAP * 1.5
        """Where there is still room."""
        self.drawn: list[str] = []

    def write(self, kind: str, text: str, size: int, lines: int) -> None:
        """A text on lines of its own; no text takes no room."""
        for line in wrap(text, _WIDE / size, lines) if text else ():
            self.text(kind, line, size, _MARGIN, self.y + size)
            self.y += size * _LINE

    def text(self, kind: str, text: str, size: int, x: float, baseline: float) -> None:
        """A text that fits where it is put."""
        place = f'x="{x:.0f}" y="{baseline:.0f}" font-size="{size}"'
        self.drawn.append(f'<text class="{kind}" {place}>{escape(text)}</text>')

    def box(self, kind: str, x: float, y: float, wide: float, high: float) -> None:
        """A bar."""
        place = f'x="{x:.0f}" y="{y:.0f}" width="{wide:.0f}" height="{high:.0f}"'
        self.drawn.append(f'<rect class="{kind}" {place} rx="6"/>')


def _draw_bars(sheet: _Sheet, bars: Sequence[Mapping[str, Any]]) -> None:
    """Labels stand in a column before the bars, or above them where one is long."""
    high = 52 if len(bars) <= 6 else 38
    column = max((width(bar["label"]) * _LABEL for bar in bars), default=0)
    above = column > _LONGEST_LABEL
    left = _MARGIN if above else _MARGIN + column + _GAP
    room = max((width(bar["text"]) * _LABEL for bar in bars if bar["share"] > 0), default=0) + _GAP
    for bar in bars:
        sheet.y += _GAP
        if above:
            sheet.write("label", bar["label"], _LABEL, 1)
        else:
            sheet.text("label", bar["label"], _LABEL, _MARGIN, sheet.y + high * 0.5 + _LABEL * 0.34)
        _draw_bar(sheet, bar, left, _MARGIN + _WIDE - room, high)
        sheet.y += high


def _draw_bar(sheet: _Sheet, bar: Mapping[str, Any], left: float, right: float, high: float) -> None:
    """The amount stands behind its bar; without an amount the words take its place."""
    baseline = sheet.y + high * 0.5 + _LABEL * 0.34
    if bar["share"] <= 0:
        sheet.text("none", wrap(bar["text"], (_MARGIN + _WIDE - left) / _LABEL, 1)[0], _LABEL, left, baseline)
        return
    wide = max(6, (right - left) * min(1, bar["share"]))
    sheet.box("bar", left, sheet.y, wide, high)
    sheet.text("amount", bar["text"], _LABEL, left + wide + _GAP * 0.8, baseline)
