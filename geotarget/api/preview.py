"""Count a selection without keeping it: what the map page shows while a person draws."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.rules import Per
from geotarget.domain.scopes import Scope
from geotarget.domain.selection import Selection, parse_selection
from geotarget.targeting.export import as_feature
from geotarget.targeting.listing import selected_rows
from geotarget.targeting.models import ListedAddress
from geotarget.targeting.picked_words import in_words
from geotarget.targeting.preview import Preview, preview

from .described import BODY_FAULTS, SelectionSerializer, Strict, answers
from .endpoint import Endpoint, in_time
from .members import MemberSerializer
from .problems import ConflictError
from .reading import body_with, query_of, selection_of, yes_or_no

MOST_LISTED = 10_000
"""Addresses that a preview lists; what is larger is frozen and paged."""


class PreviewedSerializer(Strict):
    selection = SelectionSerializer()
    with_addresses = serializers.BooleanField(
        required=False, default=False, help_text=f"List them too, up to {MOST_LISTED}."
    )


class MunicipalityCountSerializer(serializers.Serializer):
    number = serializers.CharField()
    name = serializers.CharField()
    addresses = serializers.IntegerField()


class AddressesSerializer(serializers.Serializer):
    type = serializers.ChoiceField(["FeatureCollection"])
    features = serializers.ListField(child=MemberSerializer())


class PreviewSerializer(serializers.Serializer):
    addresses = serializers.IntegerField(help_text="Selected, in the territory.")
    units = serializers.IntegerField(
        allow_null=True,
        help_text="At them; null where no unit data is loaded for some. A unit is not a recipient.",
    )
    outside = serializers.IntegerField(help_text="Selected, but beyond the territory: left out.")
    outside_by_municipality = MunicipalityCountSerializer(many=True)
    taken_out = serializers.IntegerField(help_text="Picked, but in the excluded area: left out.")
    added = serializers.IntegerField(help_text="Added by hand; among the addresses.")
    removed = serializers.IntegerField(help_text="Taken out by hand: left out.")
    removed_unselected = serializers.IntegerField(
        help_text="Taken out by hand, but nothing selects them."
    )
    per = serializers.ChoiceField([str(per) for per in Per])
    copies = serializers.IntegerField(
        help_text="One per address or per unit; an address without known units gets one."
    )
    area_m2 = serializers.FloatField(allow_null=True)
    rule = serializers.CharField()
    picked = serializers.ListField(
        child=serializers.CharField(), help_text="What is picked by name, in words."
    )
    dataset_version = serializers.IntegerField()
    extracted_at = serializers.DateTimeField(
        allow_null=True, help_text="When the oldest address data among it was taken out."
    )
    listed = AddressesSerializer(
        allow_null=True, help_text="Every selected address, those left out too; null unless asked."
    )


class PreviewEndpoint(Endpoint):
    scopes: ClassVar = {"POST": Scope.PREVIEW}

    @extend_schema(
        operation_id="preview",
        summary="Count a selection",
        request=PreviewedSerializer,
        responses=answers(200, PreviewSerializer, "application/json", 409, *BODY_FAULTS),
    )
    def post(self, request: Request) -> Response:
        query_of(request, ())
        body = body_with(request, ("selection", "with_addresses"))
        with_addresses = yes_or_no(body, "with_addresses")
        selection = parse_selection(selection_of(body), request.auth.organisation.pk)
        counted = preview(selection, request.auth.territory)
        rows = _rows(selection, request.auth.territory, counted) if with_addresses else None
        return Response(_answer(selection, counted, rows))


def _rows(selection: Selection, territory: list[str], counted: Preview) -> list[ListedAddress]:
    """Every row that is counted, or an error."""
    count = counted.addresses + counted.left_out
    if count > MOST_LISTED:
        raise InputError(
            gettext_noop(
                "The selection has %(count)s addresses; a preview lists at most %(limit)s. "
                "Freeze it and page through the list."
            ),
            count=count,
            limit=MOST_LISTED,
        )
    with in_time():
        rows = list(selected_rows(selection, territory))
    if len(rows) != count or sum(row.included for row in rows) != counted.addresses:
        raise ConflictError(_("The cadastre was renewed while it was read. Ask again."))
    return rows


def _answer(
    selection: Selection, counted: Preview, rows: list[ListedAddress] | None
) -> dict[str, Any]:
    features = None if rows is None else [as_feature(row) for row in rows]
    return {
        "addresses": counted.addresses,
        "units": counted.units,
        "outside": counted.outside,
        "outside_by_municipality": [asdict(one) for one in counted.outside_by_municipality],
        "taken_out": counted.taken_out,
        "added": counted.added,
        "removed": counted.removed,
        "removed_unselected": counted.removed_unselected,
        "per": str(counted.per),
        "copies": counted.copies,
        "area_m2": counted.area_m2,
        "rule": str(selection.rule),
        "picked": in_words(selection.as_picks()),
        "dataset_version": counted.dataset_version,
        "extracted_at": counted.extracted_at,
        "listed": None if features is None else {"type": "FeatureCollection", "features": features},
    }
