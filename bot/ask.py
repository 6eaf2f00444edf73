"""How the bot answers on the terminal: one question, one a line, or JSON Lines.

Bytes are read and written as UTF-8 whatever the locale is. Chats live in memory: nothing is stored.
"""

import json
import os
import sys
from collections import OrderedDict
from collections.abc import Iterator
from itertools import count
from typing import Any, BinaryIO

from sqlalchemy.exc import SQLAlchemyError

from bot.dispatch import Dispatcher
from bot.json_lines import LONGEST_LINE, TOO_DEEP, Asked, Refused, answered, parse, refused
from bot.settings import SettingsError, read_settings
from bot.text import as_text
from db.session import create_engine_for
from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.message import Message

CHATS = 10_000
"""So many sessions are remembered at once; beyond that the one that was silent longest starts anew."""
_BOM = b"\xef\xbb\xbf"


class Terminal:
    """Answers questions one after the other and remembers each session's chat."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._chats: OrderedDict[str, Conversation] = OrderedDict()
        self._lines = count()

    def answer(self, text: str, session: Any) -> Answer:
        """The reply to what one person of this session says; no session is a chat of its own."""
        key = json.dumps(session)  # 5 and "5" are two sessions, and a list is one as well
        person = key if session is not None else f"line {next(self._lines)}"
        message = Message("ask", person, text)
        answer, after = self._dispatcher.answer(message, self._chats.pop(key, Conversation()))
        if session is not None:
            self._chats[key] = after
        if len(self._chats) > CHATS:
            self._chats.popitem(last=False)
        return answer

    def json_line(self, line: bytes) -> bytes:
        """The line that answers this one."""
        asked = parse(line)
        try:
            if isinstance(asked, Refused):
                return refused(asked)
            return answered(asked, self.answer(asked.text, asked.session))
        except RecursionError:  # an id or session that could just be read is too deep to be written
            return refused(TOO_DEEP)

    def plain_line(self, line: bytes, session: Any) -> bytes:
        """The answer to the line, for a person to read."""
        text = line.decode("utf-8-sig", "replace").strip()
        return as_text(self.answer(text, session)).encode() + b"\n\n"


def run(question: str | None, *, as_json: bool) -> int:
    """Answer the question, or each line of standard input; the exit status."""
    try:
        terminal = Terminal(Dispatcher(create_engine_for(read_settings(os.environ).database_url)))
        for reply in _replies(terminal, question, as_json):
            sys.stdout.buffer.write(reply)
            sys.stdout.buffer.flush()
    except BrokenPipeError:  # `ask < questions | head -1`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except SettingsError as fault:
        print(fault, file=sys.stderr)
        return 2
    except SQLAlchemyError as fault:
        print(f"The database cannot be used: {fault}", file=sys.stderr)
        return 1
    return 0


def _replies(terminal: Terminal, question: str | None, as_json: bool) -> Iterator[bytes]:
    if question is not None:
        text = os.fsencode(question).decode("utf-8", "replace")  # the bytes as typed, whatever the locale made of them
        answer = terminal.answer(text, None)
        yield answered(Asked(None, None, text), answer) if as_json else as_text(answer).encode() + b"\n"
    elif as_json:
        yield from map(terminal.json_line, _lines(sys.stdin.buffer))
    elif sys.stdin.isatty():  # a person types a chat
        yield from (terminal.plain_line(line, "terminal") for line in _typed(sys.stdin.buffer))
    else:  # a file holds single questions
        yield from (terminal.plain_line(line, None) for line in _lines(sys.stdin.buffer))


def _typed(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of somebody who sees when it is their turn."""
    lines = _lines(stream)
    while True:
        print("> ", end="", file=sys.stderr, flush=True)
        line = next(lines, None)
        if line is None:
            return
        yield line


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Each line that holds something. Of one that is too long the reader gets a little more than is allowed."""
    while line := stream.readline(LONGEST_LINE + 1):
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE + 1)
        if line.removeprefix(_BOM).strip():
            yield line
