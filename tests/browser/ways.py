"""The same story by mouse, by keyboard alone, and on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

MOST_TABS = 250
_IS_FOCUSED = "node => node === document.activeElement"


@dataclass(frozen=True)
class Way:
    """How a person reaches what is on the page."""

    page: Page
    name: str

    def press(self, target: Locator) -> None:
        """A button, link or summary."""
        if self.name == "keyboard":
            self.reach(target)
            self.page.keyboard.press("Enter")
        elif self.name == "phone":
            target.tap()
        else:
            target.click()

    def tick(self, target: Locator) -> None:
        """A box or a radio button that has the focus of its group."""
        if self.name == "keyboard":
            self.reach(target)
            self.page.keyboard.press("Space")
        else:
            target.check()

    def untick(self, target: Locator) -> None:
        if self.name == "keyboard":
            self.tick(target)
        else:
            target.uncheck()

    def give(self, target: Locator, name: str, content: bytes) -> None:
        """A file, to a field that asks for one."""
        with self.page.expect_file_chooser() as asked:
            self.press(target)
        file: Any = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        asked.value.set_files(file)

    def choose(self, target: Locator, steps: int) -> None:
        """The radio button so many below the one that is chosen."""
        if self.name == "keyboard":
            self.reach(target.nth(0))
            for _ in range(steps):
                self.page.keyboard.press("ArrowDown")
        else:
            target.nth(steps).check()

    def write(self, target: Locator, text: str) -> None:
        if self.name == "keyboard":
            self.reach(target)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(text)
        else:
            target.fill(text)

    def reach(self, target: Locator) -> None:
        """Tab from where the focus is until it is there; round the page once at most."""
        for _ in range(MOST_TABS):
            if target.evaluate(_IS_FOCUSED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no Tab leads to {target}")


@pytest.fixture(params=["mouse", "keyboard", "phone"])
def way(page: Page, request: pytest.FixtureRequest) -> Way:
    """The seat that belongs to it is chosen in `conftest.py`."""
    return Way(page, request.param)
