"""Rows are compared by a digest of all that is published, and by value where it differs."""

from __future__ import annotations

import contextlib
from pathlib import Path

import psycopg2

from cadastre_import.line_digests import LineDigests
from cadastre_import.plain_rows import PlainRows

from .conftest import Import, Query
from .deliveries import address, write


def test_a_second_line_of_a_known_address_is_rejected(tmp_path: Path, run: Import) -> None:
    rows = [address(number) for number in range(1, 30)]
    run(write(tmp_path / "first.csv", rows))
    report = run(write(tmp_path / "twice.csv", [*rows, rows[4]]))
    assert [(each.line, each.reason) for each in report.rejected] == [
        (31, "adresseId 7000000005 is also in line 6")
    ]
    assert report.total("unchanged") == 29


def test_another_text_of_the_same_values_is_no_change(tmp_path: Path, run: Import) -> None:
    rows = [address(number) for number in range(1, 5)]
    run(write(tmp_path / "first.csv", rows))
    report = run(write(tmp_path / "again.csv", [row | {"Øst": "136000.5000"} for row in rows]))
    assert report.changes_nothing
    assert report.total("unchanged") == 4


def test_every_published_value_counts(tmp_path: Path, run: Import, query: Query) -> None:
    """A column that the digest left out would keep its old value for ever."""
    first = address(1)
    run(write(tmp_path / "first.csv", [first]))
    changes = {
        "adressetilleggsnavn": "Moen",
        "adressekode": "1011",
        "adressenavn": "Storgaten",
        "nummer": 2,
        "bokstav": "B",
        "gardsnummer": 11,
        "bruksnummer": 3,
        "festenummer": 4,
        "undernummer": 5,
        "adresseTekst": "Moen, Storgaten 2B",
        "Nord": "7140011.00",
        "Øst": "136001.50",
        "postnummer": "9995",
        "poststed": "YTRE STRANDVIK",
        "grunnkretsnummer": "99010102",
        "oppdateringsdato": "13.06.2025 09:03:43",
        "atkomstNord": "7140012.00",
        "atkomstØst": "136002.50",
        "sommeratkomstNord": "7140013.00",
        "sommeratkomstØst": "136003.50",
        "vinteratkomstNord": "7140014.00",
        "vinteratkomstØst": "136004.50",
    }
    row, seen = dict(first), 0
    for name, value in changes.items():
        row[name] = value
        if name.endswith("atkomstNord"):
            continue  # half a coordinate is a fault
        report = run(write(tmp_path / "changed.csv", [row]))
        assert report.total("changed") == 1, name
        seen += 1
    [(digest, label)] = query("SELECT digest, label FROM address")
    assert (digest is not None, label, seen) == (True, "Moen, Storgaten 2B", 19)


def change(dsn: str, sql: str) -> None:
    with contextlib.closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        connection.commit()


def test_a_known_line_is_not_compared_and_an_unknown_one_is(
    tmp_path: Path, run: Import, query: Query, dsn: str
) -> None:
    """Whoever changes a published row by hand leaves its digest: the row is taken for known."""
    rows = [address(number) for number in range(1, 30)]
    run(write(tmp_path / "first.csv", rows))
    change(dsn, "UPDATE address SET label = 'by hand' WHERE source_id < '7000000003'")
    change(dsn, "UPDATE address SET digest = 7 WHERE source_id = '7000000002'")
    report = run(write(tmp_path / "again.csv", rows))
    assert (report.rows_read, report.total("changed"), report.total("unchanged")) == (29, 1, 28)
    assert query("SELECT source_id FROM address WHERE label = 'by hand'") == [("7000000001",)]
    report = run(write(tmp_path / "again.csv", rows), force=True)
    assert report.total("unchanged") == 29


def test_digests_of_an_earlier_version_are_renewed(
    tmp_path: Path, run: Import, query: Query, dsn: str
) -> None:
    rows = [address(number) for number in range(1, 5)]
    run(write(tmp_path / "first.csv", rows))
    digests = query("SELECT digest FROM address ORDER BY source_id")
    change(dsn, "UPDATE address SET digest = NULL WHERE number < 3")
    change(dsn, "UPDATE address SET digest = 5 WHERE number = 3")
    newer = [row | {"datauttaksdato": "16.11.2026 06:10:00"} for row in rows]
    report = run(write(tmp_path / "newer.csv", newer))
    assert report.changes_nothing
    assert report.version_id is not None
    assert query("SELECT digest FROM address ORDER BY source_id") == digests


def test_a_changed_line_before_the_known_one_counts(
    tmp_path: Path, run: Import, query: Query
) -> None:
    rows = [address(number) for number in range(1, 30)]
    run(write(tmp_path / "first.csv", rows))
    changed = address(5, adresseTekst="Storgata 5 B")
    report = run(write(tmp_path / "twice.csv", [changed, *rows]))
    assert [(each.line, each.reason) for each in report.rejected] == [
        (7, "adresseId 7000000005 is also in line 2")
    ]
    assert (report.total("changed"), report.total("unchanged")) == (1, 28)
    [(label,)] = query("SELECT label FROM address WHERE source_id = '7000000005'")
    assert label == "Storgata 5 B"


def test_a_known_line_before_a_changed_one_counts(tmp_path: Path, run: Import) -> None:
    """Also where the changed one comes as text, because of a quotation mark in its block."""
    rows = [address(number) for number in range(1, 3_000)]
    run(write(tmp_path / "first.csv", rows))
    for label in ("Storgata 5 B", '"Storgata 5 B"'):
        report = run(write(tmp_path / "twice.csv", [*rows, address(5, adresseTekst=label)]))
        assert [(each.line, each.reason) for each in report.rejected] == [
            (3001, "adresseId 7000000005 is also in line 6")
        ]
        assert report.total("unchanged") == 2999


def test_known_rows_of_several_municipalities_and_a_row_that_moves(
    tmp_path: Path, run: Import, query: Query
) -> None:
    rows = [address(number) for number in range(1, 31)]
    for row in rows[15:]:
        row["kommunenummer"] = "9902"
    run(write(tmp_path / "first.csv", rows))
    mixed = [row for pair in zip(rows[:15], rows[15:], strict=True) for row in pair]
    mixed[0]["kommunenummer"] = "9902"
    report = run(write(tmp_path / "moved.csv", mixed[:-1]))
    counts = {number: each.as_json() for number, each in report.municipalities.items()}
    none = {"added": 0, "changed": 0, "removed": 0}
    assert counts == {
        "9901": none | {"unchanged": 14},
        "9902": none | {"changed": 1, "removed": 1, "unchanged": 14},
    }
    covered = query("SELECT municipality_number, row_count FROM dataset_coverage ORDER BY 1")
    assert covered == [("9901", 14), ("9902", 15)]
    named = query("SELECT municipality_number, sum(address_count) FROM address_name GROUP BY 1")
    assert sorted(named) == covered


def test_equal_texts_in_other_columns_are_told_apart() -> None:
    block = b"1;2;x\n2;1;x\n12;;x\n;12;x\n12345678;9;x\n123456789;;x\n;123456789;y\n"

    def digests(columns: list[str], used: list[str]) -> list[int]:
        fields = PlainRows(columns, {}).fields(block)
        assert fields is not None
        return LineDigests(columns, used).of(fields).tolist()

    one = digests(["a", "b", "c"], ["a", "b"])
    assert len(set(one)) == 7
    assert not set(one) & set(digests(["b", "a", "c"], ["b", "a"]))
    assert one == digests(["a", "b", "other"], ["a", "b"])
