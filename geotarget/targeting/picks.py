"""Picking house numbers of a street: "Storgata 12–40, partall"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geotarget.domain.house_numbers import StreetPart, split_house

from .selected import Row, rows

_ADDRESSES = """SELECT a.number, ST_X(at) AS longitude, ST_Y(at) AS latitude
  FROM addresses_picked(%s) p JOIN address a ON a.id = p.address_id
  CROSS JOIN ST_Transform(a.geom, 4326) AS at"""
_ENDS = """SELECT min(a.number) AS first, max(a.number) AS last
  FROM addresses_picked(%s) p JOIN address a ON a.id = p.address_id"""


@dataclass(frozen=True)
class HouseNumbers:
    """What a part of a street holds, and the numbers within it that do not exist."""

    part: StreetPart
    addresses: int
    missing: list[int]
    box: list[float]
    """West, south, east, north in degrees; empty where it holds nothing."""


def house_numbers(part: StreetPart) -> HouseNumbers:
    """All addresses of a part of a street, 14A and 14B included. Postcodes are not looked at: a
    street may have several.
    """
    found = rows(_ADDRESSES, [str(part)])
    there = [row["number"] for row in found]
    return HouseNumbers(part, len(there), _missing(part, there), _box(found))


def _box(places: Sequence[Row]) -> list[float]:
    if not places:
        return []
    longitudes, latitudes = ([row[side] for row in places] for side in ("longitude", "latitude"))
    return [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]


def ends_of(street: str) -> tuple[int | None, int | None]:
    """The first and the last house number of a street; None where it has none."""
    [found] = rows(_ENDS, [street])
    return found["first"], found["last"]


def _missing(part: StreetPart, there: Sequence[int | None]) -> list[int]:
    """Between numbers that are named: nobody expects a street to be without gaps elsewhere."""
    if not part.first or not part.last:
        return []
    known = set(there)
    first, last = split_house(part.first)[0], split_house(part.last)[0]
    wanted = (number for number in range(first, last + 1) if part.side.holds(number))
    return [number for number in wanted if number not in known]
