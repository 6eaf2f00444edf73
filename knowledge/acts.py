"""What does somebody do with a message: ask, tell the province something, call for help, chat, speak of something else?

Words can be listed only so far: people complain, praise and wish in words without end. So runs of letters and words
were weighed (`python -m learning`) on many thousand messages whose act is known, and so were the numbers that the
encoder makes of them (`encoder.py`), which is asked where letters and words leave a doubt. None of this makes an
answer, nor a figure: it only settles what becomes of a message.
"""

from dataclasses import astuple, dataclass, fields
from functools import cache
from itertools import pairwise
from pathlib import Path

from knowledge.clean import clean
from knowledge.cut import Cutter
from knowledge.encoder import encoded
from knowledge.lexicon import dictionary
from knowledge.weighed import Scales, as_shares, mean_of_both

_FOLDER = Path(__file__).parent / "vocabulary"
WEIGHTS = _FOLDER / "act_weights.tsv"
"""Runs of letters, and words behind a `|`, with a weight for each act; the line without either: where each begins."""
SENSE_WEIGHTS = _FOLDER / "act_sense_weights.tsv"
"""The same for the encoder's numbers, in their order, below where each begins."""
LONGEST_RUN = 4
LONGEST = 300
"""Letters of a message that are weighed: what it is written for shows early."""
_WORD = "|"
SURE = 0.9
"""Share from which letters and words leave no doubt, so that the encoder is not asked (docs/feedback.md)."""


@dataclass(frozen=True)
class Shares:
    """How likely a message is each of these acts: shares of 1."""

    feedback: float
    """It tells the province a complaint, praise, wish or story of public life."""
    question: float
    """It asks something of the plan, or of offices."""
    emergency: float
    foreign: float
    """It is of no concern to a province: shops, other places, general knowledge, orders to a machine, private life."""
    talk: float
    """Greetings, thanks, chat with the bot."""
    status: float
    """How one's own case gets on."""
    rights: float
    """One's own data."""
    help: float
    """What the bot can do."""

    def top(self) -> tuple[str, float]:
        """The likeliest act and its share."""
        shares = dict(zip(ACTS, astuple(self), strict=True))
        act = max(shares, key=shares.__getitem__)
        return act, shares[act]


ACTS = tuple(field.name for field in fields(Shares))
"""The columns of both files, in this order."""


def shares(text: str, *, with_encoder: bool = True) -> Shares:
    """What a message seems to be; `text` is as it was typed. Where the words decide, the encoder need not be asked."""
    letters = clean(text)[:LONGEST]
    by_form = SCALES.by_form(letters)
    known = Shares(*as_shares(by_form))
    unsure = bool(letters) and known.top()[1] < SURE
    numbers = encoded(letters) if unsure and with_encoder else None
    if numbers is None:
        return known
    return Shares(*as_shares(mean_of_both(by_form, SCALES.by_sense(numbers))))


def runs(text: str) -> set[str]:
    """All runs of neighbouring letters, blanks among them."""
    text = text.replace(_WORD, " ")
    return {text[i : i + n] for n in range(1, LONGEST_RUN + 1) for i in range(len(text) - n + 1)}


def words(text: str) -> set[str]:
    """The words of a cleaned text, and each pair of neighbours, behind a sign that no run begins with."""
    found = [piece.text for piece in _cutter().cut(text)]
    singles = {_WORD + word for word in found}
    return singles | {_WORD + one + _WORD + other for one, other in pairwise(found)}


@cache
def _cutter() -> Cutter:
    """It knows no plan and no vocabulary, so that weights learned once hold for any."""
    return Cutter(frozenset(), dictionary())


SCALES = Scales(ACTS, WEIGHTS, SENSE_WEIGHTS, (runs, words))
