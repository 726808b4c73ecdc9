"""What is easily counted wrong: invented deliveries, and the addresses that each rule must take.

Every case lies a kilometre east of the one before; metres are from (136000, 7140000). An address is
named by its number in Storgata and belongs to the property in the comment.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from geotarget.domain.rules import SelectionRule

from .conftest import Import, Query
from .deliveries import (
    BUILDING_NAMESPACE,
    address,
    building,
    square,
    teig,
    unit,
    write,
    write_gml,
    write_units,
)

EAST, NORTH = 136_000, 7_140_000


def at(number: int, x: float, y: float, bnr: int, **more: object) -> dict[str, object]:
    place = {"Øst": f"{EAST + x:.2f}", "Nord": f"{NORTH + y:.2f}"}
    return address(number, gardsnummer=110, bruksnummer=bnr, **place, **more)


def ground(number: int, x: float, y: float, *bnrs: int) -> str:
    """A parcel of 100 m by 100 m, of the properties 110/bnr."""
    return teig(number, square(EAST + x, NORTH + y, 100), [(110, bnr, 0, 0) for bnr in bnrs])


def sections(number: int, x: float, y: float, bnr: int, *snrs: int) -> str:
    return teig(number, square(EAST + x, NORTH + y, 100), [(110, bnr, 0, snr) for snr in snrs])


def point_lease(number: int, bnr: int, fnr: int) -> str:
    bare = teig(number, "", [(110, bnr, fnr, 0)]).replace("<app:område></app:område>", "")
    flag = "<app:punktfeste>true</app:punktfeste></app:Matrikkelenhet>"
    return bare.replace("</app:Matrikkelenhet>", flag)


def house(number: int, x: float, y: float, *addresses: int) -> str:
    ids = [7_000_000_000 + one for one in addresses]
    units = [(8_000_000_000 + 10 * number + n, key, 5) for n, key in enumerate(ids)]
    return building(number, units, pos=f"{EAST + x} {NORTH + y}")


ENTRANCE = {"atkomstId": 1, "atkomstØst": f"{EAST + 5005}.00", "atkomstNord": f"{NORTH + 5}.00"}
ADDRESSES = [
    at(1, 20, 50, 1),
    at(2, 80, 50, 2),
    at(3, 1050, 50, 3),
    at(4, 2020, 50, 4),
    at(5, 2080, 50, 4, festenummer=7),
    at(6, 3050, 50, 5, bokstav="A"),
    at(7, 3050, 50, 5, bokstav="B"),
    at(8, 3050, 50, 5, bokstav="C"),
    at(9, 4050, 50, 6),
    at(10, 4050, 9050, 7),
    at(11, 5050, 550, 8),
    at(12, 5050, 750, 9),
    at(13, 5050, 50, 10, **ENTRANCE),
]
PARCELS = [
    ground(1, 0, 0, 1),
    ground(2, 0, 0, 2),  # stacked: the same outline
    sections(3, 1000, 0, 3, 1, 2),
    sections(4, 1000, 1000, 3, 3),
    ground(5, 2000, 0, 4),
    point_lease(6, 4, 7),
    ground(7, 2000, 1000, 4),
    ground(8, 3000, 0, 5),
    ground(9, 4000, 0, 6),
    ground(10, 4000, 9000, 6, 7),  # nine kilometres from the house of 110/6
    ground(11, 40_000, 0, 6),
    ground(12, 5000, 0, 8, 9, 10),  # many cadastral units
    ground(13, 5000, 500, 8),
    ground(14, 5000, 700, 9),
]
BUILDINGS = [
    house(1, 25, 50, 1),
    house(2, 75, 50, 2),
    house(3, 1005, 5, 3, 3),
    house(4, 3050, 60, 6, 7, 8),
    house(5, 3055, 60, 6),
    house(6, 4050, 60, 9),
    building(7, pos=f"{EAST + 4005} {NORTH + 9005}"),  # a shed: no unit
]
UNITS = [unit(1, 3), unit(2, 3), unit(3, 6), unit(4, 7), unit(5, 8), unit(6, 8)]

HALF, CORNER = (0, 0, 50, 100), (0, 0, 10, 10)
"""West, south, east, north, from the south-west corner of the case's ground."""
Expected = tuple[list[int], list[int], list[int], list[int], list[int]]
"""By address point, access point, own parcel, any parcel, building."""
CASES: dict[str, tuple[tuple[int, int], tuple[int, int, int, int], Expected]] = {
    "stacked parcels": ((0, 0), HALF, ([1], [1], [1, 2], [1, 2], [1])),
    "sections": ((1000, 0), CORNER, ([], [], [3], [3], [3])),
    "sections of another parcel": ((1000, 1000), CORNER, ([], [], [], [3], [])),
    "ground of a point lease": ((2000, 0), CORNER, ([], [], [4, 5], [4, 5], [])),
    "other ground of its landlord": ((2000, 1000), CORNER, ([], [], [], [4], [])),
    "one point": (
        (3040, 40), (0, 0, 20, 30), ([6, 7, 8], [6, 7, 8], [6, 7, 8], [6, 7, 8], [6, 7, 8])
    ),
    "beside that point": ((3051, 40), (0, 0, 20, 30), ([], [], [6, 7, 8], [6, 7, 8], [6])),
    "home of a property of three parcels": ((4000, 0), CORNER, ([], [], [9], [9], [])),
    "its parcel nine kilometres away": ((4000, 9000), CORNER, ([], [], [10], [9, 10], [])),
    "its parcel without a house": ((40_000, 0), CORNER, ([], [], [], [9], [])),
    "one parcel of three cadastral units": ((5000, 0), CORNER, ([], [13], [13], [11, 12, 13], [])),
}  # fmt: skip


@pytest.fixture
def loaded(tmp_path: Path, run: Import) -> None:
    for report in (
        run(write(tmp_path / "a.csv", ADDRESSES)),
        run(write_units(tmp_path / "u.csv", UNITS)),
        run(write_gml(tmp_path / "p.gml", *PARCELS)),
        run(write_gml(tmp_path / "b.gml", *BUILDINGS, namespace=BUILDING_NAMESPACE)),
    ):
        assert report.rejected == []


def test_every_case_by_every_rule(loaded: None, query: Query) -> None:
    found, wanted = {}, {}
    for name, ((x, y), (west, south, east, north), expected) in CASES.items():
        corners = (EAST + x + west, NORTH + y + south, EAST + x + east, NORTH + y + north)
        for rule, numbers in zip(SelectionRule, expected, strict=True):
            rows = query(
                "SELECT number FROM units_in_area(ST_Multi(ST_MakeEnvelope(%s, %s, %s, %s, 25833)),"
                " %s) AS s JOIN address AS a ON a.id = s.address_id ORDER BY number",
                (*corners, str(rule)),
            )
            found[name, str(rule)] = [number for (number,) in rows]
            wanted[name, str(rule)] = numbers
    assert found == wanted


def test_units_are_those_of_the_addresses_however_many_links_lead_there(
    loaded: None, query: Query
) -> None:
    everything = "ST_Multi(ST_MakeEnvelope(135000, 7139000, 180000, 7160000, 25833))"
    for rule, addresses in zip(SelectionRule, (13, 13, 13, 13, 7), strict=True):
        ((count, units),) = query(
            f"SELECT count(*), sum(unit_count) FROM units_in_area({everything}, %s)", (str(rule),)
        )
        assert (count, units) == (addresses, 6), rule
