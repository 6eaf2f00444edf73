"""What stands beside the question: a story before it, who asks, a clause that only describes what was named?

Each is tried only where the message as a whole has no reading. A word of operation, a number or an agency is never
beside the question.
"""

from collections.abc import Iterator, Sequence

from knowledge.draft import Draft
from knowledge.parsing.heard import DENYING
from knowledge.parsing.light_words import is_hearsay
from knowledge.tokens import Token, between_blanks
from knowledge.vocabulary import read as read_vocabulary

_WORDS = read_vocabulary("small_words")
_CUTTING = frozenset(_WORDS["cut"])
_PEOPLE = frozenset(read_vocabulary("everyday")["people"])
_RELATIVE, _REQUEST = frozenset(_WORDS["relative"]), frozenset(_WORDS["request"])
_QUIET = frozenset(
    (
        "also",
        "from",
        "name_it",
        "numeric",
        "number_word",
        "order_word",
        "plan",
        "show",
        "there_is",
        "under",
        "until",
        "verify",
    )
)
"""Cues of words that may stand in a story."""

_KINDS = ("project", "issue", "tactic", "goal", "indicator")
_OF_STORY = _QUIET | frozenset(("not", "other", "exactly", "every_year", "per_year", "this", "year", "numeric"))
"""Cues of words that do no harm in a clause that is of no plan."""


def asides(draft: Draft) -> Iterator[tuple[frozenset[int], bool]]:
    """Places of words that may stand beside the question, each with whether to tell that they were not used."""
    tokens = draft.reading.tokens
    story = frozenset(i for part in between_blanks(tokens) if _is_quiet(draft, part) for i in part)
    if story and len(story) < len(tokens):
        yield story, False
    told = teller(draft)
    busy = frozenset(i for part in _clauses(tokens) if _tells_story(draft, part) for i in part) - story
    if busy and len(busy | story) < len(tokens):
        yield busy | story, True
        if told and len(busy | story | told) < len(tokens):
            yield busy | story | told, True
    asker = _before_request(draft)
    if asker:
        yield asker, False
    if told:
        yield told, False
    verbs = frozenset(
        i for mention in draft.named.mentions if _is_request(draft, mention.tokens) for i in mention.tokens
    )
    if verbs:
        yield verbs, False
    before_name = _before_name(draft)
    if before_name:
        yield before_name, True
    described = _described(draft) | _between_words_of_name(draft)
    if described:
        yield described, True
        if story:
            yield described | story, True


def _is_quiet(draft: Draft, places: range) -> bool:
    """Whether the words ask, count and date nothing, say of no things which are meant, and one belongs to no plan."""
    quiet = all(_may_be_beside(draft, i) for i in places)
    # In English what stands behind is a verb: "projects deal with Vietnam".
    which = any(_stands_by_kind(draft, i, before=draft.reading.english) for i in places)
    return quiet and not which and any(_is_strange(draft, i) for i in places)


def may_say_which(draft: Draft, i: int) -> bool:
    """Whether a word that nothing explains may say which things are meant: "โครงการขุดลอก", "tourism projects"."""
    before = draft.reading.english and _stands_by_kind(draft, i, before=True)
    return before or _stands_by_kind(draft, i, before=False)


def _stands_by_kind(draft: Draft, i: int, *, before: bool) -> bool:
    """Whether such a word stands, alone or with others, right before a kind of things, or right behind."""
    tokens, step = draft.reading.tokens, 1 if before else -1
    if i not in draft.named.left:
        return False
    while i in draft.named.left:
        i += step
    return 0 <= i < len(tokens) and tokens[i].is_cue(*_KINDS)


def _tells_story(draft: Draft, places: range) -> bool:
    """ "จ่ายภาษีทีต่อคิวครึ่งวัน", "ยายอายุ 67 แล้ว": whether the words count, deny and compare something that is of no plan.

    They ask nothing, speak of no money, year, agency or kind of things, and nothing is named in them alone.
    """
    taken = draft.years.tokens | draft.amounts.tokens | draft.levels.tokens
    tokens, inside = draft.reading.tokens, set(places)
    if len(places) < _CLAUSE or any(mention.tokens <= inside for mention in draft.named.mentions) or taken & inside:
        return False
    if any(tokens[i].text in _CUTTING for i in places):
        return False
    quiet = all(
        not tokens[i].sense.agencies and tokens[i].sense.cues <= _OF_STORY and tokens[i].text not in DENYING
        for i in places
    )
    return quiet and any(_is_strange(draft, i) or tokens[i].text in _PEOPLE for i in places)


