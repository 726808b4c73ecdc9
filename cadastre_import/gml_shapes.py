"""GML 3.2 surfaces and points, element by element.

Source: GML 3.2.1 (ISO 19136) clauses 10.5 and 12.3. Arcs become lines that leave them by at most
a centimetre. References (`xlink:href`) are refused, never followed.
"""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterator

from lxml import etree

from geotarget.domain.arcs import Position, arc

from .gml_positions import (
    NO_SYSTEM,
    Line,
    ShapeRefused,
    closed,
    in_order,
    multipolygon,
    numbers_of,
    srid_and_swap,
    told_dimension,
)

GML = "{http://www.opengis.net/gml/3.2}"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"


def surface(container: etree._Element, default_srs: str | None) -> str:
    """The surface inside an element as a multipolygon in EWKB. Raises `ShapeRefused`."""
    geometry, reader, srid = _opened(container, default_srs)
    polygons = [reader.polygon(patch) for patch in _patches(geometry)]
    if not polygons:
        raise ShapeRefused("the geometry has no surface")
    return multipolygon(polygons, srid)


def point(container: etree._Element, default_srs: str | None) -> tuple[Position, int]:
    """The point inside an element, and its EPSG code. Raises `ShapeRefused`."""
    geometry, reader, srid = _opened(container, default_srs)
    if geometry.tag != GML + "Point":
        raise ShapeRefused(f"a geometry of type {_local(geometry)} is not a point")
    numbers = reader.positions(geometry)
    if len(numbers) != 2:
        raise ShapeRefused("a point without one position")
    return (numbers[0], numbers[1]), srid


def _opened(
    container: etree._Element, default_srs: str | None
) -> tuple[etree._Element, _Reader, int]:
    geometry = next(container.iterchildren("*"), None)
    if geometry is None:
        raise ShapeRefused("no geometry")
    srs_name = geometry.get("srsName") or default_srs
    if srs_name is None:
        raise ShapeRefused(NO_SYSTEM)
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

    def polygon(self, patch: etree._Element) -> list[Line]:
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

    def _ring(self, boundary: etree._Element) -> Line:
        ring = next(iter(_children(boundary)), None)
        if ring is None:
            raise ShapeRefused("an empty boundary")
        return closed(self._line(ring))

    def _line(self, element: etree._Element) -> Line:
        """Positions along a ring, curve or segment."""
        kind = _local(element)
        if kind in ("LinearRing", "LineString", "LineStringSegment"):
            return self.positions(element)
        if kind in ("Arc", "ArcString"):
            return _along_arcs(self.positions(element))
        if kind not in _JOINED:
            raise ShapeRefused(f"a curve of type {kind} is not supported")
        parts = [part for member in _children(element) for part in _children(member)]
        return _joined([self._line(part) for part in parts])

    def positions(self, element: etree._Element) -> Line:
        numbers = array("d")
        step = self._dimension
        for child in _children(element):
            if _local(child) not in ("pos", "posList"):
                raise ShapeRefused(f"positions as {_local(child)} are not supported")
            step = _dimension(child, step)
            numbers += numbers_of(child.text or "")
        return in_order(numbers, step, self._swap)


def _dimension(element: etree._Element, inherited: int) -> int:
    given = element.get("srsDimension")
    return inherited if given is None else told_dimension(given)


def _children(element: etree._Element) -> list[etree._Element]:
    if element.attrib and element.get(XLINK_HREF) is not None:
        raise ShapeRefused("a reference (xlink:href) in the geometry; references are not followed")
    return list(element.iterchildren("*"))


_JOINED = ("Ring", "Curve", "CompositeCurve")


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _joined(parts: list[Line]) -> Line:
    line = array("d")
    for part in parts:
        line += part[2:] if line and part and line[-2:] == part[:2] else part
    return line


def _along_arcs(line: Line) -> Line:
    """Arcs through each three points, the last of one being the first of the next."""
    points = list(zip(line[0::2], line[1::2], strict=True))
    if len(points) < 3 or len(points) % 2 == 0:
        raise ShapeRefused("an arc needs three points, each further arc two more")
    arcs = [arc(*points[at : at + 3]) for at in range(0, len(points) - 2, 2)]
    return _joined([array("d", itertools.chain.from_iterable(arc)) for arc in arcs])
