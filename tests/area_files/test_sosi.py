"""SOSI: character sets, systems, holes, arcs, references over several lines."""

from __future__ import annotations

import math

import pytest

from geotarget.area_files.sosi import read_sosi
from geotarget.domain.arcs import DEVIATION_M, arc
from geotarget.domain.errors import InputError

from .making import EAST, HOLE, NORTH, PLAN, SQUARE, curve, sosi, surface


def area(content: bytes) -> float:
    (layer,) = read_sosi(content, None)
    (feature,) = layer.features
    assert feature.fault is None
    assert feature.shape is not None
    return float(feature.shape.area)


@pytest.mark.parametrize("charset", ["UTF-8", "ISO8859-1", "ISO8859-10", "ANSI"])
def test_character_sets(charset: str) -> None:
    (layer,) = read_sosi(sosi(PLAN, charset=charset), None)
    assert next(iter(layer.features)).label == "Bygata øst · RpOmråde"


def test_a_byte_order_mark_and_comments() -> None:
    text = sosi(PLAN).replace(b"..OBJTYPE RpGrense", b"..OBJTYPE RpGrense ! en grense")
    assert area(b"\xef\xbb\xbf" + text) == 10_000
    assert area(text.replace(b"\n", b"\r\n")) == 10_000


@pytest.mark.parametrize("before", ["\n", "! fra kommunen\n", "\ufeff\n  \n! a\n!..ENHET 9\n"])
def test_the_head_may_have_lines_before_it(before: str) -> None:
    (layer,) = read_sosi(before.encode() + sosi(PLAN), None)
    assert layer.system is not None
    assert layer.system.to_epsg() == 25833
    (feature,) = layer.features
    assert feature.shape is not None
    assert feature.shape.bounds == (EAST, NORTH, EAST + 100, NORTH + 100)


def test_no_head() -> None:
    with pytest.raises(InputError, match="no head"):
        read_sosi(sosi(PLAN).replace(b".HODE 0:", b"! HODE"), None)


@pytest.mark.parametrize(
    ("code", "srid"), [("21", 25831), ("22", 25832), ("23", 25833), ("25", 25835), ("84", 4258)]
)
def test_systems(code: str, srid: int) -> None:
    (layer,) = read_sosi(sosi(PLAN, system=code), None)
    assert layer.system is not None
    assert layer.system.to_epsg() == srid


def test_a_hole_stands_in_brackets() -> None:
    outline, hole = curve(1, [*SQUARE, SQUARE[0]]), curve(2, [*HOLE, HOLE[0]])
    for references in (":1 (:2)", ":1(:-2)", ":1\n(:2)"):
        assert area(sosi([outline, hole, surface(3, references)])) == 9_600


def test_outlines_are_joined_whichever_way_they_were_drawn() -> None:
    first, second = [(0, 0), (100, 0), (100, 100)], [(100, 100), (0, 100), (0, 0)]
    for a in (first, first[::-1]):
        for b in (second, second[::-1]):
            for references in (":1 :2", ":1 :-2", ":-1 :2", ":2 :1"):
                plan = [curve(1, a), curve(2, b), surface(3, references)]
                assert area(sosi(plan)) == 10_000, (a, b, references)


def test_heights_marks_and_positions_beside_their_name() -> None:
    text = sosi(PLAN).decode().replace("..NØ\n0 0\n", "..NØH\n0 0 250 ...KP 1\n..NØH\n", 1)
    assert area(text.encode()) == 10_000


def test_an_arc_through_three_positions() -> None:
    """A half circle above the square's upper edge."""
    three = curve(1, [(100, 100), (50, 150), (0, 100)], "BUEP")
    rest = curve(2, [(0, 100), (0, 0), (100, 0), (100, 100)])
    found = area(sosi([three, rest, surface(3, ":1 :2")]))
    assert found == pytest.approx(10_000 + math.pi * 50**2 / 2, rel=1e-3)
    radius = 50.0
    for x, y in arc((EAST + 50, NORTH), (EAST, NORTH + 50), (EAST - 50, NORTH)):
        assert math.hypot(x - EAST, y - NORTH) == pytest.approx(radius, abs=DEVIATION_M)


def test_an_arc_of_an_endless_radius_is_a_line() -> None:
    assert arc((0, 0), (1, 1), (2, 2)) == [(0, 0), (1, 1), (2, 2)]
    assert len(arc((0, 0), (1e12, 1e-3), (2e12, 0))) < 10_100
