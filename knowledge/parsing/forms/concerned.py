"""Whom does an issue concern, what do those agencies aim for, and in which issues is one of them?"""

from collections.abc import Iterator, Sequence

from knowledge.mentions import find
from knowledge.parsing.asked import Asked
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import said_levels
from knowledge.parsing.lists.phrases import phrases, words_of
from knowledge.parsing.lists.which import says
from knowledge.parsing.sets import one_thing
from knowledge.query import algebra as a
from knowledge.query.kinds import Kind

_NOT_HERE = ("how_much", "share", "project", "budget", "average", "more_than", "less_than")
_CONCERNED = words_of("concerned") | words_of("involved")
_KINDS: tuple[Kind, ...] = ("stakeholder", "agency_strategy")
_LEAST, _TEXTUAL = 0.86, ("stakeholder", "agency_strategy", "plan", "document_word", "spoken_of")
"""Weight of an agency's name that means it where nobody speaks of what the plan says."""
_FEW, _LITTLE = 1.05, 0.25
"""What may be left over beside it (`leftover.py`), and beside a list of them."""


def concerned(asked: Asked) -> a.Query | None:
    """ "หน่วยงานที่เกี่ยวข้องกับประเด็น 3 มีใครบ้าง", "ยุทธศาสตร์ของหน่วยงานเหล่านี้": listed or counted."""
    heard = asked.heard
    kinds = _kinds_said(heard)
    if not kinds or heard.has(*_NOT_HERE) or heard.ranks or asked.parts.years:
        return None
    issues = _issues_meant(asked)
    if not issues or _asks_another_kind(heard) or (heard.has("compare") and len(issues) < len(_KINDS)):
        return None
    sets = [_without_named(asked, a.Of(kind, a.Named("issue", (issue,)))) for issue in issues for kind in kinds]
    _use(asked, kinds, issues)
    counts = heard.has("count_agency", "count_item") and not heard.has("what", "order_word", "show")
    asks = tuple(a.Tell(a.Number(one)) if counts else a.Listing(one) for one in sets)
    return asks[0] if len(asks) == 1 else a.Several(asks)


def _use(asked: Asked, kinds: Sequence[Kind], issues: Sequence[str]) -> None:
    """The words for such lists, what stands in the lists that are told, and how many there are."""
    heard = asked.heard
    heard.take(
        *("stakeholder", "agency_strategy", "agency", "who", "strategy", "by_each", "issue", "count_agency", "this"),
        *("name_it", "count_item", "verify", "yes_no", "how", "compare", "spoken_of", "document_word", "period"),
    )
    heard.used.update(i for run in phrases(heard.tokens, _CONCERNED) for i in run)
    lists = [one for one in heard.index.texts.lists if one.kind in _KINDS and one.issue in issues]
    codes = {item.code for one in lists for item in one.items}
    heard.used.update(i for mention in heard.mentions if codes & {*mention.codes} for i in mention.tokens)
    words = [i for i, token in enumerate(heard.tokens) if not token.text.isdigit()]
    heard.used.update(i for i in words if any(says(item.written, heard, i) for one in lists for item in one.items))
    numbers = {len(one.items) for one in lists if one.kind in kinds} | {
        int(issue.rsplit(".", 1)[-1]) for issue in issues
    }
    heard.used.update(i for i, token in enumerate(heard.tokens) if token.number in numbers)
    if heard.draft.named.left_weight <= _LITTLE:
        heard.used.update(heard.draft.named.left)


def _kinds_said(heard: Heard) -> list[Kind]:
    """Agencies, their strategies, or first the ones and then the others."""
    strategies = heard.has("agency_strategy") or (heard.has("stakeholder") and _aims(heard))
    involved = any(token.is_cue("agency", "who") for token in heard.tokens) and phrases(heard.tokens, _CONCERNED)
    agencies = heard.has("stakeholder") or bool(involved)
    both = agencies and strategies and not heard.has("agency_strategy")
    return [*_KINDS] if both else ["agency_strategy"] if strategies else ["stakeholder"] if agencies else []


def _aims(heard: Heard) -> bool:
    """Whether a strategy is spoken of that is not the plan's own by its number."""
    return any(i not in heard.draft.levels.tokens for i in heard.at("strategy")) and not heard.has("issue")


