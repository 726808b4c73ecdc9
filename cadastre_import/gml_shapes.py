"""GML 3.2 surfaces and points to EWKB, in the axis order that the coordinate system prescribes.

Source: GML 3.2.1 (ISO 19136) clauses 10.5 and 12.3. Arcs become lines that leave them by at most
a centimetre. References (`xlink:href`) are refused, never followed.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
import struct
from array import array
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from geotarget.domain.arcs import Position, arc

GML = "{http://www.opengis.net/gml/3.2}"

Line: TypeAlias = "array[float]"
"""East and north in turn, as well-known binary has them."""

_PLANE_OF_COMPOUND = {5972: 25832, 5973: 25833, 5975: 25835, 6172: 25832, 6173: 25833, 6175: 25835}
"""Systems with a height: the plane part is what we use."""
KNOWN_SRIDS = (25832, 25833, 25835, 4258, 4326)
_DEGREES = (4258, 4326)
_NO_SYSTEM = "the geometry names no coordinate system (srsName)"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"

_WITH_SRID = _PART = struct.Struct("<BII")
_MULTIPOLYGON = struct.Struct("<BIII")
_COUNT = struct.Struct("<I")
_HAS_SRID = 0x20000000
"""Extended well-known binary: byte order (little end first), type with this flag, EPSG code."""


class ShapeRefused(ValueError):
    """The geometry cannot be read; the message says why."""


@functools.lru_cache(maxsize=64)
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
    return _multipolygon(polygons, srid)


def plain_surface(rings: list[str], srs_name: str, dimension: str) -> str:
    """The same of a polygon whose rings are one `posList` each, the exterior first; `dimension` as
    its attribute says, empty without one."""
    if not srs_name:
        raise ShapeRefused(_NO_SYSTEM)
    srid, swap = srid_and_swap(srs_name)
    step = _told_dimension(dimension) if dimension else 2
    return _multipolygon([[_closed(_in_order(_numbers(r), step, swap)) for r in rings]], srid)


def _multipolygon(polygons: list[list[Line]], srid: int) -> str:
    parts = [_MULTIPOLYGON.pack(1, 6 | _HAS_SRID, srid, len(polygons))]
    for rings in polygons:
        parts.append(_PART.pack(1, 3, len(rings)))
        for ring in rings:
            parts.append(_COUNT.pack(len(ring) // 2))
            parts.append(ring.tobytes())
    return b"".join(parts).hex()


def point(container: etree._Element, default_srs: str | None) -> tuple[Position, int]:
    """The point inside an element, and its EPSG code. Raises `ShapeRefused`."""
    geometry, reader, srid = _opened(container, default_srs)
    if geometry.tag != GML + "Point":
        raise ShapeRefused(f"a geometry of type {_local(geometry)} is not a point")
    numbers = reader.positions(geometry)
    if len(numbers) != 2:
        raise ShapeRefused("a point without one position")
    return (numbers[0], numbers[1]), srid


def point_ewkb(position: Position, srid: int) -> str:
    return (_WITH_SRID.pack(1, 1 | _HAS_SRID, srid) + struct.pack("<2d", *position)).hex()


def _opened(
    container: etree._Element, default_srs: str | None
) -> tuple[etree._Element, _Reader, int]:
    geometry = next(container.iterchildren("*"), None)
    if geometry is None:
        raise ShapeRefused("no geometry")
    srs_name = geometry.get("srsName") or default_srs
    if srs_name is None:
        raise ShapeRefused(_NO_SYSTEM)
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
        return _closed(self._line(ring))

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
            numbers += _numbers(child.text or "")
        return _in_order(numbers, step, self._swap)


def _in_order(numbers: Line, step: int, swap: bool) -> Line:
    """East and north of positions of `step` numbers."""
    if len(numbers) % step:
        raise ShapeRefused(f"{len(numbers)} numbers do not make positions of {step}")
    if step == 2 and not swap:
        return numbers
    line = array("d", bytes(len(numbers) // step * 16))
    line[swap::2] = numbers[0::step]
    line[not swap :: 2] = numbers[1::step]
    return line


def _closed(line: Line) -> Line:
    if len(line) < 8 or line[:2] != line[-2:]:
        raise ShapeRefused("a ring that is not closed")
    return line


def _dimension(element: etree._Element, inherited: int) -> int:
    given = element.get("srsDimension")
    return inherited if given is None else _told_dimension(given)


def _told_dimension(given: str) -> int:
    if given not in ("2", "3"):
        raise ShapeRefused("srsDimension is neither 2 nor 3")
    return int(given)


def _numbers(text: str) -> Line:
    try:
        numbers = array("d", map(float, text.split()))
    except ValueError:
        raise ShapeRefused("a position is not a number") from None
    # One number that is not finite makes the sum so; the sum of others is so only beside the earth.
    if not math.isfinite(sum(numbers)):
        raise ShapeRefused("a position is not a finite number")
    return numbers


def _children(element: etree._Element) -> list[etree._Element]:
    if element.attrib and element.get(_XLINK_HREF) is not None:
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
