"""What was meant by words that say nothing as they were typed?

An odd piece is read as typed with the other keyboard layout, or heard together with its torn neighbours, or taken for
the term that it and its neighbours look and sound like most. What makes sense as it stands is left alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.cut import LATIN, LEADS, NAME_SIGNS, NUMBER, TERM, UNKNOWN, WORD, Piece
from knowledge.index import Index
from knowledge.keyboard import other_layouts
from knowledge.numerals import NUMBER_WORD

_SEAM = "|"
"""Parts a word that was put in from its neighbours; no blank, for a blank begins a clause."""
_MOST_ODD = 40
"""Odd pieces of a message from which on nothing is mended: it is no Thai and no English."""
_SHORTEST, _LONGEST = 4, 26
"""Letters of a run that may be a misspelt term."""
_STRONG = 6
"""Letters of a term from which on it stands well by itself and no correction swallows it."""
_TORN = 5
"""Letters below which even a term may be a splinter of a misspelt word."""
_BEFORE, _AFTER = 3, 5
"""Pieces round an odd one that may be parts of the same word."""
_LIKE, _LIKE_ENGLISH = 0.76, 0.82
"""How alike a run and a term must be."""
_MORE_IF_LONG, _MORE_IF_SHORT = 0.03, 0.08
"""How much more alike, where the run is made of words or is short: those meet a term by chance."""


@dataclass(frozen=True)
class _Mended:
    """The pieces from `start` to `end` (exclusive) are this."""

    start: int
    end: int
    meant: str


def put_right(index: Index, pieces: tuple[Piece, ...]) -> str | None:
    """The message with misspelt words replaced, or None where nothing was found to mend."""
    odd = [i for i, piece in enumerate(pieces) if _is_odd(index, piece)]
    if len(odd) > _MOST_ODD:
        return None
    mended: list[_Mended] = []
    done = 0
    for i in odd:
        found = _mend(index, pieces, i, done) if i >= done else None
        if found:
            mended.append(found)
            done = found.end
    return _rewritten(pieces, mended) if mended else None


def _is_odd(index: Index, piece: Piece) -> bool:
    """Whether a piece says nothing to us: no term, no number, no word of a plan name."""
    if piece.kind == UNKNOWN:
        return len(piece.text) > 1 or piece.text in LEADS
    says_something = piece.text in index.by_notion or NUMBER_WORD.fullmatch(piece.text)
    return piece.kind in (WORD, LATIN) and not says_something


def _mend(index: Index, pieces: tuple[Piece, ...], odd: int, first: int) -> _Mended | None:
    """What an odd piece was meant for; pieces before `first` are settled."""
    retyped = _retyped(index, pieces[odd].text)
    if retyped:
        return _Mended(odd, odd + 1, retyped)
    found = _heard(index, pieces, odd, first) or _misspelt(index, pieces, odd, first)
    echo = "" if found else _echo(index, pieces[odd])
    return _Mended(odd, odd + 1, echo) if echo else found


def _rewritten(pieces: tuple[Piece, ...], mended: list[_Mended]) -> str:
    """The message anew; blanks inside what was mended are gone."""
    by_start = {m.start: m for m in mended}
    swallowed = {i for m in mended for i in range(m.start + 1, m.end)}
    texts: list[str] = []
    for i, piece in enumerate(pieces):
        if i in by_start:
            texts.append(piece.before.replace("^", "") + _SEAM + by_start[i].meant + _SEAM)
        elif i not in swallowed:
            texts.append(piece.before.replace("^", " ") + piece.text)
    return "".join(texts)


def _retyped(index: Index, text: str) -> str:
    """A term typed with the other keyboard layout in the middle of a message: ยยรห is ppis."""
    others = other_layouts(text)[:1] if len(text) > 2 else ()
    return next((other.lower() for other in others if other.lower() in index.vocabulary.terms), "")


def _heard(index: Index, pieces: tuple[Piece, ...], odd: int, first: int) -> _Mended | None:
    """A run of torn pieces that sounds like known words from end to end: "ยุด|ทะ|สาด" is ยุทธศาสตร์."""
    start, end = odd, odd + 1
    while start > first and _is_torn(pieces[start - 1]) and pieces[start].before == "":
        start -= 1
    while end < len(pieces) and _is_torn(pieces[end]) and pieces[end].before == "":
        end += 1
    for left in range(start, odd + 1):
        for right in range(end, max(odd, left + 1), -1):
            meant = _heard_as(index, pieces[left:right])
            if meant:
                return _Mended(left, right, meant)
    return None


def _echo(index: Index, piece: Piece) -> str:
    """The known word that a short unknown one sounds just like, or ""."""
    is_short = piece.kind == UNKNOWN and 1 < len(piece.text) < _TORN and not piece.text.isascii()
    return index.ear.echo(piece.text) if is_short else ""


def _is_torn(piece: Piece) -> bool:
    if piece.text in NAME_SIGNS:
        return False
    return piece.kind in (WORD, UNKNOWN) or (piece.kind == TERM and len(piece.text) < _TORN)


def _heard_as(index: Index, run: tuple[Piece, ...]) -> str:
    """What a run of pieces was meant for, or ""."""
    text = "".join(p.text for p in run)
    retyped = _retyped(index, text)
    if retyped or len(text) <= _SHORTEST or TERM in (run[0].kind, run[-1].kind):
        return retyped
    words = index.ear.hear(text)
    return _SEAM.join(words) if any(_is_telling(index, w) for w in words) else ""


def _is_telling(index: Index, word: str) -> bool:
    """Whether a word heard is one of the plan's or of asking: nothing else is worth changing what was typed."""
    sense = index.vocabulary.sense(word)
    return len(word) > 3 and bool(sense.notions or sense.agencies or sense.cues or word in index.by_notion)


