"""A small cadastre for tests, in metres east and north of (EAST, NORTH), EPSG:25833.

::

    Storgata 1-40 (10 m apart, even numbers north of the street; no 22; 14A and 14B)   x 10..400
    Blokkvegen 1, a block with 24 units                                                x 600
    Torget 1A-1M, thirteen addresses on one point                                      x 700
    five addresses without a street, 12/1 to 12/5                                      x 800, y 200
    -------- border, x 950 --------
    Fjellvik: Grensevegen 1-14                                                         x 1010..1140
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import connection
from django.db.models import QuerySet

from geotarget.cadastre.models import Address, DatasetCoverage, DatasetVersion, Municipality, Unit
from geotarget.domain.coordinates import STORAGE_SRID, to_degrees

EAST, NORTH = 220_000.0, 6_650_000.0
EXTRACTED_AT = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
BORDER_X = 950


def build() -> None:
    """Publish the cadastre, units of Strandvik included; Fjellvik has none loaded."""
    version = DatasetVersion.objects.create(
        dataset="address",
        source_name="test.csv",
        source_sha256="",
        extracted_at=EXTRACTED_AT,
        published_at=EXTRACTED_AT,
        report={},
    )
    _municipality("9901", "Strandvik", -200, BORDER_X)
    _municipality("9902", "Fjellvik", BORDER_X, 2_000)
    Address.objects.bulk_create(_addresses())
    name_addresses()
    Unit.objects.bulk_create(_units(Address.objects.filter(municipality_number="9901")))
    for dataset, number in (("address", "9901"), ("address", "9902"), ("unit", "9901")):
        DatasetCoverage.objects.create(
            dataset=dataset,
            municipality_number=number,
            version=version,
            extracted_at=EXTRACTED_AT,
            row_count=1,
        )


def name_addresses() -> None:
    """What an import does at its end; after a test has renamed something too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM address_name; INSERT INTO address_name"
            " (municipality_number, street_code, street_name, extra_name, name, address_count)"
            " SELECT municipality_number, street_code, street_name, extra_name,"
            " concat_ws(', ', nullif(extra_name, ''), nullif(street_name, '')), count(*)"
            " FROM address WHERE street_name <> '' OR extra_name <> '' GROUP BY 1, 2, 3, 4"
        )


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """A GeoJSON polygon of metres from the origin."""
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [[degrees(x, y) for x, y in corners]]}


def point(x: float, y: float) -> Point:
    return Point(EAST + x, NORTH + y, srid=STORAGE_SRID)


def degrees(x: float, y: float) -> list[float]:
    longitude, latitude = to_degrees(EAST + x, NORTH + y)
    return [round(longitude, 9), round(latitude, 9)]


def _municipality(number: str, name: str, west: float, east: float) -> None:
    shape = Polygon.from_bbox((EAST + west, NORTH - 500, EAST + east, NORTH + 1_000))
    border = MultiPolygon(shape, srid=STORAGE_SRID)
    Municipality.objects.create(number=number, name=name, border=border)


def _addresses() -> Iterator[Address]:
    for number in range(1, 41):
        if number != 22:
            for letter in "AB" if number == 14 else [""]:
                yield _street(
                    "Storgata", "1000", number, letter, 10 * number, 5 - 10 * (number % 2)
                )
    yield _street("Blokkvegen", "1001", 1, "", 600, 0, units=24)
    for letter in "ABCDEFGHIJKLM":
        yield _street("Torget", "1002", 1, letter, 700, 0)
    for bnr in range(1, 6):
        yield _matrikkel(bnr)
    for number in range(1, 15):
        yield _street("Grensevegen", "2000", number, "", 1000 + 10 * number, 0, "9902")


def _street(
    name: str,
    code: str,
    number: int,
    letter: str,
    x: float,
    y: float,
    municipality: str = "9901",
    units: int = 1,
) -> Address:
    return Address(
        source="matrikkel",
        source_id=f"{municipality}{code}{number:03d}{letter}",
        kind="vegadresse",
        municipality_number=municipality,
        street_code=code,
        street_name=name,
        number=number,
        letter=letter,
        gnr=1,
        bnr=number,
        label=f"{name} {number}{letter}",
        postcode="9994",
        post_town="STRANDVIK",
        geom=Point(EAST + x, NORTH + y, srid=STORAGE_SRID),
        unit_count=units if municipality == "9901" else None,
    )


def _matrikkel(bnr: int) -> Address:
    return Address(
        source="matrikkel",
        source_id=f"990112{bnr}",
        kind="matrikkeladresse",
        municipality_number="9901",
        gnr=12,
        bnr=bnr,
        label=f"12/{bnr}",
        postcode="9995",
        post_town="YTRE STRANDVIK",
        geom=Point(EAST + 800 + bnr, NORTH + 200, srid=STORAGE_SRID),
        unit_count=1,
    )


def _units(addresses: QuerySet[Address]) -> Iterator[Unit]:
    for address in addresses:
        for index in range(address.unit_count or 0):
            yield Unit(
                source="matrikkel",
                source_id=f"{address.source_id}-{index}",
                address_source_id=address.source_id,
                municipality_number=address.municipality_number,
                unit_number=f"H{index // 4 + 1:02d}{index % 4 + 1:02d}",
                row_hash=b"",
            )
