"""What an old number of a property or a municipality is today."""

from __future__ import annotations

import re
from typing import ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from geotarget.domain.scopes import Scope
from geotarget.targeting.answers import NotUnderstoodError
from geotarget.targeting.old_numbers import Fate, Number, municipality_today, property_today

from .described import answers
from .endpoint import Endpoint, in_time
from .reading import query_of

_NUMBER = "[0-9]{4}(-[0-9]{1,5}/[0-9]{1,5}(/[0-9]{1,5})?)?"


class OldNumberSerializer(serializers.Serializer):
    fate = serializers.ChoiceField(
        [str(fate) for fate in Fate],
        help_text="in_use: it is no old number. followed: the property has another number now. "
        "gone: no property has it any more. municipality: its municipality has another number, "
        "and the rest of the number may be another too. unknown: nothing is known of it.",
    )
    today = serializers.ListField(
        child=serializers.CharField(),
        help_text="Properties as 9901-12/3; municipalities where only those are known.",
    )


class OldNumberEndpoint(Endpoint):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="old_number",
        summary="What an old number of a property or a municipality is today",
        parameters=[
            OpenApiParameter(
                "number",
                {"type": "string", "pattern": f"^{_NUMBER}$", "example": "0427-12/3"},
                description="municipality-gnr/bnr, then /fnr if there is one; or a municipality.",
                required=True,
            )
        ],
        responses=answers(200, OldNumberSerializer, "application/json", 400),
    )
    def get(self, request: Request) -> Response:
        number = query_of(request, ("number",)).get("number", "")
        if not re.fullmatch(_NUMBER, number, re.ASCII):
            raise NotUnderstoodError(_("Write the number as 9901-12/3, or 9901 alone."))
        with in_time():
            return Response(OldNumberSerializer(_today(number)).data)


def _today(number: str) -> Number:
    municipality, dash, rest = number.partition("-")
    if not dash:
        return municipality_today(municipality)
    gnr, bnr, fnr = (*(int(part) for part in rest.split("/")), 0)[:3]
    return property_today(municipality, gnr, bnr, fnr)
