"""Places of the test's cadastre on the screen: drawing there by every way, and reading the marks.

Places are metres east and north of its origin (`tests/targeting/strandvik.py`). The tiles of the
background map tell where they are on the screen, as they tell a person.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Page, TimeoutError, expect

from geotarget.cadastre.models import Address
from geotarget.domain.coordinates import to_degrees
from tests.targeting.strandvik import degrees

from .ways import Way

Metres = tuple[float, float]
TOOLS = 60
"""Pixels from the left of the map that its buttons take."""
TOLD_APART = 16
"""The zoom from which on no mark of Storgata hides another's middle."""

_TILE = """() => {
  for (const tile of document.querySelectorAll('#map .leaflet-tile-pane img.leaflet-tile')) {
    const [, z, y, x] = tile.src.match(/\\/(\\d+)\\/(\\d+)\\/(\\d+)\\.png$/) ?? [];
    const box = tile.getBoundingClientRect();
    if (x !== undefined && Math.abs(box.width - 256) < 0.01) {
      return { z: Number(z), left: box.left - 256 * x, top: box.top - 256 * y };
    }
  }
  return null;
}"""
"""The zoom, and where its whole world begins; a tile of another zoom is not 256 wide."""

_MARKED = (
    "(places) => { const tileOf = "
    + _TILE
    + """;
  const canvas = document.querySelector('.selected-pane canvas');
  const tile = tileOf();
  if (canvas === null || tile === null) { return []; }
  const box = canvas.getBoundingClientRect();
  const scale = canvas.width / box.width;
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const pen = copy.getContext('2d', { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  const isMarked = ([, x, y]) => {
    const [left, top] = [x, y].map((share) => share * 256 * 2 ** tile.z);
    const at = [left + tile.left - box.left, top + tile.top - box.top];
    const pixel = pen.getImageData(...at.map((one) => Math.round(one * scale)), 1, 1);
    return pixel.data.join() === '11,79,138,255';
  };
  return places.filter(isMarked).map(([label]) => label);
}"""
)
"""Of [label, x, y], in shares of the world's square, those marked as selected (marks.js)."""


def listed(page: Page) -> Any:
    """The addresses of the opened streets beside the map, in their order."""
    return expect(page.locator("#selected-list .addresses > li .title-row > :first-child"))


def expect_marks(way: Way, labels: Iterable[str]) -> None:
    """The map marks these addresses, which are in view, and no others."""
    page = way.page
    while _tile(page)["z"] < TOLD_APART:
        _zoom(way, "Zoom inn")
    places = [
        [address.label, *_share_of_world(*to_degrees(*address.geom.coords))]
        for address in Address.objects.all()
    ]
    wanted = sorted(labels)
    holds = f"({{ places, wanted }}) => ({_MARKED})(places).sort().join() === wanted.join()"
    try:
        page.wait_for_function(holds, arg={"places": places, "wanted": wanted})
    except TimeoutError:
        assert sorted(page.evaluate(_MARKED, places)) == wanted


def find(way: Way, name: str) -> None:
    """Search for a street or address and bring it to the middle of the map."""
    way.write(way.page.locator("#search"), name)
    way.press(way.page.get_by_role("button", name=name, exact=True))
    way.write(way.page.locator("#search"), "")


def draw_line(way: Way, *points: Metres) -> None:
    """A line with a zone."""
    _draw(way, "Tegn linje med sone", points, last=points[-1])


def draw_polygon(way: Way, *corners: Metres, tool: str = "Tegn flate") -> None:
    _draw(way, tool, corners, last=corners[0])


def draw_box(way: Way, west: float, south: float, east: float, north: float, **how: str) -> None:
    """By its corners, since a rectangle on the screen is turned against the grid."""
    draw_polygon(way, (west, south), (east, south), (east, north), (west, north), **how)


def _draw(way: Way, tool: str, points: tuple[Metres, ...], *, last: Metres) -> None:
    """`last` is the point that a mouse clicks again when all is drawn."""
    page = way.page
    while way.name != "keyboard" and not all(_is_free(page, point) for point in points):
        _zoom(way, "Zoom ut")
    way.press(page.get_by_role("button", name=tool, exact=True))
    if way.name == "keyboard":
        expect(page.locator("#map")).to_be_focused()
        for point in points:
            _steer(page, point)
            page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        return
    for point in points:
        x, y = on_screen(page, point)
        if way.name == "phone":
            page.touchscreen.tap(x, y)
        else:
            page.mouse.move(x, y, steps=2)
            page.mouse.click(x, y)
    if way.name == "phone":
        page.locator("#crosshair-finish").tap()
    else:
        page.mouse.click(*on_screen(page, last))


def _zoom(way: Way, button: str) -> None:
    """One step, and wait for its end: until then the tiles stand as they stood before."""
    before = _tile(way.page)["z"]
    way.press(way.page.get_by_role("button", name=button))
    way.page.wait_for_function(
        f"(before) => ![undefined, before].includes(({_TILE})()?.z)", arg=before
    )


def _tile(page: Page) -> Any:
    """As `_TILE`, when a tile stands still."""
    return page.wait_for_function(_TILE).json_value()


def _is_free(page: Page, place: Metres) -> bool:
    """Whether it is on the map, beside the tools."""
    box = page.locator("#map").bounding_box()
    assert box is not None
    x, y = on_screen(page, place)
    return TOOLS < x - box["x"] < box["width"] and 0 < y - box["y"] < box["height"]


def on_screen(page: Page, place: Metres) -> tuple[float, float]:
    """Pixels from the left and the top of the window."""
    tile = _tile(page)
    x, y = _share_of_world(*degrees(*place))
    world = 256 * 2 ** tile["z"]
    return x * world + tile["left"], y * world + tile["top"]


def _steer(page: Page, place: Metres) -> None:
    """Arrows until the cross-hair is within half a step of the place."""
    box = page.locator("#map").bounding_box()
    assert box is not None
    x, y = on_screen(page, place)
    right, down = x - box["x"] - box["width"] / 2, y - box["y"] - box["height"] / 2
    for pixels, keys in ((right, ("ArrowLeft", "ArrowRight")), (down, ("ArrowUp", "ArrowDown"))):
        long, short = divmod(round(abs(pixels) / 10), 8)
        for key in ["Shift+" + keys[pixels > 0]] * long + [keys[pixels > 0]] * short:
            page.keyboard.press(key)


def _share_of_world(longitude: float, latitude: float) -> tuple[float, float]:
    """Web Mercator, the whole world being 1 wide and 1 high."""
    return (
        (longitude + 180) / 360,
        (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2,
    )
