"""Rows that a reader put aside, in a temporary file: memory does not grow with their number."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator

_SPECIAL = re.compile(r"[\\\t\n\r]")
_IN_MEMORY = 1 << 20
_BLOCK = 1 << 20


class Rejects:
    """Filled while a delivery is read, then copied into the table `rejected`."""

    COLUMNS = ("line", "source_id", "reason")

    def __init__(self) -> None:
        # Lives as long as its reader, which is the whole import.
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        self.count = 0

    def add(self, line: int, reason: str, key: str = "") -> None:
        """`key` is empty where it cannot be known; line as in `Rejected`."""
        row = "\t".join(map(copy_field, (line, key, reason.replace("\0", "")))) + "\n"
        self._file.write(row.encode("utf-8", "replace"))
        self.count += 1

    def blocks(self) -> Iterator[bytes]:
        self._file.seek(0)
        while block := self._file.read(_BLOCK):
            yield block


def copy_field(value: object) -> str:
    """COPY's text form: backslash is its escape."""
    if value is None or value == "":
        return r"\N"
    text = str(value)
    if _SPECIAL.search(text) is None:
        return text
    for char, escaped in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(char, escaped)
    return text
