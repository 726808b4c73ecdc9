"""The report of an import: what is linked by identifier, what by place, and what not at all.

Storgata 1, 2 and 3 (110/1, 110/2, 110/3), ten metres apart; 4 (110/4) is kilometres away.
Parcel 1 is of 110/1 and has 1, 2 and 3 on it; parcel 2 is of 110/9 and empty; parcel 3 is nobody's.
"""

from __future__ import annotations

from pathlib import Path

from cadastre_import.console import as_text

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

ADDRESSES = [
    address(n, gardsnummer=110, **more)
    for n, more in enumerate([{}, {}, {}, {"Nord": "7150000.00"}], 1)
]
PARCELS = [
    teig(1, square(135_950, 7_139_980, 100), [(110, 1, 0, 0)]),
    teig(2, square(150_000, 7_145_000, 100), [(110, 9, 0, 0)]),
    teig(3, square(151_000, 7_145_000, 100), []),
]
BUILDINGS = [
    building(1, [(8_000_000_001, 7_000_000_001, 1_100_010_000)]),
    building(2),  # on parcel 1, names nobody
    building(3, [(8_000_000_009, 7_000_000_099, 5)], pos="150050 7145050"),  # on parcel 2
    building(4, pos="160000 7145050"),  # on no parcel
]


def counts(report: object) -> dict[str, tuple[int, int, int]]:
    links = report.links  # type: ignore[attr-defined]
    return {target: (n.identifier, n.place, n.none) for target, n in sorted(links.items())}


def write_buildings(path: Path) -> Path:
    return write_gml(path, *BUILDINGS, namespace=BUILDING_NAMESPACE)


def test_each_data_set_tells_how_it_is_linked_to_those_that_are_loaded(
    tmp_path: Path, run: Import, query: Query
) -> None:
    assert counts(run(write(tmp_path / "a.csv", ADDRESSES))) == {}, "nothing else is loaded"
    parcels = run(write_gml(tmp_path / "p.gml", *PARCELS))
    assert counts(parcels) == {"address": (1, 0, 2), "cadastral_unit": (2, 0, 1)}
    buildings = run(write_buildings(tmp_path / "b.gml"))
    assert counts(buildings) == {"address": (1, 1, 2), "parcel": (1, 2, 1)}
    units = run(write_units(tmp_path / "u.csv", [unit(1, 1), unit(2, 2), unit(3, 77)]))
    assert counts(units) == {"address": (2, 0, 1), "building": (1, 0, 2)}
    later = [row | {"datauttaksdato": "16.11.2026 06:10:00"} for row in ADDRESSES]
    again = run(write(tmp_path / "later.csv", later))
    assert counts(again) == {"building": (1, 2, 1), "parcel": (1, 2, 1), "unit": (2, 0, 2)}
    ((kept,),) = query(
        "SELECT report->'links'->'parcel' FROM dataset_version WHERE id = %s", (again.version_id,)
    )
    assert kept == {
        "identifier": 1, "place": 2, "none": 1,
        "identifier_share": 0.25, "place_share": 0.5, "none_share": 0.25,
    }  # fmt: skip
    assert "linked to parcel: 25.0% by identifier, 50.0% by place, 1 (25.0%) not" in as_text(again)
    assert "linked to cadastral unit: 66.7% by identifier, 0.0% by place, 1" in as_text(parcels)


def test_only_municipalities_that_have_the_other_data_set_are_counted(
    tmp_path: Path, run: Import
) -> None:
    neighbour = {"kommunenummer": "9902", "kommunenavn": "FJELLVIK"}
    run(write_gml(tmp_path / "p.gml", *PARCELS))
    report = run(write(tmp_path / "a.csv", [*ADDRESSES, address(5, **neighbour)]))
    assert counts(report) == {"parcel": (1, 2, 1)}
