"""How quickly the map answers in a real browser, on the server as `make run` starts it.

A corner of an area over the largest town is dragged, again and again, and held; an area of 2,000
corners over what would be a county is counted by each rule; the densest tiles are panned over.
Times are taken in the page: from the last movement (or the choice of a rule) until the count has
been painted. A count that fails fails the benchmark.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from geotarget.cadastre.models import Municipality
from geotarget.domain.coordinates import to_degrees
from geotarget.domain.roles import Role
from geotarget.organisations.models import User
from geotarget.running import paths, product
from geotarget.running.processes import Supervisor
from tests.benchmarks import country, nation
from tests.benchmarks.report import publish
from tests.browser.conftest import ARGUMENTS, CHROMIUM, person
from tests.browser.sight import sign_in
from tests.organisations.members import make_member, make_organisation

MOVES = 40
ROUNDS = 2
STEPS = 8
TOWN_M = (country.WEST_M, country.SOUTH_M)
TOWN_RADIUS_M = 1_500
COUNTY_M = (country.WEST_M + country.GRID_M, country.SOUTH_M)
"""Around the second largest town: in the largest lies more than half of this country."""
COUNTY_RADIUS_M = 50_000
RULES = ("own-parcel-overlaps", "any-parcel-overlaps", "building-inside", "address-inside")
ZOOMS = (17, 16, 15, 14)
USER = "bench"

# `counted` resolves once the count of the newest question has been painted: with the milliseconds
# since the last movement of the pointer or the last choice. A long task is one of over 50 ms.
_WATCH = """
() => {
  const watch = { last: 0, tasks: [], open: 0 };
  const { fetch } = window;
  window.fetch = (...asked) => {
    watch.open += 1;
    return fetch(...asked).finally(() => { watch.open -= 1; });
  };
  for (const name of ['pointermove', 'change']) {
    addEventListener(name, () => { watch.last = performance.now(); }, { capture: true });
  }
  const box = document.getElementById('counts');
  const settled = () => !box.hasAttribute('aria-busy');
  let painted = 0;
  new MutationObserver(() => settled() && requestAnimationFrame(() => setTimeout(() => {
    painted = performance.now();
  }))).observe(box, { attributes: true });
  watch.counted = async () => {
    while (!settled() || painted < watch.last) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const error = document.getElementById('count-error');
    if (!error.hidden) {
      throw new Error(error.textContent);
    }
    return painted - watch.last;
  };
  watch.quiet = async () => {
    while (watch.open > 0) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  new PerformanceObserver((list) => {
    watch.tasks.push(...list.getEntries().map(({ duration }) => duration));
  }).observe({ type: 'longtask' });
  window.watch = watch;
}
"""
_CHOOSE = """
(field, rule) => {
  field.value = rule;
  field.dispatchEvent(new Event('change', { bubbles: true }));
}
"""


def main(write: bool) -> None:
    nation.load()
    _make_planner()
    with _served() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        server = SimpleNamespace(url=url)
        with person(browser, server, viewport={"width": 1366, "height": 768}) as context:
            rows = list(_rows(context.new_page()))
        browser.close()
    publish("map", _table(rows), write=write)


def _make_planner() -> None:
    if not User.objects.filter(username=USER).exists():
        everywhere = Municipality.objects.values_list("number", flat=True)
        make_member(make_organisation("310000019", "Landet", *everywhere), USER, Role.PLANNER)


@contextmanager
def _served() -> Iterator[str]:
    """The product's own web process, without simulators and workers."""
    ports = product.ports()
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, cwd=paths.REPOSITORY, check=True)
    web = Supervisor(each for each in product.processes(ports) if each.name == "web")
    try:
        web.start()
        _wait_for(ports.url)
        yield ports.url
    finally:
        web.stop()


