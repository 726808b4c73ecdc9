"""GeoJSON text to rings of coordinates: size first, then structure, then every number.

Source: RFC 7946. Nothing here builds a geometry, so nothing here
can be made to work hard by a hostile shape.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from .coordinates import NORWAY_LATITUDE, NORWAY_LONGITUDE
from .errors import InputError, gettext_noop
from .zone import (
    MAX_VERTICES_BESIDE,
    MAX_VERTICES_IN_ZONE,
    SIDES,
    Zone,
    check_zone,
    is_beside,
    zone_in,
)

MAX_BYTES = 5_000_000
MAX_VERTICES = 20_000
MAX_DEPTH = 12

SAME_AS_GEOJSON = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326")

Ring = list[tuple[float, float]]
"""Closed, longitude before latitude, degrees."""


@dataclass(frozen=True)
class RawFigure:
    """One polygon as given: outer ring first, then holes; or the positions of a line or a point."""

    rings: list[Ring]
    group: int
    """Which geometry it came from."""
    kind: str
    """Point, LineString, Polygon or MultiPolygon; the first two have a zone."""
    zone: Zone | None


def read_figures(text: bytes | str) -> list[RawFigure]:
    """What a GeoJSON text holds (EPSG:4326, longitude first). Raises `InputError`."""
    figures: list[RawFigure] = []
    vertices = in_zones = beside = 0
    for group, (geometry, zone) in enumerate(_geometries(_load(text), 0, None)):
        kind, in_group = geometry["type"], 0
        for rings in _arrays(geometry):
            in_group += _count_positions(rings)
            _check_count(vertices + in_group, in_zones + in_group if zone else 0)
            _check_beside(beside + in_group if is_beside(zone) else 0)
            read = _ring if kind.endswith("Polygon") else _path
            figures.append(RawFigure([read(ring) for ring in rings], group, kind, zone))
        vertices += in_group
        in_zones += in_group if zone else 0
        beside += in_group if is_beside(zone) else 0
    if not figures:
        raise InputError(gettext_noop("There is no polygon in it. Draw or give at least one."))
    return figures


def _check_count(vertices: int, in_zones: int) -> None:
    if vertices > MAX_VERTICES:
        raise InputError(
            gettext_noop("The area has more than %(limit)s vertices. Simplify it and try again."),
            limit=MAX_VERTICES,
        )
    if in_zones > MAX_VERTICES_IN_ZONE:
        raise InputError(
            gettext_noop(
                "Zones can be laid around at most %(limit)s vertices. Simplify the shapes first."
            ),
            limit=MAX_VERTICES_IN_ZONE,
        )


def _check_beside(vertices: int) -> None:
    if vertices > MAX_VERTICES_BESIDE:
        raise InputError(
            gettext_noop(
                "Zones on one side can be laid along at most %(limit)s vertices. Choose both "
                "sides, or simplify the lines first."
            ),
            limit=MAX_VERTICES_BESIDE,
        )


def _load(text: bytes | str) -> Any:
    if len(text) > MAX_BYTES:
        raise InputError(
            gettext_noop("The GeoJSON is larger than %(limit)s bytes. Simplify it and try again."),
            limit=MAX_BYTES,
        )
    return decode_json(text, _whole)


def decode_json(text: bytes | str, whole: Callable[[str], float]) -> Any:
    """A JSON text; `whole` reads its whole numbers. Raises `InputError` with the place."""
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        return json.loads(decoded, parse_constant=_refuse_constant, parse_int=whole)
    except UnicodeDecodeError as error:
        raise InputError(
            gettext_noop("The file is not UTF-8 (byte %(byte)s). Save the GeoJSON as UTF-8."),
            byte=error.start,
        ) from None
    except json.JSONDecodeError as error:
        raise InputError(
            gettext_noop("This is not JSON: line %(line)s, column %(column)s. Check the file."),
            line=error.lineno,
            column=error.colno,
        ) from None
    except RecursionError:
        raise InputError(gettext_noop("The GeoJSON is nested too deeply.")) from None


def _whole(digits: str) -> int:
    """Python reads no number of thousands of digits; no coordinate has twenty."""
    if len(digits) > 20:
        _refuse_constant(_short(digits))
    return int(digits)


def _refuse_constant(name: str) -> NoReturn:
    raise InputError(
        gettext_noop("%(value)s is not a coordinate. Export the area again."), value=name
    )


def _geometries(
    node: Any, depth: int, zone: Zone | None
) -> Iterator[tuple[dict[str, Any], Zone | None]]:
    """Geometries of a Feature, FeatureCollection or bare geometry, each with its zone."""
    if not isinstance(node, dict):
        raise InputError(gettext_noop("GeoJSON must be an object with a type."))
    if depth > MAX_DEPTH:
        raise InputError(gettext_noop("The GeoJSON is nested too deeply."))
    _check_crs(node.get("crs"))
    kind = node.get("type")
    if kind == "FeatureCollection":
        for feature in _list(node.get("features"), "features"):
            yield from _geometries(feature, depth + 1, None)
    elif kind == "Feature":
        yield from _geometries(node.get("geometry"), depth + 1, zone_in(node.get("properties")))
    elif isinstance(kind, str) and kind in SIDES:
        check_zone(zone, kind)
        yield node, zone
    else:
        raise InputError(
            gettext_noop("An area must be polygons; this has the type %(kind)s."),
            kind=_short(kind),
        )


def _check_crs(crs: Any) -> None:
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if name not in SAME_AS_GEOJSON:
        raise InputError(
            gettext_noop(
                "The GeoJSON says that its coordinate system is %(name)s. "
                "Export it as longitude and latitude (EPSG:4326)."
            ),
            name=_short(name),
        )


def _arrays(geometry: dict[str, Any]) -> Iterator[list[Any]]:
    """Lists of positions: the rings of each polygon, or one list for a line or a point."""
    kind, coordinates = geometry["type"], _list(geometry.get("coordinates"), "coordinates")
    if kind in ("Point", "LineString"):
        yield [[coordinates] if kind == "Point" else coordinates]
        return
    for polygon in [coordinates] if kind == "Polygon" else coordinates:
        rings = _list(polygon, "coordinates")
        if not rings:
            raise InputError(gettext_noop("A polygon has no ring. Draw it again."))
        yield [_list(ring, "coordinates") for ring in rings]


def _count_positions(rings: list[Any]) -> int:
    return sum(len(ring) for ring in rings)


def _ring(positions: list[Any]) -> Ring:
    ring = [_position(position) for position in positions]
    if len(ring) < 4:
        raise InputError(
            gettext_noop("A ring has %(count)s positions; a closed ring has at least four."),
            place=ring[0] if ring else None,
            count=len(ring),
        )
    if ring[0] != ring[-1]:
        raise InputError(
            gettext_noop("A ring is not closed: its first and last position differ."),
            place=ring[-1],
        )
    return ring


def _path(positions: list[Any]) -> Ring:
    """A line's positions, or a point's only one."""
    path = [_position(position) for position in positions]
    if not path:
        raise InputError(gettext_noop("A line has no positions. Draw it again."))
    return path


def _position(position: Any) -> tuple[float, float]:
    values = _list(position, "position")
    if len(values) != 2:
        raise InputError(
            gettext_noop(
                "A position has %(count)s numbers; give longitude and latitude, no height."
            ),
            count=len(values),
        )
    longitude, latitude = (_number(value) for value in values)
    _check_in_norway(longitude, latitude)
    return longitude, latitude


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InputError(
            gettext_noop("%(value)s is not a coordinate. Export the area again."),
            value=_short(value),
        )
    if (isinstance(value, int) and abs(value) > 10**12) or not math.isfinite(value):
        raise InputError(
            gettext_noop("%(value)s is not a coordinate. Export the area again."),
            value=_short(value),
        )
    return float(value)


def _check_in_norway(longitude: float, latitude: float) -> None:
    if _within(longitude, NORWAY_LONGITUDE) and _within(latitude, NORWAY_LATITUDE):
        return
    if _within(latitude, NORWAY_LONGITUDE) and _within(longitude, NORWAY_LATITUDE):
        raise InputError(
            gettext_noop(
                "Longitude and latitude look swapped at %(first)s, %(second)s. "
                "GeoJSON has longitude first."
            ),
            place=(latitude, longitude),
            first=longitude,
            second=latitude,
        )
    raise InputError(
        gettext_noop(
            "The position %(first)s, %(second)s is not near Norway. "
            "Give longitude and latitude in degrees (EPSG:4326)."
        ),
        first=longitude,
        second=latitude,
    )


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def _list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise InputError(
            gettext_noop("“%(name)s” must be a list. Export the area again."), name=name
        )
    return value


def _short(value: object) -> str:
    return str(value)[:60]
