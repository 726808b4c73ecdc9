"""Own addresses beside the official ones: neither makes the other look older, newer or complete."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cadastre_import.console import import_all
from cadastre_import.described_sources import read_sources
from cadastre_import.refusal import DeliveryRefused
from geotarget.cadastre.state import cadastre_state, dataset_ages

from .conftest import Import, Query
from .deliveries import address, unit, write, write_units

MANY = [address(number) for number in range(1, 101)]
OWN = """
[address]
title = "Cabins that only we know"
licence = "our own"
source = "cabins"
file = "cabins.csv"
delimiter = ";"
fixed = { epsg = "25833", municipality_number = "9901", kind = "vegadresse" }
[address.columns]
source_id = "key"
street_name = "road"
number = "no"
label = "text"
north = "n"
east = "e"
[[address.examples]]
row = { key = "1", road = "Stien", no = "3", text = "Stien 3", n = "7140000", e = "136000" }
expect = { source_id = "1", label = "Stien 3" }
"""
COVERAGE = (
    "SELECT source, to_char(extracted_at, 'YYYY-MM-DD'), row_count "
    "FROM dataset_coverage WHERE dataset = 'address' ORDER BY 1"
)


@pytest.fixture
def cabins(tmp_path: Path) -> tuple[str, str]:
    """A file of two addresses, and its description."""
    (tmp_path / "cabins.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "cabins.csv").write_text(
        "key;road;no;text;n;e\n1;Stien;3;Stien 3;7140000;136000\n"
        "2;Stien;4;Stien 4;7140010;136000\n",
        encoding="utf-8",
    )
    return str(tmp_path / "cabins.csv"), str(tmp_path / "cabins.toml")


def test_own_addresses_stand_beside_the_official_ones(
    tmp_path: Path, run: Import, query: Query, dsn: str, cabins: tuple[str, str],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    run(write(tmp_path / "a.csv", MANY))
    run(write_units(tmp_path / "u.csv", [unit(1, 1), unit(2, 1)]))
    file, description = cabins
    assert import_all([file], dsn, None, False, as_json=True, description=description) == 0
    (report,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert report["added"] == 2
    assert query(COVERAGE) == [("cabins", None, 2), ("matrikkel", "2026-11-15", 100)]
    assert query("SELECT count(*), count(unit_count) FROM address") == [(102, 100)]
    older = [row | {"datauttaksdato": "12.06.2020 06:10:00"} for row in MANY]
    with pytest.raises(DeliveryRefused, match="before the one that is published"):
        run(write(tmp_path / "b.csv", older))
    (age,) = (age for age in dataset_ages() if age.dataset == "address")
    assert (age.municipalities, age.rows) == (1, 102)
    assert age.oldest_extract == age.newest_extract == cadastre_state(["9901"]).extracted_at
    assert f"{age.oldest_extract:%Y-%m-%d}" == "2026-11-15"


@pytest.mark.parametrize("name", ["matrikkel", "brreg", "bring"])
def test_the_word_of_an_official_source_is_refused(name: str, cabins: tuple[str, str]) -> None:
    description = Path(cabins[1])
    description.write_text(OWN.replace('"cabins"', f'"{name}"'), encoding="utf-8")
    with pytest.raises(DeliveryRefused, match=f"“source” {name} is that of the official data"):
        read_sources(description)
