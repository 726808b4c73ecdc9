"""Official areas and properties that are picked by name, as "census_tract:99010101"."""

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
    PROPERTY = "property"
    """matrikkelnummer without section, as "9901-12/3" or "9901-12/3/1"."""


SEARCHED = tuple(kind for kind in DistrictKind if kind is not DistrictKind.PROPERTY)
"""What the search finds by its kind; a property is found by its addresses, and on the map."""

DISTRICT_PATTERN = rf"({'|'.join(DistrictKind)}):[0-9A-Za-z/-]{{1,24}}"


def split_district(key: str) -> tuple[DistrictKind, str]:
    kind, _, number = key.partition(":")
    return DistrictKind(kind), number
