"""Any CSV or GeoPackage by a description: Denmark's addresses, and parcels of a GeoPackage."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cadastre_import.console import import_all
from cadastre_import.described_rows import Mapping
from cadastre_import.described_sources import read_sources, sources_of
from cadastre_import.refusal import DeliveryRefused
from fixtures.generate import SAMPLE
from geotarget import cli

from .conftest import Import, Query

DESCRIBED = SAMPLE.parent / "described"
DAR = DESCRIBED / "dar.toml"
SANDOE = DESCRIBED / "dar_sandoe.csv"

PARCELS = """
[parcel]
title = "Invented parcels"
licence = "CC0"
source = "lots"
file = "lots.gpkg"
format = "geopackage"
layer = "lots"
columns = { source_id = "lot", municipality_number = "kommune", label = "lot" }
unit = { gnr = "gnr", bnr = "bnr" }
[[parcel.examples]]
row = { lot = "60851-2c", kommune = "0991", gnr = "12", bnr = "3" }
expect = { source_id = "60851-2c", municipality_number = "0991", label = "60851-2c" }
"""
ADDRESSES = """
[address]
title = "Addresses of a GeoPackage"
licence = "CC0"
source = "ours"
file = "*.gpkg"
format = "geopackage"
layer = "points"
[address.columns]
source_id = "key"
municipality_number = "kommune"
street_name = "street"
number = "house"
[[address.examples]]
row = { key = "a-1", kommune = "0991", street = "Strandgade", house = "12" }
expect = { source_id = "a-1", street_name = "Strandgade", number = "12" }
"""


def load(capsys: pytest.CaptureFixture[str], dsn: str, path: Path, about: Path) -> list[Any]:
    """Import as the command does; the reports."""
    assert import_all([str(path)], dsn, None, False, as_json=True, description=str(about)) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def geopackage(path: Path, layer: str, features: list[dict[str, Any]], epsg: int) -> Path:
    """Made by GDAL itself."""
    source = path.with_suffix(".geojson")
    crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}}
    collection = {"type": "FeatureCollection", "crs": crs, "features": features}
    source.write_text(json.dumps(collection), encoding="utf-8")
    command = ["ogr2ogr", "-f", "GPKG", "-nln", layer, str(path), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    source.unlink()
    return path


def feature(geometry: dict[str, Any], **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


@pytest.mark.parametrize("source", read_sources(DAR), ids=lambda source: source.dataset)
def test_the_rows_of_the_fixture_have_the_form_of_the_examples(source: Any) -> None:
    header, *rows = SANDOE.read_text(encoding="utf-8").splitlines()
    names = header.split(",")
    Mapping(source).check_header(names)
    told = [Mapping(source).values(dict(zip(names, row.split(","), strict=True))) for row in rows]
    assert sum(values is None for values in told) == 2


def test_danish_addresses_load_twice_with_no_change_the_second_time(
    capsys: pytest.CaptureFixture[str], dsn: str, query: Query
) -> None:
    addresses, units = load(capsys, dsn, SANDOE, DAR)
    # Twelve houses and one of six flats in Strandgade, two in force in Møllevej.
    assert (addresses["dataset"], addresses["added"], addresses["rejected"]) == ("address", 15, [])
    assert (units["dataset"], units["added"], units["rejected"]) == ("unit", 20, [])
    found = query(
        "SELECT source, label, number, letter, unit_count, municipality_number, postcode,"
        " ST_X(place)::numeric(9, 2), ST_Y(place)::numeric(9, 2)"
        " FROM address, ST_Transform(geom, 25832) AS place WHERE letter = 'B'"
    )
    assert [tuple(map(str, row)) for row in found] == [
        ("dar", "Strandgade 12B", "12", "B", "6", "0991", "9981", "560190.00", "6330010.00")
    ]
    numbers = query(
        "SELECT u.unit_number, unit_floor(u.unit_number) FROM unit u JOIN address a"
        " ON a.source_id = u.address_source_id WHERE a.letter = 'B' ORDER BY 1"
    )
    assert [f"{number}: {floor}" for number, floor in numbers] == [
        "1 th: 1", "1 tv: 1", "2 th: 2", "2 tv: 2", "st th: st", "st tv: st",
    ]  # fmt: skip
    assert query("SELECT count(*) FROM unit WHERE unit_number = ''") == [(14,)]
    for report in load(capsys, dsn, SANDOE, DAR):
        assert (report["added"], report["changed"], report["removed"]) == (0, 0, 0)
        assert report["version_id"] is None


def test_rows_that_are_all_left_out_are_told_with_what_they_have(
    dsn: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], query: Query
) -> None:
    load(capsys, dsn, SANDOE, DAR)
    header, *rows = SANDOE.read_text(encoding="utf-8").splitlines()
    at = header.split(",").index("status")
    other = [[*row.split(",")[:at], "7", *row.split(",")[at + 1 :]] for row in rows]
    path = tmp_path / "dar_other.csv"
    path.write_text("\n".join([header, *map(",".join, other)]) + "\n", encoding="utf-8")
    assert import_all([str(path)], dsn, None, False, as_json=True, description=str(DAR)) == 1
    told = capsys.readouterr().err
    assert "“only” of DAR: adgangsadresser leaves out every row. It asks for “status” “3”" in told
    assert "but the file has “status” “7”; “virkningtil” “”" in told
    assert query("SELECT count(*) FROM address") == [(15,)]


def test_the_command_takes_a_description(
    dsn: str,
    broker_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.setenv(name, dsn)
    monkeypatch.setenv("REDIS_URL", broker_url)
    assert cli.main(["import", str(SANDOE), "--source", str(DAR)]) == 0
    told = capfd.readouterr().out
    assert "dar_sandoe.csv: address\n  20 rows read, 0 rejected" in told
    assert "dar_sandoe.csv: unit\n  20 rows read, 0 rejected" in told
    assert cli.main(["import", str(DAR), "--source", str(DAR)]) == 1
    assert "files named dar_*.csv, not dar.toml" in capfd.readouterr().err


def test_a_danish_change_is_a_change_and_a_bad_row_keeps_only_its_own_address(
    capsys: pytest.CaptureFixture[str], dsn: str, tmp_path: Path, query: Query
) -> None:
    load(capsys, dsn, SANDOE, DAR)
    lines = SANDOE.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[1] = lines[1].replace(",Strandgade,1,", ",Strandgade,1A,")
    lines[2] = lines[2].replace(",6330000.00", ",nord")
    lines[3] = lines[3].replace(",Strandgade,3,", ",Strandgade,tre,")
    changed = tmp_path / "dar_new.csv"
    gone = lines.pop(4)
    changed.write_text("".join(lines), encoding="utf-8")
    addresses, units = load(capsys, dsn, changed, DAR)
    assert (addresses["changed"], addresses["removed"], addresses["kept_count"]) == (1, 1, 0)
    assert (units["removed"], units["rejected_count"]) == (1, 0)
    assert query("SELECT count(*) FROM address WHERE source_id = %s", [gone.split(",")[6]]) == [
        (0,)
    ]
    reasons = {row["line"]: row["reason"] for row in addresses["rejected"]}
    assert reasons[4] == "husnr does not have the form that the description tells"
    assert reasons[3].startswith("the coordinate is empty, not a number")
    assert query("SELECT count(*) FROM address") == [(14,)]


def test_parcels_of_a_geopackage_are_loaded(
    capsys: pytest.CaptureFixture[str], dsn: str, tmp_path: Path, query: Query
) -> None:
    ring = [[9.98, 57.1], [9.99, 57.1], [9.99, 57.11], [9.98, 57.11], [9.98, 57.1]]
    lot = {"lot": "60851-2c", "kommune": "0991", "gnr": 12, "bnr": 3}
    shapes = [
        feature({"type": "Polygon", "coordinates": [ring]}, **lot),
        feature({"type": "Point", "coordinates": [9.98, 57.1]}, **lot | {"lot": "60851-3"}),
    ]
    path = geopackage(tmp_path / "lots.gpkg", "lots", shapes, 4326)
    about = tmp_path / "lots.toml"
    about.write_text(PARCELS, encoding="utf-8")
    (report,) = load(capsys, dsn, path, about)
    assert (report["added"], report["rejected_count"]) == (1, 1)
    assert "the outline is no surface" in report["rejected"][0]["reason"]
    found = query(
        "SELECT p.source, p.source_id, round(ST_Area(p.geom) / 10000), u.gnr, u.bnr, u.source_id"
        " FROM parcel p JOIN parcel_cadastral_unit l ON l.parcel_id = p.id"
        " JOIN cadastral_unit u ON u.id = l.cadastral_unit_id"
    )
    assert found == [("lots", "60851-2c", 68, 12, 3, "0991-12/3")]
    (again,) = load(capsys, dsn, path, about)
    assert again["version_id"] is None


@pytest.mark.parametrize("epsg", [25832, 3006, 4326])
def test_addresses_of_a_geopackage_come_in_any_system(
    capsys: pytest.CaptureFixture[str], dsn: str, tmp_path: Path, query: Query, epsg: int
) -> None:
    places = {25832: [560000.0, 6330000.0], 3006: [200000.0, 6700000.0], 4326: [10.0, 57.1]}
    place = places[epsg]
    shapes = [
        feature(
            {"type": "Point", "coordinates": place},
            key="a-1",
            kommune="0991",
            street="Ågade\tx",
            house=12,
        )
    ]
    path = geopackage(tmp_path / "points.gpkg", "points", shapes, epsg)
    about = tmp_path / "points.toml"
    about.write_text(ADDRESSES, encoding="utf-8")
    (report,) = load(capsys, dsn, path, about)
    assert (report["added"], report["rejected"]) == (1, [])
    ((label, found),) = query(
        "SELECT label, ST_DistanceSphere(ST_Transform(geom, 4326), ST_Transform("
        "ST_SetSRID(ST_MakePoint(%s, %s), %s), 4326)) FROM address",
        [*place, epsg],
    )
    assert label == "Ågade\tx 12"
    assert found < 0.01


def test_a_view_of_a_geopackage_is_a_layer_too(
    capsys: pytest.CaptureFixture[str], dsn: str, tmp_path: Path
) -> None:
    """Where the facts stand in several tables, a view of the file itself joins them."""
    shapes = [feature({"type": "Point", "coordinates": [10.0, 57.1]}, key="a-1", kommune="0991")]
    path = geopackage(tmp_path / "points.gpkg", "raw", shapes, 4326)
    with sqlite3.connect(path) as database:
        database.executescript("""
            CREATE TABLE street (key TEXT, street TEXT, house INTEGER);
            INSERT INTO street VALUES ('a-1', 'Ågade', 12);
            CREATE VIEW points AS SELECT raw.fid AS OGC_FID, raw.*, street.street, street.house
              FROM raw JOIN street USING (key);
            INSERT INTO gpkg_contents (table_name, identifier, data_type, srs_id)
              VALUES ('points', 'points', 'features', 4326);
            INSERT INTO gpkg_geometry_columns VALUES ('points', 'geom', 'POINT', 4326, 0, 0);
        """)
    about = tmp_path / "points.toml"
    about.write_text(ADDRESSES, encoding="utf-8")
    (report,) = load(capsys, dsn, path, about)
    assert (report["added"], report["rejected"]) == (1, [])


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            'source_id = "adgangsadresseid"',
            'source_id = "husnr_id"',
            "There is no column “husnr_id”",
        ),
        ('letter = "B"', 'letter = "C"', "Example 1: the row becomes"),
        ("(?P<number>", "(?P<huisnummer>", "“huisnummer” is not a column of address"),
        (r"(?P<number>\d{1,3})", r"(\d{1,3})(?P<number", "is no pattern"),
        ('source = "dar"', 'source = "DAR!"', "“source” is a short word"),
        ("[address]", "[building]\n[address]", "must be one of: address, unit, parcel"),
        ('epsg = "25832"', 'srid = "25832"', "“srid” is not a column of address"),
        ('licence = "CC BY 4.0, Klimadatastyrelsen"', "", "“licence” is missing: a text"),
        ('format = "csv"', 'format = "shapefile"', "“format” must be one of: csv, geopackage"),
        ('status = ["3"]', 'status = "3"', "“only.status” must be a list of texts"),
        ('encoding = "utf-8"', 'encodign = "utf-8"', "“encodign” is not known here"),
    ],
)
def test_a_fault_of_a_description_is_told(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    text = DAR.read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "dar.toml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(DeliveryRefused) as refused:
        read_sources(path)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("other.csv", b"id,status\r\n", "files named dar_*.csv, not other.csv"),
        ("dar_x.csv", b"id,status\r\n1,3\r\n", "There is no column “"),
        ("dar_x.csv", b"id,id\r\n1,3\r\n", "the header names a column twice"),
        ("dar_x.csv", SANDOE.read_bytes().replace(b"\xc3\xb8", b"\xf8"), "the file is not utf-8"),
        ("dar_x.csv", SANDOE.read_bytes().splitlines(keepends=True)[0], "has a header but no rows"),
        ("dar_x.csv", b"", "There is no column"),
    ],
)
def test_a_file_that_is_not_as_described_is_refused(
    run: Import, query: Query, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DeliveryRefused) as refused:
        run(path, source=sources_of(DAR, name)[0])
    assert said in str(refused.value)
    assert query("SELECT count(*) FROM address") == [(0,)]
