"""Coordinates as people type and paste them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotarget.domain.coordinates import to_degrees
from geotarget.domain.typed_place import TypedPlace, parse_places


@pytest.mark.parametrize(
    "text",
    [
        "60.1234, 10.5678",
        "60,1234 10,5678",
        "60,1234, 10,5678",
        "60,1234,10,5678",
        "60.1234;10.5678",
        "(60.1234, 10.5678)",
        "10.5678 60.1234",
        "10,5678, 60,1234",
        "N60.1234 E10.5678",
        "60.1234° N, 10.5678° Ø",
        "10.5678Ø 60.1234N",
        "lat: 60.1234, lon: 10.5678",
        "lengde 10,5678 bredde 60,1234",
        "60°07'24.24\" N 10°34'4.08\" Ø",
        "60° 7′ 24,24″ N, 10° 34′ 4,08″ Ø",
    ],
)
def test_degrees(text: str) -> None:
    assert meant(text) == [(60.1234, 10.5678, "")]


@pytest.mark.parametrize(
    "text",
    [
        "32V 597423 6643460",
        "32 597423 6643460",
        "32N 597 423 6 643 460",
        "UTM 32 597423 6643460",
        "UTM32, Ø 597423 N 6643460",
        "EUREF89 UTM sone 32: 6643460 597423",
        "EPSG:25832 597423.0 6643460,0",
        "597423Ø 6643460N (UTM32)",
        "597423 6643460 sone 32V",
    ],
)
def test_metres_with_a_zone(text: str) -> None:
    assert meant(text) == [(59.9171, 10.7424, "UTM 32")]


def test_metres_without_a_zone_may_be_several_places() -> None:
    found = meant("262000 6649000")
    assert [system for _, _, system in found] == ["UTM 32", "UTM 33", "UTM 35"]
    assert found[1] == (59.9096, 10.7427, "UTM 33")
    [western] = parse_places("33 -70000 6790000") or []
    assert western.longitude < 4.6, "metres east are below nought in the west of zone 33"


@given(east=st.floats(-60_000, 1_090_000), north=st.floats(6_460_000, 7_900_000))
def test_what_is_written_is_found_again(east: float, north: float) -> None:
    longitude, latitude = to_degrees(east, north)
    [metres] = parse_places(f"UTM33 {east:.2f} {north:.2f}") or []
    [turned] = parse_places(f"{longitude:.7f} {latitude:.7f}".replace(".", ",")) or []
    for place in (metres, turned):
        assert place.longitude == pytest.approx(longitude, abs=1e-6)
        assert place.latitude == pytest.approx(latitude, abs=1e-6)


@pytest.mark.parametrize(
    "text",
    ["40.7128, -74.0060", "60.5, 61.5", "1.5 2.5", "60.1 V 10.5", "60,1 N 10,5 V",
     "32 999999 9999999"],
)  # fmt: skip
def test_coordinates_of_another_part_of_the_world(text: str) -> None:
    assert parse_places(text) == []


@pytest.mark.parametrize(
    "text",
    ["", "60.1", "60 10", "60,10", "9994 9995", "12/3", "9901-12/3", "Storgata 5", "Storgata 2-12",
     "60.1 10.5 20.5", "123456 1234567", "6643460 6643460", "32VNM 974 434", "9" * 100,
     "9" * 49 + " " + "9" * 49, "° '", "\u0661", "N E"],
)  # fmt: skip
def test_what_is_no_coordinates(text: str) -> None:
    assert parse_places(text) is None


def meant(text: str) -> list[tuple[float, float, str]]:
    found: list[TypedPlace] = parse_places(text) or []
    return [(round(one.latitude, 4), round(one.longitude, 4), one.system) for one in found]
