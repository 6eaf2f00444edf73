"""What stands in a message, word by word? The cleaned message cut into tokens, each with what it may give away.

The reading that our words explain best is taken: as typed, or with the keyboard's other layout; then misspelt words are put right.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from knowledge import lexicon
from knowledge.clean import clean
from knowledge.cut import LATIN, NUMBER, TERM, UNKNOWN, WORD, Piece
from knowledge.index import Index, notions_of
from knowledge.keyboard import other_layouts, year_digits
from knowledge.lexicon import Sense

_CODE = re.compile(r"(?<![\d.])5\.\d(?:\.(?:g\d(?:\.k\d)?|t\d|\d{1,2}))?(?![\d.])")
_UNITS = {"สิบ": 10, "ร้อย": 100, "พัน": 1000}
_DIGIT_WORDS = {
    "ศูนย์": 0,
    "หนึ่ง": 1,
    "นึง": 1,
    "เอ็ด": 1,
    "สอง": 2,
    "ยี่": 2,
    "สาม": 3,
    "สี่": 4,
    "ห้า": 5,
    "หก": 6,
    "เจ็ด": 7,
    "แปด": 8,
    "เก้า": 9,
    "ครึ่ง": 0,
}
_SPOKEN = re.compile("|".join((*_UNITS, *_DIGIT_WORDS)))
_ENGLISH_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
                    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}  # fmt: skip
_SEAM = "|"
"""Parts a word that was put in from its neighbours; no blank, for a blank begins a clause."""
_SPELLING_FLOOR = 0.76
_GOOD_READING, _BETTER_READING = 0.75, 0.12


@dataclass(frozen=True)
class Token:
    """One word of a message with what it may give away."""

    text: str
    kind: str
    start: int
    end: int
    before: str
    """What stands between it and the word before (see Piece)."""
    sense: Sense
    notions: tuple[str, ...]
    """What it stands for when compared with names of the plan."""
    number: Decimal | None = None

    def is_cue(self, *names: str) -> bool:
        """Whether the word may be one of these cues."""
        return not self.sense.cues.isdisjoint(names)


@dataclass(frozen=True)
class Reading:
    """A message as understood word by word."""

    letters: str
    """Without blanks, corrected."""
    tokens: tuple[Token, ...]
    codes: tuple[str, ...]
    """Plan codes written out: 5.3.6."""
    english: bool

    def has(self, *cues: str) -> bool:
        """Whether some word may be one of these cues."""
        return any(t.is_cue(*cues) for t in self.tokens)

    def where(self, *cues: str) -> Iterator[int]:
        """Places of the words that may be one of these cues."""
        return (i for i, t in enumerate(self.tokens) if t.is_cue(*cues))

    def says(self, *talk: str) -> bool:
        """Whether some word belongs to one of these groups of talk.yaml (`feedback/complaint`, or `feedback` for all of it)."""
        return any(g == name or g.startswith(name + "/") for t in self.tokens for g in t.sense.talk for name in talk)


def read(index: Index, raw: str) -> Reading:
    """The best reading of a message."""
    raw = year_digits(raw)
    reading, quality = _read_as(index, clean(raw))
    if quality < _GOOD_READING:
        for other in other_layouts(raw[:400]):
            candidate, its_quality = _read_as(index, clean(other))
            if its_quality > quality + _BETTER_READING and _is_clear(candidate):
                reading, quality = candidate, its_quality
    return reading


def _read_as(index: Index, text: str) -> tuple[Reading, float]:
    codes = tuple(_code(m[0]) for m in _CODE.finditer(text) if _code(m[0]) in index.entities or m[0].count(".") > 1)
    text = _CODE.sub(lambda m: " " if _code(m[0]) in codes else m[0], text)
    pieces = index.cutter.cut(text)
    corrected = _put_right(index, pieces)
    if corrected is not None:
        pieces = index.cutter.cut(corrected)
    tokens = _join_span(_join_numbers([_token(index, p) for p in pieces]), len(index.years))
    letters = "".join(p.text for p in pieces)
    thai = sum("\u0e00" <= ch <= "\u0e7f" for ch in letters)
    latin = sum(ch.isascii() and ch.isalpha() for ch in letters)
    return Reading(letters, tuple(tokens), codes, latin > 0 and thai == 0), _quality(index, tokens, codes)


def _code(text: str) -> str:
    return text.upper()


def _token(index: Index, piece: Piece) -> Token:
    sense = index.vocabulary.sense(piece.text)
    number = None
    if piece.kind == NUMBER:
        number = Decimal(piece.text) if piece.text.count(".") <= 1 else None
    elif piece.text in _ENGLISH_NUMBERS:
        number = Decimal(_ENGLISH_NUMBERS[piece.text])
    return Token(
        piece.text,
        piece.kind,
        piece.start,
        piece.end,
        piece.before,
        sense,
        notions_of(piece.text, piece.kind, sense) if number is None else (),
        number,
    )


def _join_numbers(tokens: list[Token]) -> list[Token]:
    """ "ห้า", "สิบ", "หก" in a row become 56."""
    joined: list[Token] = []
    run: list[Token] = []
    for token in [*tokens, None]:
        apart = bool(run) and token is not None and token.before == " " and not (joined and joined[-1].is_cue("year"))
        if token and lexicon.NUMBER_WORD.fullmatch(token.text) and not apart:
            run.append(token)
            continue
        if run:
            word = "".join(t.text for t in run)
            sense = run[0].sense if len(run) == 1 else lexicon.NOTHING
            joined.append(replace(run[0], text=word, end=run[-1].end, sense=sense, notions=(), number=_number_of(word)))
        run = []
        if token and lexicon.NUMBER_WORD.fullmatch(token.text):
            run = [token]
        elif token:
            joined.append(token)
    return joined


def _join_span(tokens: list[Token], years: int) -> list[Token]:
    """ "4 ปี", the plan's whole length, becomes one word; in "ประเด็น 4 ปี 55" the number belongs to the issue."""
    joined: list[Token] = []
    for i, token in enumerate(tokens):
        last = joined[-1] if joined else None
        counted = last is not None and last.number == years and token.is_cue("year")
        if (
            counted
            and last
            and not (i + 1 < len(tokens) and tokens[i + 1].number is not None)
            and not (len(joined) > 1 and joined[-2].is_cue("number_word", "issue", "tactic"))
        ):
            joined[-1] = replace(
                last,
                text=last.text + token.text,
                kind=TERM,
                end=token.end,
                sense=Sense(cues=frozenset({"four_years"})),
                number=None,
            )
        else:
            joined.append(token)
    return joined