def _clauses(tokens: Sequence[Token]) -> Iterator[range]:
    """Runs of words between blanks, over those that only stand around a number: "อายุ 67 แล้ว"."""
    start = 0
    for part in between_blanks(tokens):
        end = part.stop
        goes_on = end < len(tokens) and (tokens[end].number is not None or tokens[end - 1].number is not None)
        if not goes_on:
            yield range(start, end)
            start = end


def _is_strange(draft: Draft, i: int) -> bool:
    return i in draft.named.left or bool(draft.reading.tokens[i].sense.talk)


def _may_be_beside(draft: Draft, i: int) -> bool:
    token = draft.reading.tokens[i]
    return token.number is None and not token.sense.agencies and token.sense.cues <= _QUIET


def _before_request(draft: Draft) -> frozenset[int]:
    """Who asks: what stands before "ขอดู", "อยากได้", where that asks for things of a kind."""
    tokens = draft.reading.tokens
    at = next((i for i, t in enumerate(tokens) if i and (t.text in _REQUEST or t.is_cue("show"))), 0)
    asks = any(t.is_cue(*_KINDS) for t in tokens[at:])
    return frozenset(range(at)) if asks and all(_may_be_beside(draft, i) for i in range(at)) else frozenset()


def teller(draft: Draft) -> frozenset[int]:
    """Who wants to know: what stands before the last "ว่า" or "อยากได้", where a name or a question follows."""
    tokens = draft.reading.tokens
    places = [i for i, token in enumerate(tokens[:-2]) if _is_quoting(token.text) and (i or token.text not in _QUOTING)]
    end = max(places, default=-1) + 1
    named = any(i < end for mention in draft.named.mentions for i in mention.tokens)
    quiet = all(_may_be_told(draft, i) for i in range(end))
    return frozenset(range(end)) if end and quiet and not named else frozenset()


def _is_quoting(word: str) -> bool:
    """ "ว่า", "อยากทราบ", and whatever verb has grown together with its "ว่า": "อ้างว่า", "ได้ยินว่า"."""
    return word in _QUOTING or is_hearsay(word)


def _may_be_told(draft: Draft, i: int) -> bool:
    token = draft.reading.tokens[i]
    return token.number is None and not token.sense.agencies and token.sense.cues <= _QUIET | {"what", "who", "year"}


def _is_request(draft: Draft, places: frozenset[int]) -> bool:
    """ "ให้รวบรวมโครงการ": a verb of the request, whatever name it stands in."""
    at = min(places)
    return len(places) == 1 and at > 0 and draft.reading.tokens[at - 1].text in _REQUEST


def _before_name(draft: Draft) -> frozenset[int]:
    """ "อัปเกรด POC": a word that nothing explains right before what is surely named does not make it another thing."""
    tokens, found = draft.reading.tokens, set[int]()
    for mention in draft.named.mentions:
        i = min(mention.tokens) - 1
        while i >= 0 and mention.weight >= _NAMED and _may_be_beside(draft, i) and tokens[i].text not in _LINKS:
            found.update({i} & set(draft.named.left))
            i = i - 1 if tokens[i].before in ("", "-") else -1
    return frozenset(found)


_LINKS = frozenset(_WORDS["clause"])
_CLAUSE = 3
"""Words from which on they are a clause."""
_SURELY = 1.2
"""Weight of a name that is meant beyond doubt."""
_NAMED = 0.7
"""Weight (`candidates.py`) from which one telling word of a name is no accident."""


def _described(draft: Draft) -> frozenset[int]:
    """The words of a clause behind what was named, up to the next word that asks: "ไวไฟฟรี(ที่หลานๆ รอกัน)ได้กี่ล้าน"."""
    tokens = draft.reading.tokens
    found: set[int] = set()
    for mention in draft.named.mentions:
        i = max(mention.tokens) + 1
        if i < len(tokens) and tokens[i].text in _RELATIVE:
            clause = []
            while i < len(tokens) and _may_be_beside(draft, i) and tokens[i].text not in _VERBS:
                clause.append(i)
                i += 1
            found.update(clause if any(j in draft.named.left for j in clause) else ())
    return frozenset(found)


def _between_words_of_name(draft: Draft) -> frozenset[int]:
    """ "สำรวจ(คนใน)จังหวัดอื่น": a word that nothing explains between the words of what is surely named."""
    sure = (mention for mention in draft.named.mentions if mention.weight >= _SURELY)
    spans = [range(min(mention.tokens), max(mention.tokens)) for mention in sure]
    return frozenset(i for span in spans for i in draft.named.left if i in span and _may_be_beside(draft, i))


_VERBS, _QUOTING = frozenset(_WORDS["gets"]), frozenset(_WORDS["quotation"])
