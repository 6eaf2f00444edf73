"""What does the bot say in the chats of `tests/questions/`, about the bundled plan and about the same with odd amounts?

To play them all takes minutes. So each file is played once a test run, by the process that asks for it first, and a
message is understood once for both plans.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy.orm import Session

from bot.text import as_text
from handlers.conversation import Conversation
from handlers.message import Message
from handlers.reply import hear, reply
from tests.chats import FILES, FOLDER, Played, Reply, read_chats
from tests.odd_amounts import Checked, OddPlan, check_reply
from tests.once import worked_out_once

_Both = tuple[Played, list[Checked]]


class PlayedFiles(Mapping[str, Played]):
    """The chats of each file with the bot's replies. A file is played when it is first asked for."""

    def __init__(self, session: Session, odd: OddPlan, folder: Path) -> None:
        self._session, self._odd, self._folder = session, odd, folder
        self._known: dict[str, _Both] = {}

    def __getitem__(self, file: str) -> Played:
        return self._both(file)[0]

    def __iter__(self) -> Iterator[str]:
        return iter(FILES)

    def __len__(self) -> int:
        return len(FILES)

    def checked(self, file: str) -> list[Checked]:
        """The figures of each reply of the file about the plan with odd amounts."""
        return self._both(file)[1]

    def _both(self, file: str) -> _Both:
        if file not in self._known:
            kept = self._folder / f"played-{file.replace('/', '-')}"
            self._known[file] = worked_out_once(kept, lambda: self._play(file))
        return self._known[file]

    def _play(self, file: str) -> _Both:
        played: Played = []
        checked: list[Checked] = []
        for chat in read_chats(FOLDER / file):
            replies, figures = _play(self._session, self._odd, [turn.user for turn in chat.turns])
            played.append((chat, replies))
            checked += figures
        return played, checked


def _play(session: Session, odd: OddPlan, texts: list[str]) -> tuple[list[Reply], list[Checked]]:
    """The replies to the messages of one chat, and the figures of those about the plan with odd amounts."""
    conversation = with_odd = Conversation()
    replies, checked = [], []
    for text in texts:
        message = Message("ask", "", text)
        heard = hear(odd.index, message, conversation)
        figures, with_odd = check_reply(odd, text, with_odd, heard)
        answer, conversation = reply(session, odd.index, message, conversation, heard=heard)
        replies.append(Reply(answer, as_text(answer), heard.understood.question))
        checked.append(figures)
    return replies, checked
