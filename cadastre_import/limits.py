"""When a delivery is refused. Settings with defaults; `force` overrides the removal limits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Shares are of a municipality's published rows (removed) or of the rows read (rejected)."""

    removed_share: float = 0.05
    removed_rows: int = 5
    """At most this many removed rows are always accepted, whatever their share: where a
    municipality has fewer than a hundred, as of districts, one or two are no sign of a cut file."""
    rejected_share: float = 0.01
    rejected_rows: int = 10
    """At most this many rejected rows are always accepted, as long as some row is good."""
    border_metres: int = 100
    """Addresses that are farther outside a new border of their municipality are left out by it."""
    line_bytes: int = 65_536
    """A line longer than this is not a row of a delivery, and is rejected unread."""
    unpacked_bytes: int = 20_000_000_000
    gdal_bytes: int = 4_000_000_000
    """Address space of the child process in which GDAL reads a file."""
    gdal_seconds: int = 3_600
    """How long that process may run, and how much processor time it may use."""
    unpack_ratio: int = 120
    """Cadastre text packs about 10:1 to 25:1; a ratio above this is a decompression bomb."""

    def is_bomb(self, unpacked: int, packed: int) -> bool:
        """Whether so many bytes are more than a delivery unpacks to; a small one may be dense."""
        is_dense = unpacked > 1_000_000 and unpacked / max(packed, 1) > self.unpack_ratio
        return is_dense or unpacked > self.unpacked_bytes
