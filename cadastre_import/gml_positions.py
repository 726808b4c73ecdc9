"""Positions as GML writes them to EWKB, in the axis order that the coordinate system prescribes.

Source: GML 3.2.1 (ISO 19136) clauses 10.1 and 12.3.
"""

from __future__ import annotations

import functools
import math
import re
import struct
from array import array
from typing import TypeAlias

from geotarget.domain.arcs import Position

Line: TypeAlias = "array[float]"
"""East and north in turn, as well-known binary has them."""

_PLANE_OF_COMPOUND = {5972: 25832, 5973: 25833, 5975: 25835, 6172: 25832, 6173: 25833, 6175: 25835}
"""Systems with a height: the plane part is what we use."""
KNOWN_SRIDS = (25832, 25833, 25835, 4258, 4326)
_DEGREES = (4258, 4326)
NO_SYSTEM = "the geometry names no coordinate system (srsName)"
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


def numbers_of(text: str) -> Line:
    try:
        numbers = array("d", map(float, text.split()))
    except ValueError:
        raise ShapeRefused("a position is not a number") from None
    # One number that is not finite makes the sum so; the sum of others is so only beside the earth.
    if not math.isfinite(sum(numbers)):
        raise ShapeRefused("a position is not a finite number")
    return numbers


def told_dimension(given: str) -> int:
    if given not in ("2", "3"):
        raise ShapeRefused("srsDimension is neither 2 nor 3")
    return int(given)


def in_order(numbers: Line, step: int, swap: bool) -> Line:
    """East and north of positions of `step` numbers."""
    if len(numbers) % step:
        raise ShapeRefused(f"{len(numbers)} numbers do not make positions of {step}")
    if step == 2 and not swap:
        return numbers
    line = array("d", bytes(len(numbers) // step * 16))
    line[swap::2] = numbers[0::step]
    line[not swap :: 2] = numbers[1::step]
    return line


def closed(line: Line) -> Line:
    if len(line) < 8 or line[:2] != line[-2:]:
        raise ShapeRefused("a ring that is not closed")
    return line


def multipolygon(polygons: list[list[Line]], srid: int) -> str:
    parts = [_MULTIPOLYGON.pack(1, 6 | _HAS_SRID, srid, len(polygons))]
    for rings in polygons:
        parts.append(_PART.pack(1, 3, len(rings)))
        for ring in rings:
            parts.append(_COUNT.pack(len(ring) // 2))
            parts.append(ring.tobytes())
    return b"".join(parts).hex()


def point_ewkb(position: Position, srid: int) -> str:
    return (_WITH_SRID.pack(1, 1 | _HAS_SRID, srid) + struct.pack("<2d", *position)).hex()
