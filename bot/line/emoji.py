"""What does a text of LINE say without its emoji? They stand in it as names, at places counted in UTF-16 units."""

from collections.abc import Iterator

_MOST = 200
"""Of one message: a text holds hardly more."""


def without_emoji(text: str, emojis: object) -> tuple[str, list[str]]:
    """The text with a blank in place of each emoji, and what stood there. Places that lie outside of it are left."""
    units = text.encode("utf-16-le", "surrogatepass")
    taken: list[str] = []
    for start, end in sorted(_places(emojis, len(units) // 2), reverse=True):
        taken.append(units[2 * start : 2 * end].decode("utf-16-le", "replace"))
        units = units[: 2 * start] + " ".encode("utf-16-le") + units[2 * end :]
    return units.decode("utf-16-le", "replace") if taken else text, taken[::-1]


def _places(emojis: object, length: int) -> Iterator[tuple[int, int]]:
    for emoji in emojis[:_MOST] if isinstance(emojis, list) else []:
        start, size = (emoji.get("index"), emoji.get("length")) if isinstance(emoji, dict) else (None, None)
        if isinstance(start, int) and isinstance(size, int) and 0 <= start < start + size <= length:
            yield start, start + size
