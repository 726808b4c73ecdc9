"""The quick search of an area against the plain meaning of "inside", point by point."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from django.db import connection

pytestmark = pytest.mark.django_db

CORNER = np.array([250_000, 6_650_000])
STRIP_M = 50

MAKE = """
INSERT INTO address (source, source_id, kind, municipality_number, street_code, street_name, letter,
  extra_name, label, postcode, post_town, census_tract, geom, unit_count)
SELECT 'test', n::text, 'vegadresse', (9001 + n %% 3)::text, '', '', '', '', '', '', '', '',
       ST_SetSRID(ST_MakePoint(x, y), 25833), nullif(n %% 7, 6)
  FROM unnest(%s::float8[], %s::float8[]) WITH ORDINALITY AS p (x, y, n)
"""
PLAIN = """
SELECT id, municipality_number, unit_count FROM address
 WHERE ST_Intersects(%(area)s::geometry, geom) OR ST_DWithin(%(area)s::geometry, geom, 0.05)
"""
QUICK = "SELECT * FROM units_in_area(%(area)s::geometry, 'address-inside')"
PLAIN_COUNT = f"""
SELECT municipality_number, count(*), sum(unit_count), count(*) - count(unit_count)
  FROM ({PLAIN}) AS plain GROUP BY 1
"""
QUICK_COUNT = "SELECT * FROM count_in_area(%(area)s::geometry, 'address-inside')"


def star(dice: np.random.Generator, metres: float) -> shapely.Polygon:
    """An uneven shape, its corners on whole metres and on the limits of strips now and then."""
    turns = np.sort(dice.uniform(0, 2 * np.pi, dice.integers(3, 30)))
    radii = metres * dice.uniform(0.2, 1, len(turns))
    corners = np.column_stack([np.cos(turns), np.sin(turns)]) * radii[:, None]
    corners += dice.uniform(200, 800, 2)
    snapped = dice.random(len(corners))
    corners[snapped < 0.5] = np.round(corners[snapped < 0.5])
    corners[snapped < 0.3, 1] = np.round(corners[snapped < 0.3, 1] / STRIP_M) * STRIP_M
    return shapely.Polygon(corners + CORNER)


def area_of(seed: int) -> Any:
    """One or several parts, with holes; some so thin that all of it is rim."""
    dice = np.random.default_rng(seed)
    shape: Any = shapely.union_all(
        [shapely.make_valid(star(dice, dice.choice([30, 200, 600]))) for _ in range(3)]
    )
    shape = shape.difference(shapely.make_valid(star(dice, 150)))
    if seed % 4 == 0:
        shape = shape.boundary.buffer(dice.choice([0.01, 3]), cap_style="flat")
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.set_srid(shapely.MultiPolygon(parts), 25833)


def points_of(area: Any, seed: int) -> np.ndarray:
    """Anywhere; on limits of strips; on corners and edges; just within and beyond the tolerance."""
    dice = np.random.default_rng(seed)
    anywhere = dice.uniform(-100, 1_100, (400, 2)) + CORNER
    level = anywhere[:150].copy()
    level[:, 1] = np.round(level[:, 1] / STRIP_M) * STRIP_M + dice.choice([0, 0.03, -0.03], 150)
    corners = shapely.get_coordinates(area)
    on = shapely.get_coordinates(
        area.boundary.interpolate(dice.uniform(0, area.boundary.length, 150))
    )
    turn = dice.uniform(0, 2 * np.pi, len(on))
    step = np.column_stack([np.cos(turn), np.sin(turn)])
    near = [on + step * metres for metres in (0.02, 0.049, 0.051, 0.07)]
    sideways = [corners + np.array([metres, 0]) for metres in (0.05, -0.05)]
    return np.vstack([anywhere, level, corners, on, *near, *sideways])


@pytest.mark.parametrize("seed", range(40))
def test_list_and_count_hold_every_point_inside_once(seed: int) -> None:
    area = area_of(seed)
    points = points_of(area, seed)
    given = {"area": shapely.to_wkb(area, hex=True, include_srid=True)}
    with connection.cursor() as cursor:
        cursor.execute(MAKE, [points[:, 0].tolist(), points[:, 1].tolist()])
        answers = []
        for sql in (PLAIN, QUICK, PLAIN_COUNT, QUICK_COUNT):
            cursor.execute(sql, given)
            answers.append(sorted(cursor.fetchall(), key=str))
    assert answers[0] == answers[1] != []
    assert answers[2] == answers[3]


@pytest.mark.parametrize("area", [None, "SRID=25833;POLYGON EMPTY"])
def test_no_area_holds_nothing(area: str | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(QUICK_COUNT, {"area": area})
        assert cursor.fetchall() == []
