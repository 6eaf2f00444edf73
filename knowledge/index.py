"""What is there to be asked about? Everything that understanding needs, loaded from SQL once and never changed.

An index is replaced as a whole when the plan's version in the database goes up.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Agency, Alias, Budget, Issue, Plan, Project, ProjectAgency, Tactic
from db.plan_in_view import plan_in_view
from knowledge import numerals
from knowledge.bill.book import Book, load_book
from knowledge.clean import clean
from knowledge.cut import Cutter, letters_of
from knowledge.entity import TITLED, Entity, Kind, Nameable, nameables, runs, titles
from knowledge.kept import Kept
from knowledge.lessons import Name, by_code, ready_answers, taught_names, with_names
from knowledge.lexicon import Lexicon
from knowledge.likely import LITTLE_CUES, romanised, slips
from knowledge.names.meaning import Meanings
from knowledge.names.naming import Naming, naming_of
from knowledge.names.vectors import load_meanings
from knowledge.names.words import Words, keep_words, words_of
from knowledge.notions import notions_in, weights
from knowledge.plan_document import Ready
from knowledge.plan_facts import PlanFacts, facts_of
from knowledge.plan_words import plan_lexicon
from knowledge.romanised import Romanised
from knowledge.slips import Slips
from knowledge.spelling import Ear, Speller
from knowledge.texts.plan_texts import Texts, read_texts
from knowledge.texts.written import Writer, Written
from knowledge.vocabulary import read

__all__ = ["Entity", "Index", "Kind", "load_index"]

_BY_BUDGET: Mapping[Literal["project", "issue"], type[Project] | type[Issue]] = {"project": Project, "issue": Issue}
_SHORTEST_SPELLABLE = 4
"""Letters of a term that a misspelt word may be meant for."""
_SHORTEST_HEARD = 5
"""Letters of a word of plan names that may be heard in a run of sounds."""
_MOST_QUOTED = 1_000
"""Things of a plan up to which parts of a project's name are also looked up in runs of letters: of 29,000 names those
would take half a gigabyte, and `names/` finds their longer parts without them."""
_NAMED_LEVELS = ("project", "issue", "tactic", "goal", "indicator")
"""Cues that are words for kinds of things with names."""


@dataclass(frozen=True, eq=False)
class Index:
    """What is known about the plan's words."""

    version: int
    document: str
    view: int
    """The plan's id, for statements; ALONE where it is the only one that is stored."""
    beside: str
    """The name of a plan beside the default one; "" of the default plan."""
    facts: PlanFacts
    """What is known about the plan as a whole."""
    entities: Mapping[str, Entity]
    by_notion: Mapping[str, tuple[str, ...]]
    """Codes of the entities that a notion may mean."""
    weights: Mapping[str, float]
    """How much a notion tells: 1 where one entity has it, less the more have it."""
    vocabulary: Lexicon
    cutter: Cutter
    slips: Slips
    speller: Speller
    ear: Ear
    romanised: Romanised
    runs: Mapping[str, frozenset[str]]
    """Codes of the entities that have these letters in a row in their names (`entity.RUN` letters)."""
    meanings: Meanings
    """What names mean, where the encoder is there to compare messages with them."""
    naming: Naming
    """Finds names said in full or in part, of any plan."""
    aliases: Mapping[str, Sequence[str]]
    """Other names of a code or agency, in the order in which they were given."""
    by_budget: Mapping[Literal["project", "issue"], tuple[str, ...]]
    """Codes by what they get in all years together, the largest first; equals in document order."""
    answers_for: Mapping[str, frozenset[str]]
    """Codes of the projects that an agency answers for, by its canonical name."""
    busiest_agency: tuple[str, str]
    """That of most projects, by its name and its English one; "" where the plan names none."""

    @property
    def years(self) -> tuple[int, ...]:
        """The plan's fiscal years (BE), ascending."""
        return self.facts.years

    @cached_property
    def highest(self) -> int:
        """The highest number that a thing of the plan has: of issues in the plan, of anything else in what holds it."""
        numbers = (code.rsplit(".", 1)[-1].lstrip("GTK") for code in self.entities if ":" not in code)
        return max((int(number) for number in numbers), default=0)

    @cached_property
    def agencies(self) -> tuple[str, ...]:
        """The canonical names of the plan's agencies."""
        return tuple(sorted({name for sense in self.vocabulary.terms.values() for name in sense.agencies}))

    texts: Texts = field(default_factory=Texts)
    """Its lists and paragraphs, ready to be compared with messages."""
    bill: Book | None = None
    """Its lines, where it is a budget bill."""
    ready: tuple[Ready, ...] = ()
    """Answers that coordinators wrote for what the plan does not hold."""
    new_words: Mapping[str, Words] = field(default_factory=dict, repr=False)
    """What of its names had to be cut when it was loaded, as `keep_words` wants it."""
    kept_names: Kept[Words] | None = field(default=None, repr=False)
    kept_texts: Kept[Written] | None = field(default=None, repr=False)
    """For the next index of the same plan."""

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


