"""What a number of the cadastre is today: of a property, or of a municipality.

One that is in use is never taken for an old one. Followed through what imports recorded, and the
list of changes of municipality numbers (`docs/decisions/old-numbers.md`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from geotarget.cadastre.models import Address, CadastralUnit, Municipality

from .selected import rows

_FATE = "SELECT fate, number, today FROM old_number(%s)"
_CANDIDATES = "SELECT candidate FROM municipality_candidates(%s)"


class Fate(StrEnum):
    IN_USE = "in_use"
    FOLLOWED = "followed"
    """The property has another number now."""
    GONE = "gone"
    """It was published, and no property has it any more."""
    MUNICIPALITY = "municipality"
    """Only what the municipality may be today is known."""
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Number:
    fate: Fate
    today: list[str]
    """Properties as 9901-12/3, or municipalities; empty where there is none."""


def property_today(municipality: str, gnr: int, bnr: int, fnr: int) -> Number:
    """`fnr` is 0 for none."""
    known = {"municipality_number": municipality, "gnr": gnr, "bnr": bnr}
    without = Q(fnr=None) if fnr == 0 else Q()
    if (
        Address.objects.filter(Q(fnr=fnr) | without, **known).exists()
        or CadastralUnit.objects.filter(fnr=fnr, **known).exists()
    ):
        return Number(Fate.IN_USE, [_written(municipality, gnr, bnr, fnr)])
    words = f"{municipality}-{gnr}/{bnr}/{fnr}"
    found = rows(_FATE, [words])
    return Number(Fate(found[0]["fate"]), found[0]["today"]) if found else Number(Fate.UNKNOWN, [])


def municipality_today(number: str) -> Number:
    """Several after a split."""
    if Address.objects.filter(municipality_number=number).exists():
        return Number(Fate.IN_USE, [number])
    candidates = [row["candidate"] for row in rows(_CANDIDATES, [number])]
    if candidates:
        return Number(Fate.MUNICIPALITY, candidates)
    if Municipality.objects.filter(number=number).exists():
        return Number(Fate.IN_USE, [number])
    return Number(Fate.UNKNOWN, [])


def _written(municipality: str, gnr: int, bnr: int, fnr: int) -> str:
    return f"{municipality}-{gnr}/{bnr}" + (f"/{fnr}" if fnr else "")
