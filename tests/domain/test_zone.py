"""A zone around a point, a line or an area: its shape in metres, and what is refused."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point

from geotarget.domain.area import Area, parse_area
from geotarget.domain.coordinates import to_degrees, to_storage
from geotarget.domain.errors import InputError
from geotarget.domain.joining import cut, joined
from geotarget.domain.zone import Zone, ZoneEnds, ZoneSide
from geotarget.domain.zone_shape import zone_shape

EAST, NORTH = 220_000.0, 6_650_000.0


def degrees(x: float, y: float) -> list[float]:
    return list(to_degrees(EAST + x, NORTH + y))


def feature(kind: str, coordinates: Any, **zone: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"zone": zone}, "geometry": geometry}


def line(*points: tuple[float, float], **zone: Any) -> dict[str, Any]:
    return feature("LineString", [degrees(*point) for point in points], **zone)


def square(size: float, **zone: Any) -> dict[str, Any]:
    corners = [(0, 0), (size, 0), (size, size), (0, size), (0, 0)]
    return feature("Polygon", [[degrees(*corner) for corner in corners]], **zone)


def area(*features: dict[str, Any]) -> Area:
    return parse_area(json.dumps({"type": "FeatureCollection", "features": list(features)}))


def inside(counted: Area, x: float, y: float) -> bool:
    return bool(counted.shape.contains(Point(EAST + x, NORTH + y)))


def test_a_circle_is_round_in_metres() -> None:
    shape = area(feature("Point", degrees(0, 0), buffer_m=500)).shape
    middle = Point(EAST, NORTH)
    edge = shapely.points(shapely.get_coordinates(shape))
    assert np.allclose(shapely.distance(edge, middle), 500, atol=0.001)
    assert 499.96 < shapely.boundary(shape).distance(middle) <= 500


def test_a_line_has_two_sides_and_two_kinds_of_ends() -> None:
    road = (0, 0), (100, 0)
    both, flat, left, right = (
        area(line(*road, buffer_m=20, **zone))
        for zone in ({}, {"ends": "flat"}, {"side": "left"}, {"side": "right"})
    )
    assert [inside(both, *p) for p in ((50, 10), (50, -10), (110, 0), (50, 21))] == [1, 1, 1, 0]
    assert [inside(flat, *p) for p in ((50, 10), (50, -10), (101, 0), (-1, 0))] == [1, 1, 0, 0]
    assert [inside(left, *p) for p in ((50, 10), (50, -1), (101, 1))] == [1, 0, 0]
    assert [inside(right, *p) for p in ((50, -10), (50, 1), (101, -1))] == [1, 0, 0]
    assert flat.area_m2 == pytest.approx(4_000, rel=1e-3)
    assert left.area_m2 == pytest.approx(2_000, rel=1e-3)


def test_a_ring_is_without_the_area_itself() -> None:
    ring, whole = (area(square(100, buffer_m=30, side=side)) for side in ("outside", "both"))
    assert not inside(ring, 50, 50)
    assert inside(ring, -20, 50)
    assert whole.area_m2 - ring.area_m2 == pytest.approx(10_000, rel=1e-3)


def test_plain_areas_and_zones_are_counted_together() -> None:
    plain = square(100)
    plain["properties"] = {"zone": "a name in somebody's file"}
    both = area(plain, line((200, 0), (300, 0), buffer_m=10, ends="flat"))
    assert both.area_m2 == pytest.approx(12_000, rel=1e-3)


@pytest.mark.parametrize(
    ("given_feature", "words"),
    [
        (feature("Point", [10, 60]), "metres from 1 to 50000"),
        ({"type": "Point", "coordinates": [10, 60]}, "Give a point or a line a zone"),
        (
            {"type": "LineString", "coordinates": [[10, 60], [11, 60]]},
            "Give a point or a line a zone",
        ),
        (feature("Point", [10, 60], buffer_m=0), "metres from 1"),
        (feature("Point", [10, 60], buffer_m=-5), "metres from 1"),
        (feature("Point", [10, 60], buffer_m=1e9), "to 50000"),
        (feature("Point", [10, 60], buffer_m=10**400), "not a coordinate"),
        (feature("Point", [10, 60], buffer_m="50"), "metres from 1"),
        (feature("Point", [10, 60], buffer_m=True), "metres from 1"),
        (feature("Point", [10, 60], buffer_m=None), "metres from 1"),
        (feature("Point", [10, 60], buffer_m=5, side="left"), "cannot be “left”"),
        (feature("Point", [10, 60], buffer_m=5, side=["left"]), "not known in a zone"),
        (feature("Point", [10, 60], buffer_m=5, ends={}), "not known in a zone"),
        (feature("Point", [10, 60], buffer_m=5, wide=1), "no others"),
        (feature("Point", [60, 10], buffer_m=5), "swapped"),
        (feature("Point", [], buffer_m=5), "0 numbers"),
        (feature("Point", 7, buffer_m=5), "must be a list"),
        (feature("LineString", [], buffer_m=5), "no positions"),
        (feature("LineString", [[10, 60]], buffer_m=5), "two different"),
        (feature("LineString", [[10, 60], [10, 60]], buffer_m=5), "two different"),
        (feature("LineString", [[10, 60], [11, 60]], buffer_m=5, side="outside"), "cannot be"),
        (feature("LineString", [[10, 60], [11, 60]] * 1_001, buffer_m=5), "at most 2000 vertices"),
        (
            feature("LineString", [[10, 60], [11, 60]] * 151, buffer_m=5, side="left"),
            "at most 300 vertices. Choose both sides",
        ),
        (feature("LineString", [[10, 60], [11, 60]] * 9, buffer_m=5), "crosses or touches itself"),
        (feature("MultiPoint", [[10, 60]], buffer_m=5), "type MultiPoint"),
    ],
)
def test_bad_zones_are_refused_with_words(given_feature: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_area(json.dumps(given_feature))
    assert words in str(caught.value)


def test_a_line_that_crosses_itself_is_refused_where_it_does() -> None:
    loop = feature("LineString", [[10, 60], [12, 60], [12, 61], [11, 59]], buffer_m=5)
    with pytest.raises(InputError) as caught:
        parse_area(json.dumps(loop))
    assert caught.value.place == pytest.approx((11.5, 60))


walks = st.lists(
    st.tuples(st.integers(-60, 60), st.integers(-60, 60)), min_size=2, max_size=7, unique=True
)


@given(walks, st.integers(5, 80))
def test_a_side_is_what_lies_nearest_to_it(steps: list[tuple[int, int]], metres: int) -> None:
    """Every point within reach is on the left or on the right, by its nearest place on the line."""
    path = LineString(np.cumsum(np.array(steps, dtype=float), axis=0))
    assume(path.is_simple and path.length > 0 and (0, 0) not in steps[1:])
    left, right = (zone_shape(path, Zone(metres, side)) for side in (ZoneSide.LEFT, ZoneSide.RIGHT))
    assert left.is_valid
    assert right.is_valid
    assert left.intersection(right).area < 0.02 * metres**2
    flat = zone_shape(path, Zone(metres, ZoneSide.BOTH, ZoneEnds.FLAT))
    assert flat.difference(left.union(right).buffer(0.2)).area < 0.05 * metres**2


@given(walks, st.integers(5, 80))
def test_left_is_right_of_the_way_back(steps: list[tuple[int, int]], metres: int) -> None:
    path = LineString(np.cumsum(np.array(steps, dtype=float), axis=0))
    assume(path.length > 0)
    left = zone_shape(path, Zone(metres, ZoneSide.LEFT))
    right = zone_shape(path.reverse(), Zone(metres, ZoneSide.RIGHT))
    assert left.symmetric_difference(right).area < 0.01 * max(1.0, left.area)


widths = st.one_of(st.floats(), st.integers(), st.none(), st.text(), st.booleans())
numbers = st.one_of(st.floats(), st.integers(-200, 200), st.none(), st.text(max_size=3))
positions = st.lists(st.lists(numbers, max_size=3), max_size=4)


@given(st.sampled_from(["Point", "LineString", "Polygon"]), positions, widths, st.text(max_size=5))
def test_anything_is_taken_or_refused_with_words(
    kind: str, coordinates: Any, width: Any, side: str
) -> None:
    shape = {"Point": coordinates[:1], "LineString": coordinates}.get(kind, [coordinates])
    text = json.dumps(feature(kind, shape, buffer_m=width, side=side))
    try:
        found = parse_area(text)
    except InputError as error:
        assert str(error).strip()
    else:
        assert found.shape.is_valid


longitudes, latitudes = st.floats(4, 31), st.floats(58, 71)


@given(longitudes, latitudes, st.floats(1, 5_000))
def test_circles_are_circles_all_over_the_country(
    longitude: float, latitude: float, metres: float
) -> None:
    shape = area(feature("Point", [longitude, latitude], buffer_m=metres)).shape
    assert shape.area == pytest.approx(math.pi * metres**2, rel=2e-4)
    assert shape.centroid.distance(Point(to_storage(longitude, latitude))) < 0.01


def test_shapes_are_joined_and_keep_their_corners() -> None:
    west, east = square(100), square(100)
    west["geometry"]["coordinates"] = [[[10, 60], [11, 60], [11, 61], [10, 61], [10, 60]]]
    east["geometry"]["coordinates"] = [[[11, 60], [12, 60], [12, 61], [11, 61], [11, 60]]]
    west["properties"] = east["properties"] = {}
    one = joined({"type": "FeatureCollection", "features": [west, east]})
    assert one is not None
    assert one["type"] == "Polygon"
    assert {(10, 60), (12, 60), (12, 61), (10, 61)} <= set(one["coordinates"][0])


def test_a_piece_is_cut_out_and_may_be_all() -> None:
    whole, piece = square(100), square(50)
    whole["properties"] = piece["properties"] = {}
    left = cut(whole, piece)
    assert left is not None
    assert parse_area(json.dumps(left)).area_m2 == pytest.approx(7_500, rel=1e-3)
    assert cut(piece, whole) is None
