"""Where does one word end and the next begin?

The cheapest path through the message: terms of our vocabulary and plan, then dictionary words, then letters that
nothing explains. A table of the words, and the lengths of those that begin with each three letters, replace a trie,
which takes 11 times as long to load (`docs/understanding.md`).
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from knowledge.slips import LONGEST, SHORTEST, Slips, least

FOLLOWS = frozenset("ะัาำิีึืฺุูๅ็่้๊๋์ํ๎ๆฯ")
"""A word does not begin with these."""
LEADS = frozenset("เแโใไ")
"""A word does not end with these."""
_SIGNS = frozenset("%+<>=")
"""Signs that are words: "> 5 ล้าน", "+100%"."""
NAME_SIGNS: Final = tuple(map(chr, range(0xE000, 0xE004)))
"""Letters of no language, which `clean` leaves in no message: each may stand for a name that was found in it."""
_KEPT = re.escape("".join(sorted(FOLLOWS | _SIGNS | frozenset(NAME_SIGNS))))
_NEVER_INSIDE = frozenset((*"0123456789.", *_SIGNS, *NAME_SIGNS))
"""What no slip of a finger puts into a word, or takes out of it."""
_NOT_KEPT = re.compile(rf"[^\w.{_KEPT}]|_|(?<!\d)\.|\.(?!\d)")
"""What is neither letter, digit nor sign; a point is a digit's only between two."""
_RUN = re.compile(r"[a-z]+|\d+(?:\.\d+)*")

PieceKind = Literal["term", "word", "latin", "number", "unknown"]
TERM: Final = "term"
WORD: Final = "word"
LATIN: Final = "latin"
NUMBER: Final = "number"
UNKNOWN: Final = "unknown"

_TERM_COST, _WORD_COST, _NUMBER_COST, _LATIN_COST, _UNKNOWN_COST = 1.0, 1.25, 1.2, 2.5, 2.0
_SHORT_COST = 0.8
"""What a word of one letter costs on top."""
_WITHIN_ENGLISH, _WITHIN = frozenset(" -."), "."
"""What may part the letters of one word: "how much", "wi-fi", "สนง.จังหวัด"."""
_BLANK_COST = 1.1
"""What a blank inside a Thai term costs: "ได้บ่ มีโครงการ" is not บ่มี. Half of it in a long term, which is no
accident unless its parts are terms too ("ระดับจังหวัด เลยอยากรู้")."""
_LONG_TERM = 6
_SHORT = (1, 2)
"""Letters of words that are too short to be looked up by their first three."""
_SHORT_BITS = sum(1 << length for length in _SHORT)
_SHORTEST_INSIDE = 3
"""Letters of a term that may be cut out of a longer Latin word or number: "freewifi", never "to" of "together"."""


@dataclass(frozen=True)
class Piece:
    """One word as it stands in the message."""

    text: str
    """Without the blanks inside it."""
    kind: PieceKind
    start: int
    """Position in the message without blanks."""
    end: int
    before: str
    """What stands between it and the piece before: "", " ", "-", "+"; "^" at the start."""
    typed: str = ""
    """How it was typed, where it is a word with a slip."""


@dataclass(frozen=True)
class Squeezed:
    """A message without blanks and punctuation."""

    letters: str
    gaps: Mapping[int, str]
    """What stood before a letter: {0: "^", 5: " "}."""
    closed: frozenset[int]
    """Places inside a Latin word or a number, where a word hardly begins or ends."""
    next_gap: Sequence[int]
    """For each letter the place behind it where something stood, or the end."""


Edge = tuple[int, PieceKind, float]
"""A word that may begin somewhere: its end, its kind and its cost."""
Step = tuple[float, int, PieceKind]
"""The best way to a place: its cost, where its last word begins, and that word's kind."""


