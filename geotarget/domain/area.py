"""A user's area: the one place where a user's geometry becomes a shape.

Caps and structure first (`geojson.py`), then validity, then the way into EPSG:25833. An invalid
shape is refused with the place, never repaired: repairing guesses, and can take minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry import MultiPolygon, Polygon, mapping

from .coordinates import DENSIFY_M, to_degrees, to_storage
from .errors import InputError, gettext_noop
from .geojson import RawPolygon, Ring, read_polygons

MAX_DENSIFIED = 200_000
MIN_AREA_M2 = 1.0

_GEOD = Geod(ellps="GRS80")


@dataclass(frozen=True)
class Area:
    """What is counted: included minus excluded shapes, in EPSG:25833, metres."""

    shape: MultiPolygon

    @property
    def area_m2(self) -> float:
        return float(self.shape.area)

    @property
    def wkb(self) -> bytes:
        """Well-known binary, EPSG:25833 (the SRID is not inside)."""
        return bytes(self.shape.wkb)

    def as_geojson(self) -> dict[str, object]:
        """The counted shape as a GeoJSON geometry, EPSG:4326, 8 decimals: what the map shows."""
        degrees = shapely.transform(self.shape, _to_degrees)
        return dict(mapping(degrees))


def parse_area(include: bytes | str, exclude: Sequence[bytes | str] = ()) -> Area:
    """The area of one GeoJSON text minus those of others (EPSG:4326, longitude first).

    Several polygons count once where they overlap. Raises `InputError` with the place.
    """
    shape = _union(include)
    for text in exclude:
        shape = shape.difference(_union(text))
    if shape.area < MIN_AREA_M2:
        raise InputError(
            gettext_noop("Nothing is left of the area: it is empty or all of it is excluded.")
        )
    return Area(_multipolygon(shape))


def _union(text: bytes | str) -> shapely.Geometry:
    groups: dict[int, list[Polygon]] = {}
    budget = MAX_DENSIFIED
    for raw in read_polygons(text):
        _check_valid(Polygon(raw.rings[0], raw.rings[1:]))
        polygon = _to_storage(raw)
        budget -= shapely.get_num_coordinates(polygon)
        if budget < 0:
            raise InputError(gettext_noop("The area is too large. Divide it and try again."))
        _check_valid_in_storage(polygon)
        groups.setdefault(raw.group, []).append(polygon)
    for polygons in groups.values():
        if len(polygons) > 1:
            _check_valid_in_storage(MultiPolygon(polygons))
    return shapely.union_all([polygon for group in groups.values() for polygon in group])


def _check_valid(polygon: Polygon) -> None:
    if polygon.is_valid:
        return
    reason = shapely.is_valid_reason(polygon)
    raise _invalid(reason, _place_in(reason))


def _check_valid_in_storage(shape: shapely.Geometry) -> None:
    if shape.is_valid:
        return
    reason = shapely.is_valid_reason(shape)
    place = _place_in(reason)
    raise _invalid(reason, to_degrees(*place) if place else None)


def _invalid(reason: str, place: tuple[float, float] | None) -> InputError:
    if place is None:
        return InputError(gettext_noop("The area is not valid. Draw it again."))
    if reason.startswith(("Self-intersection", "Ring Self-intersection")):
        template = gettext_noop(
            "The outline crosses or touches itself at %(longitude)s, %(latitude)s. "
            "Move a vertex there so that it does not."
        )
    elif reason.startswith("Hole lies outside shell"):
        template = gettext_noop(
            "A hole lies outside its polygon at %(longitude)s, %(latitude)s. Remove it."
        )
    else:
        template = gettext_noop(
            "The area is not valid at %(longitude)s, %(latitude)s. Draw it again there."
        )
    longitude, latitude = (round(value, 6) for value in place)
    return InputError(template, place=place, longitude=longitude, latitude=latitude)


def _place_in(reason: str) -> tuple[float, float] | None:
    """GEOS writes "Self-intersection[10.1 60.2]"; the numbers are the place."""
    found = re.search(r"\[([-+\d.eE]+) ([-+\d.eE]+)", reason)
    return (float(found[1]), float(found[2])) if found else None


def _to_storage(raw: RawPolygon) -> Polygon:
    rings = [_project(_densify(ring)) for ring in raw.rings]
    return Polygon(rings[0], rings[1:])


def _densify(ring: Ring) -> np.ndarray:
    """Vertices at most `DENSIFY_M` apart, on the straight lines in longitude and latitude."""
    points = np.asarray(ring)
    starts, ends = points[:-1], points[1:]
    _, _, metres = _GEOD.inv(starts[:, 0], starts[:, 1], ends[:, 0], ends[:, 1])
    steps = np.maximum(1, np.ceil(np.asarray(metres) / DENSIFY_M)).astype(int)
    if steps.sum() > MAX_DENSIFIED:
        raise InputError(gettext_noop("The area is too large. Divide it and try again."))
    edge = np.repeat(np.arange(len(steps)), steps)
    first = np.repeat(np.cumsum(steps) - steps, steps)
    share = (np.arange(steps.sum()) - first) / steps[edge]
    on_edges = starts[edge] + (ends - starts)[edge] * share[:, None]
    return np.vstack([on_edges, points[-1:]])


def _project(degrees: np.ndarray) -> np.ndarray:
    east, north = to_storage(degrees[:, 0], degrees[:, 1])
    metres = np.column_stack([east, north])
    if not np.isfinite(metres).all():
        raise InputError(gettext_noop("The area lies outside the map of Norway."))
    return metres


def _to_degrees(metres: np.ndarray) -> np.ndarray:
    longitude, latitude = to_degrees(metres[:, 0], metres[:, 1])
    return np.round(np.column_stack([longitude, latitude]), 8)


def _multipolygon(shape: shapely.Geometry) -> MultiPolygon:
    parts: Iterable[shapely.Geometry] = getattr(shape, "geoms", [shape])
    return MultiPolygon([part for part in parts if isinstance(part, Polygon)])
