"""Addresses on other land of the properties that an area overlaps: a farm has parcels far apart."""

from __future__ import annotations

from collections.abc import Sequence

from geotarget.domain.rules import PARCEL_RULES
from geotarget.domain.selection import Selection

from .preview import chosen_parameters
from .timed import Row, rows

MOST_ELSEWHERE = 100
_ELSEWHERE = (
    "SELECT * FROM same_property_elsewhere(ST_GeomFromWKB(%s, %s), ST_GeomFromWKB(%s, %s), "
    "%s::text[], %s::text[], %s::text[], %s::jsonb, %s::jsonb, %s)"
)
_RULE = 4
"""Where the rule stands in `chosen_parameters`: here both parcel rules are asked."""


def same_property_elsewhere(selection: Selection, territory: Sequence[str] | None) -> list[Row]:
    """`MOST_ELSEWHERE` at most, the nearest first; `found` of each says how many there are.

    Nothing for a rule that does not ask for parcels. Raises `OperationalError` where it takes
    longer than a count may.
    """
    if selection.area is None or selection.rule not in PARCEL_RULES:
        return []
    asked = chosen_parameters(selection, territory)
    return rows(_ELSEWHERE, [*asked[:_RULE], *asked[_RULE + 1 :], MOST_ELSEWHERE])
