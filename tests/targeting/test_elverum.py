"""A real municipality: our counts against shapely and pyproj on the raw file.

The stated rules: an edge is straight in longitude and latitude, an address at most 0.05 m from the
area is inside. The oracle shares no code with the product; only GEOS and PROJ are the same below.
"""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry import MultiPolygon, Point, Polygon, mapping

import cadastre_import

DELIVERY = (
    Path(__file__).parents[3]
    / "shared/data/no/address/Basisdata_3420_Elverum_25833_MatrikkelenAdresse.csv"
)
ADDRESSES = 10_871
TO_METRES = Transformer.from_crs(4326, 25833, always_xy=True)
TO_DEGREES = Transformer.from_crs(25833, 4326, always_xy=True)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not DELIVERY.exists(), reason=f"the real delivery is not here: {DELIVERY}"),
]


def raw_points() -> np.ndarray:
    with DELIVERY.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return np.array([(float(row["Øst"]), float(row["Nord"])) for row in rows])


def areas(points: np.ndarray) -> Iterator[tuple[str, Polygon | MultiPolygon]]:
    """Shapes in degrees: circles, long edges, holes, several parts, vertices on addresses."""
    dice = random.Random(3420)
    somewhere = [points[dice.randrange(len(points))] for _ in range(40)]
    for number, radius in enumerate((80, 300, 1000, 4000, 12000)):
        yield f"circle of {radius} m", in_degrees(Point(somewhere[number]).buffer(radius, 16))
    for number in range(5, 9):
        centre = Point(somewhere[number])
        ring = centre.buffer(2500, 6).difference(centre.buffer(900, 5))
        yield f"hole {number}", in_degrees(ring)
    for number in range(9, 13):
        parts = [Point(somewhere[number + 4 * k]).buffer(400 + 50 * k, 3) for k in range(4)]
        yield f"parts {number}", in_degrees(shapely.union_all(parts))
    for number in range(5):
        corners = points[dice.sample(range(len(points)), 12)]
        hull = shapely.MultiPoint(corners).convex_hull
        yield f"vertices on addresses {number}", in_degrees(hull)
    west, south, east, north = 11.2, 60.65, 12.1, 61.2
    yield "four corners, 50 km edges", shapely.box(west, south, east, north)
    yield "long thin", Polygon([(west, 60.8), (east, 60.9), (east, 60.9005), (west, 60.8005)])
    yield "long and slanting", Polygon([(west, south), (east, 60.7), (11.9, north), (11.6, 60.8)])
    address = points[0]
    yield "edge just beside", in_degrees(shapely.box(*(address + 0.04), *(address + 500)))
    yield "edge just too far", in_degrees(shapely.box(*(address + 0.06), *(address + 500)))


def in_degrees(shape: Any) -> Any:
    return shapely.transform(shape, lambda at: np.column_stack(TO_DEGREES.transform(*at.T)))


def expected_count(shape: Any, points: np.ndarray) -> int:
    dense = shapely.segmentize(shape, 0.0005)
    plane = shapely.transform(dense, lambda at: np.column_stack(TO_METRES.transform(*at.T)))
    shapely.prepare(plane)
    return int((shapely.distance(plane, shapely.points(points)) <= 0.05).sum())


@pytest.fixture
def elverum(test_database_environment: dict[str, str]) -> dict[str, str]:
    """The environment of a command that sees the real municipality."""
    dsn = test_database_environment["DATABASE_OWNER_URL"]
    report = cadastre_import.run(DELIVERY, dsn=dsn)
    assert report.as_json()["added"] == ADDRESSES
    return test_database_environment | {"DJANGO_SETTINGS_MODULE": "geotarget.settings"}


def select(environment: dict[str, str], area: Path) -> dict[str, Any]:
    command = [str(Path(sys.executable).with_name("geotarget")), "select", str(area), "--count"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_the_command_line_counts_exactly(elverum: dict[str, str], tmp_path: Path) -> None:
    points = raw_points()
    shapes = list(areas(points))
    assert len(shapes) >= 20
    wrong = {}
    for name, shape in shapes:
        area = tmp_path / "area.geojson"
        area.write_text(json.dumps(mapping(shape)))
        counted = select(elverum, area)
        assert counted["units"] is None, "no unit data is loaded: unknown is not 0"
        if counted["addresses"] != expected_count(shape, points):
            wrong[name] = (counted["addresses"], expected_count(shape, points))
    assert not wrong


def test_a_second_import_changes_nothing(elverum: dict[str, str]) -> None:
    again = cadastre_import.run(DELIVERY, dsn=elverum["DATABASE_OWNER_URL"]).as_json()
    counts = [again[change] for change in ("added", "changed", "removed", "unchanged")]
    assert counts == [0, 0, 0, ADDRESSES]
