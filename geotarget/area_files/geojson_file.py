"""GeoJSON as programs write it: also with a `crs` member, which RFC 7946 took away.

Only the numbers are taken here; what is an area, `judging.py` finds out as for any other form.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

import shapely
from shapely.geometry import shape

from geotarget.domain.coordinates import GEOJSON_SRID
from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.geojson import decode_json

from .layers import Feature, Layer, attributes_of, label_of
from .systems import system_of

_MAX_DEPTH = 12
_SHAPES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")


def read_geojson(content: bytes) -> list[Layer]:
    """One layer; of what Kartverket calls GeoJSON (a collection for each type) one for each.
    Raises `InputError`."""
    node = decode_json(content, float)
    if not isinstance(node, dict):
        raise InputError(gettext_noop("GeoJSON must be an object with a type."))
    if "type" in node:
        return [_layer(node, node.get("name"))]
    collections = [(name, each) for name, each in node.items() if _is_collection(each)]
    if not collections:
        raise InputError(gettext_noop("GeoJSON must be an object with a type."))
    return [_layer(each, name) for name, each in collections]


def _is_collection(node: Any) -> bool:
    return isinstance(node, dict) and node.get("type") == "FeatureCollection"


def _layer(node: dict[str, Any], name: Any) -> Layer:
    told = name[:60] if isinstance(name, str) and name.isprintable() else ""
    return Layer(told or "GeoJSON", system_of(_code(node.get("crs"))), _features(node, {}, 0))


def _code(crs: Any) -> int:
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if crs is None or name == "urn:ogc:def:crs:OGC:1.3:CRS84":
        return GEOJSON_SRID
    found = re.search(r"EPSG:(?:[\d.]*:)?(\d{4,6})$", str(name))
    if found is None:
        raise InputError(
            gettext_noop(
                "The GeoJSON says that its coordinate system is %(name)s. "
                "Export it as longitude and latitude (EPSG:4326)."
            ),
            name=str(name)[:60],
        )
    return int(found[1])


def _features(node: Any, attributes: dict[str, Any], depth: int) -> Iterator[Feature]:
    if not isinstance(node, dict) or depth > _MAX_DEPTH:
        raise InputError(gettext_noop("GeoJSON must be an object with a type."))
    kind = node.get("type")
    if kind == "FeatureCollection":
        features = node.get("features")
        for feature in features if isinstance(features, list) else []:
            yield from _features(feature, {}, depth + 1)
    elif kind == "Feature":
        told = node.get("properties")
        properties = {str(k): v for k, v in told.items()} if isinstance(told, dict) else {}
        if node.get("geometry") is not None:
            yield from _features(node["geometry"], properties, depth + 1)
    else:
        yield _feature(node, kind, attributes)


def _feature(node: dict[str, Any], kind: Any, attributes: dict[str, Any]) -> Feature:
    label = label_of({k: v for k, v in attributes.items() if isinstance(v, str | int | float)})
    try:
        if kind not in _SHAPES:
            raise ValueError
        _check_numbers(node["coordinates"])
        return Feature(label, shapely.force_2d(shape(node)), attributes=attributes_of(attributes))
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError,
            shapely.errors.ShapelyError):  # fmt: skip
        fault = InputError(gettext_noop("The coordinates cannot be read. Export the area again."))
        return Feature(label, None, fault)


def _check_numbers(node: Any) -> None:
    """Raises `ValueError` for what is no finite number."""
    for child in node:
        if isinstance(child, list):
            _check_numbers(child)
        elif isinstance(child, bool) or not math.isfinite(child):
            raise ValueError
