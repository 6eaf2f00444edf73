"""What of an index holds after a name was taught? Whatever was made of texts in which no changed word stands.

Words are found by looking up pieces of a text (`knowledge/cut.py`), so a word whose letters are not in it changes
nothing.
"""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from knowledge.lexicon import Lexicon

Made = TypeVar("Made")
Texts = tuple[str, ...]
_MOST = 100
"""Changed words that are looked for in each text; where there are more it is another vocabulary."""


class Kept(Generic[Made]):
    """What was made of texts with a vocabulary, with that of the index before at hand."""

    def __init__(
        self, vocabulary: Lexicon, letters: Callable[[Texts, Made], str], before: "Kept[Made] | None" = None
    ) -> None:
        """`letters`: those of the texts as they are cut."""
        self._vocabulary, self._letters = vocabulary, letters
        self._made: dict[Texts, Made] = {}
        self._changed = tuple(_changed(before._vocabulary, vocabulary)) if before else ()
        self._before = before._made if before and len(self._changed) <= _MOST else {}

    def of(self, texts: Texts, make: Callable[[], Made]) -> Made:
        """What `make` makes of these texts, by which it is known again."""
        if texts not in self._made:
            made = self._before.get(texts)
            self._made[texts] = make() if made is None or self._is_touched(texts, made) else made
        return self._made[texts]

    def put(self, texts: Texts, made: Made) -> None:
        """It was made elsewhere."""
        self._made[texts] = made

    def settle(self) -> None:
        """Everything was made: what was there before is not needed any more."""
        self._before = {}

    def _is_touched(self, texts: Texts, made: Made) -> bool:
        letters = self._letters(texts, made)
        return any(word in letters for word in self._changed)


def _changed(before: Lexicon, after: Lexicon) -> Iterator[str]:
    """Words that mean something else now, or are none any more."""
    yield from (word for word, sense in after.terms.items() if before.terms.get(word) != sense)
    yield from before.terms.keys() - after.terms.keys()
    yield from before.words ^ after.words
