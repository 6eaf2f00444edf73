"""Can a person page through a list that is longer than a message, on both platforms, and see each thing of it once?

No list of the bundled plan is that long for LINE, so a plan with many projects is loaded before the bot starts.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests import line_platform, telegram_platform
from tests.line_platform import SAYS, Line, actions, event, person
from tests.platforms import ROOT, environment, line_mock, needs_harness, serving, telegram_mock
from tests.telegram_platform import Telegram, buttons, press

pytestmark = needs_harness

INDICATORS = 80
PLAN = """ยุทธศาสตร์ที่ 2: การพัฒนาแหล่งน้ำ
ประเด็นยุทธศาสตร์ที่ 1\tการจัดการน้ำเพื่อการเกษตร

ประเด็นยุทธศาสตร์ที่ 1:

การจัดการน้ำเพื่อการเกษตร

เป้าประสงค์เชิงยุทธศาสตร์\tตัวชี้วัดและค่าเป้าหมาย
1. เกษตรกรมีน้ำใช้ตลอดปี{indicators}

กลยุทธ์\tโครงการ\tหน่วยงาน รับผิดชอบ\tงบประมาณ (ล้านบาท)\t\t\t\tแหล่งงบประมาณ
\t\t\t'61\t'62\t'63\t'64\t
1. พัฒนาแหล่งน้ำขนาดเล็ก\tโครงการขุดลอกหนองน้ำประจำตำบล\tสนง.ชลประทาน\t1.50\t2.00\t-\t2.00\tจังหวัด
"""
QUESTION = "ตัวชี้วัดทั้งหมด"
ALL = [f"แปลง {number:03}" for number in range(1, INDICATORS + 1)]
NEXT = "ดูต่อ|ดูหน้า"


def _plan() -> str:
    return PLAN.format(indicators="\n".join(f"\tครัวเรือนที่มีน้ำใช้{name} อย่างน้อยร้อยละ 80" for name in ALL))


@pytest.fixture(name="platforms", scope="module")
def _platforms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Line, Telegram]]:
    folder = tmp_path_factory.mktemp("long")
    (folder / "plan.txt").write_text(_plan(), encoding="utf-8")
    with line_mock(folder) as line, telegram_mock(folder) as telegram:
        settings = environment(f"sqlite:///{folder / 'bot.db'}", line=line, telegram=telegram)
        _load(folder / "plan.txt", settings)
        with (
            serving(settings, folder) as server,
            closing(Line(line, server.address)) as on_line,
            closing(Telegram(telegram, server.address)) as on_telegram,
        ):
            yield on_line, on_telegram


def _load(plan: Path, settings: dict[str, str]) -> None:
    command = [sys.executable, "-m", "bot", "import", str(plan)]
    subprocess.run(command, cwd=ROOT, env=settings, check=True, capture_output=True)


@pytest.fixture(name="line_pages", scope="module")
def _line_pages(platforms: tuple[Line, Telegram]) -> list[str]:
    """The answer and every further page of it, as they went out."""
    line = platforms[0]
    given = line_platform.text("ชาวนา", QUESTION)
    pages = []
    while given:
        line.deliver(given)
        reply = line.reply(given)
        assert reply is not None
        pages.append(json.dumps(reply["body"]["messages"][0]["contents"], ensure_ascii=False))
        further = [action for action in actions(reply["body"]["messages"]) if re.search(NEXT, action["label"])]
        given = event("postback", "ชาวนา", postback={"data": further[0]["data"]}) if further else {}
    return pages


@pytest.fixture(name="telegram_pages", scope="module")
def _telegram_pages(platforms: tuple[Line, Telegram]) -> list[str]:
    """The answer and what its message is changed to."""
    telegram = platforms[1]
    telegram.deliver(telegram_platform.text(101, QUESTION))
    calls = telegram.answers(101)
    while further := [button for button in buttons(calls[-1]) if re.search(NEXT, button["text"])]:
        telegram.deliver(press(101, calls[-1], further[0]["callback_data"]))
        calls = telegram.answers(101, count=len(calls) + 1)
    return [call["body"]["text"] for call in calls]


def test_on_line_the_list_has_several_pages(line_pages: list[str]) -> None:
    assert len(line_pages) > 1


def test_on_line_each_thing_is_shown_once(line_pages: list[str]) -> None:
    assert re.findall(r"แปลง \d\d\d", "".join(line_pages)) == ALL


def test_on_telegram_each_thing_is_shown_once(telegram_pages: list[str]) -> None:
    assert re.findall(r"แปลง \d\d\d", "".join(telegram_pages)) == ALL


def test_on_telegram_the_pages_take_the_place_of_one_message(
    platforms: tuple[Line, Telegram], telegram_pages: list[str]
) -> None:
    assert len(platforms[1].mock.calls(op="sendMessage")) == 1


def test_no_platform_refuses_or_warns(
    platforms: tuple[Line, Telegram], line_pages: list[str], telegram_pages: list[str]
) -> None:
    stats = [platform.mock.stats() for platform in platforms]

    assert [(each["rejected"], each["warnings"]) for each in stats] == [([], {}), ([], {})]


def test_a_page_that_is_asked_for_twice_is_shown_twice(platforms: tuple[Line, Telegram], line_pages: list[str]) -> None:
    """Somebody scrolls up and presses the old button once more."""
    line = platforms[0]
    first = line.mock.calls(op=SAYS, to=person("ชาวนา"))[0]
    data = next(action["data"] for action in actions(first["body"]["messages"]) if re.search(NEXT, action["label"]))
    given = event("postback", "ชาวนา", postback={"data": data})
    line.deliver(given)
    reply = line.reply(given)

    assert json.dumps(reply and reply["body"]["messages"][0]["contents"], ensure_ascii=False) == line_pages[1]
