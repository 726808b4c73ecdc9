"""Addresses from a file to published rows: what changes, what is rejected, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadastre_import import DeliveryRefused
from fixtures.address_csv import ADDRESS_HEADER
from fixtures.borders import border_file
from fixtures.land import municipality_areas

from .conftest import Import, Query
from .deliveries import address, real_file, text_of, write

ELVERUM = "address/Basisdata_3420_Elverum_25833_MatrikkelenAdresse.csv"
MANY = [address(number) for number in range(1, 101)]


def counts(report: object) -> tuple[int, int, int, int]:
    total = report.total  # type: ignore[attr-defined]
    return total("added"), total("changed"), total("removed"), total("unchanged")


def test_the_real_file_of_elverum(run: Import, query: Query) -> None:
    path = real_file(ELVERUM)
    first = run(path)
    assert (first.rows_read, first.rejected_count) == (10_871, 0)
    assert counts(first) == (10_871, 0, 0, 0)
    assert first.municipalities["3420"].as_json()["added"] == 10_871
    before = query("SELECT xmin::text, ctid::text, id FROM address ORDER BY id")
    second = run(path)
    assert counts(second) == (0, 0, 0, 10_871)
    assert second.version_id is None
    assert query("SELECT xmin::text, ctid::text, id FROM address ORDER BY id") == before
    assert query("SELECT count(*) FROM dataset_version") == [(1,)]
    assert query("SELECT count(*), max(ST_NumGeometries(access_points)) FROM address "
                 "WHERE access_points IS NOT NULL") == [(598, 1)]  # fmt: skip


def test_the_form_of_2019_with_32_columns(tmp_path: Path, run: Import, query: Query) -> None:
    header = ";".join(ADDRESS_HEADER.split(";")[:32])
    report = run(write(tmp_path / "a.csv", MANY[:3], header))
    assert counts(report) == (3, 0, 0, 0)
    assert query("SELECT min(source_id) FROM address") == [("7000000001",)]


def test_columns_are_found_by_name(tmp_path: Path, run: Import, query: Query) -> None:
    header = ";".join([*reversed(ADDRESS_HEADER.upper().split(";")), "NYTT"])
    lines = text_of(MANY[:2]).removeprefix("\ufeff").splitlines()[1:]
    rows = [";".join([*reversed(line.split(";")), "x"]) for line in lines]
    path = tmp_path / "a.csv"
    path.write_text("".join(f"{line}\r\n" for line in [header, *rows]), newline="")
    assert counts(run(path)) == (2, 0, 0, 0)
    assert query("SELECT label, ST_X(geom) FROM address ORDER BY 1") == [
        ("Storgata 1", 136000.5), ("Storgata 2", 136000.5),
    ]  # fmt: skip


def test_the_epsg_column_decides_the_system(tmp_path: Path, run: Import, query: Query) -> None:
    place = {"kommunenummer": "0301"}
    rows = [
        address(1, **place, **{"EPSG-kode": "25832", "Nord": "6643038.54", "Øst": "597700.10"}),
        address(2, **place, **{"EPSG-kode": "4258", "Nord": "59.913900", "Øst": "10.752200"}),
        address(3, **place, **{"EPSG-kode": "25833", "Nord": "6649000.00", "Øst": "262500.00"}),
    ]
    assert counts(run(write(tmp_path / "a.csv", rows))) == (3, 0, 0, 0)
    found = query("SELECT ST_X(geom), ST_Y(geom) FROM address ORDER BY source_id")
    from pyproj import Transformer

    for (east, north), (srid, x, y) in zip(
        found, [(25832, 597700.10, 6643038.54), (4258, 10.7522, 59.9139)], strict=False
    ):
        wanted = Transformer.from_crs(srid, 25833, always_xy=True).transform(x, y)
        assert (east, north) == pytest.approx(wanted, abs=0.002)
    assert found[2] == (262500.0, 6649000.0)


def test_changed_added_and_removed_rows(tmp_path: Path, run: Import, query: Query) -> None:
    run(write(tmp_path / "a.csv", MANY))
    kept_ids = dict(query("SELECT source_id, id FROM address"))
    changed = address(2, adressetilleggsnavn="Moen", adresseTekst="Moen, Storgata 2")
    report = run(write(tmp_path / "b.csv", [MANY[0], changed, *MANY[3:], address(500)]))
    assert counts(report) == (1, 1, 1, 98)
    assert query(
        "SELECT change, source_id, label_before, label_after FROM cadastre_change ORDER BY change"
    ) == [
        ("added", "7000000500", "", "Storgata 500"),
        ("changed", "7000000002", "Storgata 2", "Moen, Storgata 2"),
        ("removed", "7000000003", "Storgata 3", ""),
    ]
    assert query("SELECT id, label FROM address WHERE source_id = '7000000002'") == [
        (kept_ids["7000000002"], "Moen, Storgata 2")
    ]
    assert query("SELECT row_count FROM dataset_coverage") == [(100,)]


def test_the_time_of_the_extract_alone_is_no_change(
    tmp_path: Path, run: Import, query: Query
) -> None:
    run(write(tmp_path / "a.csv", MANY))
    newer = [row | {"datauttaksdato": "16.11.2026 06:10:01.5"} for row in MANY]
    report = run(write(tmp_path / "b.csv", newer))
    assert counts(report) == (0, 0, 0, 100)
    assert report.version_id is not None, "a newer date is news: pages show the age of the data"
    assert query("SELECT to_char(extracted_at AT TIME ZONE 'UTC', 'DD HH24:MI') "
                 "FROM dataset_coverage") == [("16 05:10",)]  # fmt: skip


BAD_ROWS = [
    (address(200, Nord=""), "the coordinate (Nord, Øst) is empty"),
    (address(200, Øst="abc"), "the coordinate (Nord, Øst) is not a number"),
    (address(200, Nord="1e308"), "the coordinate (Nord, Øst) is not a number"),
    (address(200, Nord="136000.50", Øst="7140000.00"), "the coordinate is outside Norway"),
    (address(200, **{"EPSG-kode": "25832"}), "more than 150 km from municipality 9901"),
    (address(200, Øst="436000.50"), "more than 150 km from municipality 9901"),
    (address(200, **{"EPSG-kode": "3857"}), "EPSG-kode is not"),
    (address(200, kommunenummer="301"), "kommunenummer is not four digits"),
    (address(200, adressetype="hytte"), "neither vegadresse nor matrikkeladresse"),
    (address(200, nummer="12B"), "is not a whole number"),
    (address(200, adresseTekst=""), "adresseTekst is empty"),
    (address(200, adresseId="", lokalid=""), "adresseId is empty"),
    (address(200, adresseId="7000000001"), "adresseId 7000000001 is also in line 2"),
    (address(200, atkomstNord="7140000.0"), "access point"),
    (address(200, adressekode="1" * 9_000), "adressekode has more than 32 characters"),
    (
        address(200, adressetilleggsnavn="å" * 256),
        "adressetilleggsnavn has more than 255 characters",
    ),
    (address(200, adressetilleggsnavn="a" * 60_000), "adressetilleggsnavn has more than 255"),
    (address(200, tettstednummer="1" * 9_000), "tettstednummer has more than 32 characters"),
    (address(200, bokstav="B" * 33), "bokstav has more than 32 characters"),
    (address(200, poststed="x" * 256), "poststed has more than 255 characters"),
    (address(200, kommunenavn="x" * 256), "kommunenavn has more than 255 characters"),
    (address(200, adresseTekst="x" * 601), "adresseTekst has more than 600 characters"),
    (address(200, adressenavn="x" * 70_000), "the line is longer than 65536 bytes"),
    (address(200, adressenavn="Stor\u202egata"), "a control character inside the row"),
    (address(200, adressenavn="Stor\u2028gata"), "a control character inside the row"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD_ROWS, ids=[reason for _, reason in BAD_ROWS])
def test_a_bad_row_is_rejected_with_line_and_reason(
    bad: dict[str, object], reason: str, tmp_path: Path, run: Import
) -> None:
    report = run(write(tmp_path / "a.csv", [*MANY, bad]))
    assert counts(report) == (100, 0, 0, 0)
    ((rejected,)) = report.rejected
    assert rejected.line == 102
    assert reason in rejected.reason


def test_a_long_name_of_many_bytes_is_taken(tmp_path: Path, run: Import, query: Query) -> None:
    name = "Å" * 255
    assert run(write(tmp_path / "a.csv", [*MANY, address(200, adressenavn=name)])).rejected == []
    assert query("SELECT count(*) FROM address WHERE street_name = %s", (name,)) == [(1,)]


def test_in_a_small_municipality_a_few_rows_may_go(tmp_path: Path, run: Import) -> None:
    run(write(tmp_path / "a.csv", MANY[:50]))
    with pytest.raises(DeliveryRefused, match="6 of 50 published rows are not in the delivery"):
        run(write(tmp_path / "b.csv", MANY[:44]))
    assert run(write(tmp_path / "c.csv", MANY[:45])).total("removed") == 5


def test_the_message_of_force_tells_what_an_unreadable_line_keeps(
    tmp_path: Path, run: Import
) -> None:
    run(write(tmp_path / "a.csv", MANY))
    bad = address(200, adresseId="", lokalid="")
    words = "removes 0 published rows; 60 stay, since a line that cannot be read may be any of them"
    with pytest.raises(DeliveryRefused, match=words):
        run(write(tmp_path / "b.csv", [*MANY[:40], bad]))


def test_a_row_with_too_few_columns_is_rejected_and_its_address_stays(
    tmp_path: Path, run: Import, query: Query
) -> None:
    run(write(tmp_path / "a.csv", MANY))
    lines = text_of(MANY).split("\r\n")
    lines[50] = ";".join(lines[50].split(";")[:20])
    path = tmp_path / "b.csv"
    path.write_bytes("\r\n".join(lines).encode())
    report = run(path)
    assert counts(report) == (0, 0, 0, 99)
    assert [(r.line, r.reason) for r in report.rejected] == [(51, "20 columns instead of 46")]
    assert query("SELECT count(*) FROM address") == [(100,)]


@pytest.mark.parametrize("key", ["", "70000x0003"])
def test_a_row_without_a_readable_key_removes_nothing(
    key: str, tmp_path: Path, run: Import, query: Query
) -> None:
    run(write(tmp_path / "a.csv", MANY))
    bad = MANY[2] | {"adresseId": key, "lokalid": key}
    report = run(write(tmp_path / "b.csv", [*MANY[:2], bad, *MANY[4:]]))
    assert (report.rejected_count, report.kept_count, counts(report)) == (1, 2, (0, 0, 0, 98))
    assert query("SELECT count(*) FROM address") == [(100,)]


def test_an_unreadable_row_does_not_excuse_a_cut_delivery(
    tmp_path: Path, run: Import, query: Query
) -> None:
    run(write(tmp_path / "a.csv", MANY))
    newer = [row | {"datauttaksdato": "16.11.2026 06:10:00"} for row in MANY]
    path = write(tmp_path / "b.csv", newer[:60])
    path.write_bytes(path.read_bytes() + b"\\.\r\n")
    with pytest.raises(DeliveryRefused, match="40 of 100 published rows are not in the delivery"):
        run(path)
    assert run(write(tmp_path / "c.csv", MANY)).version_id is None, "its date is still published"
    assert run(path, force=True).kept_count == 40


def test_a_known_place_shows_that_a_whole_file_is_in_the_wrong_zone(
    tmp_path: Path, run: Import, query: Query
) -> None:
    run(write(tmp_path / "a.csv", MANY))
    shifted = [row | {"EPSG-kode": "25832"} for row in MANY]
    with pytest.raises(DeliveryRefused, match=r"100 of 100 rows cannot be used.*line 2: .*zone"):
        run(write(tmp_path / "b.csv", shifted))
    assert query("SELECT count(*), max(ST_X(geom)) FROM address") == [(100, 136000.5)]


def test_the_wrong_zone_is_seen_at_the_first_import(tmp_path: Path, run: Import) -> None:
    shifted = [row | {"EPSG-kode": "25832"} for row in MANY]
    named = tmp_path / "Basisdata_9901_Strandvik_25833_MatrikkelenAdresse.csv"
    words = "100 of 100 rows.*EPSG-kode is 25832 but the file name says 25833"
    with pytest.raises(DeliveryRefused, match=words):
        run(write(named, shifted))
    (tmp_path / "k.geojson").write_text(border_file(municipality_areas()), encoding="utf-8")
    run(tmp_path / "k.geojson")
    for force in (False, True):
        with pytest.raises(DeliveryRefused, match=r"100 of 100 rows.*150 km.*do not match\. Get"):
            run(write(tmp_path / "a.csv", shifted), force=force)


def test_force_is_the_way_out_of_a_published_wrong_zone(
    tmp_path: Path, run: Import, query: Query
) -> None:
    run(write(tmp_path / "a.csv", [row | {"EPSG-kode": "25832"} for row in MANY]))
    right = write(tmp_path / "b.csv", MANY)
    with pytest.raises(DeliveryRefused, match=r"published addresses are .* wrong, use --force"):
        run(right)
    assert counts(run(right, force=True)) == (0, 100, 0, 0)
    assert query("SELECT min(ST_X(geom)), max(ST_X(geom)) FROM address") == [(136000.5, 136000.5)]


def test_a_cut_file_whose_dates_differ_by_seconds_is_told_to_be_cut(
    tmp_path: Path, run: Import
) -> None:
    later = [row | {"datauttaksdato": "15.11.2026 06:10:09"} for row in MANY[70:]]
    run(write(tmp_path / "a.csv", [*MANY[:70], *later]))
    with pytest.raises(DeliveryRefused) as refused:
        run(write(tmp_path / "b.csv", MANY[:70]))
    assert "30 of 100 published rows are not in the delivery" in str(refused.value)
    assert "removes 30 published rows" in str(refused.value)
    assert "taken out" not in str(refused.value)


def test_one_message_tells_all_that_force_overrides(tmp_path: Path, run: Import) -> None:
    run(write(tmp_path / "a.csv", MANY))
    older = [row | {"datauttaksdato": "14.11.2026 06:10:00"} for row in MANY[:10]]
    words = "90 of 100 published rows.*taken out 2026-11-14.*removes 90 published rows"
    with pytest.raises(DeliveryRefused, match=words):
        run(write(tmp_path / "b.csv", older))


def refusals(tmp_path: Path) -> list[tuple[str, bytes, str]]:
    whole = text_of(MANY).encode()
    newest = text_of([row | {"datauttaksdato": "14.11.2026 06:10:00"} for row in MANY]).encode()
    bad = [row | {"Nord": ""} for row in MANY[:30]]
    mixed = text_of([*MANY, *(address(n, kommunenummer="9902") for n in range(300, 340))])
    return [
        ("cut in a line", whole[:-40], "ends in the middle of line 101"),
        ("cut at a line", b"".join(whole.splitlines(keepends=True)[:71]), "30 of 100 published"),
        ("emptied", whole.splitlines(keepends=True)[0], "has a header but no rows"),
        ("older", newest, "was taken out 2026-11-14 05:10:00 UTC, before"),
        ("many bad", text_of([*bad, *MANY[30:]]).encode(), "30 of 100 rows cannot be used"),
        ("Windows-1252", whole[3:].decode().encode("cp1252"), "Line 1, byte 243"),
        ("mixed", mixed.encode(), "Municipality 9902: 60 of 100 published"),
    ]


@pytest.mark.parametrize("place", range(7))
def test_a_bad_delivery_is_refused_and_nothing_is_lost(
    place: int, tmp_path: Path, run: Import, query: Query
) -> None:
    run(write(tmp_path / "a.csv", MANY))
    run(write(tmp_path / "n.csv", [address(n, kommunenummer="9902") for n in range(300, 400)]))
    before = query("SELECT * FROM address ORDER BY id")
    _, content, words = refusals(tmp_path)[place]
    path = tmp_path / "b.csv"
    path.write_bytes(content)
    with pytest.raises(DeliveryRefused, match=words):
        run(path)
    assert query("SELECT * FROM address ORDER BY id") == before
    assert query("SELECT count(*) FROM dataset_version") == [(2,)]
    assert query("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'import%%'") == [(0,)]


def test_force_publishes_what_was_refused(tmp_path: Path, run: Import, query: Query) -> None:
    run(write(tmp_path / "a.csv", MANY))
    older = [row | {"datauttaksdato": "14.11.2026 06:10:00"} for row in MANY[:10]]
    report = run(write(tmp_path / "b.csv", older), force=True)
    assert counts(report) == (0, 0, 90, 10)


def test_a_stray_row_of_a_neighbour_removes_nothing_there(
    tmp_path: Path, run: Import, query: Query
) -> None:
    neighbour = [address(n, kommunenummer="9902") for n in range(300, 400)]
    run(write(tmp_path / "n.csv", neighbour))
    path = tmp_path / "Basisdata_9901_Strandvik_25833_MatrikkelenAdresse.csv"
    report = run(write(path, [*MANY, neighbour[0]]))
    assert report.municipalities["9902"].as_json() == {
        "added": 0, "changed": 0, "removed": 0, "unchanged": 1,
    }  # fmt: skip
    assert query("SELECT count(*) FROM address") == [(200,)]
    assert query("SELECT municipality_number, row_count FROM dataset_coverage ORDER BY 1") == [
        ("9901", 100), ("9902", 100),
    ]  # fmt: skip


def test_a_name_that_promises_another_municipality_is_refused(tmp_path: Path, run: Import) -> None:
    path = tmp_path / "Basisdata_9902_Fjellvik_25833_MatrikkelenAdresse.csv"
    with pytest.raises(DeliveryRefused, match="The file name says 9902 but the rows are of 9901"):
        run(write(path, MANY))


def test_an_address_that_changes_municipality_moves(
    tmp_path: Path, run: Import, query: Query
) -> None:
    run(write(tmp_path / "a.csv", MANY))
    report = run(write(tmp_path / "b.csv", [row | {"kommunenummer": "9902"} for row in MANY]))
    assert counts(report) == (0, 100, 0, 0)
    assert query("SELECT municipality_number, count(*) FROM address GROUP BY 1") == [("9902", 100)]


def test_access_points_are_kept_north_before_east(
    tmp_path: Path, run: Import, query: Query
) -> None:
    both = {
        "atkomstNord": "7140001.00", "atkomstØst": "136011.00",
        "vinteratkomstNord": "7140002.00", "vinteratkomstØst": "136012.00",
    }  # fmt: skip
    run(write(tmp_path / "a.csv", [address(1, **both)]))
    assert query("SELECT ST_AsText(access_points) FROM address") == [
        ("MULTIPOINT((136011 7140001),(136012 7140002))",)
    ]
