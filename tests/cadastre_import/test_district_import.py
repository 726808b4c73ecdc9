"""Counties, census tracts, postcode areas, polling districts and the postal register."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest

from cadastre_import import DeliveryRefused
from cadastre_import.console import as_text
from fixtures import districts, generate
from fixtures.generate import SAMPLE

from .conftest import Import, Query
from .deliveries import real_file, square, write_gml

STEM = "Basisdata_99_Havlandet_25833"
ALL = "SELECT kind, number, name, municipality_number, ST_IsValid(border) FROM district ORDER BY 2"
SPECIFICATION = "http://skjema.geonorge.no/SOSI/produktspesifikasjon"


@pytest.mark.parametrize(
    ("name", "kind", "count"),
    [
        ("Fylker_GeoJSON", "county", 1),
        ("Grunnkretser_GeoJSON", "census_tract", 7),
        ("Postnummeromrader_GML", "postcode_area", 4),
    ],
)
def test_the_sample_twice(name: str, kind: str, count: int, run: Import, query: Query) -> None:
    first = run(SAMPLE / f"{STEM}_{name}.zip")
    assert (first.dataset, first.rejected, first.total("added")) == (kind, [], count)
    assert run(SAMPLE / f"{STEM}_{name}.zip").version_id is None
    assert {(row[0], row[4]) for row in query(ALL)} == {(kind, True)}


def test_every_address_lies_in_the_tract_and_postcode_area_of_its_row(
    run: Import, query: Query
) -> None:
    run(SAMPLE / "Basisdata_9901_Strandvik_25833_MatrikkelenAdresse_CSV.zip")
    run(SAMPLE / f"{STEM}_Grunnkretser_GeoJSON.zip")
    run(SAMPLE / f"{STEM}_Postnummeromrader_GML.zip")
    for kind, column in (("census_tract", "census_tract"), ("postcode_area", "postcode")):
        ((inside, total),) = query(
            f"SELECT count(d.id), count(*) FROM address AS a LEFT JOIN district AS d "
            f"ON d.kind = '{kind}' AND d.number = a.{column} AND ST_DWithin(d.border, a.geom, 0.05)"
        )
        assert inside == total > 1_900


def test_the_real_counties(run: Import, query: Query) -> None:
    path = real_file("admin/Basisdata_0000_Norge_25833_Fylker_GeoJSON.zip")
    assert run(path).total("added") == 15
    assert run(path).version_id is None
    assert query("SELECT name, municipality_number FROM district WHERE number = '03'") == [
        ("Oslo", "")
    ]


def test_the_real_postal_register(run: Import, query: Query, tmp_path: Path) -> None:
    path = real_file("postal/postnummerregister_2026-01_utf8.tab")
    first = run(path)
    assert (first.dataset, first.rejected) == ("postcode", [])
    assert first.total("added") == 5_122
    windows = tmp_path / "postnummerregister-ansi.txt"
    text = path.read_text("utf-8").replace("\r\n", "\n").replace("\n", "\r\n")
    windows.write_bytes(text.encode("cp1252"))
    assert run(windows).total("unchanged") == 5_122, "as delivered: Windows-1252 and CRLF"
    assert query("SELECT post_town, category FROM postcode WHERE number = '0001'") == [
        ("OSLO", "P")
    ]
    assert query("SELECT count(*) FROM postcode WHERE strpos(post_town, 'Ø') > 0")[0][0] > 100


def test_the_real_tracts_with_numbers_as_numbers(run: Import, query: Query) -> None:
    assert run(real_file("grunnkrets/grunnkretser_4012_bamble.geojson")).total("added") == 25
    assert query("SELECT name, municipality_number FROM district WHERE number = '40120101'") == [
        ("Herre", "4012")
    ]


def test_invalid_published_borders_are_mended_and_told(run: Import, query: Query) -> None:
    report = run(real_file("admin/kommuner_2024_M_robhop.geojson"))
    assert (report.dataset, report.rejected, report.total("added")) == ("municipality", [], 357)
    assert report.mended_count == 32
    assert "32 outlines that touched themselves were mended" in as_text(report)
    assert query("SELECT count(*) FROM municipality WHERE ST_IsValid(border)") == [(357,)]


def test_the_register_is_compared_whole(tmp_path: Path, run: Import, query: Query) -> None:
    text = districts.postal_register(generate._build()[0])
    path = tmp_path / "postnummerregister-ansi.txt"
    path.write_bytes(text.encode("cp1252"))
    assert run(path).total("added") == 6
    assert query("SELECT post_town FROM postcode WHERE number = '9998'") == [("ÅSØYA",)]
    lines = text.splitlines()
    path.write_bytes("\r\n".join([*lines[1:], lines[-1], "99\tX\t9901\tY\tG", "x\ty", ""]).encode())
    report = run(path)
    assert [(r.line, r.reason) for r in report.rejected] == [
        (6, "postcode 9998 is also in line 5"), (7, "the postcode is not four digits"),
        (8, "2 columns instead of 5"),
    ]  # fmt: skip
    assert (report.kept_count, report.total("removed")) == (1, 0)
    path.write_bytes("\r\n".join([*lines[1:], ""]).encode())
    assert run(path).total("removed") == 1


def member(feature: str, content: str, surface: str) -> str:
    return (
        f"<gml:featureMember><app:{feature}>{content}<app:område>{surface}</app:område>"
        f"</app:{feature}></gml:featureMember>\n"
    )


def test_polling_districts_are_numbered_within_their_municipality(
    tmp_path: Path, run: Import, query: Query
) -> None:
    members = [
        member("Stemmekrets", "<app:stemmekretsnummer>1</app:stemmekretsnummer>"
               "<app:stemmekretsnavn>Sentrum</app:stemmekretsnavn>"
               f"<app:kommunenummer>{number}</app:kommunenummer>",
               square(136_000 + at, 7_140_000, 100))
        for at, number in ((0, "9901"), (1_000, "9902"))
    ]  # fmt: skip
    path = write_gml(
        tmp_path / "s.gml", *members, namespace=f"{SPECIFICATION}/Stemmekretser/20210701"
    )
    assert run(path).total("added") == 2
    assert run(path).version_id is None
    assert [row[:4] for row in query(ALL)] == [
        ("polling_district", "9901-1", "Sentrum", "9901"),
        ("polling_district", "9902-1", "Sentrum", "9902"),
    ]


def test_municipalities_and_counties_share_a_namespace(
    tmp_path: Path, run: Import, query: Query
) -> None:
    namespace = "https://skjema.geonorge.no/SOSI/produktspesifikasjon/AdmEnheter/20240101"
    area = square(136_000, 7_140_000, 1_000)
    border = "<gml:featureMember><app:Grense/></gml:featureMember>" * 2_000
    names = (
        "<app:kommunenummer>9901</app:kommunenummer><app:kommunenavn>Strandvik</app:kommunenavn>"
    )
    first = write_gml(
        tmp_path / "k.gml", border, member("Kommune", names, area), namespace=namespace
    )
    assert (run(first).dataset, run(first).version_id) == ("municipality", None)
    names = "<app:fylkesnummer>99</app:fylkesnummer><app:fylkesnavn>Havlandet</app:fylkesnavn>"
    second = write_gml(
        tmp_path / "f.gml", border, member("Fylke", names, area), namespace=namespace
    )
    assert run(second).dataset == "county"
    assert query("SELECT name, ST_Area(border) FROM municipality") == [("Strandvik", 1e6)]


def tracts(path: Path, change: str = "", by: str = "") -> Path:
    with zipfile.ZipFile(SAMPLE / f"{STEM}_Grunnkretser_GeoJSON.zip") as archive:
        text = archive.read(archive.namelist()[0]).decode()
    path.write_text(re.sub(change, by, text, count=1) if change else text, encoding="utf-8")
    return path


def test_a_tract_that_is_gone_is_removed_and_a_renamed_one_changed(
    tmp_path: Path, run: Import, query: Query
) -> None:
    run(tracts(tmp_path / "a.geojson"))
    content = json.loads(tracts(tmp_path / "b.geojson", "Sentrum", "Byen").read_text())
    del content["Grunnkrets"]["features"][-1]
    (tmp_path / "b.geojson").write_text(json.dumps(content))
    report = run(tmp_path / "b.geojson")
    assert [report.total(c) for c in ("added", "changed", "removed", "unchanged")] == [0, 1, 1, 5]
    assert query("SELECT count(*) FROM district WHERE name = 'Byen'") == [(1,)]


@pytest.mark.parametrize(
    ("change", "by", "reason"),
    [
        ('"99010101"', "9901010", "grunnkretsnummer is not eight digits"),
        ('"grunnkretsnavn": "Sentrum"', '"x": 1', "not a census tract with number, name"),
        ('"type": "(Multi)?Polygon"', '"type": "Point"', "not a census tract"),
    ],
)
def test_a_bad_district_is_rejected(
    change: str, by: str, reason: str, tmp_path: Path, run: Import
) -> None:
    report = run(tracts(tmp_path / "a.geojson", change, by))
    ((rejected,)) = report.rejected
    assert reason in rejected.reason
    assert report.total("added") == 6


def test_json_of_something_else_is_refused(tmp_path: Path, run: Import) -> None:
    path = tmp_path / "x.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    with pytest.raises(DeliveryRefused, match="none of the known deliveries"):
        run(path)
