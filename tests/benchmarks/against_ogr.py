"""An import of ours against ogr2ogr into the same PostGIS, in one run."""

from __future__ import annotations

import datetime as dt
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
from django.apps import apps

from geotarget.running import cluster

ROUNDS = 3

_IMPORT = """
import re, sys, cadastre_import
report = cadastre_import.run(sys.argv[1], dsn=sys.argv[2])
peak = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())
print(report.total("added"), report.total("unchanged"), int(peak[1]) // 1024)
"""
"""The peak is not asked of getrusage: a new process inherits there what its parent had."""


@dataclass
class Measured:
    """Seconds, one of each round, and the peak memory of the importing process in MB."""

    ogr: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    memory: int = 0


def measure(
    path: Path, rows: int, ogr: Callable[[Path], None], empty: Callable[[], None]
) -> Measured:
    """ogr2ogr, a first import of `rows`, and the same file again, in turn."""
    found = Measured()
    for _ in range(ROUNDS):
        found.ogr.append(seconds(lambda: ogr(path)))
        empty()
        found.first.append(seconds(lambda: check(path, f"{rows} 0 ")))
        found.again.append(seconds(lambda: check(path, f"0 {rows} ")))
        found.memory = int(import_file(path).split()[-1])
    empty()
    return found


def table(title: str, names: tuple[str, str, str], found: Measured, note: str) -> str:
    """`names`: what ogr2ogr did, what the first import did, what the second did."""
    base = statistics.median(found.ogr)
    lines = [
        f"## {title}, median of {ROUNDS} ({dt.date.today()})",
        "",
        "| | seconds | against ogr2ogr |",
        "|---|---|---|",
    ]
    for name, times in zip(names, (found.ogr, found.first, found.again), strict=True):
        middle = statistics.median(times)
        lines.append(f"| {name} | {middle:.1f} | {middle / base:.2f} × |")
    return "\n".join([*lines, "", f"Memory of the importing process: {found.memory} MB{note}."])


def ogr2ogr(path: Path, name: str, *options: str) -> None:
    """Load a delivery into the table `name`, with a spatial index."""
    where = re.sub(r".*\?host=", "", dsn())
    target = f"PG:host={where} user=geotarget_owner dbname={cluster.DATABASE}"
    always = ["-nln", name, "-overwrite", "-lco", "GEOMETRY_NAME=geom"]
    command = ["ogr2ogr", "-f", "PostgreSQL", target, str(path), *always, *options]
    environment = os.environ | {"PG_USE_COPY": "YES"}
    subprocess.run(command, check=True, env=environment, stderr=subprocess.DEVNULL)


def seconds(act: Callable[[], object]) -> float:
    """Wall time of an act."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def check(path: Path, wanted: str) -> None:
    """Import, and make sure that it did what is being timed."""
    answer = import_file(path)
    if not answer.startswith(wanted):
        raise AssertionError(f"the import says {answer!r} instead of {wanted!r}")


def import_file(path: Path) -> str:
    """What the import added and left, and its peak memory in MB."""
    command = [sys.executable, "-c", _IMPORT, str(path), dsn()]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def empty(dropped: str) -> None:
    """No cadastre, whatever a benchmark before has left, and no table of ogr2ogr."""
    tables = [model._meta.db_table for model in apps.get_app_config("cadastre").get_models()]
    connection = psycopg2.connect(dsn())
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {dropped}; TRUNCATE {', '.join(tables)} CASCADE")
    connection.close()


def dsn() -> str:
    return cluster.url("geotarget_owner")
