"""What does the bot take messages for? A table for files of `{"text", "act"}`, one message a line.

Each message is a chat of its own and goes through the whole bot, as with `ask`: `python -m bench.acts FILE ...`, with
`--misses` to see what was taken for something else. `group` in a line, if there is one, makes a row of its own.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.bot_process import database
from bench.figures import print_table
from bot.ask import Terminal
from bot.dispatch import Dispatcher
from db.session import create_engine_for
from handlers.answer import Answer
from handlers.wording import wording
from tests.chats import read_lines

RIGHT = {
    "feedback": ("feedback",),
    "emergency": ("emergency",),
    "question": ("answered", "clarify", "unknown", "offered"),
    "foreign": ("unknown", "smalltalk", "help"),
    "talk": ("smalltalk", "help"),
    "help": ("help", "smalltalk"),
    "status": ("status",),
    "rights": ("privacy",),
}
"""What may become of a message of each act; where a message is a question, whether it can be answered is not asked."""
TAKEN = (
    "feedback",
    "offered",
    "answered",
    "clarify",
    "unknown",
    "emergency",
    "status",
    "privacy",
    "smalltalk",
    "help",
)
"""The statuses of `ask`, but `offered`: nothing was found, and a button sends the message as feedback."""


def main() -> None:
    """Print how many messages of each act, or group, came to what."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--misses", action="store_true", help="print what was taken for something else")
    given = parser.parse_args()
    lines = [line for file in given.files for line in read_lines(file)]
    taken = list(_taken([line["text"] for line in lines]))
    table: dict[tuple[str, str], Counter[str]] = {}
    for line, status in zip(lines, taken, strict=True):
        table.setdefault((line.get("group", ""), line["act"]), Counter())[status] += 1
    print_table("What messages were taken for", ("group", "act", "messages", "right", *TAKEN), map(_row, table.items()))
    if given.misses:
        for line, status in zip(lines, taken, strict=True):
            if status not in RIGHT[line["act"]]:
                print(f"{line['act']}\t{status}\t{line['text']}")


def _row(of_act: tuple[tuple[str, str], Counter[str]]) -> list[str]:
    (group, act), counts = of_act
    right = sum(counts[status] for status in RIGHT[act])
    share = f"{right} ({100 * right / counts.total():.1f} %)"
    return [group, act, str(counts.total()), share, *(str(counts[status]) for status in TAKEN)]


def _taken(texts: list[str]) -> Iterator[str]:
    offers = {wording(language).say("intake.button.offer") for language in ("th", "en")}
    with database() as url:
        engine = create_engine_for(url)
        terminal = Terminal(Dispatcher(engine))
        for text in texts:
            yield _status(terminal.answer(text, None), offers)
        engine.dispose()


def _status(answer: Answer, offers: set[str]) -> str:
    offered = answer.status == "unknown" and not offers.isdisjoint(answer.suggestions)
    return "offered" if offered else answer.status


if __name__ == "__main__":
    main()
