"""How is a condition on projects put into words?"""

from handlers.wording import Wording
from knowledge.question import Condition


def in_words(words: Wording, condition: Condition, years: int) -> str:
    """ "มีงบปี 2555", "ได้งบครบทุกปี"; `years` is how many the plan covers."""
    field, number = condition.field, condition.number
    if field == "agencies":
        return words.say("where.agencies_many", count=number) if number else words.say("where.agencies_none")
    if field == "years":
        count = words.say(f"where.count.{condition.op}", count=number)
        return words.say("where.every") if number == years else words.say("where.years", count=count)
    # An amount is the asker's, not the plan's, so it is not repeated as a figure.
    amount = words.say(f"where.ops.{condition.op}")
    return words.say(f"where.{field}", year=number, amount=amount)
