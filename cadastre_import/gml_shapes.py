"""GML 3.2 surfaces and points to EWKB, in the axis order that the coordinate system prescribes.

Source: GML 3.2.1 (ISO 19136) clauses 10.5 and 12.3. Arcs become lines that leave them by at most
`ARC_DEVIATION_M`. References (`xlink:href`) are refused, never followed.
"""

from __future__ import annotations

import itertools
import math
import re
import struct
from array import array
from collections.abc import Callable, Iterator

from lxml import etree

GML = "{http://www.opengis.net/gml/3.2}"
ARC_DEVIATION_M = 0.01

Position = tuple[float, float]

_PLANE_OF_COMPOUND = {5972: 25832, 5973: 25833, 5975: 25835, 6172: 25832, 6173: 25833, 6175: 25835}
"""Systems with a height: the plane part is what we use."""
KNOWN_SRIDS = (25832, 25833, 25835, 4258, 4326)
_DEGREES = (4258, 4326)

_WITH_SRID = _PART = struct.Struct("<BII")
_COUNT = struct.Struct("<I")
_HAS_SRID = 0x20000000
"""Extended well-known binary: byte order (little end first), type with this flag, EPSG code."""


class ShapeRefused(ValueError):
    """The geometry cannot be read; the message says why."""


def srid_and_swap(srs_name: str) -> tuple[int, bool]:
    """EPSG code of the plane, and whether the axes must be swapped to get east before north.

    Only the URN and the official URL promise the order of the system itself (latitude first for
    4258 and 4326); the short and the old forms mean longitude first. Metres are east before north.
    """
    found = re.search(r"(\d+)$", srs_name.strip())
    code = int(found[1]) if found else 0
    srid = _PLANE_OF_COMPOUND.get(code, code)
    if srid not in KNOWN_SRIDS:
        raise ShapeRefused(f"unknown coordinate system “{srs_name}”")
    official = srs_name.startswith(("urn:", "http://www.opengis.net/def/", "https://www.opengis"))
    return srid, srid in _DEGREES and official


def surface(container: etree._Element, default_srs: str | None) -> str:
    """The surface inside an element as a multipolygon in EWKB. Raises `ShapeRefused`."""
    geometry, reader, srid = _opened(container, default_srs)
    polygons = [reader.polygon(patch) for patch in _patches(geometry)]
    if not polygons:
        raise ShapeRefused("the geometry has no surface")
    parts = [_WITH_SRID.pack(1, 6 | _HAS_SRID, srid), _COUNT.pack(len(polygons))]
    for rings in polygons:
        parts.append(_PART.pack(1, 3, len(rings)))
        for ring in rings:
            parts.append(_COUNT.pack(len(ring)))
            parts.append(array("d", itertools.chain.from_iterable(ring)).tobytes())
    return b"".join(parts).hex()


def point(container: etree._Element, default_srs: str | None) -> tuple[Position, int]:
    """The point inside an element, and its EPSG code. Raises `ShapeRefused`."""
    geometry, reader, srid = _opened(container, default_srs)
    if geometry.tag != GML + "Point":
        raise ShapeRefused(f"a geometry of type {_local(geometry)} is not a point")
    positions = reader.positions(geometry)
    if len(positions) != 1:
        raise ShapeRefused("a point without one position")
    return positions[0], srid


def point_ewkb(position: Position, srid: int) -> str:
    return (_WITH_SRID.pack(1, 1 | _HAS_SRID, srid) + struct.pack("<2d", *position)).hex()


def _opened(
    container: etree._Element, default_srs: str | None
) -> tuple[etree._Element, _Reader, int]:
    geometry = next((child for child in container if isinstance(child.tag, str)), None)
    if geometry is None:
        raise ShapeRefused("no geometry")
    srs_name = geometry.get("srsName") or default_srs
    if srs_name is None:
        raise ShapeRefused("the geometry names no coordinate system (srsName)")
    srid, swap = srid_and_swap(srs_name)
    return geometry, _Reader(swap, _dimension(geometry, 2)), srid


def _patches(geometry: etree._Element) -> Iterator[etree._Element]:
    tag = geometry.tag
    if tag in (GML + "Polygon", GML + "PolygonPatch"):
        yield geometry
    elif tag in (GML + "Surface", GML + "MultiSurface", GML + "CompositeSurface"):
        for member in _children(geometry):
            for child in _children(member):
                yield from _patches(child)
    else:
        raise ShapeRefused(f"a geometry of type {_local(geometry)} is not a surface")


