"""A long GML file, read in blocks by child processes: the same rows as one feature at a time."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from cadastre_import import DeliveryRefused, gml_alike, gml_split
from cadastre_import.gml_block import Answer, BlockReader
from cadastre_import.gml_features import GmlRows
from cadastre_import.gml_parsing import closed_parser
from cadastre_import.gml_row import RowMaker
from cadastre_import.gml_split import Block, Frame, Splitter
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


@pytest.fixture
def learns_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gml_alike, "_WORTH_IT", 1)


def reader(head: str = HEAD, encoding: str = "UTF-8") -> BlockReader:
    around = head.encode(), TAIL.encode(), b"</gml:featureMember>", encoding
    return BlockReader(PARCEL, Frame(*around, None, ""))


def block(*texts: str, encoding: str = "UTF-8") -> Block:
    return Block("".join(texts).encode(encoding), 0, 3)


def parsed(text: str) -> Answer:
    """What the parser alone says of members that begin in line 3."""
    answer, maker = Answer(), RowMaker(PARCEL)
    root = etree.fromstring((HEAD + text + TAIL).encode(), closed_parser())
    for at, feature in enumerate(root.iter("{*}Teig")):
        answer.rows_read += 1
        try:
            answer.rows += maker.row(feature, at, feature.sourceline or 0, None, "")
        except ValueError as error:
            answer.rejected.append((feature.sourceline or 0, str(error), maker.key(feature)))
    return answer


def same(answer: Answer, other: Answer) -> bool:
    """But for the ordinal, which has gaps."""
    return (rows_of([answer.rows]), answer.rejected, answer.rows_read) == (
        rows_of([other.rows]), other.rejected, other.rows_read
    )  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_written_alike_gives_the_rows_that_the_parser_gives(
    name: str, learns_at_once: None
) -> None:
    texts = [teig(number, SHAPES[name]) for number in (1, 2, 3)]
    assert same(reader().read(block(*texts)), parsed("".join(texts)))


@pytest.mark.parametrize("at", range(9))
def test_odd_members_alike_give_the_rows_that_the_parser_gives(
    at: int, learns_at_once: None
) -> None:
    text = list(odd_members())[at] * 3
    assert same(reader().read(block(text)), parsed(text))


def pattern_is_used(reads: BlockReader, text: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a member is read without the parser."""
    with monkeypatch.context() as patch:
        patch.setattr(reads, "_parsed", lambda block: Answer())
        return reads.read(block(text)).rows_read == 1


