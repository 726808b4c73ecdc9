"""Neighbours of parcels: their properties and addresses, and where they are on the map.

No list of owners: who they are is not in the open cadastre.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from geotarget.domain.neighbours import Neighbours

from .timed import Row, rows

MOST_ELSEWHERE = 100


@dataclass(frozen=True)
class NeighbourProperty:
    """A property by its number, without section; "" where the cadastre names none."""

    number: str
    how: str
    """`NeighbourKind`."""
    distance_m: float
    """Between the nearest parcels."""
    parcels_there: int
    addresses: int
    """That stand on its neighbouring parcels; 0 for an unbuilt plot."""
    units: int | None
    """At them; None where no unit data is loaded for some."""
    is_disputed: bool
    is_like_a_road: bool


def neighbour_properties(wanted: Neighbours) -> list[NeighbourProperty]:
    """Of every kind, adjoining ones first, then by distance."""
    found = rows("SELECT * FROM neighbour_properties(%s::text[], %s)", _asked(wanted))
    return [NeighbourProperty(**row) for row in found]


def neighbour_shapes(wanted: Neighbours) -> list[dict[str, Any]]:
    """`how` and GeoJSON `geometry` (EPSG:4326) of each parcel; `subject` for those asked about."""
    found = rows("SELECT * FROM neighbour_shapes(%s::text[], %s)", _asked(wanted))
    return [{"how": row["how"], "geometry": json.loads(row["shape"])} for row in found]


def neighbours_elsewhere(wanted: Neighbours) -> list[Row]:
    """Addresses of neighbouring properties that stand on other land of theirs, nearest first."""
    return rows(
        """SELECT a.source_id, a.label, n.distance_m, n.how,
                  coalesce(
                    property_number(a.municipality_number, a.gnr, a.bnr, a.fnr), '') AS number
             FROM neighbour_addresses(%s::text[], %s) n JOIN address a ON a.id = n.address_id
            WHERE NOT n.is_on
            ORDER BY n.distance_m, a.label, a.source_id LIMIT %s""",
        [*_asked(wanted), MOST_ELSEWHERE],
    )


def parcels_to_choose(
    territory: Sequence[str],
    *,
    place: tuple[float, float] | None = None,
    number: str | None = None,
) -> list[Row]:
    """Parcels at a place (longitude, latitude), or of a cadastral number."""
    longitude, latitude = place or (None, None)
    return rows(
        "SELECT * FROM parcels_to_choose(%s, %s, %s, %s::text[])",
        [longitude, latitude, number, list(territory)],
    )


def property_numbers(parcels: Sequence[str]) -> list[str]:
    """Numbers of the properties that parcels (teigId) belong to, without section."""
    found = rows(
        """SELECT DISTINCT property_number(u.municipality_number, u.gnr, u.bnr, u.fnr) AS number
             FROM parcel_cadastral_unit l JOIN cadastral_unit u ON u.id = l.cadastral_unit_id
            WHERE l.parcel_id = ANY (parcels_known(%s::text[])) ORDER BY 1""",
        [list(parcels)],
    )
    return [row["number"] for row in found]


def picked_with_reason(wanted: Neighbours | None) -> list[str]:
    """The neighbours' addresses as `selected_addresses` takes them: adresseId, "|", why."""
    if wanted is None:
        return []
    found = rows(
        """SELECT DISTINCT a.source_id || '|' || n.how AS picked
             FROM neighbour_addresses(%s::text[], %s) n JOIN address a ON a.id = n.address_id
            WHERE n.is_on AND n.how = ANY (%s::text[])""",
        [*_asked(wanted), [str(kind) for kind in wanted.kinds]],
    )
    return [row["picked"] for row in found]


def frozen_properties(wanted: Neighbours | None) -> list[dict[str, Any]] | None:
    """What a list keeps of the properties whose addresses it takes, unbuilt ones too."""
    if wanted is None:
        return None
    return [asdict(one) for one in neighbour_properties(wanted) if one.how in wanted.kinds]


def _asked(wanted: Neighbours) -> list[Any]:
    return [list(wanted.parcels), wanted.metres]
