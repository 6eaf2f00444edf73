"""What did `register` and `doctor` find out, and how do they tell it?"""

import json
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from bot.terminal import write


@dataclass(frozen=True)
class Finding:
    """One thing that was done or looked at."""

    verdict: Literal["ok", "wrong", "off", "to do"]
    """to do: no program can."""
    text: str
    """A sentence; holds no secret."""
    remedy: str = ""
    """What to do about it."""


class PlatformError(Exception):
    """A platform did not do what it was asked to. Says so in a sentence that holds no secret."""

    def __init__(self, text: str, remedy: str) -> None:
        super().__init__(text)
        self.finding = Finding("wrong", text, remedy)


def told(finding: Finding) -> str:
    """For people."""
    remedy = f"\n       {finding.remedy}" if finding.remedy else ""
    return f"{finding.verdict:<6} {finding.text}{remedy}\n"


def told_as_json(finding: Finding) -> str:
    """For programs: an object on a line."""
    return json.dumps(asdict(finding), ensure_ascii=False) + "\n"


async def tell(sections: Iterable[AsyncIterator[Finding]], show: Callable[[Finding], str] = told) -> int:
    """Print each finding at once; the exit status. A platform that fails ends its own section only."""
    findings: list[Finding] = []
    for section in sections:
        try:
            async for finding in section:
                findings.append(_shown(finding, show))
        except PlatformError as fault:
            findings.append(_shown(fault.finding, show))
    return 1 if any(finding.verdict == "wrong" for finding in findings) else 0


def _shown(finding: Finding, show: Callable[[Finding], str]) -> Finding:
    write(sys.stdout, show(finding))
    return finding
