"""The rows of a frozen address list, page by page, those left out too."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from geotarget.domain.scopes import Scope
from geotarget.organisations.audit import record
from geotarget.targeting.export import as_feature
from geotarget.targeting.listing import frozen_rows
from geotarget.targeting.models import AddressList, ListedAddress

from .described import answers
from .endpoint import GEOJSON, Endpoint
from .owned import own_list
from .paging import NAMES, PARAMETERS, asked_in, page_of
from .reading import query_of


class MemberSerializer(GeoFeatureModelSerializer):
    """As the GeoJSON file of a list has it."""

    class Meta:
        model = ListedAddress
        geo_field = "point"
        fields = (
            "source_id", "label", "municipality_number", "postcode", "post_town", "gnr", "bnr",
            "fnr", "units", "included", "reason", "adjustment",
        )  # fmt: skip

    def to_representation(self, instance: ListedAddress) -> dict[str, Any]:
        return as_feature(instance)


class MembersSerializer(serializers.Serializer):
    type = serializers.ChoiceField(["FeatureCollection"])
    features = serializers.ListField(child=MemberSerializer())
    count = serializers.IntegerField(help_text="Rows of the whole list.")
    checksum = serializers.CharField(help_text="SHA-256 of the whole list.")
    next = serializers.URLField(allow_null=True, help_text="Null on the last page.")


class MembersEndpoint(Endpoint):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="address_list_members",
        summary="The addresses of a list, in the order in which people read them",
        parameters=PARAMETERS,
        responses=answers(200, MembersSerializer, GEOJSON, 400, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        asked = asked_in(query_of(request, NAMES))
        shown = own_list(request, pk)
        page = page_of(frozen_rows(shown), request, asked)
        if request.method == "GET":
            _log(request, shown, len(page.rows))
        answer = {
            "type": "FeatureCollection",
            "features": [as_feature(row) for row in page.rows],
            "count": shown.address_count + shown.left_out_count,
            "checksum": shown.checksum,
            "next": page.next,
        }
        return Response(answer, content_type=GEOJSON)


def _log(request: Request, shown: AddressList, rows: int) -> None:
    """As every download is."""
    record(
        request.auth.organisation,
        request.auth.user,
        "export",
        f"address_list:{shown.pk}",
        format="api",
        rows=rows,
        **request.auth.logged_as,
    )
