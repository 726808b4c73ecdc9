"""GDAL's programs, as an analyst runs them: every view with its type, system and count."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from django.db import connection

from .desk import AWAY, HOME, OPEN, Desk
from .test_contract import promised

pytestmark = pytest.mark.django_db

SHAPES = {"Point": "Point", "MultiPoint": "Multi Point", "MultiPolygon": "Multi Polygon"}
TABLES = {
    "address": "address",
    "address_access": "address WHERE access_points IS NOT NULL",
    "unit": "unit",
    "building": "building",
    "parcel": "parcel",
    "property": "parcel_cadastral_unit",
    "parcel_address": "parcel_address",
    "municipality": "municipality",
    "district": "district",
}
OWN = {
    "area": "area WHERE organisation_id = {0}",
    "address_list": "address_list WHERE organisation_id = {0}",
    "listed_address": "listed_address WHERE address_list_id IN"
    " (SELECT id FROM address_list WHERE organisation_id = {0})",
    "notice": "notice WHERE organisation_id = {0}",
}


def in_tables(rows: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {rows}")
        return int(cursor.fetchone()[0])


def test_all_views_are_layers_and_nothing_else(desk: Desk) -> None:
    layers = re.findall(r"^\d+: (\w+) \(", desk.ogr("ogrinfo", "-ro", "GIS"), re.MULTILINE)
    assert set(layers) == set(promised()) == set(TABLES) | set(OWN)


@pytest.mark.parametrize("view", [*TABLES, *OWN])
def test_a_layer_has_its_type_system_and_count(desk: Desk, view: str) -> None:
    told = desk.ogr("ogrinfo", "-ro", "-so", "GIS", view)
    geometry = promised()[view][1][-1][1]
    shape, srid = re.fullmatch(r"geometry\((\w+),(\d+)\)", geometry).groups()  # type: ignore[union-attr]
    rows = TABLES.get(view) or OWN[view].format(desk.home.pk)
    assert f"Geometry: {SHAPES[shape]}\n" in told
    assert f'ID["EPSG",{srid}]]\n' in told
    assert f"Feature Count: {in_tables(rows)}\n" in told
    assert "id: Integer" in told


@pytest.mark.parametrize("view", [*TABLES, "address_list", "listed_address", "notice"])
def test_a_layer_is_copied_whole(desk: Desk, tmp_path: Path, view: str) -> None:
    copy = tmp_path / "copy.gpkg"
    desk.ogr("ogr2ogr", "-f", "GPKG", str(copy), "GIS", view)
    told = desk.ogr("ogrinfo", "-ro", "-so", str(copy), view)
    keys = [key for (key,) in desk.ask(f"SELECT id FROM gis.{view}")]
    assert len(set(keys)) == len(keys) > 0
    assert f"Feature Count: {len(keys)}\n" in told


def test_a_part_is_read_by_its_box(desk: Desk) -> None:
    box = ("140000", "7143000", "141000", "7144000")
    told = desk.ogr("ogrinfo", "-ro", "-so", "-spat", *box, "GIS", "address")
    inside = f"address WHERE geom && ST_MakeEnvelope({','.join(box)}, 25833)"
    assert f"Feature Count: {in_tables(inside)}\n" in told


@pytest.mark.parametrize("view", ["address_list", "listed_address", "notice"])
def test_nothing_of_another_organisation_is_seen_or_counted(desk: Desk, view: str) -> None:
    mine = set(desk.ask(f"SELECT id FROM gis.{view}", login=HOME))
    theirs = set(desk.ask(f"SELECT id FROM gis.{view}", login=AWAY))
    assert mine
    assert theirs
    assert not mine & theirs
    assert len(mine | theirs) == in_tables(view)
    (theirs_first, *_) = theirs
    answer = desk.ogr("ogrinfo", "-ro", "-q", "GIS", view, "-where", f"id = {theirs_first[0]}")
    assert "OGRFeature" not in answer
    with pytest.raises(subprocess.CalledProcessError):
        desk.ogr("ogr2ogr", "-f", "GeoJSON", "/vsistdout/", "GIS", view, login=OPEN)


def test_a_view_tells_nothing_of_hidden_rows_by_errors(desk: Desk) -> None:
    """A condition that fails on a row of somebody else is not even tried on it."""
    ((theirs,),) = desk.ask("SELECT id FROM gis.address_list", login=AWAY)
    assert desk.ask(f"SELECT id FROM gis.address_list WHERE 1 / (id - {theirs}) > 5") == []
