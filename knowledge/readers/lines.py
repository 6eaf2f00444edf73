"""The lines of a document, as they stand and with its known slips corrected."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.plan_document import Place, Remark
from knowledge.readers.companion import Correction
from knowledge.yaml_file import read_yaml

_WORDS = Path(__file__).parent / "plan_text.yaml"


@dataclass(frozen=True)
class Line:
    """One line; `text` is what is understood, `raw` is what is quoted."""

    number: int
    raw: str
    text: str
    corrections: tuple[Correction, ...] = ()

    @property
    def is_blank(self) -> bool:
        return not self.raw.strip()

    @property
    def cells(self) -> list[str]:
        return [tidy(cell) for cell in self.text.split("\t")]

    @property
    def raw_cells(self) -> list[str]:
        return [cell.strip() for cell in self.raw.split("\t")]

    def place(self, quote: str) -> Place:
        """The place of a piece of `text`, quoted as it stands in the document."""
        return Place(self.number, self._verbatim(quote))

    def _verbatim(self, piece: str) -> str:
        if piece in self.raw:
            return piece
        for correction in self.corrections:
            piece = piece.replace(correction.corrected, correction.original)
        return piece if piece in self.raw else self.raw.strip()


@cache
def words() -> dict[str, Any]:
    """The words by which parts of a plan are known (plan_text.yaml)."""
    content: dict[str, Any] = read_yaml(_WORDS)
    return content


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One of the patterns of plan_text.yaml."""
    return re.compile(words()[name])


def tidy(text: str) -> str:
    """Without the remains of HTML and with single spaces."""
    return " ".join(pattern("layout").sub(" ", text).split())


def split_lines(text: str, corrections: tuple[Correction, ...]) -> list[Line]:
    """Every line of the text, from 1. Only a line feed ends a line: a form feed or U+2028 would shift all numbers."""
    certain = tuple(correction for correction in corrections if correction.certain)
    lines = enumerate((line.rstrip("\r") for line in text.split("\n")), start=1)
    return [_corrected(number, raw, certain) for number, raw in lines]


def _corrected(number: int, raw: str, corrections: tuple[Correction, ...]) -> Line:
    """Corrections go by the words, not by the line number: an edited document may have moved its lines."""
    used = tuple(correction for correction in corrections if correction.original in raw)
    text = raw
    for correction in used:
        text = text.replace(correction.original, correction.corrected)
    return Line(number, raw, text, used)


def correction_remarks(lines: list[Line], corrections: tuple[Correction, ...]) -> list[Remark]:
    """What was corrected, what is only suspected, and which entries of the companion met nothing."""
    remarks = [
        Remark("corrected", line.number, correction.original, correction.corrected, correction.why)
        for line in lines
        for correction in line.corrections
    ]
    met = {remark.subject for remark in remarks}
    for correction in corrections:
        if correction.certain and correction.original not in met:
            remarks.append(Remark("correction_unused", correction.line, correction.original))
        if not correction.certain:
            remarks += [
                Remark("suspected", line.number, correction.original, correction.corrected, correction.why)
                for line in lines
                if correction.original in line.raw
            ]
    return remarks
