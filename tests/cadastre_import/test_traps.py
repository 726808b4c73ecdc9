"""What deliveries are known to trip readers up with, as far as no other test holds it.

Elsewhere: BOM, line ends, lost zeros, Windows-1252, axis order, zones, empty coordinates, header
names in capitals (test_address_import, test_delimited, test_recognise); latitude first, cut files,
DTD (test_parcel_import, test_gml_shapes); zips, DTDs, disguises (test_delivery,
test_hostile_files, test_table_import); the feed and busy servers (test_feed, test_update); old
numbers (test_old_numbers); every form of every delivery (test_sources).
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest

from cadastre_import import DeliveryRefused
from cadastre_import.sources import known_sources

from .conftest import Import, Query
from .deliveries import (
    BUILDING_NAMESPACE,
    TEIG_NAMESPACE,
    address,
    building,
    real_file,
    square,
    teig,
    unit,
    write,
    write_gml,
    write_units,
)

ELVERUM = "address/Basisdata_3420_Elverum_25833_MatrikkelenAdresse.csv"


def test_addresses_are_rows_and_not_points(run: Import, query: Query) -> None:
    run(real_file(ELVERUM))
    shared = """SELECT sum(n), max(n) FROM (
        SELECT count(*) AS n FROM address GROUP BY geom HAVING count(*) > 1) AS s"""
    assert query(shared) == [(729, 13)]
    per_property = """SELECT count(*) FILTER (WHERE n > 1), count(*), max(n) FROM (
        SELECT count(*) AS n FROM address GROUP BY gnr, bnr, coalesce(fnr, 0)) AS p"""
    assert query(per_property) == [(858, 8_327, 106)]


def test_a_border_address_in_both_neighbours_files_is_one_address(
    tmp_path: Path, run: Import, query: Query
) -> None:
    on_border = address(1, kommunenummer="9902")
    first = tmp_path / "Basisdata_9901_Strandvik_25833_MatrikkelenAdresse.csv"
    second = tmp_path / "Basisdata_9902_Fjellvik_25833_MatrikkelenAdresse.csv"
    run(write(first, [on_border, address(2)]))
    run(write(second, [on_border, address(3, kommunenummer="9902")]))
    assert run(first).version_id is None
    assert query("SELECT source_id FROM address ORDER BY 1") == [
        ("7000000001",), ("7000000002",), ("7000000003",),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["Ávjovárgeaidnu", "SØM / STRØMME", "Åsgårdstrand-Vestre gate", "Čáhppesgeaidnu"]
)
def test_names_are_kept_letter_by_letter(
    name: str, tmp_path: Path, run: Import, query: Query
) -> None:
    row = address(1, adressenavn=name, adresseTekst=f"{name} 1", poststed="YTRE ÅL")
    run(write(tmp_path / "a.csv", [row]))
    ((street, label, town),) = query("SELECT street_name, label, post_town FROM address")
    assert (street, label) == (name, f"{name} 1")
    assert unicodedata.is_normalized("NFC", street)
    assert town == "YTRE ÅL", "poststed and not kommunenavn, as delivered"


@pytest.mark.parametrize(
    ("written", "zone", "utc"),
    [
        ("12.06.2025 09:03:43", "Europe/Oslo", "2025-06-12 07:03:43"),
        ("12.06.2025 09:03:43.367", "Europe/Oslo", "2025-06-12 07:03:43.367"),
        ("2020-06-16T05:19:02.344", "UTC", "2020-06-16 05:19:02.344"),
        ("2023-12-15T18:36:17+01:00", "UTC", "2023-12-15 17:36:17"),
        ("2026-09-23T22:53:41Z", "Europe/Oslo", "2026-09-23 22:53:41"),
        ("31.02.2025 09:03:43", "UTC", None),
    ],
)
def test_times_in_every_style(written: str, zone: str, utc: str | None, query: Query) -> None:
    found = query("SELECT source_time(%s, %s) = (%s || ' UTC')::timestamptz", (written, zone, utc))
    assert found == [(True if utc else None,)]


def test_an_answer_of_the_map_service_is_not_a_delivery(tmp_path: Path, run: Import) -> None:
    """GetFeatureInfo has longitude first, whatever the system: it is not read at all."""
    path = tmp_path / "info.gml"
    path.write_text(
        '<?xml version="1.0"?><msGMLOutput xmlns:gml="http://www.opengis.net/gml"><Teig_layer>'
        "<Teig_feature><gml:boundedBy><gml:Box><gml:coordinates>10.7,59.9 10.8,60.0"
        "</gml:coordinates></gml:Box></gml:boundedBy></Teig_feature></Teig_layer></msGMLOutput>"
    )
    with pytest.raises(DeliveryRefused, match="none of the known deliveries"):
        run(path)


def test_a_file_of_another_data_set_touches_nothing(
    tmp_path: Path, run: Import, query: Query
) -> None:
    run(write(tmp_path / "a.csv", [address(1)]))
    units = write_units(tmp_path / "Basisdata_9901_Strandvik_25833_MatrikkelenAdresse.csv",
                        [unit(1, 1)])  # fmt: skip
    with pytest.raises(DeliveryRefused, match="a delivery of unit"):
        run(units, dataset="address")
    assert query("SELECT count(*) FROM address") == [(1,)]


def test_an_external_reference_is_never_followed(tmp_path: Path, run: Import) -> None:
    ring = square(135_950, 7_139_980, 100)
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="http://127.0.0.1:9/x"'
    outside = ring.replace("<gml:exterior>", f"<gml:exterior {link}>")
    report = run(write_gml(tmp_path / "p.gml", teig(1, ring), teig(2, outside)))
    ((rejected,)) = report.rejected
    assert "references are not followed" in rejected.reason


def test_the_number_of_the_unit_may_be_empty_or_on_any_kind_of_floor(
    tmp_path: Path, run: Import, query: Query
) -> None:
    numbers = ["", "H0101", "U0101", "K0102", "L0201"]
    rows = [unit(n, 1, bruksenhetsnummerTekst=text) for n, text in enumerate(numbers, start=1)]
    run(write_units(tmp_path / "u.csv", rows))
    assert query("SELECT unit_number FROM unit ORDER BY source_id") == [(n,) for n in numbers]


def test_parcels_and_buildings_of_the_wrong_zone_are_seen(tmp_path: Path, run: Import) -> None:
    run(write(tmp_path / "a.csv", [address(1)]))
    shape = square(135_950, 7_139_980, 100)
    wrong = shape.replace("25833", "25832")
    parcels = write_gml(tmp_path / "p.gml", teig(1, shape), teig(2, wrong))
    (rejected,) = run(parcels).rejected
    assert "more than 150 km from municipality 9901" in rejected.reason
    assert run(parcels, force=True).total("added") == 1, "--force leaves out published addresses"
    shifted = building(2).replace("25833", "25832")
    buildings = write_gml(tmp_path / "b.gml", building(1), shifted, namespace=BUILDING_NAMESPACE)
    (rejected,) = run(buildings).rejected
    assert "zone do not match" in rejected.reason
    assert run(buildings, force=True).total("added") == 1


@pytest.mark.parametrize(
    ("kind", "namespace", "feature"),
    [
        ("parcel", TEIG_NAMESPACE, lambda n, knr: teig(
            n, square(135_950 + 200 * n, 7_139_980, 100), municipality=knr)),
        ("building", BUILDING_NAMESPACE, lambda n, knr: building(n, kommunenummer=knr)),
    ],
)  # fmt: skip
def test_what_stands_in_both_neighbours_files_is_there_once(
    kind: str, namespace: str, feature: Any, tmp_path: Path, run: Import, query: Query
) -> None:
    """The same key in the files of two municipalities: neither file removes or repeats it."""
    stem = "Basisdata_{}_25833_Matrikkelen.gml"
    first = tmp_path / stem.format("9901_Strandvik")
    second = tmp_path / stem.format("9902_Fjellvik")
    shared = feature(1, "9902")
    write_gml(first, shared, feature(2, "9901"), namespace=namespace)
    write_gml(second, shared, feature(3, "9902"), namespace=namespace)
    for path in (first, second, first, second):
        run(path)
    rows = query(f"SELECT source_id, municipality_number FROM {kind} ORDER BY 1")
    assert rows == [("1", "9902"), ("2", "9901"), ("3", "9902")]
    assert [run(path).version_id for path in (first, second)] == [None, None]


def test_a_unit_in_both_neighbours_files_is_there_once(
    tmp_path: Path, run: Import, query: Query
) -> None:
    stem = "Basisdata_{}_25833_MatrikkelenAdresseLeilighetsniva.csv"
    first = tmp_path / stem.format("9901_Strandvik")
    second = tmp_path / stem.format("9902_Fjellvik")
    there = {"kommunenummer": "9902"}
    write_units(first, [unit(1, 1, **there), unit(2, 2)])
    write_units(second, [unit(1, 1, **there), unit(3, 3, **there)])
    for path in (first, second, first):
        run(path)
    assert query("SELECT count(*), count(DISTINCT source_id) FROM unit") == [(3, 3)]
    assert run(second).version_id is None


def test_a_file_of_mixed_zones_is_read_row_by_row_unless_its_name_says_one(
    tmp_path: Path, run: Import, query: Query
) -> None:
    """Row 2 lies where row 1 does, in the neighbouring zone."""
    rows = [address(n) for n in range(1, 40)]
    ((east, north),) = query(
        "SELECT round(ST_X(g)::numeric, 2), round(ST_Y(g)::numeric, 2) FROM ST_Transform("
        "ST_SetSRID(ST_MakePoint(136000.50, 7140020), 25833), 25832) AS g"
    )
    rows[1] |= {"EPSG-kode": "25832", "Nord": north, "Øst": east}
    mixed = write(tmp_path / "a.csv", rows)
    assert run(mixed).rejected == []
    ((x, y),) = query("SELECT ST_X(geom), ST_Y(geom) FROM address WHERE source_id = '7000000002'")
    assert (x, y) == pytest.approx((136000.5, 7140020), abs=0.02)
    named = write(tmp_path / "Basisdata_9901_Strandvik_25833_MatrikkelenAdresse.csv", rows)
    (rejected,) = run(named, force=True).rejected
    assert "EPSG-kode is 25832 but the file name says 25833" in rejected.reason


@pytest.mark.parametrize("postcode", ["155", "55", "01550"])
def test_a_postcode_without_its_zero_is_rejected(
    postcode: str, tmp_path: Path, run: Import
) -> None:
    rows = [address(1), address(2, postnummer=postcode), address(3, postnummer="")]
    (rejected,) = run(write(tmp_path / "a.csv", rows)).rejected
    assert (rejected.line, rejected.reason) == (3, "postnummer is not four characters")


def test_a_tract_of_the_time_before_a_merger_is_kept_as_it_is(
    tmp_path: Path, run: Import, query: Query
) -> None:
    run(write(tmp_path / "a.csv", [address(1, grunnkretsnummer="01250101")]))
    assert query("SELECT municipality_number, census_tract FROM address") == [("9901", "01250101")]


def test_urban_areas_are_named_by_their_addresses(
    tmp_path: Path, run: Import, query: Query
) -> None:
    named = {"tettstednummer": "0011", "tettstednavn": "Strandvik"}
    run(write(tmp_path / "a.csv", [address(1, **named), address(2), address(3, **named)]))
    assert query("SELECT number, urban_area FROM address ORDER BY number") == [
        (1, "0011"), (2, ""), (3, "0011")
    ]  # fmt: skip
    assert query("SELECT * FROM urban_area") == [("0011", "Strandvik", ["9901"])]
    # The name of another number, a row that has become urban, and one whose name is spelt anew.
    renamed = named | {"tettstednavn": "Strandvika"}
    later = {"datauttaksdato": "16.11.2026 06:10:00"}
    rows = [address(1, **renamed, **later), address(2, **named, **later), address(3, **later)]
    changed = run(write(tmp_path / "b.csv", rows))
    assert changed.total("changed") == 2  # type: ignore[attr-defined]
    assert query("SELECT number, urban_area FROM address ORDER BY number") == [
        (1, "0011"), (2, "0011"), (3, "")
    ]  # fmt: skip
    assert query("SELECT name FROM urban_area") == [("Strandvika",)]


def test_the_real_delivery_has_its_urban_areas(run: Import, query: Query) -> None:
    run(real_file(ELVERUM))
    [(inside, areas, named)] = query(
        "SELECT (SELECT count(*) FROM address WHERE urban_area <> ''),"
        " (SELECT count(*) FROM urban_area), (SELECT count(*) FROM urban_area WHERE name <> '')"
    )
    assert 6_000 < inside < 8_000
    assert areas == named > 1


def test_access_points_of_the_gml_are_counted_and_not_lost(
    tmp_path: Path, run: Import, query: Query
) -> None:
    """Features of their own there: what is published from the CSV is not overwritten by nothing."""
    csv = tmp_path / "a.csv"
    run(write(csv, [address(1, atkomstNord="7140005.00", atkomstØst="136001.00")]))
    member = (
        "<gml:featureMember><app:Atkomst><app:atkomstId>1</app:atkomstId></app:Atkomst>"
        "</gml:featureMember>"
    )
    vegadresse = next(
        example["feature"] for example in known_sources()["address_gml"].examples
    ).replace("6900000007", "7000000001")
    place = vegadresse.replace("140000.34 7130000.12", "136000.50 7140010.00").replace(
        "2026-11-15T06", "2026-11-16T06"
    )
    gml = write_gml(
        tmp_path / "a.gml", f"<gml:featureMember>{place}</gml:featureMember>", member, member,
        namespace=known_sources()["address_gml"].namespace,
    )  # fmt: skip
    with pytest.raises(DeliveryRefused, match=r"lose .*: access points \(1 addresses\)"):
        run(gml)
    assert query("SELECT count(*) FROM address WHERE access_points IS NOT NULL") == [(1,)]
    report = run(gml, force=True)
    assert report.passed_over == report.as_json()["passed_over"] == {"Atkomst": 2}
    assert report.rows_read == 1


def test_an_outline_above_or_below_ground_is_no_land(
    tmp_path: Path, run: Import, query: Query
) -> None:
    """Anleggsprojeksjonsflate: a tunnel, or a house over a railway, on the parcels of others."""
    land = teig(1, square(135_950, 7_139_980, 100))
    tunnel = teig(2, square(135_960, 7_139_990, 10), [(99, 1, 0, 0)])
    tunnel = tunnel.replace("app:Teig>", "app:Anleggsprojeksjonsflate>")
    report = run(write_gml(tmp_path / "p.gml", land, tunnel))
    assert (report.rows_read, report.passed_over) == (1, {"Anleggsprojeksjonsflate": 1})
    assert query("SELECT source_id FROM parcel") == [("1",)]
    assert query("SELECT gnr FROM cadastral_unit") == [(10,)]
