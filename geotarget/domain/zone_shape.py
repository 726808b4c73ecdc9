"""The shape of a zone: a buffer of metres in the storage CRS (EPSG:25833).

GEOS makes the round ones. Its one-sided buffer leaves pieces out and puts others in where a line
bends sharply (docs/decisions/zones.md), so that one is made here, of the strip beside each segment.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString

from .zone import Zone, ZoneEnds, ZoneSide, is_beside

ARC_STEPS = 64
"""Chords in a quarter of a circle: at 500 m 4 cm inside it, within the count's tolerance."""
JOINT_STEPS = 16
"""The same at a line's or polygon's corners, of which there may be thousands."""
SAMPLES = 10
"""Points of the line in the length of a zone's width, to find what lies half way between legs."""
MOST_SAMPLES = 2_000
GRID_M = 0.001
"""Strips are joined on a grid, since rounding would leave slivers between them."""


def zone_shape(shape: shapely.Geometry, zone: Zone) -> shapely.Geometry:
    """Point, line or polygons (EPSG:25833) with `zone` around; a polygon or several."""
    if is_beside(zone):
        return _beside(shape, zone)
    steps = ARC_STEPS if shape.geom_type == "Point" else JOINT_STEPS
    cap = "flat" if zone.ends == ZoneEnds.FLAT and shape.geom_type == "LineString" else "round"
    around = shapely.buffer(shape, zone.buffer_m, quad_segs=steps, cap_style=cap)
    return around.difference(shape) if zone.side == ZoneSide.OUTSIDE else around


def _beside(line: LineString, zone: Zone) -> shapely.Geometry:
    """What lies left (right) of its nearest point of the line, at most `buffer_m` away."""
    forth = shapely.get_coordinates(shapely.remove_repeated_points(line))
    here, there = (forth, forth[::-1]) if zone.side == ZoneSide.LEFT else (forth[::-1], forth)
    swept, opposite = (_swept_left(points, zone.buffer_m) for points in (here, there))
    own = shapely.difference(swept, opposite, grid_size=GRID_M)
    doubtful = _surfaces(shapely.intersection(swept, opposite, grid_size=GRID_M))
    faces = [face for face in _faces(doubtful, here, zone.buffer_m) if _is_left(face, here)]
    return shapely.union_all([own, *faces], grid_size=GRID_M)


def _swept_left(points: np.ndarray, metres: float) -> shapely.Geometry:
    """What the left arm of somebody who walks along the points goes over."""
    along = np.diff(points, axis=0)
    normals = np.column_stack([-along[:, 1], along[:, 0]])
    arms = metres * normals / np.linalg.norm(along, axis=1)[:, None]
    starts, ends = points[:-1], points[1:]
    strips = shapely.polygons(np.stack([starts, ends, ends + arms, starts + arms], axis=1))
    turns = [_turn(points[at + 1], arms[at], arms[at + 1]) for at in range(len(arms) - 1)]
    if (points[0] == points[-1]).all():
        turns.append(_turn(points[0], arms[-1], arms[0]))
    return shapely.union_all([*strips, *filter(None, turns)], grid_size=GRID_M)


def _turn(corner: np.ndarray, before: np.ndarray, after: np.ndarray) -> shapely.Geometry | None:
    """The sector that the arm goes over where the line turns right; None where it turns left."""
    across = float(before[0] * after[1] - before[1] * after[0])
    angle = np.arctan2(across, float(before @ after))
    if angle == 0 or 0 < angle < np.pi:
        return None
    turned = -np.linspace(0, abs(angle), max(2, int(np.ceil(abs(angle) / np.pi * 2 * JOINT_STEPS))))
    x = before[0] * np.cos(turned) - before[1] * np.sin(turned)
    y = before[0] * np.sin(turned) + before[1] * np.cos(turned)
    arc = np.column_stack([x, y])
    arc[-1] = after
    return shapely.polygons(np.vstack([corner, corner + arc]))


def _surfaces(shape: shapely.Geometry) -> shapely.Geometry:
    """Without the lines and points at which polygons only touch."""
    parts = shapely.get_parts(shape)
    return shapely.multipolygons(parts[shapely.get_dimensions(parts) == 2])


def _faces(doubtful: shapely.Geometry, points: np.ndarray, metres: float) -> list[Any]:
    """What both arms went over, cut by the line and half way between its legs."""
    if doubtful.is_empty:
        return []
    line = LineString(points)
    near = line.intersection(doubtful.buffer(metres))
    step = max(metres / SAMPLES, near.length / MOST_SAMPLES)
    samples = shapely.multipoints(shapely.get_coordinates(near.segmentize(step)))
    halves = shapely.voronoi_polygons(samples, extend_to=doubtful, only_edges=True)
    cuts = shapely.get_parts([doubtful.boundary, line, halves.intersection(doubtful)])
    noded = shapely.union_all(cuts[shapely.get_dimensions(cuts) == 1], grid_size=GRID_M)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    return [face for face in faces if doubtful.contains(face.representative_point())]


def _is_left(face: shapely.Geometry, points: np.ndarray) -> bool:
    """Whether a small face lies left of the nearest segment.

    Of two segments that meet there, the one that the face is more beside decides.
    """
    place = shapely.get_coordinates(face.representative_point())[0]
    starts, along = points[:-1], np.diff(points, axis=0)
    share = np.einsum("ij,ij->i", place - starts, along) / np.einsum("ij,ij->i", along, along)
    feet = starts + np.clip(share, 0, 1)[:, None] * along
    distances = np.linalg.norm(place - feet, axis=1)
    beside = along[:, 0] * (place - starts)[:, 1] - along[:, 1] * (place - starts)[:, 0]
    beside /= np.linalg.norm(along, axis=1)
    nearest = distances <= distances.min() + 1e-9
    return bool(beside[nearest][np.abs(beside[nearest]).argmax()] > 0)
