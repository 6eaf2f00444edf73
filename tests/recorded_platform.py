"""A platform that writes down what is sent to it and does with it what the test says."""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.delivery.channel import Call, Outcome, Outgoing
from bot.delivery.event import Event
from bot.text import as_text
from handlers.answer import Answer

PATIENCE = 20
"""Seconds after which something that should happen counts as not happening."""


class RecordedPlatform:
    """A Channel. It is open from the start; while it is shut, what is sent hangs."""

    def __init__(self, name: str = "line", *outcomes: Outcome) -> None:
        self.name = name
        self.outcomes = deque(outcomes)
        """Of the next attempts; then everything is sent."""
        self.tried: list[Outgoing] = []
        self.finished: list[str] = []
        """The texts whose attempts have ended, with whatever outcome."""
        self.working: list[str] = []
        self.closed = False
        self.lives = timedelta(days=1)
        self.open = asyncio.Event()
        self.open.set()

    def calls(self, event: Event, answer: Answer) -> tuple[Call, ...]:
        """The answer in one call, unless the event asks for more."""
        text = f"{event.id}: {as_text(answer)}"
        return tuple(Call({"text": text, "part": part}, self.lives) for part in range(event.details.get("calls", 1)))

    async def send(self, call: Outgoing) -> Outcome:
        """As the test says."""
        self.tried.append(call)
        await self.open.wait()
        assert not self.closed, "A call was still under way when the connections were given back."
        self.finished.append(call.body["text"])
        return self.outcomes.popleft() if self.outcomes else Outcome("sent")

    async def download(self, reference: str) -> Any:
        """This platform has no photos."""
        raise NotImplementedError(reference)

    async def show_working(self, chat: str) -> None:
        """Written down."""
        self.working.append(chat)

    async def pushes_left(self) -> int | None:
        """As many as one likes."""
        return None

    def may_push(self, chat: str) -> bool:
        """To everybody."""
        return True

    async def close(self) -> None:
        """What is under way now is cut."""
        self.closed = True

    @property
    def texts(self) -> list[str]:
        """What was tried, in order."""
        return [call.body["text"] for call in self.tried]


async def until(happened: Callable[[], Any]) -> None:
    """Wait for it, while everything else goes on."""
    async with asyncio.timeout(PATIENCE):
        while not happened():  # noqa: ASYNC110  # much of it happens in threads and in the database
            await asyncio.sleep(0.005)
