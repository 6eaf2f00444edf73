"""What is the answer to a query: its parts, codes, value, sources and notes?"""

from collections.abc import Sequence
from fractions import Fraction

from handlers.answer import Answer, Note, Part, Source, SourceNote, Text, Value
from handlers.lines import said_places
from handlers.plan import claims, listing, telling, texts
from handlers.plan.codes import agencies_of, codes_of
from handlers.plan.facts import Facts, value_of
from handlers.plan.worked_out import by_name
from knowledge.budgets import Place
from knowledge.query import algebra as a
from knowledge.query.fits import misfit
from knowledge.query.result import Figure, Result
from knowledge.query.sql.evaluate import MisfitError, evaluate
from knowledge.query.sql.grounds import Title, is_shared, issues_without_unit, places, title

_SOURCES_MOST = 60


def answer(facts: Facts, query: a.Query) -> Answer:
    """The answer. One that makes no sense says why; what no plan states is told as such, without any amount."""
    try:
        result = evaluate(facts.session, query)
    except MisfitError as error:
        return Answer("clarify", (Text(facts.say(f"query.misfit.{error.reason.kind}")),), language=facts.words.language)
    asks = query.asks if isinstance(query, a.Several) else (query,)
    results = result.parts if isinstance(query, a.Several) else (result,)
    told = _told_once(asks)
    parts = [
        part
        for ask, found in zip(asks, results, strict=True)
        if ask in told
        for part in _parts(facts, by_name(facts, ask), found)
    ]
    only_gaps = all(isinstance(ask, a.Unknown) for ask in asks)
    rests_on = () if only_gaps else places(facts.session, query)
    return Answer(
        status="unknown" if only_gaps else "answered",
        parts=(*parts, *_notes(facts, query, rests_on)),
        codes=codes_of(facts, query, result),
        value=_value(query, result),
        agencies=agencies_of(facts, query, result),
        sources=tuple(Source(place.document, place.line, place.quote) for place in rests_on[:_SOURCES_MOST]),
        years=_years(query, result),
        suggestions=() if only_gaps else _suggestions(facts, query),
        language=facts.words.language,
    )


def _told_once(asks: Sequence[a.Ask]) -> list[a.Ask]:
    """The questions without those whose answer stands in that of another: the years of a sum are told with the sum."""
    sums = [ask.value for ask in asks if isinstance(ask, a.Tell) and telling.tells_years(ask.value)]
    return [
        ask
        for ask in asks
        if not (isinstance(ask, a.Grouped) and ask.by == "year" and ask.n is None and ask.value in sums)
    ]


def _parts(facts: Facts, ask: a.Ask, result: Result) -> list[Part]:
    match ask:
        case a.Tell():
            return telling.tell(facts, ask, result)
        case a.Listing():
            return listing.listing(facts, ask, result)
        case a.Text():
            return texts.text(facts, ask, result)
        case a.Exists():
            return claims.exists(facts, ask, result)
        case a.Among():
            return claims.among(facts, ask, result)
        case a.Check():
            return claims.check(facts, ask, result)
        case a.Comparison():
            return telling.compare(facts, ask, result)
        case a.Grouped():
            return listing.grouped(facts, ask, result)
        case a.Unknown():
            return _gap(facts, ask)


def _gap(facts: Facts, ask: a.Unknown) -> list[Part]:
    """What the plan has no field for, and what it does state."""
    gap = facts.told(a.Unknown(ask.what))
    lead = facts.say("query.gap.plan", gap=gap)
    if ask.of is not None:
        lead = facts.say("query.gap.none", gap=gap, what=facts.told(ask))
    return [Text(lead), Text(facts.say("query.gap.stated"))]


def _notes(facts: Facts, query: a.Query, rests_on: Sequence[Place]) -> list[Note]:
    # What somebody claims is not said again: it might be taken for the plan's figure.
    looked_up = facts.what(query.value) if isinstance(query, a.Check) else facts.told(query)
    notes = [Note(facts.say("query.note.looked_up", what=looked_up))]
    if issues := issues_without_unit(facts.session, query):
        numbers = facts.words.join([code.rsplit(".", 1)[-1] for code in issues])
        notes.append(Note(facts.say("query.note.unit", issues=numbers)))
    if is_shared(facts.session, query):
        notes.append(Note(facts.say("query.note.shared")))
    if rests_on and (plan := title(facts.session, query)):
        said = said_places(facts.words, rests_on)
        notes.append(SourceNote(facts.say("query.note.source", title=_called(facts, plan), lines=said)))
    return notes


def _called(facts: Facts, plan: Title) -> str:
    """The plan by its own title, else by its province, with its years."""
    english = facts.words.language == "en"
    province = plan.province_en if english and plan.province_en else plan.province
    name = (plan.own_en if english else plan.own) or facts.say("plan.title", province=province).strip()
    return f"{name} {plan.first}-{plan.last}" if plan.last > plan.first else f"{name} {plan.first}"


def _value(query: a.Query, result: Result) -> Value | None:
    """The one number that was asked for."""
    match query:
        case a.Tell():
            return value_of(result.figures[0])
        case a.Check() if result.holds is not None:
            return value_of(result.figures[0])
        case a.Comparison():
            gap = telling.widest(result.figures)
            return value_of(gap) if gap else None
        case a.Grouped(n=1):
            return value_of(result.found[0].figure) if result.found and result.found[0].figure else None
        case a.Exists(of=of) | a.Listing(of=of) if not isinstance(of, a.First):
            return value_of(Figure(Fraction(len(result.found)), f"count:{a.kind_of(of)}"))
    return None


def _years(query: a.Query, result: Result) -> tuple[int, ...]:
    """The years that a ranking of years found."""
    if isinstance(query, a.Grouped) and query.by == "year" and query.n is not None:
        return tuple(int(found.key) for found in result.found)
    return ()


def _suggestions(facts: Facts, query: a.Query) -> tuple[str, ...]:
    """What one may ask next, as sentences that the bot understands."""
    match query:
        case a.Tell(value=a.Total(measure=a.Measure(field="amount"), of=of)):
            asks: tuple[a.Query, ...] = (a.Grouped(query.value, "year"),)
            asks += (a.Listing(a.Of("agency", of)),) if a.kind_of(of) != "agency" else (a.Listing(a.Of("project", of)),)
        case a.Listing(of=of) if a.kind_of(of) == "project":
            asks = (a.Tell(a.Total(a.Measure("amount"), of)), a.Listing(a.Of("agency", of)))
        case _:
            asks = ()
    return tuple(facts.said(ask) for ask in asks if misfit(ask) is None)
