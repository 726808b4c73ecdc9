"""Which street or district that was picked by name brought an address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .districts import DistrictKind, split_district
from .house_numbers import parse_street


@dataclass(frozen=True)
class Placed:
    """What an address says of itself; `street` is municipality number and street code, `estate` its
    matrikkelnummer without section.
    """

    municipality: str
    street: str
    number: int | None
    letter: str
    census_tract: str
    postcode: str
    estate: str = ""


def picked_by(address: Placed, streets: Iterable[str], districts: Iterable[str]) -> str:
    """The first pick whose own terms the address meets; "" where none can be told.

    An address that meets none came with an urban area, or with a district whose border it is
    within: with one such district it is told, of several none.
    """
    known = list(districts)
    told = [pick for pick in streets if _is_on(address, pick)]
    told += [pick for pick in known if _names(address, pick)]
    if told:
        return told[0]
    by_border = [pick for pick in known if _may_hold(address, pick)]
    return by_border[0] if len(by_border) == 1 else ""


def _is_on(address: Placed, pick: str) -> bool:
    part = parse_street(pick)
    if part is None or part.street != address.street:
        return False
    return part.has(address.number, address.letter)


def _names(address: Placed, pick: str) -> bool:
    """Whether the address's own number says that it belongs there."""
    kind, number = split_district(pick)
    match kind:
        case DistrictKind.CENSUS_TRACT:
            return address.census_tract == number
        case DistrictKind.POSTCODE:
            return address.postcode == number
        case DistrictKind.MUNICIPALITY:
            return address.municipality == number
        case DistrictKind.COUNTY:
            return address.municipality.startswith(number)
        case DistrictKind.PROPERTY:
            return address.estate == number
    return False


def _may_hold(address: Placed, pick: str) -> bool:
    """Whether the border decides, as in `sql/functions/addresses_picked.sql`, or an urban area,
    which no list keeps.
    """
    kind, _ = split_district(pick)
    match kind:
        case DistrictKind.CENSUS_TRACT:
            return not address.census_tract
        case DistrictKind.POSTCODE:
            return not address.postcode
        case DistrictKind.POLLING_DISTRICT | DistrictKind.URBAN_AREA:
            return True
    return False
