"""Which cadastre is published: its data sets, how old they are, and what each version did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from geotarget.cadastre.models import CadastreChange, DatasetVersion
from geotarget.cadastre.state import dataset_ages
from geotarget.organisations.access import MemberRequest

from ..roles import sees_data

VERSIONS_PER_PAGE = 50
CHANGES_PER_PAGE = 100

DATASETS = {
    "address": _("Addresses"),
    "unit": _("Units"),
    "parcel": _("Parcels"),
    "cadastral_unit": _("Cadastral units"),
    "building": _("Buildings"),
    "business": _("Places of business"),
    "municipality": _("Municipality borders"),
    "county": _("County borders"),
    "census_tract": _("Census tracts"),
    "polling_district": _("Polling districts"),
    "postcode": _("Postcodes"),
    "postcode_area": _("Postcode areas"),
}
WAYS = ("identifier", "place", "none")
CHANGES = {
    "added": _("New"),
    "changed": _("Changed"),
    "removed": _("Removed"),
    "renumbered": _("New number"),
    "expired": _("Number expired"),
}


@require_safe
@sees_data
def cadastre(request: MemberRequest) -> HttpResponse:
    """Each data set in the own territory, and the versions, newest first."""
    versions = DatasetVersion.objects.order_by("-id")
    page = Paginator(versions, VERSIONS_PER_PAGE).get_page(request.GET.get("page"))
    ages = dataset_ages(request.organisation.municipality_numbers())
    context = {
        "datasets": [(_name(age.dataset), age) for age in ages],
        "page": page,
        "versions": [(row, _name(row.dataset)) for row in page],
    }
    return render(request, "targeting/cadastre.html", context)


@require_safe
@sees_data
def cadastre_version(request: MemberRequest, pk: int) -> HttpResponse:
    """The report of one version, and every row that it changed."""
    version = get_object_or_404(DatasetVersion, pk=pk)
    changes = CadastreChange.objects.filter(version=version).order_by(
        "municipality_number", "change", "id"
    )
    page = Paginator(changes, CHANGES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "version": version,
        "name": _name(version.dataset),
        "municipalities": sorted(version.report.get("municipalities", {}).items()),
        "links": list(_links(version.report)),
        "page": page,
        "changes": [(row, CHANGES.get(row.change, row.change)) for row in page],
    }
    return render(request, "targeting/cadastre_version.html", context)


def _links(report: dict[str, Any]) -> Iterator[tuple[Any, list[tuple[int, float]]]]:
    """The other data set, and rows and per cent by identifier, by place and without."""
    for target, counts in report.get("links", {}).items():
        ways = [(counts[way], 100 * counts[f"{way}_share"]) for way in WAYS]
        yield _name(target), ways


def _name(dataset: str) -> Any:
    return DATASETS.get(dataset, dataset)
