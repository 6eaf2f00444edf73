"""Are chats about plans of real budget lines, whose pages were misread, answered as they should be?

The plans and the chats stand in `tests/questions/other_plans/`: nothing of them is in the code or its vocabulary.
"""

from pathlib import Path

import pytest

from db.migrate import upgrade
from db.session import create_engine_for, session_factory
from knowledge import encoder
from knowledge.names.completing import open_index
from tests.chat_scoring import falls_short
from tests.chats import FOLDER, play, read_chats
from tests.naming_cases import stored

OTHER_PLANS = FOLDER / "other_plans"
FLOORS = {"n": ("pa", 81), "o": ("pb", 81)}
"""Of each file its plan, and percent of its chats that must pass: what passed when this was set, less one or two."""


@pytest.mark.skipif(not encoder.is_there(), reason="The encoder is not installed.")
@pytest.mark.parametrize("name", FLOORS)
def test_as_many_chats_about_a_plan_of_budget_lines_pass_as_before(name: str, tmp_path: Path) -> None:
    plan, floor = FLOORS[name]
    engine = create_engine_for(f"sqlite:///{tmp_path / plan}.db")
    upgrade(engine)
    sessions = session_factory(engine)
    stored(sessions, OTHER_PLANS / f"{plan}.txt")
    index, chats = open_index(sessions), read_chats(OTHER_PLANS / f"{name}.jsonl")
    with sessions() as session:
        played = [(chat, play(session, index, [turn.user for turn in chat.turns])) for chat in chats]
    engine.dispose()
    failing = {chat.id: failures for chat, replies in played if (failures := falls_short(chat, replies))}

    assert 100 * (len(chats) - len(failing)) // len(chats) >= floor, failing
