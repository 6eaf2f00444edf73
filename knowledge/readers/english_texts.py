"""What do the plan's passages and stakeholders say in English, and which of the companion's texts belong to none?"""

from collections.abc import Iterator
from dataclasses import replace

from knowledge.plan_document import Passage, PlanDocument, Remark, Stakeholder
from knowledge.readers.companion import EnglishTexts, without_spaces


def with_english_texts(document: PlanDocument, texts: EnglishTexts) -> PlanDocument:
    """The document with the English of what has no code; a text that belongs to nothing is reported."""
    issues = tuple(
        replace(
            issue,
            stakeholders=tuple(_stakeholder(holder, texts) for holder in issue.stakeholders),
            passages=tuple(_passage(passage, texts) for passage in issue.passages),
        )
        for issue in document.issues
    )
    unmet = tuple(Remark("unknown_code", subject=words) for words in _unmet(document, texts))
    section = tuple(_passage(passage, texts) for passage in document.section)
    origin = texts.headings.get(without_spaces(document.facts.measures_from), "")
    facts = replace(document.facts, measures_from_en=origin)
    return replace(document, issues=issues, section=section, facts=facts, remarks=(*document.remarks, *unmet))


def _stakeholder(holder: Stakeholder, texts: EnglishTexts) -> Stakeholder:
    return replace(holder, name_en=texts.stakeholders.get(without_spaces(holder.name), ""))


def _passage(passage: Passage, texts: EnglishTexts) -> Passage:
    beginning = _beginning_of(passage, texts)
    return replace(
        passage,
        heading_en=texts.headings.get(without_spaces(passage.heading), ""),
        text_en=texts.passages[beginning] if beginning else "",
    )


def _beginning_of(passage: Passage, texts: EnglishTexts) -> str:
    """The key under which its English stands, "" for none; where one passage begins like another, the longest."""
    text = without_spaces(passage.text)
    return max((beginning for beginning in texts.passages if text.startswith(beginning)), key=len, default="")


def _unmet(document: PlanDocument, texts: EnglishTexts) -> Iterator[str]:
    """The keys that meet nothing: the document was edited, or the companion is for another one."""
    passages = [*document.section, *(passage for issue in document.issues for passage in issue.passages)]
    holders = {without_spaces(holder.name) for issue in document.issues for holder in issue.stakeholders}
    headings = {document.facts.measures_from, *(passage.heading for passage in passages)}
    yield from sorted(texts.headings.keys() - set(map(without_spaces, headings)))
    yield from sorted(texts.passages.keys() - {_beginning_of(passage, texts) for passage in passages})
    yield from sorted(texts.stakeholders.keys() - holders)
