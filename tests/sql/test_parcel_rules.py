"""The quick search of parcels and of who stands on them against the plain meaning of the rules."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from django.db import connection

from .test_addresses_inside import CORNER, MAKE, area_of, points_of

pytestmark = pytest.mark.django_db

MAKE_PARCELS = """
INSERT INTO parcel (source, source_id, municipality_number, label, geom, is_disputed,
                    is_unregistered_joint_land, row_hash)
SELECT 'test', n::text, '9001', '', ST_Multi(shape::geometry), false, false, ''
  FROM unnest(%s::text[]) WITH ORDINALITY AS p (shape, n)
"""
LINK = """
INSERT INTO parcel_address (parcel_id, address_id, stands_on, same_property)
SELECT p.id, a.id, ST_Intersects(p.geom, a.geom), a.id % 99 = p.id % 99
  FROM parcel p, address a
 WHERE ST_Intersects(p.geom, a.geom) OR a.id % 99 = p.id % 99
"""
PLAIN = """
WITH part AS (SELECT (ST_Dump(%(area)s::geometry)).geom AS shape), met AS MATERIALIZED (
  SELECT p.id FROM parcel p JOIN part ON ST_Intersects(part.shape, p.geom)
   GROUP BY p.id
  HAVING sum(ST_Area(ST_Intersection(part.shape, p.geom))) > 1
      OR bool_or(ST_Covers(part.shape, p.geom))
)
SELECT DISTINCT a.id, a.municipality_number, a.unit_count
  FROM met JOIN parcel_address l ON l.parcel_id = met.id AND (l.stands_on OR %(any)s)
  JOIN address a ON a.id = l.address_id
"""
QUICK = "SELECT * FROM units_in_area(%(area)s::geometry, %(rule)s)"


def parcels_of(area: shapely.Geometry, seed: int) -> list[str]:
    """Land that shares its edges, each piece cut along the area now and then; and crumbs within."""
    dice = np.random.default_rng(seed)
    seeds = shapely.multipoints(dice.uniform(-100, 1_100, (150, 2)) + CORNER)
    land = shapely.get_parts(shapely.voronoi_polygons(seeds))
    cut = [piece.difference(area) for piece in land[:40]]
    snapped = [part for piece in cut for part in shapely.get_parts(piece)]
    crumbs = shapely.points(dice.uniform(0, 1_000, (20, 2)) + CORNER)
    shapes = [*land[40:], *snapped, *shapely.buffer(crumbs, 0.4)]
    polygons = [shape for shape in shapes if shape.geom_type == "Polygon"]
    return [shapely.to_wkb(shapely.set_srid(one, 25833), hex=True, include_srid=True)
            for one in polygons]  # fmt: skip


@pytest.mark.parametrize("seed", range(16))
@pytest.mark.parametrize("rule", ["own-parcel-overlaps", "any-parcel-overlaps"])
def test_every_address_of_a_parcel_once(seed: int, rule: str) -> None:
    area = area_of(seed)
    points = points_of(area, seed)[::3]
    given = {
        "area": shapely.to_wkb(area, hex=True, include_srid=True),
        "rule": rule,
        "any": rule == "any-parcel-overlaps",
    }
    with connection.cursor() as cursor:
        cursor.execute(MAKE, [points[:, 0].tolist(), points[:, 1].tolist()])
        cursor.execute(MAKE_PARCELS, [parcels_of(area, seed)])
        cursor.execute(LINK)
        cursor.execute("ANALYZE address, parcel, parcel_address")
        answers = []
        for sql in (PLAIN, QUICK):
            cursor.execute(sql, given)
            answers.append(sorted(cursor.fetchall(), key=str))
    assert answers[0] == answers[1] != []


@pytest.mark.parametrize("rule", ["own-parcel-overlaps", "any-parcel-overlaps"])
@pytest.mark.parametrize("area", [None, "SRID=25833;POLYGON EMPTY"])
def test_no_area_holds_nobody(area: str | None, rule: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(QUICK, {"area": area, "rule": rule})
        assert cursor.fetchall() == []
