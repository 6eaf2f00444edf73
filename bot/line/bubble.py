"""How does a part of an answer look in a Flex bubble?

Plain dicts: the models of the SDK cost 6 ms a message. Colours are those of the web page, at least 4.5:1 on white.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from bot.line.letters import clean, label
from handlers.answer import Bar, Bars, Figure, Item, Listing, Part, SourceNote, Text

Json = dict[str, Any]

INK, SOFT, ACCENT, BAR, TINT, LINE, DEEP = "#1c2b30", "#54646b", "#0b626f", "#2a8894", "#e6f1f2", "#e3ddd0", "#0d4a54"
_LONGEST_MESSAGE = 300
"""Grapheme clusters of the text that a tap sends."""
_ROW = 28
"""Letters beside each other in a row with a bar."""
_LONGEST_LABEL = 13
_LARGE_DIGITS = 7
_STRIP: Json = {"type": "box", "layout": "vertical", "contents": [], "height": "6px", "backgroundColor": DEEP}


def bubble(
    parts: Sequence[Part], size: Literal["mega", "giga"], *, tappable: bool = False, footer: Sequence[Json] = ()
) -> Json:
    """Parts below each other. Tappable: the items are choices, and a tap sends an item's title."""
    body: list[Json] = []
    for part in parts:
        drawn = _choices(part) if tappable and isinstance(part, Listing) else _draw(part)
        body += drawn[1:] if not body and drawn and drawn[0]["type"] == "separator" else drawn
    blocks = {"body": _block(body)} if body else {}
    if footer:
        blocks["footer"] = _block(footer)
    return {"type": "bubble", "size": size, "hero": _STRIP, **blocks}


def small(text: str) -> Json:
    """Small print."""
    return _text(text, "sm", SOFT, margin="md")


def button(words: str, data: str) -> Json:
    """A button that asks for something of this answer; the words stand in the chat as if the person had said them."""
    action = {"type": "postback", "label": words, "data": data, "displayText": words}
    return {"type": "button", "style": "primary", "color": ACCENT, "height": "sm", "margin": "md", "action": action}


def _block(contents: Sequence[Json]) -> Json:
    return {
        "type": "box",
        "layout": "vertical",
        "paddingAll": "16px",
        "backgroundColor": "#ffffff",
        "contents": list(contents),
    }


def _draw(part: Part) -> list[Json]:
    if isinstance(part, Figure):
        return _figure(part)
    if isinstance(part, Bars):
        return _bars(part)
    if isinstance(part, Listing):
        return [drawn for item in part.items for drawn in _item(item)]
    if not part.text.strip():
        return []
    if isinstance(part, Text):
        return [_text(part.text, "md", INK, margin="lg")]
    return [*([_line()] if isinstance(part, SourceNote) else []), small(part.text)]


def _figure(figure: Figure) -> list[Json]:
    """Number and unit in one text, so that a unit which finds no room beside the number goes below it."""
    size = "4xl" if len(figure.number) <= _LARGE_DIGITS else "xxl"
    spans = [_span(figure.number, ACCENT, size=size, weight="bold")]
    if figure.unit:
        spans.append(_span(f" {figure.unit}", ACCENT, size="lg", weight="bold"))
    number = {"type": "text", "contents": spans, "wrap": True, "scaling": True, "margin": "lg"}
    return [number, *([_text(figure.caption, "md", SOFT)] if figure.caption else [])]


def _bars(bars: Bars) -> list[Json]:
    """Widths in letters, the same for each row: otherwise bars of the same amount had different lengths."""
    left = min(max((len(bar.label) for bar in bars.bars), default=1), _LONGEST_LABEL)
    right = max((len(bar.text) for bar in bars.bars if bar.share > 0), default=1)
    caption = _text(bars.caption, "sm", SOFT, weight="bold", margin="xl")
    return [*([caption] if bars.caption else []), *(_row(bar, left, right) for bar in bars.bars)]


def _row(bar: Bar, left: int, right: int) -> Json:
    name = _cell(bar.label, INK, flex=left)
    if bar.share > 0:
        amount = _cell(bar.text, INK, flex=right, align="end", weight="bold")
        cells = [name, _track(bar.share, max(_ROW - left - right, 6)), amount]
    else:
        cells = [name, _cell(bar.text, SOFT, flex=_ROW - left)]
    return {
        "type": "box",
        "layout": "horizontal",
        "alignItems": "center",
        "spacing": "sm",
        "margin": "md",
        "contents": cells,
    }


def _track(share: float, flex: int) -> Json:
    return {
        "type": "box",
        "layout": "vertical",
        "flex": flex,
        "backgroundColor": TINT,
        "cornerRadius": "4px",
        "contents": [
            {
                "type": "box",
                "layout": "vertical",
                "contents": [],
                "width": f"{max(2, min(100, round(share * 100)))}%",
                "height": "18px",
                "backgroundColor": BAR,
                "cornerRadius": "4px",
            }
        ],
    }


def _item(item: Item) -> list[Json]:
    drawn = [_text(item.title, "md", INK, margin="md")] if item.title.strip() else []
    below = _below(item)
    return [_line(), *drawn, *below] if drawn or below else []


def _choices(listing: Listing) -> list[Json]:
    """Each a box to tap: a button would cut its words off after one line."""
    return [
        {
            "type": "box",
            "layout": "vertical",
            "margin": "md",
            "paddingAll": "12px",
            "backgroundColor": TINT,
            "cornerRadius": "10px",
            "contents": [_text(item.title, "md", ACCENT), *_below(item)],
            "action": {"type": "message", "text": label(clean(item.title), _LONGEST_MESSAGE)},
        }
        for item in listing.items
        if item.title.strip()
    ]


def _below(item: Item) -> list[Json]:
    """Detail and code. Of "5.00 ล้านบาท · สำนักงานจังหวัด" the figure stands out, the words do not."""
    spans: list[Json] = []
    for fact in item.detail.split(" · ") if item.detail.strip() else ():
        stands_out: Mapping[str, str] = {"weight": "bold"} if any(c.isdigit() for c in fact) else {}
        spans.append(_span(f" · {fact}" if spans else fact, ACCENT if stands_out else SOFT, **stands_out))
    if item.code:
        spans.append(_span(f"  {item.code}" if spans else item.code, SOFT, size="xs"))
    if not spans:
        return []
    return [{"type": "text", "contents": spans, "size": "sm", "wrap": True, "scaling": True, "margin": "xs"}]


def _text(text: str, size: str, color: str, **more: str) -> Json:
    """Scales with the letter size that the person chose in LINE."""
    return {"type": "text", "text": clean(text), "size": size, "color": color, "wrap": True, "scaling": True, **more}


def _cell(text: str, color: str, **more: str | int) -> Json:
    """A piece of a row. It does not scale: an amount that wraps is misread."""
    return {"type": "text", "text": clean(text) or "-", "size": "md", "color": color, "wrap": True, **more}


def _span(text: str, color: str, **more: str) -> Json:
    return {"type": "span", "text": clean(text), "color": color, **more}


def _line() -> Json:
    return {"type": "separator", "margin": "lg", "color": LINE}
