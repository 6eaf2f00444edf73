"""Which lines does the plan's document have, and which of them are headings to jump to?"""

from functools import lru_cache

from bot.web.document import read_document
from knowledge.plan_view import PlanView

Lines = tuple[tuple[int, str], ...]


@lru_cache(maxsize=2)
def lines_of(name: str) -> Lines:
    """(number, text) of each line; () of a document that did not come with the program."""
    text = read_document(name, (name,))
    return tuple(enumerate(text.split("\n"), start=1)) if text and name.endswith(".txt") else ()


def headings_of(lines: Lines, view: PlanView) -> list[tuple[int, str]]:
    """Where the strategy and each issue's part begin, and the parts of the section on carrying the plan out."""
    found = {view.strategy.line: view.strategy.name}
    texts = {number: "".join(text.split()) for number, text in lines}
    for issue in view.issues:
        # In the list at the beginning all names stand together; where one stands again, its part begins.
        name = "".join(issue.name.split())
        found[next((n for n, text in texts.items() if n > issue.line and text == name), issue.line)] = issue.name
    for passage in view.passages:
        if not passage.issue and passage.heading not in found.values():
            heading = "".join(passage.heading.split())
            found[next((n for n, text in texts.items() if heading in text), passage.line)] = passage.heading
    return sorted((number, text) for number, text in found.items() if number in texts)
