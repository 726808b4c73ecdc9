"""What is said of files that are nearly deliveries: in words, and before the database has to."""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
import unicodedata
import zipfile
from pathlib import Path

import pytest

from cadastre_import import DeliveryRefused, Limits
from cadastre_import.geodatabase import GEOPACKAGE, GeoDatabase

from .conftest import Import, Query
from .deliveries import address, text_of, write
from .test_border_import import write_plain
from .test_hostile_files import businesses

MANY = [address(number) for number in range(1, 30)]
TEXT = text_of(MANY)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (TEXT.replace("\r\n", "\r").encode(), "The lines end with CR alone"),
        (TEXT.replace("\r\n", ";x" * 2_000 + "\r\n").encode(), "header has 2046 columns"),
        (TEXT.encode("utf-16"), "The file is UTF-16"),
        (TEXT.removeprefix("\ufeff").encode("utf-16-be"), "The file is UTF-16"),
    ],
    ids=["CR", "columns", "UTF-16", "UTF-16 without BOM"],
)
def test_a_csv_saved_by_something_else(
    content: bytes, words: str, tmp_path: Path, run: Import
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(DeliveryRefused, match=words):
        run(path)


def test_a_gzip_that_is_cut_or_too_dense_is_told_as_what_it_is(tmp_path: Path, run: Import) -> None:
    path = tmp_path / "x.json.gz"
    whole = gzip.compress(businesses(9_000))
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DeliveryRefused, match=r"The gzip x.json.gz is damaged or was cut short"):
        run(path)
    path.write_bytes(gzip.compress(businesses(3)[:-1] + b" " * 50_000_000 + b"]"))
    with pytest.raises(DeliveryRefused, match=r"unpacks to at most 120 times"):
        run(path)


@pytest.mark.parametrize("more", [b'{"a": 1}', b"]", b"x"])
def test_what_follows_the_json_is_refused(more: bytes, tmp_path: Path, run: Import) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(businesses(3) + b"\n" + more)
    with pytest.raises(DeliveryRefused, match="After the last of 3 features"):
        run(path)
    plain = write_plain(tmp_path / "k.geojson")
    plain.write_bytes(plain.read_bytes() + more)
    with pytest.raises(DeliveryRefused, match="After the last of 2 features"):
        run(plain)


def test_a_second_member_of_a_gzip_is_refused(tmp_path: Path, run: Import) -> None:
    path = tmp_path / "x.json.gz"
    path.write_bytes(gzip.compress(businesses(3)) + gzip.compress(businesses(2)))
    with pytest.raises(DeliveryRefused, match="two files in one"):
        run(path)


def test_a_layer_without_coordinate_system_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,WKT\n1,POINT(136000 7140000)\n")
    path = tmp_path / "a.gpkg"
    command = ["ogr2ogr", "-f", "GPKG", str(path), str(tmp_path / "a.csv"), "-nln", "lots"]
    subprocess.run(command, check=True, capture_output=True)
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT srs_id FROM gpkg_geometry_columns").fetchall() != [(25833,)]
    with pytest.raises(DeliveryRefused, match="The layer lots has no coordinate system"):
        list(GeoDatabase(path, GEOPACKAGE, Limits()).rows("lots"))


def test_names_are_published_with_composed_letters(
    tmp_path: Path, run: Import, query: Query
) -> None:
    names = {"adressenavn": "Måseråsen", "adresseTekst": "Måseråsen 1", "nummer": 1}
    apart = {key: unicodedata.normalize("NFD", str(value)) for key, value in names.items()}
    run(write(tmp_path / "a.csv", [address(1, **apart)]))
    assert query("SELECT street_name, label FROM address") == [("Måseråsen", "Måseråsen 1")]
    assert run(write(tmp_path / "b.csv", [address(1, **names)])).version_id is None


def test_what_macos_puts_into_a_zip_is_no_delivery(tmp_path: Path, run: Import) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", TEXT)
        archive.writestr("__MACOSX/._a.csv", b"\0\5\26\7")
        archive.writestr(".DS_Store", b"\0")
    assert run(path).total("added") == len(MANY)
