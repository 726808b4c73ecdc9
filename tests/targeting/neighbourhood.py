"""Plots along a road, in metres east and north of the origin of `strandvik.py`.

::

    y -160  +------+------+------+      north 1..3, 20 m wide (x 0, 20, 40): 30/11 30/12 30/13
    y -200  +------+------+------+
            |        road        |      8 m wide, x -100..160: 30/1
    y -208  +------+------+------+
            south 1..3                  30/21 30/22 30/23; 30/22 has the leasehold 30/22/1 on it
    y -248  +------+------+------+
            field below, x 0..60        30/40: no house
    y -300  +--------------------+
    far     x 5000                      30/40 has another parcel with a house
"""

from __future__ import annotations

from typing import Any

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import connection

from geotarget.cadastre.models import Address, CadastralUnit, Parcel, ParcelCadastralUnit

from .strandvik import EAST, NORTH

Place = tuple[float, float, float, float]
"""West, south, east, north."""
PLOTS: dict[str, Place] = {
    "30/1": (-100, -208, 160, -200),
    **{f"30/{11 + n}": (20 * n, -200, 20 * n + 20, -160) for n in range(3)},
    **{f"30/{21 + n}": (20 * n, -248, 20 * n + 20, -208) for n in range(3)},
    "30/22/1": (25, -240, 35, -215),
    "30/40": (0, -300, 60, -248),
}
FAR = (5000.0, -300.0, 5050.0, -250.0)
HOUSES = {
    **{f"30/{number}": (20 * (number - 11) + 10, -180) for number in (11, 12, 13)},
    "30/21": (10, -230),
    "30/23": (50, -230),
    "30/22/1": (30, -225),
    "30/40": (5025, -275),
}


def build() -> None:
    """Parcels with their properties, houses, and the links between them."""
    for number, place in PLOTS.items():
        parcel(number, number.replace("/", "-"), place)
    parcel("30/40", "30-40-far", FAR)
    for number, (x, y) in HOUSES.items():
        house(number, x, y)
    link()


def parcel(number: str, key: str, place: Place | None, **more: Any) -> Parcel:
    """A parcel of a property; without a place it has no area."""
    made = Parcel.objects.create(
        source="matrikkel",
        source_id=key,
        municipality_number="9901",
        label=number,
        geom=MultiPolygon(*([] if place is None else [_box(place)]), srid=25833),
        row_hash=b"",
        **more,
    )
    ParcelCadastralUnit.objects.create(parcel=made, cadastral_unit=unit(number))
    return made


def unit(number: str) -> CadastralUnit:
    gnr, bnr, fnr = (*map(int, number.split("/")), 0)[:3]
    return CadastralUnit.objects.get_or_create(
        source="matrikkel",
        source_id=number,
        defaults={"municipality_number": "9901", "gnr": gnr, "bnr": bnr, "fnr": fnr},
    )[0]


def house(number: str, x: float, y: float) -> Address:
    gnr, bnr, fnr = (*map(int, number.split("/")), 0)[:3]
    return Address.objects.create(
        source="matrikkel",
        source_id=f"house-{number.replace('/', '-')}",
        kind="matrikkeladresse",
        municipality_number="9901",
        gnr=gnr,
        bnr=bnr,
        fnr=fnr or None,
        label=number,
        postcode="9994",
        post_town="STRANDVIK",
        geom=Point(EAST + x, NORTH + y, srid=25833),
        unit_count=1,
    )


def link() -> None:
    """What an import does at its end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT link_parcel_addresses(ARRAY(SELECT id FROM address),"
            " ARRAY(SELECT id FROM parcel))"
        )


def _box(place: Place) -> Polygon:
    west, south, east, north = place
    return Polygon.from_bbox((EAST + west, NORTH + south, EAST + east, NORTH + north))
