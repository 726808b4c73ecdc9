"""Parcels: many cadastral units each, and the links to addresses.

The addresses stand on squares of 100 m, Storgata 1 to 3 on the first:

    parcel 1: 10/1   parcel 2: 10/2 (kilometres away: also 10/1)   parcel 3: a section's ground
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cadastre_import import DeliveryRefused

from .conftest import Import, Query
from .deliveries import address, building, real_file, square, teig, write, write_gml

HOME = square(135_950, 7_139_980, 100)
FAR = square(150_000, 7_145_000, 100)
LINKS = """SELECT a.source_id::bigint - 7000000000, p.source_id, stands_on, same_property
    FROM parcel_address AS l JOIN address AS a ON a.id = l.address_id
    JOIN parcel AS p ON p.id = l.parcel_id ORDER BY 1, 2"""


def test_the_real_answer_of_the_web_service(run: Import, query: Query) -> None:
    path = real_file("parcel/teiger-majorstuen_wfs_20260923.gml")
    assert run(path).total("added") == 3
    assert run(path).total("unchanged") == 3
    found = query(
        "SELECT source_id, municipality_number, label, round(ST_Area(geom)::numeric, -1), area_m2 "
        "FROM parcel ORDER BY 1"
    )
    assert [row[:3] for row in found] == [
        ("289270045", "0301", "38/28"), ("291304835", "0301", "215/32"),
        ("291305462", "0301", "215/42"),
    ]  # fmt: skip
    for *_, area, stored in found:
        assert float(area) == pytest.approx(stored, rel=0.02)
    assert query("SELECT to_char(source_updated_at AT TIME ZONE 'UTC', 'HH24:MI:SS') FROM parcel "
                 "WHERE source_id = '291305462'") == [("05:19:02",)]  # fmt: skip


def test_a_web_answer_removes_nothing(run: Import, tmp_path: Path, query: Query) -> None:
    whole = real_file("parcel/teiger-majorstuen_wfs_20260923.gml")
    run(whole)
    text = whole.read_text(encoding="utf-8")
    end = text.index("</wfs:member>") + len("</wfs:member>")
    one = tmp_path / "one.gml"
    one.write_text(text[:end] + "</wfs:FeatureCollection>", encoding="utf-8")
    assert run(one).total("unchanged") == 1
    assert query("SELECT count(*) FROM parcel") == [(3,)]


def test_where_an_address_stands_and_what_belongs_to_its_property(
    tmp_path: Path, run: Import, query: Query
) -> None:
    rows = [address(1, bruksnummer=1), address(2, bruksnummer=2, festenummer=0), address(3)]
    run(write(tmp_path / "a.csv", rows))
    run(write_gml(tmp_path / "p.gml", teig(1, HOME, [(10, 1, 0, 0)]),
                  teig(2, FAR, [(10, 1, 0, 0), (10, 2, 0, 5)])))  # fmt: skip
    assert query(LINKS) == [
        (1, "1", True, True), (1, "2", False, True),
        (2, "1", True, False), (2, "2", False, True),
        (3, "1", True, False),
    ]  # fmt: skip


def test_links_follow_when_either_side_changes(tmp_path: Path, run: Import, query: Query) -> None:
    run(write_gml(tmp_path / "p.gml", teig(1, HOME), teig(2, FAR, [(10, 2, 0, 0)])))
    run(write(tmp_path / "a.csv", [address(1, bruksnummer=1)]))
    assert query(LINKS) == [(1, "1", True, True)]
    run(write(tmp_path / "b.csv", [address(1, bruksnummer=2)]))
    assert query(LINKS) == [(1, "1", True, False), (1, "2", False, True)]
    run(write_gml(tmp_path / "q.gml", teig(1, FAR), teig(2, HOME, [(10, 2, 0, 0)])))
    assert query(LINKS) == [(1, "2", True, True)]
    run(write_gml(tmp_path / "r.gml", teig(2, HOME, [(10, 2, 0, 0)])))
    assert query("SELECT source_id FROM parcel") == [("2",)]
    assert query("SELECT gnr, bnr FROM cadastral_unit") == [(10, 2)]


def test_degrees_stand_latitude_first(tmp_path: Path, run: Import, query: Query) -> None:
    surface = (
        '<gml:Polygon srsName="urn:ogc:def:crs:EPSG::4258"><gml:exterior><gml:LinearRing>'
        "<gml:posList>64.2 7.5 64.2 7.6 64.3 7.6 64.2 7.5</gml:posList></gml:LinearRing>"
        "</gml:exterior></gml:Polygon>"
    )
    run(write_gml(tmp_path / "p.gml", teig(1, surface)))
    ((longitude, latitude),) = query(
        "SELECT ST_X(c), ST_Y(c) FROM parcel, ST_Transform(ST_PointN(ST_ExteriorRing("
        "ST_GeometryN(geom, 1)), 1), 4326) AS c"
    )
    assert (longitude, latitude) == pytest.approx((7.5, 64.2), abs=1e-7)


def test_an_outline_that_touches_itself_is_mended_and_counted(
    tmp_path: Path, run: Import, query: Query
) -> None:
    touching = HOME.replace(
        "135950 7139980 136050 7139980",
        "135950 7139980 136000 7139980 136000 7139990 136000 7139980 136050 7139980",
    )
    report = run(write_gml(tmp_path / "p.gml", teig(1, touching)))
    assert (report.mended_count, report.rejected) == (1, [])
    assert query("SELECT ST_IsValid(geom), ST_Area(geom) FROM parcel") == [(True, 10_000.0)]


def test_bad_parcels_are_rejected_with_line_and_reason(tmp_path: Path, run: Import) -> None:
    bow_tie = HOME.replace("136050 7139980 136050 7140080", "136050 7140080 136050 7139980")
    swapped = square(7_139_980, 135_950, 100)
    report = run(write_gml(tmp_path / "p.gml", teig(1, HOME), teig(2, bow_tie), teig(3, swapped),
                           teig(4, '<gml:Point srsName="EPSG:25833"/>'), teig(1, FAR),
                           teig(5, FAR, [(10, 0, 0, 0)]).replace(">0<", "><")))  # fmt: skip
    assert [(row.line, row.reason) for row in report.rejected] == [
        (4, "the område is not a valid surface"),
        (5, "the område is outside Norway: wrong coordinate system or axis order"),
        (6, "a geometry of type Point is not a surface"),
        (7, "teigId 1 is also in line 3"),
        (8, "a matrikkelenhet without matrikkelenhetId, kommunenummer, gardsnummer or bruksnummer"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("<app:tvist>false", "<app:tvist>kanskje", "tvist is neither true nor false"),
        ("Jordsameie>false", "Jordsameie>nei", "uregistrertJordsameie is neither true nor false"),
        ("10/1</app:matr", "1" * 300 + "</app:matr", "matrikkelnummerTekst has more than 255"),
        ("STRANDVIK", "x" * 5_000, "kommunenavn has more than 255 characters"),
        ("Grunneiendom", "x" * 33, "matrikkelenhetstype has more than 32 characters"),
        ("bruksnavn> ", "bruksnavn>" + "x" * 256, "bruksnavn has more than 255 characters"),
        ("bruksnavn> ", "bruksnavn>a\u202eb", "bruksnavn has a control character"),
        ("<app:bruksnavn>", "<app:festenummer>x</app:festenummer><app:bruksnavn>",
         "festenummer or seksjonsnummer is not a whole number"),
        ("<app:bruksnavn>", "<app:punktfeste>?</app:punktfeste><app:bruksnavn>",
         "punktfeste is neither true nor false"),
        *(("<app:tvist>", f"<app:teigareal><app:Areal><app:lagretBeregnetAreal>{area}"
           "</app:lagretBeregnetAreal></app:Areal></app:teigareal><app:tvist>",
           "lagretBeregnetAreal is not a number") for area in ("2131,7", "1e999")),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_read_does_not_vanish(
    before: str, after: str, reason: str, tmp_path: Path, run: Import, query: Query
) -> None:
    whole = [teig(1, HOME), teig(2, FAR)]
    run(write_gml(tmp_path / "a.gml", *whole))
    assert before in whole[1]
    report = run(write_gml(tmp_path / "b.gml", whole[0], whole[1].replace(before, after)))
    (rejected,) = report.rejected
    assert (rejected.line, reason in rejected.reason) == (4, True), rejected
    assert (report.total("unchanged"), report.total("removed")) == (1, 0)
    assert query("SELECT count(*) FROM parcel") == [(2,)]


def test_an_entity_that_is_not_defined_is_told_with_its_line(tmp_path: Path, run: Import) -> None:
    path = write_gml(tmp_path / "p.gml", teig(1, HOME).replace("STRANDVIK", "A&nbsp;B"))
    with pytest.raises(DeliveryRefused, match=r"Line 3: .*Entity 'nbsp' not defined"):
        run(path)


def test_an_older_answer_of_the_web_service_is_refused(tmp_path: Path, run: Import) -> None:
    def answer(name: str, date: str, label: str) -> Path:
        path = write_gml(tmp_path / name, teig(1, HOME).replace("2020-06-16", date))
        text = path.read_text().replace("10/1</app:matr", f"{label}</app:matr")
        text = text.replace("xmlns:gml=", 'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml=')
        path.write_text(text.replace("gml:FeatureCollection", "wfs:FeatureCollection"))
        return path

    run(answer("a.gml", "2020-06-16", "10/1"))
    older = answer("b.gml", "2019-06-16", "10/2")
    with pytest.raises(DeliveryRefused, match="1 of the parcels of municipality 9901 are older"):
        run(older)
    assert run(older, force=True).total("changed") == 1


def test_a_building_among_the_parcels_is_counted(tmp_path: Path, run: Import) -> None:
    path = write_gml(tmp_path / "p.gml", teig(1, HOME), building(1))
    assert run(path).passed_over == {"Bygning": 1}


def test_a_gml_that_was_cut_is_refused(tmp_path: Path, run: Import, query: Query) -> None:
    path = write_gml(tmp_path / "p.gml", *(teig(n, HOME) for n in range(1, 50)))
    run(path)
    path.write_bytes(path.read_bytes()[:-3000])
    with pytest.raises(DeliveryRefused, match=r"Line \d+: the GML is broken or was cut short"):
        run(path)
    assert query("SELECT count(*) FROM parcel") == [(49,)]


def test_a_gml_with_a_dtd_is_refused(tmp_path: Path, run: Import, query: Query) -> None:
    path = write_gml(tmp_path / "p.gml", teig(1, HOME))
    text = path.read_text(encoding="utf-8")
    attack = '<!DOCTYPE gml [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<gml:FeatureCollection'
    for padding in ("", f"<!--{'x' * 70_000}-->"):
        path.write_text(
            text.replace("<gml:FeatureCollection", padding + attack, 1), encoding="utf-8"
        )
        with pytest.raises(DeliveryRefused):
            run(path)
    assert query("SELECT count(*) FROM parcel") == [(0,)]


def test_a_parcel_that_cannot_be_read_stays_though_lines_are_shared(
    tmp_path: Path, run: Import, query: Query
) -> None:
    """A file may be one long line, and the parser counts lines to 65,535 only."""
    parcels = [teig(n, HOME) for n in range(1, 41)]
    one_line = [member.strip() for member in parcels]
    run(write_gml(tmp_path / "p.gml", *one_line))
    bad = one_line[3].replace(HOME, "<gml:Point/>")
    for lines in (
        [*one_line[:3], bad, *one_line[4:]],
        ["\n" * 70_000, *parcels[:3], bad, *parcels[4:]],
    ):
        report = run(write_gml(tmp_path / "q.gml", *lines))
        assert (report.rejected_count, report.total("unchanged")) == (1, 39)
        assert query("SELECT count(*) FROM parcel") == [(40,)]


def test_an_older_delivery_is_told_by_its_newest_parcel(
    tmp_path: Path, run: Import, query: Query
) -> None:
    before = [teig(n, HOME) for n in range(1, 4)]
    split = teig(4, FAR).replace("2020-06-16", "2020-07-01")
    run(write_gml(tmp_path / "new.gml", *before, split))
    older = write_gml(tmp_path / "old.gml", *before)
    with pytest.raises(DeliveryRefused, match=r"9901 is from 2020-06-16 .*removes 1 published"):
        run(older)
    assert query("SELECT count(*) FROM parcel") == [(4,)]
    assert run(older, force=True).total("removed") == 1


@pytest.mark.parametrize("dimension", ["0", "-1", "1", "many"])
def test_a_bad_dimension_is_the_fault_of_one_parcel(
    dimension: str, tmp_path: Path, run: Import
) -> None:
    for place in ("gml:Polygon", "gml:posList"):
        bad = HOME.replace(f"<{place}", f'<{place} srsDimension="{dimension}"', 1)
        report = run(write_gml(tmp_path / "p.gml", teig(1, HOME), teig(2, bad)))
        assert [row.reason for row in report.rejected] == ["srsDimension is neither 2 nor 3"]


def test_a_point_lease_has_no_outline_and_keeps_its_number(
    tmp_path: Path, run: Import, query: Query
) -> None:
    flag = "<app:punktfeste>true</app:punktfeste></app:Matrikkelenhet>"
    bare = teig(2, "", [(10, 1, 7, 0)]).replace("<app:område></app:område>", "")
    lease = bare.replace("</app:Matrikkelenhet>", flag)
    run(write(tmp_path / "a.csv", [address(1, bruksnummer=1, festenummer=7)]))
    path = write_gml(tmp_path / "p.gml", teig(1, HOME, [(10, 1, 0, 0)]), lease, bare)
    report = run(path)
    assert (report.total("added"), report.without_area_count) == (2, 1)
    assert [r.reason for r in report.rejected] == ["a parcel without område"]
    assert query("SELECT fnr, is_point_lease FROM cadastral_unit ORDER BY fnr") == [
        (0, False), (7, True),
    ]  # fmt: skip
    assert query(LINKS) == [(1, "1", True, False), (1, "2", False, True)], (
        "the address stands on the ground that the lease is part of"
    )
    assert run(path).version_id is None
