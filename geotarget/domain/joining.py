"""Shapes made of shapes, for the map page: several joined to one, a piece cut out.

In degrees (EPSG:4326), where an edge of GeoJSON is straight: corners that were drawn stay where
they are, and no new ones come but where outlines cross. Nothing is counted here (`area.py`).
"""

from __future__ import annotations

import json
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon, mapping

from .area import drawn_shapes
from .geojson import read_figures

DEGREE_GRID = 1e-8
"""A millimetre: what GeoJSON of ours is written with."""

Geometry = dict[str, Any]


def joined(geojson: Any) -> Geometry | None:
    """One polygon or multipolygon of all shapes; None where they have no area.

    Raises `InputError`.
    """
    return _written(drawn_shapes(json.dumps(geojson)))


def outlines(features: list[Any]) -> list[Geometry | None]:
    """The outline of each feature, in their order. All together keep the limits of one text: a zone
    takes a second where its line has many corners. Raises `InputError`."""
    if features:
        read_figures(json.dumps({"type": "FeatureCollection", "features": features}))
    return [joined(feature) for feature in features]


def cut(geojson: Any, piece: Any) -> Geometry | None:
    """The shapes without the piece; None where nothing is left. Raises `InputError`."""
    whole, taken = (drawn_shapes(json.dumps(one)) for one in (geojson, piece))
    return _written(whole.difference(taken))


def _written(shape: shapely.Geometry) -> Geometry | None:
    exact = shapely.set_precision(shape, DEGREE_GRID)
    parts = [
        part for part in shapely.get_parts(exact) if isinstance(part, Polygon) and part.area > 0
    ]
    if not parts:
        return None
    return dict(mapping(parts[0] if len(parts) == 1 else MultiPolygon(parts)))
