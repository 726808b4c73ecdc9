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
MOST_OTHERS = 50
"""Points and lines of a layer that are told one by one; more are counted."""
_AREAS = ("Polygon", "MultiPolygon")
_POINT = gettext_noop(
    "This is a point, not an area. Draw a point with a zone there, or make an area around it "
    "(buffer) in the program that the file comes from."
)
_LINE = gettext_noop(
    "This is a line, not an area. Draw a line with a zone there, or make an area around it "
    "(buffer) in the program that the file comes from."
)
_MIXED = gettext_noop(
    "This is a collection of shapes, not an area. Split it into its parts in the program that the "
    "file comes from."
)
Judged = dict[str, Any]


def judge_layer(layer: Layer, budget: Budget) -> dict[str, Any]:
    """As JSON. Features that are no areas have a fault that says what to do; those without any
    shape, and very many points and lines, are counted under `left_out` by their type."""
    left_out: Counter[str] = Counter()
    told: list[Feature] = []
    others = 0
    for feature in layer.features:
        kind = _kind(feature)
        if not kind or kind in _AREAS:
            budget.spend(int(shapely.get_num_coordinates(feature.shape)))
        elif kind == "empty" or others == MOST_OTHERS:
            left_out[kind] += 1
            continue
        else:
            others += 1
        told.append(feature)
    return {
        "name": layer.name,
        "system": words_of(layer.system) if layer.system else None,
        "features": _judged(told, layer.system),
        "left_out": dict(left_out),
    }


def _judged(features: list[Feature], system: CRS | None) -> list[Judged]:
    if system is None:
        return []
    in_degrees = way_to_degrees(system)
    return [_judge(feature, number, in_degrees) for number, feature in enumerate(features, start=1)]


def _kind(feature: Feature) -> str:
    """Empty for what cannot be read, which is told."""
    if feature.fault is not None:
        return ""
    shape = feature.shape
    if shape is None or (shape.is_empty and shape.geom_type not in _AREAS):
        return "empty"
    return str(shape.geom_type)


def _judge(
    feature: Feature, number: int, in_degrees: Callable[[shapely.Geometry], shapely.Geometry]
) -> Judged:
    judged: Judged = {"number": number, "label": feature.label,
                      "attributes": feature.attributes, "geometry": None, "area_m2": None,
                      "is_area": _kind(feature) in ("", *_AREAS),
                      "fault": feature.fault and fault_as_json(feature.fault)}  # fmt: skip
    if feature.fault is not None:
        return judged
    try:
        if not judged["is_area"]:
            raise _no_area(feature.shape, in_degrees)
        degrees = _finite(in_degrees(feature.shape))
        judged["geometry"] = mapping(degrees)
        judged["area_m2"] = area_of(judged["geometry"])
    except InputError as fault:
        judged["fault"] = fault_as_json(fault)
    return judged


def _no_area(shape: Any, in_degrees: Callable[[shapely.Geometry], shapely.Geometry]) -> InputError:
    """What is wrong with a point, a line or several shapes, at its first position."""
    words = {"Point": _POINT, "LineString": _LINE}
    first = _finite(in_degrees(shapely.Point(shapely.get_coordinates(shape)[0])))
    return InputError(
        words.get(shape.geom_type.removeprefix("Multi"), _MIXED), place=(first.x, first.y)
    )


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
