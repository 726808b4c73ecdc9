"""Official areas that are picked by name, as "census_tract:99010101"."""

from __future__ import annotations

from enum import StrEnum


class DistrictKind(StrEnum):
    CENSUS_TRACT = "census_tract"
    """grunnkretsnummer, 8 digits."""
    POLLING_DISTRICT = "polling_district"
    """Valgkrets: municipality number and the district's own, as "9901-1"."""
    URBAN_AREA = "urban_area"
    """tettstednummer, 4 digits; known from the addresses alone."""
    POSTCODE = "postcode"
    """postnummer, 4 digits."""
    MUNICIPALITY = "municipality"
    """kommunenummer, 4 digits."""
    COUNTY = "county"
    """fylkesnummer, 2 digits."""


DISTRICT_PATTERN = rf"({'|'.join(DistrictKind)}):[0-9A-Za-z-]{{1,12}}"


def split_district(key: str) -> tuple[DistrictKind, str]:
    kind, _, number = key.partition(":")
    return DistrictKind(kind), number
