"""What did `register` and `doctor` find out, and how do they tell it?"""

import sys
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
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


async def tell(sections: Iterable[AsyncIterator[Finding]]) -> int:
    """Print each finding at once; the exit status. A platform that fails ends its own section only."""
    findings: list[Finding] = []
    for section in sections:
        try:
            async for finding in section:
                findings.append(_told(finding))
        except PlatformError as fault:
            findings.append(_told(fault.finding))
    return 1 if any(finding.verdict == "wrong" for finding in findings) else 0


def _told(finding: Finding) -> Finding:
    remedy = f"\n       {finding.remedy}" if finding.remedy else ""
    write(sys.stdout, f"{finding.verdict:<6} {finding.text}{remedy}\n")
    return finding
