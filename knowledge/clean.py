"""How is typed Thai made regular, before anything is looked up?

Spelling that a reader does not see (mark order, doubled marks, เเ for แ) becomes one spelling; digits become Arabic.
Nothing is guessed here: what needs a dictionary is in `cut.py` and `spelling.py`.
"""

import re
import unicodedata
from functools import lru_cache

from pythainlp.util import normalize

from knowledge.vocabulary import read

LONGEST = 1500
"""Characters read of one message; a complaint may be long, a question is not."""

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "′": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "＋": "+", "≥": ">=", "≤": "<="}
)
_DASH_CELL = re.compile(r"""["']\s*-\s*["']""")
"""The plan's sign for "no budget set", when somebody quotes it."""
_NO_BUDGET = f" {read('grammar')['no_budget'][0]} "
_ARROW = re.compile(r"[\u2192\u21d2]|[-=]+>")
_TO = read("grammar")["arrow"][0]
"""What an arrow says: "54 → 57"."""
_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ue000-\uf8ff\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)
_NOT_THAI = re.compile(r"[^\u0e00-\u0e7f]+")
_PICTURE = re.compile(r"[\u2190-\u2bff\u3000-\u303f\U0001f000-\U000e0fff]+")
_BLANKS = re.compile(r"\s+")
_MARK_RUN = re.compile(r"([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])[\u0e47-\u0e4e]*\1+")
"""The same mark twice, with tones between: a thumb that fell on it again."""
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
"""The comma of 5,000,000."""
_STRETCH = re.compile(r"(?<=\S)(?!(?<=[แะ])บบบ[ก-ฟม-ํ])([^\d\s.])\1{2,}|([^\d\s.])\2{3,}")
"""Letters drawn out, three or more: มากกกก is มาก; but ระบบ and แบบ may meet another บ, and สสส. is a name."""
_SIGN_STRETCH = re.compile(r"([\u0e30-\u0e3a\u0e47-\u0e4e])\1+")


@lru_cache(maxsize=16)  # several ask about one message, one after the other
def clean(text: str) -> str:
    """The message in one regular spelling, at most LONGEST characters; emoji are blanks."""
    text = _without_oddities(text)
    text = _SIGN_STRETCH.sub(r"\1", _MARK_RUN.sub(r"\1", text))
    return _finished(normalize(text) if text.strip() else "")


def with_marks_as_typed(text: str) -> str:
    """The same, but marks stay where they were typed: of "ประ้ด็น", where เ became ้, nothing is left in order."""
    return _finished(_without_oddities(text))


def _without_oddities(text: str) -> str:
    text = _DASH_CELL.sub(_NO_BUDGET, text[:LONGEST].translate(_QUOTES))
    text = _INVISIBLE.sub("", text)
    # NFKC would tear ำ apart, so it sees only what is not Thai (full-width letters, ligatures).
    text = _NOT_THAI.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    text = _PICTURE.sub(" ", _ARROW.sub(_TO, text))
    return _STRETCH.sub(lambda m: m[1] or m[2], text)


def _finished(text: str) -> str:
    text = _THOUSANDS.sub("", text.translate(_DIGITS))
    return _BLANKS.sub(" ", text).strip().lower()


def is_picture_only(text: str) -> bool:
    """Whether a message holds pictures (emoji) and no letter or digit."""
    return bool(_PICTURE.search(text)) and not any(ch.isalnum() for ch in text)
