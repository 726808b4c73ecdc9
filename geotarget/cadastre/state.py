"""Which cadastre is published now, and how old it is."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Sum

from .models import DatasetCoverage, DatasetVersion

_OFFICIAL = "matrikkel"
_TELLS_AGE = Q(row_count__gt=0) & (
    Q(source=_OFFICIAL)
    | ~Exists(
        DatasetCoverage.objects.filter(
            source=_OFFICIAL,
            dataset=OuterRef("dataset"),
            municipality_number=OuterRef("municipality_number"),
            row_count__gt=0,
        )
    )
)
"""Rows of coverage: where there is official data, that is what the age is of. A municipality that
has no rows (merged with another) has none."""


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
    coverage = DatasetCoverage.objects.filter(_TELLS_AGE, dataset="address")
    if municipality_numbers:
        coverage = coverage.filter(municipality_number__in=municipality_numbers)
    return CadastreState(
        version=DatasetVersion.objects.aggregate(newest=Max("id"))["newest"] or 0,
        extracted_at=coverage.aggregate(oldest=Min("extracted_at"))["oldest"],
        has_units=DatasetCoverage.objects.filter(dataset="unit").exists(),
    )


@dataclass(frozen=True)
class DatasetAge:
    """One data set, of all municipalities asked for together."""

    dataset: str
    municipalities: int
    rows: int
    oldest_extract: datetime.datetime | None
    newest_extract: datetime.datetime | None
    first_published: datetime.datetime
    """When what has stood longest was published."""
    last_published: datetime.datetime


def dataset_ages(municipality_numbers: Sequence[str] | None = None) -> list[DatasetAge]:
    """Each data set of the whole cadastre, or of some municipalities, by name."""
    coverage = DatasetCoverage.objects.all()
    if municipality_numbers is not None:
        coverage = coverage.filter(municipality_number__in=municipality_numbers)
    rows = coverage.values("dataset").annotate(
        municipalities=Count("municipality_number", distinct=True),
        rows=Sum("row_count"),
        oldest_extract=Min("extracted_at", filter=_TELLS_AGE),
        newest_extract=Max("extracted_at", filter=_TELLS_AGE),
        first_published=Min("version__published_at"),
        last_published=Max("version__published_at"),
    )
    return [DatasetAge(**row) for row in rows.order_by("dataset")]
