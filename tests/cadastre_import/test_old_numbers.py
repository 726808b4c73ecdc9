"""Old numbers: of municipalities by the list of changes, of properties by what imports recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .conftest import Import, Query
from .deliveries import EXTRACTED, address, square, teig, write, write_gml

MOVED = {"kommunenummer": "9903", "kommunenavn": "NYVIK", "datauttaksdato": "16.11.2026 06:10:00"}
COUNTS = "SELECT municipality_number, row_count FROM dataset_coverage WHERE dataset = %s ORDER BY 1"


@pytest.mark.parametrize(
    ("number", "candidates"),
    [
        ("0427", ["3420"]),  # Elverum, 2020
        ("1601", ["5001"]),  # Trondheim, 2018
        ("5012", ["5055", "5056", "5059"]),  # Snillfjord, split in 2020
        ("1638", ["5059"]),  # Orkdal: 2018 and then 2020
        ("0104", ["3103"]),  # Moss: 2020 and then 2024
        ("1507", ["1508", "1580"]),  # Ålesund, split in 2024
        ("1504", ["1508", "1580"]),  # Ålesund before 2020: merged, then split
        ("0301", []),
        ("9999", []),
        ("", []),
    ],
)
def test_an_old_municipality_number_finds_its_candidates(
    number: str, candidates: list[str], query: Query
) -> None:
    found = query("SELECT candidate FROM municipality_candidates(%s)", (number,))
    assert [candidate for (candidate,) in found] == candidates


def found(query: Query, words: str) -> tuple[list[str], tuple[Any, ...] | None]:
    """Labels of the addresses that the search box finds, and what it says of the number."""
    hits = query("SELECT label FROM find_addresses(%s, '{}', 10) ORDER BY 1", (words,))
    said = query("SELECT fate, number, today FROM old_number(%s)", (words,))
    return [label for (label,) in hits], said[0] if said else None


def test_a_renumbered_address_is_found_by_its_old_number(
    tmp_path: Path, run: Import, query: Query
) -> None:
    before = [address(n) for n in range(1, 30)]
    run(write(tmp_path / "a.csv", before))
    assert found(query, "9901-10/1") == (
        [f"Storgata {n}" for n in sorted((1, *range(10, 20)), key=str)][:10],
        None,
    )
    after = [row | MOVED | {"gardsnummer": 110} for row in before[:20]]
    report = run(write(tmp_path / "b.csv", after))
    assert query(COUNTS, ("address",)) == [("9901", 9), ("9903", 20)], "nobody counts twice"
    assert report.total("changed") == 20
    assert query(
        "SELECT number_before, number_after, municipality_number FROM cadastre_change "
        "WHERE source_id = '7000000005'"
    ) == [("9901-10/5", "9903-110/5", "9903")]
    followed = (["Storgata 5"], ("followed", "9901-10/5", ["9903-110/5"]))
    assert found(query, "9901-10/5") == found(query, "9901-010/05") == followed
    assert found(query, "9901-10/25") == (["Storgata 25"], None), "still there"
    assert found(query, "9901-77/1") == ([], None), "nobody ever had it"
    again = [row | {"gardsnummer": 210, "datauttaksdato": "17.11.2026 06:10:00"} for row in after]
    run(write(tmp_path / "c.csv", again[:19]))
    assert found(query, "9901-10/5") == (["Storgata 5"], ("followed", "9901-10/5", ["9903-210/5"]))
    assert found(query, "9903-110/5")[1] == ("followed", "9903-110/5", ["9903-210/5"])
    assert found(query, "9901-10/20") == ([], ("gone", "9901-10/20", []))
    assert found(query, "9903-110/20") == ([], ("gone", "9903-110/20", []))


def test_a_renumbered_property_is_followed_by_its_matrikkelenhet(
    tmp_path: Path, run: Import, query: Query
) -> None:
    ground = teig(1, square(135_950, 7_139_980, 100), [(10, 1, 0, 0)])
    run(write_gml(tmp_path / "p.gml", ground, teig(2, square(0, 7_140_000, 9), [(10, 7, 0, 0)])))
    moved = ground.replace("9901", "9903").replace("bruksnummer>1<", "bruksnummer>51<")
    moved = moved.replace("2020-06-16", "2026-11-16")
    run(write_gml(tmp_path / "q.gml", moved))
    assert query("SELECT change, source_id, number_before, number_after FROM cadastre_change "
                 "WHERE number_before <> ''") == [
        ("renumbered", "0100010000", "9901-10/1", "9903-10/51")
    ]  # fmt: skip
    assert query(COUNTS, ("parcel",)) == [("9901", 1), ("9903", 1)]
    number = {"kommunenummer": "9903", "kommunenavn": "NYVIK", "bruksnummer": 51}
    run(write(tmp_path / "a.csv", [address(1, **number), address(2, datauttaksdato=EXTRACTED)]))
    assert found(query, "9901-10/1") == (
        ["Storgata 1"],
        ("followed", "9901-10/1", ["9903-10/51"]),
    )


def test_a_property_that_is_gone_is_said_to_be(tmp_path: Path, run: Import, query: Query) -> None:
    home, far = square(135_950, 7_139_980, 100), square(150_000, 7_145_000, 100)
    run(write_gml(tmp_path / "p.gml", teig(1, home), teig(2, far, [(10, 2, 0, 0)])))
    merged = [teig(1, home), teig(2, far)]
    run(write_gml(tmp_path / "q.gml", *merged))
    assert found(query, "9901-10/2") == ([], ("gone", "9901-10/2", []))


def test_a_number_from_before_a_merger_is_looked_for_in_the_candidates(
    tmp_path: Path, run: Import, query: Query
) -> None:
    row = address(3, kommunenummer="3420", kommunenavn="ELVERUM", gardsnummer=12)
    run(write(tmp_path / "a.csv", [row]))
    said = ("municipality", "0427", ["3420"])
    assert found(query, "0427-12/3") == (["Storgata 3"], said)
    assert found(query, "0427-12/") == (["Storgata 3"], said)
    assert found(query, "0427-13/1") == ([], said)
    assert found(query, "3420-12/3") == (["Storgata 3"], None)
    assert found(query, "12/3") == (["Storgata 3"], None)
