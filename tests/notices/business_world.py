"""Invented places of business, and how the simulated Altinn reaches whom they belong to."""

from __future__ import annotations

from geotarget.cadastre.models import Business
from geotarget.domain.organisation_number import is_organisation_number
from tests.notices.world import MUNICIPALITY


def numbers(start: int, count: int, eighth: str) -> list[str]:
    """Organisation numbers whose digit before the check digit is `eighth`: 0 is reached by nothing,
    9 by e-mail alone, the others by SMS."""
    found: list[str] = []
    stem = start
    while len(found) < count:
        found += [
            number
            for check in range(10)
            if is_organisation_number(number := f"8{stem:06}{eighth}{check}")
        ]
        stem += 1
    return found


def place_of_business(at: str, number: str, parent: str = "") -> Business:
    """At an address of the cadastre; empty: none was found."""
    return Business(
        source="enhetsregisteret",
        source_id=number,
        parent_number=parent,
        municipality_number=MUNICIPALITY,
        address_source_id=at,
        match="exact" if at else "none",
        row_hash=b"",
    )


def phone(number: str) -> str:
    """Where a message to the organisation arrives."""
    return f"+4745{number[3:8]}0"