def _number_of(word: str) -> Decimal | None:
    """ห้าสิบหก and ห้าหก are 56; a unit alone (พัน) is no number."""
    if word == "ครึ่ง":
        return Decimal("0.5")
    total = digits = 0
    digit: int | None = None
    for spoken in _SPOKEN.findall(word):
        if spoken in _UNITS:
            total += (digit if digit is not None else (1 if spoken == "สิบ" else 0)) * _UNITS[spoken]
            digit = None
        else:
            digits = digits * 10 + _DIGIT_WORDS[spoken]
            digit = _DIGIT_WORDS[spoken]
    if not any(unit in word for unit in _UNITS):
        return Decimal(digits)
    return Decimal(total + (digit or 0)) or None


def _known(index: Index, piece: Piece) -> bool:
    """Whether a piece says something to us: a term, a number, or a word of a plan name."""
    return (
        piece.kind in (TERM, NUMBER) or piece.text in index.by_notion or bool(lexicon.NUMBER_WORD.fullmatch(piece.text))
    )


def _quality(index: Index, tokens: list[Token], codes: tuple[str, ...]) -> float:
    """How much of the message is made of known words, by letters; dictionary words count half, single letters nothing."""
    total = sum(len(t.text) for t in tokens) + 5 * len(codes)
    good = 5.0 * len(codes)
    for t in tokens:
        if len(t.text) < 2:
            continue
        if t.kind == TERM or any(n in index.by_notion for n in t.notions):
            good += len(t.text)
        elif t.kind == WORD:
            good += 0.5 * len(t.text)
        elif t.kind == NUMBER:
            good += 0.3 * len(t.text)
    return good / total if total else 0.0


