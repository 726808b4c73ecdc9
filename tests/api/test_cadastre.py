"""Addresses, parcels and data sets: by number, key, box and area, in degrees that hold."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon

from geotarget.cadastre.models import Address, CadastralUnit, Parcel, ParcelCadastralUnit, Unit
from geotarget.domain.coordinates import STORAGE_SRID, to_storage
from tests.targeting.strandvik import EAST, NORTH, box, degrees

from .conftest import Program

BLOCK = box(590, -10, 610, 10)


def labels(answer: Any) -> set[str]:
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "application/geo+json"
    return {row["properties"]["label"] for row in answer.json()["features"]}


def numbers(answer: Any) -> set[str]:
    assert answer.status_code == 200, answer.content
    return {row["properties"]["source_id"] for row in answer.json()["features"]}


def bbox(west: float, south: float, east: float, north: float) -> list[float]:
    return [*degrees(west, south), *degrees(east, north)]


def as_text(sides: list[float]) -> str:
    return ",".join(map(str, sides))


def test_an_address_by_its_key(program: Program) -> None:
    answer = program.get("addresses/99011001001").json()
    assert answer["properties"]["label"] == "Blokkvegen 1"
    assert len(answer["properties"]["units"]) == 24
    east, north = to_storage(*answer["geometry"]["coordinates"])
    assert (east, north) == pytest.approx((EAST + 600, NORTH), abs=0.002)
    assert program.get("addresses/99011001001", source="dar").status_code == 404


def test_units_that_are_not_loaded_are_unknown_and_not_none(program: Program) -> None:
    Address.objects.filter(label="Blokkvegen 1").update(unit_count=None)
    assert program.get("addresses/99011001001").json()["properties"]["units"] is None


def test_addresses_by_number(program: Program) -> None:
    assert labels(program.get("addresses", number="9901-12/3")) == {"12/3"}
    assert labels(program.get("addresses", number="9901-12/3/0")) == {"12/3"}
    assert labels(program.get("addresses", number="9901-12/3/1")) == set()
    assert labels(program.post("address-search", {"number": "9901-12/3"})) == {"12/3"}
    Address.objects.filter(label="12/3").update(fnr=4)
    assert labels(program.get("addresses", number="9901-12/3")) == set()
    assert labels(program.get("addresses", number="9901-12/3/4")) == {"12/3"}


def test_addresses_of_a_section_are_those_of_its_units(program: Program) -> None:
    unit = Unit.objects.filter(address_source_id="9901121").first()
    Unit.objects.filter(pk=unit.pk).update(gnr=12, bnr=1, snr=5)
    assert labels(program.get("addresses", number="9901-12/1/0/5")) == {"12/1"}
    assert labels(program.get("addresses", number="9901-12/1/0/6")) == set()


def test_addresses_in_a_box_and_in_an_area(program: Program) -> None:
    sides = bbox(590, -10, 705, 10)
    expected = {"Blokkvegen 1", *(f"Torget 1{letter}" for letter in "ABCDEFGHIJKLM")}
    assert labels(program.get("addresses", bbox=as_text(sides))) == expected
    assert labels(program.post("address-search", {"bbox": sides})) == expected
    assert labels(program.post("address-search", {"area": BLOCK})) == {"Blokkvegen 1"}


def test_the_open_cadastre_does_not_end_at_the_border(program: Program) -> None:
    found = labels(program.get("addresses", bbox=as_text(bbox(1005, -10, 1025, 10))))
    assert found == {"Grensevegen 1", "Grensevegen 2"}


def test_a_parcel_by_its_key(program: Program) -> None:
    answer = program.get("parcels/T2").json()
    expected = ["9901-1/1", "9901-7/7", "9901-7/7/0/1", "9901-7/7/0/2"]
    assert answer["properties"]["numbers"] == expected
    ring = answer["geometry"]["coordinates"][0][0]
    assert ring[0] == ring[-1]
    corners = [to_storage(*corner) for corner in ring]
    assert min(east for east, _ in corners) == pytest.approx(EAST + 695, abs=0.002)


def test_parcels_by_number(program: Program) -> None:
    assert numbers(program.get("parcels", number="9901-1/1")) == {"T1", "T2"}
    assert numbers(program.get("parcels", number="9901-7/7/0/2")) == {"T2"}
    assert numbers(program.get("parcels", number="9901-7/8")) == set()
    only_section = CadastralUnit.objects.get(snr=2)
    ParcelCadastralUnit.objects.filter(cadastral_unit=only_section).delete()
    assert numbers(program.get("parcels", number="9901-7/7/0/2")) == {"T2"}


def test_parcels_that_meet_a_box_or_an_area(program: Program) -> None:
    assert numbers(program.get("parcels", bbox=as_text(bbox(600, -1, 701, 1)))) == {"T1", "T2"}
    assert numbers(program.post("parcel-search", {"area": BLOCK})) == {"T1"}
    assert numbers(program.post("parcel-search", {"area": box(400, -1, 490, 1)})) == set()
    many = {"type": "MultiPolygon", "coordinates": [BLOCK["coordinates"]]}
    many["coordinates"].append(box(698, -1, 702, 1)["coordinates"])
    assert numbers(program.post("parcel-search", {"area": many})) == {"T1", "T2"}


def test_a_point_lease_has_an_empty_shape(program: Program) -> None:
    Parcel.objects.filter(source_id="T1").update(geom=MultiPolygon(srid=STORAGE_SRID))
    geometry = program.get("parcels/T1").json()["geometry"]
    assert geometry == {"type": "MultiPolygon", "coordinates": []}


def test_data_sets_tell_their_age(program: Program) -> None:
    answer = program.get("datasets").json()
    assert answer["extracted_at"].startswith("2026-11-01")
    assert [row["dataset"] for row in answer["datasets"]] == ["address", "parcel", "unit"]
    assert {row["municipality_number"] for row in answer["territory"]} == {"9901"}
    versions = program.get("datasets/versions").json()["results"]
    assert [version["id"] for version in versions] == [answer["version"]]
