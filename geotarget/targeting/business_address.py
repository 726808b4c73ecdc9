"""Whether a place of business is known at an address."""

from __future__ import annotations

from geotarget.cadastre.models import Address, Business, DatasetCoverage

SOURCE = "matrikkel"


def may_have_business(key: str) -> bool:
    """`key`: adresseId. True too where no businesses are loaded for the municipality: then nobody
    can tell."""
    municipalities = Address.objects.filter(source=SOURCE, source_id=key)
    loaded = DatasetCoverage.objects.filter(
        dataset="business",
        municipality_number__in=municipalities.values("municipality_number"),
    )
    return not loaded.exists() or Business.objects.filter(address_source_id=key).exists()
