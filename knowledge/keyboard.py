"""What was meant, where the keyboard was left on the other language?

"F8i'dki" is โครงการ typed with the English layout on. The layouts are tried on the raw text, before cleaning:
a doubled letter or a capital means something there.
"""

import re

from pythainlp.util import eng_to_thai, thai_to_eng

from knowledge.vocabulary import read

_LATIN = re.compile(r"[A-Za-z]")
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_DIGIT_KEYS = str.maketrans("ภถุึคตจ", "4567890")
"""The keys of 4 to 0, which no word behind ปี begins with in twos; those of 1 to 3 are signs."""
_YEAR_KEYS = re.compile(rf"((?:{'|'.join(read('grammar')['before_year'])})\s?)([ภถุึคตจ]{{2}})(?![\u0e00-\u0e7f])")
_LEVELS = {letter: level for level, letters in read("level_letters").items() for letter in letters}
_BEFORE_LEVEL = "|".join(read("grammar")["before_level_letter"])
_LEVEL_LETTER = re.compile(rf"(^|(?:{_BEFORE_LEVEL})\s?)({'|'.join(map(re.escape, _LEVELS))})\s?(\d{{1,2}})(?![\d./])")
_NUMBER = re.compile(r"(\d{2,4}(?!\d))")
"""A year, which may be typed on the digit block, or before the layout was changed."""
_MOST_WORDS = 4
"""Words from the front that are each tried alone in the other layout."""


def levels_in_full(raw: str) -> str:
    """ "งบ ป.4" is that of ประเด็นที่ 4 to an official; "เด็ก ป.4" is a pupil."""
    return _LEVEL_LETTER.sub(lambda m: f"{m[1]}{_LEVELS[m[2]]} {m[3]}", raw)


def year_digits(raw: str) -> str:
    """ "ปี ถถ" is ปี 55: the digits' keys pressed with the Thai layout on."""
    return _YEAR_KEYS.sub(lambda m: m[1] + m[2].translate(_DIGIT_KEYS), raw)


def other_layouts(raw: str) -> tuple[str, ...]:
    """The same key strokes under the other layout: whole, and word by word for a message that mixes both."""
    readings: list[str] = []
    if _LATIN.search(raw):
        readings += _into_thai(raw)
    if _THAI.search(raw):
        readings += _into_english(raw)
    return tuple(dict.fromkeys(r for r in readings if r != raw))


def _into_thai(raw: str) -> list[str]:
    words = raw.split(" ")
    kept = "".join(part if part.isdigit() else eng_to_thai(part) for part in _NUMBER.split(raw))
    readings = [" ".join(w if w.isdigit() else eng_to_thai(w) for w in words), eng_to_thai(raw), kept]
    if len(words) > 1 and _THAI.search(raw):
        readings.append(" ".join(eng_to_thai(w) if _LATIN.search(w) and not _THAI.search(w) else w for w in words))
    return readings


def _into_english(raw: str) -> list[str]:
    words = raw.split(" ")
    readings = [thai_to_eng(raw)]
    if len(words) > 1:
        for i, word in enumerate(words[:_MOST_WORDS]):
            readings.append(" ".join([*words[:i], thai_to_eng(word), *words[i + 1 :]]))
    return readings