class Cutter:
    """Cuts messages by one set of terms (ours) and one of words (the language's)."""

    def __init__(self, terms: Collection[str], words: Collection[str]) -> None:
        self._kinds: dict[str, PieceKind] = dict.fromkeys(words, WORD)
        self._kinds.update(dict.fromkeys(terms, TERM))
        lengths: dict[str, int] = defaultdict(lambda: _SHORT_BITS)
        for known in self._kinds:
            lengths[known[:3]] |= 1 << len(known)
        self._lengths = {letters: _places_of_bits(found) for letters, found in lengths.items()}
        """The first three letters of words: how long the words are that begin so, and those that are shorter."""

    def cut(self, text: str, slips: Slips | None = None) -> tuple[Piece, ...]:
        """The pieces of a cleaned message, in order; blanks and punctuation are no pieces."""
        return self.weighed(text, slips)[0]

    def weighed(self, text: str, slips: Slips | None) -> tuple[tuple[Piece, ...], float]:
        """The pieces of a message and what they cost together.

        With `slips`, words with one slip compete with what else their letters are; they become what was meant.
        """
        squeezed = squeeze(text.replace(" ", "") if _is_spaced_out(text) else text)
        edges = [list(self._edges(squeezed, start)) for start in range(len(squeezed.letters))]
        best = _cheapest(edges)
        meant = self._meant(squeezed, edges, best, slips) if slips else {}
        best = _cheapest(edges) if meant else best
        return _walk_back(squeezed, best, meant), best[-1][0]

    def _meant(
        self, squeezed: Squeezed, edges: list[list[Edge]], best: Sequence[Step], slips: Slips
    ) -> dict[tuple[int, int], str]:
        """Words with one slip that make the message cheaper, by where they begin and end; they join the edges.

        What stands well by itself is left alone; letters that nothing explains are explained together or not at all.
        """
        letters, found = squeezed.letters, {}
        pieces = _walk_back(squeezed, best, {})
        weak = [i for p in pieces if not (p.kind == NUMBER or slips.is_sure(p.text)) for i in range(p.start, p.end)]
        inside = {i for p in pieces if p.kind == UNKNOWN for i in range(p.start + 1, p.end)} | squeezed.closed
        left, stops = (_left_from(edges), _stops(squeezed)) if weak else ((), ())
        for start in range(weak[-1] + 1 if weak else 0):
            before, broken = best[start][0], None
            if letters[start] in FOLLOWS:
                broken = self._broken_off(letters, best, start) if start in weak else None
                before = min(before, broken[0]) if broken else before
            elif start in inside:
                continue
            most = best[-1][0] - before - _TERM_COST
            first = max(weak[bisect_left(weak, start)] + 1, start + SHORTEST - (not letters[start].isascii()))
            for end in range(first, min(stops[start], start + LONGEST) + 1):
                if most - left[end] <= least(end - start) or letters[end : end + 1] in FOLLOWS or end in inside:
                    continue
                word, price = slips.meant(letters[start:end])
                if word and price < most - left[end]:
                    found[start, end] = word
                    edges[start].append((end, TERM, _TERM_COST + price))
                    if broken and before == broken[0]:
                        edges[broken[1]].append((start, broken[2], before - best[broken[1]][0]))
        return found

    def _broken_off(self, letters: str, best: Sequence[Step], end: int) -> Step | None:
        """The best known word that ends before a mark, which a slip left at the beginning of the next word."""
        steps = (
            (best[start][0] + (_TERM_COST if kind == TERM else _WORD_COST), start, kind)
            for start in range(max(0, end - LONGEST), end - 1)
            if letters[start] not in FOLLOWS and (kind := self._kinds.get(letters[start:end]))
        )
        return min(steps, default=None)

    def _edges(self, squeezed: Squeezed, start: int) -> Iterable[Edge]:
        """The words that may begin here, the one that always may first."""
        yield _plain_edge(squeezed, start)
        letters, closed = squeezed.letters, squeezed.closed
        if letters[start] in FOLLOWS:
            return
        for length in self._lengths.get(letters[start : start + 3], _SHORT):
            end = start + length
            kind = self._kinds.get(letters[start:end])
            if kind is None or end > len(letters):
                continue
            if letters[end - 1] in LEADS or (end < len(letters) and letters[end] in FOLLOWS):
                continue
            if length < _SHORTEST_INSIDE and (start in closed or end in closed):
                continue
            whole = end <= squeezed.next_gap[start]
            short = _SHORT_COST if length < 2 and letters[start].isalpha() else 0.0
            if kind == TERM:
                yield end, TERM, _TERM_COST + short + (0.0 if whole else self._blank_cost(squeezed, start, end))
            elif whole:
                yield end, WORD, _WORD_COST + short

    def _blank_cost(self, squeezed: Squeezed, start: int, end: int) -> float:
        """What the blanks inside a term cost; an English term is written with them ("strategic issue")."""
        letters = squeezed.letters
        if letters[start:end].isascii():
            return 0.0
        blanks = [at for at, gap in squeezed.gaps.items() if start < at < end and gap == " "]
        is_long = end - start >= _LONG_TERM
        two_terms = len(blanks) == 1 and self._is_term(letters[start : blanks[0]], letters[blanks[0] : end])
        return len(blanks) * (_BLANK_COST / 2 if is_long and not two_terms else _BLANK_COST)

    def _is_term(self, *words: str) -> bool:
        return all(self._kinds.get(word) == TERM for word in words)


@cache  # thousands of beginnings have the same few lengths
def _places_of_bits(number: int) -> tuple[int, ...]:
    return tuple(place for place in range(number.bit_length()) if number >> place & 1)


def places_of_letters(text: str) -> list[int]:
    """Where in a text each of the letters stands that `squeeze` keeps."""
    return [i for i in range(len(text)) if _is_kept(text, i)]


def _is_kept(text: str, i: int) -> bool:
    ch = text[i]
    if ch == ".":
        return _is_decimal_point(text, i)
    return ch.isalnum() or ch in FOLLOWS or ch in _SIGNS or ch in NAME_SIGNS


