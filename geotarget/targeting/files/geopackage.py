"""A list as a GeoPackage: a layer of addresses and one of the area, in EPSG:25833.

`ogr2ogr` writes it in a child process, from rows that it gets through a pipe: nothing is held in
memory, and a fault of GDAL is none of ours. What it has written is counted before it is given away.
"""

from __future__ import annotations

import csv
import io
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import IO

from geotarget.domain.coordinates import STORAGE_SRID

from ..export import COLUMNS, as_row
from ..models import AddressList, ListedAddress
from .about import SOURCE, expected_rows

MOST_SECONDS = 900
_INTEGERS = ("gardsnummer", "bruksnummer", "festenummer", "antall_bruksenheter")
_AREA_COLUMNS = ("navn", "versjon", "regel", "adresser", "sjekksum", "fryst", "kilde", "wkt")
_CRS = f"EPSG:{STORAGE_SRID}"
_AS_TEXT = ("-oo", "AUTODETECT_TYPE=NO", "-oo", "EMPTY_STRING_AS_NULL=YES")
_FROM_COORDINATES = (
    "-oo",
    f"X_POSSIBLE_NAMES={COLUMNS[-2]}",
    "-oo",
    f"Y_POSSIBLE_NAMES={COLUMNS[-1]}",
)
_FROM_TEXT = ("-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo", "KEEP_GEOM_COLUMNS=NO")


def as_geopackage(chosen: AddressList, rows: Iterable[ListedAddress]) -> IO[bytes]:
    """The GeoPackage as an open file that is gone when it is closed.

    Layer `adresser`: the columns of the CSV, those left out too. Layer `omrade`: the area that was
    counted with what the list is; without a shape where the list was only picked.
    Raises `RuntimeError` where GDAL fails or a row is missing.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.gpkg"
        _write(path, "adresser", "POINT", _lines(rows), [*_FROM_COORDINATES, *_typed()])
        _write(path, "omrade", "MULTIPOLYGON", [_line(_AREA_COLUMNS), _area(chosen)], _FROM_TEXT)
        _check(path, expected_rows(chosen))
        return path.open("rb")


def _typed() -> list[str]:
    """All is text that is not counted or measured: the numbers of codes begin with zeros."""
    columns = (
        f"CAST({name} AS integer) AS {name}" if name in _INTEGERS else name for name in COLUMNS[:-2]
    )
    return ["-sql", f"SELECT {', '.join(columns)} FROM layer"]  # noqa: S608 - names of our own


def _lines(rows: Iterable[ListedAddress]) -> Iterator[str]:
    yield _line(COLUMNS)
    for address in rows:
        yield _line(as_row(address))


def _line(values: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue()


def _area(chosen: AddressList) -> str:
    return _line(
        [
            chosen.name,
            chosen.version,
            chosen.rule,
            chosen.address_count,
            chosen.checksum,
            chosen.created_at.isoformat(),
            SOURCE,
            chosen.geom.wkt if chosen.geom else "",
        ]
    )


def _write(path: Path, layer: str, shape: str, lines: Iterable[str], how: Iterable[str]) -> None:
    command = (
        ["ogr2ogr", "-f", "GPKG", "-update", "-append"]
        if path.exists()
        else ["ogr2ogr", "-f", "GPKG"]
    )
    command += [str(path), "CSV:/vsistdin/", "-nln", layer, "-nlt", shape, "-a_srs", _CRS]
    with tempfile.TemporaryFile("w+") as messages:
        child = subprocess.Popen(
            [*command, *_AS_TEXT, *how],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=messages,
            text=True,
            encoding="utf-8",
        )
        try:
            _feed(child, lines)
            code = child.wait(MOST_SECONDS)
        finally:
            child.kill()
            child.wait()
        messages.seek(0)
        said = messages.read(2_000)
    if code or "ERROR" in said:
        raise RuntimeError(f"ogr2ogr ended with {code}: {said.strip()}")


def _feed(child: subprocess.Popen[str], lines: Iterable[str]) -> None:
    """A child that has given up reads no more; what it says then tells why."""
    assert child.stdin is not None
    with suppress(BrokenPipeError), child.stdin:
        child.stdin.writelines(lines)


def _check(path: Path, expected: int) -> None:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        (count,) = database.execute(
            "SELECT count(*) FROM adresser WHERE geom IS NOT NULL"
        ).fetchone()
    if count != expected:
        raise RuntimeError(f"the GeoPackage has {count} addresses instead of {expected}")
