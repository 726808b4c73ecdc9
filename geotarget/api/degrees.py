"""Geometry of the cadastre as GeoJSON: EPSG:4326, longitude first, eight decimals (about 1 mm)."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.gis.db.models.functions import AsGeoJSON, Transform
from rest_framework_gis.fields import GeometryField

from geotarget.domain.coordinates import GEOJSON_SRID

DECIMALS = 8


def in_degrees(column: str) -> AsGeoJSON:
    """For `annotate(geojson=…)`: PostGIS writes it, so that no library has to read it first."""
    return AsGeoJSON(Transform(column, GEOJSON_SRID), precision=DECIMALS)


class Degrees(GeometryField):
    """Reads what `in_degrees` put beside the row."""

    def get_attribute(self, instance: Any) -> dict[str, Any]:
        geometry: dict[str, Any] = json.loads(instance.geojson)
        return geometry
