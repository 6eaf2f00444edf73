"""Which query is a sentence of `knowledge/query/sentence`? Its own sentences the bot understands word for word."""

from knowledge.query.algebra import Query
from knowledge.query.fits import misfit
from knowledge.query.read_back.parser import Parser
from knowledge.query.sentence.names import Names
from knowledge.query.sentence.say import say

LONGEST = 2000
"""Letters; a longer text is no sentence of ours."""


def read_back(text: str, names: Names) -> Query | None:
    """The query that is said in exactly this sentence, in the language of the names; None where there is none."""
    if len(text) > LONGEST:
        return None
    found = Parser(text, names).queries()
    return next((query for query in found if misfit(query) is None and say(query, names) == text), None)
