"""How is the plan's own text told: what it is first, then its words?"""

from collections.abc import Sequence
from itertools import groupby

from handlers.answer import Part, Text
from handlers.plan.facts import Facts
from handlers.plan.listing import SHOWN
from knowledge.query import algebra as a
from knowledge.query import result as r
from knowledge.texts.headings import headings_of, numbers_of

_LONGEST = 1_500
"""Letters of one passage that are shown."""


def text(facts: Facts, query: a.Text, result: r.Result) -> list[Part]:
    """Items under the name of their list, each with its number; passages and the like word for word."""
    if not result.found:
        return [Text(facts.say("query.list.none", what=facts.which(query.of)))]
    found, kind = result.found[:SHOWN], a.kind_of(query.of)
    if kind == "item":
        parts = [part for code, of in groupby(found, key=_list_of) for part in _items(facts, code, list(of))]
    elif kind == "passage":
        headings = headings_of(facts.session, [one.key for one in found], facts.words.language)
        parts = []
        for heading, of in groupby(found, key=lambda one: headings.get(one.key, "")):
            parts += [Text(facts.say("query.text.passage", heading=heading)), *(_quoted(facts, one) for one in of)]
    else:
        lead = facts.say(f"query.text.{kind}" if kind in _LED else "query.text.other", where=_where(facts, query.of))
        numbers = numbers_of(facts.session, [one.key for one in found]) if kind == "measure" else {}
        parts = [Text(lead), *(_numbered(facts, one, numbers.get(one.key)) for one in found)]
    if len(found) < len(result.found):
        parts.append(Text(facts.say("query.list.more", shown=SHOWN, count=len(result.found))))
    return parts


_LED = ("measure", "stakeholder", "agency_strategy")


def _items(facts: Facts, code: str, found: Sequence[r.Found]) -> list[Part]:
    (of,) = facts.evaluate(a.Listing(a.Named("list", (code,)))).found
    count = facts.count(len(facts.evaluate(a.Listing(a.Of("item", a.Named("list", (code,))))).found), "item")
    lead = facts.say("query.text.items", title=facts.name(of), count=count)
    return [Text(lead), *(_numbered(facts, one, int(one.key.rsplit(".", 1)[-1])) for one in found)]


def _numbered(facts: Facts, one: r.Found, number: int | None) -> Part:
    """The text behind the number by which people ask for it, where it has one."""
    if number is None:
        return _quoted(facts, one)
    return Text(facts.say("query.list.item", number=number, text=facts.name(one)))


def _list_of(one: r.Found) -> str:
    return one.key.rsplit(".", 1)[0]


def _quoted(facts: Facts, one: r.Found) -> Part:
    return Text(facts.say("query.text.quote", text=facts.name(one)[:_LONGEST]))


def _where(facts: Facts, of: a.Set) -> str:
    """The issues that the texts stand under; "" for the section on carrying out the plan."""
    found = facts.evaluate(a.Listing(of if a.kind_of(of) == "issue" else a.Of("issue", of))).found
    return facts.words.join([facts.name(one) for one in found])
