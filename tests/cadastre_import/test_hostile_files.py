"""Files made to do harm, or that are something else than they seem. Published data stay.

Elsewhere: paths that lead out of a zip, damaged zips (test_delivery); databases in disguise, the
closed child process (test_table_import); references (test_traps).
"""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from cadastre_import import DeliveryRefused, Limits
from fixtures.address_gml import address_gml_file

from .conftest import Import, Query
from .deliveries import BUILDING_NAMESPACE, TEIG_NAMESPACE, address, write
from .test_address_forms import houses
from .test_delivery import zipped

NAMESPACES = {
    "address": TEIG_NAMESPACE.replace("Eiendomskart-Teig", "Adresse"),
    "parcel": TEIG_NAMESPACE,
    "building": BUILDING_NAMESPACE,
    "census_tract": TEIG_NAMESPACE.replace("Matrikkelen-Eiendomskart-Teig", "Grunnkretser"),
    "polling_district": TEIG_NAMESPACE.replace("Matrikkelen-Eiendomskart-Teig", "Stemmekretser"),
    "postcode_area": TEIG_NAMESPACE.replace("Matrikkelen-Eiendomskart-Teig", "Postnummeromrader"),
    "municipality": TEIG_NAMESPACE.replace("Matrikkelen-Eiendomskart-Teig", "AdmEnheter"),
}
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
)
FROM_OUTSIDE = "<!DOCTYPE x [<!ENTITY a11 SYSTEM 'file:///etc/passwd'>]>"
BY_NAME_OF_A_FILE = "<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>"
VRT = (
    "<OGRVRTDataSource><OGRVRTLayer name='teig'><SrcDataSource>/etc/passwd</SrcDataSource>"
    "</OGRVRTLayer></OGRVRTDataSource>"
)


def xml(dataset: str, doctype: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<gml:FeatureCollection '
        f'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:app="{NAMESPACES[dataset]}">'
        "<gml:featureMember><app:Kommune><app:kommunenavn>&a11;</app:kommunenavn></app:Kommune>"
        "</gml:featureMember></gml:FeatureCollection>"
    )


@pytest.mark.parametrize("doctype", [LAUGHS, FROM_OUTSIDE, BY_NAME_OF_A_FILE])
@pytest.mark.parametrize("dataset", NAMESPACES)
def test_no_document_type_by_any_entry(
    dataset: str, doctype: str, tmp_path: Path, run: Import
) -> None:
    path = tmp_path / "x.gml"
    path.write_text(xml(dataset, doctype))
    with pytest.raises(DeliveryRefused, match="document type definition"):
        run(path)
    with pytest.raises(DeliveryRefused, match="document type definition"):
        run(zipped(tmp_path / "x.zip", {"x.gml": path.read_bytes()}))


@pytest.mark.parametrize("doctype", [LAUGHS, FROM_OUTSIDE])
def test_a_document_type_behind_a_long_comment(
    doctype: str, tmp_path: Path, run: Import, query: Query
) -> None:
    """What tells the data set is only the beginning of a file; the parser sees all of it."""
    text = address_gml_file(houses())
    start = text.index("<gml:FeatureCollection")
    comment = f"<!-- {NAMESPACES['address']} {'x' * 70_000} -->"
    path = tmp_path / "x.gml"
    path.write_text(text[:start] + comment + doctype + text[start:])
    with pytest.raises(DeliveryRefused, match="document type definition"):
        run(path)
    assert query("SELECT count(*) FROM address") == [(0,)]


@pytest.mark.parametrize("doctype", [LAUGHS, FROM_OUTSIDE])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_another_encoding_hides_nothing(
    encoding: str, doctype: str, tmp_path: Path, run: Import
) -> None:
    path = tmp_path / "x.gml"
    path.write_bytes(xml("parcel", doctype).replace("UTF-8", encoding).encode(encoding))
    with pytest.raises(DeliveryRefused, match=r"none of the known deliveries|not UTF-8|is UTF-16"):
        run(path)


