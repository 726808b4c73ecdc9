"""Picking house numbers of a street: "Storgata 12–40, partall"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geotarget.domain.house_numbers import StreetPart, split_house

from .selected import rows

_ADDRESSES = """SELECT a.number FROM addresses_picked(%s) p JOIN address a ON a.id = p.address_id"""
_ENDS = """SELECT min(a.number) AS first, max(a.number) AS last
  FROM addresses_picked(%s) p JOIN address a ON a.id = p.address_id"""


@dataclass(frozen=True)
class HouseNumbers:
    """What a part of a street holds, and the numbers within it that do not exist."""

    part: StreetPart
    addresses: int
    missing: list[int]


def house_numbers(part: StreetPart) -> HouseNumbers:
    """All addresses of a part of a street, 14A and 14B included. Postcodes are not looked at: a
    street may have several.
    """
    there = [row["number"] for row in rows(_ADDRESSES, [str(part)])]
    return HouseNumbers(part, len(there), _missing(part, there))


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
