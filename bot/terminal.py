"""How does text get to a terminal or a pipe, whatever the locale is?"""

from typing import TextIO


def write(stream: TextIO, text: str) -> None:
    """At once, and as UTF-8: names and cases are Thai; what is no text, such as bytes of a file's name, becomes "?"."""
    stream.buffer.write(text.encode("utf-8", "replace"))
    stream.buffer.flush()
