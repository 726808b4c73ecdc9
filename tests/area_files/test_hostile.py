"""Files that are something else than they seem, in the closed process that reads them."""

from __future__ import annotations

import json
import random
import socket
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from geotarget.area_files.forms import form_of
from geotarget.area_files.reading import read_area_file
from geotarget.area_files.unpacking import MAX_FILES
from geotarget.domain.errors import InputError
from geotarget.sandbox import gdal

from .making import PLAN, SQUARE, feature, geojson, made_by_gdal, sosi, zipped

SECRET = "hemmelig-innhold-i-en-annen-fil"
KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
GML = (
    '<a:FeatureCollection xmlns:a="urn:a" xmlns:gml="http://www.opengis.net/gml/3.2" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xsi:schemaLocation="urn:a {address}/a.xsd">'
    "<gml:featureMember><a:F><a:g>{inner}</a:g></a:F></gml:featureMember></a:FeatureCollection>"
)


def vrt(folder: Path) -> str:
    """What OGR would read another file by, if it were let."""
    (folder / "other.csv").write_text(f'navn,WKT\n{SECRET},"POINT (10 60)"\n')
    return (
        "<OGRVRTDataSource><OGRVRTLayer name='other'><SrcDataSource relativeToVRT='0'>"
        f"{folder / 'other.csv'}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    )


def said_of(content: bytes) -> str:
    try:
        return str(read_area_file(content))
    except InputError as refused:
        return str(refused)


@pytest.mark.parametrize(
    "name", ["a.shp", "a.gpkg", "a.geojson", "a.kml", "a.gml", "a.xml", "a.sos"]
)
def test_a_vrt_by_any_name_reads_no_other_file(name: str, tmp_path: Path) -> None:
    content = vrt(tmp_path)
    for attempt in (content.encode(), zipped({name: content}), b"\xef\xbb\xbf" + content.encode()):
        assert SECRET not in said_of(attempt)
        with pytest.raises(InputError, match=r"none of the forms|cannot be read|DTD"):
            read_area_file(attempt)


def without_gdal(*drivers: str) -> dict[str, str]:
    raise gdal.GdalMissing


def test_without_gdal_its_forms_are_refused_and_ours_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its library may be there without the programs that tell which drivers to leave out."""
    wholes = [
        made_by_gdal(tmp_path, driver, geojson(feature(SQUARE)), 4326)
        for driver in ("ESRI Shapefile", "GPKG", "KML", "GML")
    ]
    monkeypatch.setattr(gdal, "environment", without_gdal)
    for whole in wholes:
        with pytest.raises(InputError, match="GDAL is not installed"):
            read_area_file(whole)
    for ours in (geojson(feature(SQUARE)), sosi(PLAN), zipped({"a.sos": sosi(PLAN)})):
        assert len(read_area_file(ours)["layers"][0]["features"]) == 1


def test_a_vrt_within_the_forms_of_xml(tmp_path: Path) -> None:
    named = vrt(tmp_path).replace(
        "<OGRVRTDataSource>", '<OGRVRTDataSource xmlns:gml="http://www.opengis.net/gml">'
    )
    with pytest.raises(InputError, match="none of the forms"):
        form_of(named.encode())
    for attempt in (named, KML.format(vrt(tmp_path)), f"<!-- <kml> -->{vrt(tmp_path)}"):
        assert SECRET not in said_of(attempt.encode())


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE kml [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>",
        "<!DOCTYPE kml [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>",
        "<!DOCTYPE kml SYSTEM 'http://127.0.0.1:9/x.dtd'>",
    ],
)
@pytest.mark.parametrize("text", [KML, GML.replace("{inner}", "{}")])
def test_no_document_type(doctype: str, text: str) -> None:
    filled = doctype + text.replace("{address}", "urn:x").replace("{}", "&a;")
    for attempt in (
        filled.encode(),
        zipped({"a.kml": filled}),
        f"<!-- {'x' * 9_000} -->{filled}".encode(),
    ):
        with pytest.raises(InputError, match="document type definition"):
            read_area_file(attempt)


def test_nobody_is_asked_for_anything() -> None:
    """A listener on this machine hears nothing, whatever address a file names."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        link = f"<NetworkLink><Link><href>{address}/a.kml</href></Link></NetworkLink>"
        inner = f'<gml:Polygon xlink:href="{address}/p.gml#p"/>'
        by_link = json.dumps({"crs": {"type": "link", "properties": {"href": address}}})
        for text in (KML.format(link), GML.format(address=address, inner=inner), by_link):
            said_of(text.encode())
            said_of(zipped({"a.gml": text}))
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_zip_with_too_much_in_it() -> None:
    bomb = zipped({"a.geojson": b" " * 50_000_000})
    many = zipped({f"{n}.txt": "x" for n in range(MAX_FILES + 1)})
    large = zipped({"a.sos": random.Random(1).randbytes(1_000), "b.txt": b"\0" * 101_000_000})
    for content in (bomb, many, large):
        with pytest.raises(InputError, match="more than 100 files, or unpacks to more than 100 MB"):
            read_area_file(content)


def test_a_zip_that_says_less_than_it_holds() -> None:
    whole = zipped({"a.geojson": geojson(feature(SQUARE)) + b" " * 70_000})
    size = (70_000 + len(geojson(feature(SQUARE)))).to_bytes(4, "little")
    with pytest.raises(InputError, match=r"damaged|not JSON"):
        read_area_file(whole.replace(size, (300).to_bytes(4, "little")))


@pytest.mark.parametrize(
    "name", ["../a.sos", "/tmp/a.sos", "a/../../a.sos", "..\\a.sos", "C:/a.sos"]
)
def test_a_path_that_leads_out_of_the_zip(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="leads out of it"):
        read_area_file(zipped({name: sosi(PLAN)}))


@pytest.mark.parametrize("name", [".", "./.", "q"])
def test_a_name_in_a_zip_that_names_nothing(name: str) -> None:
    packed = zipped({name: sosi(PLAN)})
    if name == "q":  # an empty name, which the library would not write
        packed = packed.replace(b"q", b"\0")
    with pytest.raises(InputError, match="leads out of it"):
        read_area_file(packed)


def test_a_damaged_member_of_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        with zipfile.ZipFile(path, "w", method) as archive:
            archive.writestr("a.sos", sosi(PLAN))
        whole = path.read_bytes()
        for at in (37, 60):
            broken = whole[:at] + b"\xff\xff\xff" + whole[at + 3 :]
            with pytest.raises(InputError, match="damaged, encrypted"):
                read_area_file(broken)


def test_a_link_in_a_zip(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("a.sos")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/hostname")
    with pytest.raises(InputError, match="leads out of it"):
        read_area_file(path.read_bytes())


def test_a_zip_within_a_zip_and_an_encrypted_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="A zip within a zip is not opened"):
        read_area_file(zipped({"a.zip": zipped({"a.sos": sosi(PLAN)})}))
    locked = bytearray(zipped({"a.sos": sosi(PLAN)}))
    for start, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(start) + at] |= 1
    with pytest.raises(InputError, match="damaged, encrypted"):
        read_area_file(bytes(locked))


