"""What a person who draws does and sees."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.gis.geos import MultiPolygon, Polygon
from playwright.sync_api import Page, expect

from geotarget.cadastre.models import Parcel
from geotarget.domain.coordinates import to_storage
from geotarget.targeting.models import AddressList
from tests.targeting.strandvik import EAST, NORTH

from .sight import rectangle

WHOLE_STREET = rectangle(0.08, 0.35, 0.92, 0.65)


def addresses(page: Page) -> Any:
    return expect(page.locator("#count-addresses"))


def said(page: Page) -> Any:
    return expect(page.locator("#crosshair-said"))


def figures(page: Page) -> Any:
    return expect(page.locator("#figures > li > .link-button"))


def freeze(page: Page, count: int) -> None:
    expect(page.locator("#freeze-button")).to_be_enabled()
    page.locator("#freeze-name").press("Enter")
    page.wait_for_url("**/lists/*/")
    assert AddressList.objects.get().address_count == count


def build_parcel(west: float, south: float, east: float, north: float) -> None:
    shape = Polygon.from_bbox((EAST + west, NORTH + south, EAST + east, NORTH + north))
    Parcel.objects.create(
        source="m",
        source_id="1",
        municipality_number="9901",
        geom=MultiPolygon(shape),
        row_hash=b"",
    )


def begun(page: Page) -> list[tuple[float, float]]:
    """The points of the shape that is not finished, in metres from the origin."""
    kept = page.evaluate("Object.entries(sessionStorage).find(([key]) => key.endsWith('begun'))[1]")
    return [
        (east - EAST, north - NORTH)
        for east, north in (to_storage(*point) for point in json.loads(kept)["points"])
    ]