@pytest.mark.parametrize("name", ["x.csv", "x.gml", "x.json", "x.geojson", "x.gpkg"])
def test_a_vrt_by_any_name(name: str, tmp_path: Path, run: Import) -> None:
    (tmp_path / name).write_text(VRT)
    with pytest.raises(DeliveryRefused, match=r"none of the known deliveries"):
        run(tmp_path / name)
    packed = zipped(tmp_path / "x.zip", {f"folder/{name}": VRT.encode()})
    with pytest.raises(DeliveryRefused, match=r"none of the known|GDAL cannot read"):
        run(packed)


def test_a_zip_within_a_zip_is_not_opened(tmp_path: Path, run: Import) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("x.csv", "a;b\r\n")
    with pytest.raises(DeliveryRefused, match="no CSV, GML, GeoJSON"):
        run(zipped(tmp_path / "x.zip", {"x.zip": inner.getvalue()}))


def test_a_dump_of_a_database_is_no_delivery_that_we_read(tmp_path: Path, run: Import) -> None:
    """The schema of a PostGIS dump has another name at every download, and a dump is a program."""
    dump = b"CREATE SCHEMA matrikkelenadresse_0123456789abcdef0123456789abcdef;"
    name = "Basisdata_9901_Strandvik_25833_MatrikkelenAdresse_PostGIS"
    with pytest.raises(DeliveryRefused, match="no CSV, GML, GeoJSON"):
        run(zipped(tmp_path / f"{name}.zip", {f"{name}/{name}.sql": dump}))


def test_a_zip_that_says_less_than_it_holds(tmp_path: Path, run: Import, query: Query) -> None:
    row = write(tmp_path / "a.csv", [address(n) for n in range(1, 3_000)]).read_bytes()
    path = zipped(tmp_path / "x.zip", {"a.csv": row})
    told = len(row).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(told, (4_096).to_bytes(4, "little")))
    with pytest.raises(DeliveryRefused, match=r"is damaged|in the middle of a line|cut short"):
        run(path)
    assert query("SELECT count(*) FROM address") == [(0,)]


def test_many_members_that_are_too_large_together(tmp_path: Path, run: Import) -> None:
    noise = bytes(range(256)) * 40
    path = zipped(tmp_path / "x.zip", {f"{n}.txt": noise for n in range(30)})
    with pytest.raises(DeliveryRefused, match="would unpack to 307200 bytes"):
        run(path, limits=Limits(unpacked_bytes=300_000))


def businesses(count: int) -> bytes:
    one = (
        b'{"organisasjonsnummer": "9%08d", "overordnetEnhet": "999999902", "navn": "%s", '
        b'"beliggenhetsadresse": {"landkode": "NO", "kommunenummer": "9901"}}'
    )
    return b"[" + b",".join(one % (n, str(n * 7_919).encode() * 9) for n in range(count)) + b"]"


def test_a_gzip_unpacks_to_a_limited_size(tmp_path: Path, run: Import, query: Query) -> None:
    path = tmp_path / "x.json.gz"
    path.write_bytes(gzip.compress(businesses(9_000)))
    assert run(path).rows_read == 9_000
    before = query("SELECT count(*) FROM business")
    with pytest.raises(DeliveryRefused, match=r"would unpack to at least .* the limit is 500000"):
        run(path, limits=Limits(unpacked_bytes=500_000))
    assert query("SELECT count(*) FROM business") == before


def test_a_gzip_bomb_is_seen_while_it_unpacks(tmp_path: Path, run: Import) -> None:
    path = tmp_path / "x.json.gz"
    path.write_bytes(gzip.compress(businesses(3)[:-1] + b" " * 200_000_000 + b"]"))
    with pytest.raises(DeliveryRefused, match=r"would unpack to at least \d{7,8} bytes"):
        run(path)


def test_half_a_gzip_is_damaged(tmp_path: Path, run: Import) -> None:
    path = tmp_path / "x.json.gz"
    whole = gzip.compress(businesses(9_000))
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DeliveryRefused, match=r"is damaged or was cut short. Download it again"):
        run(path)
