"""What is meant by Thai in Latin letters, "ngob pee 56 tao rai"?

There is no one spelling: งบ is ngob, ngop, ngope. What was typed and the words that we know are folded alike, so that
the spellings of one sound become one key; then the keys are cut like any words.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import groupby, product
from pathlib import Path

from pythainlp.tokenize import syllable_dict_trie, word_tokenize

from knowledge.cut import NUMBER, TERM, Cutter, letters_of
from knowledge.vocabulary import read

TRANSCRIBED = Path(__file__).parent / "vocabulary" / "syllables.tsv"
"""Syllables in the royal transcription, a line each: `python -m learning.syllables` writes them."""

_END = "(?![aeioujqvzrg])"
"""No vowel follows."""
_FOLDS = tuple(
    (re.compile(pattern), one)
    for pattern, one in (
        ("x", "ks"),
        ("ng", "x"),
        ("kh|ck|q|g", "k"),
        ("ph", "p"),
        ("th", "t"),
        ("tch|ch|sh|j", "c"),
        ("z", "s"),
        ("v", "w"),
        ("(?<=[aeiou])h(?![aeiou])|(?<=[aeo])r(?![aeiouy])", ""),  # a long vowel: "por", "karn", "dern"
        ("r", "l"),
        ("(?<=[kptbf])l(?=[aeiou])", ""),  # ครับ is kap to many
        ("y(?![aeiou])", "i"),
        ("(?:u|ue)[ae]i", "vj"),  # from here on a vowel of two sounds is one letter that is left: เ-ือ and อัว,
        ("i[ae]?w(?![aeiou])|iao", "r"),  # เ-ียว,
        ("(?:ae|ea|e)[ow](?![aeiou])", "g"),  # แ-ว,
        ("uea|eua|ua|uer", "v"),
        ("ie?a|eia|ie", "z"),  # เ-ีย,
        ("ao|au|ow(?![aeiou])", "q"),  # เ-า,
        ("ai|ei", "j"),  # ไ-
        ("oe|eu(?=[nl])", "e"),
        ("ue|eu|oo|uu|ou", "u"),
        ("ee|ii", "i"),
        ("ae|ea", "e"),
        ("aa", "a"),
        ("aw(?![aeiou])|oa", "o"),
        (f"[dcs]{_END}", "t"),  # what closes a syllable
        (f"b{_END}", "p"),
        (f"l{_END}", "n"),
        (r"(.)\1+", r"\1"),
    )
)
"""Spellings of one sound, in this order."""
_WORD = re.compile("[a-z]+")
_TONE = re.compile("[่-๋]")
_NO_VOWEL = re.compile("^([^aeiou]{1,2}?)(?=[bcdfklmnprstwyg]h?[aeiou])")
_TRUE_CLUSTER = re.compile("^(?:kh?|ph?|th?)[rlw]|^[kptc]h|^ng")
_MOST_KEYS, _SECOND = 6, 0.05
"""Keys of a word at most, and how much less likely the later ones are than the first."""
_VOWELS = frozenset("aeiou")


_PARTICLES = frozenset(read("everyday")["particles"])
_ASKS_AT_END = dict(zip(read("grammar")["not_at_end"], read("grammar")["asks_at_end"], strict=True))


def fold(text: str) -> str:
    """The key of what was typed: a spelling that all spellings of one sound come to."""
    return _WORD.sub(lambda word: _folded(word[0]), text.lower())


@lru_cache(20_000)
def _folded(word: str) -> str:
    for pattern, one in _FOLDS:
        word = pattern.sub(one, word)
    return word


class Romanised:
    """Known words by their keys, which are made when they are first needed."""

    def __init__(self, words: Mapping[str, float], latin: Collection[str]) -> None:
        """Takes Thai words with how likely they are, and those of Latin letters that stay as they are."""
        self._likely = words
        self._latin = frozenset(latin)

    def read(self, text: str) -> tuple[str, float]:
        """A message as it would be in Thai letters, and the share of its Latin letters that is Thai."""
        written: list[str] = []
        thai = total = 0
        for stays, words in groupby(_joined(text.lower().split(), self._latin), self._stays):
            typed = list(words)
            if stays:
                written += (f" {word} " for word in typed)
                continue
            for piece in self._cutter.cut("|".join(map(fold, typed))):
                is_thai = piece.kind == TERM
                thai += len(piece.text) * is_thai
                total += len(piece.text) * (is_thai or piece.kind != NUMBER)
                written.append(self._words[piece.text] if is_thai else f" {piece.text} ")
        return "".join(_asking_at_end(written)), thai / total if total else 0.0

    def _stays(self, word: str) -> bool:
        return word in self._latin or not _WORD.search(word)

    @cached_property
    def _words(self) -> dict[str, str]:
        """The likeliest word of each key."""
        best: dict[str, tuple[float, str]] = {}
        for word, likely in self._likely.items():
            for key, share in _keys(word):
                best[key] = max(best.get(key, (0.0, "")), (likely * share, word))
        return {key: word for key, (_, word) in best.items()}

    @cached_property
    def _cutter(self) -> Cutter:
        return Cutter(self._words, frozenset())


def _asking_at_end(words: list[str]) -> list[str]:
    """ "mee mai ka": what ends a message asks."""
    last = next((i for i in range(len(words) - 1, -1, -1) if words[i] not in _PARTICLES), 0)
    return [*words[:last], _ASKS_AT_END.get(words[last], words[last]), *words[last + 1 :]] if words else words


def _joined(words: Sequence[str], known: Collection[str]) -> Iterator[str]:
    """The words, two of which together are one that is known as one: black list."""
    i = 0
    while i < len(words):
        two = letters_of("".join(words[i : i + 2]))
        one = letters_of(words[i])
        yield two if two in known and one not in known else one if one in known else words[i]
        i += 2 if two in known and one not in known and len(words) > i + 1 else 1


def _keys(word: str) -> Iterator[tuple[str, float]]:
    """The keys of a word and how likely it is typed so: vowels that are heard and not written are a, o or nothing."""
    ways = map(_typed, syllables(word))
    for number, parts in enumerate(list(product(*ways))[:_MOST_KEYS]):
        share = _SECOND if number else 1.0
        yield fold("".join(parts)), share
        yield "".join(map(fold, parts)), share


def syllables(word: str) -> list[str]:
    """The syllables of a Thai word."""
    return word_tokenize(word, custom_dict=syllable_dict_trie())


@cache
def _transcribed() -> dict[str, str]:
    lines = TRANSCRIBED.read_text(encoding="utf-8").splitlines()
    known = dict(line.split("\t") for line in lines)
    return {_TONE.sub("", syllable): latin for syllable, latin in known.items()} | known


@lru_cache(10_000)
def _typed(syllable: str) -> tuple[str, ...]:
    """How a syllable is typed; () where nobody can say it."""
    known = _transcribed()
    latin = known.get(syllable) or known.get(_TONE.sub("", syllable), "")  # tones are not typed
    if not _WORD.fullmatch(latin):
        return ()
    if _TRUE_CLUSTER.match(latin) or not _NO_VOWEL.match(latin):
        first: tuple[str, ...] = (latin,)
    else:
        first = tuple(_NO_VOWEL.sub(rf"\1{vowel}", latin) for vowel in ("a", "o", ""))
    closed = latin[-1] not in _VOWELS
    if closed and syllable.startswith("แ"):
        return (*first, *(one.replace("ae", "a") for one in first))
    if closed and "ั" in syllable:
        return (*first, *(one.replace("a", "u") for one in first))
    return first