@dataclass(frozen=True)
class _Ground:
    """What an index is made of."""

    facts: PlanFacts
    aliases: Mapping[str, Sequence[str]]
    things: Sequence[Nameable]
    words: Sequence[Words]
    """Of each thing all its names: that of the plan first, its English one second."""
    new_words: Mapping[str, Words]
    """What of the words is not stored yet."""
    vocabulary: Lexicon
    cutter: Cutter
    kept: Kept[Words]


def load_index(session: Session, more: tuple[Name, ...] = (), before: Index | None = None) -> Index:
    """The index of the plan in view. Raises LookupError where no plan is stored. `more`: names that are only tried.
    `before`: an older one, of which what did not change is kept."""
    plan = session.scalars(select(Plan)).first()
    if plan is None:
        raise LookupError("No plan is stored: run `python -m bot import FILE`.")
    ground = _ground(session, more, before)
    writer = Writer(ground.vocabulary, ground.cutter, before.kept_texts if before else None)
    things, vocabulary = ground.things, ground.vocabulary
    entities = [_entity(thing, words) for thing, words in zip(things, ground.words, strict=True)]
    by_notion = _by_notion(entities)
    index = Index(
        version=plan.version,
        document=plan.document,
        view=plan_in_view(session),
        beside=_beside(plan),
        facts=ground.facts,
        entities={e.code: e for e in entities},
        by_notion=by_notion,
        weights=weights(by_notion, entities, vocabulary),
        vocabulary=vocabulary,
        cutter=ground.cutter,
        slips=slips(vocabulary, frozenset(_name_words(vocabulary, entities))),
        speller=Speller(_spellable(vocabulary, entities)),
        ear=Ear(_heard(vocabulary, entities)),
        romanised=romanised(vocabulary),
        runs=runs(e for e in entities if e.kind != "project" or len(entities) <= _MOST_QUOTED),
        meanings=load_meanings(session, titles(things)),
        naming=naming_of(_titles(ground), _level_words(), session.scalars(select(Agency.name))),
        aliases=ground.aliases,
        by_budget={kind: _by_budget(session, kind) for kind in _BY_BUDGET},
        answers_for=_answers_for(session),
        busiest_agency=_busiest_agency(session),
        texts=read_texts(session, writer, (ground.facts.more.measures_from, ground.facts.more.measures_from_en)),
        bill=load_book(session),
        ready=ready_answers(session, _beside(plan)),
        new_words=ground.new_words,
        kept_names=ground.kept,
        kept_texts=writer.kept,
    )
    writer.kept.settle()
    return index


def _beside(plan: Plan) -> str:
    return "" if plan.is_default else plan.name


def _titles(ground: _Ground) -> Iterator[tuple[str, str]]:
    for thing, words in zip(ground.things, ground.words, strict=True):
        if thing.kind in TITLED:
            yield from ((thing.code, title) for title in words.titles if title)


def _level_words() -> Iterator[str]:
    cues = read("cues")
    yield from (clean(word) for level in _NAMED_LEVELS for word in cues[level])


def _ground(session: Session, more: tuple[Name, ...] = (), before: Index | None = None) -> _Ground:
    plan = session.scalars(select(Plan)).one()
    taught = (*taught_names(session, _beside(plan)), *more)
    facts, aliases = facts_of(session, plan), _aliases(session, taught)
    things = list(nameables(session))
    of_plan = plan_lexicon(session, facts, aliases, (title for _, _, title in titles(things)))
    vocabulary = with_names(of_plan, taught)
    cutter = Cutter(vocabulary.terms, vocabulary.words)
    names = [_names_of(thing, aliases.get(thing.code, ())) for thing in things]
    kept = Kept[Words](vocabulary, _letters_of_names, before.kept_names if before else None)
    words, new = words_of(session, names, vocabulary, partial(_cut, vocabulary, cutter, kept))
    for called, found in zip(names, words, strict=True):
        kept.put(called, found)
    kept.settle()
    return _Ground(facts, aliases, things, words, new, vocabulary, cutter, kept)


def _by_budget(session: Session, kind: Literal["project", "issue"]) -> tuple[str, ...]:
    model = _BY_BUDGET[kind]
    query = select(model.code).join(Tactic, Tactic.issue_id == Issue.id).join(Project, Project.tactic_id == Tactic.id)
    if kind == "project":
        query = select(Project.code)
    query = query.join(Budget, Budget.project_id == Project.id).group_by(model.id, model.code, model.position)
    return tuple(session.scalars(query.order_by(func.coalesce(func.sum(Budget.satang), 0).desc(), model.position)))