def _asks_another_kind(heard: Heard) -> bool:
    """Whether goals and the like are asked for."""
    return any(said.asked and said.kind not in ("agency", "year") for said in said_levels(heard))


def _issues_meant(asked: Asked) -> tuple[str, ...]:
    """The issues that are numbered, the one that is named, or that of the agencies named or of the chat; the words are
    looked up among issues alone."""
    heard = asked.heard
    things = [thing for thing in asked.parts.things if thing.kind != "agency"]
    numbered = [thing for thing in things if thing.kind == "issue" and not thing.denied and one_thing(thing)]
    if numbered:
        return tuple(dict.fromkeys(key for thing in numbered for key in thing.keys)) if numbered == things else ()
    if (listed := _issues_of_named(heard)) and heard.has("agency_strategy"):
        return listed
    found = find(heard.index, heard.draft.reading, ("issue",))
    if len(found) != 1 or len(found[0].codes) != 1:
        return () if found or things else _issues_of_chat(asked)
    heard.used |= found[0].tokens
    return found[0].codes


def _issues_of_named(heard: Heard) -> tuple[str, ...]:
    """The one issue that concerns all the agencies named."""
    named = [{*mention.codes} for mention in heard.mentions]
    lists = [one for one in heard.index.texts.lists if one.kind == "stakeholder"]
    fits = [one for one in lists if all(any(item.code in codes for item in one.items) for codes in named)]
    if not named or len(fits) != 1:
        return ()
    heard.used.update(i for mention in heard.mentions for i in mention.tokens)
    return (fits[0].issue,)


def _issues_of_chat(asked: Asked) -> tuple[str, ...]:
    """The issue that the chat is about, or that of what it is about."""
    match asked.base:
        case a.Of(kind="stakeholder" | "agency_strategy", of=a.Named(kind="issue", keys=keys)):
            return keys
        case a.Named(keys=keys):
            index = asked.heard.index
            above = {
                code
                for key in keys
                if key in index.entities
                for code in (key, *index.entities[key].parents)
                if index.entities[code].kind == "issue"
            }
            return tuple(above) if len(above) == 1 else ()
    return ()


def _without_named(asked: Asked, of: a.Of) -> a.Set:
    """ "นอกจากสรรพากรแล้วมีใครอีก": without those that are taken back."""
    heard = asked.heard
    places = [i for thing in asked.parts.things if thing.denied for i in thing.tokens]
    lists = [one for one in heard.index.texts.lists if one.kind == of.kind and one.kind == "stakeholder"]
    left_out = [item.key for one in lists for item in one.items if any(says(item.written, heard, i) for i in places)]
    if not left_out:
        return of
    heard.take("other")
    return a.Without(of, a.Named("stakeholder", tuple(left_out)))


def in_issues(asked: Asked) -> a.Query | None:
    """ "SIPA อยู่ในประเด็นไหน": the issues that name an agency as concerned, or have it as a strategy of agencies."""
    heard, draft = asked.heard, asked.heard.draft
    named = [mention for mention in heard.mentions if mention.codes]
    kinds = {heard.index.entities[code].kind for mention in named for code in mention.codes}
    if len(kinds) != 1 or not kinds <= {*_KINDS} or heard.has(*_NOT_HERE) or heard.ranks or asked.parts.years:
        return None
    asks = any(said.kind == "issue" for said in said_levels(heard)) or heard.has("issue")
    surely = heard.has(*_TEXTUAL) or min(mention.weight for mention in named) >= _LEAST
    if not asks or not surely or draft.named.left_weight > _FEW or draft.levels.tokens:
        return None
    keys = tuple(dict.fromkeys(_keys(heard, [code for mention in named for code in mention.codes])))
    heard.take(*_TEXTUAL, "issue", "agency", "what", "who", "verify", "yes_no", "name_it")
    heard.used.update(draft.named.left)
    heard.used.update(i for mention in named for i in mention.tokens)
    kind: Kind = "stakeholder" if kinds == {"stakeholder"} else "agency_strategy"
    return a.Listing(a.Of("issue", a.Named(kind, keys))) if keys else None


def _keys(heard: Heard, codes: list[str]) -> Iterator[str]:
    """The keys by which queries know agencies and strategies of the table."""
    return (item.key for one in heard.index.texts.lists for item in one.items if item.code in codes)