def _wait_for(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{url}/login/", timeout=2)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(url)


def _rows(page: Page) -> Iterator[list[str]]:
    sign_in(page, USER, "/map/")
    page.evaluate(_WATCH)
    _put(page, _ring(TOWN_M, TOWN_RADIUS_M, 12))
    yield _times("a corner dragged over a town", _dragged(page), "150 (median), 400 (95 %)")
    page.locator("#clear").click()
    _put(page, _ring(COUNTY_M, COUNTY_RADIUS_M, 2_000))
    found = int(re.sub(r"\D", "", page.locator("#count-addresses").inner_text()))
    rounds = [[_chosen(page, rule) for rule in RULES] for _ in range(ROUNDS)]
    for rule, times in zip(RULES, zip(*rounds, strict=True), strict=True):
        limit = "2,000" if rule == "address-inside" else "5,000"
        yield _times(f"2,000 corners over a county, {found:,} addresses: {rule}", times, limit)
    page.locator("#clear").click()
    _put(page, _ring(TOWN_M, 50, 12))
    page.locator("#clear").click()
    for zoom in ZOOMS:
        tasks = _panned(page, zoom)
        yield _times(f"long tasks while panning, zoom {zoom}", tasks, "100 (worst)")


def _ring(middle: tuple[int, int], radius: float, corners: int) -> dict[str, Any]:
    """An uneven shape, GeoJSON."""
    turns = [2 * math.pi * n / corners for n in range(corners)]
    places = [
        to_degrees(
            middle[0] + radius * (1 + 0.1 * math.sin(7 * turn)) * math.cos(turn),
            middle[1] + radius * (1 + 0.1 * math.sin(7 * turn)) * math.sin(turn),
        )
        for turn in turns
    ]
    return {"type": "Polygon", "coordinates": [[*places, places[0]]]}


def _put(page: Page, shape: dict[str, Any]) -> None:
    page.locator("#paste-text").evaluate("field => { field.closest('details').open = true; }")
    page.fill("#paste-text", json.dumps(shape))
    page.locator("#paste-form button[type=submit]").click()
    expect(page.locator("#paste-text")).to_have_value("", timeout=15_000)
    page.evaluate("watch.counted()")
    _wait_for_the_rest(page)


def _wait_for_the_rest(page: Page) -> None:
    """The list and the marks are asked for when the count is there."""
    page.wait_for_timeout(500)
    page.evaluate("watch.quiet()")


def _dragged(page: Page) -> list[float]:
    """The pointer goes to and fro beside where it began, and rests until the count is there."""
    page.get_by_role("button", name="Flytt hjørner").click()
    corner = page.locator(".marker-icon:not(.marker-icon-middle)").first
    corner.scroll_into_view_if_needed()
    box = corner.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    times = []
    for move in range(MOVES):
        away = 12 + 6 * (move % 5)
        page.mouse.move(x + away * (-1) ** move, y - away, steps=STEPS)
        times.append(page.evaluate("watch.counted()"))
    page.mouse.up()
    page.get_by_role("button", name="Flytt hjørner").click()
    return times


def _chosen(page: Page, rule: str) -> float:
    page.locator("#rule").evaluate(_CHOOSE, rule)  # unopened: what stands beside it would count too
    took: float = page.evaluate("watch.counted()")
    _wait_for_the_rest(page)
    return took


def _panned(page: Page, zoom: int) -> list[float]:
    """Milliseconds of the long tasks while the town's densest tiles pass; 0 for none."""
    for _ in range(ZOOMS[0] - zoom and 1):
        page.locator(".leaflet-control-zoom-out").click()
    page.wait_for_timeout(3_000)
    page.evaluate("watch.tasks.length = 0")
    box = page.locator("#map").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for across, down in ((1, 0), (0, 1), (-1, 0), (-1, 0), (0, -1), (0, -1), (1, 0), (1, 0)):
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 400 * across, y + 300 * down, steps=20)
        page.mouse.up()
        page.wait_for_timeout(700)
    return list(page.evaluate("watch.tasks")) or [0.0]


def _times(name: str, times: Sequence[float], wanted: str) -> list[str]:
    middle, most = statistics.median(times), sorted(times)[math.ceil(0.95 * len(times)) - 1]
    return [name, f"{middle:,.0f}", f"{most:,.0f}", f"{max(times):,.0f}", wanted]


def _table(rows: list[list[str]]) -> str:
    lines = [
        f"## The map in a browser, {nation.ROWS:,} addresses ({dt.date.today().isoformat()})",
        "",
        "Milliseconds in Chromium, with the server and the database on the same two cores: from the"
        " last movement or choice until the count is painted; of panning the tasks of the main"
        " thread that took over 50 ms.",
        "",
        "| | median | 95 % | worst | wanted, at most |",
        "|---|---:|---:|---:|---:|",
    ]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])