def letters_of(text: str) -> str:
    """The letters, digits and signs that `squeeze` keeps, in a tenth of its time."""
    return _NOT_KEPT.sub("", text)


def squeeze(text: str) -> Squeezed:
    """The letters, digits and signs of a message."""
    letters: list[str] = []
    gaps = {0: "^"}
    for i, ch in enumerate(text):
        if _is_kept(text, i):
            letters.append(ch)
        else:
            at = len(letters)
            gaps[at] = ch if gaps.get(at, " ") in " ^" else gaps[at]
    joined = "".join(letters)
    closed = frozenset(i for i in range(1, len(joined)) if i not in gaps and _same_run(joined[i - 1], joined[i]))
    return Squeezed(joined, gaps, closed, _next_gaps(len(joined), gaps))


def _next_gaps(size: int, gaps: Iterable[int]) -> list[int]:
    found: list[int] = []
    for at in sorted({*gaps, size} - {0}):
        found += [at] * (at - len(found))
    return found


def _is_decimal_point(text: str, i: int) -> bool:
    return text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit()


def _same_run(left: str, right: str) -> bool:
    """Whether two neighbours belong to one Latin word or one number."""
    latin = left.isascii() and left.isalpha() and right.isascii() and right.isalpha()
    number = (left.isdigit() or left == ".") and (right.isdigit() or right == ".")
    return latin or number


def _is_spaced_out(text: str) -> bool:
    """Whether somebody typed l i k e t h i s: its blanks say nothing."""
    parts = text.split(" ")
    return len(parts) > 5 and sum(len(p) <= 2 for p in parts) > 0.7 * len(parts)


def _plain_edge(squeezed: Squeezed, start: int) -> Edge:
    """What begins here if no known word does: a whole Latin word or number, or one letter that nothing explains."""
    if squeezed.letters[start] in NAME_SIGNS:
        return start + 1, TERM, _TERM_COST
    run = None if start in squeezed.closed else _RUN.match(squeezed.letters, start)
    if run is None:
        return start + 1, UNKNOWN, _UNKNOWN_COST
    end = min(run.end(), squeezed.next_gap[start])
    if squeezed.letters[start].isdigit():
        return end, NUMBER, _NUMBER_COST
    return end, LATIN, _LATIN_COST


def _cheapest(edges: Sequence[Sequence[Edge]]) -> list[Step]:
    """The best way to each place."""
    nowhere: Step = (float("inf"), 0, UNKNOWN)
    best: list[Step] = [(0.0, 0, UNKNOWN), *[nowhere] * len(edges)]
    for start, begun in enumerate(edges):
        cost = best[start][0]
        for end, kind, price in begun:
            if cost + price < best[end][0]:
                best[end] = (cost + price, start, kind)
    return best


def _stops(squeezed: Squeezed) -> list[int]:
    """For each letter where a word that begins with it ends at the latest: at a gap, but for English terms of several
    words, and before what no word has inside."""
    letters, stops = squeezed.letters, [len(squeezed.letters)] * (len(squeezed.letters) + 1)
    for at in range(len(letters) - 1, -1, -1):
        behind, gap = letters[at + 1 : at + 2], squeezed.gaps.get(at + 1, "")
        is_within = gap == _WITHIN or (gap in _WITHIN_ENGLISH and letters[at].isascii() and behind.isascii())
        stops[at] = at + 1 if gap and not is_within else stops[at + 1]
        if letters[at] in _NEVER_INSIDE:
            stops[at] = at
    return stops


def _left_from(edges: Sequence[Sequence[Edge]]) -> list[float]:
    """What the rest of the message costs from each place."""
    left = [0.0] * (len(edges) + 1)
    for start in range(len(edges) - 1, -1, -1):
        left[start] = min(price + left[end] for end, _, price in edges[start])
    return left


def _walk_back(squeezed: Squeezed, best: Sequence[Step], meant: Mapping[tuple[int, int], str]) -> tuple[Piece, ...]:
    """The pieces of the cheapest path; neighbouring unknown letters become one piece."""
    letters, gaps = squeezed.letters, squeezed.gaps
    found: list[tuple[int, int, PieceKind]] = []
    end = len(letters)
    while end:
        _, start, kind = best[end]
        if found and kind == UNKNOWN == found[-1][2] and end not in gaps:
            found[-1] = (start, found[-1][1], kind)
        else:
            found.append((start, end, kind))
        end = start
    return tuple(_pieces(squeezed, reversed(found), meant))


def _pieces(
    squeezed: Squeezed, found: Iterable[tuple[int, int, PieceKind]], meant: Mapping[tuple[int, int], str]
) -> Iterator[Piece]:
    """The words with their places among the letters as they were meant."""
    at = 0
    for start, end, kind in found:
        typed = squeezed.letters[start:end]
        text = meant.get((start, end), typed)
        yield Piece(text, kind, at, at + len(text), squeezed.gaps.get(start, ""), typed if text != typed else "")
        at += len(text)
