"""The one way in: what QGIS and ogr2ogr save becomes an area, checked like a drawn one."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import shapely
from shapely.geometry import MultiPolygon, Point, Polygon, box

from geotarget.domain.area import parse_area
from geotarget.domain.errors import InputError
from geotarget.domain.selection import parse_selection
from geotarget.organisations.models import AuditEntry
from geotarget.targeting.models import Area
from geotarget.targeting.preview import preview

from .desk import AWAY, OPEN, TOWN, VILLAGE, Desk, degrees, saved

pytestmark = pytest.mark.django_db

BOW_TIE = Polygon([(135_000, 7_142_000), (136_000, 7_143_000), (136_000, 7_142_000),
                   (135_000, 7_143_000)])  # fmt: skip
MIDDLE = Point(140_500, 7_143_500)
WITHOUT_NUMBER = (
    "ST_SetSRID(ST_MakePolygon(ST_MakeLine(ARRAY[ST_MakePoint(135000, 7142000),"
    " ST_MakePoint('NaN', 7143000), ST_MakePoint(136000, 7142000),"
    " ST_MakePoint(135000, 7142000)])), 25833)"
)
APPEND = ("-append", "-f", "PostgreSQL", "GIS")
INTO = ("-nln", "gis.area", "-nlt", "PROMOTE_TO_MULTI")


def save(desk: Desk, shape: Any, name: str = "Fra analysen", **options: str) -> int:
    wkb = psycopg2.Binary(shapely.to_wkb(shapely.set_srid(shape, 25833), include_srid=True))
    ((key,),) = desk.ask("SELECT gis.save_area(%s, %s::geometry)", name, wkb, **options)
    return int(key)


def test_a_selection_saved_from_a_file_is_an_area_of_the_organisation(
    fresh: Desk, tmp_path: Path
) -> None:
    file = saved(tmp_path / "area.geojson", "Ledning 14", TOWN)
    fresh.ogr("ogr2ogr", *APPEND, str(file), *INTO)
    area = Area.objects.get()
    assert (area.name, area.organisation, area.created_by) == (
        "Ledning 14", fresh.home, fresh.planner,
    )  # fmt: skip
    assert fresh.ask("SELECT name, rule, ST_Area(geom) FROM gis.area") == [
        ("Ledning 14", "address-inside", TOWN.area)
    ]
    assert fresh.ask("SELECT * FROM gis.area", login=AWAY) == []
    entry = AuditEntry.objects.get(act="save_area", subject=f"area:{area.pk}")
    assert (entry.organisation, entry.actor) == (fresh.home, fresh.planner)


def test_a_client_gets_the_key_of_what_it_inserts(fresh: Desk) -> None:
    insert = "INSERT INTO gis.area (name, geom) VALUES ('A', ST_Multi(ST_GeomFromText(%s, 25833)))"
    ((key,),) = fresh.ask(f"{insert} RETURNING id", TOWN.wkt)
    assert Area.objects.get().pk == key


def test_the_map_opens_what_was_saved(fresh: Desk) -> None:
    """The drawing is one that the map itself could have sent, and counts the same."""
    ring = MIDDLE.buffer(900, 40).difference(MIDDLE.buffer(300))
    key = save(fresh, ring)
    selection = parse_selection(Area.objects.get(pk=key).drawing)
    assert selection.area is not None
    assert shapely.hausdorff_distance(selection.area.shape, ring) < 0.001
    ((counted,),) = fresh.ask(
        "SELECT count(*) FROM gis.area a, gis.units_in_area(a.geom, a.rule) WHERE a.id = %s", key
    )
    assert preview(selection).addresses == counted > 0


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        (BOW_TIE, r"not valid: Self-intersection at POINT\(135500 7142500\)"),
        (Polygon(), "the area is empty"),
        (box(135_000, 7_142_000, 135_000.5, 7_142_001), "the area is empty"),
        (Point(135_000, 7_142_000), "a flat polygon or multipolygon, not POINT"),
        (Polygon([(1e5, 7e6, 1), (1e5, 7.1e6, 1), (2e5, 7e6, 1)]), "a flat polygon"),
        (box(7.5, 64.2, 7.6, 64.3), "not near Norway"),
        (box(-1e308, 0, 1e308, 1e308), "not near Norway"),
        (MultiPolygon([TOWN, TOWN.buffer(-10)]), "not valid"),
        (Point(136_000, 7_142_000).buffer(2_000, 5_001), "more than 20000 vertices"),
        (box(-200_000, 6_800_000, 800_000, 7_600_000), "too large"),
        (VILLAGE, "outside the territory"),
        (box(100_000, 6_180_000, 101_000, 6_181_000), "outside the territory"),  # in Denmark
    ],
)
def test_a_bad_shape_is_refused_and_never_repaired(fresh: Desk, shape: Any, words: str) -> None:
    with pytest.raises(psycopg2.DatabaseError, match=words):
        save(fresh, shape)
    assert not Area.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "to\nlinjer"])
def test_an_area_needs_a_name(fresh: Desk, name: str) -> None:
    with pytest.raises(psycopg2.DataError, match="name of at most 200 characters"):
        save(fresh, TOWN, name)


def test_another_coordinate_system_or_rule_is_refused(fresh: Desk) -> None:
    for call, words in (
        ("gis.save_area('A', ST_MakeEnvelope(7, 64, 8, 65, 4326))", "in EPSG:4326, not"),
        (
            f"gis.save_area('A', ST_GeomFromText('{TOWN}', 25833), 'nearby')",
            "unknown selection rule",
        ),
        ("gis.save_area('A', NULL)", "the area is empty"),
        (f"gis.save_area('A', {WITHOUT_NUMBER})", "the area is not"),
    ):
        with pytest.raises(psycopg2.DataError, match=words):
            fresh.ask(f"SELECT {call}")


def test_what_a_client_appends_wrongly_is_refused_whole(fresh: Desk, tmp_path: Path) -> None:
    for name, shape in (("Sløyfe", BOW_TIE), ("", TOWN), ("Naboen", VILLAGE)):
        file = saved(tmp_path / "area.geojson", name, shape)
        with pytest.raises(subprocess.CalledProcessError):
            fresh.ogr("ogr2ogr", *APPEND, str(file), *INTO)
    file = saved(tmp_path / "area.geojson", "Åpne data", TOWN)
    with pytest.raises(subprocess.CalledProcessError):
        fresh.ogr("ogr2ogr", *APPEND, str(file), *INTO, login=OPEN)
    assert not Area.objects.exists()


def test_what_is_refused_here_is_refused_on_the_map(fresh: Desk) -> None:
    """Random outlines, half of them crossing themselves."""
    dice = random.Random(5)
    for _ in range(60):
        corners = [
            (MIDDLE.x + dice.uniform(-900, 900), MIDDLE.y + dice.uniform(-900, 900))
            for _ in range(dice.choice((3, 4, 4, 5)))
        ]
        shape = Polygon(corners)
        try:
            parse_area(json.dumps(degrees(shape)))
            accepted = True
        except InputError:
            accepted = False
        if accepted:
            save(fresh, shape)
        else:
            with pytest.raises(psycopg2.DatabaseError, match="not valid"):
                save(fresh, shape)


@pytest.mark.parametrize("name", ["\u00a0", "\u200b\u200b", "Plan \u202e14", ""])
def test_a_name_that_cannot_be_read_is_refused(desk: Desk, name: str) -> None:
    with pytest.raises(psycopg2.DataError, match="give the area a name"):
        save(desk, TOWN, name)


def test_what_is_returned_is_what_was_stored(fresh: Desk) -> None:
    statement = (
        "INSERT INTO gis.area (id, name, version, area_m2, geom)"
        " VALUES (1, ' Ledning 14 ', 77, 5, ST_Multi(ST_GeomFromText(%s, 25833)))"
        " RETURNING name, version, area_m2"
    )
    assert fresh.ask(statement, TOWN.wkt) == [("Ledning 14", 1, TOWN.area)]
