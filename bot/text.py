"""How does an answer read as plain text?"""

import re

from handlers.answer import Answer, Bars, Figure, Item, Listing, Part

_NUMBERED = re.compile(r"\d+\. ")


def as_text(answer: Answer) -> str:
    """The whole reply, part by part, as a person reads it on a terminal."""
    return "\n".join(_lines(part) for part in answer.parts)


def bullet(item: Item) -> str:
    """What stands before an item; a place of a ranking needs nothing."""
    return "" if _NUMBERED.match(item.title) else "• "


def _lines(part: Part) -> str:
    if isinstance(part, Figure):
        return f"{part.number} {part.unit}".rstrip() + f"\n{part.caption}"
    if isinstance(part, Bars):
        return "\n".join((part.caption, *(f"  {bar.label}: {bar.text}" for bar in part.bars)))
    if isinstance(part, Listing):
        return "\n".join(_item(item) for item in part.items)
    return part.text


def _item(item: Item) -> str:
    head = f"{bullet(item)}{item.title}" + (f" [{item.code}]" if item.code else "")
    return f"{head}\n  {item.detail}" if item.detail else head
