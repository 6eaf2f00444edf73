"""What do the words mean that are left when names and words of asking are taken out of a message about a bill?

A topic of projects, a part of a kind's name, a province by its bare name, or words of items; else nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from knowledge.bill.asked import Lines
from knowledge.bill.book import Book, has_word
from knowledge.names.skeleton import bones
from knowledge.tokens import Token
from knowledge.vocabulary import read, read_groups

_PART = 4
"""Compared letters of a part of a kind's or project's name."""
_WORD = 3
"""Compared letters of a word of an item; a shorter one must stand there with its marks."""
_TOGETHER = 6
"""Compared letters of several words of an item."""
_SEVERAL = 2
_TELLING = ("places", "matters", "kinds_of_people")
_ALIKE = 8
"""Letters that two units share, where one is said by its end alone: "ตอนล่างกับตอนบน"."""


@dataclass(frozen=True)
class Run:
    """Words that stand together."""

    tokens: tuple[Token, ...]
    about: bool = False
    """Words such as ด้าน stand before it: it is a topic, if anything is."""

    @property
    def text(self) -> str:
        """Its letters, with the blanks between them."""
        first, *others = self.tokens
        return first.text + "".join((" " if token.before == " " else "") + token.text for token in others)

    @property
    def says_nothing(self) -> bool:
        """Whether all of its words are everyday ones."""
        return all(is_everyday(token) for token in self.tokens)


def is_everyday(token: Token) -> bool:
    """Whether a word alone says nothing of what is asked."""
    if not any(sign.isalnum() for sign in token.text):
        return True
    return token.sense.everyday and token.text not in _telling()


@cache
def _telling() -> frozenset[str]:
    """Everyday words of which money may be asked: วัด, เด็ก; of a place only what stands before its name says nothing."""
    words = read("everyday")
    told = (word for group in _TELLING for word in words[group])
    return frozenset(told).difference(read_groups("bill")["small"]["before_names"])


@dataclass(frozen=True)
class LookedUp:
    """What words come to."""

    lines: Lines
    left: tuple[str, ...] = ()
    """Words that mean nothing."""
    unused: tuple[str, ...] = ()
    """Words that the one item that was named does not have."""


def looked_up(book: Book, runs: Sequence[Run], within: Lines) -> LookedUp:
    """The set narrowed by what the runs mean."""
    lines, left, unused = within, list[str](), list[str]()
    for run in runs:
        if unit := _province(book, run):
            lines = replace(lines, units=(*lines.units, unit))
        elif run.says_nothing:
            lines = _other_end(book, run, lines) or lines
        elif lines.items:
            kept = _among(book, run, lines.items)
            (unused if not kept and len(lines.items) == 1 else left).extend(() if kept else (run.text,))
            lines = replace(lines, items=kept or lines.items)
        elif (found := _meant(book, run, lines)) is not None:
            lines = found
        else:
            left.append(run.text)
    return LookedUp(lines, tuple(left), tuple(unused))


def _province(book: Book, run: Run) -> str:
    """ "อุดร", "(โคราช)ได้น้อยจัง": the unit of the one word that says something; "" where it is no province."""
    telling = [token for token in run.tokens if not is_everyday(token)] or run.tokens  # "เลย" is everyday, too
    return book.provinces.get(telling[0].text, "") if len(telling) == 1 else ""


def _among(book: Book, run: Run, codes: Sequence[str]) -> tuple[str, ...]:
    """Those of the items that have the words, too."""
    items = [item for item in book.items if item.code in codes]
    for part in _parts(run):
        if kept := tuple(item.code for item in items if has_word(item, part.text)):
            return kept
    told = [token.text for token in run.tokens if not is_everyday(token)]
    return tuple(item.code for item in items if all(has_word(item, word) for word in told))


def _meant(book: Book, run: Run, lines: Lines) -> Lines | None:
    """What all of it means, else each of what is joined in it."""
    found = _meant_whole(book, run, lines)
    parts = list(_joined(run)) if found is None else []
    if len(parts) < _SEVERAL:
        return found
    for part in parts:
        told = _meant_whole(book, part, lines)
        if told is None:
            return None
        lines = told
    return lines


def _joined(run: Run) -> Iterator[Run]:
    """The parts between words such as กับ."""
    part: list[Token] = []
    for token in (*run.tokens, None):
        if token is not None and token.text not in read_groups("bill")["small"]["joiners"]:
            part.append(token)
            continue
        if part and not Run(tuple(part)).says_nothing:
            yield Run(tuple(part), run.about)
        part = []


def _meant_whole(book: Book, run: Run, lines: Lines) -> Lines | None:
    for narrow in (_topic, _of_kind, _in_a_row):
        for part in _parts(run):
            found = narrow(book, _in_thai(part.text), lines, about=run.about)
            if found is not None:
                return found
    return _word_by_word(book, run, lines)


def _parts(run: Run) -> Iterator[Run]:
    """The run, then what is left when everyday words at its ends are taken away, the longest first."""
    tokens = run.tokens
    first = next(i for i, token in enumerate(tokens) if not is_everyday(token))
    last = len(tokens) - next(i for i, token in enumerate(reversed(tokens)) if not is_everyday(token))
    ends = [(i, j) for i in range(first + 1) for j in range(len(tokens), last - 1, -1)]
    for i, j in sorted(ends, key=lambda ends: ends[0] - ends[1]):
        yield Run(tokens[i:j], run.about)


def _other_end(book: Book, run: Run, lines: Lines) -> Lines | None:
    """ "(ภาคเหนือตอนล่างกับ)ตอนบน": a unit whose name begins like that of one that was said."""
    for start in range(len(run.tokens)):
        text = Run(run.tokens[start:]).text.replace(" ", "")
        for said in lines.units if len(text) >= _PART else ():
            near = [unit for unit in book.paid if unit.endswith(text) and _begins_like(unit, said, len(text))]
            if len(near) == 1:
                return replace(lines, units=(*lines.units, near[0]))
    return None


def _begins_like(unit: str, said: str, end: int) -> bool:
    head = unit[: len(unit) - end]
    return unit != said and len(head) >= _ALIKE and said.startswith(head)


def _topic(book: Book, text: str, lines: Lines, *, about: bool) -> Lines | None:
    """Words of names of projects. Where those who are meant have none of it, it is none, but where it is said to be."""
    text = _bare(text)
    if len(bones(text)) < _PART:
        return None
    codes = book.with_topics((text,))
    own = {code for code in codes if _is_within(book, code, lines)}
    if not own and not (codes and about):
        return None
    return replace(lines, topics=(*lines.topics, text))


def _of_kind(book: Book, text: str, lines: Lines, *, about: bool) -> Lines | None:
    """Part of the names of kinds: "งบอบรม"."""
    text = bones(text)
    if about or len(text) < _PART or lines.kinds:
        return None
    kinds = tuple(kind for kind in book.kinds if text in bones(kind))
    return replace(lines, kinds=kinds) if kinds else None


def _is_within(book: Book, project: str, lines: Lines) -> bool:
    """Whether a project is of those who are named, or of the kind that is asked for."""
    unit = book.units[project]
    return unit in lines.units if lines.units else unit.startswith(lines.heads)


def _in_a_row(book: Book, text: str, lines: Lines, *, about: bool) -> Lines | None:
    """Words of items as they stand there, of those who are named."""
    del about
    return _with_words(book, (text,), lines) if len(bones(text)) >= _WORD else None


def _with_words(book: Book, words: tuple[str, ...], lines: Lines) -> Lines | None:
    wanted = (*lines.words, *words)
    found = any(_is_within(book, item.project, lines) for item in book.with_words(wanted))
    return replace(lines, words=wanted) if found else None


def _word_by_word(book: Book, run: Run, lines: Lines) -> Lines | None:
    """Words of items, each of them somewhere in the same one."""
    told = tuple(_in_thai(token.text) for token in run.tokens if not is_everyday(token))
    telling = len(told) > 1 and all(len(word) > 1 for word in told) and len(bones("".join(told))) >= _TOGETHER
    found = _with_words(book, told, lines) if telling else None
    if found is None and len(told) == 1 and len(bones(told[0])) > _WORD and book.with_words((*lines.words, *told)):
        return replace(lines, words=(*lines.words, *told))  # others have it, these do not
    return found


def _bare(text: str) -> str:
    """Without the words that only say that a topic follows."""
    for head in _topic_heads():
        if text.startswith(head) and len(text) > len(head) + 1:
            text = text.removeprefix(head).strip()
    return text


@cache
def _topic_heads() -> tuple[str, ...]:
    return tuple(read_groups("bill")["heads"]["of_topics"])


@cache
def _thai_words() -> dict[str, str]:
    return {word: thai for thai, words in read_groups("bill")["english"].items() for word in words}


def _in_thai(text: str) -> str:
    return _thai_words().get(text, text)


def all_in(names: Sequence[str], words: Sequence[str]) -> bool:
    """Whether each of the words stands in one of these names; not where there are none."""
    letters = tuple(map(bones, names))
    return bool(letters) and all(any(bones(word) in name for name in letters) for word in words)


def says_topic(text: str) -> bool:
    """Whether a topic follows this word."""
    return text in _topic_heads() or text in read_groups("bill")["small"]["topic_follows"]
