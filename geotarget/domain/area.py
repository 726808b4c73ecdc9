"""A user's area: the one place where a user's geometry becomes a shape.

Polygons, and points, lines and polygons with a zone around (`zone.py`). Caps and structure first
(`geojson.py`), then validity, then the way into EPSG:25833. An invalid shape is refused with the
place, never repaired: repairing guesses, and can take minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry import MultiPolygon, Polygon, mapping

from .coordinates import DENSIFY_M, to_degrees, to_storage
from .errors import InputError, gettext_noop
from .geojson import RawFigure, Ring, read_figures
from .zone import Zone
from .zone_shape import zone_shape

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

    def without(self, other: Area) -> Area:
        """What is left of it outside `other`. Raises `InputError` where nothing is."""
        return _not_empty(Area(_multipolygon(self.shape.difference(other.shape))))

    def joined(self, other: Area | None) -> Area:
        """Both as one; what they share counts once."""
        return self if other is None else Area(_multipolygon(self.shape.union(other.shape)))

    def as_geojson(self) -> dict[str, object]:
        """The counted shape as a GeoJSON geometry, EPSG:4326, 8 decimals: what the map shows."""
        degrees = shapely.transform(self.shape, _to_degrees)
        return dict(mapping(degrees))


def parse_area(include: bytes | str, exclude: Sequence[bytes | str] = ()) -> Area:
    """The area of one GeoJSON text minus those of others (EPSG:4326, longitude first).

    Several polygons count once where they overlap. Raises `InputError` with the place.
    """
    area = _not_empty(parse_shapes(include))
    for text in exclude:
        area = area.without(parse_shapes(text))
    return area


def parse_shapes(text: bytes | str) -> Area:
    """All shapes of a GeoJSON text as one, however small. Raises `InputError` with the place."""
    figures = read_figures(text)
    plain = [figure for figure in figures if figure.zone is None]
    shapes = [_union(plain)] if plain else []
    for _, group in groupby(figures, lambda figure: figure.group):
        around = list(group)
        if (zone := around[0].zone) is not None:
            shapes.append(_zone(around, zone))
    return Area(_multipolygon(shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)))


def drawn_shapes(text: bytes | str) -> shapely.Geometry:
    """All shapes as one in degrees (EPSG:4326), polygons with the corners that they have.

    What `joining.py` joins and cuts; `parse_shapes` is what is counted. Raises `InputError`.
    """
    figures = read_figures(text)
    parts = [_drawn(list(group)) for _, group in groupby(figures, lambda figure: figure.group)]
    return shapely.union_all(parts)


def _drawn(raw: Sequence[RawFigure]) -> shapely.Geometry:
    zone = raw[0].zone
    if zone is not None:
        return shapely.transform(_zone(raw, zone), _to_degrees)
    rings = [ring for polygon in raw for ring in polygon.rings]
    owner = np.repeat(np.arange(len(raw)), [len(polygon.rings) for polygon in raw])
    polygons = _polygons(*_joined(rings), owner)
    _check_valid(polygons)
    return shapely.union_all(polygons)


def _union(raw: Sequence[RawFigure]) -> shapely.Geometry:
    """Polygons in storage coordinates, each valid alone and with those of its own geometry."""
    rings = [ring for polygon in raw for ring in polygon.rings]
    owner = np.repeat(np.arange(len(raw)), [len(polygon.rings) for polygon in raw])
    _check_valid(_polygons(*_joined(rings), owner))
    degrees, ring = _densified(*_joined(rings))
    polygons = _polygons(_project(degrees), ring, owner)
    _check_valid(polygons, in_storage=True)
    groups = np.unique([polygon.group for polygon in raw], return_inverse=True)[1]
    _check_valid(shapely.multipolygons(polygons, indices=groups), in_storage=True)
    return shapely.disjoint_subset_union_all(polygons)


def _zone(raw: Sequence[RawFigure], zone: Zone) -> shapely.Geometry:
    """The zone around one geometry, in storage coordinates."""
    shape = _path(raw[0]) if raw[0].kind in ("Point", "LineString") else _union(raw)
    around = zone_shape(shape, zone)
    if shapely.get_num_coordinates(around) > MAX_DENSIFIED:
        raise InputError(gettext_noop("The area is too large. Divide it and try again."))
    return around


def _path(raw: RawFigure) -> shapely.Geometry:
    """A point or a line in storage coordinates."""
    points = np.asarray(raw.rings[0])
    if raw.kind == "Point":
        return shapely.Point(_project(points)[0])
    if len(np.unique(points, axis=0)) < 2:
        raise InputError(
            gettext_noop("A line needs two different positions. Draw it again."),
            place=raw.rings[0][0],
        )
    _check_simple(shapely.LineString(points))
    degrees, _ = _densified(points, np.zeros(len(points), dtype=int))
    return shapely.LineString(_project(degrees))


def _check_simple(line: shapely.LineString) -> None:
    """Refuse a line that crosses itself: what is left of it is then right of it too."""
    if line.is_simple:
        return
    crossing = _crossing(line)
    longitude, latitude = (round(value, 6) for value in crossing)
    raise InputError(
        gettext_noop(
            "The line crosses or touches itself at %(longitude)s, %(latitude)s. "
            "End it there and draw another one."
        ),
        place=crossing,
        longitude=longitude,
        latitude=latitude,
    )


def _crossing(line: shapely.LineString) -> tuple[float, float]:
    """The first place where pieces of it meet; of one that only runs back, its second corner."""
    pieces = [piece.coords for piece in shapely.get_parts(shapely.node(line))]
    meetings = [end for coords in pieces for end in (coords[0], coords[-1])]
    inner = [end for end in meetings if end not in (line.coords[0], line.coords[-1])]
    longitude, latitude = (inner or [line.coords[1]])[0]
    return longitude, latitude


def _not_empty(area: Area) -> Area:
    if area.area_m2 < MIN_AREA_M2:
        raise InputError(
            gettext_noop("Nothing is left of the area: it is empty or all of it is excluded.")
        )
    return area


def _joined(rings: Sequence[Ring]) -> tuple[np.ndarray, np.ndarray]:
    """All positions one after the other, and the number of the ring that each belongs to."""
    ring = np.repeat(np.arange(len(rings)), [len(positions) for positions in rings])
    return np.concatenate([np.asarray(positions) for positions in rings]), ring


def _polygons(points: np.ndarray, ring: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """`ring` is the ring of each point, `owner` the polygon of each ring, its outline first."""
    return np.asarray(shapely.polygons(shapely.linearrings(points, indices=ring), indices=owner))


def _check_valid(shapes: np.ndarray, *, in_storage: bool = False) -> None:
    """Refuse the first shape that is not valid; `in_storage` where it is in metres."""
    faulty = shapes[~shapely.is_valid(shapes)]
    if len(faulty) == 0:
        return
    reason = shapely.is_valid_reason(faulty[0])
    place = _place_in(reason)
    raise _invalid(reason, to_degrees(*place) if place and in_storage else place)


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


def _densified(points: np.ndarray, ring: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Vertices at most `DENSIFY_M` apart, on the straight lines in longitude and latitude.

    From the last point of a ring to the next ring is no edge: there only the point itself stays.
    """
    starts, ends = points[:-1], points[1:]
    _, _, metres = _GEOD.inv(starts[:, 0], starts[:, 1], ends[:, 0], ends[:, 1])
    steps = np.maximum(1, np.ceil(np.asarray(metres) / DENSIFY_M)).astype(int)
    steps[ring[:-1] != ring[1:]] = 1
    if steps.sum() > MAX_DENSIFIED:
        raise InputError(gettext_noop("The area is too large. Divide it and try again."))
    edge = np.repeat(np.arange(len(steps)), steps)
    first = np.repeat(np.cumsum(steps) - steps, steps)
    share = (np.arange(steps.sum()) - first) / steps[edge]
    on_edges = starts[edge] + (ends - starts)[edge] * share[:, None]
    return np.vstack([on_edges, points[-1:]]), np.append(ring[:-1][edge], ring[-1])


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
