"""Rows of a delivery that are published already, told by their text while the file is read.

They need not go to the database again. What it is told instead: which published rows were not
seen, and how many of a municipality were, taken out when. Memory: about 30 bytes for each published
row of the municipalities that the delivery names.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .line_digests import Digests, LineDigests
from .plain_rows import Fields, Mask, Places, Rows
from .rejects import copy_field

Fetch = Callable[[str], bytes]
"""Digest and id of each published row of a municipality, as pairs of 64-bit big-endian integers."""

_NUMBER_BYTES = 4
_BLOCK_ROWS = 50_000


class KnownRows:
    """`columns` in the order of the file; `fetch`: None where nothing may be passed over."""

    def __init__(self, columns: Sequence[str], key: Sequence[str], fetch: Fetch | None) -> None:
        self._fetch = fetch
        self._number = columns.index("municipality_number")
        self._keys = LineDigests(columns, key)
        self._extracts = LineDigests(columns, [name for name in columns if name == "extracted"])
        self._extracted = columns.index("extracted") if "extracted" in columns else None
        self._published: dict[str, _Published] = {}
        self._seen: Counter[tuple[str, int]] = Counter()
        self._times: dict[int, str | None] = {}
        self._to_come: list[int] = []
        """Times that the database has to judge: no row with such a one is known."""
        self._given: list[Digests] = []

    def new_rows(self, fields: Fields, digests: Digests, first_line: int) -> Rows:
        """Places of the rows that are not known, or not for the first time."""
        is_known = np.zeros(len(digests), np.bool_)
        for number, rows in self._by_municipality(fields) if self._fetch else ():
            published = self._published_of(number)
            if not published.ids.size:
                continue
            times = self._times_of(fields.of_rows(rows))
            is_past = ~np.isin(times, self._to_come)
            rows, times = rows[is_past], times[is_past]
            is_known[rows] = found = published.find(digests[rows], first_line + rows)
            self._count(number, times[found])
        new = np.flatnonzero(~is_known)
        self._given.append(self._keys.of(fields.of_rows(new)))
        return new

    def _by_municipality(self, fields: Fields) -> Iterator[tuple[str, Places]]:
        starts, ends = fields.starts[:, self._number], fields.ends[:, self._number]
        places = starts[:, None] + np.arange(_NUMBER_BYTES)
        heads = fields.given.take(places, mode="clip").view("<u4")[:, 0]
        codes = np.where(ends - starts == _NUMBER_BYTES, heads, 0)
        for code in np.unique(codes).tolist():
            name = code.to_bytes(_NUMBER_BYTES, "little")
            if name.isdigit():
                yield name.decode(), np.flatnonzero(codes == code)

    def _published_of(self, number: str) -> _Published:
        if number not in self._published and self._fetch is not None:
            self._published[number] = _Published(self._fetch(number))
        return self._published[number]

    def _times_of(self, fields: Fields) -> Digests:
        """Deliverers write the time of the extract into each row; it is not published with it."""
        if self._extracted is None:
            self._times[0] = None
            return np.zeros(len(fields.starts), np.uint64)
        times = self._extracts.of(fields)
        for time, row in zip(*(each.tolist() for each in np.unique(times, True)), strict=True):
            if time not in self._times:
                start, end = (at[row, self._extracted] for at in (fields.starts, fields.ends))
                self._times[time] = text = fields.block[start:end].decode()
                if not _is_past(text):
                    self._to_come.append(time)
        return times

    def _count(self, number: str, times: Digests) -> None:
        found = np.unique(times, return_counts=True)
        for time, count in zip(*(each.tolist() for each in found), strict=True):
            self._seen[number, time] += count

    def municipalities(self) -> Iterator[bytes]:
        """Those whose published rows were looked for; for COPY."""
        return (f"{number}\n".encode() for number in self._published)

    @property
    def any_seen(self) -> bool:
        """Whether a published row is in the delivery just so."""
        return bool(self._seen)

    def counts(self) -> Iterator[bytes]:
        """Rows for COPY: municipality, time of the extract, number of seen rows."""
        for (number, time), count in self._seen.items():
            row = "\t".join(map(copy_field, (number, self._times[time], count)))
            yield f"{row}\n".encode()

    def unseen(self) -> Iterator[bytes]:
        """Ids of published rows that the delivery has not, or has with another text; for COPY."""
        for published in self._published.values():
            yield from _rows(published.ids[published.lines == 0])

    @functools.cached_property
    def may_repeat(self) -> bool:
        """Whether two of the rows that are not known have the same key, once the file is read.
        False is sure."""
        given = np.concatenate([*self._given, np.empty(0, np.uint64)])
        self._given.clear()
        given.sort()
        return bool((given[1:] == given[:-1]).any())

    def seen(self, number: str) -> Iterator[bytes]:
        """Ids of the rows of a municipality that were seen, and in which line; for COPY."""
        published = self._published[number]
        return _rows(published.ids[published.lines > 0], published.lines[published.lines > 0])


class _Published:
    """Of one municipality, in the order of the digests; `lines` is 0 where a row was not seen."""

    def __init__(self, pairs: bytes) -> None:
        given = np.frombuffer(pairs, ">u8").reshape(-1, 2)
        order = np.argsort(given[:, 0])
        self._digests: Digests = given[order, 0].astype(np.uint64)
        self.ids = given[order, 1].astype(np.int64)
        self.lines = np.zeros(len(order), np.int32)

    def find(self, digests: Digests, lines: Places) -> Mask:
        """Which are published and were not seen before."""
        # In their order they are found in half the time.
        order = np.argsort(digests)
        places = np.empty(len(digests), np.int64)
        places[order] = np.searchsorted(self._digests, digests[order])
        places.clip(max=self._digests.size - 1, out=places)
        found = (self._digests[places] == digests) & (self.lines[places] == 0)
        # Backwards, so that of two equal lines in one block the first stays.
        self.lines[places[found][::-1]] = lines[found][::-1]
        return np.asarray(found & (self.lines[places] == lines))


def _is_past(time: str) -> bool:
    """False for what is no day at all. Source: the CSV forms write 12.06.2025 09:03:43."""
    try:
        return dt.datetime.strptime(time[:10], "%d.%m.%Y").date() <= dt.datetime.now(dt.UTC).date()
    except ValueError:
        return False


def _rows(*columns: npt.NDArray[np.integer[Any]]) -> Iterator[bytes]:
    for start in range(0, len(columns[0]), _BLOCK_ROWS):
        values = (column[start : start + _BLOCK_ROWS].tolist() for column in columns)
        rows = ("\t".join(map(str, row)) for row in zip(*values, strict=True))
        yield "".join(f"{row}\n" for row in rows).encode()
