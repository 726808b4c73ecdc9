"""The counting function on a drawing small enough to check by eye.

y
200 +---------+---------+   P1: the left square, P2: the right one; the property 1/1 owns P1
    |   P1    |   P2    |   and P3, which lies 10 km away. Each letter is an address point.
100 |    A    B    C    |   A at (50, 100) on P1, B on the shared edge (counted to P1),
    |         |         |   C at (150, 100) on P2; C's access point is at (95, 100).
  0 +---------+---------+
    0        100       200  x
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.gis.geos import GEOSGeometry, MultiPoint, MultiPolygon, Point, Polygon
from django.db import connection

from geotarget.cadastre.models import Address, Building, BuildingUnit, Parcel, ParcelAddress

pytestmark = pytest.mark.django_db

EAST, NORTH = 200_000, 6_700_000


def at(x: float, y: float) -> Point:
    return Point(EAST + x, NORTH + y, srid=25833)


def box(x1: float, y1: float, x2: float, y2: float) -> Polygon:
    polygon = Polygon.from_bbox((EAST + x1, NORTH + y1, EAST + x2, NORTH + y2))
    polygon.srid = 25833
    return polygon


def make_address(label: str, point: Point, access: Point | None = None, bnr: int = 1) -> Address:
    return Address.objects.create(
        source="matrikkel", source_id=label, kind="vegadresse", municipality_number="9998",
        label=label, gnr=1, bnr=bnr, geom=point,
        access_points=MultiPoint(access, srid=25833) if access else None,
    )  # fmt: skip


def make_parcel(source_id: str, shape: Polygon) -> Parcel:
    return Parcel.objects.create(
        source="matrikkel", source_id=source_id, municipality_number="9998",
        geom=MultiPolygon(shape, srid=25833), row_hash=b"",
    )  # fmt: skip


@pytest.fixture(autouse=True)
def drawing(db: None) -> Iterator[None]:
    a = make_address("A", at(50, 100))
    b = make_address("B", at(100, 100))
    c = make_address("C", at(150, 100), access=at(95, 100), bnr=2)
    p1, p2 = make_parcel("P1", box(0, 0, 100, 200)), make_parcel("P2", box(100, 0, 200, 200))
    p3 = make_parcel("P3", box(10_000, 0, 10_100, 200))
    for parcel, address, stands_on in (
        (p1, a, True), (p1, b, True), (p2, c, True), (p3, a, False), (p3, b, False),
    ):  # fmt: skip
        ParcelAddress.objects.create(
            parcel=parcel, address=address, stands_on=stands_on, same_property=True
        )
    return


def selected(area: GEOSGeometry | None, rule: str = "address-inside") -> str:
    """Labels of the selected addresses, in order, as one word."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(string_agg(label, '' ORDER BY label), '') FROM address"
            " WHERE id IN (SELECT address_id FROM units_in_area(%s::geometry, %s))",
            [area.ewkb if area else None, rule],
        )
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("area", "labels"),
    [
        (box(40, 90, 60, 110), "A"),
        (box(40, 90, 100, 110), "AB"),
        (box(40, 90, 99.96, 110), "AB"),
        (box(40, 90, 99.94, 110), "A"),
        (box(0, 0, 200, 200).difference(box(90, 90, 110, 110)), "AC"),
        (box(0, 0, 200, 200).difference(box(90, 90, 100, 110)), "ABC"),
        (box(500, 500, 600, 600), ""),
        (None, ""),
    ],
    ids=["one", "on the edge", "4 cm away", "6 cm away", "in a hole", "on a hole", "empty", "none"],
)
def test_address_inside(area: GEOSGeometry | None, labels: str) -> None:
    assert selected(area) == labels


@pytest.mark.parametrize("rule", ["address-inside", "access-inside"])
def test_an_address_at_two_parts_counts_once(rule: str) -> None:
    parts = MultiPolygon(box(0, 90, 49.98, 110), box(50.02, 90, 60, 110), srid=25833)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM units_in_area(%s::geometry, %s)", [parts.ewkb, rule])
        assert cursor.fetchone() == (1,)


def test_what_several_parts_overlap_of_a_parcel_is_added_up() -> None:
    def strips(width: float) -> MultiPolygon:
        """Two strips 200 m long on the edge of the right parcel."""
        first, second = box(199.9, 0, 199.9 + width, 200), box(199.95, 0, 199.95 + width, 200)
        return MultiPolygon(first, second, srid=25833)

    assert selected(strips(0.003), "own-parcel-overlaps") == "C"
    assert selected(strips(0.002), "own-parcel-overlaps") == ""
    assert selected(strips(0.003)[0], "own-parcel-overlaps") == ""


def test_access_inside_takes_the_access_point_or_else_the_address_point() -> None:
    assert selected(box(90, 90, 99, 110), "access-inside") == "C"
    assert selected(box(140, 90, 160, 110), "access-inside") == ""
    assert selected(box(40, 90, 60, 110), "access-inside") == "A"


def test_own_parcel_overlaps_by_more_than_a_shared_edge() -> None:
    assert selected(box(100, 0, 200, 200), "own-parcel-overlaps") == "C"
    assert selected(box(99.999, 0, 200, 200), "own-parcel-overlaps") == "C"
    assert selected(box(99, 0, 200, 200), "own-parcel-overlaps") == "ABC"
    assert selected(box(-50, -50, 5, 5), "own-parcel-overlaps") == "AB"


def test_a_parcel_far_away_counts_only_when_asked_for() -> None:
    far = box(10_010, 10, 10_020, 20)
    assert selected(far, "own-parcel-overlaps") == ""
    assert selected(far, "any-parcel-overlaps") == "AB"


def make_building(source_id: str, point: Point, *addresses: str) -> None:
    made = Building.objects.create(
        source="matrikkel", source_id=source_id, municipality_number="9998", geom=point,
        row_hash=b"",
    )  # fmt: skip
    for number, address in enumerate(addresses):
        BuildingUnit.objects.create(
            building=made, unit_source_id=f"{source_id}-{number}", address_source_id=address
        )


def test_a_building_takes_the_addresses_that_its_units_name() -> None:
    make_building("B1", at(50, 10), "A", "A", "B")
    make_building("B2", at(60, 10), "A", "unknown", "")
    make_building("B3", at(150, 100))
    assert selected(box(40, 0, 70, 20), "building-inside") == "AB", "each once, from afar"
    assert selected(box(55, 0, 70, 20), "building-inside") == "A"
    assert selected(box(140, 90, 160, 110), "building-inside") == "", "C has no building"
    assert selected(box(0, 0, 49.96, 20), "building-inside") == "AB", "at most 0.05 m from the area"
    assert selected(box(0, 0, 49.94, 20), "building-inside") == ""
    assert selected(None, "building-inside") == ""


def test_an_unknown_rule_is_an_error() -> None:
    from django.db import DataError

    with pytest.raises(DataError, match="unknown selection rule"):
        selected(box(0, 0, 1, 1), "building-near")


@pytest.mark.parametrize("size", [10, 100_000])
def test_the_index_is_used(size: int) -> None:
    """A scan of all addresses per count would be the end of "at once"."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM address WHERE ST_Intersects(%s::geometry, geom)",
            [box(0, 0, size, size).ewkb],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "address_geom" in plan
