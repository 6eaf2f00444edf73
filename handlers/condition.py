"""How is a condition on projects put into words?"""

from collections.abc import Sequence

from handlers.wording import Wording
from knowledge.question import Condition


def in_words(words: Wording, where: Sequence[Condition], years: int) -> str:
    """ "โครงการที่มีงบปี 2555 และ ..."; `years` is how many the plan covers."""
    return words.say("where.intro", conditions=words.join([_one(words, c, years) for c in where]))


def _one(words: Wording, condition: Condition, years: int) -> str:
    field, number = condition.field, condition.number
    if field in ("funded", "unfunded"):
        return words.say(f"where.{field}", year=number)
    if field in ("steady", "alternate"):
        return words.say(f"where.{field}")
    if field == "agencies":
        return words.say("where.agencies_many", count=number) if number else words.say("where.agencies_none")
    if field == "years" and number == years:
        return words.say("where.every")
    # An amount is the asker's, not the plan's, so it is not repeated as a figure.
    op = words.say(f"where.ops.{condition.op}")
    return words.say(f"where.{field}", op=op, count=number, amount=words.say("where.as_asked"))
