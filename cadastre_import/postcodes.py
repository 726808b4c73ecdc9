"""The postal register (Bring): tab between columns, no header, Windows-1252 as delivered.

A copy in UTF-8 is taken too. The register is small (some 200 kB) and held in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from .refusal import DeliveryRefused
from .rejects import Rejects, copy_field
from .sources import Source

_LARGEST = 10_000_000


class PostcodeRows:
    """Iterates rows in COPY's text form, the columns in the order of the source's."""

    def __init__(self, stream: IO[bytes], source: Source) -> None:
        self._stream = stream
        self.columns = ["line", *source.columns]
        self.rows_read = 0
        self.rejected = Rejects()

    def __iter__(self) -> Iterator[bytes]:
        for number, line in enumerate(self._text().split("\n"), start=1):
            fields = line.rstrip("\r").split("\t")
            if fields == [""]:
                continue
            self.rows_read += 1
            if len(fields) != len(self.columns) - 1 or "\0" in line:
                self.rejected.add(number, f"{len(fields)} columns instead of 5")
                continue
            row = "\t".join(map(copy_field, [number, *(field.strip() for field in fields)]))
            yield row.encode() + b"\n"

    def _text(self) -> str:
        content = self._stream.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise DeliveryRefused("The postal register is too large. Download it again.")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252", "replace")
