"""What is wrong with a feature is told with its place; a repair is proposed, never made."""

from __future__ import annotations

import json
import math
import re
import threading
from typing import Any

import pytest

from geotarget.area_files import reading
from geotarget.area_files.judging import REPAIRED_VERTICES
from geotarget.area_files.reading import read_area_file
from geotarget.domain.area import parse_area
from geotarget.domain.coordinates import to_degrees
from geotarget.domain.errors import InputError

from .making import BOW_TIE, EAST, NORTH, PLAN, SQUARE, curve, feature, geojson, sosi, surface

DEGREES = "urn:ogc:def:crs:OGC:1.3:CRS84"


def features_of(content: bytes) -> list[dict[str, Any]]:
    return read_area_file(content)["layers"][0]["features"]


def test_the_place_of_a_fault_and_a_repair_beside_it() -> None:
    (told,) = features_of(geojson(feature(BOW_TIE)))
    assert told["fault"]["place"] == pytest.approx(to_degrees(EAST + 50, NORTH + 50), abs=1e-6)
    corners = told["geometry"]["coordinates"][0]
    assert len(corners) == 5, "the original is as it was"
    assert corners[1] == pytest.approx(to_degrees(EAST + 100, NORTH + 100), abs=1e-8)
    assert told["repair"]["area_m2"] == pytest.approx(5_000, abs=1)
    assert parse_area(json.dumps(told["repair"]["geometry"])).area_m2 == pytest.approx(5_000, abs=1)


def test_a_shape_with_many_corners_is_told_and_not_repaired() -> None:
    star = [
        (50 + 40 * math.cos(n * 2.5), 50 + 40 * math.sin(n * 2.5)) for n in range(REPAIRED_VERTICES)
    ]
    (told,) = features_of(geojson(feature(star)))
    assert told["fault"]
    assert "repair" not in told


def test_repairs_that_take_too_long_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "REPAIR_SECONDS", 0.0)
    turns = 2.39996
    star = [
        (50 + n / 20 * math.cos(n * turns), 50 + n / 20 * math.sin(n * turns)) for n in range(499)
    ]
    told = features_of(geojson(*[feature(star)] * 20))
    assert all(each["fault"] for each in told)
    assert sum("repair" in each for each in told) < 20


def test_reading_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "READ_SECONDS", 0.01)
    with pytest.raises(InputError, match="more memory or time than it may"):
        read_area_file(geojson(feature(SQUARE)))


def test_more_files_than_there_is_room_for_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_room", threading.BoundedSemaphore(1))
    monkeypatch.setattr(reading, "_WAIT_SECONDS", 0.0)
    with reading._room, pytest.raises(InputError, match="Other files are being read now"):
        read_area_file(geojson(feature(SQUARE)))
    assert features_of(geojson(feature(SQUARE)))[0]["fault"] is None


@pytest.mark.parametrize(
    ("coordinates", "words"),
    [
        ([[[64.1, 7.6], [64.1, 7.7], [64.2, 7.7], [64.1, 7.6]]], "look swapped"),
        ([[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]], "not near Norway"),
        ([[[7.6, 64.1], [7.7, 64.1], [7.7, 64.1], [7.6, 64.1]]], "not valid"),
        ([[[7.6, 64.1], [7.7, 1e308], [7.7, 64.2], [7.6, 64.1]]], "cannot be read|Norway"),
        ([[["7.6", 64.1], [7.7, 64.1], [7.7, 64.2], ["7.6", 64.1]]], "cannot be read"),
        ([[[None, None], [7.7, 64.1], [7.7, 64.2], [None, None]]], "cannot be read"),
        ([[[7.6], [7.7], [7.7], [7.6]]], "cannot be read"),
        ([], "no area|no polygon|cannot be read|no ring"),
        ("x", "cannot be read"),
        (7, "cannot be read"),
        ([[[[[[7.6, 64.1]]]]]], "cannot be read"),
    ],
)  # fmt: skip
def test_hostile_coordinates_are_one_features_fault(coordinates: Any, words: str) -> None:
    """The others of the file can be used all the same."""
    bad = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Polygon", "coordinates": coordinates},
    }
    square = [[*to_degrees(EAST + x, NORTH + y)] for x, y in (*SQUARE, SQUARE[0])]
    good = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Polygon", "coordinates": [square]},
    }
    report = read_area_file(geojson(bad, good, crs=DEGREES))["layers"][0]
    assert report["features"][-1]["fault"] is None
    if len(report["features"]) == 2:
        assert re.search(words, report["features"][0]["fault"]["template"])
    else:
        assert report["left_out"] == {"empty": 1}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\0" * 100, "none of the forms"),
        (b"hei", "none of the forms"),
        (b"[]", "object with a type"),
        (b"{", "not JSON: line 1"),
        (b'{"type": "Polygon", "coordinates": [[[NaN, 1]]]}', "NaN is not"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"type":"Feature","geometry":' * 60 + b"{}" + b"}" * 60, "object with a type"),
        (b'{"name": "\xff"}', "not UTF-8"),
        (b"<kml", "broken or was cut short|cannot be read"),
        (b"<html><body>hei</body></html>", "none of the forms"),
        (b"SQLite format 3\0" + b"\0" * 4_000, "looks like GeoPackage but cannot be read|no layer"),
        (b"PK\x03\x04" + b"\0" * 60, "zip is damaged"),
        (geojson(feature(SQUARE), crs="hjemme"), "coordinate system is hjemme"),
        (sosi(PLAN)[:-40], "does not end with .SLUTT"),
        (sosi(PLAN).replace(b"UTF-8", b"ND7"), "character set ND7"),
        (sosi(PLAN, charset="ISO8859-1").replace(b"ISO8859-1", b"UTF-8"), "byte"),
        (sosi(PLAN, system="1"), "KOORDSYS 1"),
        (sosi(PLAN).replace(b"...ENHET 0.01", b"...ENHET hundre"), "ENHET in the head"),
        (sosi(PLAN).replace(b"10000 10000", b"10000 x"), "is not a position"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(content: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_area_file(content)


def test_more_than_can_be_chosen_from_is_refused() -> None:
    with pytest.raises(InputError, match="more than 2000 areas"):
        read_area_file(geojson(*[feature(SQUARE)] * 2_001))
    with pytest.raises(InputError, match="larger than 20 MB"):
        read_area_file(b" " * (reading.MAX_BYTES + 1))


def fault(objects: list[str]) -> str:
    (told,) = features_of(sosi(objects))
    return told["fault"]["template"] % told["fault"]["params"]


def test_what_a_surface_of_sosi_may_lack() -> None:
    assert "refers to 9" in fault([surface(3, ":9")])
    assert "names no outline" in fault([surface(3, "")])
    assert "names no outline" in fault([surface(3, "her")])
    open_end = curve(1, [(0, 0), (100, 0), (100, 100)])
    assert "is not closed" in fault([open_end, surface(3, ":1")])
    apart = curve(2, [(500, 500), (600, 600)])
    assert "is not closed" in fault([open_end, apart, surface(3, ":1 :2")])
