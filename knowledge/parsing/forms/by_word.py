"""Projects by a word of their name: "โครงการที่มีคำว่าสำรวจอยู่ในชื่อ"."""

from knowledge.parsing.asked import Asked
from knowledge.parsing.forms.projects import asks_of
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import said_levels
from knowledge.query import algebra as a
from knowledge.vocabulary import read as read_vocabulary

_WORDS = read_vocabulary("small_words")
_QUOTING, _IN_NAME, _BEHIND = (frozenset(_WORDS[name]) for name in ("quoting", "in_name", "behind_quoted"))
_ENDS = (
    "under",
    "project",
    "there_is",
    "count",
    "count_project",
    "count_item",
    "what",
    "order_word",
    "total",
    "how_much",
)
"""Cues of words behind which the word that was quoted has ended."""
_MOST = 4
_NOT_HERE = (
    "share",
    "average",
    "by_each",
    "compare",
    "which_year",
    "not",
    "without",
    "goal",
    "indicator",
    "tactic",
    "issue",
)


def by_word(asked: Asked) -> a.Query | None:
    """ "โครงการที่มีคำว่าสำรวจอยู่ในชื่อ": listed, counted or added up; the word is looked up in names alone."""
    heard = asked.heard
    levels = said_levels(heard)
    quoting = [i for i, token in enumerate(heard.tokens) if token.text in _QUOTING]
    if len(quoting) != 1 or not (heard.has("count_project") or any(said.kind == "project" for said in levels)):
        return None
    places = _quoted(heard, quoting[0])
    outside = [thing for thing in asked.parts.things if not thing.tokens <= set(places)]
    if not places or outside or asked.parts.years or heard.draft.amounts.conditions or heard.ranks:
        return None
    if heard.has(*_NOT_HERE) or not _of_names(heard, places):
        return None
    of = a.Where(a.All("project"), a.Words("".join(heard.tokens[i].text for i in places)))
    heard.used.update((quoting[0], *places, *(said.at for said in levels if said.kind == "project")))
    heard.used.update(i for i in heard.at("this") if heard.tokens[i].text in _BEHIND)
    asks = asks_of(asked, of, levels, alone=True)
    heard.take("what", "which_one", "yes_no", "only", "how_much", "total")
    return (asks[0] if len(asks) == 1 else a.Several(asks)) if asks else None


def _quoted(heard: Heard, at: int) -> list[int]:
    """The places of the word behind, which may be cut into several."""
    places: list[int] = []
    for i in range(at + 1, min(at + 1 + _MOST, len(heard.tokens))):
        token = heard.tokens[i]
        if token.is_cue(*_ENDS) or token.text in _IN_NAME | _BEHIND or token.number is not None:
            break
        places.append(i)
    return places


def _of_names(heard: Heard, places: list[int]) -> bool:
    """Whether names are spoken of, not the text of the plan."""
    return any(token.text in _IN_NAME for i, token in enumerate(heard.tokens) if i not in places)
