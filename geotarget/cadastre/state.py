"""Which cadastre is published now, and how old it is."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, Min

from .models import DatasetCoverage, DatasetVersion


@dataclass(frozen=True)
class CadastreState:
    version: int
    """Newest `DatasetVersion.id`; 0 when nothing has been imported."""
    extracted_at: datetime.datetime | None
    """Age of the oldest address data among the municipalities asked for."""
    has_units: bool
    """Unit data is loaded for at least one municipality."""


def cadastre_state(municipality_numbers: Sequence[str] = ()) -> CadastreState:
    """State of the whole cadastre, or its age for some municipalities."""
    coverage = DatasetCoverage.objects.filter(dataset="address")
    if municipality_numbers:
        coverage = coverage.filter(municipality_number__in=municipality_numbers)
    return CadastreState(
        version=DatasetVersion.objects.aggregate(newest=Max("id"))["newest"] or 0,
        extracted_at=coverage.aggregate(oldest=Min("extracted_at"))["oldest"],
        has_units=DatasetCoverage.objects.filter(dataset="unit").exists(),
    )
