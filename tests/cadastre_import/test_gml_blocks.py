"""A long GML file, read in blocks by child processes: the same rows as one feature at a time."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from cadastre_import import DeliveryRefused, gml_split
from cadastre_import.gml_block import BlockReader, Frame
from cadastre_import.gml_features import GmlRows
from cadastre_import.gml_row import RowMaker
from cadastre_import.gml_sheet import Sheet
from cadastre_import.gml_split import Splitter
from cadastre_import.sources import known_sources

from .deliveries import TEIG_NAMESPACE, square, teig

PARCEL = known_sources()["parcel"]
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<gml:FeatureCollection '
    'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink" '
    f'xmlns:app="{TEIG_NAMESPACE}">\n'
)
TAIL = "</gml:FeatureCollection>\n"
SYSTEM = 'srsName="urn:ogc:def:crs:EPSG::25833"'
HOME = square(135_950, 7_139_980, 100)
OUTER = (
    "<gml:exterior><gml:LinearRing><gml:posList>{}</gml:posList></gml:LinearRing></gml:exterior>"
)
SQUARE = "0 0 9 0 9 9 0 9 0 0"
HOLE = OUTER.format("3 3 6 3 6 6 3 6 3 3").replace("exterior", "interior")
ARC = (
    "<gml:exterior><gml:Ring><gml:curveMember><gml:Curve><gml:segments><gml:Arc><gml:posList>"
    "10 0 0 10 -10 0</gml:posList></gml:Arc></gml:segments></gml:Curve></gml:curveMember>"
    "<gml:curveMember><gml:LineString><gml:posList>-10 0 10 0</gml:posList></gml:LineString>"
    "</gml:curveMember></gml:Ring></gml:exterior>"
)
SHAPES = {
    "a square": f"<gml:Polygon {SYSTEM}>{OUTER.format(SQUARE)}</gml:Polygon>",
    "holes": f"<gml:Polygon {SYSTEM}>{OUTER.format(SQUARE)}{HOLE}{HOLE}</gml:Polygon>",
    "a hole first": f"<gml:Polygon {SYSTEM}>{HOLE}{OUTER.format(SQUARE)}</gml:Polygon>",
    "a height": f'<gml:Polygon {SYSTEM} srsDimension="3">'
    f"{OUTER.format('0 0 5 9 0 5 9 9 5 0 0 5')}</gml:Polygon>",
    "a height of the list": f"<gml:Polygon {SYSTEM}>"
    + OUTER.format("0 0 5 9 0 5 9 9 5 0 0 5").replace("posList>", 'posList srsDimension="3">', 1)
    + "</gml:Polygon>",
    "latitude first": '<gml:Polygon srsName="urn:ogc:def:crs:EPSG::4258">'
    + OUTER.format("64.2 7.5 64.2 7.6 64.3 7.6 64.2 7.5")
    + "</gml:Polygon>",
    "single positions": f"<gml:Polygon {SYSTEM}>"
    + OUTER.format("0 0 9 0").replace("</gml:posList>", "</gml:posList><gml:pos>9 9</gml:pos>"
                                      "<gml:pos>0 0</gml:pos>") + "</gml:Polygon>",
    "an arc": f"<gml:Polygon {SYSTEM}>{ARC}</gml:Polygon>",
    "a multisurface": f"<gml:MultiSurface {SYSTEM}><gml:surfaceMember><gml:Polygon>"
    f"{OUTER.format(SQUARE)}</gml:Polygon></gml:surfaceMember><gml:surfaceMember><gml:Polygon>{ARC}"
    "</gml:Polygon></gml:surfaceMember></gml:MultiSurface>",
    "a surface of patches": f"<gml:Surface {SYSTEM}><gml:patches><gml:PolygonPatch>"
    f"{OUTER.format(SQUARE)}{HOLE}</gml:PolygonPatch></gml:patches></gml:Surface>",
    "no system": f"<gml:Polygon>{OUTER.format(SQUARE)}</gml:Polygon>",
    "an unknown system": f'<gml:Polygon srsName="EPSG:3857">{OUTER.format(SQUARE)}</gml:Polygon>',
    "no number": f"<gml:Polygon {SYSTEM}>{OUTER.format('0 0 9 0 x 9 0 0')}</gml:Polygon>",
    "an endless number": f"<gml:Polygon {SYSTEM}>{OUTER.format('0 0 9 0 inf 9 0 0')}</gml:Polygon>",
    "not closed": f"<gml:Polygon {SYSTEM}>{OUTER.format('0 0 9 0 9 9 0 9')}</gml:Polygon>",
    "a bad dimension": f'<gml:Polygon {SYSTEM} srsDimension="7">'
    f"{OUTER.format(SQUARE)}</gml:Polygon>",
    "a reference": f'<gml:Polygon {SYSTEM}><gml:exterior xlink:href="#a"/></gml:Polygon>',
    "two outer rings": f"<gml:Polygon {SYSTEM}>{OUTER.format(SQUARE)}{ARC}</gml:Polygon>",
    "a point": f"<gml:Point {SYSTEM}><gml:pos>1 2</gml:pos></gml:Point>",
    "nothing": "",
}  # fmt: skip
LEASE = "<app:punktfeste>true</app:punktfeste></app:Matrikkelenhet>"


def odd_members() -> Iterator[str]:
    """What a plain parcel is not, besides its shape."""
    plain = teig(90, HOME)
    yield plain.replace("<app:tvist>false", "<app:tvist>true")
    yield plain.replace("</app:Matrikkelenhet>", LEASE).replace(
        f"<app:område>{HOME}</app:område>", ""
    )
    yield plain.replace("<app:bruksnavn> <", '<app:bruksnavn>Nes&#9;\\ &amp; “Vik” "\n&#xE001;<')
    yield plain.replace("STRANDVIK", "\ue004 STRANDVIK")
    yield plain.replace(
        "<app:kommunenummer>", '<app:kommunenummer xmlns:app="urn:other">', 1
    ).replace("</app:kommunenummer>", "</app:kommunenummer>", 1)
    yield teig(91, HOME, [(10, 2, 0, 0), (10, 1, 0, 3), (10, 1, 0, 0)])
    yield teig(92, HOME, [])
    yield plain.replace("<app:identTeig>", "<app:identTeig><!-- </gml:featureMember> -->")
    yield plain.replace("STRANDVIK", "<![CDATA[</gml:featureMember>]]>")


def members() -> list[str]:
    return [*(teig(n, shape) for n, shape in enumerate(SHAPES.values(), 1)), *odd_members()]


def rows_of(blocks: list[bytes]) -> list[list[str]]:
    """Without the ordinal, which has gaps where a file was split."""
    lines = b"".join(blocks).decode().splitlines()
    return [line.split("\t")[1:] for line in lines]


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gml_split, "_START", 4_096)
    monkeypatch.setattr(gml_split, "_BLOCK", 1_024)


def read(text: str) -> tuple[list[list[str]], GmlRows, str]:
    reader = GmlRows(io.BytesIO(text.encode()), PARCEL)
    rows = rows_of(list(reader))
    return rows, reader, b"".join(reader.rejected.blocks()).decode()


@pytest.mark.parametrize("name", SHAPES)
def test_a_stylesheet_reads_a_shape_as_the_elements_are_read(name: str) -> None:
    text = HEAD + teig(1, SHAPES[name]) + TAIL
    answer = BlockReader(PARCEL, Frame(HEAD.encode(), TAIL.encode(), None, "")).read(
        gml_split.Block(teig(1, SHAPES[name]).encode(), 0, 3)
    )
    feature = next(etree.fromstring(text.encode()).iter("{*}Teig"))
    try:
        expected = RowMaker(PARCEL).row(feature, 0, 3, None, "")
    except ValueError as error:
        assert answer.rejected == [(3, str(error), "1")]
    else:
        assert (answer.rows, answer.rejected) == (expected, [])


def test_a_file_in_blocks_gives_the_rows_of_a_file_in_one_piece(
    small_blocks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = HEAD + "".join(members()) + TAIL
    split = read(text)
    assert Splitter(io.BytesIO(text.encode())).root is not None, "it is long enough to be split"
    monkeypatch.setattr(gml_split, "_START", 1 << 20)
    whole = read(text)
    assert split[0] == whole[0]
    assert len(split[0]) == len(members()) - 9
    assert (split[1].rows_read, split[2]) == (whole[1].rows_read, whole[2])
    ordinals = [int(line.split(b"\t")[0]) for line in b"".join(
        GmlRows(io.BytesIO(text.encode()), PARCEL)).splitlines()]  # fmt: skip
    assert ordinals == sorted(set(ordinals))


def test_what_the_former_reading_gave() -> None:
    """Shapes as they were published before there was a stylesheet: in the same turn, to the bit."""
    golden = json.loads(Path(__file__).with_name("gml_shapes.json").read_text(encoding="utf-8"))
    rows, _, _ = read(HEAD + "".join(members()) + TAIL)
    assert [[row[1], row[-2]] for row in rows] == golden


@pytest.mark.parametrize("cut", [30, 2_000])
def test_a_cut_file_is_told_with_its_line(small_blocks: None, cut: int) -> None:
    text = HEAD + "".join(members() * 3) + TAIL
    lines = text[:-cut].count("\n")
    with pytest.raises(DeliveryRefused) as refused:
        read(text[:-cut])
    assert refused.value.params["line"] in range(lines - 1, lines + 2)


def test_a_broken_member_is_told_with_its_line(small_blocks: None) -> None:
    good = "".join(members())
    with pytest.raises(DeliveryRefused) as refused:
        read(HEAD + good + teig(1, "<gml:Polygon>") + good + TAIL)
    assert refused.value.params["line"] == (HEAD + good).count("\n") + 1


@pytest.mark.parametrize("at", [100, 40_000])
def test_a_document_type_is_refused_wherever_it_stands(small_blocks: None, at: int) -> None:
    attack = '<!DOCTYPE gml [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    text = HEAD + "".join(members() * 3) + TAIL
    at = text.index("<gml:featureMember>", at)
    with pytest.raises(DeliveryRefused):
        read(text[:at] + attack + text[at:])
    with pytest.raises(DeliveryRefused, match="document type definition"):
        read(text.replace("<gml:FeatureCollection", attack + "<gml:FeatureCollection", 1))


def test_most_shapes_are_read_by_the_stylesheet() -> None:
    plain = {"a square", "holes", "a hole first", "a height", "latitude first"}
    for name in (*plain, "an arc", "a multisurface", "a reference", "two outer rings"):
        root = etree.fromstring((HEAD + teig(1, SHAPES[name]) + TAIL).encode())
        (record,) = Sheet(PARCEL, TEIG_NAMESPACE).records(root)
        assert bool(record) == (name in plain), name
