"""What a person at the screen does and sees."""

from __future__ import annotations

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page

from tests.organisations.members import PASSWORD

SERIOUS = {"serious", "critical"}
_STANDS_STILL = """node => new Promise((done) => {
  const place = () => ['x', 'y'].map((side) => node.getBoundingClientRect()[side]).join();
  let [last, frames] = [place(), 0];
  const look = () => {
    frames = place() === last ? frames + 1 : 0;
    last = place();
    frames < 20 ? requestAnimationFrame(look) : done();
  };
  look();
})"""


class Console:
    """Warnings and errors of a page, Content-Security-Policy violations among them."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.expected: list[str] = []

    def listen(self, page: Page) -> None:
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.messages.append(f"pageerror: {error}"))

    def expect(self, pattern: str) -> None:
        """Messages that match are the test's own doing."""
        self.expected.append(pattern)

    def unexpected(self) -> list[str]:
        return [m for m in self.messages if not any(re.search(e, m) for e in self.expected)]

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.messages.append(f"{message.type}: {message.text} ({message.location['url']})")


def sign_in(page: Page, username: str, to: str = "/") -> None:
    """By the form's own request, without drawing the form (test_signed_out_meanwhile types). The
    page before is left first: signing in makes its token, and what it has still to ask, invalid."""
    page.goto("about:blank")
    form = page.request.get(f"/login/?next={to}")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text())
    assert token is not None, "the form of /login/ names no csrfmiddlewaretoken"
    fields = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    sent = page.request.post("/login/", form=fields, max_redirects=0)
    assert sent.status == 302, f"{username} was not let in"
    page.goto(to)


def speak_english(page: Page) -> None:
    speak_in(page, "en")


def speak_in(page: Page, language: str) -> None:
    """By the button in the header; bokmål is what everybody begins with."""
    with page.expect_navigation():
        page.locator(f".languages button[lang={language}]").click()
    page.wait_for_selector(f"html[lang={language}]")


def accessibility_faults(page: Page) -> list[dict[str, Any]]:
    """Serious and critical findings of axe on the page as it is now."""
    found = Axe().run(page).response["violations"]
    return [
        {"rule": fault["id"], "nodes": [node["html"][:200] for node in fault["nodes"][:5]]}
        for fault in found
        if fault["impact"] in SERIOUS
    ]


def click_on_map(page: Page, *places: tuple[float, float]) -> None:
    """Click at shares of the map's width and height, as (0.5, 0.5) for its middle."""
    box = page.locator("#map").bounding_box()
    assert box is not None
    for x, y in places:
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=2)
        page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])


def draw(page: Page, *corners: tuple[float, float], tool: str | None = "Tegn flate") -> None:
    """Draw a polygon with the mouse, closing it on its first corner; None is the first tool."""
    named = page.locator("#map .leaflet-pm-toolbar .leaflet-buttons-control-button").first
    (named if tool is None else page.get_by_role("button", name=tool)).click()
    click_on_map(page, *corners, corners[0])


def rectangle(west: float, north: float, east: float, south: float) -> list[tuple[float, float]]:
    """Corners in shares of the map, for `draw`."""
    return [(west, north), (east, north), (east, south), (west, south)]


def show(page: Page, name: str) -> None:
    """Search for a street or address and bring it to the middle of the map."""
    page.fill("#search", name)
    page.get_by_role("button", name=name, exact=True).click()
    page.fill("#search", "")


def stands_still(target: Locator) -> None:
    """Wait until it has stood where it stands for a while: a map moves to show all of a popup."""
    target.evaluate(_STANDS_STILL)
