"""Is a figure so that somebody takes for granted?"""

from knowledge.parsing.asked import CHANGING, Asked
from knowledge.parsing.heard import BOUNDS, Heard
from knowledge.parsing.levels_said import said_levels
from knowledge.parsing.sets import one_thing, without_denied
from knowledge.query import algebra as a
from knowledge.query.kinds import MONEY
from knowledge.vocabulary import read as read_vocabulary

_CHECKING = frozenset(read_vocabulary("small_words")["checking"])


def claim(asked: Asked) -> a.Query | None:
    """ "เมืองเว้ตั้งไว้ 20 ล้าน จริงไหม", "ใช้งบเกินร้อยล้านจริงหรือเปล่า": whether a figure is so."""
    heard = asked.heard
    op, satang = _claimed(asked)
    asks = heard.has("verify", "yes_no") or asks_to_check(heard)
    if satang is None or not asks or heard.has("share", *CHANGING) or heard.ranks:
        return None
    of = asked.about()
    if of is None and not (heard.has("plan", "whole") or asked.parts.years):
        return None
    heard.used |= heard.draft.amounts.tokens
    heard.take("verify", "yes_no", "only")  # "แค่แสนเดียวจริงไหม"
    of = without_denied(asked.parts, of or a.All("project"), "project", "issue", "tactic", "agency")
    if a.kind_of(of) not in MONEY:
        return None
    return a.Check(a.Total(a.Measure("amount", years=asked.money_years()), of), op, satang)


def asks_to_check(heard: Heard) -> bool:
    """ "มีคนโพสต์ว่า ... ช่วยเช็กหน่อย": whether something is so, without a word for yes or no."""
    return any(token.text in _CHECKING for token in heard.tokens)


def _claimed(asked: Asked) -> tuple[a.Operator, int | None]:
    """The figure that is claimed, or the bound of one thing's."""
    amounts, heard = asked.heard.draft.amounts, asked.heard
    if amounts.claim is not None or len(amounts.conditions) != 1:
        return "=", amounts.claim
    [bound] = amounts.conditions
    named = asked.parts.of("project", "issue", "tactic", "agency")
    lists = any(said.kind == "project" for said in said_levels(heard)) or heard.has("which_one", "what", "there_is")
    # "เกิน 10 ล้านไหม" behind one thing
    of_chat = not asked.parts.things and isinstance(asked.base, a.Named) and len(asked.base.keys) == 1
    one = of_chat or (len(named) == 1 and one_thing(named[0]) is not None)
    if not one or lists or bound.op == "between":
        return "=", None
    heard.take(*BOUNDS)
    return bound.op, bound.number
