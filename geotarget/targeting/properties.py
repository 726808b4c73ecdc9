"""Properties by their cadastral number: where they lie, and what picking one takes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .selected import Row, rows
from .typed import PropertyNumber

MAX_PROPERTIES = 8
_FIND = "SELECT * FROM find_properties(%s, %s, %s, %s, %s, %s::text[], %s)"
_LISTED = "SELECT * FROM find_listed(%s::jsonb, NULL) WHERE kind = 'address'"
_OUTLINE = """SELECT ST_AsGeoJSON(ST_Transform(geom, 4326)) AS shape
  FROM parcels_of_property(%s, %s, %s, %s)"""


@dataclass(frozen=True)
class HeldByProperty:
    """Addresses as the page picks them; of an unbuilt property the outlines of its parcels
    (GeoJSON, EPSG:4326)."""

    addresses: list[dict[str, Any]]
    outlines: list[dict[str, Any]]


def find_properties(number: PropertyNumber, territory: Sequence[str]) -> list[Row]:
    """Those of the territory first; a number without municipality may be many."""
    typed = [number.municipality, number.gnr, number.bnr, number.fnr, number.snr]
    return rows(_FIND, [*typed, list(territory), MAX_PROPERTIES])


def held_by(number: PropertyNumber) -> HeldByProperty:
    """What a property holds today; its number has a municipality."""
    names = ("municipality", "gnr", "bnr", "fnr", "snr")
    asked = {"line": 1, **{name: getattr(number, name) for name in names}}
    found = rows(_LISTED, [json.dumps([asked])])
    addresses = [{"source_id": row["key"], "label": row["label"]} for row in found]
    if addresses:
        return HeldByProperty(addresses, [])
    land = rows(_OUTLINE, [number.municipality, number.gnr, number.bnr, number.fnr])
    return HeldByProperty([], [json.loads(row["shape"]) for row in land])
