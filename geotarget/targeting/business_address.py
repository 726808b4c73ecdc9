"""Whether a place of business is known at an address, and where places of care are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from geotarget.cadastre.models import Address, Business, DatasetCoverage

SOURCE = "matrikkel"
MOST_OFFERED = 300


class Care(StrEnum):
    """Kinds of care, by how industry codes (SN2007 of SSB) begin; the first that fits."""

    HOME = "87"
    HOSPITAL = "86.1"
    DENTIST = "86.23"
    HEALTH = "86"
    NURSERY = "88.91"


@dataclass(frozen=True)
class CareAddress:
    label: str
    care: Care


def may_have_business(key: str) -> bool:
    """`key`: adresseId. True too where no businesses are loaded for the municipality: then nobody
    can tell."""
    municipalities = Address.objects.filter(source=SOURCE, source_id=key)
    loaded = DatasetCoverage.objects.filter(
        dataset="business",
        municipality_number__in=municipalities.values("municipality_number"),
    )
    return not loaded.exists() or Business.objects.filter(address_source_id=key).exists()


def care_addresses(municipalities: Sequence[str]) -> list[CareAddress]:
    """Where places of care are, care homes first: by what Enhetsregisteret says, without names."""
    codes = Q()
    for care in Care:
        codes |= Q(industry_code__startswith=care.value)
    places = Business.objects.filter(codes, municipality_number__in=municipalities)
    at = dict(
        places.exclude(address_source_id="").values_list("address_source_id", "industry_code")
    )
    labels = Address.objects.filter(source=SOURCE, source_id__in=at).values_list(
        "label", "source_id"
    )
    found = [CareAddress(label, _care(at[key])) for label, key in labels]
    order = list(Care)
    return sorted(found, key=lambda each: (order.index(each.care), each.label))[:MOST_OFFERED]


def _care(code: str) -> Care:
    return next(care for care in Care if code.startswith(care.value))
