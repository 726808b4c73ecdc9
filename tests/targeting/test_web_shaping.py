"""Zones, joining, cutting and edges to draw along, as the page asks for them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from geotarget.cadastre.models import Parcel
from geotarget.targeting.models import AddressList

from .conftest import Post
from .strandvik import EAST, NORTH, box, degrees

GOOD = box(0, -20, 405, 20)


def feature(geometry: dict[str, Any], **zone: Any) -> dict[str, Any]:
    properties = {"zone": zone} if zone else {}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def road(*points: tuple[float, float], **zone: Any) -> dict[str, Any]:
    line = {"type": "LineString", "coordinates": [degrees(*point) for point in points]}
    return feature(line, **zone)


def selection(*features: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"include": {"type": "FeatureCollection", "features": list(features)}, **more}


STORGATA = (5, 0), (405, 0)


@pytest.mark.parametrize(
    ("drawn", "addresses"),
    [
        (road(*STORGATA, buffer_m=10), 40),
        (road(*STORGATA, buffer_m=10, side="left"), 20),
        (road(*STORGATA, buffer_m=10, side="right"), 20),
        (road(*STORGATA[::-1], buffer_m=10, side="left"), 20),
        (feature({"type": "Point", "coordinates": degrees(600, 0)}, buffer_m=101), 14),
        (feature({"type": "Point", "coordinates": degrees(600, 0)}, buffer_m=99), 1),
        (feature(box(590, -10, 610, 10), buffer_m=95), 14),
        (feature(box(590, -10, 610, 10), buffer_m=95, side="outside"), 13),
    ],
)
def test_zones_are_counted_and_frozen(post: Post, drawn: dict[str, Any], addresses: int) -> None:
    body = {"selection": selection(drawn)}
    assert post("count", body).json()["addresses"] == addresses
    frozen = post("freeze", {"name": "Sone", **body})
    assert frozen.status_code == 200
    kept = AddressList.objects.get()
    assert kept.address_count == addresses
    [shape] = kept.drawing["include"]["features"]
    assert shape["geometry"] == drawn["geometry"]
    assert shape["properties"]["zone"].items() >= drawn["properties"]["zone"].items()


def test_a_zone_is_taken_away(post: Post) -> None:
    away = {"type": "FeatureCollection", "features": [road(*STORGATA, buffer_m=10, side="left")]}
    body = {"selection": selection(feature(GOOD), exclude=away)}
    assert post("count", body).json()["addresses"] == 20


def test_outlines_come_in_the_order_of_the_shapes(post: Post) -> None:
    circle = feature({"type": "Point", "coordinates": degrees(0, 0)}, buffer_m=50)
    shapes = post("zones", {"features": [circle, road(*STORGATA, buffer_m=5)]}).json()["shapes"]
    assert [shape["type"] for shape in shapes] == ["Polygon", "Polygon"]
    assert len(shapes[0]["coordinates"][0]) == 257


def test_shapes_are_joined_and_cut(post: Post) -> None:
    both = [feature(box(0, -20, 250, 20)), feature(box(200, -20, 405, 20))]
    one = post("join", {"shapes": {"type": "FeatureCollection", "features": both}}).json()["shape"]
    assert one["type"] == "Polygon"
    assert post("count", {"selection": selection(feature(one))}).json()["addresses"] == 40
    cut = post("cut", {"features": [feature(one)], "piece": feature(box(100, -9, 205, 9))}).json()
    [left] = cut["shapes"]
    assert len(left["coordinates"]) == 2
    assert post("count", {"selection": selection(feature(left))}).json()["addresses"] == 29
    gone = post("cut", {"features": [feature(left)], "piece": feature(box(-9, -50, 500, 50))})
    assert gone.json()["shapes"] == [None]


def view(west: float, south: float, east: float, north: float) -> list[float]:
    (left, bottom), (right, top) = degrees(west, south), degrees(east, north)
    return [left, bottom, right, top]


def test_edges_are_those_of_the_parcels_in_view(post: Post) -> None:
    for n, shape in enumerate((MultiPolygon(_square(0)), MultiPolygon(_square(900)))):
        Parcel.objects.create(
            source="m", source_id=str(n), municipality_number="9901", geom=shape, row_hash=b""
        )
    [ring] = post("edges", {"box": view(-50, -50, 300, 50)}).json()["edges"]
    assert ring[0] == ring[-1]
    assert degrees(10, 10) == pytest.approx(ring[2], abs=1e-8)


def _square(west: float) -> Polygon:
    return Polygon.from_bbox((EAST + west, NORTH, EAST + west + 10, NORTH + 10))


BOW_TIE = {"type": "Polygon", "coordinates": [[[10, 60], [11, 61], [11, 60], [10, 61], [10, 60]]]}


@pytest.mark.parametrize(
    ("name", "body", "status", "words"),
    [
        ("zones", {}, 400, "liste med høyst 100"),
        ("zones", {"features": {}}, 400, "liste med høyst 100"),
        ("zones", {"features": [{}] * 101}, 400, "liste med høyst 100"),
        ("zones", {"features": [7]}, 422, "objekt med en type"),
        ("zones", {"features": [road(*STORGATA, buffer_m=-1)]}, 422, "meter fra 1 til 50000"),
        ("zones", {"features": [road(*STORGATA)]}, 422, "sone i meter"),
        ("join", {}, 422, "objekt med en type"),
        ("join", {"shapes": feature(BOW_TIE)}, 422, "krysser eller berører"),
        ("cut", {"features": [feature(GOOD)]}, 422, "objekt med en type"),
        ("cut", {"features": [feature(GOOD)], "piece": "x"}, 422, "objekt med en type"),
        ("edges", {}, 400, "vest, sør"),
        ("edges", {"box": [1, 2, 3, "x"]}, 400, "vest, sør"),
    ],
)
def test_bad_input_gets_a_clear_error(
    post: Post, name: str, body: dict[str, Any], status: int, words: str
) -> None:
    answer = post(name, body)
    assert answer.status_code == status, answer.content
    assert words in answer.json()["message"]


def test_a_bow_tie_is_refused_with_its_place(post: Post) -> None:
    answer = post("join", {"shapes": feature(BOW_TIE)})
    assert answer.json()["place"] == pytest.approx([10.5, 60.5])
    assert json.loads(answer.content)["message"].endswith(".")


def test_zones_have_one_limit_together(post: Post) -> None:
    """Each may take a second of the server."""
    line = road(*((5 + 0.1 * place, place % 2) for place in range(1_100)), buffer_m=1)
    assert post("zones", {"features": [line]}).status_code == 200
    both = post("zones", {"features": [line, line]})
    assert both.status_code == 422
    assert "2000 hjørner til sammen" in both.json()["message"]


@pytest.mark.parametrize("box_", [[10, 100, 11, 101], [200, 60, 210, 61], [-300, -90, -200, -80]])
def test_a_view_outside_norway_has_no_edges(post: Post, box_: list[float]) -> None:
    for path in ("edges", "points"):
        assert post(path, {"box": box_, "selection": selection(feature(GOOD))}).status_code < 500


def test_what_is_no_collection_is_no_empty_drawing(post: Post) -> None:
    for shapes in ({"features": []}, {"type": "Feature", "features": []}):
        body = {"selection": {"include": shapes, "streets": ["9901-1010"]}}
        for path in ("freeze", "save"):
            assert post(path, {"name": "x", **body}).status_code == 422
