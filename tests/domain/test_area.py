"""A user's area: what is refused, with which words and where, and what is counted."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon

from geotarget.domain.area import parse_area
from geotarget.domain.coordinates import to_storage
from geotarget.domain.errors import InputError

SQUARE = [[11.0, 60.0], [11.1, 60.0], [11.1, 60.1], [11.0, 60.1], [11.0, 60.0]]
HOLE = [[11.04, 60.04], [11.06, 60.04], [11.06, 60.06], [11.04, 60.06], [11.04, 60.04]]
# A bow-tie: the edges cross in the middle, at 11.05, 60.05.
BOW_TIE = [[11.0, 60.0], [11.1, 60.1], [11.1, 60.0], [11.0, 60.1], [11.0, 60.0]]


def polygon(*rings: Any, **more: Any) -> str:
    return json.dumps({"type": "Polygon", "coordinates": list(rings), **more})


def refused(text: str | bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        parse_area(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON: line 1"),
        ("[]", "must be an object"),
        ('{"type": "Point", "coordinates": [11, 60]}', "type Point"),
        ('{"type": "FeatureCollection", "features": []}', "no polygon"),
        ('{"type": "FeatureCollection"}', "must be a list"),
        (polygon(), "no ring"),
        (polygon([]), "0 positions"),
        (polygon(SQUARE[:3]), "3 positions"),
        (polygon(SQUARE[:-1]), "not closed"),
        (polygon([[60.0, 11.0], [60.1, 11.0], [60.1, 11.1], [60.0, 11.0]]), "swapped"),
        (polygon([[1e308, 60], [11, 60], [11, 61], [1e308, 60]]), "not near Norway"),
        (polygon([[11, 60, 5], [12, 60, 5], [12, 61, 5], [11, 60, 5]]), "no height"),
        (polygon([["11", "60"]] * 4), "not a coordinate"),
        (polygon([[None, 60]] * 4), "not a coordinate"),
        (polygon([[True, 60]] * 4), "not a coordinate"),
        (polygon([[10**400, 60]] * 4), "not a coordinate"),
        (polygon([[11, 60]] * 4), "not valid"),
        (polygon([11, 60]), "must be a list"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 60]]]}', "NaN is not a coordinate"),
        ('{"type": "Polygon", "coordinates": [[[Infinity, 60]]]}', "Infinity"),
        (polygon(SQUARE, crs={"properties": {"name": "EPSG:25833"}}), "EPSG:25833"),
        (polygon(SQUARE, crs="what"), "coordinate system is None"),
        (polygon([[5000, 6e6]] * 4), "not near Norway"),
        ("[" * 100_000, "nested too deeply"),
        ('{"type":"Feature","geometry":' * 900 + "null" + "}" * 900, "nested too deeply"),
        (b"\xff\xfe", "not UTF-8"),
        (polygon([[179, 60], [-179, 60], [-179, 61], [179, 61], [179, 60]]), "not near Norway"),
        ("SRID=25833;POLYGON((0 0, 9 0, 9 9, 0 0))", "not JSON"),
        ("0020000003000064E900000000", "not JSON"),
        (json.dumps("SRID=4326;POLYGON((11 60, 12 60, 12 61, 11 60))"), "must be an object"),
    ],
)
def test_bad_input_is_refused_with_words(text: str | bytes, words: str) -> None:
    assert words in str(refused(text))


def test_a_crossing_is_refused_where_it_is() -> None:
    error = refused(polygon(BOW_TIE))
    assert error.place == pytest.approx((11.05, 60.05))
    assert "crosses or touches itself at 11.05, 60.05" in str(error)


def test_a_hole_outside_is_refused_where_it_is() -> None:
    far = [[longitude + 1, latitude] for longitude, latitude in HOLE]
    error = refused(polygon(SQUARE, far))
    assert error.place == pytest.approx((12.04, 60.04))


@pytest.mark.parametrize(
    "holes", [[SQUARE], [HOLE, HOLE], [HOLE, HOLE[::-1]]], ids=["the outline", "twice", "backwards"]
)
def test_a_ring_that_is_there_twice_is_refused_where_it_is(holes: list[Any]) -> None:
    error = refused(polygon(SQUARE, *holes))
    assert error.place is not None
    assert list(error.place) in holes[0]


def test_overlapping_parts_of_one_multipolygon_are_invalid() -> None:
    shifted = [[longitude + 0.05, latitude] for longitude, latitude in SQUARE]
    both = {"type": "MultiPolygon", "coordinates": [[SQUARE], [shifted]]}
    assert "crosses or touches" in str(refused(json.dumps(both)))


def test_too_many_vertices_are_refused() -> None:
    line = [[11 + n / 1e6, 60.0] for n in range(100_000)]
    assert "more than 20000 vertices" in str(refused(polygon([*line, [11.5, 61], line[0]])))


def test_too_many_bytes_are_refused_unread() -> None:
    assert "larger than 5000000 bytes" in str(refused(" " * 5_000_001))


def test_a_crs_that_is_longitude_and_latitude_is_taken() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert parse_area(polygon(SQUARE, crs=crs)).area_m2 > 0


def test_several_polygons_count_once_where_they_overlap() -> None:
    feature = {"type": "Feature", "properties": {}, "geometry": json.loads(polygon(SQUARE))}
    twice = json.dumps({"type": "FeatureCollection", "features": [feature, feature]})
    assert parse_area(twice).area_m2 == pytest.approx(parse_area(polygon(SQUARE)).area_m2)


def test_thousands_of_small_parts_are_each_what_they_are_alone() -> None:
    def triangle(n: int) -> list[list[float]]:
        west, south = 11 + n % 70 * 0.002, 60 + n // 70 * 0.001
        return [[west, south], [west + 0.001, south], [west, south + 0.0005], [west, south]]

    parts = [[triangle(n)] for n in range(4_900)]
    area = parse_area(json.dumps({"type": "MultiPolygon", "coordinates": parts}))
    assert len(area.shape.geoms) == 4_900
    for n in (0, 69, 4_899):
        alone = parse_area(polygon(triangle(n))).shape
        assert min(part.hausdorff_distance(alone) for part in area.shape.geoms) < 1e-6


def test_rings_of_several_polygons_stay_apart() -> None:
    """Long edges get vertices; from one ring to the next there is no edge."""
    far = [[longitude + 1, latitude] for longitude, latitude in SQUARE]
    coordinates = [[SQUARE, HOLE], [far]]
    area = parse_area(json.dumps({"type": "MultiPolygon", "coordinates": coordinates}))
    assert sorted(len(part.interiors) for part in area.shape.geoms) == [0, 1]
    alone = parse_area(polygon(SQUARE, HOLE)).area_m2 + parse_area(polygon(far)).area_m2
    assert area.area_m2 == pytest.approx(alone)


def test_an_excluded_shape_is_the_same_as_a_hole() -> None:
    excluded = parse_area(polygon(SQUARE), [polygon(HOLE)])
    assert excluded.shape.symmetric_difference(parse_area(polygon(SQUARE, HOLE)).shape).area < 0.01


def test_nothing_left_is_said() -> None:
    with pytest.raises(InputError, match="Nothing is left"):
        parse_area(polygon(SQUARE), [polygon(SQUARE)])


def test_long_edges_follow_longitude_and_latitude() -> None:
    """An edge along a parallel bends north in the plane: its middle is not between its ends."""
    area = parse_area(polygon([[5, 62], [12, 62], [12, 62.5], [5, 62.5], [5, 62]])).shape
    middle = shapely.Point(to_storage(8.5, 62.0))
    assert shapely.boundary(area).distance(middle) < 0.001


def test_it_speaks_geojson_with_enough_decimals() -> None:
    shape = parse_area(polygon(SQUARE)).as_geojson()
    assert shape["type"] == "MultiPolygon"
    again = parse_area(json.dumps(shape))
    assert again.area_m2 == pytest.approx(parse_area(polygon(SQUARE)).area_m2, rel=1e-7)


corners = st.lists(
    st.tuples(st.floats(8, 12), st.floats(59, 63)), min_size=3, max_size=8, unique=True
)


@given(corners)
def test_any_ring_is_taken_or_refused_with_words(ring: list[tuple[float, float]]) -> None:
    try:
        area = parse_area(polygon([*ring, ring[0]]))
    except InputError as error:
        assert str(error).endswith(".")
    else:
        assert area.shape.is_valid


@given(corners, st.integers(0, 7), st.booleans())
def test_direction_and_start_do_not_matter(
    ring: list[tuple[float, float]], start: int, backwards: bool
) -> None:
    if not Polygon(ring).is_valid:
        return
    other = ring[start % len(ring) :] + ring[: start % len(ring)]
    other = other[::-1] if backwards else other
    try:
        first = parse_area(polygon([*ring, ring[0]]))
    except InputError:
        return
    second = parse_area(polygon([*other, other[0]]))
    assert first.shape.symmetric_difference(second.shape).area < 1.0


@given(corners)
def test_swapped_axes_are_told_wherever_the_area_is(ring: list[tuple[float, float]]) -> None:
    swapped = [(latitude, longitude) for longitude, latitude in [*ring, ring[0]]]
    error = refused(polygon(swapped))
    assert "swapped" in str(error)
    assert error.place == ring[0]


@given(corners, st.integers(0, 7), st.floats(-1e-4, 1e-4))
def test_a_spike_is_refused_or_has_no_area(
    ring: list[tuple[float, float]], at: int, far: float
) -> None:
    """Out from a corner and back the same way: the ring runs over itself."""
    if not Polygon(ring).is_valid:
        return
    corner = at % len(ring)
    tip = (ring[corner][0] + far + 0.5, ring[corner][1] + far)
    spiked = [*ring[: corner + 1], tip, *ring[corner:]]
    assert str(refused(polygon([*spiked, spiked[0]]))).endswith(".")


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=4)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["type", "features", "geometry", "coordinates", "properties", "crs"]),
            st.one_of(inner, st.sampled_from(["Feature", "FeatureCollection", "MultiPolygon"])),
            max_size=4,
        ),
    ),
    max_leaves=20,
)


@given(anything)
def test_whatever_is_nested_is_refused_with_words(tree: Any) -> None:
    assert str(refused(json.dumps(tree))).strip()


@given(st.floats(100, 180), st.floats(82.1, 90))
def test_a_world_sized_area_is_refused_with_words(east: float, north: float) -> None:
    world = [[-east, -north], [east, -north], [east, north], [-east, north], [-east, -north]]
    assert "not near Norway" in str(refused(polygon(world)))
