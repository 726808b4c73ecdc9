"""Which addresses a street, a part of one, or a district holds."""

from __future__ import annotations

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection

from geotarget.cadastre.models import Address, District
from geotarget.domain.coordinates import STORAGE_SRID
from tests.targeting import strandvik as cadastre
from tests.targeting.strandvik import EAST, NORTH


@pytest.fixture(autouse=True)
def town(db: None) -> None:
    cadastre.build()


def houses(pick: str) -> list[str]:
    """Number and letter of each address, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.number || a.letter FROM addresses_picked(%s) p"
            " JOIN address a ON a.id = p.address_id ORDER BY a.number, a.letter",
            [pick],
        )
        return [house for (house,) in cursor.fetchall()]


def count(pick: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM addresses_picked(%s)", [pick])
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("pick", "expected"),
    [
        ("9901-1000 12-16 even", ["12", "14A", "14B", "16"]),
        ("9901-1000 12-16", ["12", "13", "14A", "14B", "15", "16"]),
        ("9901-1000 13-16 odd", ["13", "15"]),
        ("9901-1000 14B-16", ["14B", "15", "16"]),
        ("9901-1000 13-14A", ["13", "14A"]),
        ("9901-1000 14C-16", ["15", "16"]),
        ("9901-1000 -3", ["1", "2", "3"]),
        ("9901-1000 39-", ["39", "40"]),
        ("9901-1002 1C-1E", ["1C", "1D", "1E"]),
        ("9901-1000 22-22", []),
        ("9909-1000", []),
    ],
)
def test_house_numbers(pick: str, expected: list[str]) -> None:
    assert houses(pick) == expected


def test_all_of_a_street_and_one_side() -> None:
    assert len(houses("9901-1000")) == 40
    assert len(houses("9901-1000 odd")) == len(houses("9901-1000 even")) == 20


def test_a_street_of_several_postcodes_is_one() -> None:
    Address.objects.filter(street_code="1000", number__gt=20).update(postcode="9997")
    assert len(houses("9901-1000 18-24")) == 6


def district(kind: str, number: str, west: float, east: float) -> None:
    shape = Polygon.from_bbox((EAST + west, NORTH - 50, EAST + east, NORTH + 50))
    border = MultiPolygon(shape, srid=STORAGE_SRID)
    District.objects.create(
        kind=kind, number=number, name="X", municipality_number="9901", border=border, row_hash=b""
    )


def test_a_postcode_is_the_addresses_own() -> None:
    assert count("postcode:9995") == 5
    district("postcode_area", "9994", 0, 100)
    assert count("postcode:9994") == 68


def test_a_district_takes_what_names_no_other_inside_its_border() -> None:
    Address.objects.filter(street_code="1000", number__gt=20).update(census_tract="99010101")
    Address.objects.filter(street_code="1001").update(census_tract="99010102")
    assert count("census_tract:99010101") == 19
    district("census_tract", "99010101", 55, 650)
    assert count("census_tract:99010101") == 35  # and no. 6 to 20, but not the block


def test_a_polling_district_is_what_lies_inside() -> None:
    assert count("polling_district:9901-1") == 0
    district("polling_district", "9901-1", 590, 710)
    assert count("polling_district:9901-1") == 14


def test_an_urban_area_is_the_addresses_own() -> None:
    Address.objects.filter(street_code="1000").update(urban_area="0011")
    assert count("urban_area:0011") == 40
    assert count("urban_area:0012") == 0


def test_a_municipality_and_a_county() -> None:
    assert count("municipality:9901") == 59
    assert count("county:99") == 73


@pytest.mark.parametrize("code", ["census_tract", "postcode", "urban_area"])
def test_codes_have_an_index(code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN SELECT 1 FROM address a WHERE a.{code} = '1'")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "address_district" in plan
    assert f"Index Cond: (({code})::text = '1'" in plan or f"Index Cond: ({code} = '1'" in plan
