"""A real browser on the product. It reaches nothing outside; a fault in its console fails."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from geotarget.domain.roles import Role
from geotarget.organisations.models import Organisation
from tests.organisations.members import make_member, make_organisation
from tests.targeting import strandvik as small_cadastre

from .sight import Console
from .town import cadastre, organisation, town
from .traffic import Traffic

__all__ = ["cadastre", "organisation", "town"]

# What it compares is told as in a test.
pytest.register_assert_rewrite("tests.browser.places")

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
# What a person would wait for: a machine that tests two things at once is slow at times.
expect.set_options(timeout=15_000)
TILE = Path(__file__).with_name("tile.png")


@pytest.fixture(scope="session", autouse=True)
def django_beside_playwright() -> None:
    """Playwright's loop runs in this thread; the tests' own queries are still synchronous."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(
    browser: Browser, live_server: Any, request: pytest.FixtureRequest
) -> Iterator[BrowserContext]:
    """A person at a desk; with a phone in the hand where the test's way is one (`ways.py`)."""
    call = getattr(request.node, "callspec", None)
    is_phone = call is not None and call.params.get("way") == "phone"
    with person(browser, live_server, **(PHONE if is_phone else DESK)) as made:
        yield made


@contextmanager
def person(browser: Browser, live_server: Any, **seat: Any) -> Iterator[BrowserContext]:
    """Somebody before a screen: no animations, the background map answered from a file."""
    made = browser.new_context(
        base_url=live_server.url, reduced_motion="reduce", locale="nb-NO", **seat
    )
    made.set_default_timeout(15_000)
    made.route(lambda url: not url.startswith(live_server.url), _outside)
    traffic = Traffic()
    yield made
    made.close()
    traffic.wait_until_over()
    traffic.stop()


def _outside(route: Route) -> None:
    if "cache.kartverket.no" in route.request.url:
        route.fulfill(path=TILE, content_type="image/png")
    else:
        route.abort()


@pytest.fixture
def console() -> Console:
    """Messages of the browser's console; a test may say which ones it provokes."""
    return Console()


@pytest.fixture
def page(context: BrowserContext, console: Console) -> Iterator[Page]:
    opened = context.new_page()
    console.listen(opened)
    yield opened
    assert console.unexpected() == []


@pytest.fixture
def strandvik(live_server: Any) -> Organisation:
    """Strandvik with its cadastre, and a user for each role, named after it."""
    small_cadastre.build()
    made = make_organisation("310000019", "Strandvik kommune", "9901")
    for role in Role:
        make_member(made, str(role), role)
    return made
