"""How is what was asked written into an address that shows the answer again, and read from whatever anybody made?

A query and a question of the older form are both JSON: the one a list, the other an object of the fields that differ
from an empty question. Neither holds anything of the person or of the chat.
"""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args
from urllib.parse import urlencode

from knowledge.bill.asked import read_asked
from knowledge.index import Index
from knowledge.plans_stored import StoredPlans
from knowledge.query.algebra import Last, Named
from knowledge.query.written import LONGEST, WrittenError
from knowledge.query.written import read as read_query
from knowledge.question import Ask, By, Condition, Field, Operator, Question, Shape, Turn

_WORDS: dict[str, tuple[Any, ...]] = {"ask": get_args(Ask), "shape": get_args(Shape), "by": (None, *get_args(By))}
_MOST = 50
"""Things, years or words of one question."""
_LARGEST = 10**17
_LONGEST_WORD = 100
_CHECKED = ("project", "issue", "tactic", "goal", "indicator")


def link_of(turn: Turn) -> str:
    """What the address says after `a=`; "" for what cannot be had again, or is too long for an address."""
    told = turn.query or json.dumps(turn.question.to_dict(), ensure_ascii=False, separators=(",", ":"))
    return "" if turn.choices or len(told) > LONGEST else told


def address_of(link: str, plan: str, language: str, form: str = "") -> str:
    """Where the answer can be seen again, or taken along as a table of this form (csv, xlsx, json)."""
    told = {"a": link} | ({"plan": plan} if plan else {}) | ({"lang": language} if language != "th" else {})
    return f"/plan/answer{'.' + form if form else ''}?{urlencode(told)}"


def turn_of(text: str, index: Index) -> Turn:
    """What `link_of` wrote, of the plan of this index. Raises WrittenError for every other text, and where the plan has
    not what is asked about."""
    if text.startswith("["):
        query = read_query(text)
        for named in _named(query):
            if not _is_known(named, index):
                raise WrittenError("The plan has no such thing.")
        return Turn(Question(), query=text, plan=index.beside)
    try:
        told = json.loads(text) if len(text) <= LONGEST else None
        question = Question.from_dict(told) if isinstance(told, dict) else None
    except (ValueError, TypeError, RecursionError, AttributeError):
        question = None
    if question is None or not _is_sound(question, index):
        raise WrittenError("Not a question about the plan.")
    return Turn(question, plan=index.beside)


def turn_in(plans: StoredPlans, text: str, plan: str) -> Turn:
    """The same of one of the stored plans. Raises LookupError for what is no such link."""
    index = plans.named(plan)
    if index is None:
        raise LookupError("No such plan is stored.")
    try:
        return turn_of(text, index)
    except WrittenError as error:
        raise LookupError(str(error)) from None


def _named(node: Any) -> Iterator[Named | Last]:
    if isinstance(node, Named | Last):
        yield node
    parts = node if isinstance(node, tuple) else ()
    if is_dataclass(node):
        parts = tuple(getattr(node, field.name) for field in fields(node))
    for part in parts:
        yield from _named(part)


def _is_known(named: Named | Last, index: Index) -> bool:
    if named.kind == "agency":
        return set(named.keys) <= set(index.agencies)
    return named.kind not in _CHECKED or all(key in index.entities for key in named.keys)


def _is_sound(question: Question, index: Index) -> bool:
    """Whether each field holds what it may hold; truth values, which Python takes for numbers, are none."""
    many = (question.about, question.agencies, question.years, question.words, question.where)
    codes = (*question.about, *([question.base] if question.base else []))
    return (
        all(getattr(question, name) in allowed for name, allowed in _WORDS.items())
        and all(isinstance(each, tuple) and len(each) <= _MOST for each in many)
        and all(isinstance(code, str) and code in index.entities for code in codes)
        and all(isinstance(name, str) and name in index.agencies for name in question.agencies)
        and all(_is_number(year) and year in index.years for year in question.years)
        and all(isinstance(word, str) and len(word) <= _LONGEST_WORD for word in question.words)
        and all(map(_is_condition, question.where))
        and all(isinstance(getattr(question, name), bool) for name in _TRUE_OR_NOT)
        and _is_of_lines(question, index)
        and all(_is_number(number) and 1 <= number <= _MOST for number in (question.top, question.place))
        and all(number is None or _is_number(number) for number in (question.claim, question.number))
    )


_TRUE_OR_NOT = tuple(field.name for field in fields(Question) if isinstance(field.default, bool))


def _is_of_lines(question: Question, index: Index) -> bool:
    """Whether what is asked of lines of a bill can be read, and there are any."""
    if not isinstance(question.lines, str) or (question.ask == "bill") != bool(question.lines):
        return False
    try:
        return not question.lines or (index.bill is not None and bool(read_asked(question.lines)))
    except ValueError:
        return False


def _is_condition(condition: Condition) -> bool:
    numbers = (condition.number, condition.upper)
    return condition.field in get_args(Field) and condition.op in get_args(Operator) and all(map(_is_number, numbers))


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value < _LARGEST
