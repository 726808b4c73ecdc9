"""Rows put aside while a delivery is read, in a temporary file.

Memory does not grow with their number.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

_IN_MEMORY = 1 << 20
_BLOCK = 1 << 20


class Spool:
    """Lines, written until they are read in blocks of whole lines."""

    def __init__(self) -> None:
        # Lives as long as its reader, which is the whole import.
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        self.is_empty = True

    def write(self, rows: bytes) -> None:
        self._file.write(rows)
        self.is_empty = self.is_empty and not rows

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(0)
        while block := self._file.read(_BLOCK):
            yield block + self._file.readline()
