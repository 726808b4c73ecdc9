from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.gis.db.models.functions import Transform
from django.contrib.gis.geos import Point
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from geotarget.domain.coordinates import GEOJSON_SRID
from geotarget.domain.rules import Reason
from geotarget.organisations.access import MemberRequest, own_or_404

from .. import messages
from ..adjustment_notes import notes_of
from ..answers import NotUnderstoodError, answers_json, body_of
from ..drawing import kept, selection_in
from ..filter_words import in_words, split_words
from ..freeze import freeze
from ..listing import frozen_rows
from ..models import AddressList, ListedAddress
from ..neighbour_words import told_frozen
from ..picked_words import PickedBy
from ..picked_words import in_words as picked_words
from ..roles import draws, looks
from ..saved_drawing import opens_on_the_map
from ..selected import MAX_POINTS
from ..split import list_split
from .map_page import LEAFLET_OVERRIDES, territory_extent, tile_settings

LISTS_PER_PAGE = 50
ROWS_PER_PAGE = 100
MOST_SPLIT = 20_000


@require_POST
@draws
@answers_json
def freeze_list(request: MemberRequest) -> dict[str, Any]:
    """Freeze what is drawn; the answer says where the list is shown."""
    body = body_of(request)
    name = body.get("name")
    if not isinstance(name, str):
        raise NotUnderstoodError(_("Give the list a name."))
    selection_in(body, request.organisation.pk)
    frozen = freeze(
        kept(body["selection"]), name=name, organisation=request.organisation, user=request.user
    )
    return {"url": reverse("targeting:list", args=(frozen.pk,))}


@require_safe
@looks
def list_index(request: MemberRequest) -> HttpResponse:
    own = AddressList.objects.filter(organisation=request.organisation)
    newest = own.select_related("created_by").defer("geom", "drawing").order_by("-created_at")
    page = Paginator(newest, LISTS_PER_PAGE).get_page(request.GET.get("page"))
    lists = [(row, _counts(row)) for row in page]
    return render(request, "targeting/lists.html", {"page": page, "lists": lists})


@require_safe
@looks
def list_detail(request: MemberRequest, pk: int) -> HttpResponse:
    shown = own_list(request, pk)
    notes, by_name = notes_of(shown), PickedBy(shown.drawing)
    context = {
        "list": shown,
        "counts": _counts(shown),
        "opens_on_the_map": opens_on_the_map(shown),
        "copies": messages.copies(shown.per, shown.copies),
        "by_hand": messages.by_hand(shown.added_count, shown.removed_count),
        "rule": messages.rule_name(shown.rule),
        "picked": picked_words(shown.drawing),
        "filters": in_words(shown.drawing),
        "split": _split(shown),
        "neighbours": told_frozen(shown.neighbours),
        "rule_explanation": messages.rule_explanation(shown),
        "included": _page(
            request, "page", frozen_rows(shown).filter(included=True), notes, by_name
        ),
        "left_out": _page(
            request, "left_out", frozen_rows(shown).filter(included=False), notes, by_name
        ),
        "map_settings": _map_settings(request, shown),
        "leaflet_overrides": LEAFLET_OVERRIDES,
    }
    return render(request, "targeting/list.html", context)


@require_safe
@looks
def list_points(request: MemberRequest, pk: int) -> JsonResponse:
    """The points of the list: [longitude, latitude, addresses, left out]; null for too many."""
    shown = own_list(request, pk)
    if shown.address_count + shown.left_out_count > MAX_POINTS:
        return JsonResponse({"points": None})
    rows = frozen_rows(shown).annotate(place=Transform("point", GEOJSON_SRID))
    at = Counter(
        (*_degrees(place), included) for place, included in rows.values_list("place", "included")
    )
    points = [[*place, count, not included] for (*place, included), count in at.items()]
    return JsonResponse({"points": points, "adjusted": [_sign(row) for row in _by_hand(rows)]})


def _by_hand(rows: QuerySet[ListedAddress]) -> QuerySet[ListedAddress]:
    return rows.exclude(adjustment="").filter(reason__in=messages.BY_HAND)


def _sign(row: Any) -> dict[str, Any]:
    """What the map shows of an address that was added or taken out."""
    return {
        "kind": "add" if row.included else "take_out",
        "words": str(messages.REASON_NAMES[Reason(row.reason)]),
        "point": _degrees(row.place),
    }


def _split(shown: AddressList) -> list[dict[str, Any]] | None:
    """None for a list so long that counting would keep its page waiting."""
    return split_words(list_split(shown)) if shown.address_count <= MOST_SPLIT else None


def own_list(request: MemberRequest, pk: int) -> AddressList:
    return own_or_404(AddressList.objects.select_related("created_by"), request, pk=pk)


def _page(
    request: MemberRequest,
    name: str,
    rows: QuerySet[ListedAddress],
    notes: dict[str, str],
    by_name: PickedBy,
) -> Page[Any]:
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get(name))
    for row in page.object_list:
        row.units_in_words = messages.unit_count(None if row.units is None else len(row.units))
        row.reason_in_words = messages.reason_words(
            row.reason, row.adjustment, notes.get(row.source_id, ""), by_name.name(vars(row))
        )
    return page


def _counts(row: AddressList) -> str:
    return f"{messages.address_count(row.address_count)} · {messages.unit_count(row.unit_count)}"


def _degrees(place: Point) -> tuple[float, float]:
    return round(place.x, 7), round(place.y, 7)


def _map_settings(request: MemberRequest, shown: AddressList) -> dict[str, Any]:
    shape = shown.geom.transform(GEOJSON_SRID, clone=True) if shown.geom else None
    return {
        "points_url": reverse("targeting:list_points", args=(shown.pk,)),
        "overlaps_url": reverse("targeting:list_overlaps", args=(shown.pk,)),
        "shape": {"type": "MultiPolygon", "coordinates": shape.coords} if shape else None,
        "tiles": tile_settings(),
        "extent": territory_extent(request),
    }
