"""One page of what lies at a place, as GeoJSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from .endpoint import GEOJSON, in_time
from .paging import Asked, asked_in, page_of
from .places import KINDS, Place, place_in


def place_page(
    request: Request,
    query: dict[str, str],
    given: dict[str, Any],
    at: Callable[[Place, Asked], QuerySet[Any]],
    serializer: type[GeoFeatureModelSerializer],
) -> Response:
    """`query` has the cursor and the limit, `given` the place, whatever else they have; `at` finds
    the rows. Raises `NotUnderstoodError` or `InputError`."""
    asked = asked_in(query)
    place = place_in({kind: given[kind] for kind in KINDS if kind in given})
    with in_time():
        page = page_of(at(place, asked), request, asked)
    features = serializer(page.rows, many=True).data
    return Response({**features, "next": page.next}, content_type=GEOJSON)
