"""Saved areas: all of them, one with its versions, and what people do with one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.db import OperationalError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from geotarget.domain.coordinates import GEOJSON_SRID, NORWAY_LATITUDE, NORWAY_LONGITUDE
from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.rules import SelectionRule
from geotarget.domain.selection import parse_selection
from geotarget.organisations.access import MemberRequest, own_or_404

from .. import messages
from ..answers import NotUnderstoodError, answers_json, body_of, too_slow
from ..drawing import kept, selection_in
from ..end_area import delete_area, keep_until, versions_of
from ..filter_words import in_words
from ..models import Area
from ..picked_words import in_words as picked_words
from ..preview import preview
from ..roles import draws, looks
from ..save_area import save_area
from ..selected import points
from .map_page import LEAFLET_OVERRIDES, territory_extent, tile_settings

AREAS_PER_PAGE = 50


@require_safe
@looks
def area_index(request: MemberRequest) -> HttpResponse:
    """The newest version of each area, analysts' too."""
    page = Paginator(_newest(request).defer("geom", "drawing"), AREAS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "targeting/areas.html", {"page": page})


@require_safe
@looks
def area_detail(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, own_area(request, pk))


@require_safe
@looks
@answers_json
def area_points(request: MemberRequest, pk: int) -> dict[str, Any]:
    """Where the addresses lie that it selects today; null where they are too many to tell apart."""
    area = own_area(request, pk)
    selection = parse_selection(area.drawing, area.organisation_id)
    (west, east), (south, north) = NORWAY_LONGITUDE, NORWAY_LATITUDE
    territory = request.organisation.municipality_numbers()
    found = points(selection, territory, (west, south, east, north))
    return {"points": None if found is None else [list(row.values()) for row in found]}


@require_POST
@draws
@answers_json
def save(request: MemberRequest) -> dict[str, Any]:
    """Save what is drawn: a new area, or the next version of the one that is open."""
    body = body_of(request)
    name, opened = body.get("name"), body.get("replaces")
    if not isinstance(name, str) or not (opened is None or type(opened) is int):
        raise NotUnderstoodError(_("Give the area a name."))
    selection_in(body, request.organisation.pk)
    before = None if opened is None else _still_there(request, opened)
    saved = save_area(
        kept(body["selection"]),
        name=name,
        organisation=request.organisation,
        user=request.user,
        replaces=before,
    )
    return {"saved": {"id": saved.pk, "name": saved.name, "version": saved.version}}


@require_POST
@draws
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    area = own_area(request, pk)
    delete_area(area, request.user)
    notes.success(request, _("“%(name)s” is deleted, all versions of it.") % {"name": area.name})
    return redirect("targeting:areas")


@require_POST
@draws
def keep(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose the last day of an area."""
    area = own_area(request, pk)
    try:
        day = parse_date(request.POST.get("last_day", ""))
    except ValueError:
        day = None
    try:
        if day is None:
            raise InputError(gettext_noop("Write the day as day, month and year."))
        keep_until(area, day, request.user)
    except InputError as error:
        return _page(request, area, messages.translated(error), 422)
    notes.success(request, _("The last day is changed."))
    return redirect("targeting:area", pk=area.pk)


def own_area(request: MemberRequest, pk: int) -> Area:
    found: Area = own_or_404(Area.objects.select_related("created_by"), request, pk=pk)
    return found


def _newest(request: MemberRequest) -> QuerySet[Area]:
    own = Area.objects.filter(organisation=request.organisation, replaced_by=None)
    return own.select_related("created_by").order_by("-created_at")


def _still_there(request: MemberRequest, pk: int) -> Area:
    area = Area.objects.filter(organisation=request.organisation, pk=pk).first()
    if area is None:
        raise NotUnderstoodError(_("The area has been deleted meanwhile. Save it as a new one."))
    return area


def _page(request: MemberRequest, area: Area, fault: str = "", status: int = 200) -> HttpResponse:
    versions = versions_of(area)
    context = {
        "area": area,
        "versions": versions,
        "newest": versions[0],
        "today": _counted(request, area),
        "size": messages.area_size(area.geom.area if area.geom else None),
        "rule": messages.rule_name(area.drawing.get("rule") or SelectionRule.ADDRESS_INSIDE),
        "picked": _picked(area),
        "filters": in_words(area.drawing),
        "fault": fault,
        "map_settings": _map_settings(request, area),
        "leaflet_overrides": LEAFLET_OVERRIDES,
    }
    return render(request, "targeting/area.html", context, status=status)


def _counted(request: MemberRequest, area: Area) -> str:
    """What freezing it now would give, or why it cannot be said."""
    try:
        selection = parse_selection(area.drawing, area.organisation_id)
        found = preview(selection, request.organisation.municipality_numbers())
    except InputError as error:
        return messages.translated(error)
    except OperationalError as error:
        return too_slow(error)
    return f"{messages.address_count(found.addresses)} · {messages.unit_count(found.units)}"


def _picked(area: Area) -> list[str]:
    """What is picked by name, or why it cannot be said."""
    try:
        return picked_words(area.drawing)
    except OperationalError as error:
        return [too_slow(error)]


def _map_settings(request: MemberRequest, area: Area) -> dict[str, Any]:
    shape = area.geom.transform(GEOJSON_SRID, clone=True) if area.geom else None
    return {
        "points_url": reverse("targeting:area_points", args=(area.pk,)),
        "overlaps_url": reverse("targeting:area_overlaps", args=(area.pk,)),
        "shape": {"type": "MultiPolygon", "coordinates": shape.coords} if shape else None,
        "tiles": tile_settings(),
        "extent": territory_extent(request),
    }