@pytest.mark.parametrize(
    "name", ["x" * 4_000, "a\x1b[2J\u202e", "=1+1", "<script>alert(1)</script>"]
)
def test_a_name_is_shown_and_never_a_path(name: str) -> None:
    report = read_area_file(zipped({f"{name}.geojson": geojson(feature(SQUARE, navn=name))}))
    (area,) = report["layers"][0]["features"]
    assert area["label"].isprintable()
    assert len(area["label"]) <= 60


def test_broken_files_of_every_form_are_refused_and_end_nothing(tmp_path: Path) -> None:
    """Bytes changed at random places: a report or a refusal, whatever GDAL makes of it."""
    two = geojson(feature(SQUARE, navn="Østre felt"), feature(SQUARE))
    wholes = [two, sosi(PLAN)] + [
        made_by_gdal(tmp_path, driver, two, 4326 if driver == "KML" else 25833)
        for driver in ("ESRI Shapefile", "GPKG", "KML", "GML")
    ]
    chance = random.Random(5)
    for whole in wholes:
        for _ in range(4):
            broken = bytearray(whole)
            for _ in range(chance.randint(1, 30)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            said_of(bytes(broken))
        said_of(whole[: len(whole) // 2])


def test_the_process_has_limits() -> None:
    """What is read by it cannot take the machine's memory, nor write more than a zip unpacks to."""
    probe = (
        "import resource, sys; sys.argv = ['x']; from geotarget.area_files import child;"
        "child.Bounds(child.MEMORY_BYTES, child.SECONDS, child.FILE_BYTES).set();"
        "told = resource.RLIMIT_AS, resource.RLIMIT_CPU;"
        "print(*(resource.getrlimit(each)[0] for each in told));"
        "bytearray(3_000_000_000)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True)
    assert done.stdout.split() == ["2000000000", "30"]
    assert "MemoryError" in done.stderr
