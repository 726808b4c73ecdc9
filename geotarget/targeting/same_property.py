"""Addresses on other land of the properties that an area overlaps: a farm has parcels far apart."""

from __future__ import annotations

from collections.abc import Sequence

from geotarget.domain.rules import PARCEL_RULES
from geotarget.domain.selection import Selection

from .preview import chosen_parameters, of_selection
from .timed import Row, rows

MOST_ELSEWHERE = 100
_ELSEWHERE = of_selection("SELECT * FROM same_property_elsewhere(:selection, %s)")


def same_property_elsewhere(selection: Selection, territory: Sequence[str] | None) -> list[Row]:
    """`MOST_ELSEWHERE` at most, the nearest first; `found` of each says how many there are.

    Nothing for a rule that does not ask for parcels. Raises `OperationalError` where it takes
    longer than a count may.
    """
    if selection.area is None or selection.rule not in PARCEL_RULES:
        return []
    return rows(_ELSEWHERE, [*chosen_parameters(selection, territory), MOST_ELSEWHERE])
