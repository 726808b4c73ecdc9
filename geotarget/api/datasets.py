"""Which cadastre is published, and how old it is."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from geotarget.cadastre.models import DatasetCoverage, DatasetVersion
from geotarget.cadastre.state import cadastre_state, dataset_ages
from geotarget.domain.scopes import Scope

from .described import answers
from .endpoint import Endpoint
from .paging import NAMES, PARAMETERS, asked_in, page_of
from .reading import query_of


class DatasetSerializer(serializers.Serializer):
    dataset = serializers.CharField()
    municipalities = serializers.IntegerField()
    rows = serializers.IntegerField()
    oldest_extract = serializers.DateTimeField(allow_null=True)
    newest_extract = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(source="last_published")


class CoverageSerializer(serializers.ModelSerializer):
    class Meta:
        model = DatasetCoverage
        fields = (
            "dataset", "source", "municipality_number", "version", "extracted_at", "row_count"
        )  # fmt: skip


class DatasetsSerializer(serializers.Serializer):
    version = serializers.IntegerField(help_text="Names the state of the whole cadastre.")
    extracted_at = serializers.DateTimeField(
        allow_null=True, help_text="When the oldest address data of the territory was taken out."
    )
    datasets = DatasetSerializer(many=True)
    territory = CoverageSerializer(many=True)


class VersionSerializer(serializers.ModelSerializer):
    class Meta:
        model = DatasetVersion
        fields = ("id", "dataset", "source_name", "source_sha256", "extracted_at", "published_at")


class VersionsSerializer(serializers.Serializer):
    results = VersionSerializer(many=True)
    next = serializers.URLField(allow_null=True)


class DatasetsEndpoint(Endpoint):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="datasets",
        summary="The data sets and their age, and those of the own territory by municipality",
        responses=answers(200, DatasetsSerializer, "application/json", 400),
    )
    def get(self, request: Request) -> Response:
        query_of(request, ())
        territory = request.auth.territory
        state = cadastre_state(territory)
        return Response(
            {
                "version": state.version,
                "extracted_at": state.extracted_at,
                "datasets": DatasetSerializer(dataset_ages(), many=True).data,
                "territory": CoverageSerializer(_coverage(territory), many=True).data,
            }
        )


class VersionsEndpoint(Endpoint):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="dataset_versions",
        summary="Every published delivery, the newest first",
        parameters=PARAMETERS,
        responses=answers(200, VersionsSerializer, "application/json", 400),
    )
    def get(self, request: Request) -> Response:
        asked = asked_in(query_of(request, NAMES))
        versions = DatasetVersion.objects.defer("report")
        page = page_of(versions, request, asked, newest_first=True)
        results = VersionSerializer(page.rows, many=True).data
        return Response({"results": results, "next": page.next})


def _coverage(territory: list[str]) -> Any:
    own = DatasetCoverage.objects.filter(municipality_number__in=territory)
    return own.order_by("dataset", "municipality_number", "source")
