"""Every kind of file of a list, opened by a program that people open it with."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from geotarget.cadastre.models import Address, Parcel
from geotarget.domain.label_sheets import SHEETS
from geotarget.organisations.models import AuditEntry
from geotarget.targeting.export import as_csv
from geotarget.targeting.files import labels, spreadsheet
from geotarget.targeting.models import AddressList, ListedAddress
from geotarget.targeting.selected import rows

from .conftest import Post
from .strandvik import box, point

ACROSS_THE_BORDER = box(590, -50, 1200, 50)
KINDS = ["csv", "geojson", "xlsx", "gpkg"]
Frozen = Callable[..., AddressList]


@pytest.fixture
def freeze(post: Post) -> Frozen:
    def freezing(name: str = "Over grensen", **selection: Any) -> AddressList:
        answer = post("freeze", {"name": name, "selection": selection})
        return AddressList.objects.get(pk=int(answer.json()["url"].strip("/").split("/")[-1]))

    return freezing


def fetch(client: Client, url: str) -> bytes:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return b"".join(answer.streaming_content)


def saved(client: Client, url: str, path: Path) -> Path:
    path.write_bytes(fetch(client, url))
    return path


def words(pdf: Path) -> str:
    command = ["pdftotext", "-layout", str(pdf), "-"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return told.replace("\u202f", " ")


def pages(pdf: Path) -> int:
    told = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    assert re.search(r"Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)", told)
    return int(re.search(r"Pages:\s+(\d+)", told)[1])  # type: ignore[index]


def test_excel_opens_with_codes_as_text(planner: Client, freeze: Frozen) -> None:
    Address.objects.filter(street_code="1001").update(label="=1+1", postcode="0101")
    frozen = freeze(include=ACROSS_THE_BORDER)
    book = load_workbook(io.BytesIO(fetch(planner, f"/lists/{frozen.pk}.xlsx")))
    heading, *rows = book["Adresser"].iter_rows(values_only=True)
    assert len(rows) == 28
    block = dict(zip(heading, next(row for row in rows if "1+1" in row[1]), strict=True))
    assert block["adresse"] == "'=1+1"
    assert (block["kommunenummer"], block["postnummer"]) == ("9901", "0101")
    assert (block["gardsnummer"], block["bruksnummer"]) == ("1", "1")
    assert block["antall_bruksenheter"] == 24
    assert block["ost_25833"] == pytest.approx(220_600.0)
    assert {cell.data_type for row in book["Adresser"].iter_rows() for cell in row} <= {"s", "n"}
    about = dict(book["Om listen"].iter_rows(values_only=True))
    assert about["Kontrollsum (SHA-256)"] == frozen.checksum
    assert "Kartverket" in about["Kilde"]


starts = st.sampled_from(["", "=", "+47", "-", "@", "\t", "\r", "\0", "\n", '"', ";"])


@given(starts, st.text(max_size=12))
def test_no_cell_is_a_formula_and_every_cell_is_read_again(start: str, rest: str) -> None:
    label = start + rest
    address = ListedAddress(label=label, point=point(0, 0), reason="inside", adjustment="")
    (row,) = csv.DictReader(io.StringIO("".join(as_csv([address])), newline=""), delimiter=";")
    assert not row["adresse"].startswith(tuple("=+-@\t\r\0"))
    assert row["adresse"] == ("'" + label if label.startswith(tuple("=+-@\t\r\0")) else label)


def test_a_list_beyond_a_sheet_is_refused_with_words(
    planner: Client, freeze: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen = freeze(include=ACROSS_THE_BORDER)
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 27)
    url = f"/lists/{frozen.pk}.xlsx"
    answer = planner.get(url, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert "Ta CSV eller GeoPackage" in answer.json()["message"]
    assert "Ta CSV eller GeoPackage" in planner.get(url, follow=True).content.decode()
    assert not AuditEntry.objects.filter(act="export").exists()


def test_geopackage_opens_in_gdal(planner: Client, freeze: Frozen, tmp_path: Path) -> None:
    Address.objects.filter(street_code="1001").update(postcode="0101", label='Ål "vest", 1')
    frozen = freeze(include=ACROSS_THE_BORDER)
    path = saved(planner, f"/lists/{frozen.pk}.gpkg", tmp_path / "a.gpkg")
    command = ["ogrinfo", "-ro", "-al", "-so", str(path)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    assert told.stderr == ""
    assert "Layer name: adresser" in told.stdout
    assert "Geometry: Point\nFeature Count: 28" in told.stdout
    assert "Geometry: Multi Polygon\nFeature Count: 1" in told.stdout
    assert told.stdout.count('ID["EPSG",25833]') == 2
    assert "kommunenummer: String" in told.stdout
    assert "gardsnummer: Integer" in told.stdout
    command = ["ogr2ogr", "-f", "GeoJSON", "/vsistdout/", str(path), "adresser"]
    read = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    block = next(f for f in read["features"] if f["properties"]["adresse"] == 'Ål "vest", 1')
    assert block["properties"]["postnummer"] == "0101"
    assert block["properties"]["festenummer"] is None
    assert block["geometry"]["coordinates"] == pytest.approx([220_600.0, 6_650_000.0])


def test_a_list_of_picked_streets_has_no_shape_in_the_geopackage(
    planner: Client, freeze: Frozen, tmp_path: Path
) -> None:
    frozen = freeze("Torget", streets=["9901-1002"])
    path = saved(planner, f"/lists/{frozen.pk}.gpkg", tmp_path / "a.gpkg")
    command = ["ogrinfo", "-ro", "-al", str(path), "omrade"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert frozen.checksum in told
    assert "MULTIPOLYGON" not in told


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_that_lost_a_row_is_an_error(planner: Client, freeze: Frozen, kind: str) -> None:
    frozen = freeze(include=ACROSS_THE_BORDER)
    ListedAddress.objects.filter(address_list=frozen, label="Blokkvegen 1").delete()
    with pytest.raises(RuntimeError, match="27"):
        fetch(planner, f"/lists/{frozen.pk}.{kind}")


@pytest.mark.parametrize(
    "url",
    [*(f".{kind}" for kind in KINDS), "/map.pdf", "/labels.pdf?sheet=L7160&per=address&first=1"],
)
def test_each_file_is_logged_and_named_safely(planner: Client, freeze: Frozen, url: str) -> None:
    frozen = freeze('../../=1"; x.exe', streets=["9901-1001"])
    answer = planner.get(f"/lists/{frozen.pk}{url}")
    assert re.fullmatch(
        r'attachment; filename="1-xexe-v1(-kart|-etiketter)?\.\w+"',
        answer.headers["Content-Disposition"],
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"".join(answer.streaming_content)
    assert AuditEntry.objects.filter(act="export", subject=f"address_list:{frozen.pk}").count() == 1


def test_labels_for_each_address_on_the_chosen_sheet(
    planner: Client, freeze: Frozen, tmp_path: Path
) -> None:
    frozen = freeze(include=box(0, -50, 1200, 50))
    form = "sheet=L7163&per=address&first=1&heading=Til beboerne i"
    path = saved(planner, f"/lists/{frozen.pk}/labels.pdf?{form}", tmp_path / "a.pdf")
    read = words(path)
    assert frozen.address_count == 54
    assert pages(path) == 4
    assert read.count("Til beboerne i") == 54
    assert "Storgata 14B" in read
    assert "9994 STRANDVIK" in read
    assert "Grensevegen" not in read


def test_labels_for_each_unit_begin_where_the_sheet_is_free(
    planner: Client, freeze: Frozen, tmp_path: Path
) -> None:
    frozen = freeze(streets=["9901-1001"])
    form = "sheet=L7160&per=unit&first=20&heading="
    path = saved(planner, f"/lists/{frozen.pk}/labels.pdf?{form}", tmp_path / "a.pdf")
    read = words(path)
    assert pages(path) == 3
    assert read.split("\f")[0].count("Blokkvegen 1") == 2
    assert read.count("Blokkvegen 1") == 24
    assert "Blokkvegen 1 H0604" in read


def test_a_sheet_of_own_measures(planner: Client, freeze: Frozen, tmp_path: Path) -> None:
    frozen = freeze(include=box(0, -50, 1200, 50))
    form = "sheet=own&per=address&first=1&width_mm=105&height_mm=74,25&columns=2&rows=4"
    path = saved(planner, f"/lists/{frozen.pk}/labels.pdf?{form}", tmp_path / "a.pdf")
    assert pages(path) == 7


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("sheet=own&per=address&first=1", "Trengs for et ark"),
        ("sheet=own&per=address&first=1&width_mm=90&height_mm=40&columns=3&rows=2", "A4 er 210"),
        ("sheet=own&per=address&first=1&width_mm=5&height_mm=5&columns=3&rows=2", "minst 10 mm"),
        (
            "sheet=own&per=address&first=1&width_mm=nan&height_mm=5&columns=3&rows=2",
            "Oppgi et tall",
        ),
        ("sheet=L7160&per=address&first=22", "bare 21 etiketter"),
        ("sheet=x&per=x&first=x", "Velg"),
        ("", "Feltet er påkrevet"),
    ],
)
def test_a_wrong_sheet_is_told_on_the_form(
    planner: Client, freeze: Frozen, form: str, said: str
) -> None:
    frozen = freeze(streets=["9901-1001"])
    answer = planner.get(f"/lists/{frozen.pk}/labels.pdf?{form}")
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_too_many_labels_are_refused(
    planner: Client, freeze: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(labels, "MOST_LABELS", 23)
    frozen = freeze(streets=["9901-1001"])
    answer = planner.get(f"/lists/{frozen.pk}/labels.pdf?sheet=L7160&per=unit&first=1")
    assert answer.status_code == 422
    assert "24 etiketter" in answer.content.decode()


@pytest.mark.parametrize("name", SHEETS)
def test_the_known_sheets_fit_on_the_page(name: str) -> None:
    sheet = SHEETS[name]
    sheet.check()
    corners = list(sheet.corners_mm())
    assert len(corners) == sheet.labels
    assert min(min(corner) for corner in corners) >= 0


def test_the_map_tells_what_it_shows(planner: Client, freeze: Frozen, tmp_path: Path) -> None:
    lines = Polygon.from_bbox((219_990, 6_649_990, 220_400, 6_650_010))
    Parcel.objects.create(
        source="matrikkel",
        source_id="1",
        municipality_number="9901",
        geom=MultiPolygon(lines, srid=25833),
        row_hash=b"",
    )
    frozen = freeze(
        "Čáhput og Šuoššjávri", include=box(0, -50, 1200, 50), exclude=box(100, -20, 200, 20)
    )
    path = saved(planner, f"/lists/{frozen.pk}/map.pdf", tmp_path / "a.pdf")
    read = words(path)
    assert pages(path) == 1
    for said in (
        "Čáhput og Šuoššjávri (versjon 1)",
        "44 adresser · 67 bruksenheter",
        "Adressen ligger i området",
        "Strandvik kommune",
        "Målestokk 1 : 7 500",
        "200 m",
        "Storgata",
        "Blokkvegen",
        "fra adressedata av 01.11.2026",
        "Teiger slik matrikkelen har dem i dag",
        "Matrikkelen, © Kartverket, CC BY 4.0",
        frozen.checksum,
    ):
        assert said in read, said


def test_the_map_of_one_address_and_of_no_parcels(
    planner: Client, freeze: Frozen, tmp_path: Path
) -> None:
    frozen = freeze("Blokka", streets=["9901-1001"])
    read = words(saved(planner, f"/lists/{frozen.pk}/map.pdf", tmp_path / "a.pdf"))
    assert "1 adresse · 24 bruksenheter" in read
    assert "1 : 1 000" in read
    assert "Ingen teiger er tegnet" in read


def test_the_map_of_what_is_picked_tells_it_in_words(
    planner: Client, freeze: Frozen, tmp_path: Path
) -> None:
    """No outline shows it, and a rule is for areas."""
    selection = {
        "streets": ["9901-1000 2-12 even"],
        "districts": ["property:9901-12/3"],
        "addresses": ["99011001001"],
        "filters": {"holiday_homes": "without"},
    }
    frozen = freeze("Valgt", **selection)
    read = words(saved(planner, f"/lists/{frozen.pk}/map.pdf", tmp_path / "a.pdf"))
    assert "Valgt med navn: Storgata 2–12, partall; Eiendom 9901-12/3; Blokkvegen 1" in read
    assert "Filtre: " in read
    assert "Adressen ligger i området" not in read


def test_many_picks_are_told_on_three_lines_at_most(
    planner: Client, freeze: Frozen, tmp_path: Path
) -> None:
    frozen = freeze("Mange", addresses=[f"99011000{number:03d}" for number in range(1, 21)])
    path = saved(planner, f"/lists/{frozen.pk}/map.pdf", tmp_path / "a.pdf")
    head = words(path).split("Strandvik kommune")[0]
    assert "Storgata 1; Storgata 2;" in head
    assert len(head[head.index("Valgt med navn") :].strip().splitlines()) <= 3
    assert pages(path) == 1


def test_the_map_marks_what_was_added_and_taken_out(
    planner: Client, freeze: Frozen, tmp_path: Path
) -> None:
    by_hand = [
        {"address": "99011001001", "act": "add", "reason": "same_supply"},
        {"address": "99011000003", "act": "take_out", "reason": "own_supply"},
    ]
    frozen = freeze("Gata", include=box(0, -50, 500, 50), adjustments=by_hand)
    read = words(saved(planner, f"/lists/{frozen.pk}/map.pdf", tmp_path / "a.pdf"))
    assert re.search("Område +Adresse på listen +Lagt til +Tatt ut", read)
    places = rows("SELECT kind, x, y FROM list_map_places(%s, 1)", [frozen.pk])
    marks = {row["kind"]: (row["x"], row["y"]) for row in places if row["kind"] != "street"}
    assert marks["added"] == pytest.approx(point(600, 0).coords)
    assert marks["removed"] == pytest.approx(point(30, -5).coords)


def test_the_labels_of_the_block_stand_where_the_sheet_has_them() -> None:
    first, second, *_ = SHEETS["L7160"].corners_mm()
    assert first == (pytest.approx(7.21), pytest.approx(15.15))
    assert second == (pytest.approx(73.25), pytest.approx(15.15))
    assert point(0, 0).srid == 25833


def test_a_file_that_takes_too_long_is_told(planner: Client, freeze: Frozen) -> None:
    frozen = freeze(include=ACROSS_THE_BORDER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_function_result('list_extent'::regproc)")
        [returned] = cursor.fetchone()
        cursor.execute("ALTER FUNCTION list_extent RENAME TO list_extent_away")
        cursor.execute(
            f"CREATE FUNCTION list_extent(bigint) RETURNS {returned} LANGUAGE plpgsql "
            "AS $$ BEGIN RAISE EXCEPTION 'cancelled' USING ERRCODE = '57014'; END $$"
        )
    answer = planner.get(f"/lists/{frozen.pk}/map.pdf", follow=True)
    assert answer.redirect_chain == [(f"/lists/{frozen.pk}/", 302)]
    assert "Det tok for lang tid å lage filen" in answer.content.decode()
