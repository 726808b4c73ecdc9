"""Neighbours of parcels as picks of a selection.

No list of owners: who they are is not in the open cadastre.
"""

from __future__ import annotations

from typing import Any

from geotarget.domain.neighbours import Neighbours

from .timed import rows


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


def _asked(wanted: Neighbours) -> list[Any]:
    return [list(wanted.parcels), wanted.metres]
