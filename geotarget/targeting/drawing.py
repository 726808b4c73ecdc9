"""What the map sends: the selection in a request, and the part of it that a frozen list keeps."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, TypeGuard

from django.utils.translation import gettext as _

from geotarget.domain.coordinates import NORWAY_LATITUDE, NORWAY_LONGITUDE
from geotarget.domain.filters import parse_filters
from geotarget.domain.neighbours import parse_neighbours
from geotarget.domain.selection import Selection, parse_selection
from geotarget.domain.zone import zone_in

from .answers import NotUnderstoodError

Box = tuple[float, float, float, float]

MAX_LABEL = 200
"""Letters of the address that a circle is laid around."""


def selection_in(body: dict[str, Any], organisation: int | None = None) -> Selection:
    """`organisation`: whose own attributes filters may name. Raises `InputError`."""
    return parse_selection(body.get("selection"), organisation)


def box_in(body: dict[str, Any]) -> Box:
    """The part of the map that is shown: west, south, east, north in degrees (EPSG:4326)."""
    box = body.get("box")
    if not isinstance(box, list) or len(box) != 4 or not all(_is_degree(value) for value in box):
        raise NotUnderstoodError(_("The part of the map must be west, south, east and north."))
    west, south, east, north = box
    (least_east, most_east), (least_north, most_north) = NORWAY_LONGITUDE, NORWAY_LATITUDE
    return (
        min(max(west, least_east), most_east),
        min(max(south, least_north), most_north),
        min(max(east, least_east), most_east),
        min(max(north, least_north), most_north),
    )


def is_number(value: object) -> TypeGuard[float]:
    """A finite number of JSON; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return isinstance(value, int) or math.isfinite(value)


def _is_degree(value: object) -> bool:
    return is_number(value) and abs(value) <= 360


def kept(raw: dict[str, Any]) -> dict[str, Any]:
    """A checked drawing without anything that a file carried along: shapes, zones, picks, rule.

    Adjustments are as they were sent, notes too; who stores it takes those out.
    """
    filters = parse_filters(raw.get("filters"))
    neighbours = parse_neighbours(raw.get("neighbours"))
    adjustments = raw.get("adjustments")
    return {
        "include": _shapes_only(raw.get("include")),
        "exclude": _shapes_only(raw.get("exclude")),
        "streets": raw.get("streets") or [],
        "addresses": raw.get("addresses") or [],
        **({"districts": raw["districts"]} if raw.get("districts") else {}),
        "rule": raw.get("rule"),
        **({"filters": filters.as_json()} if filters else {}),
        **({"neighbours": neighbours.as_json()} if neighbours else {}),
        **({"adjustments": adjustments} if adjustments else {}),
        **({"per": raw["per"]} if raw.get("per") else {}),
    }


def _shapes_only(geojson: dict[str, Any] | None) -> dict[str, Any] | None:
    if geojson is None:
        return None
    return {"type": "FeatureCollection", "features": list(_features(geojson, {}))}


def _features(node: dict[str, Any], properties: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if node["type"] == "FeatureCollection":
        for feature in node["features"]:
            yield from _features(feature, {})
    elif node["type"] == "Feature":
        yield from _features(node["geometry"], _kept_properties(node.get("properties")))
    else:
        geometry = {"type": node["type"], "coordinates": node["coordinates"]}
        yield {"type": "Feature", "properties": properties, "geometry": geometry}


def _kept_properties(properties: Any) -> dict[str, Any]:
    """The zone, and which address a circle was laid around."""
    zone = zone_in(properties)
    if zone is None:
        return {}
    around = properties.get("around")
    is_label = isinstance(around, str) and around.isprintable() and 0 < len(around) <= MAX_LABEL
    return {"zone": asdict(zone), **({"around": around} if is_label else {})}
