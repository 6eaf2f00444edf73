"""Which words does a plan add to those of the language?

Its agencies, every place that it is not about, and terms without their tones.
"""

from collections.abc import Mapping
from dataclasses import replace

from pythainlp.corpus import countries, provinces
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Agency, Plan
from knowledge import lexicon
from knowledge.lexicon import Lexicon, Sense
from knowledge.notions import FOREIGN, OTHER_MATTER
from knowledge.spelling import without_tones
from knowledge.vocabulary import read

Terms = dict[str, Sense]
_NOT_OURS = frozenset({FOREIGN, OTHER_MATTER})
_ELSEWHERE = Sense(cues=frozenset({FOREIGN}))
_PLAIN_PLACE = 5
"""Letters from which a place is known by its bare name: ตาก also dries clothes, and เลย is a particle."""
_TONELESS = 5
"""Letters from which a term is known without its tones; shorter ones would meet other words."""


def plan_lexicon(session: Session, plan: Plan, aliases: Mapping[str, list[str]], titles: str = "") -> Lexicon:
    """The language's vocabulary with this plan's words added; a place in its `titles` is one it speaks of."""
    base = lexicon.base()
    terms = dict(base.terms)
    _add_places(terms, plan)
    _take_in(terms, titles)
    _add_agencies(terms, session, aliases)
    _add_toneless(terms, base)
    return Lexicon(terms, base.words, base.common)


def _add_places(terms: Terms, plan: Plan) -> None:
    grammar = read("grammar")
    for place in (*provinces(), *countries()):
        if place not in (plan.province, *grammar["home_country"]):
            for prefix in grammar["province_prefixes"]:
                _add(terms, prefix + place, _ELSEWHERE)
            if len(place) >= _PLAIN_PLACE:
                _add(terms, place, _ELSEWHERE)
    for province, nicknames in read("nicknames").items():
        if province != plan.province:
            for name in nicknames:
                _add(terms, name, _ELSEWHERE)
    # Told to give details, PyThaiNLP gives no strings.
    english = {province["name_en"] for province in provinces(details=True) if not isinstance(province, str)}
    for name in sorted(english - {plan.province_en}):
        _add(terms, name, _ELSEWHERE)


def _take_in(terms: Terms, titles: str) -> None:
    """What the titles of the plan speak of is no other place and no other matter, by whatever name people call it."""
    letters = lexicon.key(titles)
    spoken = {word for word, sense in terms.items() if sense.cues & _NOT_OURS and word in letters}
    for province, nicknames in read("nicknames").items():
        if province in letters:
            spoken.update(lexicon.key(name) for name in nicknames)
    for word in spoken & terms.keys():
        terms[word] = replace(terms[word], cues=terms[word].cues - _NOT_OURS)


def _add_agencies(terms: Terms, session: Session, aliases: Mapping[str, list[str]]) -> None:
    for name, full, english in session.execute(select(Agency.name, Agency.name_full, Agency.name_en)):
        for spelling in (name, full, english, *aliases.get(name, ())):
            _add(terms, spelling, Sense(agencies=frozenset({name})))


def _add(terms: Terms, spelling: str, more: Sense) -> None:
    """Gives a word one more meaning."""
    word = lexicon.key(spelling)
    if len(word) > 1:
        old = terms.get(word, lexicon.NOTHING)
        terms[word] = replace(old, cues=old.cues | more.cues, agencies=old.agencies | more.agencies)


def _add_toneless(terms: Terms, base: Lexicon) -> None:
    for word, sense in list(terms.items()):
        toneless = without_tones(word)
        if len(toneless) < _TONELESS or not (sense.notions or sense.cues):
            continue
        if toneless not in terms and toneless not in base.words and not _is_torn(toneless, terms):
            terms[toneless] = sense


def _is_torn(word: str, terms: Terms) -> bool:
    """Whether a word is two terms in a row."""
    return any(word[:i] in terms and word[i:] in terms for i in range(2, len(word) - 1))
