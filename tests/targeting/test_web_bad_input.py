"""Whatever a browser or a file can send: a clear sentence and a 4xx, nothing written."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geotarget.targeting.models import AddressList

from .conftest import Post
from .strandvik import box, degrees

GOOD = box(0, -20, 405, 20)
LONGITUDE, LATITUDE = degrees(0, 0)


def polygon(*corners: list[Any]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [list(corners)]}


def changed(**members: Any) -> dict[str, Any]:
    return copy.deepcopy(GOOD) | members


A, B, C, D = degrees(0, 0), degrees(100, 0), degrees(100, 100), degrees(0, 100)
CIRCLE = [degrees(index / 1000, (index % 2) / 100) for index in range(100_000)]

AREAS: dict[str, tuple[Any, str]] = {
    "bow-tie": (polygon(A, C, B, D, A), "krysser eller berører seg selv"),
    "swapped axes": (polygon(*(corner[::-1] for corner in (A, B, C, D, A))), "byttet om"),
    "1e308": (polygon(A, [1e308, 1e308], C, A), "ikke i nærheten av Norge"),
    "empty ring": (polygon(), "0 posisjoner"),
    "no ring": ({"type": "Polygon", "coordinates": []}, "mangler omriss"),
    "open ring": (polygon(A, B, C, D), "ikke lukket"),
    "crs member": (
        changed(crs={"type": "name", "properties": {"name": "EPSG:25833"}}),
        "koordinatsystemet er EPSG:25833",
    ),
    "text": (polygon(A, ["10.1", "60.2"], C, A), "ikke en koordinat"),
    "null": (polygon(A, [None, None], C, A), "ikke en koordinat"),
    "true": (polygon(A, [True, False], C, A), "ikke en koordinat"),
    "height": (polygon([*A, 0], [*B, 0], [*C, 0], [*A, 0]), "uten høyde"),
    "100,000 vertices": (polygon(*CIRCLE, CIRCLE[0]), "flere enn"),
    "a point": ({"type": "Point", "coordinates": A}, "typen Point"),
    "a collection": ({"type": "GeometryCollection", "geometries": [GOOD]}, "GeometryCollection"),
    "a list": ([GOOD], "objekt med en type"),
    "a number": (7, "objekt med en type"),
    "a name": ("område", "objekt med en type"),
    "type is a list": (changed(type=["Polygon"]), "må være flater"),
    "coordinates is text": (changed(coordinates="x"), "må være en liste"),
    "far away": (polygon([0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]), "Norge"),
    "the world": (
        polygon([-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]),
        "ikke i nærheten av Norge",
    ),
}


@pytest.mark.parametrize("name", AREAS)
@pytest.mark.parametrize("url", ["count", "selected", "points", "group", "compare", "freeze"])
def test_a_bad_area_is_refused_everywhere(post: Post, name: str, url: str) -> None:
    area, words = AREAS[name]
    extra = {"name": "Liste", "municipality_number": "9901", "street_code": "1000"}
    view = {"box": [*A, *C]}
    answer = post(url, {"selection": {"include": area}} | extra | view)
    assert answer.status_code == 422, answer.content
    assert words in answer.json()["message"]
    assert not AddressList.objects.exists()


def test_the_place_of_the_fault_is_told_and_nothing_is_repaired(post: Post) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = post("count", {"selection": {"include": AREAS["bow-tie"][0]}}).json()
    middle = degrees(50, 50)
    assert answer["place"] == pytest.approx(middle, abs=1e-5)
    functions = (Path(project.BASE_DIR) / "sql" / "functions").glob("*.sql")
    ours = [*(query["sql"] for query in asked), *(one.read_text() for one in functions)]
    assert len(ours) > 20
    assert not [sql for sql in ours if "makevalid" in sql.lower()]


BODIES: dict[str, tuple[str | bytes, int]] = {
    "not JSON": ("{", 400),
    "empty": ("", 400),
    "not UTF-8": (b'{"selection": "\xff\xfe"}', 400),
    "NaN": ('{"selection": {"include": {"type": "Polygon", "coordinates": [[[NaN, 60]]]}}}', 400),
    "Infinity": (
        '{"selection": {"include": {"type": "Polygon", "coordinates": [[[-Infinity]]]}}}',
        400,
    ),
    "deep": ('{"selection": ' + "[" * 100_000 + "]" * 100_000 + "}", 400),
    "endless digits": (
        '{"selection": {"include": {"type": "Polygon", "coordinates": [[[' + "1" * 5_000 + "]]]}}}",
        400,
    ),
    "a list": ("[]", 400),
    "a number": ("7", 400),
    "null": ("null", 400),
    "no selection": ("{}", 422),
    "selection is text": ('{"selection": "x"}', 422),
    "nothing selected": ('{"selection": {}}', 422),
    "too large": ('{"selection": "' + "x" * 6_000_000 + '"}', 413),
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("url", ["count", "selected", "compare"])
def test_a_bad_body_is_refused(post: Post, name: str, url: str) -> None:
    body, status = BODIES[name]
    answer = post(url, body)
    assert answer.status_code == status, answer.content[:300]
    assert answer.json()["message"]


members = st.sampled_from(
    ["include", "exclude", "streets", "rule", "type", "features", "geometry", "coordinates", "crs"]
)
values = st.one_of(
    st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=4),
    st.sampled_from(["Feature", "FeatureCollection", "Polygon", "MultiPolygon", "9901-1000"]),
)  # fmt: skip
trees = st.recursive(
    values,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(members, inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(trees)
def test_nothing_that_can_be_sent_is_our_fault(post: Post, tree: Any) -> None:
    for body in (tree, {"selection": tree}, {"selection": {"include": tree}}):
        answer = post("count", body)
        assert answer.status_code < 500
        assert answer.status_code == 200 or answer.json()["message"]


@pytest.mark.parametrize("depth", [13, 300, 900, 990, 2000])
@pytest.mark.parametrize("wrap", ["Feature", "FeatureCollection"])
def test_deep_nesting_is_refused_at_any_depth(post: Post, depth: int, wrap: str) -> None:
    start, end = (
        ('{"type":"Feature","geometry":', "}")
        if wrap == "Feature"
        else ('{"type":"FeatureCollection","features":[', "]}")
    )
    include = start * depth + json.dumps(GOOD) + end * depth
    answer = post("freeze", '{"name": "Liste", "selection": {"include": ' + include + "}}")
    assert answer.status_code in (400, 422)
    assert "dypt" in answer.json()["message"] or "JSON" in answer.json()["message"]


@pytest.mark.parametrize(
    "selection",
    [
        {"streets": ["9901"]},
        {"streets": ["9901-1000\0"]},
        {"streets": [{}]},
        {"streets": "9901-1000"},
        {"addresses": [1]},
        {"addresses": ["\ud800"]},
        {"addresses": ["x'; DROP TABLE address"]},
        {"addresses": ["1"] * 5_001},
        {"include": GOOD, "rule": "whatever"},
        {"include": GOOD, "rule": ["address-inside"]},
        {"include": GOOD, "exclude": GOOD},
        {"include": GOOD, "exclude": AREAS["bow-tie"][0]},
    ],
)
def test_a_bad_selection_is_refused(post: Post, selection: dict[str, Any]) -> None:
    answer = post("freeze", {"name": "Liste", "selection": selection})
    assert answer.status_code == 422
    assert not AddressList.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["", "   ", "x" * 201, "a\0b", "\ud800", "linje\nskift", "\u202ecsv.exe", None, 7, ["x"]],
)
def test_a_list_needs_a_name_that_can_be_shown(post: Post, name: Any) -> None:
    answer = post("freeze", {"name": name, "selection": {"include": GOOD}})
    assert answer.status_code in (400, 422)
    assert "navn" in answer.json()["message"]
    assert not AddressList.objects.exists()


def test_an_area_with_no_address_says_so(post: Post) -> None:
    empty = {"name": "Liste", "selection": {"include": box(-150, 500, -100, 600)}}
    assert "ingen adresse" in post("freeze", empty).json()["message"]


def test_an_area_outside_the_territory_says_so(post: Post) -> None:
    outside = {"include": box(1000, -50, 1200, 50)}
    count = post("count", {"selection": outside}).json()
    assert (count["addresses"], count["outside"]) == (0, 14)
    answer = post("freeze", {"name": "Liste", "selection": outside})
    assert answer.status_code == 422
    assert "Alle 14 adresser ligger utenfor" in answer.json()["message"]


@pytest.mark.parametrize(
    "view",
    [None, [], [1, 2, 3], [1, 2, 3, "4"], [1, 2, 3, None], [1, 2, 3, True], [0, 0, 0, 1e308]],
)
def test_a_bad_view_is_refused(post: Post, view: Any) -> None:
    answer = post("points", {"selection": {"include": GOOD}, "box": view})
    assert answer.status_code == 400


def test_a_view_of_the_whole_world_is_cut_to_norway(post: Post) -> None:
    answer = post("points", {"selection": {"include": GOOD}, "box": [-180, -90, 180, 90]})
    assert len(answer.json()["points"]) == 39


@pytest.mark.parametrize(
    "place",
    [
        {},
        {"longitude": "10", "latitude": 60, "radius_m": 5},
        {"longitude": LONGITUDE, "latitude": LATITUDE, "radius_m": 1e9},
        {"longitude": LONGITUDE, "latitude": LATITUDE, "radius_m": -1},
        {"longitude": 1e308, "latitude": LATITUDE, "radius_m": 5},
    ],
)
def test_a_bad_place_is_refused(post: Post, place: dict[str, Any]) -> None:
    assert post("at", place).status_code == 400


@pytest.mark.parametrize("group", [{}, {"municipality_number": 1, "street_code": 2}])
def test_a_group_must_be_named(post: Post, group: dict[str, Any]) -> None:
    assert post("group", {"selection": {"include": GOOD}} | group).status_code == 400


@pytest.mark.parametrize("text", ["\0", "\ud800", "x" * 10_000, "%", "\\", "'", "___"])
def test_a_strange_search_finds_nothing_and_fails_nowhere(post: Post, text: str) -> None:
    answer = post("search", {"query": text})
    assert answer.status_code == 200
    assert answer.json()["addresses"] == []


@pytest.mark.parametrize("query", [None, 7, ["x"]])
def test_a_search_must_be_text(post: Post, query: Any) -> None:
    assert post("search", {"query": query}).status_code == 400


def test_what_a_file_carried_along_is_not_kept(post: Post) -> None:
    feature = {"type": "Feature", "properties": {"eier": "hemmelig\0\ud800"}, "geometry": GOOD}
    area = {"type": "FeatureCollection", "name": "x\0", "features": [feature]}
    answer = post("freeze", {"name": "Liste", "selection": {"include": area, "notes": "x\0"}})
    assert answer.status_code == 200
    kept = AddressList.objects.get().drawing
    assert "hemmelig" not in json.dumps(kept)
    assert kept["include"]["features"][0]["geometry"] == GOOD
