"""What an import did, in numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

LISTED_REJECTS = 1000
"""Rejected rows that the report lists; the count is always complete."""


@dataclass(frozen=True)
class Rejected:
    """A row that was not published, and why."""

    line: int
    """Line of the unpacked file, the header being line 1."""
    reason: str


@dataclass
class Counts:
    """Rows of one municipality against what was published before."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0

    def as_json(self) -> dict[str, int]:
        return {
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "unchanged": self.unchanged,
        }


WAYS = ("identifier", "place", "none")


@dataclass
class Links:
    """Rows of the data set by how they are linked to the rows of another one, each counted once.

    `identifier`: by the deliverer's ids (adresseId, bruksenhetId, matrikkelenhetId) or the
    cadastral number; `place`: by where they lie, for want of that; `none`: not at all.
    """

    identifier: int = 0
    place: int = 0
    none: int = 0

    def add(self, way: str, count: int) -> None:
        setattr(self, way, getattr(self, way) + count)

    def as_json(self) -> dict[str, int | float]:
        """The three counts, and their shares of all as `identifier_share` and so on."""
        counts = {way: getattr(self, way) for way in WAYS}
        total = sum(counts.values())
        return counts | {f"{way}_share": round(n / total, 4) for way, n in counts.items() if total}


@dataclass
class Report:
    """The result of one import."""

    dataset: str
    source_name: str
    source_sha256: str = ""
    """Known once the file is read."""
    extracted_at: dt.datetime | None = None
    rows_read: int = 0
    rows_without_unit: int = 0
    """Rows of a unit delivery that name an address but no unit."""
    rejected_count: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    kept_count: int = 0
    """Published rows that the delivery seems to lack, kept because a rejected row has no key."""
    mended_count: int = 0
    """Outlines that were not valid as delivered and were mended without changing their area."""
    without_area_count: int = 0
    """Parcels of point leases (punktfeste), published without an outline."""
    passed_over: dict[str, int] = field(default_factory=dict)
    """Features that are known and not read, by their name; sources.toml says which and why."""
    matches: dict[str, int] = field(default_factory=dict)
    """Places of business of the municipalities that the delivery covers, by how their address was
    found (`Business.match`)."""
    links: dict[str, Links] = field(default_factory=dict)
    """By the other data set (`address`, `unit`, `building`, `parcel`, `cadastral_unit`): published
    rows of the municipalities that the delivery covers and the other data set is loaded for."""
    municipalities: dict[str, Counts] = field(default_factory=dict)
    version_id: int | None = None
    """Null when the delivery said nothing new, and so no version was made."""

    def total(self, change: str) -> int:
        return sum(getattr(counts, change) for counts in self.municipalities.values())

    @property
    def match_rate(self) -> float | None:
        """Share of the places of business whose address was found; null for other data sets."""
        total = sum(self.matches.values())
        found = sum(self.matches.get(how, 0) for how in ("exact", "spelling", "letter"))
        return round(found / total, 4) if total else None

    @property
    def changes_nothing(self) -> bool:
        return not any(self.total(change) for change in ("added", "changed", "removed"))

    def as_json(self) -> dict[str, Any]:
        extracted = self.extracted_at.isoformat() if self.extracted_at else None
        totals = Counts(*(self.total(c) for c in ("added", "changed", "removed", "unchanged")))
        return {
            "dataset": self.dataset,
            "source_name": self.source_name,
            "source_sha256": self.source_sha256,
            "extracted_at": extracted,
            "version_id": self.version_id,
            "rows_read": self.rows_read,
            "rows_without_unit": self.rows_without_unit,
            "rejected_count": self.rejected_count,
            "rejected": [{"line": row.line, "reason": row.reason} for row in self.rejected],
            "kept_count": self.kept_count,
            "mended_count": self.mended_count,
            "without_area_count": self.without_area_count,
            "passed_over": self.passed_over,
            "matches": self.matches,
            "match_rate": self.match_rate,
            "links": {target: links.as_json() for target, links in sorted(self.links.items())},
            **totals.as_json(),
            "municipalities": {
                number: counts.as_json() for number, counts in sorted(self.municipalities.items())
            },
        }
