"""GeoPackage and file geodatabase through GDAL, in a child process that can do nothing else.

Only the one driver is left in it, whatever the content of the file pretends to be; it has no
network where the kernel lets us take it away, and limits on memory, time and what it may write. Its
output is PGDUMP's COPY lines, which go on to the database as they are: nothing is held in memory.
"""

from __future__ import annotations

import functools
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from geotarget.sandbox import gdal
from geotarget.sandbox.closed import Bounds, without_network

from .limits import Limits
from .refusal import DeliveryRefused
from .rejects import Rejects

GEOPACKAGE = "GPKG"
FILE_GEODATABASE = "OpenFileGDB"
_OUTPUT = "PGDUMP"
_DUMP = ("-f", _OUTPUT, "-preserve_fid", "-lco", "CREATE_TABLE=OFF", "-lco", "CREATE_SCHEMA=OFF",
         "-lco", "DROP_TABLE=OFF", "-lco", "SPATIAL_INDEX=NONE", "-lco", "GEOMETRY_NAME=shape",
         "--config", "PG_USE_COPY", "YES")  # fmt: skip
_BLOCK_BYTES = 1 << 20
_SHAPE = "shape"
_TYPE_END = 10
_HAS_SYSTEM = 0x20
"""Of extended WKB in hexadecimal: byte order, then the type, whose last byte has this bit."""
_WRITTEN_BYTES = 1 << 20
"""What the child may write into a file: its messages."""


@dataclass(frozen=True)
class GeoDatabase:
    """A file or folder that GDAL reads. Raises `DeliveryRefused` where GDAL cannot."""

    path: Path
    driver: str
    limits: Limits
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list, repr=False)

    def close(self) -> None:
        """End what still reads: the import was given up."""
        for process in self._running:
            process.kill()
            process.wait()

    @functools.cached_property
    def layers(self) -> list[str]:
        with _Child(self, ["ogrinfo", "-ro", "-q", str(self.path)]) as lines:
            listed = [line.decode("utf-8", "replace") for line in lines]
        found = (re.match(r"(?:\d+|Layer): (.*?)(?: \([\w ,]+\))?$", line) for line in listed)
        return [match[1] for match in found if match]

    def rows(self, layer: str) -> TableRows:
        """The rows of a layer; its name in any case."""
        for name in self.layers:
            if name.casefold() == layer.casefold():
                return TableRows(self, name)
        raise DeliveryRefused(
            "%(name)s has no layer %(layer)s. It has: %(found)s.",
            name=self.path.name,
            layer=layer,
            found=", ".join(self.layers)[:300],
        )


class TableRows:
    """Iterates COPY lines with their ordinal in front. `header` is known before the first."""

    def __init__(self, database: GeoDatabase, layer: str) -> None:
        self.rows_read = 0
        self.rejected = Rejects()
        self._layer = layer
        command = ["ogr2ogr", *_DUMP, "/vsistdout/", str(database.path), layer]
        self._child = _Child(database, command)
        self._lines = iter(self._child.__enter__())
        self.header = self._read_header()

    def _read_header(self) -> list[str]:
        for line in self._lines:
            if line.startswith(b"COPY "):
                columns = line.decode("utf-8").split(" (", 1)[1]
                return [
                    name.replace('""', '"') for name in re.findall(r'"((?:[^"]|"")*)"', columns)
                ]
        return []  # a layer without rows

    def __iter__(self) -> Iterator[bytes]:
        """Blocks of whole rows: a line break inside a value is written with a backslash before."""
        block: list[bytes] = []
        size = 0
        is_continued = False
        shape = self.header.index(_SHAPE) if _SHAPE in self.header else None
        for line in self._lines:
            if line == b"\\.\n" and not is_continued:
                break
            if not is_continued:
                self.rows_read += 1
                if shape is not None:
                    self._check_system(line.rstrip(b"\n").split(b"\t")[shape])
                if size > _BLOCK_BYTES:
                    yield b"".join(block)
                    block, size = [], 0
                block.append(b"%d\t" % self.rows_read)
            block.append(line)
            size += len(line)
            content = line.rstrip(b"\n")
            is_continued = (len(content) - len(content.rstrip(b"\\"))) % 2 == 1
        if block:
            yield b"".join(block)
        for _ in self._lines:  # what follows the rows
            pass
        self._child.__exit__()

    def _check_system(self, shape: bytes) -> None:
        """Extended WKB says in its type whether a coordinate system follows."""
        if len(shape) > _TYPE_END and not int(shape[_TYPE_END - 2 : _TYPE_END], 16) & _HAS_SYSTEM:
            raise DeliveryRefused(
                "The layer %(layer)s has no coordinate system, so that nobody can tell where it "
                "lies. Give it the one that it is in (in QGIS, or by ogr2ogr -a_srs EPSG:25833), "
                "or take the file as delivered.",
                layer=self._layer,
            )


class _Child:
    """A GDAL program while it runs. Leaving it waits for its end, and refuses what it failed at."""

    def __init__(self, database: GeoDatabase, command: list[str]) -> None:
        self._database = database
        self._limits = database.limits
        self._command = [*without_network(), *command]

    def __enter__(self) -> IO[bytes]:
        self._messages = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._messages,
            env=_environment(self._database.driver),
            preexec_fn=_bounds(self._limits).set,
            start_new_session=True,
        )
        self._database._running.append(self._process)
        self._timer = threading.Timer(self._limits.gdal_seconds, self._process.kill)
        self._timer.daemon = True
        self._timer.start()
        assert self._process.stdout is not None
        return self._process.stdout

    def __exit__(self, *failure: object) -> None:
        assert self._process.stdout is not None
        self._process.stdout.close()
        code = self._process.wait()
        self._timer.cancel()
        self._messages.seek(0)
        said = self._messages.read(10_000).decode("utf-8", "replace")
        self._messages.close()
        if any(failure):
            return
        if code < 0 or "memory" in said.lower():
            raise DeliveryRefused(
                "Reading %(name)s needed more memory or time than a delivery may. "
                "Take the GML of the same data set.",
                name=self._database.path.name,
            )
        errors = [line for line in said.splitlines() if re.match("ERROR|FAILURE", line)]
        if code or errors:
            raise DeliveryRefused(
                "GDAL cannot read %(name)s: %(why)s. Download it again, or take the GML.",
                name=self._database.path.name,
                why=_reason(errors, said, code).replace(str(self._database.path.parent) + "/", ""),
            )


def _reason(errors: list[str], said: str, code: int) -> str:
    if errors:
        return errors[0].strip()[:300]
    return said.strip()[:300] or f"it ended with code {code}"


def _bounds(limits: Limits) -> Bounds:
    return Bounds(limits.gdal_bytes, limits.gdal_seconds, _WRITTEN_BYTES)


def _environment(driver: str) -> dict[str, str]:
    try:
        return gdal.environment(driver, _OUTPUT)
    except gdal.GdalMissing:
        raise DeliveryRefused(
            "This format is read by GDAL, which is not installed (package gdal-bin). "
            "Install it, or take the GML of the same data set."
        ) from None
