"""Picking house numbers of a street: "Storgata 12–40, partall"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from geotarget.cadastre.models import Address


class Side(StrEnum):
    ALL = "all"
    EVEN = "even"
    ODD = "odd"

    def holds(self, number: int) -> bool:
        return self is Side.ALL or (number % 2 == 0) == (self is Side.EVEN)


_SIDES = {
    "": Side.ALL,
    "partall": Side.EVEN,
    "like": Side.EVEN,
    "par": Side.EVEN,
    "even": Side.EVEN,
    "oddetall": Side.ODD,
    "ulike": Side.ODD,
    "odde": Side.ODD,
    "odd": Side.ODD,
}
_RANGE = re.compile(
    r"(?P<street>.*\S)\s+(?P<first>\d{1,4})\s*[-–—]\s*(?P<last>\d{1,4})"
    rf"(?:\s*,?\s+(?P<side>{'|'.join(side for side in _SIDES if side)}))?(?:\s+numbers)?",
    re.IGNORECASE,
)


_HOUSE = re.compile(r"(?P<street>.*[^\d\s,])[\s,]+(?P<number>\d{1,9} ?[^\W\d_]?)")


@dataclass(frozen=True)
class NumberRange:
    """House numbers from `first` to `last`, both included, on one or both sides of a street."""

    street: str
    first: int
    last: int
    side: Side

    def numbers(self) -> list[int]:
        return [number for number in range(self.first, self.last + 1) if self.side.holds(number)]


@dataclass(frozen=True)
class HouseNumbers:
    """The addresses of a street that a range names, and the numbers that do not exist."""

    street: dict[str, Any]
    wanted: NumberRange
    addresses: list[Address]
    missing: list[int]


def parse_range(text: str) -> NumberRange | None:
    """A range of house numbers, or None where the text names none."""
    match = _RANGE.fullmatch(text.strip().rstrip("."))
    if match is None:
        return None
    first, last = sorted((int(match["first"]), int(match["last"])))
    street = match["street"].rstrip(" ,")
    return NumberRange(street, first, last, _SIDES[(match["side"] or "").lower()])


def parse_house(text: str) -> tuple[str, str] | None:
    """Street and number of "Storgata 14B" as ("Storgata", "14B"); None where there is no number."""
    match = _HOUSE.fullmatch(text.strip())
    return (match["street"], match["number"].replace(" ", "").upper()) if match else None


def house_numbers(street: dict[str, Any], wanted: NumberRange) -> HouseNumbers:
    """All addresses of a street (row of `find_streets`) in a range, 14A and 14B included.

    Postcodes are not looked at: a street may have several.
    """
    addresses = Address.objects.filter(
        municipality_number=street["municipality_number"],
        street_code=street["street_code"],
        number__range=(wanted.first, wanted.last),
    ).order_by("number", "letter", "label", "source_id")
    chosen = [address for address in addresses if wanted.side.holds(address.number or 0)]
    there = {address.number for address in chosen}
    missing = [number for number in wanted.numbers() if number not in there]
    return HouseNumbers(street, wanted, chosen, missing)
