"""Can somebody tell the province something on the page, in a real browser, hear what became of it, and erase it?"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.feedback_chats import AGREE, ANSWERED, LATITUDE, LONGITUDE, MORE, NUMBER, PHONE, SLOW, Story, wrong
from tests.photos import kept_in, photo
from tests.platform_chats import until
from tests.platforms import Server, WithPlan, environment, finished, serving
from tests.traces import traces
from tests.web_server import CHROMIUM

if CHROMIUM is None:
    pytest.skip("no chromium on this machine: the page is not tested in a browser", allow_module_level=True)

from playwright.sync_api import Browser, BrowserContext, Page, expect

ASKED = "งบ e-service"


@dataclass
class WebChat:
    """Somebody with a phone, who lets the page know where it is."""

    page: Page
    photos: Path
    complaints: list[str] = field(default_factory=list)
    """What the browser found wrong."""

    def say(self, words: str) -> str:
        self.page.fill("#text", words)
        return self._answer_to(lambda: self.page.press("#text", "Enter"))

    def press(self, label: str) -> str:
        button = self.page.get_by_role("button", name=re.compile(label)).last
        return self._answer_to(button.click, left=1 if label == "ยืนยันลบข้อมูล" else 0)

    def send_photo(self) -> str:
        file = {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": photo()}
        with self.page.expect_file_chooser() as chooser:
            self.page.click("#photo")
        chooser.value.set_files(file)  # type: ignore[arg-type]  # a FilePayload
        return self._answer_to(lambda: self.page.click("#photo-send"))

    def send_place(self, latitude: float, longitude: float) -> str:
        self.page.context.set_geolocation({"latitude": latitude, "longitude": longitude})
        return self._answer_to(lambda: self.page.click("#place"))

    def news(self) -> str:
        """A page cannot be told unasked."""
        return self.say(ASKED)

    def photo_is_kept(self) -> bool:
        return until(lambda: len(kept_in(self.photos)) == 1)

    def file(self, said: str) -> dict[str, object]:
        with self.page.expect_download() as download:
            self.page.locator(".answer").last.locator("a.file").click()
        return dict(json.loads(Path(download.value.path()).read_text(encoding="utf-8")))

    def _answer_to(self, sends: object, left: int = 0) -> str:
        """`left`: so many answers are left on the page then; else one more than before."""
        answers = self.page.locator(".answer")
        before = answers.count()
        sends()  # type: ignore[operator]
        expect(answers).to_have_count(left or before + 1)
        links = answers.last.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        return "\n".join([answers.last.inner_text(), *links])


@pytest.fixture(name="server", scope="module")
def _server(with_plan: WithPlan, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("web")
    settings = environment(with_plan(folder)) | {"ATTACHMENTS_URL": str(folder / "photos")}
    del settings["PUBLIC_URL"]
    with serving(settings, folder) as server:
        yield server


def _visit(browser: Browser, server: Server) -> WebChat:
    phone = {"width": 360, "height": 640}
    context = browser.new_context(
        viewport=phone,  # type: ignore[arg-type]
        is_mobile=True,
        has_touch=True,
        locale="th-TH",
        permissions=["geolocation"],
        accept_downloads=True,
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    chat = WebChat(page, Path(server.environment["ATTACHMENTS_URL"]))
    page.on("console", lambda message: chat.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda fault: chat.complaints.append(str(fault)))
    page.goto(server.address)
    return chat


@dataclass(frozen=True)
class Told:
    """A story, and the traces of the person in the end."""

    story: Story
    chat: WebChat
    left: list[tuple[str, str]]
    log: str


@pytest.fixture(name="told", scope="module")
def _told(server: Server, browser: Browser) -> Told:
    chat = _visit(browser, server)
    story = Story(chat, server.environment)
    story.tell()
    story.be_answered()
    story.be_forgotten()
    until(lambda: not kept_in(chat.photos))
    until(lambda: finished("tidy", server.environment)[0] == 0)  # by itself SQLite's file is written anew at night
    words = [_cookie(chat.page.context), SLOW, MORE, PHONE, ANSWERED, str(LATITUDE), str(LONGITUDE), story.number]
    words.append(story.number.replace("-", ""))
    left = traces(server.environment["DATABASE_URL"], chat.photos, words)
    return Told(story, chat, left, server.log.read_text(encoding="utf-8"))


def _cookie(context: BrowserContext) -> str:
    """How the server knows this browser."""
    return next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "chat")


def test_every_step_is_answered_as_it_should_be(told: Told) -> None:
    assert wrong(told.story.said) == []


def test_the_browser_has_nothing_to_complain_about(told: Told) -> None:
    assert told.chat.complaints == []


def test_the_photo_is_kept_as_soon_as_it_is_sent(told: Told) -> None:
    assert told.story.had_photo


def test_the_file_that_is_opened_holds_what_was_told(told: Told) -> None:
    [case] = told.story.file["cases"]  # type: ignore[misc]  # a list
    kept = {name: case[name] for name in ("text", "contact", "latitude", "longitude", "photos", "satisfaction")}

    assert kept == {
        "text": f"{SLOW}\n{MORE}",
        "contact": PHONE,
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "photos": 1,
        "satisfaction": 4,
    }


def test_erasing_leaves_no_trace_of_the_person(told: Told) -> None:
    assert told.left == []


def test_erasing_leaves_no_photo(told: Told) -> None:
    assert kept_in(told.chat.photos) == []


def test_the_log_says_nothing_of_the_person(told: Told) -> None:
    link = re.findall(r"/my-data/[\w-]+", told.story.said["link"])[0]
    words = [_cookie(told.chat.page.context), SLOW, MORE, PHONE, ANSWERED, told.story.number, link]

    assert [word for word in words if word in told.log] == []


def test_two_turns_lead_to_a_number(browser: Browser, server: Server) -> None:
    chat = _visit(browser, server)
    chat.say(f"{SLOW} 1001")

    assert len(NUMBER.findall(chat.press(AGREE))) == 1


def test_one_person_in_two_tabs_has_one_draft(browser: Browser, server: Server) -> None:
    """Two phones of one person are two browsers, which the page cannot know as one; two tabs are one."""
    chat = _visit(browser, server)
    chat.say(f"{SLOW} 1002")
    other = WebChat(chat.page.context.new_page(), chat.photos)
    other.page.goto(server.address)
    other.say(MORE)
    sent = other.press(AGREE)
    again = chat.press(AGREE)

    assert (len(NUMBER.findall(sent)), "ส่งไปแล้ว" in again) == (1, True)


def test_a_photo_can_still_be_sent_after_a_question_in_the_middle(browser: Browser, server: Server) -> None:
    chat = _visit(browser, server)
    chat.say(f"{SLOW} 1003")
    chat.say("โครงการนี้งบเท่าไหร่")

    assert chat.page.locator("#photo").is_visible()
