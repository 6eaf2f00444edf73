"""Are dead letters shown without a word of people, sent again or dropped, and nothing else?"""

from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.__main__ import main
from db.models import Outbox, now
from db.outbox import bury
from db.session import session_factory
from tests import line_platform
from tests.line_platform import Line
from tests.outbox_rows import letter, pass_time, put, rows
from tests.platforms import WithPlan, environment, finished, line_mock, needs_harness, serving

SECRET = "ความลับของสมชาย"


@dataclass(frozen=True)
class Box:
    """An outbox and the commands for it."""

    engine: Engine
    printed: pytest.CaptureFixture[str]

    def run(self, *arguments: str) -> tuple[int, str]:
        """The exit status and what was printed."""
        try:
            status = main(["dead", *arguments])
        except SystemExit as end:  # what was typed makes no sense
            status = int(end.code or 0)
        return status, self.printed.readouterr().out

    def dead(self) -> list[int]:
        return [row.id for row in rows(self.engine) if row.dead_at]

    def row(self, number: int) -> Outbox:
        return next(row for row in rows(self.engine) if row.id == number)


@pytest.fixture(name="box")
def _box(engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Box:
    """Two dead letters of LINE (1, 2), one of Telegram (3), and one call that is on its way (4)."""
    given = [letter("a"), letter("b"), letter("c", channel="telegram"), letter("d")]
    held = put(engine, *given)
    with session_factory(engine).begin() as session:
        for call, reason in zip(held[:3], ("LINE answered 400: bad", "LINE answered 403", "blocked"), strict=True):
            bury(session, call, reason)
    monkeypatch.setenv("DATABASE_URL", engine.url.render_as_string(hide_password=False))
    return Box(engine, capsys)


def test_each_is_listed_with_its_reason(box: Box) -> None:
    status, printed = box.run("list")
    listed = {line.split()[0]: line.split("  ")[-1].strip() for line in printed.splitlines()[1:]}

    assert (status, listed) == (0, {"1": "LINE answered 400: bad", "2": "LINE answered 403", "3": "blocked"})


def test_only_those_of_a_channel_are_listed(box: Box) -> None:
    assert [line.split()[:2] for line in box.run("list", "--channel", "telegram")[1].splitlines()[1:]] == [
        ["3", "telegram"]
    ]


def test_no_word_and_no_receiver_is_shown(box: Box) -> None:
    [held] = put(box.engine, letter("e", body=f'{{"text":"{SECRET}"}}', recipient="U0123456789"))
    with session_factory(box.engine).begin() as session:
        bury(session, held, f'LINE answered 400: bad [{{"message": "{SECRET}"}}]')
    printed = box.run("list")[1]

    assert (SECRET in printed, "U0123456789" in printed, "LINE answered 400: bad" in printed) == (False, False, True)


def test_without_any_that_is_said(box: Box) -> None:
    box.run("drop", "--all")

    assert box.run("list") == (0, "There are no dead letters.\n")


def test_one_that_is_sent_again_may_be_tried_now(box: Box) -> None:
    box.run("send", "1")

    assert (box.dead(), box.row(1).due_at <= now()) == ([2, 3], True)


def test_one_that_is_sent_again_is_as_a_new_one_under_its_old_key(box: Box) -> None:
    before = box.row(1)
    pass_time(box.engine, timedelta(days=9))
    box.run("send", "1")
    row = box.row(1)

    assert (row.key, row.attempts, row.reason, row.reply_token, row.give_up_at > now() + timedelta(hours=23)) == (
        before.key,
        0,
        "",
        "",
        True,
    )


def test_all_are_sent_again_and_what_is_on_its_way_stays(box: Box) -> None:
    box.run("send", "--all")

    assert (box.dead(), box.row(4).attempts) == ([], 1)


def test_all_of_one_channel_are_sent_again(box: Box) -> None:
    box.run("send", "--all", "--channel", "line")

    assert box.dead() == [3]


def test_those_that_are_dropped_are_gone(box: Box) -> None:
    box.run("drop", "1", "3")

    assert [row.id for row in rows(box.engine)] == [2, 4]


def test_to_drop_all_leaves_what_is_on_its_way(box: Box) -> None:
    box.run("drop", "--all")

    assert [row.id for row in rows(box.engine)] == [4]


@pytest.mark.parametrize("action", ["send", "drop"])
def test_a_call_that_is_no_dead_letter_cannot_be_named(box: Box, action: str) -> None:
    status, _ = box.run(action, "4")

    assert (status, len(rows(box.engine)), box.row(4).attempts) == (1, 4, 1)


@pytest.mark.parametrize("arguments", [("send",), ("drop",), ("drop", "1", "--all"), ("drop", "x"), ()])
def test_a_command_that_does_not_say_which_does_nothing(box: Box, arguments: tuple[str, ...]) -> None:
    assert (box.run(*arguments)[0], box.dead()) == (2, [1, 2, 3])


@needs_harness
def test_an_answer_that_line_refused_arrives_once_it_is_sent_again(with_plan: WithPlan, tmp_path: Path) -> None:
    given = line_platform.text("มานี", "งบ e-service")
    with line_mock(tmp_path) as line:
        settings = environment(with_plan(tmp_path), line=line)
        line.fault(op="replyMessage", status=400, body={"message": "Bad"})
        with serving(settings, tmp_path) as server, closing(Line(line, server.address)) as people:
            people.deliver(given)
            refused = people.answers(given)
            sent = finished("dead", settings, "send", "--all")
            pushed = line.calls(op="pushMessage", patience=20)

    assert ([call["status"] for call in refused], sent[0], [call["status"] for call in pushed]) == ([400], 0, [200])
