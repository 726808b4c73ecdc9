"""Rows of a layer that GDAL reads, as records: what `csv_records.py` is for CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .csv_records import Record
from .geodatabase import TableRows
from .rejects import Rejects

_FIELD = re.compile(r"((?:[^\t\\]|\\.)*)(\t|$)", re.DOTALL)
"""GDAL writes a tab or line break inside a value with a backslash before it."""
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MEANT = {"t": "\t", "n": "\n", "r": "\r"}


class TableRecords:
    """Iterates (ordinal, record): text of PGDUMP's COPY lines, geometry as hexadecimal WKB."""

    def __init__(self, rows: TableRows) -> None:
        self._rows = rows
        self.header = rows.header

    @property
    def rows_read(self) -> int:
        return self._rows.rows_read

    @property
    def rejected(self) -> Rejects:
        return self._rows.rejected

    def __iter__(self) -> Iterator[tuple[int, Record]]:
        for block in self._rows:
            for row in _rows_of(block.decode("utf-8", "replace")):
                line, *fields = _fields(row)
                values = map(_plain, fields)
                yield int(line), dict(zip(self.header, values, strict=True))


def _rows_of(block: str) -> Iterator[str]:
    """A line break inside a value has a backslash before it."""
    row = ""
    for line in block.split("\n")[:-1]:
        row += line
        if (len(row) - len(row.rstrip("\\"))) % 2:
            row += "\n"
            continue
        yield row
        row = ""


def _fields(row: str) -> list[str]:
    if "\\" not in row:
        return row.split("\t")
    fields = []
    for found in _FIELD.finditer(row):
        fields.append(found[1])
        if not found[2]:
            break
    return fields


def _plain(field: str) -> str:
    if field == r"\N":
        return ""
    if "\\" not in field:
        return field.strip()
    return _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[1]), field).strip()
