"""What was heard of a message about lines and is not used by what was read? Then no figure may be told."""

from knowledge.bill.asked import Asked
from knowledge.bill.book import Book
from knowledge.bill.said import Said
from knowledge.vocabulary import read_groups


def unused(book: Book, said: Said, asked: Asked, before: Asked | None) -> tuple[str, ...]:
    """The words of asking that the question leaves out; () where it uses them all."""
    return (
        _words(said, "share") * (_leaves_out_share(said, asked) or (before is None and _lacks_part(said, asked)))
        or _words(said, "most", "least") * (said.has("most") and said.has("least"))
        or _words(said, "compare", "more_than", "less_than") * _leaves_out_difference(said, asked)
        or _words(said, "who", "responsible") * _asks_for_a_person(said, asked)
        or _words(said, "this", "both") * _counts_what_was_said(said, asked)
        or _words(said, "this") * (before is None and asked.of.is_all)
        or _words(said, "total") * (asked == before and asked.form == "sum")
        or _measured(said, asked)
        or _within_another(book, asked)
    )


def _words(said: Said, *cues: str) -> tuple[str, ...]:
    told = (token.text for i, token in enumerate(said.tokens) if not said.is_taken(i) and token.is_cue(*cues))
    return tuple(dict.fromkeys(told))


def _leaves_out_share(said: Said, asked: Asked) -> bool:
    """A share that is not told, of itself, or that is to be ranked though it is no part of what each has."""
    return (
        said.has("share")
        and not (asked.base and asked.by)
        and (asked.form != "share" or asked.base == asked.of or said.has("most", "least") or _asks_of_each(said))
    )


def _lacks_part(said: Said, asked: Asked) -> bool:
    """ "คิดเป็นร้อยละเท่าไรของงบจังหวัดเลย": the whole is named, and no part of it."""
    return asked.of.narrows == ("units",) and said.first("share") == 0 and not said.of("whole")


def _asks_of_each(said: Said) -> bool:
    return any(mark.way in ("which", "each") and mark.axis != "" for mark in said.axes) and not said.of("whole")


def _leaves_out_difference(said: Said, asked: Asked) -> bool:
    """What lies between two is wanted, and no two are set side by side."""
    compares = said.has("compare", "more_than", "less_than") and not said.amounts.conditions and not said.amounts.claim
    return compares and asked.form != "sides"


def _asks_for_a_person(said: Said, asked: Asked) -> bool:
    """ "ใครคุมงาน": of an item the bill knows who gets the money, not who does the work."""
    return bool(asked.of.items or asked.of.words) and said.has("who") and (said.has("responsible") or _does(said))


def _does(said: Said) -> bool:
    return any(run.says_nothing and any(token.text.isalnum() for token in run.tokens) for run in said.runs)


def _counts_what_was_said(said: Said, asked: Asked) -> bool:
    """ "สองจังหวัดนี้" means two that were told before; a ranking of all is another question."""
    numbers = any(mark.way == "places" and mark.number and mark.axis for mark in said.axes)
    return numbers and said.has("this", "both") and asked.form == "rank" and not said.has("most", "least")


def _measured(said: Said, asked: Asked) -> tuple[str, ...]:
    """ "ยาวกี่เมตร": what is counted by a word of the items is not their money."""
    pairs = zip(said.tokens, said.tokens[1:], strict=False)
    counts = read_groups("bill")["ways"]["count"]
    return tuple(unit.text for word, unit in pairs if word.text in counts and unit.text in asked.of.words)


def _within_another(book: Book, asked: Asked) -> tuple[str, ...]:
    """Kinds of which one is a part of another are no two sides: "งบลงทุน หมวดค่าครุภัณฑ์"."""
    kinds = tuple(kind for side in asked.sides for kind in side.kinds) if asked.form == "sides" else ()
    several = len(set(kinds)) > 1 and all(len(side.kinds) == 1 for side in asked.sides)
    nested = several and any(len(set(item.kinds) & set(kinds)) > 1 for item in book.items)
    return tuple(dict.fromkeys(kinds)) if nested else ()
