"""A JSON array of objects, as rows for COPY; sources.toml says what is in a row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from .json_items import JsonItems
from .rejects import Rejects, copy_field
from .sources import Source

_BLOCK_ROWS = 500


class RecordRows:
    """Iterates blocks of rows in COPY's text form. `line` is the ordinal of the object, from 1."""

    def __init__(self, stream: IO[bytes], source: Source) -> None:
        self._items = JsonItems(stream)
        self._source = source
        self.columns = ["line", *source.columns]
        self.rows_read = 0
        self.rejected = Rejects()

    def __iter__(self) -> Iterator[bytes]:
        self._items.find(r"\[")
        block: list[bytes] = []
        for item in self._items:
            self.rows_read += 1
            values = [_value(item, paths) for paths in self._source.columns.values()]
            row = "\t".join(map(copy_field, [self.rows_read, *values]))
            if "\0" in row or r"\\u0000" in row:
                self.rejected.add(self.rows_read, "a control character in it")
                continue
            block.append(row.encode("utf-8", "replace") + b"\n")
            if len(block) >= _BLOCK_ROWS:
                yield b"".join(block)
                block = []
        if block:
            yield b"".join(block)
        self._items.refuse_more("[")


def _value(item: Any, paths: list[str]) -> str | None:
    """What stands at the first path that is there; an array as JSON."""
    for path in paths:
        found = item
        for name in path.split("/"):
            found = found.get(name) if isinstance(found, dict) else None
        if found is not None:
            return (
                json.dumps(found, ensure_ascii=False)
                if isinstance(found, list | dict)
                else str(found)
            )
    return None
