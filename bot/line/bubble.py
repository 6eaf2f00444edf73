"""How does a part of an answer look in a Flex bubble?

Plain dicts: the models of the SDK cost 6 ms a message. Colours are those of the web page, at least 4.5:1 on white.
"""

from collections.abc import Sequence
from typing import Any, Literal

from bot.line.button import pressed
from bot.line.letters import clean, label
from handlers.action import ASK, Action
from handlers.answer import Bar, Bars, Figure, Item, Listing, Part, SourceNote, Text

Json = dict[str, Any]

INK, SOFT, ACCENT, BAR, TINT, LINE, DEEP = "#1c2b30", "#54646b", "#0b626f", "#2a8894", "#e6f1f2", "#e3ddd0", "#0d4a54"
_LONGEST_ACTION = 20
_ROW = 26
"""Letters beside each other in a row with a bar."""
_SHORTEST_BAR = 6
_LONGEST_LABEL = 13
_LARGE_DIGITS = 7
_STRIP: Json = {"type": "box", "layout": "vertical", "contents": [], "height": "6px", "backgroundColor": DEEP}


def bubble(
    parts: Sequence[Part], size: Literal["mega", "giga"], *, tappable: bool = False, actions: Sequence[Action] = ()
) -> Json:
    """Parts below each other. Tappable: the items are choices, and a tap does what the button of its name does."""
    body: list[Json] = []
    for part in parts:
        drawn = _choices(part, actions) if tappable and isinstance(part, Listing) else _draw(part)
        body += drawn[1:] if not body and drawn and drawn[0]["type"] == "separator" else drawn
    return {"type": "bubble", "size": size, "hero": _STRIP, **({"body": block(body)} if body else {})}


def small(text: str) -> list[Json]:
    """Small print."""
    return _text(text, "sm", SOFT, margin="lg")


def button(words: str, data: str) -> Json:
    """A button that asks for something of this answer; the words stand in the chat as if the person had said them."""
    action = {"type": "postback", "label": words, "data": data, "displayText": words}
    return {"type": "button", "style": "primary", "color": ACCENT, "height": "sm", "margin": "md", "action": action}


def block(contents: Sequence[Json]) -> Json:
    """A bubble's body or footer."""
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
    if isinstance(part, Text):
        return _text(part.text, "md", INK, margin="lg")
    note = small(part.text)
    return _source(part, note) if note and isinstance(part, SourceNote) else note


def _source(source: SourceNote, note: list[Json]) -> list[Json]:
    """A tap opens the line in the document."""
    if not source.url:
        return [_line(), *note]
    action = {"type": "uri", "label": label(source.text, _LONGEST_ACTION), "uri": source.url}
    linked = [one | {"action": action, "color": ACCENT, "decoration": "underline"} for one in note]
    return [_line(), *linked]


def _figure(figure: Figure) -> list[Json]:
    """Number and unit in one text, so that a unit which finds no room beside the number goes below it."""
    size = "4xl" if len(figure.number) <= _LARGE_DIGITS else "xxl"
    spans = [_span(figure.number, ACCENT, size=size, weight="bold")]
    if figure.unit:
        spans.append(_span(f" {figure.unit}", ACCENT, size="lg", weight="bold"))
    number = {"type": "text", "contents": spans, "wrap": True, "scaling": True, "margin": "lg"}
    return [number, *_text(figure.caption, "md", SOFT)]


def _bars(bars: Bars) -> list[Json]:
    """Widths in letters, the same for each row: otherwise bars of the same amount had different lengths."""
    left = min(max((len(bar.label) for bar in bars.bars), default=0), _LONGEST_LABEL) + 1
    right = max((len(bar.text) for bar in bars.bars if bar.share > 0), default=0) + 2
    caption = _text(bars.caption, "sm", SOFT, weight="bold", margin="xl")
    return [*caption, *(_row(bar, left, right) for bar in bars.bars)]


def _row(bar: Bar, left: int, right: int) -> Json:
    name = _cell(bar.label, INK, flex=left, wrap=True)
    if bar.share > 0:
        amount = _cell(bar.text, INK, flex=right, align="end", weight="bold", adjustMode="shrink-to-fit")
        cells = [name, _track(bar.share, max(_ROW - left - right, _SHORTEST_BAR)), amount]
    else:
        cells = [name, _cell(bar.text, SOFT, flex=max(_ROW - left, right + _SHORTEST_BAR), wrap=True)]
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
    drawn = [*_text(item.title, "md", INK, margin="md"), *_below(item)]
    return [_line(), *drawn] if drawn else []


def _pressed(title: str, actions: Sequence[Action]) -> Json:
    """What a tap on a choice does: what the button of its name does."""
    asked = next((action.subject for action in actions if action.subject), "")
    return pressed(title, Action(title, ASK, asked, title))


def _choices(listing: Listing, actions: Sequence[Action]) -> list[Json]:
    """Each a box to tap: a button would cut its words off after one line."""
    return [
        {
            "type": "box",
            "layout": "vertical",
            "margin": "md",
            "paddingAll": "12px",
            "backgroundColor": TINT,
            "cornerRadius": "10px",
            "contents": [*title, *_below(item)],
            "action": _pressed(title[0]["text"], actions),
        }
        for item in listing.items
        if (title := _text(item.title, "md", ACCENT))
    ]


def _below(item: Item) -> list[Json]:
    """Detail and code. Of "5.00 ล้านบาท · สำนักงานจังหวัด" the figure in front stands out."""
    detail, code = clean(item.detail).strip(), clean(item.code).strip()
    first, dot, rest = detail.partition(" · ")
    is_figure = any(c.isdigit() for c in first)
    figure = _span(first, ACCENT, weight="bold") if is_figure else _span(first, SOFT)
    spans = [figure, _span(dot + rest, SOFT), _span("  " * bool(detail) + code, SOFT, size="xs")]
    spans = [span for span in spans if span["text"].strip()]
    below = {"type": "text", "contents": spans, "size": "sm", "wrap": True, "scaling": True, "margin": "xs"}
    return [below] if spans else []


def _text(text: str, size: str, color: str, **more: str) -> list[Json]:
    """A paragraph, or nothing. Scales with the letter size that the person chose in LINE."""
    text = clean(text).strip()
    if not text:
        return []
    return [{"type": "text", "text": text, "size": size, "color": color, "wrap": True, "scaling": True, **more}]


def _cell(text: str, color: str, **more: str | int) -> Json:
    """A piece of a row. It does not scale, and an amount shrinks where it has no room: a cut one is misread."""
    return {"type": "text", "text": clean(text) or "-", "size": "md", "color": color, **more}


def _span(text: str, color: str, **more: str) -> Json:
    return {"type": "span", "text": clean(text), "color": color, **more}


def _line() -> Json:
    return {"type": "separator", "margin": "lg", "color": LINE}
