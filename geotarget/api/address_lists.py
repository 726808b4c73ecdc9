"""Frozen address lists: make one, list them, look at one."""

from __future__ import annotations

from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from geotarget.domain.rules import Per
from geotarget.domain.scopes import Scope
from geotarget.domain.selection import parse_selection
from geotarget.targeting.answers import NotUnderstoodError
from geotarget.targeting.drawing import kept
from geotarget.targeting.freeze import MAX_NAME, freeze
from geotarget.targeting.freeze_once import freeze_once
from geotarget.targeting.models import AddressList
from geotarget.targeting.preview import preview

from .described import BODY_FAULTS, SelectionSerializer, Strict, answers
from .endpoint import Endpoint, in_time
from .owned import own_list
from .paging import NAMES, PARAMETERS, asked_in, page_of
from .reading import (
    IDEMPOTENCY_KEY,
    KEY_PATTERN,
    body_with,
    idempotency_key,
    query_of,
    selection_of,
)

FREEZE_TIMEOUT_MS = 25_000


class FreezeSerializer(Strict):
    name = serializers.CharField(max_length=MAX_NAME)
    selection = SelectionSerializer()


class AddressListSerializer(serializers.ModelSerializer):
    per = serializers.ChoiceField([str(per) for per in Per], help_text="What gets one each.")
    copies = serializers.IntegerField(help_text="How many that are.")

    class Meta:
        model = AddressList
        fields = (
            "id", "name", "version", "rule", "address_count", "unit_count",
            "outside_territory_count", "taken_out_count", "added_count", "removed_count",
            "per", "copies", "checksum", "dataset_version",
            "data_extracted_at", "created_at",
        )  # fmt: skip


class AddressListsSerializer(serializers.Serializer):
    results = AddressListSerializer(many=True)
    next = serializers.URLField(allow_null=True)


class OneListSerializer(AddressListSerializer):
    selection = serializers.JSONField(source="drawing", help_text="What was drawn and picked.")

    class Meta(AddressListSerializer.Meta):
        fields = (*AddressListSerializer.Meta.fields, "selection")  # type: ignore[assignment]


class AddressListsEndpoint(Endpoint):
    scopes: ClassVar = {"GET": Scope.READ, "POST": Scope.FREEZE}

    @extend_schema(
        operation_id="address_lists",
        summary="The organisation's address lists, the newest first",
        parameters=PARAMETERS,
        responses=answers(200, AddressListsSerializer, "application/json", 400),
    )
    def get(self, request: Request) -> Response:
        asked = asked_in(query_of(request, NAMES))
        own = AddressList.objects.filter(organisation=request.auth.organisation)
        page = page_of(own.defer("geom", "drawing"), request, asked, newest_first=True)
        results = AddressListSerializer(page.rows, many=True).data
        return Response({"results": results, "next": page.next})

    @extend_schema(
        operation_id="freeze",
        summary="Freeze a selection as an address list",
        description="Asked twice, it makes two lists: a list is a picture of one moment. With the "
        "same Idempotency-Key and the same body, it makes one within 24 hours.",
        parameters=[
            OpenApiParameter(
                IDEMPOTENCY_KEY,
                {"type": "string", "pattern": f"^{KEY_PATTERN}$"},
                OpenApiParameter.HEADER,
                description="Your name for this request. With another body it is refused.",
            )
        ],
        request=FreezeSerializer,
        responses=answers(201, OneListSerializer, "application/json", *BODY_FAULTS),
    )
    def post(self, request: Request) -> Response:
        query_of(request, ())
        body = body_with(request, ("name", "selection"))
        if not isinstance(body.get("name"), str):
            raise NotUnderstoodError(_("Give the list a name."))
        drawing = selection_of(body)
        caller, key = request.auth, idempotency_key(request)
        # A count that takes too long is refused before anything is written.
        preview(parse_selection(drawing, caller.organisation.pk), caller.territory)

        def make() -> AddressList:
            return freeze(
                kept(drawing),
                name=body["name"],
                organisation=caller.organisation,
                user=caller.user,
                **caller.logged_as,
            )

        with in_time(FREEZE_TIMEOUT_MS):
            frozen = freeze_once(key, body, caller.token, make) if key and caller.token else make()
        place = request.build_absolute_uri(reverse("api:address_list", args=(frozen.pk,)))
        return Response(OneListSerializer(frozen).data, 201, headers={"Location": place})


class AddressListEndpoint(Endpoint):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="address_list",
        summary="One address list",
        responses=answers(200, OneListSerializer, "application/json", 400, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        query_of(request, ())
        return Response(OneListSerializer(own_list(request, pk)).data)
