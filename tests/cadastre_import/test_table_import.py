"""Parcels from a file geodatabase and a GeoPackage, read by GDAL in a process of its own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from cadastre_import import DeliveryRefused, Limits
from cadastre_import.geodatabase import GEOPACKAGE, GeoDatabase, _environment
from fixtures import generate, tables
from fixtures.generate import SAMPLE
from geotarget.sandbox.closed import without_network

from .conftest import Import, Query

UNIT = (1, 6_990_000_001, "9901", 10, 1, 0, 0, " ", "Grunneiendom", 0)
ARC = (
    "CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING(136000 7140000,136010 7140010,136020 7140000),"
    "(136020 7140000,136000 7140000)))"
)
TWO_PARTS = (
    "MULTISURFACE(((136000 7141000,136010 7141000,136010 7141010,136000 7141000)),"
    "((136100 7141000,136110 7141000,136110 7141010,136100 7141000)))"
)


def parcel(number: int, wkt: str, **changes: object) -> list[object]:
    row = dict(zip(tables.PARCEL_COLUMNS, (
        wkt, number, 6_990_300_000 + number, "9901", "STRANDVIK", "10/1", 0, 0, 12.5,
        "2020/06/16 05:19:02"), strict=True))  # fmt: skip
    return list((row | changes).values())


def database(
    folder: Path, kind: str, parcels: Sequence[Sequence[object]], units: Sequence[Sequence[object]],
    layer: str = "teig", srs: str = "EPSG:25833",
) -> Path:  # fmt: skip
    """A GeoPackage, or a file geodatabase in a zip as delivered, made by ogr2ogr."""
    stem = "Basisdata_9901_Strandvik_25833_MatrikkelenEiendomskartTeig"
    suffix = "gpkg" if kind == "GPKG" else "gdb"
    target = folder / f"{stem}.{suffix}"
    for name, columns, rows in (
        (layer, tables.PARCEL_COLUMNS, parcels),
        ("matrikkelenhet", tables.UNIT_COLUMNS, units),
    ):
        source = folder / f"{name}.csv"
        source.write_text(tables.csv_text(columns, rows), encoding="utf-8")
        source.with_suffix(".csvt").write_text(",".join(columns.values()))
        geometry = ["-a_srs", srs, "-nlt", "MULTISURFACE" if kind == "GPKG" else "MULTIPOLYGON"]
        subprocess.run(
            ["ogr2ogr", "-f", kind, *(["-update"] if target.exists() else []), str(target),
             str(source), "-nln", name, "-oo", "KEEP_GEOM_COLUMNS=NO",
             *(geometry if name == layer else ["-nlt", "NONE"])],
            check=True, capture_output=True,
        )  # fmt: skip
    if suffix == "gpkg":
        return target
    with zipfile.ZipFile(folder / f"{stem}_FGDB.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(target.rglob("*")):
            archive.write(file, f"{stem}_FGDB/{file.relative_to(folder)}")
    return folder / f"{stem}_FGDB.zip"


def test_a_geopackage_says_the_same_as_the_gml(tmp_path: Path, run: Import, query: Query) -> None:
    run(SAMPLE / "Basisdata_9902_Fjellvik_25833_MatrikkelenEiendomskartTeig_GML.zip")
    teiger = [p for p in generate._build()[1].parcels if p.municipality == "9902"]
    path = database(tmp_path, "GPKG", tables.parcel_rows(teiger), tables.unit_rows(teiger))
    report = run(path.rename(tmp_path / "teig.gpkg"))
    assert (report.dataset, report.rejected) == ("parcel", [])
    assert report.total("unchanged") == len(teiger) == query("SELECT count(*) FROM parcel")[0][0]
    assert report.version_id is None


def test_a_file_geodatabase_in_its_zip(tmp_path: Path, run: Import, query: Query) -> None:
    teiger = [p for p in generate._build()[1].parcels if p.municipality == "9902"]
    made = database(tmp_path, "OpenFileGDB", tables.parcel_rows(teiger), tables.unit_rows(teiger))
    path = made.rename(tmp_path / "Basisdata_9902_Fjellvik_25833_Teig_FGDB.zip")
    assert run(path).total("added") == len(teiger)
    assert run(path).version_id is None, "the second time nothing changes"
    owners = sum(len(teig.owners) for teig in teiger)
    assert query("SELECT count(*) FROM parcel_cadastral_unit") == [(owners,)]
    ((area, disputed, joint),) = query(
        "SELECT sum(ST_Area(geom)), count(*) FILTER (WHERE is_disputed), "
        "count(*) FILTER (WHERE is_unregistered_joint_land) FROM parcel"
    )
    assert area == pytest.approx(sum(teig.shape.area for teig in teiger), rel=1e-6)
    assert disputed == sum(teig.parcel_id % 700 == 0 for teig in teiger)
    assert joint == sum(teig.is_joint_land for teig in teiger)


def test_arcs_parts_many_owners_and_point_leases(tmp_path: Path, run: Import, query: Query) -> None:
    rows = [parcel(1, ARC, tvist=1), parcel(2, TWO_PARTS), parcel(3, ""), parcel(4, "")]
    lease = (3, 6_990_000_003, "9901", 10, 1, 4, 0, " ", "Festegrunn", 1)
    more = (1, 6_990_000_002, "9901", 10, 2, 0, 0, "Moen", "Grunneiendom", 0)
    path = database(tmp_path, "GPKG", rows, [UNIT, more, lease])
    report = run(path)
    assert [(r.line, r.reason) for r in report.rejected] == [(4, "a parcel without område")]
    assert report.without_area_count == 1
    found = query("SELECT ST_NumGeometries(geom), ST_Area(geom), is_disputed, "
                  "ST_NPoints(geom) > 20 FROM parcel ORDER BY source_id")  # fmt: skip
    assert found == [
        (1, pytest.approx(157.08, abs=0.5), True, True), (2, 100, False, False),
        (0, 0, False, False),
    ]  # fmt: skip
    assert query("SELECT fnr, name, is_point_lease FROM cadastral_unit ORDER BY source_id") == [
        (0, "", False), (0, "Moen", False), (4, "", True)
    ]  # fmt: skip
    assert query("SELECT to_char(source_updated_at AT TIME ZONE 'UTC', 'HH24:MI') FROM parcel "
                 "LIMIT 1") == [("03:19",)]  # fmt: skip
    assert run(path).version_id is None


def test_parcels_of_nobody_and_no_parcels(tmp_path: Path, run: Import, query: Query) -> None:
    run(database(tmp_path, "GPKG", [parcel(1, ARC)], []))
    assert query("SELECT count(*) FROM parcel") == [(1,)]
    assert query("SELECT count(*) FROM cadastral_unit") == [(0,)]
    (tmp_path / "empty").mkdir()
    with pytest.raises(DeliveryRefused, match="a header but no rows"):
        run(database(tmp_path / "empty", "GPKG", [], [UNIT]))


def test_a_flag_that_cannot_be_read_is_rejected(
    tmp_path: Path, run: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tables.PARCEL_COLUMNS, "tvist", "String")
    path = database(tmp_path, "GPKG", [parcel(1, ARC), parcel(2, ARC, tvist="kanskje")], [UNIT])
    (rejected,) = run(path).rejected
    assert rejected.reason == "tvist is neither true nor false"


def test_a_number_without_its_zero_is_rejected(tmp_path: Path, run: Import) -> None:
    path = database(tmp_path, "GPKG", [parcel(1, ARC), parcel(2, ARC, kommunenummer="301")], [UNIT])
    (rejected,) = run(path).rejected
    assert "kommunenummer is not four digits" in rejected.reason


def test_a_database_of_something_else_is_refused(tmp_path: Path, run: Import) -> None:
    path = database(tmp_path, "GPKG", [parcel(1, ARC)], [UNIT], layer="veg")
    with pytest.raises(
        DeliveryRefused, match=r"its layers are veg, matrikkelenhet, but .* has teig and"
    ):
        run(path)


def test_a_description_of_other_files_in_disguise_is_not_opened(
    tmp_path: Path, run: Import
) -> None:
    vrt = "<OGRVRTDataSource><OGRVRTLayer name='teig'><SrcDataSource>/etc/passwd</SrcDataSource>"
    (tmp_path / "x.gpkg").write_text(vrt)
    with pytest.raises(DeliveryRefused, match="none of the known deliveries"):
        run(tmp_path / "x.gpkg")
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("x.gpkg", vrt)
    with pytest.raises(DeliveryRefused, match=r"GDAL cannot read x\.gpkg"):
        run(tmp_path / "x.zip")


def test_a_cut_database_is_refused(tmp_path: Path, run: Import, query: Query) -> None:
    rows = [parcel(n, ARC, kommunenavn="x" * 500) for n in range(1, 200)]
    path = database(tmp_path, "GPKG", rows, [UNIT])
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\0" * (len(content) - 4096))
    with pytest.raises(DeliveryRefused, match=r"GDAL cannot read|none of the known"):
        run(path)
    assert query("SELECT count(*) FROM parcel") == [(0,)]


def test_memory_and_time_end_somewhere(tmp_path: Path, run: Import) -> None:
    path = database(tmp_path, "GPKG", [parcel(1, ARC)], [UNIT])
    with pytest.raises(DeliveryRefused, match="more memory or time than a delivery may"):
        run(path, limits=Limits(gdal_seconds=0))
    with pytest.raises(DeliveryRefused, match=r"GDAL cannot read|more memory"):
        run(path, limits=Limits(gdal_bytes=20_000_000))


def test_only_one_driver_is_left_and_no_way_out() -> None:
    environment = _environment(GEOPACKAGE)
    listed = subprocess.run(
        ["ogrinfo", "--formats"], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert [line.split()[0] for line in listed.splitlines()[1:]] == ["GPKG", "PGDUMP"]
    assert environment["PROJ_NETWORK"] == "OFF"


def test_the_child_has_no_network(tmp_path: Path) -> None:
    """Where the kernel allows it: a listener of this machine is out of its reach."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        probe = f"exec 3<>/dev/tcp/127.0.0.1/{port}"
        assert subprocess.run(["bash", "-c", probe], capture_output=True).returncode == 0
        if without_network():
            command = [*without_network(), "bash", "-c", probe]
            assert subprocess.run(command, capture_output=True).returncode != 0
    assert shutil.which("ogr2ogr")
    assert GeoDatabase(tmp_path / "x", GEOPACKAGE, Limits()).driver == "GPKG"
