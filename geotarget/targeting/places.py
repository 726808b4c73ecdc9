"""Places by coordinates: in which municipality they lie, and what is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geotarget.domain.typed_place import TypedPlace

from .selected import Row, rows

NEAR_M = 100
"""Metres within which addresses are told, and within which all are taken where nobody says more."""
MOST_NEAR = 3
_NEAR = """SELECT n.*, n.at_longitude AS longitude, n.at_latitude AS latitude,
       n.municipality_number = ANY (%s::text[]) AS in_territory
  FROM addresses_at(%s, %s, %s) n LIMIT %s"""


@dataclass(frozen=True)
class Place:
    """`municipality` is a name; "" at sea, abroad, and where nothing is loaded."""

    longitude: float
    latitude: float
    system: str
    """As "UTM 32"; "" for degrees."""
    municipality: str
    in_territory: bool
    nearest: str
    """The nearest address within 2 km, "" for none, and how far it is in metres."""
    distance_m: float | None


def find_places(typed: Sequence[TypedPlace], territory: Sequence[str]) -> list[Place]:
    """Where coordinates may mean several places, those in the territory, else those in any
    municipality, else all.
    """
    found = [_place(one, territory) for one in typed]
    own = [place for place in found if place.in_territory]
    return own or [place for place in found if place.municipality] or found


def addresses_near(place: Place, territory: Sequence[str]) -> list[Row]:
    """The nearest addresses, as `find_addresses` gives them."""
    at = [place.longitude, place.latitude, NEAR_M]
    near = rows(_NEAR, [list(territory), *at, MOST_NEAR])
    return [{**row, "found": len(near)} for row in near]


def _place(typed: TypedPlace, territory: Sequence[str]) -> Place:
    found = rows("SELECT * FROM municipality_at(%s, %s)", [typed.longitude, typed.latitude])
    known: Row = (
        found[0] if found else {"number": "", "name": "", "address": "", "distance_m": None}
    )
    return Place(
        typed.longitude,
        typed.latitude,
        system=typed.system,
        municipality=known["name"],
        in_territory=known["number"] in territory,
        nearest=known["address"] or "",
        distance_m=known["distance_m"],
    )
