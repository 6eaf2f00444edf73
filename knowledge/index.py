"""Which things of the plan are there to be asked about? Everything that understanding needs, loaded from SQL once and never changed.

An index is replaced as a whole when the plan's version in the database goes up.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pythainlp.corpus import countries, provinces
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models
from knowledge import lexicon
from knowledge.clean import clean
from knowledge.cut import LATIN, NUMBER, UNKNOWN, Cutter
from knowledge.lexicon import NUMBER_ATOMS, Lexicon, Sense
from knowledge.spelling import Ear, Speller

Kind = Literal[
    "project", "issue", "tactic", "goal", "indicator", "measure", "framework", "section", "stakeholder", "agency_strategy"
]  # fmt: skip

_TONES = re.compile("[่้๊๋]")
FOREIGN = "elsewhere"
"""The cue of another province or country: whatever else fits, the plan is not about it."""


@dataclass(frozen=True)
class Entity:
    """One thing of the plan that can be named."""

    code: str
    """Plan code; `passage:17` for text without one, `stakeholder:4` for stakeholders."""
    kind: Kind
    name: str
    name_en: str
    parents: tuple[str, ...]
    """Codes of what it stands under, nearest first."""
    letters: str
    """The name as the cutter sees it: cleaned, without blanks."""
    own: frozenset[str]
    """Notions of the name itself."""
    notions: frozenset[str]
    """Notions of the name, the English name and the aliases."""
    phrases: tuple[frozenset[str], ...] = ()
    """The notions of each name by itself: one that is said in full counts extra."""


@dataclass(frozen=True)
class Index:
    """What is known about the plan's words."""

    version: int
    document: str
    years: tuple[int, ...]
    """The plan's fiscal years (BE), ascending."""
    entities: Mapping[str, Entity]
    by_notion: Mapping[str, tuple[str, ...]]
    """Codes of the entities that a notion may mean."""
    weights: Mapping[str, float]
    """How much a notion tells: 1 where one entity has it, less the more have it."""
    vocabulary: Lexicon
    cutter: Cutter
    speller: Speller
    ear: Ear

    def of_kind(self, *kinds: Kind) -> tuple[Entity, ...]:
        """The entities of these kinds in document order."""
        return tuple(e for e in self.entities.values() if e.kind in kinds)

    def children(self, code: str, kind: Kind) -> tuple[str, ...]:
        """Codes of the things of a kind that stand under this one."""
        return tuple(e.code for e in self.entities.values() if e.kind == kind and code in e.parents)

    def narrowed(self, codes: Iterable[str]) -> "Index":
        """The same index, of these things alone."""
        kept = {c: self.entities[c] for c in codes if c in self.entities}
        by_notion = {n: tuple(c for c in found if c in kept) for n, found in self.by_notion.items()}
        return replace(self, entities=kept, by_notion={n: found for n, found in by_notion.items() if found})

    def issue_of(self, code: str) -> str:
        """The issue that a thing stands under, itself for an issue; "" for section 8."""
        entity = self.entities[code]
        return code if entity.kind == "issue" else (entity.parents or ("",))[-1]

    def issues_of(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The issues of things, each once."""
        return tuple(dict.fromkeys(issue for c in codes if (issue := self.issue_of(c))))


def version_of(session: Session) -> int:
    """The stored plan's version; 0 where none is stored."""
    return session.scalar(select(models.Plan.version)) or 0


def load_index(session: Session) -> Index:
    """The index of the stored plan. Raises LookupError where no plan is stored."""
    plan = session.scalars(select(models.Plan)).first()
    if plan is None:
        raise LookupError("No plan is stored: run `python -m bot import FILE`.")
    aliases: dict[str, list[str]] = defaultdict(list)
    for code, name in session.execute(select(models.Alias.code, models.Alias.name)):
        aliases[code].append(name)
    rows = list(_rows(session))
    vocabulary = _vocabulary(session, plan, aliases, rows)
    cutter = Cutter(vocabulary.terms, vocabulary.words, vocabulary.longest)
    entities = {e.code: e for e in (_entity(row, aliases, vocabulary, cutter) for row in rows)}
    by_notion: dict[str, list[str]] = defaultdict(list)
    for entity in entities.values():
        for notion in entity.notions:
            by_notion[notion].append(entity.code)
    return Index(
        version=plan.version,
        document=plan.document,
        years=tuple(range(plan.first_year, plan.last_year + 1)),
        entities=entities,
        by_notion={n: tuple(codes) for n, codes in by_notion.items()},
        weights=_weights(by_notion, entities, vocabulary),
        vocabulary=vocabulary,
        cutter=cutter,
        speller=Speller(_spellable(vocabulary, entities.values())),
        ear=Ear(_heard(vocabulary, entities.values())),
    )


@dataclass(frozen=True)
class _Row:
    code: str
    kind: Kind
    name: str
    name_en: str
    parents: tuple[str, ...]
    heading: str = ""


def _rows(session: Session) -> Iterable[_Row]:
    """Everything that has a name, in document order."""
    m = models
    for code, name, name_en in session.execute(
        select(m.Issue.code, m.Issue.name, m.Issue.name_en).order_by(m.Issue.position)
    ):
        yield _Row(code, "issue", name, name_en, ())
    for model, kind in ((m.Goal, "goal"), (m.Tactic, "tactic")):
        query = select(model.code, model.name, model.name_en, m.Issue.code).join(m.Issue).order_by(model.position)
        for code, name, name_en, issue in session.execute(query):
            yield _Row(code, kind, name, name_en, (issue,))  # type: ignore[arg-type]
    query = select(m.Indicator.code, m.Indicator.name, m.Indicator.name_en, m.Goal.code, m.Issue.code)
    for code, name, name_en, goal, issue in session.execute(
        query.join(m.Goal, m.Indicator.goal_id == m.Goal.id).join(m.Issue).order_by(m.Indicator.position)
    ):
        yield _Row(code, "indicator", name, name_en, (goal, issue))
    query = select(m.Project.code, m.Project.name, m.Project.name_en, m.Tactic.code, m.Issue.code)
    for code, name, name_en, tactic, issue in session.execute(
        query.join(m.Tactic, m.Project.tactic_id == m.Tactic.id).join(m.Issue).order_by(m.Project.position)
    ):
        yield _Row(code, "project", name, name_en, (tactic, issue))
    yield from _passages(session)
    yield from _stakeholders(session)


def _passages(session: Session) -> Iterable[_Row]:
    m = models
    query = (
        select(m.Passage.id, m.Passage.kind, m.Passage.heading, m.Passage.text, m.Passage.text_en, m.Issue.code)
        .outerjoin(m.Issue)
        .order_by(m.Passage.position)
    )
    for id_, kind, heading, text, english, issue in session.execute(query):
        yield _Row(f"passage:{id_}", kind, text, english, (issue,) if issue else (), heading)


def _stakeholders(session: Session) -> Iterable[_Row]:
    m = models
    query = (
        select(m.Stakeholder.id, m.Stakeholder.kind, m.Stakeholder.name, m.Stakeholder.name_en, m.Issue.code)
        .join(m.Issue)
        .order_by(m.Stakeholder.position)
    )
    for id_, kind, name, english, issue in session.execute(query):
        yield _Row(
            f"stakeholder:{id_}", "stakeholder" if kind == "agency" else "agency_strategy", name, english, (issue,)
        )


def _vocabulary(session: Session, plan: models.Plan, aliases: Mapping[str, list[str]], rows: Iterable[_Row]) -> Lexicon:
    """The language's vocabulary with this plan's agencies and other places added."""
    base = lexicon.base()
    terms = dict(base.terms)
    for place in (*provinces(), *countries()):
        if place not in (plan.province, "ไทย"):
            # ตาก dries clothes and เลย is a particle, so short names count only behind จังหวัด.
            for name in (f"จังหวัด{place}", f"จ.{place}", f"อบจ.{place}", *([place] if len(place) > 4 else [])):
                _add(terms, name, Sense(cues=frozenset({FOREIGN})))
    for province in provinces(details=True):
        if province["name_en"] != plan.province_en:
            _add(terms, province["name_en"], Sense(cues=frozenset({FOREIGN})))
    for name, full, english in session.execute(
        select(models.Agency.name, models.Agency.name_full, models.Agency.name_en)
    ):
        for spelling in (name, full, english, *aliases.get(name, ())):
            _add(terms, spelling, Sense(agencies=frozenset({name})))
    for word, sense in list(terms.items()):
        # Tone marks are the first thing that a hurried thumb leaves out: เมืองนาอยู่ for เมืองน่าอยู่.
        toneless = _TONES.sub("", word)
        torn = any(toneless[:i] in terms and toneless[i:] in terms for i in range(2, len(toneless) - 1))
        if (
            len(toneless) > 4
            and toneless not in terms
            and toneless not in base.words
            and not torn
            and (sense.notions or sense.cues)
        ):
            terms[toneless] = sense
    return Lexicon(terms, base.words, max(map(len, terms)), base.common)


def _add(terms: dict[str, Sense], word: str, more: Sense) -> None:
    """Gives a word one more meaning."""
    word = lexicon.key(word)
    if len(word) > 1:
        old = terms.get(word, lexicon.NOTHING)
        terms[word] = replace(old, cues=old.cues | more.cues, agencies=old.agencies | more.agencies)


def _entity(row: _Row, aliases: Mapping[str, list[str]], vocabulary: Lexicon, cutter: Cutter) -> Entity:
    phrases = [
        frozenset(notions_in(name, vocabulary, cutter))
        for name in (row.name, row.heading, row.name_en, *aliases.get(row.code, ()))
        if name
    ]
    return Entity(
        row.code, row.kind, row.name, row.name_en, row.parents, lexicon.key(clean(row.name)),
        own=phrases[0], notions=frozenset().union(*phrases), phrases=tuple(p for p in phrases if p),
    )  # fmt: skip


def notions_in(text: str, vocabulary: Lexicon, cutter: Cutter) -> list[str]:
    """The notions of a name: of each word its notions, or the word itself where it is neither cue nor everyday."""
    found: list[str] = []
    for piece in cutter.cut(clean(text)):
        found.extend(notions_of(piece.text, piece.kind, vocabulary.sense(piece.text)))
    return found


def notions_of(word: str, kind: str, sense: Sense) -> tuple[str, ...]:
    """What a word stands for when names are compared."""
    if sense.notions:
        return tuple(sorted(sense.notions))
    if (
        sense.cues - {FOREIGN}
        or sense.everyday
        or sense.agencies
        or kind == NUMBER
        or (kind == UNKNOWN and len(word) < 3)
    ):
        return ()
    if kind == LATIN and len(word) > 3:
        return (word.removesuffix("s"),)
    for prefix in ("การ", "ความ"):
        if word.startswith(prefix) and len(word) > len(prefix) + 1:
            return (word.removeprefix(prefix),)
    return (word,)


_TELLING, _ALIAS_ONLY, _ENGLISH, _COMMON, _SHORT, _PLAIN = 1.0, 0.6, 0.45, 0.4, 0.3, 0.7
"""How much a word tells that one thing alone has, by what kind of word it is."""


def _weights(
    by_notion: Mapping[str, list[str]], entities: Mapping[str, Entity], vocabulary: Lexicon
) -> dict[str, float]:
    """Rare in the plan tells much, unless the word is an ordinary one that the plan happens to use once."""
    scale = math.log(1 + len(entities))
    named = {n for e in entities.values() for n in e.own}
    notions = lexicon.read("synonyms").keys()
    return {
        n: math.log(1 + len(entities) / len(set(codes))) / scale * _tells(n, n in notions, n in named, vocabulary)
        for n, codes in by_notion.items()
    }


def _tells(notion: str, curated: bool, named: bool, vocabulary: Lexicon) -> float:
    if curated:
        return _TELLING
    if notion.isascii():
        return _ENGLISH
    if len(notion) < 4:
        return _SHORT
    if notion in vocabulary.common:
        return _COMMON
    return _PLAIN if named else _ALIAS_ONLY


def _heard(vocabulary: Lexicon, entities: Iterable[Entity]) -> Iterable[str]:
    """Known words for the ear: everyday words and cues before notions before talk; then the words of plan names."""
    senses = [(w, s) for w, s in vocabulary.terms.items() if "ๆ" not in w and "ฯ" not in w]
    yield from (w for w, s in senses if s.everyday)
    yield from (w for w, s in senses if s.cues)
    yield from (w for w, s in senses if s.notions or s.agencies)
    yield from (n for e in entities for n in sorted(e.notions) if n in vocabulary.words and len(n) > 4)
    yield from NUMBER_ATOMS


def _spellable(vocabulary: Lexicon, entities: Iterable[Entity]) -> dict[str, float]:
    """Terms that a misspelt word may be meant for, with how eagerly: words of plan names, notions, agencies and the main cues."""
    counts: Counter[str] = Counter()
    for entity in entities:
        counts.update(n for n in entity.notions if n in vocabulary.words)
    terms = {word: 1.0 for word in counts if len(word) >= 4}
    for word, sense in vocabulary.terms.items():
        if (sense.notions or sense.agencies or sense.cues - {FOREIGN, "also", "this"}) and len(word) >= 4:
            terms[word] = 1.0
    return terms
