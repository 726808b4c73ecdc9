"""Each feature of a file: what it is in degrees, and what is wrong with it, where."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from pyproj import CRS
from pyproj.exceptions import ProjError
from shapely.geometry import mapping

from geotarget.domain.area import parse_area
from geotarget.domain.errors import InputError, gettext_noop

from .layers import Budget, Feature, Layer
from .systems import DECIMALS, way_to_degrees, words_of

REPAIRED_VERTICES = 500
"""A shape with more corners is not repaired: that can take minutes."""
_AREAS = ("Polygon", "MultiPolygon")
Judged = dict[str, Any]


def judge_layer(layer: Layer, budget: Budget) -> dict[str, Any]:
    """As JSON. Features that are no areas are counted under `left_out` by their type."""
    left_out: Counter[str] = Counter()
    areas: list[Feature] = []
    for feature in layer.features:
        kind = _kind(feature)
        if kind and kind not in _AREAS:
            left_out[kind] += 1
        else:
            budget.spend(int(shapely.get_num_coordinates(feature.shape)))
            areas.append(feature)
    return {
        "name": layer.name,
        "system": words_of(layer.system) if layer.system else None,
        "features": _judged(areas, layer.system),
        "left_out": dict(left_out),
    }


def _judged(areas: list[Feature], system: CRS | None) -> list[Judged]:
    if system is None:
        return []
    in_degrees = way_to_degrees(system)
    return [_judge(area, number, in_degrees) for number, area in enumerate(areas, start=1)]


def _kind(feature: Feature) -> str:
    """Empty for what cannot be read, which is told."""
    if feature.fault is not None:
        return ""
    return "empty" if feature.shape is None else str(feature.shape.geom_type)


def _judge(
    feature: Feature, number: int, in_degrees: Callable[[shapely.Geometry], shapely.Geometry]
) -> Judged:
    judged: Judged = {"number": number, "label": feature.label, "geometry": None, "area_m2": None,
                      "fault": feature.fault and fault_as_json(feature.fault)}  # fmt: skip
    if feature.fault is not None:
        return judged
    try:
        degrees = _finite(in_degrees(feature.shape))
        judged["geometry"] = mapping(degrees)
        judged["area_m2"] = area_of(judged["geometry"])
    except InputError as fault:
        judged["fault"] = fault_as_json(fault)
    return judged


def _finite(shape: shapely.Geometry) -> shapely.Geometry:
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise InputError(gettext_noop("The area lies outside the map of Norway."))
    return shape


def area_of(geometry: Any) -> float:
    """Square metres of a shape that can be used as it is. Raises `InputError`."""
    try:
        return parse_area(json.dumps(geometry)).area_m2
    except (ProjError, shapely.errors.ShapelyError):
        raise InputError(gettext_noop("The area is not valid. Draw it again.")) from None


def proposed(geometry: Any) -> Judged | None:
    """A repaired shape that could be used, and its size; None where there is none within the
    limits. It is a guess at what was meant: only a person may take it."""
    shape = shapely.geometry.shape(geometry)
    if shapely.get_num_coordinates(shape) > REPAIRED_VERTICES:
        return None
    made = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    parts = [part for part in shapely.get_parts(made) if part.geom_type == "Polygon"]
    if not parts:
        return None
    whole = shapely.MultiPolygon(parts) if len(parts) > 1 else parts[0]
    repaired = mapping(shapely.transform(whole, lambda points: np.round(points, DECIMALS)))
    try:
        return {"geometry": repaired, "area_m2": area_of(repaired)}
    except InputError:
        return None


def fault_as_json(fault: InputError) -> dict[str, Any]:
    return {"template": fault.template, "params": fault.params, "place": fault.place}
