"""Rows that COPY types itself, and the same rows as text through the checks in SQL."""

from __future__ import annotations

from pathlib import Path

import psycopg2
import pytest

from cadastre_import.plain_rows import PlainRows

from .conftest import Import, Query
from .deliveries import address, write


@pytest.mark.parametrize(
    ("form", "plain", "other"),
    [
        ("digits 1..4", ["0", "0012", "9999"], ["", "12345", "1 ", "-1", "1.0", "٣", "½"]),
        ("digits 0..9", ["", "123456789"], ["1234567890", "+1", "0x1"]),
        (
            "decimal",
            ["0", "12.", "-7", "6479430.34", "-78530.44"],
            ["", "-", ".", ".5", "--1", "1-", "1.2.3", "1e5", "NaN", "1,5", "1" * 21],
        ),
        ("decimal?", ["", "0.5", "-7"], ["-", ".", " ", "1,5"]),
        (
            "moment",
            ["", "29.02.2024 23:59:59", "01.12.2023 00:00:00.5", "31.01.1999 07:08:09.123456"],
            [
                "29.02.2023 00:00:00",
                "29.02.1900 00:00:00",
                "31.04.2023 00:00:00",
                "00.01.2023 00:00:00",
                "01.13.2023 00:00:00",
                "01.00.2023 00:00:00",
                "01.01.2023 24:00:00",
                "01.01.2023 00:60:00",
                "01.01.2023 00:00:60",
                "01.01.1899 00:00:00",
                "01.01.2023",
                "01.01.2023T00:00:00",
                "01.01.2023 00:00:00.",
                "01.01.2023 00:00:00.1234567",
                "01.01.2023 00:00:00.1.2",
                "01.01.2023 00:00:00 Z",
                "2023-01-01 00:00:00",
            ],
        ),
        ("text 1..2", ["a", " ", "å"], ["", "abc", "åa"]),
        ("is ja|nei", ["ja", "nei"], ["", "j", "jaa", "Ja", "ne"]),
        ("is ", [""], ["0", " "]),
    ],
)
def test_forms(form: str, plain: list[str], other: list[str]) -> None:
    given = [*plain, *other]
    block = "".join(f"first;{field};{number}\n" for number, field in enumerate(given))
    rows = PlainRows(["a", "b", "c"], {"b": form})
    fields = rows.fields(block.encode())
    assert fields is not None
    assert rows.mask(fields).tolist() == [True] * len(plain) + [False] * len(other)


@pytest.mark.parametrize("block", [b"1;2\n", b"1;2;3;4\n1;2\n", b"1;2;3\n4;5\n6;7;8;9\n"])
def test_a_block_of_other_columns_is_not_looked_at(block: bytes) -> None:
    assert PlainRows(["a", "b", "c"], {"a": "digits 1..9"}).fields(block) is None


def test_both_ways_publish_the_same(tmp_path: Path, run: Import, query: Query, dsn: str) -> None:
    """A quotation mark anywhere in a block sends all of its rows through SQL, as text."""
    rows = [
        address(1, oppdateringsdato=""),
        address(2, oppdateringsdato="29.10.2023 02:30:00.25", adressetilleggsnavn="Øvre Moen"),
        address(3, oppdateringsdato="26.03.2023 03:00:00", festenummer="007", undernummer=3),
        address(4, oppdateringsdato="01.07.2024 23:59:59", Nord="7140010.", Øst="135999"),
        address(
            6,
            atkomstNord="7140012.00",
            atkomstØst="136002.50",
            vinteratkomstNord="7140014",
            vinteratkomstØst="136004.5",
        ),
        address(5, adressetype="matrikkeladresse", adressenavn="", adressekode="", nummer=""),
    ]
    published = "SELECT to_jsonb(a) - 'id' - 'digest' FROM address AS a ORDER BY source_id LIMIT 6"
    run(write(tmp_path / "plain.csv", rows))
    plain = query(published)
    with psycopg2.connect(dsn) as connection, connection.cursor() as cursor:
        cursor.execute("TRUNCATE address, dataset_version, dataset_coverage CASCADE")
    run(write(tmp_path / "quoted.csv", [*rows, address(7, poststed='"VIK"')]))
    assert query(published) == plain


def test_what_plain_rows_can_lack_is_told(tmp_path: Path, run: Import) -> None:
    rows = [address(number) for number in range(1, 20)]
    bad = [
        address(20, adressenavn=""),
        address(21, Nord="600000.00"),
        address(22, atkomstNord="7140010.00"),
        address(23, sommeratkomstNord="7140010.00", sommeratkomstØst="9999999.0"),
    ]
    access = "the coordinate of an access point is not a number or outside Norway"
    report = run(write(tmp_path / "bad.csv", [*rows, *bad]))
    assert [(each.line, each.reason) for each in report.rejected] == [
        (21, "a vegadresse without adressenavn"),
        (22, "the coordinate is outside Norway: wrong zone, or Nord and Øst swapped"),
        (23, access),
        (24, access),
    ]
