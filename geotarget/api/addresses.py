"""Addresses of the open cadastre: one by its key, or those of a property, a box or an area."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from geotarget.cadastre.models import Address, Unit
from geotarget.domain.coordinates import STORAGE_SRID
from geotarget.domain.rules import SelectionRule
from geotarget.domain.scopes import Scope

from .degrees import Degrees, in_degrees
from .described import BODY_FAULTS, PLACE_PARAMETERS, SOURCE, PlaceSerializer, answers
from .endpoint import GEOJSON, Endpoint
from .paging import NAMES, PARAMETERS, Asked
from .place_page import place_page
from .places import KINDS, Place, PropertyNumber
from .reading import body_with, query_of

_INSIDE = """SELECT address_id FROM units_in_area(ST_GeomFromWKB(%s, %s), %s)
WHERE address_id > %s ORDER BY address_id LIMIT %s"""
"""The keys of one page first: only their rows are then read."""


class AddressSerializer(GeoFeatureModelSerializer):
    geom = Degrees()
    units = serializers.SerializerMethodField(
        help_text="bruksenhetsnummer, empty for an unnumbered one; null where none are loaded."
    )

    class Meta:
        model = Address
        geo_field = "geom"
        fields = (
            "source", "source_id", "kind", "label", "municipality_number", "street_code",
            "street_name", "number", "letter", "extra_name", "gnr", "bnr", "fnr", "undernumber",
            "postcode", "post_town", "census_tract", "units", "source_updated_at",
        )  # fmt: skip

    def get_units(self, address: Any) -> list[str] | None:
        return None if address.unit_count is None else address.unit_numbers


class AddressPageSerializer(serializers.Serializer):
    type = serializers.ChoiceField(["FeatureCollection"])
    features = serializers.ListField(child=AddressSerializer())
    next = serializers.URLField(allow_null=True)


class AddressEndpoint(Endpoint):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="address",
        summary="One address by its adresseId",
        parameters=[SOURCE],
        responses=answers(200, AddressSerializer, GEOJSON, 400, 404),
    )
    def get(self, request: Request, source_id: str) -> Response:
        source = query_of(request, ("source",)).get("source", "matrikkel").replace("\0", "")
        found = get_object_or_404(_described(), source=source, source_id=source_id)
        return Response(AddressSerializer(found).data, content_type=GEOJSON)


class AddressesEndpoint(Endpoint):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="addresses",
        summary="Addresses of a property or in a box",
        parameters=[*PLACE_PARAMETERS, *PARAMETERS],
        responses=answers(200, AddressPageSerializer, GEOJSON, 400, 422),
    )
    def get(self, request: Request) -> Response:
        query = query_of(request, ("number", "bbox", *NAMES))
        return place_page(request, query, query, _at, AddressSerializer)


class AddressSearchEndpoint(Endpoint):
    scopes: ClassVar = {"POST": Scope.READ}

    @extend_schema(
        operation_id="address_search",
        summary="Addresses of a property, in a box or in an area of any size",
        description="`next` is asked with the same body.",
        parameters=PARAMETERS,
        request=PlaceSerializer,
        responses=answers(200, AddressPageSerializer, GEOJSON, *BODY_FAULTS),
    )
    def post(self, request: Request) -> Response:
        query = query_of(request, NAMES)
        return place_page(request, query, body_with(request, KINDS), _at, AddressSerializer)


def _at(place: Place, asked: Asked) -> QuerySet[Address]:
    if isinstance(place, PropertyNumber):
        return _of_property(place)
    rule = str(SelectionRule.ADDRESS_INSIDE)
    parameters = (place.wkb, STORAGE_SRID, rule, asked.after or 0, asked.one_more)
    return _described().filter(pk__in=RawSQL(_INSIDE, parameters))  # noqa: S611


def _of_property(place: PropertyNumber) -> QuerySet[Address]:
    """No fnr and 0 are alike. A section has the addresses of its units."""
    without = Q(fnr=None) if place.fnr == 0 else Q()
    rows = _described().filter(
        Q(fnr=place.fnr) | without,
        municipality_number=place.municipality_number,
        gnr=place.gnr,
        bnr=place.bnr,
    )
    if not place.snr:
        return rows
    units = Unit.objects.filter(
        municipality_number=place.municipality_number,
        gnr=place.gnr,
        bnr=place.bnr,
        snr=place.snr,
    )
    return rows.filter(source_id__in=units.values("address_source_id"))


def _described() -> QuerySet[Address]:
    units = Unit.objects.filter(
        source=OuterRef("source"), address_source_id=OuterRef("source_id")
    ).order_by("unit_number", "source_id")
    return Address.objects.annotate(
        geojson=in_degrees("geom"), unit_numbers=ArraySubquery(units.values("unit_number"))
    )
