"""How far is something that takes long? A bar on a terminal's standard error, and nothing anywhere else."""

import sys

from bot.terminal import write

_CELLS = 30


class Bar:
    """One line that is drawn again and again."""

    def __init__(self) -> None:
        self._drawn = ""

    def draw(self, done: int, total: int, words: str) -> None:
        """So much is done of so much; `words` stand beside the bar."""
        full = min(_CELLS, done * _CELLS // total) if total else _CELLS
        line = f"\r[{'#' * full}{'.' * (_CELLS - full)}] {words}"
        if line != self._drawn and sys.stderr.isatty():
            write(sys.stderr, line + " " * max(0, len(self._drawn) - len(line)))
            self._drawn = line

    def end(self) -> None:
        """What is written next begins on a line of its own."""
        if self._drawn:
            write(sys.stderr, "\n")
            self._drawn = ""
