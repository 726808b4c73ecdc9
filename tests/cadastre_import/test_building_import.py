"""Buildings: type and status, every unit in them, and what they tie together."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadastre_import import DeliveryRefused
from fixtures.generate import SAMPLE

from .conftest import Import, Query
from .deliveries import (
    BUILDING_NAMESPACE,
    address,
    building,
    real_file,
    unit,
    write,
    write_gml,
    write_units,
)

REAL = "building/bygninger-majorstuen_wfs_20260923_TRIMMED.gml"
LINKS = """SELECT b.source_id, unit_source_id, address_source_id, cadastral_unit_source_id, use
    FROM building_unit JOIN building AS b ON b.id = building_id ORDER BY 1, 2, 3"""


def write_buildings(path: Path, *members: str) -> Path:
    return write_gml(path, *members, namespace=BUILDING_NAMESPACE)


def test_the_real_answer_of_the_web_service(run: Import, query: Query) -> None:
    path = real_file(REAL)
    assert (run(path).total("added"), run(path).total("unchanged")) == (3, 3)
    assert query("SELECT source_id, building_number, building_type, status, municipality_number, "
                 "ST_X(ST_Transform(geom, 4258)) FROM building ORDER BY 1") == [
        ("286646689", "80525176", "143", "TB", "0301", pytest.approx(10.715834, abs=1e-6)),
        ("287467831", "80984243", "311", "TB", "0301", pytest.approx(10.715281, abs=1e-6)),
        ("287512789", "81014752", "143", "TB", "0301", pytest.approx(10.714779, abs=1e-6)),
    ]  # fmt: skip
    links = query(LINKS)
    assert len(links) == 9, "every Bruksenhet of the one property element"
    assert {use for *_, use in links} == {""}, "the delivery says no use: unknown"
    assert ("286646689", "286647029", "285826332", "6509849240", "") in links
    assert query("SELECT to_char(source_updated_at AT TIME ZONE 'UTC', 'HH24:MI') FROM building "
                 "WHERE source_id = '286646689'") == [("09:55",)]  # fmt: skip


def test_the_sample_ties_building_address_unit_and_property_together(
    run: Import, query: Query
) -> None:
    stem = "Basisdata_9902_Fjellvik_25833_Matrikkelen"
    for name in ("Adresse", "AdresseLeilighetsniva"):
        run(SAMPLE / f"{stem}{name}_CSV.zip")
    run(SAMPLE / f"{stem}EiendomskartTeig_GML.zip")
    other = run(SAMPLE / "Basisdata_9901_Strandvik_25833_MatrikkelenBygning_GML.zip")
    first = run(SAMPLE / f"{stem}Bygning_GML.zip")
    assert query("SELECT count(*) FROM building") == [
        (first.total("added") + other.total("added"),)
    ]
    assert (first.dataset, first.rejected) == ("building", [])
    assert first.total("added") > 100
    assert run(SAMPLE / f"{stem}Bygning_GML.zip").version_id is None
    ((units, addresses, owned),) = query(
        """SELECT count(u.id), count(a.id), count(c.id) FROM building_unit AS l
        LEFT JOIN unit AS u ON u.source_id = unit_source_id
          AND u.address_source_id = l.address_source_id
        LEFT JOIN address AS a ON a.source_id = l.address_source_id
        LEFT JOIN cadastral_unit AS c ON c.source_id = cadastral_unit_source_id
        JOIN building AS b ON b.id = building_id WHERE b.municipality_number = '9902'"""
    )
    delivered = query("""SELECT count(*) FROM building_unit JOIN building AS b ON b.id = building_id
        WHERE b.municipality_number = '9902'""")[0][0]
    assert units == addresses == owned == delivered > 100


def test_a_unit_that_moves_changes_its_building(tmp_path: Path, run: Import, query: Query) -> None:
    units = [(1, 7_000_000_001, 5), (2, 7_000_000_001, 5)]
    run(write_buildings(tmp_path / "b.gml", building(1, units), building(2), building(3)))
    turned = write_buildings(tmp_path / "c.gml", building(1, units[::-1]), building(2), building(3))
    assert run(turned).total("unchanged") == 3, "the order of the units says nothing"
    moved = [building(1, units[:1]), building(2, units[1:], bygningstype=161)]
    report = run(write_buildings(tmp_path / "d.gml", *moved))
    assert (report.total("changed"), report.total("removed")) == (2, 1)
    assert [row[:2] for row in query(LINKS)] == [("1", "1"), ("2", "2")]
    assert query("SELECT building_type FROM building ORDER BY source_id") == [("111",), ("161",)]


def test_a_use_is_kept_where_the_delivery_says_it(
    tmp_path: Path, run: Import, query: Query
) -> None:
    use = "<app:bruksenhetstype>B</app:bruksenhetstype>"
    run(write_buildings(tmp_path / "b.gml", building(1, [(1, 7_000_000_001, 5)], use)))
    assert query(LINKS) == [("1", "1", "7000000001", "5", "B")]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (building(9, pos="7140000.5 136000"), "outside Norway"),
        (building(9, pos="500000 7140000.5"), "more than 150 km from municipality 9901"),
        (building(9, pos="1 2 3"), "numbers do not make positions"),
        (building(9, kommunenummer="301"), "kommunenummer is not four digits"),
        (building(9, bygningstype="hus"), "bygningstype is not three digits"),
        (building(9, [("x", 1, 1)]), "a bruksenhet whose bruksenhetId"),  # type: ignore[list-item]
        (building(1), "bygningId 1 is also in line 3"),
    ],
)
def test_a_bad_building_is_rejected_with_its_line(
    bad: str, reason: str, tmp_path: Path, run: Import
) -> None:
    run(write(tmp_path / "a.csv", [address(1)]))
    report = run(write_buildings(tmp_path / "b.gml", building(1), building(2), bad))
    ((rejected,)) = report.rejected
    assert rejected.line == 5
    assert reason in rejected.reason
    assert report.total("added") == 2


def test_an_older_file_is_refused(tmp_path: Path, run: Import) -> None:
    run(write_buildings(tmp_path / "b.gml", building(1), building(2)))
    older = building(1, oppdateringsdato="2023-01-01T00:00:00")
    with pytest.raises(DeliveryRefused, match="newest building of municipality 9901 is from 2022"):
        run(write_buildings(tmp_path / "c.gml", older))


def test_buildings_alone_say_nothing_of_the_number_of_units(
    tmp_path: Path, run: Import, query: Query
) -> None:
    named = [(8_000_000_000 + n, 7_000_000_001, 5) for n in range(3)]
    buildings = write_buildings(tmp_path / "b.gml", building(1, named), building(2))
    counts = "SELECT unit_count FROM address ORDER BY number"
    run(write(tmp_path / "a.csv", [address(1), address(2)]))
    run(buildings)
    assert query(counts) == [(None,), (None,)], "unknown, not 3 and 0"
    later = {"datauttaksdato": "16.11.2026 06:10:00"}
    run(write(tmp_path / "later.csv", [address(1, **later), address(2, **later)]))
    assert query(counts) == [(None,), (None,)]
    run(write_units(tmp_path / "u.csv", [unit(1, 1), unit(2, 1)]))
    assert query(counts) == [(2,), (0,)], "as Leilighetsnivå says"
