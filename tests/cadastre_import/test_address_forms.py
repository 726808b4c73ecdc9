"""The four generations of the address delivery, from header to published rows."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

import cadastre_import
from cadastre_import import DeliveryRefused
from fixtures import generate
from fixtures.address_csv import (
    ADDRESS_HEADER,
    ADDRESS_HEADER_2019,
    GAB_HEADER,
    ROAD_HEADER_2020,
    ROAD_HEADER_2025,
    address_file_of_form,
    gab_file,
)
from fixtures.address_gml import address_gml_file
from fixtures.places import House

from .conftest import Import, Query
from .deliveries import address, write

FORMS = {
    "2018": (GAB_HEADER, 29),
    "2019": (ADDRESS_HEADER_2019, 32),
    "vegadresse-2020": (ROAD_HEADER_2020, 23),
    "vegadresse-2025": (ROAD_HEADER_2025, 37),
    "today": (ADDRESS_HEADER, 46),
}
ROWS = """SELECT source_id, kind, municipality_number, street_code, street_name, number, letter,
    gnr, bnr, fnr, undernumber, extra_name, label, postcode, post_town
    FROM address ORDER BY source_id"""
PLACES = "SELECT ST_X(geom), ST_Y(geom) FROM address ORDER BY source_id"


@functools.cache
def houses() -> list[House]:
    """Fjellvik: streets, cabins on leased ground, farms with an old name."""
    return [house for house in generate._build()[0] if house.municipality == "9902"]


def delivery(folder: Path, form: str) -> Path:
    path = folder / f"{form}.csv"
    header = FORMS[form][0]
    is_gab = header == GAB_HEADER
    text = gab_file(houses()) if is_gab else address_file_of_form(houses(), header)
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize("form", FORMS)
def test_each_form_publishes_every_address_and_changes_nothing_the_second_time(
    form: str, tmp_path: Path, run: Import, query: Query
) -> None:
    assert len(FORMS[form][0].split(";")) == FORMS[form][1]
    first = run(delivery(tmp_path, form))
    assert (first.dataset, first.rejected) == ("address", [])
    assert first.total("added") == len(houses()) > 100
    before = query("SELECT xmin::text, ctid::text, id FROM address ORDER BY id")
    second = run(delivery(tmp_path, form))
    assert (second.total("unchanged"), second.version_id) == (len(houses()), None)
    assert query("SELECT xmin::text, ctid::text, id FROM address ORDER BY id") == before


def test_every_form_says_the_same_of_an_address(tmp_path: Path, run: Import, query: Query) -> None:
    run(delivery(tmp_path, "today"))
    wanted, places = query(ROWS), query(PLACES)
    assert {row[1] for row in wanted} == {"vegadresse", "matrikkeladresse"}
    for form in FORMS:
        run(delivery(tmp_path, form), force=True)
        assert query(ROWS) == wanted, form
        for found, place in zip(query(PLACES), places, strict=True):
            assert found == pytest.approx(place, abs=0.051), "the form of 2018 has one decimal"


def test_the_gml_says_the_same(tmp_path: Path, run: Import, query: Query) -> None:
    run(delivery(tmp_path, "today"))
    columns = ROWS.replace("post_town", "post_town, census_tract, geom, source_updated_at")
    wanted = query(columns)
    path = tmp_path / "Basisdata_9902_Fjellvik_25833_MatrikkelenAdresse_GML.gml"
    path.write_text(address_gml_file(houses()), encoding="utf-8")
    with_access = sum(house.access is not None for house in houses())
    with pytest.raises(
        DeliveryRefused, match=rf"lose .* access points \({with_access} addresses\)"
    ):
        run(path)
    report = run(path, force=True)
    assert (report.dataset, report.rejected) == ("address", [])
    assert report.total("changed") == with_access, "the GML names no access points"
    assert report.total("unchanged") == len(houses()) - with_access
    assert query(columns) == wanted
    assert run(path).version_id is None


def test_a_form_with_fewer_columns_takes_nothing_away_unasked(
    tmp_path: Path, run: Import, query: Query
) -> None:
    rows = [
        address(n, grunnkretsnummer="99010101", tettstednummer="4711" if n < 3 else "")
        for n in range(1, 6)
    ]
    run(write(tmp_path / "a.csv", rows))
    fewer = write(tmp_path / "b.csv", rows, ROAD_HEADER_2025)
    words = r"9901 would lose .*: grunnkrets \(5 addresses\), tettsted \(2 addresses\).*--force"
    with pytest.raises(DeliveryRefused, match=words):
        run(fewer)
    tracts = "SELECT count(*) FILTER (WHERE census_tract <> ''), count(*) FROM address"
    assert query(tracts) == [(5, 5)]
    run(fewer, force=True)
    assert query(tracts) == [(0, 5)]


def test_a_bad_address_in_gml_is_told_by_its_ordinal(tmp_path: Path, run: Import) -> None:
    text = address_gml_file(houses())
    place = text.index("<gml:pos>", len(text) // 2)
    broken = text[:place] + "<gml:pos>x" + text[place + len("<gml:pos>") :]
    path = tmp_path / "a.gml"
    path.write_text(broken, encoding="utf-8")
    (rejected,) = run(path).rejected
    assert rejected.reason == "a position is not a number"
    assert rejected.line == text[:place].count("<gml:featureMember>")


def test_a_file_without_a_date_does_not_replace_one_that_has_one(
    tmp_path: Path, run: Import, query: Query
) -> None:
    run(delivery(tmp_path, "2019"))
    with pytest.raises(DeliveryRefused, match="9902 does not say when it was taken out"):
        run(delivery(tmp_path, "2018"))
    assert query("SELECT count(*) FROM address WHERE census_tract = ''") == [(0,)]
    run(delivery(tmp_path, "2018"), force=True)
    assert run(delivery(tmp_path, "today")).total("changed") == len(houses())


def test_the_importer_needs_no_more_than_the_rights_of_its_role(
    tmp_path: Path, dsn: str, query: Query
) -> None:
    role = dsn.replace("geotarget_owner@", "geotarget_import@")
    for form, counts in (("today", (len(houses()), 0)), ("2018", (0, len(houses())))):
        report = cadastre_import.run(delivery(tmp_path, form), dsn=role, force=True)
        assert (report.total("added"), report.total("changed")) == counts
    rows = [address(number, kommunenummer="9902", Øst="149000") for number in range(1, 4)]
    path = write(tmp_path / "Basisdata_9902_Fjellvik_25833_MatrikkelenAdresse.csv", rows)
    assert cadastre_import.run(path, dsn=role, force=True).total("removed") == len(houses())
    assert query("SELECT count(*) FROM address") == [(3,)]
