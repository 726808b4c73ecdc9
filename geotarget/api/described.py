"""What the OpenAPI document says of requests, and of answers that no model describes."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema_field
from rest_framework import serializers

from geotarget.domain.adjustments import (
    LONGEST_NOTE,
    MOST_ADJUSTMENTS,
    REASONS_FOR,
    AdjustmentAct,
    AdjustmentReason,
)
from geotarget.domain.districts import DISTRICT_PATTERN
from geotarget.domain.filters import LONGEST, BuildingGroup, HolidayHomes
from geotarget.domain.house_numbers import STREET_PATTERN
from geotarget.domain.neighbours import MOST_METRES, MOST_PARCELS, NeighbourKind
from geotarget.domain.personal_columns import MOST_VALUES
from geotarget.domain.retention import ADJUSTMENT_NOTE
from geotarget.domain.rules import Per, SelectionRule
from geotarget.domain.selection import MAX_PICKED

from .problems import CONTENT_TYPE, ProblemSerializer

Schema = dict[str, Any]


def answers(status: int, answer: Any, media_type: str, *faults: int) -> dict[Any, Any]:
    """What an operation may answer; 401, 403 and 429 hold for all."""
    known = {(status, media_type): answer}
    return known | {
        (fault, CONTENT_TYPE): OpenApiResponse(ProblemSerializer, description=FAULTS[fault])
        for fault in sorted({401, 403, 429, *faults})
    }


FAULTS = {
    400: "Not what this document describes.",
    401: "No key, or one that does not work.",
    403: "The key or the signed-in person may not do this.",
    404: "Not there, or of another organisation.",
    409: "The cadastre was renewed while it was read. Ask again.",
    413: "The body is too large.",
    415: "Not JSON.",
    422: "As described, but it cannot be done; the text says why and where.",
    429: "Too many requests in this minute.",
}
BODY_FAULTS = (400, 413, 415, 422)

_POSITION: Schema = {
    "type": "array",
    "items": {"type": "number"},
    "minItems": 2,
    "maxItems": 2,
    "description": "Longitude and latitude in degrees (EPSG:4326), no height.",
}
_RING: Schema = {"type": "array", "items": _POSITION, "minItems": 4}
_RINGS: Schema = {"type": "array", "items": _RING, "minItems": 1}


def _object(kind: str, name: str, value: Schema) -> Schema:
    kinds = {"type": "string", "enum": [kind]}
    return {
        "type": "object",
        "properties": {"type": kinds, name: value},
        "required": ["type", name],
    }


_POLYGON = _object("Polygon", "coordinates", _RINGS)
_MULTIPOLYGON = _object("MultiPolygon", "coordinates", {"type": "array", "items": _RINGS})
_FEATURE = _object("Feature", "geometry", {"oneOf": [_POLYGON, _MULTIPOLYGON]})
_COLLECTION = _object("FeatureCollection", "features", {"type": "array", "items": _FEATURE})
AREA: Schema = {
    "oneOf": [_POLYGON, _MULTIPOLYGON, _FEATURE, _COLLECTION],
    "description": "GeoJSON polygons (EPSG:4326, longitude first), at most 20,000 vertices. A ring "
    "that crosses itself is refused with the place.",
    "example": {
        "type": "Polygon",
        "coordinates": [[[7.58, 64.22], [7.6, 64.22], [7.6, 64.23], [7.58, 64.23], [7.58, 64.22]]],
    },
}
AREA_NAMED: Schema = {"$ref": "#/components/schemas/Area"}
"""`openapi.py` puts it among the components."""


@extend_schema_field({"oneOf": [AREA_NAMED, {"type": "null"}]})
class AreaField(serializers.JSONField):
    pass


@extend_schema_field(AREA_NAMED)
class NeededAreaField(serializers.JSONField):
    pass


def _picked(pattern: str, text: str) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.RegexField(pattern),
        required=False,
        allow_null=True,
        max_length=MAX_PICKED,
        help_text=text,
    )


def _texts(text: str) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.CharField(max_length=LONGEST, allow_blank=True, trim_whitespace=False),
        required=False,
        allow_null=True,
        max_length=MOST_VALUES,
        help_text=text,
    )


class Strict(serializers.Serializer):
    """A body that refuses members which are not described."""


class FiltersSerializer(Strict):
    """An address passes a filter by one of its buildings, units or values, and has to pass all."""

    building_types = serializers.ListField(
        child=serializers.ChoiceField([str(group) for group in BuildingGroup]),
        required=False,
        allow_null=True,
        max_length=MOST_VALUES,
        help_text="Groups of the national building type codes; unknown: none is delivered.",
    )
    holiday_homes = serializers.ChoiceField(
        [str(one) for one in HolidayHomes],
        required=False,
        allow_null=True,
        help_text="Only addresses with a holiday home (types 161 to 163), or those without.",
    )
    unit_uses = _texts("bruksenhetstype as delivered; empty for units whose use is not known.")
    floors = _texts("Letter and floor of a unit number, as H02; in Denmark 2, st, kl or k2.")
    attributes = serializers.DictField(
        child=_texts("Values; empty for addresses without one."),
        required=False,
        allow_null=True,
        help_text="Values by the name of an attribute that the organisation has loaded itself.",
    )


class NeighboursSerializer(Strict):
    """Addresses on the parcels that neighbour some parcels: no list of owners."""

    parcels = serializers.ListField(
        child=serializers.RegexField("^[0-9A-Za-z.:_-]{1,60}$"),
        min_length=1,
        max_length=MOST_PARCELS,
        help_text="teigId of each parcel whose neighbours are meant.",
    )
    kinds = serializers.ListField(
        child=serializers.ChoiceField([str(kind) for kind in NeighbourKind]),
        required=False,
        allow_null=True,
        help_text="Those that are taken; adjoining and across_road where none are named.",
    )
    metres = serializers.FloatField(
        required=False,
        min_value=1,
        max_value=MOST_METRES,
        help_text="How far within reaches; 50 where nothing is said.",
    )


class AdjustmentSerializer(Strict):
    """An address that a person adds or takes out, and why."""

    address = serializers.RegexField("^[0-9A-Za-z-]{1,40}$", help_text="adresseId")
    act = serializers.ChoiceField([str(act) for act in AdjustmentAct])
    reason = serializers.ChoiceField(
        [str(reason) for reason in AdjustmentReason],
        help_text="For add: "
        + ", ".join(REASONS_FOR[AdjustmentAct.ADD])
        + ". For take_out: "
        + ", ".join(REASONS_FOR[AdjustmentAct.TAKE_OUT])
        + ".",
    )
    note = serializers.CharField(
        required=False,
        allow_null=True,
        allow_blank=True,
        max_length=LONGEST_NOTE,
        help_text="For the reason other. Name no persons. Deleted after "
        f"{ADJUSTMENT_NOTE.days} days, in lists too.",
    )


class SelectionSerializer(Strict):
    include = AreaField(required=False, help_text="The area.")
    exclude = AreaField(required=False, help_text="Taken from the area and from what is picked.")
    streets = _picked(
        f"^{STREET_PATTERN}$",
        "As 9901-1010: municipality, street code. Part of a street by its house numbers and their "
        "letters, and its side: 9901-1010 12A-40 even, 9901-1010 12-, 9901-1010 odd.",
    )
    districts = _picked(
        f"^{DISTRICT_PATTERN}$",
        "As census_tract:99010101: the addresses whose own code says so, or inside its border. "
        "As property:9901-12/3: the addresses with that number.",
    )
    addresses = _picked("^[0-9A-Za-z-]{1,40}$", "adresseId")
    rule = serializers.ChoiceField(
        [str(rule) for rule in SelectionRule],
        required=False,
        help_text="Which addresses an area selects; address-inside where none is named.",
    )
    filters = FiltersSerializer(
        required=False, allow_null=True, help_text="Which of the selected addresses are meant."
    )
    neighbours = NeighboursSerializer(
        required=False, allow_null=True, help_text="Addresses of the neighbours of parcels."
    )
    adjustments = serializers.ListField(
        child=AdjustmentSerializer(),
        required=False,
        allow_null=True,
        max_length=MOST_ADJUSTMENTS,
        help_text="Single addresses added or taken out, whatever the area; each named once.",
    )
    per = serializers.ChoiceField(
        [str(per) for per in Per],
        required=False,
        allow_null=True,
        help_text="What gets one each; address where nothing is named.",
    )


NUMBER = "^[0-9]{4}-[0-9]{1,5}/[0-9]{1,5}(/[0-9]{1,5}(/[0-9]{1,5})?)?$"
PLACE_PARAMETERS = [
    OpenApiParameter(
        "number",
        {"type": "string", "pattern": NUMBER, "example": "9901-12/3"},
        description="matrikkelnummer: municipality-gnr/bnr, then /fnr and /snr if there are any.",
    ),
    OpenApiParameter(
        "bbox",
        {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
        description="West, south, east, north in degrees (EPSG:4326).",
        style="form",
        explode=False,
    ),
]


class PlaceSerializer(Strict):
    """Exactly one of them."""

    number = serializers.RegexField(NUMBER, required=False)
    bbox = serializers.ListField(
        child=serializers.FloatField(), min_length=4, max_length=4, required=False
    )
    area = NeededAreaField(required=False)


SOURCE = OpenApiParameter(
    "source",
    OpenApiTypes.STR,
    description="Whose key it is; matrikkel where none is named.",
)
