"""What is a source of money called, that the plan names in a column of its own?"""

from collections.abc import Callable

from knowledge.vocabulary import read

_PROVINCE = frozenset(read("grammar")["province_prefixes"])


def funding_source(say: Callable[[str], str], funding: str) -> str:
    """จังหวัด in the column is the province's own budget; an empty one is said to be empty, another told as written."""
    if not funding:
        return say("funding.empty")
    return say("funding.province") if funding in _PROVINCE else funding
