"""What keeps somebody from using a page: what axe finds, what runs over the edge, what a keyboard does not reach?"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python
from playwright.sync_api import Page

[_AXE] = Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")
_SCRIPT = _AXE.read_text(encoding="utf-8")
_RULES = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
"""All that axe has switched on, and WCAG 2.2's size of what is touched."""
_PHONE, _DESK, _HALF, _QUARTER, _PAPER = 360, 1280, 640, 320, 680
"""Half and a quarter of the desk are what is left of it at 200 % and 400 %; the paper is A4 within its margins."""
_LOW, _HIGH = 640, 8000
_LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (_PHONE, "light"),
    (_PHONE, "dark"),
    (_DESK, "light"),
    (_DESK, "dark"),
)
_SHOTS = os.environ.get("PAGE_SHOTS", "")
"""A folder for pictures of every state in every look; "" where none are wanted."""

_WITHOUT_BACKGROUNDS = """() => {
    const sheet = new CSSStyleSheet();
    // Not quite white: axe lets white on white pass.
    sheet.replaceSync('@media print { :not(.fill) { background: #fefefe !important; } }');
    document.adoptedStyleSheets = [sheet];
}"""
_TO_REACH = """within => {
    const top = document.querySelector(within);
    for (const old of document.querySelectorAll('[data-place]')) delete old.dataset.place;
    top.tabIndex = -1;
    top.focus();
    top.removeAttribute('tabindex');
    return [...top.querySelectorAll(
            'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
        .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.disabled && one.tabIndex >= 0)
        .map((one, place) => { one.dataset.place = place; return one.outerHTML.slice(0, 120); });
}"""
_AT = """() => {
    const at = document.activeElement;
    if (!at || at === document.body || !at.dataset.place) return null;
    const within = (low, high, end) => [Math.max(low, 0), Math.min(high, end)];
    const clear = [...at.getClientRects()].some(box => {
        const [left, right] = within(box.left, box.right, innerWidth);
        const [up, down] = within(box.top, box.bottom, innerHeight);
        const top = left < right && up < down && document.elementFromPoint((left + right) / 2, (up + down) / 2);
        return top && (at.contains(top) || top.contains(at));
    });
    const style = getComputedStyle(at);
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    return {place: Number(at.dataset.place), html: at.outerHTML.slice(0, 120), clear, outlined};
}"""


def faults(page: Page, name: str = "", within: str = "body") -> list[str]:
    """What is wrong with what the page shows now, in each size, light and dark, by keyboard and on paper.

    It is left as a light phone shows it.
    """
    found = [fault for look in _LOOKS for fault in _seen(page, name, *look)]
    page.emulate_media(color_scheme="light")
    for width in (_HALF, _QUARTER, _PHONE):
        page.set_viewport_size({"width": width, "height": 640})
        found += [f"{width}: {fault}" for fault in _too_wide(page, width)]
    found += [f"keyboard: {fault}" for fault in unreached(page, within)]
    return found + [f"paper: {fault}" for fault in _printed(page, name)]


def _seen(page: Page, name: str, width: int, scheme: Literal["light", "dark"]) -> Iterator[str]:
    page.emulate_media(color_scheme=scheme)
    _unroll(page, width)
    _shoot(page, f"{name}-{width}-{scheme}")
    for each in [*violations(page), *_too_wide(page, width)]:
        yield f"{width} {scheme}: {each}"


def _printed(page: Page, name: str) -> list[str]:
    """On A4, from a browser that is dark: light letters would be lost, for backgrounds are not printed."""
    page.emulate_media(media="print", color_scheme="dark")
    _unroll(page, _PAPER)
    page.evaluate(_WITHOUT_BACKGROUNDS)
    found = [*violations(page), *_too_wide(page, _PAPER)]
    _shoot(page, f"{name}-paper")
    page.emulate_media(media="screen", color_scheme="light")
    page.set_viewport_size({"width": _PHONE, "height": 640})
    return found


def _unroll(page: Page, width: int) -> None:
    """Nothing is scrolled away, so that what stands still covers nothing."""
    page.set_viewport_size({"width": width, "height": _LOW})
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(_LOW, min(height, _HIGH))})


def _too_wide(page: Page, width: int) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{wide} pixels wide"] if wide > width else []


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate("rules => axe.run(rules)", _RULES)["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def _shoot(page: Page, name: str) -> None:
    if _SHOTS:
        page.screenshot(path=f"{_SHOTS}/{name}.png", full_page=True)


def unreached(page: Page, within: str = "body") -> list[str]:
    """What Tab does not reach from the top of the page, reaches without showing it, or never leaves."""
    things: list[str] = page.evaluate(_TO_REACH, within)
    page.evaluate("window.scrollTo(0, 0)")
    reached: list[int] = []
    found: list[str] = []
    for _ in range(3 * len(things)):
        page.keyboard.press("Tab")
        at = page.evaluate(_AT)
        if at is None or at["place"] in reached[:-1]:
            break
        if at["place"] in reached[-1:]:  # a date has several fields
            continue
        reached.append(at["place"])
        found += [] if at["outlined"] else [f"no outline: {at['html']}"]
        found += [] if at["clear"] else [f"covered: {at['html']}"]
    found += [f"not reached: {thing}" for place, thing in enumerate(things) if place not in reached]
    return found + ([f"order: {reached}"] if reached != sorted(reached) else [])
