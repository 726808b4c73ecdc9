"""Surfaces of GML: axis order, holes, parts, arcs. No database."""

from __future__ import annotations

import math

import pytest
import shapely
from lxml import etree
from shapely.geometry import MultiPolygon, Polygon

from cadastre_import.gml_shapes import ShapeRefused, srid_and_swap, surface

RING = "<gml:LinearRing><gml:posList>{}</gml:posList></gml:LinearRing>"


def read(content: str, default: str | None = None) -> tuple[MultiPolygon, int]:
    text = f'<x xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink">{content}</x>'
    shape = shapely.from_wkb(surface(etree.fromstring(text), default))
    return shape, shapely.get_srid(shape)


def polygon(exterior: str, srs: str = "urn:ogc:def:crs:EPSG::25833", hole: str = "") -> str:
    inner = f"<gml:interior>{RING.format(hole)}</gml:interior>" if hole else ""
    return (
        f'<gml:Polygon srsName="{srs}"><gml:exterior>{RING.format(exterior)}</gml:exterior>'
        f"{inner}</gml:Polygon>"
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("urn:ogc:def:crs:EPSG::4326", (4326, True)),
        ("urn:ogc:def:crs:EPSG::4258", (4258, True)),
        ("http://www.opengis.net/def/crs/EPSG/0/4258", (4258, True)),
        ("EPSG:4326", (4326, False)),
        ("http://www.opengis.net/gml/srs/epsg.xml#4326", (4326, False)),
        ("urn:ogc:def:crs:EPSG::25833", (25833, False)),
        ("urn:ogc:def:crs:EPSG::5972", (25832, False)),
    ],
)
def test_the_name_of_the_system_decides_the_axis_order(
    name: str, expected: tuple[int, bool]
) -> None:
    assert srid_and_swap(name) == expected


def test_an_unknown_system_is_refused() -> None:
    with pytest.raises(ShapeRefused, match="unknown coordinate system"):
        srid_and_swap("urn:ogc:def:crs:EPSG::3857")


def test_latitude_first_becomes_longitude_first() -> None:
    shape, srid = read(polygon("60 10 60 11 61 11 60 10", "urn:ogc:def:crs:EPSG::4326"))
    assert srid == 4326
    assert shape.equals(MultiPolygon([Polygon([(10, 60), (11, 60), (11, 61)])]))


def test_holes_are_kept() -> None:
    shape, _ = read(polygon("0 0 9 0 9 9 0 9 0 0", hole="3 3 6 3 6 6 3 6 3 3"))
    assert shape.area == 81 - 9


def test_a_surface_of_patches_and_a_multisurface() -> None:
    ring = f"<gml:exterior>{RING.format('0 0 1 0 1 1 0 0')}</gml:exterior>"
    surface = (
        '<gml:Surface srsName="urn:ogc:def:crs:EPSG::25833"><gml:patches>'
        f"<gml:PolygonPatch>{ring}</gml:PolygonPatch></gml:patches></gml:Surface>"
    )
    assert read(surface)[0].area == 0.5
    two = (
        '<gml:MultiSurface srsName="urn:ogc:def:crs:EPSG::25833"><gml:surfaceMember>'
        f"<gml:Polygon>{ring}</gml:Polygon></gml:surfaceMember><gml:surfaceMember>"
        f"{polygon('5 5 7 5 7 7 5 5')}</gml:surfaceMember></gml:MultiSurface>"
    )
    shape, srid = read(two)
    assert (len(shape.geoms), shape.area, srid) == (2, 2.5, 25833)


def test_a_height_is_dropped() -> None:
    text = polygon("0 0 5 1 0 5 1 1 5 0 0 5").replace(
        "<gml:posList>", '<gml:posList srsDimension="3">'
    )
    assert not read(text)[0].has_z


def test_an_arc_becomes_lines_within_a_centimetre() -> None:
    half_circle = (
        '<gml:Polygon srsName="urn:ogc:def:crs:EPSG::25833"><gml:exterior><gml:Ring>'
        "<gml:curveMember><gml:Curve><gml:segments><gml:Arc><gml:posList>"
        "10 0 0 10 -10 0</gml:posList></gml:Arc></gml:segments></gml:Curve></gml:curveMember>"
        "<gml:curveMember><gml:LineString><gml:posList>-10 0 10 0</gml:posList></gml:LineString>"
        "</gml:curveMember></gml:Ring></gml:exterior></gml:Polygon>"
    )
    shape, _ = read(half_circle)
    assert shape.area == pytest.approx(50 * math.pi, abs=0.3)
    distances = [math.hypot(x, y) for x, y in shape.geoms[0].exterior.coords]
    assert all(abs(distance - 10) < 1e-9 for distance in distances)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no geometry"),
        (polygon("0 0 1 0 1 1 0 1"), "not closed"),
        (polygon("0 0 1 0 1 1 0"), "do not make positions"),
        (polygon("0 0 1 0 x 1 0 0"), "not a number"),
        (polygon("0 0 1 0 nan 1 0 0"), "not a finite number"),
        ('<gml:Point srsName="EPSG:25833"/>', "is not a surface"),
        ("<gml:Polygon/>", "names no coordinate system"),
        (
            '<gml:Polygon srsName="EPSG:25833"><gml:exterior xlink:href="#a"/></gml:Polygon>',
            "references are not followed",
        ),
    ],
)
def test_what_cannot_be_read_is_told(content: str, words: str) -> None:
    with pytest.raises(ShapeRefused, match=words):
        read(content)
