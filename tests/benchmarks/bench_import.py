"""Import of 500,000 generated addresses against ogr2ogr into the same PostGIS.

ogr2ogr copies text columns and builds one spatial index. Ours checks every row, types and hashes
it, compares it with what is published, publishes in one transaction and builds seven indexes, one
of them for searching in street names. The second import is the everyday case: the same data again.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg2

from fixtures.address_csv import ADDRESS_HEADER
from geotarget.running import cluster

from .report import publish

ROWS = 500_000
ROUNDS = 3
PER_MUNICIPALITY = 5_000
TABLE = "ogr_address"

_IMPORT = """
import resource, sys, cadastre_import
report = cadastre_import.run(sys.argv[1], dsn=sys.argv[2])
print(report.total("added"), report.total("unchanged"),
      resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def main(write: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "matrikkelenAdresse.csv"
        write_addresses(path, ROWS)
        megabytes = path.stat().st_size / 1e6
        ogr, first, again, memory = [], [], [], 0
        for _ in range(ROUNDS):
            ogr.append(seconds(lambda: ogr2ogr(path)))
            empty()
            first.append(seconds(lambda: check(path, f"{ROWS} 0 ")))
            again.append(seconds(lambda: check(path, f"0 {ROWS} ")))
            memory = int(import_file(path).split()[-1])
        empty()
    publish("import", _table(megabytes, ogr, first, again, memory), write=write)


def write_addresses(path: Path, rows: int) -> None:
    """A delivery of invented addresses in EPSG:25833, one municipality per 5,000."""
    rng = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"\ufeff{ADDRESS_HEADER}\r\n")
        for place in range(rows):
            file.write(_row(place, rng))


def _row(place: int, rng: random.Random) -> str:
    block, number = divmod(place, PER_MUNICIPALITY)
    municipality = 8000 + block
    east = 150_000 + block % 20 * 15_000 + rng.uniform(0, 12_000)
    north = 6_600_000 + block // 20 * 15_000 + rng.uniform(0, 12_000)
    street, house = number % 400, rng.randrange(1, 200)
    key = 7_000_000_000 + place
    label = f"Prøveveien {street} {house}"
    # As in real files, about one time in eight addresses is one that no other address has.
    mass = place // 8
    moment = f"{mass % 28 + 1:02}.03.2023 22:{mass // 60 % 60:02}:{mass % 60:02}.{mass // 3600:03}"
    access = f"{key + 10**9};;{north + 3:.2f};{east + 3:.2f}" if place % 18 == 0 else ";;;"
    return (
        f"{key};{municipality};PRØVE {block};vegadresse;;;{1000 + street};Prøveveien {street};"
        f"{house};;{rng.randrange(1, 300)};{rng.randrange(1, 999)};;;{label};{label};25833;"
        f"{north:.2f};{east:.2f};{1000 + block};PRØVESTED;{municipality}0101;Sentrum;99010101;"
        f"Prøve;999999999;9901;Prøve;5;Prøve;{moment};"
        f"12.06.2025 09:03:{place % 60:02};{key};00000000-0000-5000-8000-{key:012};{access}"
        f";;;;;;;;\r\n"
    )


def seconds(act: Callable[[], object]) -> float:
    """Wall time of an act."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _dsn() -> str:
    return cluster.url("geotarget_owner")


def ogr2ogr(path: Path) -> None:
    """Load a delivery as text columns and points into `TABLE`, with a spatial index."""
    where = re.sub(r".*\?host=", "", _dsn())
    target = f"PG:host={where} user=geotarget_owner dbname={cluster.DATABASE}"
    options = ["-nln", TABLE, "-overwrite", "-a_srs", "EPSG:25833", "-lco", "GEOMETRY_NAME=geom"]
    columns = ["-oo", "X_POSSIBLE_NAMES=Øst", "-oo", "Y_POSSIBLE_NAMES=Nord"]
    command = ["ogr2ogr", "-f", "PostgreSQL", target, str(path), *options, *columns]
    environment = os.environ | {"PG_USE_COPY": "YES"}
    subprocess.run(command, check=True, env=environment, stderr=subprocess.DEVNULL)


def check(path: Path, wanted: str) -> None:
    """Import, and make sure that it did what is being timed."""
    answer = import_file(path)
    if not answer.startswith(wanted):
        raise AssertionError(f"the import says {answer!r} instead of {wanted!r}")


def import_file(path: Path) -> str:
    """What the import added and left, and its peak memory in MB."""
    command = [sys.executable, "-c", _IMPORT, str(path), _dsn()]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def empty() -> None:
    """Nothing published, and no table of ogr2ogr."""
    connection = psycopg2.connect(_dsn())
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(
            f"DROP TABLE IF EXISTS {TABLE}; "
            "TRUNCATE address, dataset_version, dataset_coverage, municipality CASCADE"
        )
    connection.close()


def _table(
    megabytes: float, ogr: list[float], first: list[float], again: list[float], memory: int
) -> str:
    base = statistics.median(ogr)
    lines = [
        f"## Import of {ROWS:,} addresses ({megabytes:.0f} MB), median of {ROUNDS}",
        "",
        "| | seconds | against ogr2ogr |",
        "|---|---|---|",
    ]
    for name, times in (
        ("ogr2ogr (text columns, spatial index)", ogr),
        ("first import (checked, typed, compared, seven indexes)", first),
        ("the same file again (nothing changed)", again),
    ):
        seconds = statistics.median(times)
        lines.append(f"| {name} | {seconds:.1f} | {seconds / base:.2f} × |")
    lines += ["", f"Memory of the importing process: {memory} MB, whatever the size of the file."]
    return "\n".join(lines)
