"""Dwelling units: counts stored at the addresses, and the form of 2020 that names no address."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadastre_import import DeliveryRefused
from cadastre_import.console import as_text
from fixtures.address_csv import UNIT_HEADER

from .conftest import Import, Query
from .deliveries import address, real_file, text_of, unit, write, write_units

OLD_HEADER = UNIT_HEADER.removesuffix(";adresseId")
COUNTS = "SELECT label, unit_count FROM address ORDER BY label"


@pytest.fixture
def addresses(tmp_path: Path, run: Import) -> None:
    numbers = {"gardsnummer": 33, "bruksnummer": 4, "festenummer": 2, "adresseTekst": "33/4/2"}
    rural = address(3, adressetype="matrikkeladresse", adressekode="", adressenavn="", nummer="")
    rural |= numbers
    run(write(tmp_path / "a.csv", [address(1), address(2), rural]))


@pytest.mark.usefixtures("addresses")
def test_counts_are_unknown_until_units_are_loaded(
    tmp_path: Path, run: Import, query: Query
) -> None:
    assert query(COUNTS) == [("33/4/2", None), ("Storgata 1", None), ("Storgata 2", None)]
    run(write_units(tmp_path / "u.csv", [unit(1, 1), unit(2, 1)]))
    assert query(COUNTS) == [("33/4/2", 0), ("Storgata 1", 2), ("Storgata 2", 0)]


def test_units_may_come_before_their_addresses(tmp_path: Path, run: Import, query: Query) -> None:
    run(write_units(tmp_path / "u.csv", [unit(1, 1), unit(2, 1)]))
    run(write(tmp_path / "a.csv", [address(1), address(2)]))
    assert query(COUNTS) == [("Storgata 1", 2), ("Storgata 2", 0)]


@pytest.mark.usefixtures("addresses")
def test_a_unit_that_is_gone_lowers_the_count(tmp_path: Path, run: Import, query: Query) -> None:
    run(write_units(tmp_path / "u.csv", [unit(1, 1), unit(2, 1)]))
    report = run(write_units(tmp_path / "v.csv", [unit(1, 1, seksjonsnummer=4)]))
    assert report.municipalities["9901"].as_json() == {
        "added": 0, "changed": 1, "removed": 1, "unchanged": 0,
    }  # fmt: skip
    assert query("SELECT unit_count FROM address WHERE label = 'Storgata 1'") == [(1,)]
    assert query("SELECT snr FROM unit") == [(4,)]


@pytest.mark.usefixtures("addresses")
def test_an_empty_unit_number_stays_empty(tmp_path: Path, run: Import, query: Query) -> None:
    run(write_units(tmp_path / "u.csv", [unit(1, 1, bruksenhetsnummerTekst="")]))
    assert query("SELECT unit_number FROM unit") == [("",)]


@pytest.mark.usefixtures("addresses")
def test_the_form_of_2020_finds_addresses_by_street_or_number(
    tmp_path: Path, run: Import, query: Query
) -> None:
    rural = unit(3, 3, adressetype="matrikkeladresse", adressekode="", nummer="",
                 gardsnummer=33, bruksnummer=4, festenummer=2)  # fmt: skip
    lost = unit(4, 99)
    report = run(write_units(tmp_path / "u.csv", [unit(1, 1), unit(2, 2), rural, lost], OLD_HEADER))
    assert query(COUNTS) == [("33/4/2", 1), ("Storgata 1", 1), ("Storgata 2", 1)]
    ((rejected,)) = report.rejected
    assert (rejected.line, rejected.reason) == (
        5, "no published address has this street and number; import the addresses first",
    )  # fmt: skip


@pytest.mark.usefixtures("addresses")
def test_a_row_without_unit_is_counted_and_left_alone(
    tmp_path: Path, run: Import, query: Query
) -> None:
    report = run(write_units(tmp_path / "u.csv", [unit(1, 1), unit(2, 2, bruksenhetId="")]))
    assert (report.rows_without_unit, report.rejected, report.total("added")) == (1, [], 1)


def test_the_same_unit_twice_is_rejected(tmp_path: Path, run: Import) -> None:
    report = run(write_units(tmp_path / "u.csv", [unit(1, 1), unit(1, 1), unit(1, 2)]))
    assert report.total("added") == 2, "a unit may stand at two addresses"
    assert [r.reason for r in report.rejected] == ["bruksenhetId and adresseId are also in line 2"]


def test_the_header_of_2020_with_empty_numbers_is_refused(run: Import) -> None:
    path = real_file("address/SYNTHETIC_leilighetsniva_2020_header_only.csv")
    with pytest.raises(DeliveryRefused, match=r"19 of 19 rows.*kommunenummer"):
        run(path)


@pytest.mark.usefixtures("addresses")
def test_a_row_that_cannot_be_read_removes_no_unit(
    tmp_path: Path, run: Import, query: Query
) -> None:
    units = [unit(n, 1) for n in range(1, 31)]
    run(write_units(tmp_path / "u.csv", units))
    lines = text_of(units, UNIT_HEADER).split("\r\n")
    lines[9] = ";".join(lines[9].split(";")[:-3])
    path = tmp_path / "v.csv"
    path.write_bytes("\r\n".join(lines).encode())
    report = run(path, force=True)
    assert (report.rejected_count, report.total("removed"), report.kept_count) == (1, 0, 1)
    assert query("SELECT count(*) FROM unit") == [(30,)]
    assert "1 published rows are not in the delivery, but were kept" in as_text(report)
    run(write_units(tmp_path / "w.csv", units[1:]))
    assert query("SELECT count(*) FROM unit") == [(29,)]