class _Reader:
    """Rings of one geometry: same axis order and dimension throughout."""

    def __init__(self, swap: bool, dimension: int) -> None:
        self._swap = swap
        self._dimension = dimension

    def polygon(self, patch: etree._Element) -> list[list[Position]]:
        """Its rings, the exterior first."""
        exterior, interiors = None, []
        for boundary in _children(patch):
            ring = self._ring(boundary)
            if _local(boundary) == "exterior":
                exterior = ring
            else:
                interiors.append(ring)
        if exterior is None:
            raise ShapeRefused("a polygon without exterior")
        return [exterior, *interiors]

    def _ring(self, boundary: etree._Element) -> list[Position]:
        ring = next(_children(boundary), None)
        if ring is None:
            raise ShapeRefused("an empty boundary")
        points = self._line(ring)
        if len(points) < 4 or points[0] != points[-1]:
            raise ShapeRefused("a ring that is not closed")
        return points

    def _line(self, element: etree._Element) -> list[Position]:
        """Positions along a ring, curve or segment."""
        if _local(element) in ("LinearRing", "LineString", "LineStringSegment"):
            return self.positions(element)
        if _local(element) in ("Arc", "ArcString"):
            return _along_arcs(self.positions(element))
        join = _JOINED.get(_local(element))
        if join is None:
            raise ShapeRefused(f"a curve of type {_local(element)} is not supported")
        return _joined([self._line(part) for part in join(element)])

    def positions(self, element: etree._Element) -> list[Position]:
        values: list[float] = []
        step = self._dimension
        for child in _children(element):
            if _local(child) not in ("pos", "posList"):
                raise ShapeRefused(f"positions as {_local(child)} are not supported")
            step = _dimension(child, step)
            values.extend(_numbers(child.text or ""))
        if len(values) % step:
            raise ShapeRefused(f"{len(values)} numbers do not make positions of {step}")
        first, second = values[0::step], values[1::step]
        axes = (second, first) if self._swap else (first, second)
        return list(zip(*axes, strict=True))


def _dimension(element: etree._Element, inherited: int) -> int:
    given = element.get("srsDimension")
    if given is None:
        return inherited
    if given not in ("2", "3"):
        raise ShapeRefused("srsDimension is neither 2 nor 3")
    return int(given)


def _numbers(text: str) -> list[float]:
    try:
        values = [float(word) for word in text.split()]
    except ValueError:
        raise ShapeRefused("a position is not a number") from None
    if not all(map(math.isfinite, values)):
        raise ShapeRefused("a position is not a finite number")
    return values


def _children(element: etree._Element) -> Iterator[etree._Element]:
    if element.get("{http://www.w3.org/1999/xlink}href") is not None:
        raise ShapeRefused("a reference (xlink:href) in the geometry; references are not followed")
    for child in element:
        if isinstance(child.tag, str):
            yield child


def _grandchildren(element: etree._Element) -> Iterator[etree._Element]:
    for member in _children(element):
        yield from _children(member)


_JOINED: dict[str, Callable[[etree._Element], Iterator[etree._Element]]] = {
    "Ring": _grandchildren,
    "Curve": _grandchildren,
    "CompositeCurve": _grandchildren,
}


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _joined(parts: list[list[Position]]) -> list[Position]:
    points: list[Position] = []
    for part in parts:
        points.extend(part[1:] if points and part and points[-1] == part[0] else part)
    return points


def _along_arcs(points: list[Position]) -> list[Position]:
    """Arcs through each three points, the last of one being the first of the next."""
    if len(points) < 3 or len(points) % 2 == 0:
        raise ShapeRefused("an arc needs three points, each further arc two more")
    arcs = [_arc(*points[at : at + 3]) for at in range(0, len(points) - 2, 2)]
    return _joined(arcs)


def _arc(start: Position, middle: Position, end: Position) -> list[Position]:
    (x1, y1), (x2, y2), (x3, y3) = start, middle, end
    cross = (x2 - x1) * (y3 - y1) - (y2 - y1) * (x3 - x1)
    if abs(cross) < 1e-9:
        return [start, middle, end]
    b, c = (x2 - x1) ** 2 + (y2 - y1) ** 2, (x3 - x1) ** 2 + (y3 - y1) ** 2
    ux = x1 + ((y3 - y1) * b - (y2 - y1) * c) / (2 * cross)
    uy = y1 + ((x2 - x1) * c - (x3 - x1) * b) / (2 * cross)
    radius = math.hypot(x1 - ux, y1 - uy)
    first = math.atan2(y1 - uy, x1 - ux)
    turn = (math.atan2(y3 - uy, x3 - ux) - first) % (2 * math.pi)
    turn = turn if cross > 0 else turn - 2 * math.pi
    step = 2 * math.acos(max(0.0, 1 - ARC_DEVIATION_M / max(radius, ARC_DEVIATION_M)))
    count = max(2, math.ceil(abs(turn) / step))
    angles = (first + turn * i / count for i in range(1, count))
    return [start, *((ux + radius * math.cos(a), uy + radius * math.sin(a)) for a in angles), end]
