"""The same story by mouse, by keyboard alone, and on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

MOST_TABS = 250
_WAY_TO = """node => {
  const { activeElement } = document;
  const isBefore = activeElement.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING;
  return node === activeElement ? null : isBefore ? 'Shift+Tab' : 'Tab';
}"""
_STEPS_TO = (
    "(list, value) => [...list.options].findIndex((one) => one.value === value)"
    " - list.selectedIndex"
)
_HANDS = {"mouse": "mouse", "keyboard": "none", "phone": "touch"}
_TELL_OTHER_HANDS = """addEventListener('pointerdown', ({ pointerType, isTrusted }) => {
  if (isTrusted && pointerType !== 'HAND') { console.error(`a ${pointerType} was used`); }
}, true)"""
"""A fault in the console fails a test (`conftest.py`)."""


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
        elif self.name == "phone":
            target.tap()
        else:
            target.check()

    def untick(self, target: Locator) -> None:
        self.tick(target) if self.name != "mouse" else target.uncheck()
        expect(target).not_to_be_checked()

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
            self.tick(target.nth(steps))

    def write(self, target: Locator, text: str) -> None:
        if self.name == "keyboard":
            self.reach(target)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(text) if text else self.page.keyboard.press("Delete")
        else:
            target.fill(text)

    def select(self, target: Locator, value: str) -> None:
        """A line of a drop-down list, by its value."""
        if self.name != "keyboard":
            target.select_option(value)
            return
        self.reach(target)
        steps = target.evaluate(_STEPS_TO, value)
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        expect(target).to_have_value(value)

    def reach(self, target: Locator) -> None:
        """Tab from where the focus is until it is there, backwards where it stands before."""
        for _ in range(MOST_TABS):
            if (key := target.evaluate(_WAY_TO)) is None:
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"no Tab leads to {target}")


@pytest.fixture(params=["mouse", "keyboard", "phone"])
def way(page: Page, request: pytest.FixtureRequest) -> Way:
    """The seat that belongs to it is chosen in `conftest.py`; another's hand is told there too."""
    page.add_init_script(_TELL_OTHER_HANDS.replace("HAND", _HANDS[request.param]))
    return Way(page, request.param)
