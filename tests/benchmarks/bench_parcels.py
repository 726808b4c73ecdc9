"""Import of 100,000 invented parcels as GML against ogr2ogr into the same PostGIS.

ogr2ogr copies attributes, those of the cadastral units as arrays, and builds one spatial index.
Ours checks every unit and outline, compares with what is published, publishes parcels, units and
their links in one transaction, and builds all indexes of the three tables.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import tempfile
from pathlib import Path

import psycopg2

from geotarget.running import cluster

from . import country_parcels
from .bench_import import check, import_file, seconds
from .report import publish

ROWS = 100_000
ROUNDS = 3
TABLE = "ogr_parcel"


def main(write: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "matrikkelenTeig.gml"
        country_parcels.write_parcels(path, ROWS)
        megabytes = path.stat().st_size / 1e6
        ogr, first, again, memory = [], [], [], 0
        for _ in range(ROUNDS):
            ogr.append(seconds(lambda: ogr2ogr(path)))
            empty()
            first.append(seconds(lambda: check(path, f"{ROWS} 0 ")))
            again.append(seconds(lambda: check(path, f"0 {ROWS} ")))
            memory = int(import_file(path).split()[-1])
        empty()
    publish("parcels", _table(megabytes, ogr, first, again, memory), write=write)


def ogr2ogr(path: Path) -> None:
    """Load a delivery into `TABLE`, with a spatial index; what GDAL notes down of its form, which
    makes it faster the second time, is thrown away before."""
    path.with_suffix(".gfs").unlink(missing_ok=True)
    where = re.sub(r".*\?host=", "", cluster.url("geotarget_owner"))
    target = f"PG:host={where} user=geotarget_owner dbname={cluster.DATABASE}"
    options = ["-nln", TABLE, "-overwrite", "-lco", "GEOMETRY_NAME=geom"]
    command = ["ogr2ogr", "-f", "PostgreSQL", target, str(path), *options]
    environment = os.environ | {"PG_USE_COPY": "YES"}
    subprocess.run(command, check=True, env=environment, stderr=subprocess.DEVNULL)


def empty() -> None:
    """Nothing published, and no table of ogr2ogr."""
    connection = psycopg2.connect(cluster.url("geotarget_owner"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(
            f"DROP TABLE IF EXISTS {TABLE}; TRUNCATE parcel, cadastral_unit, dataset_version, "
            "dataset_coverage, municipality CASCADE"
        )
    connection.close()


def _table(
    megabytes: float, ogr: list[float], first: list[float], again: list[float], memory: int
) -> str:
    base = statistics.median(ogr)
    lines = [
        f"## Import of {ROWS:,} parcels ({megabytes:.0f} MB of GML), median of {ROUNDS}",
        "",
        "| | seconds | against ogr2ogr |",
        "|---|---|---|",
    ]
    for name, times in (
        ("ogr2ogr (attributes and outlines, spatial index)", ogr),
        ("first import (checked, compared, with units, links and all indexes)", first),
        ("the same file again (nothing changed)", again),
    ):
        middle = statistics.median(times)
        lines.append(f"| {name} | {middle:.1f} | {middle / base:.2f} × |")
    lines += [
        "",
        f"Memory of the importing process: {memory} MB, and as much in each of the two that parse.",
    ]
    return "\n".join(lines)
