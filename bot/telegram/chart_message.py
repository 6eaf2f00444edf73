"""Which numbers go into the chart of an answer, and what stands under it?"""

from typing import Any

from bot.telegram.fitting import in_one
from handlers.answer import Answer, Bars, Figure, Note, SourceNote

_LONGEST_CAPTION = 1000
"""UTF-16 units: Telegram takes 1,024 characters under a picture."""


def has_chart(answer: Answer) -> bool:
    """Whether there is anything to compare in a picture."""
    return any(sum(bar.share > 0 for bar in part.bars) > 1 for part in answer.parts if isinstance(part, Bars))


def chart_message(answer: Answer) -> dict[str, Any]:
    """The arguments of sendPhoto. What is drawn stands in place of the photo until it is sent: numbers are small."""
    bars = next(part for part in answer.parts if isinstance(part, Bars))
    figure = next((part for part in answer.parts if isinstance(part, Figure)), None)
    # Without a figure the note names what was looked up; the words before the bars may only say "that is wrong".
    looked_up = next((part for part in answer.parts if isinstance(part, Note)), Note(bars.caption))
    source = next((part for part in answer.parts if isinstance(part, SourceNote)), SourceNote(""))
    return {
        "chart": {
            "figure": f"{figure.number} {figure.unit}" if figure else "",
            "title": figure.caption if figure else looked_up.text,
            "caption": bars.caption,
            "bars": [{"label": bar.label, "text": bar.text, "share": bar.share} for bar in bars.bars],
            "source": source.text,
        },
        "caption": in_one((figure or looked_up, source), _LONGEST_CAPTION),
        "parse_mode": "HTML",
    }