def test_most_members_need_no_parser(learns_at_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = {"a square", "holes", "a height", "latitude first"}
    for name in (*plain, "an arc", "a multisurface", "a reference", "a hole first", "no number"):
        reads = reader()
        reads.read(block(teig(1, SHAPES[name])))
        assert pattern_is_used(reads, teig(22, SHAPES[name]), monkeypatch) == (name in plain), name


TAKEN = teig(1, SHAPES["a square"])


@pytest.mark.parametrize(
    "changed",
    {
        "a comment": TAKEN.replace("<app:tvist>", "<!--Inlined geometry 'a'--><app:tvist>"),
        "a comment in a text": TAKEN.replace("STRANDVIK", "STRAND<!-- - -->VIK"),
        "other blanks": TAKEN.replace("<app:kommunenavn>", "\n  <app:kommunenavn> "),
        "lines of Windows": TAKEN.replace("\n", "\r\n"),
        "another name": TAKEN.replace("STRANDVIK", 'Båtsfjord – “>” \\ \t"x"'),
        "another id": TAKEN.replace('gml:id="', 'gml:id="é'),
        "nothing in it": TAKEN.replace("STRANDVIK", ""),
    }.items(),
    ids=lambda each: each[0],
)
def test_what_does_not_matter_needs_no_parser(
    changed: tuple[str, str], learns_at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = reader()
    reads.read(block(TAKEN))
    answer = reads.read(block(changed[1]))
    assert same(answer, parsed(changed[1].replace("\r\n", "\n")))
    assert pattern_is_used(reads, changed[1], monkeypatch)


@pytest.mark.parametrize(
    "changed",
    {
        "a reference": TAKEN.replace("STRANDVIK", "A &amp; B"),
        "CDATA": TAKEN.replace("STRANDVIK", "<![CDATA[<a>]]>"),
        "an end of CDATA": TAKEN.replace("STRANDVIK", "]]>"),
        "an instruction": TAKEN.replace("STRANDVIK", "<?x y?>STRANDVIK"),
        "a comment that is none": TAKEN.replace("STRANDVIK", "<!-- a -- b -->"),
        "a member in a comment": TAKEN + "<!-- \n" + TAKEN + "-->" + TAKEN,
        "a member in CDATA": TAKEN + "<![CDATA[" + TAKEN + "]]>" + TAKEN,
        "a control character": TAKEN.replace("STRANDVIK", "\x01"),
        "no character": TAKEN.replace("STRANDVIK", "\uffff"),
        "a lonely end of line": TAKEN.replace("STRANDVIK", "a\rb"),
        "a tag in a name": TAKEN.replace("STRANDVIK", "<app:a/>STRANDVIK"),
        "an unknown reference": TAKEN.replace("STRANDVIK", "&nothing;"),
        "an id with a quote": TAKEN.replace('gml:id="', "gml:id='\"' x='", 1),
        "an end that is missing": TAKEN.replace("</app:tvist>", ""),
        "a start that is missing": TAKEN.replace("<app:tvist>", ""),
        "another system": TAKEN.replace("25833", "25832", 1),
        "not a number": TAKEN.replace("0 0 9 0", "0 0 9 x"),
        "open": TAKEN.replace("0 9 0 0<", "0 9 0 1<"),
        "two parcels": TAKEN.replace("</app:Teig>", "</app:Teig>" + TAKEN[TAKEN.index("<app:Teig"):
            TAKEN.index("</gml:f")]),
        "no text between": TAKEN.replace("<gml:featureMember>", "x<gml:featureMember>"),
    }.items(),
    ids=lambda each: each[0],
)  # fmt: skip
def test_what_matters_is_as_the_parser_says(changed: tuple[str, str], learns_at_once: None) -> None:
    reads = reader()
    reads.read(block(TAKEN))
    answer = reads.read(block(changed[1]))
    try:
        expected = parsed(changed[1])
    except etree.XMLSyntaxError:
        assert answer.broken
    else:
        assert not answer.broken
        assert same(answer, expected)


def test_bytes_that_are_no_text_are_broken(learns_at_once: None) -> None:
    reads = reader()
    reads.read(block(TAKEN))
    bad = TAKEN.encode().replace(b"STRANDVIK", b"STR\xc6NDVIK")
    assert reads.read(Block(bad, 0, 3)).broken


def test_another_encoding_is_read_as_it_says(
    learns_at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = reader(HEAD.replace("UTF-8", "ISO-8859-1"), "ISO-8859-1")
    text = TAKEN.replace("STRANDVIK", "SKJÆRVØY")
    for _ in range(2):
        answer = reads.read(block(text, encoding="latin-1"))
        assert same(answer, parsed(text))


def test_what_is_learnt_on_the_way_changes_no_row() -> None:
    reads = reader()
    texts = [teig(number, SHAPES["a square"]) for number in range(60)]
    assert same(reads.read(block(*texts)), parsed("".join(texts)))


@pytest.mark.parametrize("times", [1, 30])
def test_a_file_in_blocks_gives_the_rows_of_a_file_in_one_piece(
    times: int, small_blocks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = HEAD + "".join(members() * times) + TAIL
    split = read(text)
    assert Splitter(io.BytesIO(text.encode())).root is not None, "it is long enough to be split"
    monkeypatch.setattr(gml_split, "_START", 1 << 20)
    whole = read(text)
    assert split[0] == whole[0]
    assert len(split[0]) == times * (len(members()) - 9)
    assert (split[1].rows_read, split[2]) == (whole[1].rows_read, whole[2])
    ordinals = [int(line.split(b"\t")[0]) for line in b"".join(
        GmlRows(io.BytesIO(text.encode()), PARCEL)).splitlines()]  # fmt: skip
    assert ordinals == sorted(set(ordinals))


def test_what_the_former_reading_gave() -> None:
    """Shapes as published when the parser read every member: in the same turn, to the bit."""
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
