"""Rows that cannot be used, as a reader found them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .spool import Spool

_SPECIAL = re.compile(r"[\\\t\n\r]")


class Rejects:
    """Filled while a delivery is read, then copied into the table `rejected`."""

    COLUMNS = ("line", "source_id", "reason")

    def __init__(self) -> None:
        self._rows = Spool()
        self.count = 0

    def add(self, line: int, reason: str, key: str = "") -> None:
        """`key` is empty where it cannot be known; line as in `Rejected`."""
        row = "\t".join(map(copy_field, (line, key, reason.replace("\0", "")))) + "\n"
        self._rows.write(row.encode("utf-8", "replace"))
        self.count += 1

    def blocks(self) -> Iterator[bytes]:
        return iter(self._rows)


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