def _answers_for(session: Session) -> dict[str, frozenset[str]]:
    codes: dict[str, set[str]] = defaultdict(set)
    joined = select(Agency.name, Project.code).join(ProjectAgency, ProjectAgency.agency_id == Agency.id)
    for name, code in session.execute(joined.join(Project, Project.id == ProjectAgency.project_id)):
        codes[name].add(code)
    return {name: frozenset(found) for name, found in codes.items()}


def _busiest_agency(session: Session) -> tuple[str, str]:
    query = select(Agency.name, Agency.name_en).join(ProjectAgency).group_by(Agency.id)
    found = session.execute(query.order_by(func.count().desc(), Agency.position).limit(1)).first()
    return (found.name, found.name_en) if found else ("", "")


def _aliases(session: Session, taught: tuple[Name, ...]) -> dict[str, list[str]]:
    """Other names of a code or agency: the plan's own, then those that were taught."""
    aliases: dict[str, list[str]] = defaultdict(list)
    for code, name in session.execute(select(Alias.code, Alias.name).order_by(Alias.id)):
        aliases[code].append(name)
    for code, names in by_code(taught).items():
        aliases[code].extend(names)
    return dict(aliases)


def store_names(session: Session) -> None:
    """Keep the words of the names of the plan in view where no index is needed yet; the caller commits."""
    keep_words(session, _ground(session).new_words)


def _names_of(thing: Nameable, aliases: Iterable[str]) -> tuple[str, ...]:
    """All names of a thing: that of the plan first, its English one second, if only as ""."""
    return (thing.name, thing.name_en, *(name for name in (thing.heading, *aliases) if name))


def _letters_of_names(names: Sequence[str], words: Words) -> str:
    """As `_cut` sees them, one name a line."""
    return "\n".join(letters_of(name) for name in (*words.titles, *map(clean, names[2:])))


def _cut(vocabulary: Lexicon, cutter: Cutter, kept: Kept[Words], names: Sequence[str]) -> Words:
    return kept.of(tuple(names), lambda: _cut_anew(vocabulary, cutter, names))


def _cut_anew(vocabulary: Lexicon, cutter: Cutter, names: Sequence[str]) -> Words:
    phrases = tuple(notions_in(name, vocabulary, cutter) for name in names)
    return Words(phrases, _cues_in(names[:2], vocabulary, cutter), tuple(clean(name) for name in names[:2]))


def _entity(thing: Nameable, words: Words) -> Entity:
    return Entity(
        code=thing.code,
        kind=thing.kind,
        name=thing.name,
        name_en=thing.name_en,
        parents=thing.parents,
        title=words.titles[0],
        own=words.phrases[0],
        notions=frozenset().union(*words.phrases),
        cues=words.cues,
        phrases=tuple(p for p in words.phrases if p),
    )


def _cues_in(names: Iterable[str], vocabulary: Lexicon, cutter: Cutter) -> frozenset[str]:
    words = (piece.text for name in names for piece in cutter.cut(clean(name)))
    return frozenset(cue for word in words for cue in vocabulary.sense(word).cues)


def _by_notion(entities: Iterable[Entity]) -> dict[str, tuple[str, ...]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for entity in entities:
        for notion in sorted(entity.notions):
            codes[notion].append(entity.code)
    return {notion: tuple(found) for notion, found in codes.items()}


def _name_words(vocabulary: Lexicon, entities: Iterable[Entity]) -> Iterator[str]:
    """Dictionary words of plan names."""
    return (n for e in entities for n in sorted(e.notions) if n in vocabulary.words)


def _heard(vocabulary: Lexicon, entities: Iterable[Entity]) -> Iterator[str]:
    """Known words for the ear: everyday words and cues before notions; then the words of plan names, then numbers."""
    senses = vocabulary.terms.items()
    yield from (w for w, s in senses if s.everyday)
    yield from (w for w, s in senses if s.cues)
    yield from (w for w, s in senses if s.notions or s.agencies)
    yield from (w for w in _name_words(vocabulary, entities) if len(w) >= _SHORTEST_HEARD)
    yield from numerals.ATOMS


def _spellable(vocabulary: Lexicon, entities: Iterable[Entity]) -> list[str]:
    """Terms that a misspelt word may be meant for: words of plan names, notions, agencies and the main cues."""
    ours = (w for w, s in vocabulary.terms.items() if s.notions or s.agencies or s.cues - LITTLE_CUES)
    words = dict.fromkeys((*_name_words(vocabulary, entities), *ours))
    return [word for word in words if len(word) >= _SHORTEST_SPELLABLE]
