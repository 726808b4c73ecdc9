"""Selection rules and reasons: which addresses an area selects, and why each is listed."""

from __future__ import annotations

from enum import StrEnum


class SelectionRule(StrEnum):
    ADDRESS_INSIDE = "address-inside"
    """The address point lies in the area (default)."""
    ACCESS_INSIDE = "access-inside"
    """An access point lies in the area; an address without one is taken by its own point."""
    OWN_PARCEL_OVERLAPS = "own-parcel-overlaps"
    """The parcel that the address stands on overlaps the area by more than 1 m²."""
    ANY_PARCEL_OVERLAPS = "any-parcel-overlaps"
    """Any parcel of the address's property overlaps, kilometres away too."""
    BUILDING_INSIDE = "building-inside"
    """A building that the address belongs to has its point in the area."""


PARCEL_RULES = frozenset({SelectionRule.OWN_PARCEL_OVERLAPS, SelectionRule.ANY_PARCEL_OVERLAPS})
"""Rules that mean nothing where no parcels are loaded."""
BUILDING_RULES = frozenset({SelectionRule.BUILDING_INSIDE})
"""Rules that mean nothing where no buildings are loaded."""


class Per(StrEnum):
    """What gets one each; per person, household or number is chosen when a message is sent."""

    ADDRESS = "address"
    UNIT = "unit"
    """An address without a unit, or of which none is known, gets one as well."""


class Reason(StrEnum):
    """Why an address is on a list."""

    INSIDE = "inside"
    """The rule selects it."""
    PICKED = "picked"
    """A person picked its street or the address itself."""
    ADJOINING = "adjoining"
    """It stands on a parcel that adjoins the one whose neighbours are meant."""
    ACROSS_ROAD = "across_road"
    """It stands on a parcel across the road from that one."""
    WITHIN = "within"
    """It stands on a parcel within the metres that were asked for."""
    TAKEN_OUT = "taken_out"
    """Picked, but its point lies in the excluded area: not included."""
    ADDED = "added"
    """A person added it, with a reason (`adjustments.py`), and nothing else selects it."""
    REMOVED = "removed"
    """A person took it out, with a reason: not included."""
    REMOVED_UNSELECTED = "removed_unselected"
    """A person took it out, and nothing selects it (any more): not included."""
    OUTSIDE_TERRITORY = "outside_territory"
    """Selected, but in a municipality outside the organisation's territory: not included."""


_LEFT_OUT = (
    Reason.TAKEN_OUT,
    Reason.REMOVED,
    Reason.REMOVED_UNSELECTED,
    Reason.OUTSIDE_TERRITORY,
)


def is_included(reason: str) -> bool:
    """As `sql/functions/is_included.sql`."""
    return reason not in _LEFT_OUT
