"""A CSV file of anybody's: quoted or not, in the encoding and with the separator that a description
tells. One row is in memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import IO

from .limits import Limits
from .refusal import DeliveryRefused
from .rejects import Rejects

Record = dict[str, str]
"""Values of a row by the names of the header; blanks around them are gone."""


class CsvRecords:
    """Iterates (line, record). `header` is known before the first; `rows_read` and `rejected` are
    complete after the last. A line that does not split into its columns is rejected without key."""

    def __init__(self, stream: IO[bytes], encoding: str, delimiter: str, limits: Limits) -> None:
        # Kept: it would close the file when it is let go.
        self._text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        lines = _bounded(self._text, limits.line_bytes)
        self._rows = csv.reader(lines, delimiter=delimiter, strict=True)
        self._encoding = encoding
        self.rows_read = 0
        self.rejected = Rejects()
        self.header = [name.strip() for name in next(self._lines(), (1, []))[1]]
        twice = {name for name in self.header if name and self.header.count(name) > 1}
        if twice:
            raise DeliveryRefused(
                "Line 1: the header names a column twice (%(names)s).",
                names=", ".join(sorted(twice)),
            )

    def __iter__(self) -> Iterator[tuple[int, Record]]:
        for line, fields in self._lines():
            if not any(field.strip() for field in fields):
                continue
            self.rows_read += 1
            if len(fields) != len(self.header):
                reason = f"{len(fields)} columns instead of {len(self.header)}"
                self.rejected.add(line, reason)
            elif any("\0" in field for field in fields):
                self.rejected.add(line, "a control character inside the row")
            else:
                yield (
                    line,
                    {name: field.strip() for name, field in zip(self.header, fields, strict=True)},
                )

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        while True:
            line = self._rows.line_num + 1
            try:
                yield line, next(self._rows)
            except StopIteration:
                return
            except UnicodeDecodeError:
                raise DeliveryRefused(
                    "At line %(line)s or soon after it the file is not %(encoding)s. Change "
                    "“encoding” in the description (utf-8, windows-1252).",
                    line=line,
                    encoding=self._encoding.removesuffix("-sig"),
                ) from None
            except csv.Error as error:
                raise DeliveryRefused(
                    "Line %(line)s is not CSV: %(why)s.", line=line, why=error
                ) from None


def _bounded(text: io.TextIOWrapper, longest: int) -> Iterator[str]:
    """Lines, none longer than a row can be: a file without line ends is not read into memory."""
    while line := text.readline(longest + 1):
        if len(line) > longest:
            raise csv.Error(f"a line is longer than {longest} characters")
        yield line
