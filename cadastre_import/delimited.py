"""A CSV delivery, line by line: only what COPY cannot survive is checked here.

Every good line goes on with its line number in front; a bad one is kept aside with the reason.
Memory is one block, whatever the size of the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import numpy as np
import numpy.typing as npt

from .known_rows import KnownRows
from .limits import Limits
from .line_digests import LineDigests
from .plain_rows import Fields, PlainRows
from .recognise import not_utf8, read_header
from .refusal import DeliveryRefused
from .rejects import Rejects
from .spool import Spool

BLOCK_BYTES = 1 << 19
QUOTE = b"\x01"
"""The deliveries quote nothing, so COPY gets a quote character that no good line contains."""
_HIDING = re.compile(rb"\xe2(?:\x80[\xa8-\xae]|\x81[\xa6-\xa9])")
"""Line separators and marks that turn the direction of writing, as `text_fault` of the database."""


@dataclass(frozen=True)
class TypedRows:
    """What tells of a row whether COPY can type it, and whether it is published already."""

    plain: PlainRows
    digests: LineDigests
    known: KnownRows
    kept: npt.NDArray[np.bool_]
    """Of each column, whether the database is given it: half of a delivery is not."""


class DelimitedRows:
    """Iterates blocks of `line;field;field...` for COPY. Afterwards `rows_read` and `rejected`
    are complete. A line that does not split into its columns has no key that can be trusted."""

    def __init__(
        self, stream: IO[bytes], limits: Limits, force: bool, ends_with_separator: bool = False
    ) -> None:
        header = stream.readline(limits.line_bytes)
        self.header = read_header(header)
        self._ends_with_separator = ends_with_separator and bool(self.header[-1])
        if self._ends_with_separator:
            self.header.append("")
        self._stream = stream
        self._limits = limits
        self._force = force
        self._separators = len(self.header) - 1
        self.typed: TypedRows | None = None
        """Where set, plain rows are given with their digest, and others are written to `others`."""
        self.others = Spool()
        self.line = 1
        self.rows_read = 0
        self.rejected = Rejects()

    def __iter__(self) -> Iterator[bytes]:
        for block in self._blocks():
            self._check_text(block)
            rows = self._rows(block)
            if rows:
                yield rows

    def _blocks(self) -> Iterator[bytes]:
        """Blocks of whole lines. The last line must have its line end."""
        while block := self._stream.read(BLOCK_BYTES):
            if not block.endswith(b"\n"):
                block += self._stream.readline(self._limits.line_bytes + 2)  # and CRLF
            if block.endswith(b"\n"):
                yield block
                continue
            whole, _, last = block.rpartition(b"\n")
            if len(last) <= self._limits.line_bytes:
                yield self._last(block, last)
                continue
            if whole:
                yield whole + b"\n"
            self._pass_over()

    def _pass_over(self) -> None:
        """A line that is too long and goes on behind the block: its end is looked for, not kept."""
        self.line += 1
        self.rows_read += 1
        self._reject(self.line, self._too_long)
        while piece := self._stream.readline(self._limits.line_bytes):
            if piece.endswith(b"\n"):
                return
        raise _cut_short(self.line)

    @property
    def _too_long(self) -> str:
        return f"the line is longer than {self._limits.line_bytes} bytes"

    def _last(self, block: bytes, last: bytes) -> bytes:
        """A block whose last line has no line end: the file was cut."""
        if last.count(b";") != self._separators or not self._force:
            raise _cut_short(self.line + block.count(b"\n") + 1)
        return block + b"\n"

    def _check_text(self, block: bytes) -> None:
        try:
            block.decode("utf-8")
        except UnicodeDecodeError as error:
            before = block[: error.start]
            start = before.rfind(b"\n") + 1
            raise not_utf8(self.line + before.count(b"\n") + 1, error.start - start + 1) from None

    def _rows(self, block: bytes) -> bytes:
        is_clean = not any(byte in block for byte in (b'"', QUOTE, b"\0"))
        # To find one byte is a tenth of the price of the pattern, and few texts have it.
        is_clean = is_clean and not (b"\xe2" in block and _HIDING.search(block))
        first = self.line + 1
        if self.typed is not None and is_clean:
            fields = self.typed.plain.fields(block)
            if fields is not None and fields.longest <= self._limits.line_bytes:
                self.line += len(fields.starts)
                self.rows_read += len(fields.starts)
                return self._sorted_out(self.typed, fields, first)
        block = block.replace(b"\r\n", b"\n")
        lines = block.split(b"\n")
        lines.pop()
        is_clean = is_clean and b"\r" not in block and _longest(lines) <= self._limits.line_bytes
        self.line += len(lines)
        rows = self._checked(first, lines, is_clean)
        if self.typed is None:
            return rows
        self.others.write(rows)
        return b""

    def _sorted_out(self, typed: TypedRows, fields: Fields, first: int) -> bytes:
        """The plain rows that are not known; others are put aside. All have their columns."""
        digests = typed.digests.of(fields)
        places = typed.known.new_rows(fields, digests, first)
        if not places.size:
            return b""
        fields = fields.of_rows(places)
        plain = typed.plain.mask(fields)
        if not plain.all():
            other, chosen = np.flatnonzero(~plain), np.flatnonzero(plain)
            lines = zip(
                (first + places[other]).tolist(), fields.of_rows(other).lines(), strict=True
            )
            self.others.write(b"".join([b"%d;%b\n" % row for row in lines]))
            fields, places = fields.of_rows(chosen), places[chosen]
        given = digests[places].view(np.int64).tolist()
        rows = zip(given, (first + places).tolist(), fields.lines_of(typed.kept), strict=True)
        return b"".join([b"%d;%d;%b\n" % row for row in rows])

    def _checked(self, first: int, lines: list[bytes], is_clean: bool) -> bytes:
        wanted, rejected_before = self._separators, self.rejected.count
        rows = []
        for number, line in enumerate(lines, first):
            if is_clean and line.count(b";") == wanted:
                rows.append(b"%d;%b\n" % (number, line))
            elif line and (mended := self._mend(number, line)) is not None:
                rows.append(b"%b\n" % mended)
        self.rows_read += len(rows) + self.rejected.count - rejected_before
        return b"".join(rows)

    def _mend(self, number: int, line: bytes) -> bytes | None:
        """A line with quotes is read as CSV; what then is not a row is rejected."""
        if len(line) > self._limits.line_bytes:
            self._reject(number, self._too_long)
            return None
        if b"\0" in line or QUOTE in line or b"\r" in line or _HIDING.search(line):
            self._reject(number, "a control character inside the row")
            return None
        fields = _fields(line.decode("utf-8"))
        wanted = self._separators + 1
        if self._ends_with_separator and fields[-1]:
            fields.append("")  # the row is as the header, without a separator at its end
        if len(fields) != wanted:
            behind = int(self._ends_with_separator)
            self._reject(number, f"{len(fields) - behind} columns instead of {wanted - behind}")
            return None
        if any(";" in field for field in fields):
            return b"%d;%b" % (number, _quoted(fields))
        return b"%d;%b" % (number, ";".join(fields).encode())

    def _reject(self, number: int, reason: str) -> None:
        self.rejected.add(number, reason)


def _longest(lines: list[bytes]) -> int:
    return max(map(len, lines), default=0)


def _cut_short(line: int) -> DeliveryRefused:
    return DeliveryRefused(
        "The file ends in the middle of line %(line)s: it was cut short. Download it again. (If "
        "its last row is whole and only the line end is missing, use --force.)",
        line=line,
    )


def _fields(text: str) -> list[str]:
    if '"' not in text:
        return text.split(";")
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))
    except (csv.Error, StopIteration):
        return text.split(";")


def _quoted(fields: list[str]) -> bytes:
    quote = QUOTE.decode()
    return ";".join(f"{quote}{f}{quote}" if f else "" for f in fields).encode()
