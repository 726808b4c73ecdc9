"""What a line of a pasted list names, and what is wrong with one that names nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .selected import Row


@dataclass(frozen=True)
class Hit:
    """Picks, in the form in which the map page holds them."""

    name: str
    place: str = ""
    streets: list[dict[str, Any]] = field(default_factory=list)
    districts: list[dict[str, Any]] = field(default_factory=list)
    addresses: list[dict[str, Any]] = field(default_factory=list)
    circles: list[dict[str, Any]] = field(default_factory=list)
    """Label and point (EPSG:4326) of an address, and metres around it."""
    note: str = ""
    """House numbers within it that do not exist."""


@dataclass(frozen=True)
class Fault:
    line: int
    """From 1, as the reader counts the lines."""
    text: str
    message: str
    proposals: list[Hit] = field(default_factory=list)
    """What may be meant: one that can be taken as it is, or several to choose from."""


def of_address(found: Sequence[Row], name: str = "") -> Hit:
    """Rows of `find_listed`: one address, or all of a property under its own name."""
    first = found[0]
    place = f"{first['postcode']} {first['post_town']}".strip()
    addresses = [{"source_id": row["key"], "label": row["label"]} for row in found]
    return Hit(
        name or first["label"], first["municipality"] if name else place, addresses=addresses
    )


def of_street(row: Row) -> Hit:
    street = {"key": row["key"], "name": row["label"], "municipality": row["municipality"]}
    return Hit(row["label"], row["municipality"], streets=[street])
