"""What a person has typed, taken apart: "Storgata 12–40, partall", "innen 200 m fra Storgata 5"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geotarget.domain.districts import DistrictKind
from geotarget.domain.house_numbers import Side, split_house

LEAST_RADIUS_M, MOST_RADIUS_M = 1, 5_000
"""Of a circle around an address."""

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
_NUMBER = "[0-9]{1,5} ?(?-i:[A-ZÆØÅa-zæøå])?"
_RANGE = re.compile(
    rf"(?P<street>.*\S)\s+(?P<first>{_NUMBER})\s*[-–—]\s*(?P<last>{_NUMBER})"
    rf"(?:\s*,?\s+(?P<side>{'|'.join(side for side in _SIDES if side)}))?(?:\s+numbers)?",
    re.IGNORECASE,
)
_HOUSE = re.compile(r"(?P<street>.*[^\d\s,])[\s,]+(?P<number>\d{1,9} ?[^\W\d_]?)")
_WITHIN = re.compile(
    r"(?:innen |within )?(?P<metres>[0-9]{1,6}) ?m(?:eter|etres|etrar)? "
    r"(?:fra|frå|rundt|from|of|around) (?P<address>.+)",
    re.IGNORECASE,
)
_KINDS = {
    "grunnkrets": DistrictKind.CENSUS_TRACT,
    "grunnkrins": DistrictKind.CENSUS_TRACT,
    "valgkrets": DistrictKind.POLLING_DISTRICT,
    "valkrins": DistrictKind.POLLING_DISTRICT,
    "stemmekrets": DistrictKind.POLLING_DISTRICT,
    "røystekrins": DistrictKind.POLLING_DISTRICT,
    "tettsted": DistrictKind.URBAN_AREA,
    "tettstad": DistrictKind.URBAN_AREA,
    "postnummer": DistrictKind.POSTCODE,
    "postnr": DistrictKind.POSTCODE,
    "kommune": DistrictKind.MUNICIPALITY,
    "fylke": DistrictKind.COUNTY,
    "census tract": DistrictKind.CENSUS_TRACT,
    "polling district": DistrictKind.POLLING_DISTRICT,
    "urban area": DistrictKind.URBAN_AREA,
    "postcode": DistrictKind.POSTCODE,
    "municipality": DistrictKind.MUNICIPALITY,
    "county": DistrictKind.COUNTY,
}
_KIND = re.compile(rf"(?P<kind>{'|'.join(_KINDS)})\.?(?: (?P<rest>.*))?", re.IGNORECASE)


@dataclass(frozen=True)
class NumberRange:
    """House numbers from `first` to `last`, both included, on one or both sides of a street."""

    street: str
    first: str
    last: str
    side: Side


def parse_range(text: str) -> NumberRange | None:
    """A range of house numbers, or None where the text names none."""
    match = _RANGE.fullmatch(text.strip().rstrip("."))
    if match is None:
        return None
    ends = (_house(match["first"]), _house(match["last"]))
    first, last = sorted(ends, key=split_house)
    side = _SIDES[(match["side"] or "").lower()]
    return NumberRange(match["street"].rstrip(" ,"), first, last, side)


def parse_house(text: str) -> tuple[str, str] | None:
    """Street and number of "Storgata 14B" as ("Storgata", "14B"); None where there is no number."""
    match = _HOUSE.fullmatch(text.strip())
    return (match["street"], _house(match["number"])) if match else None


def parse_within(text: str) -> tuple[int, str] | None:
    """Metres and address of "innen 200 m fra Storgata 5"; None where it says no such thing."""
    match = _WITHIN.fullmatch(text.strip())
    return (int(match["metres"]), match["address"]) if match else None


def parse_district(text: str) -> tuple[DistrictKind, str] | None:
    """Kind and the rest of "grunnkrets 99010101"; None where no kind stands first."""
    match = _KIND.fullmatch(text.strip())
    return (_KINDS[match["kind"].lower()], (match["rest"] or "").strip()) if match else None


def parse_special(text: str) -> bool:
    """Whether it is house numbers from–to, a circle or a district."""
    parts = (parse_range(text), parse_within(text), parse_district(text))
    return any(part is not None for part in parts)


def _house(text: str) -> str:
    return text.replace(" ", "").upper()
