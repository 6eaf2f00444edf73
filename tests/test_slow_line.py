"""Is the page of use on a slow line: nothing that is typed early is lost, and little comes before the first answer?"""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.dispatch import Dispatcher
from tests.web_server import CHROMIUM, browsing, serving

if CHROMIUM is None:
    pytest.skip("no chromium on this machine: the page is not tested in a browser", allow_module_level=True)

from playwright.sync_api import Page, Response, Route, expect

EARLY = "ถนนหน้าบ้านพัง ช่วยมาดูหน่อย"
BEFORE_THE_ANSWER, WITH_THE_LETTERS = 36_000, 80_000
"""Bytes: of what the chat needs to run, and of all that is loaded."""
LETTERS = ".woff2"


@pytest.fixture(name="page")
def _page(plan_engine: Engine) -> Iterator[Page]:
    with serving(Dispatcher(plan_engine, b"k" * 32)) as url, browsing() as browser:
        page = browser.new_context(base_url=url, locale="th-TH").new_page()
        yield page


def test_what_is_typed_before_the_script_came_is_kept_and_can_be_sent(page: Page) -> None:
    held: list[Route] = []
    page.route("**/static/chat.*.js", lambda route: held.append(route))
    with page.expect_request("**/static/chat.*.js"):
        page.goto("/", wait_until="commit")
    page.fill("#text", EARLY)
    send = page.locator("#composer button")
    expect(send).to_be_disabled()
    held[0].continue_()
    expect(send).to_be_enabled()
    kept = page.input_value("#text")
    send.click()
    expect(page.locator(".answer")).to_have_count(1)

    assert (kept, EARLY in page.inner_text(".answer")) == (EARLY, True)


def test_little_is_loaded_before_the_first_answer(page: Page) -> None:
    loaded: dict[str, int] = {}

    def note(response: Response) -> None:
        loaded[response.url] = int(response.header_value("content-length") or len(response.body()))

    page.on("response", note)
    page.goto("/", wait_until="networkidle")

    assert sum(size for name, size in loaded.items() if not name.endswith(LETTERS)) <= BEFORE_THE_ANSWER, loaded
    assert sum(loaded.values()) <= WITH_THE_LETTERS, loaded
    assert page.locator("link[rel=preload][as=font]").count() == 0, "letters come after what makes the page work"
