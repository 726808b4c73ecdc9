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
    "partal": Side.EVEN,
    "like": Side.EVEN,
    "par": Side.EVEN,
    "even": Side.EVEN,
    "oddetall": Side.ODD,
    "oddetal": Side.ODD,
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
    r"(?:innen |innan |within )?(?P<metres>[0-9]{1,6}) ?m(?:eter|etres|etrar)? "
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
_KIND_LAST = re.compile(rf"(?P<rest>.*\S) (?P<kind>{'|'.join(_KINDS)})", re.IGNORECASE)
PROPERTY_PATTERN = (
    r"(?:(?P<municipality>[0-9]{4})[- ,]\s*)?"
    r"(?:g(?:nr|årdsnr)\.? ?)?(?P<gnr>[0-9]{1,6}) ?(?:/|,? ?b(?:nr|ruksnr)\.?) ?(?P<bnr>[0-9]{1,6})"
    r"(?: ?(?:/|,? ?f(?:nr|estenr)\.?) ?(?P<fnr>[0-9]{1,6}))?"
    r"(?: ?(?:/|,? ?s(?:nr|eksjonsnr)\.?) ?(?P<snr>[0-9]{1,6}))?(?:-(?P<undernumber>[0-9]{1,6}))?"
)
_PROPERTY = re.compile(PROPERTY_PATTERN, re.IGNORECASE)
_NUMBERED = re.compile(r"(?P<number>[0-9]{4,8}),? (?P<name>[^\d/]+)")


@dataclass(frozen=True)
class PropertyNumber:
    """gnr/bnr as it was typed; 0 for a number that was not."""

    municipality: str | None
    gnr: int
    bnr: int
    fnr: int
    snr: int = 0
    undernumber: int | None = None

    @property
    def words(self) -> str:
        """As `addresses_numbered` reads it, without section: "9901-12/3/1-2"."""
        lease = f"/{self.fnr}" if self.fnr else ""
        under = "" if self.undernumber is None else f"-{self.undernumber}"
        return f"{self._before}{self.gnr}/{self.bnr}{lease}{under}"

    @property
    def number(self) -> str:
        """All that was typed, without the address's own number: "9901-12/3/0/2"."""
        section = f"/{self.fnr}/{self.snr}" if self.snr else f"/{self.fnr}" if self.fnr else ""
        return f"{self._before}{self.gnr}/{self.bnr}{section}"

    @property
    def _before(self) -> str:
        return f"{self.municipality}-" if self.municipality else ""


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
    return _kind_and_rest(_KIND.fullmatch(text.strip()))


def parse_district_last(text: str) -> tuple[DistrictKind, str] | None:
    """Name and kind of "Strandvik kommune"; None where no kind stands last."""
    return _kind_and_rest(_KIND_LAST.fullmatch(text.strip()))


def _kind_and_rest(match: re.Match[str] | None) -> tuple[DistrictKind, str] | None:
    return (_KINDS[match["kind"].lower()], (match["rest"] or "").strip()) if match else None


def parse_property(text: str) -> PropertyNumber | None:
    """A whole cadastral number: "9901-12/3/0/2", "gnr. 12 bnr. 3"; None where the text is none."""
    match = _PROPERTY.fullmatch(text.strip())
    if match is None:
        return None
    gnr, bnr, fnr, snr = (int(match[name] or 0) for name in ("gnr", "bnr", "fnr", "snr"))
    under = match["undernumber"]
    return PropertyNumber(match["municipality"], gnr, bnr, fnr, snr, int(under) if under else None)


def parse_numbered(text: str) -> tuple[str, str] | None:
    """Number and name of "9994 Strandvik" or "99010101 Sentrum"; None where it is none."""
    match = _NUMBERED.fullmatch(text.strip())
    return (match["number"], match["name"].strip()) if match else None


def parse_special(text: str) -> bool:
    """Whether it is house numbers from–to, a circle or a district."""
    forms = (parse_range, parse_within, parse_district, parse_district_last)
    return any(form(text) is not None for form in forms)


def _house(text: str) -> str:
    return text.replace(" ", "").upper()
