"""What most geometries are: one point, or one polygon with a `posList` for each of its rings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from .gml_positions import (
    NO_SYSTEM,
    ShapeRefused,
    closed,
    in_order,
    multipolygon,
    numbers_of,
    point_ewkb,
    srid_and_swap,
    told_dimension,
)
from .gml_shapes import GML, XLINK_HREF


@dataclass(frozen=True)
class Plain:
    """A geometry without its positions."""

    kind: str
    srid: int
    swap: bool
    dimension: int

    def ewkb(self, positions: Sequence[str]) -> str:
        """With these: a point's own, or those of each ring. Raises `ShapeRefused`."""
        lines = [in_order(numbers_of(text), self.dimension, self.swap) for text in positions]
        if self.kind == "surface":
            return multipolygon([[closed(line) for line in lines]], self.srid)
        ((east, north),) = lines
        return point_ewkb((east, north), self.srid)


def plain_shape(
    container: etree._Element, kind: str, default_srs: str | None
) -> tuple[Plain, list[str]]:
    """The geometry inside an element, which has to be a `surface` or a `point`, and the texts of
    its positions. Raises `ValueError` for any that is not plain."""
    geometry = _only_child(container, "Polygon" if kind == "surface" else "Point")
    srs = geometry.get("srsName") or default_srs
    if srs is None or geometry.get(XLINK_HREF) is not None:
        raise ShapeRefused(NO_SYSTEM)
    plain = Plain(kind, *srid_and_swap(srs), told_dimension(geometry.get("srsDimension", "2")))
    if kind == "point":
        return plain, [_text(_only_child(geometry, "pos"))]
    exterior, *interiors = (boundary.tag for boundary in geometry)
    if exterior != GML + "exterior" or {GML + "interior"}.union(interiors) != {GML + "interior"}:
        raise ShapeRefused("another order of rings")
    rings = [_only_child(boundary, "LinearRing") for boundary in geometry]
    return plain, [_text(_only_child(ring, "posList")) for ring in rings]


def _only_child(element: etree._Element, name: str) -> etree._Element:
    (child,) = element
    if child.tag != GML + name or element.get(XLINK_HREF) is not None:
        raise ShapeRefused("not a plain geometry")
    return child


def _text(element: etree._Element) -> str:
    if len(element) or element.attrib:
        raise ShapeRefused("not plain positions")
    return element.text or ""
