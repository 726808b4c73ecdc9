"""Rows are compared by a digest of all that is published, and by value where it differs."""

from __future__ import annotations

from pathlib import Path

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
