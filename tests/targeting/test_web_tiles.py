from __future__ import annotations

import math

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.test import Client

from geotarget.cadastre.models import DatasetVersion, Parcel
from geotarget.domain.coordinates import STORAGE_SRID

from .strandvik import EAST, EXTRACTED_AT, NORTH, degrees


def tile_at(zoom: int) -> str:
    """Path of the tile that the middle of Storgata lies in."""
    longitude, latitude = degrees(100, 5)
    x = int((longitude + 180) / 360 * 2**zoom)
    y = int((1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * 2**zoom)
    return f"/tiles/{zoom}/{x}/{y}.mvt"


def test_near_tiles_have_addresses_and_borders(planner: Client) -> None:
    answer = planner.get(tile_at(14))
    assert answer.headers["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert b"address" in answer.content
    assert b"municipality" in answer.content


def test_far_tiles_have_borders_only(planner: Client) -> None:
    for zoom in (3, 8):
        content = planner.get(tile_at(zoom)).content
        assert b"address" not in content
        assert b"municipality" in content


def test_tiles_between_show_where_the_towns_are(planner: Client) -> None:
    content = planner.get(tile_at(10)).content
    assert b"address" in content
    assert len(content) < 1_000


def test_house_numbers_come_where_they_can_be_read(planner: Client) -> None:
    far, near = planner.get(tile_at(15)).content, planner.get(tile_at(16)).content
    assert b"14A" not in far
    assert b"14A" in near


def test_a_parcel_has_an_outline_and_nearer_by_its_number_inside(planner: Client) -> None:
    square = Polygon.from_bbox((EAST, NORTH, EAST + 200, NORTH + 10))
    Parcel.objects.create(
        source="matrikkel",
        source_id="1",
        municipality_number="9901",
        label="38/28",
        geom=MultiPolygon(square, srid=STORAGE_SRID),
        row_hash=b"",
    )
    far, near = planner.get(tile_at(15)).content, planner.get(tile_at(16)).content
    assert b"parcel" in far
    assert b"38/28" not in far
    assert b"38/28" in near


@pytest.mark.parametrize("path", ["3/0/0", "16/0/0", "14/16383/16383", "3/7/7"])
def test_nothing_to_draw_is_204(planner: Client, path: str) -> None:
    answer = planner.get(f"/tiles/{path}.mvt")
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize("path", ["17/0/0", "3/8/0", "3/0/8", "999999999999/0/0"])
def test_tiles_that_cannot_be(planner: Client, path: str) -> None:
    assert planner.get(f"/tiles/{path}.mvt").status_code == 404


def test_a_browser_keeps_a_tile_until_the_data_change(planner: Client) -> None:
    path = tile_at(14)
    first = planner.get(path)
    assert "max-age" in first.headers["Cache-Control"]
    again = planner.get(path, headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    DatasetVersion.objects.create(
        dataset="address", source_name="", source_sha256="", published_at=EXTRACTED_AT, report={}
    )
    changed = planner.get(path, headers={"if-none-match": first.headers["ETag"]})
    assert changed.status_code == 200
