"""What was meant, where the keyboard was left on the other language?

"F8i'dki" is โครงการ typed with the English layout on. The layouts are tried on the raw text, before cleaning:
a doubled letter or a capital means something there.
"""

import re

from pythainlp.util import eng_to_thai, thai_to_eng

_LATIN = re.compile(r"[A-Za-z]")
_THAI = re.compile(r"[\u0e00-\u0e7f]")


_DIGIT_KEYS = str.maketrans("ๅ/-ภถุึคตจ", "1234567890")
_YEAR_KEYS = re.compile(r"(ปี(?:งบ(?:ประมาณ)?)?\s?)([ภถุึคตจ]{2})(?![\u0e00-\u0e7f])")


def year_digits(raw: str) -> str:
    """ "ปี ถถ" is ปี 55: the digits' keys pressed with the Thai layout on."""
    return _YEAR_KEYS.sub(lambda m: m[1] + m[2].translate(_DIGIT_KEYS), raw)


def other_layouts(raw: str) -> tuple[str, ...]:
    """The same key strokes under the other layout: whole, and word by word for a message that mixes both."""
    readings = []
    if _LATIN.search(raw):
        readings.append(eng_to_thai(raw))
        readings.append(" ".join(w if w.isdigit() else eng_to_thai(w) for w in raw.split(" ")))
        words = raw.split(" ")
        if len(words) > 1 and _THAI.search(raw):
            readings.append(" ".join(eng_to_thai(w) if _LATIN.search(w) and not _THAI.search(w) else w for w in words))
    if _THAI.search(raw):
        readings.append(thai_to_eng(raw))
        words = raw.split(" ")
        if len(words) > 1:
            readings.extend(
                " ".join(thai_to_eng(w) if i == j else w for i, w in enumerate(words))
                for j in range(min(len(words), 4))
            )
    return tuple(dict.fromkeys(r for r in readings if r != raw))
