"""Which lists does the running text hold: what stands above each, and its items in order?

A list is known by its structure alone: bullets or numbers line by line, headings that each have a paragraph under them,
or terms of one kind in a sentence, each with its gloss in brackets ("มิติพื้นที่ (Area-based) หรือมิติ... (Agenda-based)").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, takewhile

from knowledge.plan_document import ListItem, PlanDocument, PlanList
from knowledge.readers.lines import Line, pattern, tidy, words

_GLOSS = re.compile(r"\(([A-Za-z][A-Za-z .-]+)\)")
_FEWEST = 2
"""Items of a list; one alone is a paragraph with a bullet."""
_FEWEST_GLOSSED = 3
_SHORTEST_KIND = 3
"""Letters that the terms of a sentence must have in common at their beginning."""
_LONGEST_TITLE = 90


@dataclass(frozen=True)
class _Mark:
    """A line that begins with a bullet, a number or both."""

    line: Line
    number: int | None
    label: str
    """มาตรการ, of "มาตรการที่ 1"."""
    text: str


@dataclass(frozen=True)
class _Found:
    """A list before it has its code. `lead`: the line that announces it."""

    title: str
    lead: Line
    items: tuple[_Mark, ...]


def read_lists(strategy: str, issue: str | None, lines: list[Line], first: int = 1) -> tuple[PlanList, ...]:
    """The lists of one part of the plan. Their codes (`5.L2`, items `5.L2.1`) count on from `first`."""
    found = sorted(_lists(lines), key=lambda one: (one.items[0].line.number, one.items[0].text))
    return tuple(_list(f"{strategy}.L{number}", issue, one) for number, one in enumerate(found, start=first))


def with_english_items(document: PlanDocument) -> PlanDocument:
    """The lists with the English of the passages that their items are."""
    passages = [*document.section, *(passage for issue in document.issues for passage in issue.passages)]
    texts = {passage.text: passage.text_en for passage in passages}
    headings = {passage.heading: passage.heading_en for passage in passages}
    lists = tuple(
        replace(
            one,
            title_en=headings.get(one.title) or texts.get(one.title) or _announced(one.title, texts),
            items=_in_english(one, texts, headings),
        )
        for one in document.lists
    )
    return replace(document, lists=lists)


def _announced(title: str, texts: dict[str, str]) -> str:
    """The English sentence that announces the list, of the paragraph that does so in Thai."""
    if not title.endswith(tuple(words()["announcing"])):
        return ""
    english = next((text_en for text, text_en in texts.items() if title in text), "")
    return next((one for one in english.split(". ") if words()["announcing_english"][0] in one), "").rstrip(".")


def _in_english(one: PlanList, texts: dict[str, str], headings: dict[str, str]) -> tuple[ListItem, ...]:
    return tuple(replace(item, text_en=texts.get(item.text) or headings.get(item.text, "")) for item in one.items)


def _list(code: str, issue: str | None, found: _Found) -> PlanList:
    items = tuple(
        ListItem(f"{code}.{at}", mark.number or at, tidy(mark.text), mark.line.place(mark.text.strip()))
        for at, mark in enumerate(found.items, start=1)
    )
    return PlanList(code, issue, tidy(found.title), found.lead.place(found.lead.text.strip()), items)


def _lists(lines: list[Line]) -> Iterator[_Found]:
    yield from _runs(lines)
    yield from _headings(lines)
    for line in lines:
        if "\t" not in line.raw:
            yield from _glossed(line)


def _mark(line: Line) -> _Mark | None:
    if "\t" in line.raw.strip():
        return None
    if (match := pattern("marked").match(line.text.strip())) is None:
        return None
    said = next(part for part in (match["number"], match["ordinal"], match["label_number"], "") if part is not None)
    return _Mark(line, int(said) if said else None, match["label"] or "", match["text"])


def _runs(lines: list[Line]) -> Iterator[_Found]:
    """Marked lines that stand one under the other; the first line of a part is its title, whatever it begins with."""
    lead: Line | None = None
    title = next((line for line in lines if not line.is_blank), None)
    for marked, group in groupby(lines, key=lambda line: line is not title and _mark(line) is not None):
        run = list(group)
        if marked:
            marks = [mark for line in run if (mark := _mark(line))]
            yield from _in_run(marks, lead)
        else:
            lead = next((line for line in reversed(run) if not line.is_blank and "\t" not in line.raw), lead)


def _in_run(marks: list[_Mark], lead: Line | None) -> Iterator[_Found]:
    """Bullets are one list; numbers under a bullet, or that begin anew, are a list of their own."""
    bullets = tuple(mark for mark in marks if mark.number is None)
    if len(bullets) >= _FEWEST:
        yield _Found(_title(lead or bullets[0].line), lead or bullets[0].line, bullets)
    above: _Mark | None = None
    numbered: list[_Mark] = []
    for mark in [*marks, None]:
        ends = mark is None or mark.number is None or (numbered and mark.number != (numbered[-1].number or 0) + 1)
        if ends and len(numbered) >= _FEWEST:
            head = above.line if above else lead or numbered[0].line
            yield _Found(_numbered_title(numbered, above, head), head, tuple(numbered))
        if ends:
            numbered = []
        if mark is not None and mark.number is None:
            above = mark
        elif mark is not None:
            numbered.append(mark)


def _numbered_title(numbered: list[_Mark], above: _Mark | None, head: Line) -> str:
    labels = {mark.label for mark in numbered}
    if len(labels) == 1 and "" not in labels:
        return labels.pop()
    return above.text if above else _title(head)


def _headings(lines: list[Line]) -> Iterator[_Found]:
    """Marked lines that stand alone, each with a paragraph under it."""
    said = [line for line in lines if not line.is_blank]
    before = dict(zip((line.number for line in said[1:]), said, strict=False))
    behind = dict(zip((line.number for line in said), said[1:], strict=False))
    heads: list[_Mark] = []
    for mark in (mark for line in said if (mark := _mark(line))):
        above, below = before.get(mark.line.number), behind.get(mark.line.number)
        alone = all(near is None or _mark(near) is None for near in (above, below))
        if alone and below is not None and below.number > mark.line.number + 1:
            heads.append(mark)
    yield from _series(heads, said)


def _series(heads: list[_Mark], said: list[Line]) -> Iterator[_Found]:
    """Heads with exactly one paragraph between them belong together."""
    at = {line.number: place for place, line in enumerate(said)}
    series: list[_Mark] = []
    for head in heads:
        if series and at[head.line.number] != at[series[-1].line.number] + 2:
            yield from _as_list(series, said, at)
            series = []
        series.append(head)
    yield from _as_list(series, said, at)


def _as_list(series: list[_Mark], said: list[Line], at: dict[int, int]) -> Iterator[_Found]:
    if len(series) < _FEWEST:
        return
    lead = said[max(at[series[0].line.number] - 1, 0)]
    yield _Found(_title(lead), lead, tuple(series))


def _glossed(line: Line) -> Iterator[_Found]:
    """Terms of a sentence that begin with the same word and have a foreign gloss in brackets each."""
    glosses = list(_GLOSS.finditer(line.text))
    if len(glosses) < _FEWEST_GLOSSED:
        return
    before = [line.text[a.end() : b.start()] for a, b in pairwise(glosses)]
    terms = [pattern("conjunction").sub("", piece, count=1).strip() for piece in before]
    kind = _common_beginning(terms)
    start = line.text.rfind(kind, 0, glosses[0].start()) if len(kind) >= _SHORTEST_KIND else -1
    if start < 0:
        return
    pieces = [line.text[start : glosses[0].end()]]
    pieces += [f"{term} {gloss[0]}" for term, gloss in zip(terms, glosses[1:], strict=True)]
    yield _Found(kind, line, tuple(_Mark(line, None, "", piece.strip()) for piece in pieces))


def _common_beginning(terms: list[str]) -> str:
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*terms, strict=False))
    return "".join(letters[0] for letters in alike)


def _title(lead: Line) -> str:
    """The line itself or, of a long one, its clause that announces the list ("...ดังต่อไปนี้")."""
    text = lead.text.strip()
    if len(text) <= _LONGEST_TITLE:
        return text
    pieces = text.split(" ")
    announcing = [at for at, piece in enumerate(pieces) if piece.endswith(tuple(words()["announcing"]))]
    return " ".join(pieces[max(announcing[-1] - 1, 0) : announcing[-1] + 1]) if announcing else pieces[-1]
