"""A street, or those of its house numbers that are meant, as one text.

"9901-1010" is all of it: municipality number and street code. "9901-1010 12A-40 even" is a part:
from 12A to 40, even numbers only. Both ends are included, and either may be left out ("12-",
"-40", or the side alone). A last number without a letter takes all its letters. Letters are in
capitals. `sql/functions/addresses_picked.sql` reads the same text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from .errors import InputError, gettext_noop

_HOUSE = r"[0-9]{1,5}[A-ZÆØÅ]?"
STREET_PATTERN = (
    rf"[0-9]{{4}}-[0-9A-Za-z]{{1,10}}( ({_HOUSE}-({_HOUSE})?|-{_HOUSE}))?( (even|odd))?"
)
_STREET = re.compile(STREET_PATTERN)


class Side(StrEnum):
    ALL = "all"
    EVEN = "even"
    ODD = "odd"

    def holds(self, number: int) -> bool:
        return self is Side.ALL or (number % 2 == 0) == (self is Side.EVEN)


@dataclass(frozen=True)
class StreetPart:
    street: str
    """Municipality number and street code."""
    first: str = ""
    """House number with its letter; empty for no lower end."""
    last: str = ""
    side: Side = Side.ALL

    def __str__(self) -> str:
        ends = f"{self.first}-{self.last}" if self.first or self.last else ""
        side = "" if self.side is Side.ALL else str(self.side)
        return " ".join(filter(None, (self.street, ends, side)))

    def has(self, number: int | None, letter: str) -> bool:
        """Whether a house of the street is in it; one without a number is in the whole only."""
        if self.is_whole or number is None:
            return self.is_whole
        after = not self.first or split_house(self.first) <= (number, letter)
        before = not self.last or (number, letter) <= _end(self.last)
        return after and before and self.side.holds(number)

    @property
    def is_whole(self) -> bool:
        return not self.first and not self.last and self.side is Side.ALL


def parse_street(text: str) -> StreetPart | None:
    """None for what is no such text. Raises `InputError` where the last number comes first."""
    if not _STREET.fullmatch(text):
        return None
    street, *rest = text.split(" ")
    side = Side(rest.pop()) if rest and rest[-1] in ("even", "odd") else Side.ALL
    first, last = rest[0].split("-") if rest else ("", "")
    if first and last and split_house(first) > _end(last):
        raise InputError(
            gettext_noop("No. %(last)s comes before no. %(first)s. Turn them round."),
            first=first,
            last=last,
        )
    return StreetPart(street, first, last, side)


def split_house(house: str) -> tuple[int, str]:
    """Number and letter of "14B"."""
    digits = house.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ")
    return int(digits), house[len(digits) :]


def _end(house: str) -> tuple[int, str]:
    number, letter = split_house(house)
    return number, letter or "\uffff"
