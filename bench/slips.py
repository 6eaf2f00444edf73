"""Is a message with one slip of the thumb understood as without it? `python -m bench.slips [SEED [MESSAGES [FILE]]]`.

Messages of tests/questions/ that are understood now get one slip in one word: two letters that change places, one too
few, one twice, its neighbour on the keyboard, a vowel or a tone that is another or missing. Understood the same is what
comes to the same outcome, reason and Query (or Question). FILE takes what is not.
"""

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.figures import print_table
from bench.understanding import plan_index
from knowledge.clean import clean
from knowledge.cut import NUMBER, Piece, places_of_letters
from knowledge.index import Index
from knowledge.understand import understand
from knowledge.understood import Understood
from tests.chats import FILES, FOLDER, read_chats, read_lines

_SINGLE = ("feedback/strangers.jsonl", "short_answers/building.jsonl", "short_answers/kept.jsonl")
"""Files with a message a line."""
MESSAGES = 1_500
_SHORTEST = 4
"""Letters of a word that gets a slip: of fewer, another word comes about."""
_KEYS = (
    ("ๅ/_ภถุึคตจขช", "ๆไำพะัีรนยบลฃ", "ฟหกดเ้่าสวง", "ผปแอิืทมใฝ"),
    ("+๑๒๓๔ู฿๕๖๗๘๙", '๐"ฎฑธํ๊ณฯญฐ,ฅ', "ฤฆฏโฌ็๋ษศซ.", "()ฉฮฺ์?ฒฬฦ"),
    ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
)
"""The rows of Kedmanee, bare and with shift, and of QWERTY."""
_VOWELS, _TONES = "ะัาำิีึืุูเแโใไ็", "่้๊๋์"
_NEAR_VOWELS = {"ะ": "า", "ั": "ะ", "า": "ะ", "ิ": "ี", "ี": "ิ", "ึ": "ื", "ื": "ึ", "ุ": "ู", "ู": "ุ", "เ": "แ", "แ": "เ"}
_NEAR_VOWELS |= {"ใ": "ไ", "ไ": "ใ"}

Edit = Callable[[str, random.Random], str]


def _swapped(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _missing(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    return word[:at] + word[at + 1 :]


def _doubled(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    return word[: at + 1] + word[at:]


def _neighbour(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    near = [
        row[i + d]
        for rows in _KEYS
        for row in rows
        if (i := row.find(word[at])) >= 0
        for d in (-1, 1)
        if 0 <= i + d < len(row)
    ]
    letters = [key for key in near if key.isalpha() or key in _VOWELS + _TONES]
    return word[:at] + dice.choice(letters) + word[at + 1 :] if letters else word


def _vowel(word: str, dice: random.Random) -> str:
    """Another vowel or none."""
    places = [i for i, letter in enumerate(word) if letter in _VOWELS]
    if not places:
        return word
    at = dice.choice(places)
    return word[:at] + dice.choice([_NEAR_VOWELS.get(word[at], ""), ""]) + word[at + 1 :]


def _tone(word: str, dice: random.Random) -> str:
    """Another tone or none."""
    places = [i for i, letter in enumerate(word) if letter in _TONES]
    if not places:
        return word
    at = dice.choice(places)
    return word[:at] + dice.choice(["่", "้", "", ""]) + word[at + 1 :]


EDITS: Mapping[str, Edit] = {
    "swapped": _swapped,
    "missing": _missing,
    "doubled": _doubled,
    "neighbour": _neighbour,
    "vowel": _vowel,
    "tone": _tone,
}
CLASSES = ("plan", "asking", "talk", "other")


@dataclass(frozen=True)
class Slip:
    """One message with one slip."""

    kind: str
    of: str
    """The class of the word."""
    word: str
    typed: str
    message: str
    meant: str
    """The message without it."""
    is_word: bool
    """Whether what was typed is another word of the language."""


def main(seed: int = 1, messages: int = MESSAGES, show: str = "") -> None:
    """Print how many are understood as without the slip, by class of word and kind of slip."""
    index = plan_index()
    good: Counter[tuple[str, str]] = Counter()
    all_: Counter[tuple[str, str]] = Counter()
    lost: dict[str, list[str]] = defaultdict(list)
    for slip, before in slips(index, seed, messages):
        same = _gist(understand(index, slip.message)) == before
        kinds = [(slip.of, slip.kind), (slip.of, "all"), *([] if slip.is_word else [(slip.of, "no word")])]
        all_.update(kinds)
        good.update(kinds if same else ())
        if not same:
            lost[slip.of].append(f"{slip.kind}\t{slip.word}\t{slip.typed}\t{slip.is_word}\t{slip.message}")
    columns = (*EDITS, "all", "no word")
    rows = [[of, *(_share(good[of, kind], all_[of, kind]) for kind in columns)] for of in CLASSES]
    print_table(f"Understood with one slip as without, seed {seed}", ["word", *columns], rows)
    if show:
        lines = [f"{of}\t{line}\n" for of in CLASSES for line in lost[of]]
        Path(show).write_text("".join(lines), encoding="utf-8")


def _share(good: int, count: int) -> str:
    return f"{100 * good / count:.1f} % of {count}" if count else ""


def slips(index: Index, seed: int, most: int) -> Iterator[tuple[Slip, object]]:
    """Messages with a slip in a word of each class that they have, and what they came to without it."""
    known = {**dict.fromkeys(index.vocabulary.words), **dict.fromkeys(index.vocabulary.terms)}
    texts = sorted(_messages())
    for text in random.Random(seed).sample(texts, min(most, len(texts))):
        dice = random.Random(f"{seed} {text}")
        meant = clean(text)
        before = _gist(understand(index, meant))
        if before is None:
            continue
        by_class: dict[str, list[Piece]] = defaultdict(list)
        for piece in index.cutter.cut(meant):
            if piece.kind != NUMBER and len(piece.text) >= _SHORTEST:
                by_class[_class_of(index, piece)].append(piece)
        for of, pieces in sorted(by_class.items()):
            piece, kind = dice.choice(pieces), dice.choice(list(EDITS))
            places = places_of_letters(meant)
            start, end = places[piece.start], places[piece.end - 1] + 1
            word = meant[start:end]
            typed = EDITS[kind](word, dice)
            message = meant[:start] + typed + meant[end:]
            if clean(message) != meant:
                yield Slip(kind, of, word, typed, message, meant, typed in known), before


def _messages() -> set[str]:
    chats = {chat.turns[0].user for file in FILES for chat in read_chats(FOLDER / file)}
    return chats | {line["text"] for file in _SINGLE for line in read_lines(FOLDER / file)}


def _class_of(index: Index, piece: Piece) -> str:
    sense = index.vocabulary.sense(piece.text)
    if sense.notions or sense.agencies or piece.text in index.by_notion:
        return "plan"
    if sense.cues:
        return "asking"
    return "talk" if sense.talk else "other"


def _gist(found: Understood) -> object:
    """What an answer hangs on; None of what is not understood."""
    if found.outcome == "unknown" or (found.outcome == "talk" and not found.reason):
        return None
    if found.outcome == "talk":
        return found.outcome, found.reason
    return found.outcome, found.query or found.question, found.choices


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]), *sys.argv[3:4])
