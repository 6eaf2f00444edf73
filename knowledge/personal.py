"""What in a text belongs to a person: numbers of cards, phones and accounts, e-mails, names on LINE?

Every pattern is bounded or starts only where a run of digits or letters does, so that a long text takes no longer
than its length.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from knowledge.vocabulary import read_groups

_LABELS = read_groups("personal")["labels"]
_ENGLISH = re.compile("[A-Za-z]")
_THAI = re.compile("[\u0e00-\u0e7f]")
_GAP = r"[ \t\u00a0\u200b\u2010-\u2015\-]{0,3}"
"""Between the digits of one number: blanks and hyphens."""
_PHONE_GAP = r"[ \t\u00a0\u200b\u2010-\u2015\-.()]{0,3}"


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_COUNTS = rf"(?!\d|\s?(?:{_one_of(_LABELS['units'])}))"
"""A number ends here, and nothing says that it counts money."""
_FILLER = rf"(?:\s|[:=(]|{_one_of(_LABELS['between'])}){{0,6}}+"
_NAME = r"@?[a-z0-9][a-z0-9._\-]{2,29}"

_CARD = re.compile(rf"(?<!\d)(?=(\d(?:{_GAP}\d){{12}}){_COUNTS})")
"""It looks ahead, for the right start may lie within what a wrong one takes."""
_LABELLED_CARD = re.compile(
    rf"(?:{_one_of(_LABELS['card'])})[^\d\n]{{0,25}}(\d(?:{_PHONE_GAP}\d){{11,13}}){_COUNTS}", re.IGNORECASE
)
_PHONE = re.compile(rf"(?<!\d)(\(?0(?:{_PHONE_GAP}[689](?:{_PHONE_GAP}\d){{8}}|[2-57](?:{_PHONE_GAP}\d){{7}}))(?!\d)")
_PHONE_ABROAD = re.compile(
    rf"(?<!\d)((?:(?:\+|00)\s?66{_PHONE_GAP}(?:0{_PHONE_GAP})?[2-9](?:{_PHONE_GAP}\d){{7,8}})|66[689]\d{{8}}){_COUNTS}"
)
_ACCOUNT = re.compile(
    rf"(?:{_one_of(_LABELS['account'])})[^\d\n]{{0,30}}(\d(?:{_GAP}\d){{9,14}}){_COUNTS}", re.IGNORECASE
)
_EMAIL = re.compile(
    r"(?<![a-z0-9._%+\-])([a-z0-9._%+\-]++ ?[@\uff20] ?"
    r"(?:[a-z0-9\-]++(?: ?\. ?[a-z][a-z0-9\-]*+)++|(?:gmail|hotmail|yahoo)\b))",
    re.IGNORECASE,
)
_LINE = re.compile(rf"(?:{_one_of(_LABELS['line'])}){_FILLER}({_NAME})", re.IGNORECASE)
_LINE_APP = re.compile(
    rf"(?<![a-z])(?:{_one_of(_LABELS['line_app'])}){_FILLER}((?=[a-z._\-@]*[0-9_]|@)(?=.?[a-z]){_NAME})", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_DIGIT_RUN = re.compile(r"\d+")


def mask(text: str) -> str:
    """The text with words in brackets, in its own language, for what belongs to a person."""
    names = read_groups("personal")["en" if _ENGLISH.search(text) and not _THAI.search(text) else "th"]
    pieces, end = [], 0
    for start, stop, kind in sorted(_found(text), key=lambda span: span[0]):
        if start >= end:
            pieces += [text[end:start], f"[{names[kind][0]}]"]
            end = stop
    return "".join([*pieces, text[end:]])


def without_personal(text: str) -> str:
    """The text with blanks for what belongs to a person: the digits of a phone say nothing of what is told."""
    for start, stop, _ in _found(text):
        text = text[:start] + " " * (stop - start) + text[stop:]
    return text


def gives_personal(text: str) -> bool:
    """Whether it holds any of that."""
    return next(_found(text), None) is not None


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    """Where something stands and what it is; of two that start together the surer one comes first."""
    text = _DIGIT.sub(lambda digit: str(int(digit[0])), text)
    cards = (found for found in _CARD.finditer(text) if _is_card(found[1]))
    phones = (found for found in _PHONE.finditer(text) if _is_phone(found[1]))
    kinds = (
        ("card", chain(cards, _LABELLED_CARD.finditer(text))),
        ("phone", chain(phones, _PHONE_ABROAD.finditer(text))),
        ("email", _EMAIL.finditer(text)),
        ("account", _ACCOUNT.finditer(text)),
        ("line", chain(_LINE.finditer(text), _LINE_APP.finditer(text))),
    )
    return ((*found.span(1), kind) for kind, places in kinds for found in places)


def _is_card(number: str) -> bool:
    """The thirteenth digit checks the others; 1-4099-00123-45-4 stands in five groups, the row of a table in more."""
    digits = [int(character) for character in number if character.isdigit()]
    total = sum(weight * digit for weight, digit in zip(range(13, 1, -1), digits, strict=False))
    return digits[-1] == (11 - total % 11) % 10 and len(_DIGIT_RUN.findall(number)) <= 6


def _is_phone(number: str) -> bool:
    """08-1234-5678 and 0 8 1 2 ... are phones; 08-12-2556 12 is a date and an hour, 0.6 0.8 a row of figures."""
    first, *others = (len(run) for run in _DIGIT_RUN.findall(number))
    if first == 1:
        return len(others) >= 8
    return all(length >= (2 if first > 2 else 3) for length in others)
