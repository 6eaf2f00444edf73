"""What does one message ask, taken by itself? A draft: a Question with holes, which the conversation may fill."""

from dataclasses import dataclass, field

from knowledge.amounts import Amounts, find_amounts
from knowledge.index import Index, Kind
from knowledge.levels import Levels, find_levels
from knowledge.mentions import Named, find
from knowledge.reading import Reading
from knowledge.years import Years, find_years

GROUPS: dict[str, tuple[Kind, ...]] = {
    "money": ("project", "issue", "tactic"),
    "results": ("goal", "indicator", "issue"),
    "text": ("measure", "framework", "section", "stakeholder", "agency_strategy"),
    "concern": ("issue",),
    "section": ("section",),
    "framework": ("framework",),
}
"""Kinds of things that one question is about."""
_LEANINGS = {
    "money": (
        "budget",
        "how_much",
        "which_year",
        "project",
        "who",
        "responsible",
        "per_year",
        "tactic",
        "total",
        "most",
        "least",
        "average",
    ),
    "results": ("goal", "indicator", "target"),
    "text": ("measure", "stakeholder", "agency_strategy", "document_word"),
}
_PRIOR, _STRONG_PRIOR, _WEAK_PRIOR, _PER_OFFICE, _PER_MENTION, _STAYS = 0.5, 1.6, 0.25, 0.8, 0.5, 0.6


@dataclass(frozen=True)
class Draft:
    """One message taken apart."""

    reading: Reading
    years: Years
    amounts: Amounts
    levels: Levels
    named: Named
    group: str
    agencies: tuple[str, ...]
    cues: frozenset[str] = field(default=frozenset())
    """Cues outside quoted names."""

    def has(self, *cues: str) -> bool:
        """Whether one of these cues stands in the message, outside quoted names."""
        return not self.cues.isdisjoint(cues)

    def number_of(self, cue: str) -> int | None:
        """The number next to a word with this cue, one place before or after it: "top 4", "5 อันดับแรก"."""
        tokens = self.reading.tokens
        for i in self.reading.where(cue):
            for j in (i + 1, i - 1, i + 2):
                if (
                    0 <= j < len(tokens)
                    and tokens[j].number is not None
                    and j not in self.years.tokens | self.amounts.tokens
                ):
                    return int(tokens[j].number or 0)
        return None


def take_apart(index: Index, reading: Reading, last_group: str = "") -> Draft:
    """The draft of a message: years, amounts, levels and names, each word used once; `last_group` is what the chat was about."""
    years = find_years(reading, index.years)
    amounts = find_amounts(reading)
    years = _without(years, amounts)
    group, named = _best_group(index, reading, last_group)
    taken = years.tokens | amounts.tokens
    levels = find_levels(reading, taken, named.quoted)
    agencies = tuple(
        dict.fromkeys(
            a for i, t in enumerate(reading.tokens) for a in sorted(t.sense.agencies) if i not in named.quoted
        )
    )
    # A numbered level ("กลยุทธ์ 2") is a name: it says what about, not what is wanted.
    cues = frozenset(
        c for i, t in enumerate(reading.tokens) if i not in named.quoted | levels.tokens for c in t.sense.cues
    )
    cues |= _superlative(reading)
    if _cuts_out(reading):
        cues |= {"without"}
    return Draft(reading, years, amounts, levels, named, group, agencies, cues)


_SMALL = ("น้อย", "ต่ำ", "เล็ก", "ถูก", "หน่อย")


def _superlative(reading: Reading) -> frozenset[str]:
    """What a bare ที่สุด means by the word before it: น้อยนิดที่สุด is the least."""
    texts = [t.text for t in reading.tokens]
    if "ที่สุด" not in texts:
        return frozenset()
    at = texts.index("ที่สุด")
    return frozenset({"least" if any(t in _SMALL for t in texts[max(0, at - 3) : at]) else "most"})


def _cuts_out(reading: Reading) -> bool:
    """ "ตัดจีนออก", "เอา POC ออก": to leave something out is said in two words with its name between."""
    texts = [t.text for t in reading.tokens]
    start = next((i for i, text in enumerate(texts) if text in ("ตัด", "ถอด", "หัก", "เอา", "ถ้าตัด")), None)
    return start is not None and any(text in ("ออก", "ทิ้ง", "ออกไป") for text in texts[start + 2 : start + 8])


def _without(years: Years, amounts: Amounts) -> Years:
    """A number that is an amount is no year."""
    if years.tokens & amounts.tokens and len(years.tokens) <= len(years.tokens & amounts.tokens):
        return Years(relative=years.relative)
    return years


def _best_group(index: Index, reading: Reading, last_group: str) -> tuple[str, Named]:
    """The kind of things that explains the message best, leaning to what its cues speak of."""
    best: tuple[float, str, Named] | None = None
    for group, kinds in GROUPS.items():
        if group == "results" and not reading.has(*_LEANINGS["results"], "issue"):
            kinds = ("goal", "indicator")
        named = find(index, reading, kinds)
        score = sum(m.weight for m in named.mentions) - named.left_weight + _lean(reading, group)
        score -= _PER_MENTION * max(0, len(named.mentions) - 1)
        score += _STAYS * (group == last_group and reading.has("also") and not reading.has("budget", "how_much"))
        if best is None or score > best[0] + 1e-9:
            best = (score, group, named)
    assert best is not None  # GROUPS is not empty
    return best[1], best[2]


_BY_CUE = {"section": "section_eight", "framework": "framework"}


def _lean(reading: Reading, group: str) -> float:
    """How much the cues speak for a group of things."""
    if group == "concern":
        return (
            _STRONG_PRIOR + 0.2
            if reading.has("issue") and reading.has("stakeholder", "agency_strategy", "measure")
            else -_STRONG_PRIOR
        )
    if group == "results" and reading.has("share") and not reading.has("budget", "whole", "project", "issue", "total"):
        return _PRIOR + 0.3
    if group in _BY_CUE:
        return _STRONG_PRIOR + 0.4 if reading.has(_BY_CUE[group]) else -_STRONG_PRIOR
    if group == "text" and reading.has("how") and not reading.has("budget", "project"):
        return _PRIOR
    if group != "money":
        return (
            _STRONG_PRIOR
            if reading.has(*_LEANINGS[group])
            else _PRIOR
            if reading.has("count_item") and not reading.has("budget", "project")
            else 0.0
        )
    offices = sum(bool(t.sense.agencies) for t in reading.tokens) * (not reading.has("stakeholder"))
    listing = 1.0 if offices and reading.has("project", "count_project") else 0.0
    ranking = (
        _PRIOR
        if reading.has("most", "least", "rank_word", "rank_upward", "compare")
        and reading.has("budget", "project", "issue")
        else 0.0
    )
    return (_PRIOR if reading.has(*_LEANINGS[group]) else _WEAK_PRIOR) + _PER_OFFICE * offices + listing + ranking
