"""Borders of parcels as lines that a person draws along: exact, not the tiles' rounded ones."""

from __future__ import annotations

import json
from typing import Any

from .drawing import Box
from .selected import rows

MAX_EDGES = 2_500
"""More parcels than this in one view are too small on the screen to draw along."""


def edges_in(box: Box) -> list[Any] | None:
    """Rings as lists of positions (EPSG:4326, 8 decimals); None for too many parcels."""
    found = rows("SELECT edges FROM parcel_edges(%s, %s, %s, %s, %s)", [*box, MAX_EDGES + 1])
    if len(found) > MAX_EDGES:
        return None
    return [ring for row in found for ring in json.loads(row["edges"])["coordinates"]]
