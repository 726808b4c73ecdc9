"""Parcels (teiger) of the open cadastre: one by its key, or those of a property, box or area."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from geotarget.cadastre.models import CadastralUnit, Parcel, ParcelCadastralUnit
from geotarget.domain.coordinates import STORAGE_SRID
from geotarget.domain.scopes import Scope

from .degrees import Degrees, in_degrees
from .described import BODY_FAULTS, PLACE_PARAMETERS, SOURCE, PlaceSerializer, answers
from .endpoint import GEOJSON, Endpoint
from .paging import NAMES, PARAMETERS, Asked
from .place_page import place_page
from .places import KINDS, Place, PropertyNumber
from .reading import body_with, query_of

_MEETING = """SELECT parcel_id FROM parcels_in_area(ST_GeomFromWKB(%s, %s))
WHERE parcel_id > %s ORDER BY parcel_id LIMIT %s"""
"""The keys of one page first: only their rows are then read."""


class ParcelSerializer(GeoFeatureModelSerializer):
    geom = Degrees()
    numbers = serializers.SerializerMethodField(
        help_text="matrikkelnummer of every property that it belongs to."
    )

    class Meta:
        model = Parcel
        geo_field = "geom"
        fields = (
            "source", "source_id", "municipality_number", "label", "numbers", "area_m2",
            "is_disputed", "is_unregistered_joint_land", "source_updated_at",
        )  # fmt: skip

    def get_numbers(self, parcel: Parcel) -> list[str]:
        units = (link.cadastral_unit for link in parcel.parcelcadastralunit_set.all())
        return sorted(_written(unit) for unit in units)


class ParcelPageSerializer(serializers.Serializer):
    type = serializers.ChoiceField(["FeatureCollection"])
    features = serializers.ListField(child=ParcelSerializer())
    next = serializers.URLField(allow_null=True)


class ParcelEndpoint(Endpoint):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="parcel",
        summary="One parcel by its teigId",
        parameters=[SOURCE],
        responses=answers(200, ParcelSerializer, GEOJSON, 400, 404),
    )
    def get(self, request: Request, source_id: str) -> Response:
        source = query_of(request, ("source",)).get("source", "matrikkel").replace("\0", "")
        found = get_object_or_404(_described(), source=source, source_id=source_id)
        return Response(ParcelSerializer(found).data, content_type=GEOJSON)


class ParcelsEndpoint(Endpoint):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="parcels",
        summary="Parcels of a property, or that meet a box",
        parameters=[*PLACE_PARAMETERS, *PARAMETERS],
        responses=answers(200, ParcelPageSerializer, GEOJSON, 400, 422),
    )
    def get(self, request: Request) -> Response:
        query = query_of(request, ("number", "bbox", *NAMES))
        return place_page(request, query, query, _at, ParcelSerializer)


class ParcelSearchEndpoint(Endpoint):
    scopes: ClassVar = {"POST": Scope.READ}

    @extend_schema(
        operation_id="parcel_search",
        summary="Parcels of a property, or that meet a box or an area of any size",
        description="`next` is asked with the same body.",
        parameters=PARAMETERS,
        request=PlaceSerializer,
        responses=answers(200, ParcelPageSerializer, GEOJSON, *BODY_FAULTS),
    )
    def post(self, request: Request) -> Response:
        query = query_of(request, NAMES)
        return place_page(request, query, body_with(request, KINDS), _at, ParcelSerializer)


def _at(place: Place, asked: Asked) -> QuerySet[Parcel]:
    if isinstance(place, PropertyNumber):
        return _of_property(place)
    parameters = (place.wkb, STORAGE_SRID, asked.after or 0, asked.one_more)
    return _described().filter(pk__in=RawSQL(_MEETING, parameters))  # noqa: S611


def _of_property(place: PropertyNumber) -> QuerySet[Parcel]:
    """A section has the ground of its whole property too, which is without section number."""
    units = CadastralUnit.objects.filter(
        Q() if place.snr is None else Q(snr__in={place.snr, 0}),
        municipality_number=place.municipality_number,
        gnr=place.gnr,
        bnr=place.bnr,
        fnr=place.fnr,
    )
    links = ParcelCadastralUnit.objects.filter(cadastral_unit__in=units)
    return _described().filter(pk__in=links.values("parcel"))


def _described() -> QuerySet[Parcel]:
    links = ParcelCadastralUnit.objects.select_related("cadastral_unit")
    return Parcel.objects.annotate(geojson=in_degrees("geom")).prefetch_related(
        Prefetch("parcelcadastralunit_set", links)
    )


def _written(unit: CadastralUnit) -> str:
    """As 9901-12/3, then /fnr and /snr as far as there are any."""
    numbers = [unit.gnr, unit.bnr, unit.fnr, unit.snr]
    while numbers[-1] == 0 and len(numbers) > 2:
        numbers.pop()
    return f"{unit.municipality_number}-{'/'.join(map(str, numbers))}"
