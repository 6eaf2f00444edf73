"""Which issues concern an agency, have a strategy of agencies, or concern most of them?"""

from collections.abc import Sequence

from knowledge.parsing.asked import Asked
from knowledge.parsing.heard import Heard
from knowledge.parsing.levels_said import said_levels
from knowledge.parsing.lists.frame import frame_of, list_kind
from knowledge.parsing.lists.which import says, tells, word_at
from knowledge.query import algebra as a
from knowledge.texts.plan_texts import TextList

_LEAST = 0.9
"""What the words of an agency's name must tell."""
_NOT_HERE = ("budget", "how_much", "project", "share", "average")


def issues_concerning(asked: Asked) -> a.Query | None:
    """ "สถิติเป็นหน่วยงานที่เกี่ยวข้องของประเด็นใด": the issues whose row of the table has the agency."""
    heard = asked.heard
    frame = frame_of(heard)
    if frame is None or frame.kind is None or frame.issues or frame.claims or not _asks_issue(asked):
        return None
    lists = [one for one in heard.index.texts.lists if one.kind == frame.kind]
    words = [i for i in frame.meant if not heard.tokens[i].is_cue("issue", "stakeholder", "agency_strategy")]
    words = [i for i in words if not heard.tokens[i].is_cue("agency") or _is_named(heard, lists, i)]
    found = [item.key for one in lists for item in one.items if all(says(item.written, heard, i) for i in words)]
    called = "".join(word_at(heard, i) for i in words)
    exactly = [item.key for one in lists for item in one.items if item.written.letters == called]
    if not words or not found or not (exactly or sum(tells(heard, i) for i in words) >= _LEAST):
        return None
    heard.used |= frame.said
    return a.Listing(a.Of("issue", a.Named(frame.kind, tuple(exactly or found))))


def _is_named(heard: Heard, lists: Sequence[TextList], i: int) -> bool:
    return any(says(item.written, heard, i) for one in lists for item in one.items)


def most_concerned(asked: Asked) -> a.Query | None:
    """ "ประเด็นใดมีหน่วยงานที่เกี่ยวข้องมากที่สุด": the issues by how many they concern."""
    heard = asked.heard
    kind = list_kind(heard)
    ends = set(heard.ranks.values())
    if kind is None or len(ends) != 1 or asked.parts.things or not _asks_issue(asked) or heard.has(*_NOT_HERE):
        return None
    heard.used.update(heard.ranks)
    heard.used.update(i for i, token in enumerate(heard.tokens) if token.is_cue("issue"))
    heard.take("stakeholder", "agency_strategy", "agency", "what", "which_one", "number_word")
    return a.Listing(a.First(a.All("issue"), a.Measure("count", kind=kind), 1, ends == {"least"}))


def _asks_issue(asked: Asked) -> bool:
    return any(said.kind == "issue" and said.asked for said in said_levels(asked.heard))