def _misspelt(index: Index, pieces: tuple[Piece, ...], odd: int, first: int) -> _Mended | None:
    """The run of pieces round an odd one that looks and sounds most like a term."""
    best, best_value = None, 0.0
    for start, end in _windows(pieces, odd, first):
        run = pieces[start:end]
        text = "".join(p.text for p in run)
        meant, alike = index.speller.nearest(text)
        if alike >= _floor(run, text) and alike * len(text) > best_value:
            best, best_value = _Mended(start, end, meant), alike * len(text)
    return best


def _windows(pieces: tuple[Piece, ...], odd: int, first: int) -> Iterator[tuple[int, int]]:
    """The runs round an odd piece that may be one misspelt word: without a blank, a number or a long term in them."""
    for start in range(max(first, odd - _BEFORE), odd + 1):
        length = sum(len(p.text) for p in pieces[start:odd])
        for end in range(odd + 1, min(len(pieces), odd + _AFTER) + 1):
            length += len(pieces[end - 1].text)
            run = pieces[start:end]
            if length > _LONGEST or any(p.kind == NUMBER or _is_strong(p) for p in run):
                break
            is_word = len(run) == 1 and run[0].kind == WORD
            if length >= _SHORTEST and not is_word and not any(p.before == " " for p in run[1:]):
                yield start, end


def _is_strong(piece: Piece) -> bool:
    return piece.kind == TERM and (len(piece.text) > _STRONG or piece.text in NAME_SIGNS)


def _floor(run: tuple[Piece, ...], text: str) -> float:
    """How alike a run must be to a term to be taken for it."""
    if text.isascii():
        return _LIKE_ENGLISH
    if all(p.kind in (WORD, TERM) for p in run):
        return _LIKE + (_MORE_IF_LONG if len(text) > _STRONG else _MORE_IF_SHORT)
    return _LIKE + (_MORE_IF_SHORT if len(text) < _STRONG else 0.0)
