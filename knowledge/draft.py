"""What does one message ask, taken by itself? A draft: a Question with holes, which the conversation may fill."""

from dataclasses import dataclass

from knowledge.amounts import Amounts, find_amounts
from knowledge.group import best_group
from knowledge.index import Index
from knowledge.levels import HIGHEST, Levels, find_levels
from knowledge.mentions import Named
from knowledge.reading import Reading
from knowledge.vocabulary import read as read_vocabulary
from knowledge.years import Years, find_years

_WORDS = read_vocabulary("small_words")
_SUPERLATIVE, _SMALL = frozenset(_WORDS["superlative"]), frozenset(_WORDS["small"])
_CUT, _OUT = frozenset(_WORDS["cut"]), frozenset(_WORDS["out"])
_LONGEST_NAME_BETWEEN = 8
"""Words from ตัด to ออก."""

_LEVELS_IN_NAMES = frozenset(("indicator", "goal", "target", "strategy", "tactic"))
_SURELY_NAMED = 0.6
"""Weight of a name (`mentions.py`) from which a word beside it may belong to it."""


@dataclass(frozen=True)
class Draft:
    """One message taken apart."""

    reading: Reading
    years: Years
    amounts: Amounts
    levels: Levels
    named: Named
    group: str
    """The kind of things it is about (`group.py`)."""
    agencies: tuple[str, ...]
    cues: frozenset[str]
    """Cues outside quoted names."""

    def has(self, *cues: str) -> bool:
        """Whether one of these cues stands in the message, outside quoted names."""
        return not self.cues.isdisjoint(cues)

    def number_of(self, cue: str) -> int | None:
        """The number next to a word with this cue, a place or two from it: "top 4", "5 อันดับแรก"."""
        tokens = self.reading.tokens
        taken = self.years.tokens | self.amounts.tokens | self.levels.tokens
        for i in self.reading.where(cue):
            for j in (i + 1, i - 1, i + 2):
                number = tokens[j].number if 0 <= j < len(tokens) and j not in taken else None
                if number is not None:
                    return int(number)
        return None

    def notions(self) -> frozenset[str]:
        """What the words stand for by which the message names things of the plan."""
        return frozenset(n for m in self.named.mentions for i in m.tokens for n in self.reading.tokens[i].notions)

    def name_weight(self) -> float:
        """How much of the message its names explain, all together."""
        return sum(m.weight for m in self.named.mentions)

    def surest_name(self) -> float:
        """How much the surest of its names explains."""
        return max((m.weight for m in self.named.mentions), default=0.0)


def take_apart(index: Index, reading: Reading, last_group: str = "") -> Draft:
    """The draft of a message, each word used once; `last_group` is what the chat was about."""
    amounts = find_amounts(reading)
    years = _without(find_years(reading, index.years), amounts)
    group, named = best_group(index, reading, last_group)
    levels = find_levels(reading, years.tokens | amounts.tokens, named.quoted, max(HIGHEST, index.highest))
    agencies = [a for i, t in enumerate(reading.tokens) if i not in named.quoted for a in sorted(t.sense.agencies)]
    cues = _cues(reading, named.quoted | levels.tokens) - _cues_of_names(index, reading, named)
    return Draft(reading, years, amounts, levels, named, group, tuple(dict.fromkeys(agencies)), cues)


def _without(years: Years, amounts: Amounts) -> Years:
    """A number that is an amount is no year."""
    if years.tokens and years.tokens <= amounts.tokens:
        return Years(relative=years.relative)
    return years


def _cues(reading: Reading, no_cues: frozenset[int]) -> frozenset[str]:
    """What the message gives away outside its names; a numbered level ("กลยุทธ์ 2") is one, it says what about."""
    cues = {cue for i, token in enumerate(reading.tokens) if i not in no_cues for cue in token.sense.cues}
    cues |= _superlative(reading)
    if _cuts_out(reading):
        cues.add("without")
    return frozenset(cues)


def _cues_of_names(index: Index, reading: Reading, named: Named) -> frozenset[str]:
    """Cues that are words of a project's name: "โครงการถ่ายทอด ตชว." asks for no indicator."""
    sure = [m for m in named.mentions if m.weight >= _SURELY_NAMED and len(m.codes) == 1]
    projects = [(index.entities[m.codes[0]], m.tokens) for m in sure if index.entities[m.codes[0]].kind == "project"]
    return frozenset(
        cue
        for project, words in projects
        for cue in project.cues & _LEVELS_IN_NAMES
        if len(places := list(reading.where(cue))) == 1 and words & {places[0] - 1, places[0] + 1}
    )


def _superlative(reading: Reading) -> set[str]:
    """What a bare ที่สุด means by the words before it: น้อยนิดที่สุด is the least."""
    tokens = reading.tokens
    at = next((i for i, token in enumerate(tokens) if token.text in _SUPERLATIVE), None)
    if at is None:
        return set()
    return {"least" if any(t.text in _SMALL for t in tokens[max(0, at - 3) : at]) else "most"}


def _cuts_out(reading: Reading) -> bool:
    """ "ตัดจีนออก", "เอา POC ออก": to leave something out is said in two words with its name between."""
    tokens = reading.tokens
    cut = next((i for i, token in enumerate(tokens) if token.text in _CUT), None)
    return cut is not None and any(t.text in _OUT for t in tokens[cut + 2 : cut + _LONGEST_NAME_BETWEEN])