def _put_right(index: Index, pieces: tuple[Piece, ...]) -> str | None:
    """The message with misspelt words replaced, or None where nothing was found to mend."""
    odd = [i for i, p in enumerate(pieces) if _is_odd(index, p)]
    if not odd or len(odd) > 40:
        return None
    texts = [(" " if p.before == "^" else p.before) + p.text for p in pieces]
    changed = False
    done = -1
    for i in odd:
        if i <= done:
            continue
        retyped = _retyped(index, pieces[i].text)
        found = (
            (i, i + 1, retyped)
            if retyped
            else _heard(index, pieces, i, done + 1) or _best_window(index, pieces, i, done + 1)
        )
        if found:
            start, end, term = found
            texts[start] = pieces[start].before.replace("^", "") + _SEAM + term + _SEAM
            for j in range(start + 1, end):
                texts[j] = ""
            done, changed = end - 1, True
    return "".join(texts) if changed else None


def _is_clear(reading: Reading) -> bool:
    """Whether another layout gave words, not other nonsense."""
    unknown = sum(len(t.text) for t in reading.tokens if t.kind == UNKNOWN)
    short = sum(len(t.text) for t in reading.tokens if t.kind in (TERM, WORD) and len(t.text) < 3)
    return unknown + 0.5 * short <= 0.12 * len(reading.letters)


def _heard(index: Index, pieces: tuple[Piece, ...], odd: int, first: int) -> tuple[int, int, str] | None:
    """A run of torn pieces that sounds like known words from end to end: "ยุด|ทะ|สาด" is ยุทธศาสตร์."""
    start, end = odd, odd + 1
    while start > first and _is_torn(pieces[start - 1]) and pieces[start].before == "":
        start -= 1
    while end < len(pieces) and _is_torn(pieces[end]) and pieces[end].before == "":
        end += 1
    for left in range(start, odd + 1):
        for right in range(end, odd, -1):
            run = "".join(p.text for p in pieces[left:right])
            if right - left > 1 and (retyped := _retyped(index, run)):
                return left, right, retyped
            if right - left > 1 and len(run) > 4 and TERM not in (pieces[left].kind, pieces[right - 1].kind):
                words = index.ear.hear(run)
                if words and any(_is_telling(index, w) for w in words):
                    return left, right, _SEAM.join(words)
    return None


def _is_torn(piece: Piece) -> bool:
    return piece.kind in (WORD, UNKNOWN) or (piece.kind == TERM and len(piece.text) < 5)


def _is_telling(index: Index, word: str) -> bool:
    """Whether a word heard is one of the plan's or of asking: nothing else is worth changing what was typed."""
    sense = index.vocabulary.sense(word)
    return len(word) > 3 and bool(sense.notions or sense.agencies or sense.cues or word in index.by_notion)


def _retyped(index: Index, text: str) -> str:
    """A term typed with the other keyboard layout in the middle of a message: ยยรห is ppis."""
    for other in other_layouts(text)[:1] if len(text) > 2 else ():
        if other.lower() in index.vocabulary.terms:
            return other.lower()
    return ""


def _is_odd(index: Index, piece: Piece) -> bool:
    if piece.kind == UNKNOWN:
        return len(piece.text) > 1 or piece.text in "เแโใไ"
    return piece.kind in (WORD, LATIN) and not _known(index, piece)


def _best_window(index: Index, pieces: tuple[Piece, ...], odd: int, first: int) -> tuple[int, int, str] | None:
    """The run of pieces round an odd one that sounds most like a term."""
    best: tuple[float, int, int, str] | None = None
    for start in range(max(first, odd - 3), odd + 1):
        for end in range(odd + 1, min(len(pieces), odd + 5) + 1):
            window = pieces[start:end]
            text = "".join(p.text for p in window)
            if len(text) > 26 or any(p.kind == NUMBER or _is_strong(index, p) for p in window):
                break
            if len(text) < 4 or any(p.before == " " for p in window[1:]):
                continue
            term, score = index.speller.nearest(text)
            if len(window) == 1 and window[0].kind in (WORD, TERM):
                continue
            known = all(p.kind in (WORD, TERM) for p in window)
            floor = (
                0.82
                if text.isascii()
                else _SPELLING_FLOOR + (0.03 if known and len(text) > 6 else 0.08 if known or len(text) < 6 else 0.0)
            )
            value = score * len(text)
            if score >= floor and (best is None or value > best[0]):
                best = (value, start, end, term)
    return (best[1], best[2], best[3]) if best else None


def _is_strong(index: Index, piece: Piece) -> bool:
    """Whether a piece stands well by itself, so that a correction must not swallow it lightly."""
    return piece.kind == TERM and len(piece.text) > 6
