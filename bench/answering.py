"""How long does one answer take in process: cleaning, understanding, SQL, composing, writing it down?"""

import time

from bench.bot_process import database
from bench.chats import read_chats
from bench.figures import print_percentiles, print_table
from bot.ask import Terminal
from bot.dispatch import Dispatcher
from bot.json_lines import Asked, answered
from db.session import create_engine_for

PASSES = 5
"""The first is not counted: it fills caches that a server has full."""
ODD = {
    "100,000 Thai characters without a space": "งบประมาณ" * 12_500,
    "10,000 emoji": "😀" * 10_000,
    "a megabyte": "งบประมาณโครงการ " * 22_000,
}


def main() -> None:
    """Print the percentiles over all questions, and the time of each odd message."""
    with database() as url:
        engine = create_engine_for(url)
        terminal = Terminal(Dispatcher(engine))
        passes = [_one_pass(terminal, read_chats(), number) for number in range(PASSES)]
        odd = [[what, f"{1000 * max(_time(terminal, text, None) for _ in range(5)):.1f}"] for what, text in ODD.items()]
        engine.dispose()
    print_percentiles(
        f"One answer in process, {PASSES - 1} passes (aim: p50 under 2 ms, p99 under 10 ms)",
        len(passes[0]),
        (seconds for one in passes[1:] for seconds in one),
    )
    print_table("Odd messages, slowest of 5 (aim: under a second)", ["message", "ms"], odd)


def _one_pass(terminal: Terminal, chats: list[list[str]], number: int) -> list[float]:
    return [_time(terminal, text, f"{number}/{chat}") for chat, texts in enumerate(chats) for text in texts]


def _time(terminal: Terminal, text: str, session: str | None) -> float:
    began = time.perf_counter()
    answered(Asked(None, session, text), terminal.answer(text, session))
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
