"""Places of business: matched to addresses by text, and how many were."""

from __future__ import annotations

import collections
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from cadastre_import import DeliveryRefused
from cadastre_import.console import as_text
from fixtures import generate
from fixtures.businesses import business_records
from fixtures.generate import SAMPLE

from .conftest import Import, Query
from .deliveries import address, write

ADDRESSES = SAMPLE / "Basisdata_9901_Strandvik_25833_MatrikkelenAdresse_CSV.zip"


def write_businesses(path: Path, records: list[dict[str, Any]]) -> Path:
    path.write_bytes(gzip.compress(json.dumps(records).encode(), mtime=0))
    return path


def business(number: int, lines: list[str], **where: object) -> dict[str, Any]:
    place = {"landkode": "NO", "kommunenummer": "9901", "postnummer": "9994", "adresse": lines}
    return {
        "organisasjonsnummer": f"{number:09}",
        "navn": "KARI NORMANN",
        "overordnetEnhet": "000000009",
        "beliggenhetsadresse": place | where,
    }


def found(query: Query) -> dict[str, tuple[str, str]]:
    rows = query("SELECT source_id, address_source_id, match FROM business ORDER BY 1")
    return {key: (where, how) for key, where, how in rows}


def test_the_sample_is_matched_as_it_was_written(tmp_path: Path, run: Import, query: Query) -> None:
    houses = [h for h in generate._build()[0] if h.municipality == "9901"]
    made = business_records(houses)
    run(ADDRESSES)
    path = write_businesses(tmp_path / "underenheter_alle.json.gz", [r for r, _, _ in made])
    report = run(path)
    assert (report.dataset, report.rejected, report.total("added")) == ("business", [], len(made))
    wanted = {
        record["organisasjonsnummer"]: (
            str(house.address_id) if how in ("exact", "spelling") else "", how
        )
        for record, house, how in made
    }  # fmt: skip
    assert found(query) == wanted
    assert report.matches == collections.Counter(how for _, how in wanted.values())
    rate = sum(bool(where) for where, _ in wanted.values()) / len(wanted)
    assert report.match_rate == pytest.approx(rate, abs=1e-4)
    assert f"{rate:.1%} have an address (exact" in as_text(report)
    again = run(path)
    assert (again.version_id, again.matches) == (None, report.matches)
    assert query("SELECT report -> 'match_rate' FROM dataset_version ORDER BY id DESC LIMIT 1") == [
        (report.match_rate,)
    ]


def test_letters_spellings_and_ties(tmp_path: Path, run: Import, query: Query) -> None:
    run(write(tmp_path / "a.csv", [
        address(1), address(2, bokstav="A", nummer=2), address(3, bokstav="B", nummer=2),
        address(4, nummer=9, adressenavn="Kirkeveien", adressekode="1", postnummer="9994"),
        address(5, nummer=9, adressenavn="Kirkevegen", adressekode="2", postnummer="9995"),
    ]))  # fmt: skip
    lines = {
        1: ["Storgata 1"], 2: ["STOR-GATEN 1"], 3: ["Storgata 1 C"], 4: ["Storgata 2"],
        5: ["Storgata 2b"], 6: ["Kirkev. 9"], 7: ["v/ Ola Normann 3", "Storgt. 1"], 8: ["1"],
    }  # fmt: skip
    report = run(write_businesses(
        tmp_path / "b.json.gz", [business(n, told) for n, told in lines.items()]
    ))  # fmt: skip
    assert [how for _, how in found(query).values()] == [
        "exact", "spelling", "letter", "several", "exact", "spelling", "spelling", "no_street",
    ]  # fmt: skip
    assert found(query)["000000005"][0] == "7000000003"
    assert report.matches["several"] == 1
    kirke = [business(10, ["Kirkevei 9"]), business(11, ["Kirkevei 9"], postnummer="9999")]
    run(write_businesses(tmp_path / "c.json.gz", kirke), force=True)
    assert found(query)["000000010"] == ("7000000004", "spelling"), "the postcode decides"
    assert found(query)["000000011"] == ("", "several")


def test_an_address_that_comes_later_is_found(tmp_path: Path, run: Import, query: Query) -> None:
    report = run(write_businesses(tmp_path / "b.json.gz", [business(1, ["Storgata 1"])]))
    assert report.match_rate == 0
    run(write(tmp_path / "a.csv", [address(1)]))
    assert found(query) == {"000000001": ("7000000001", "exact")}


def test_no_name_is_kept(tmp_path: Path, run: Import, query: Query) -> None:
    lines = ["c/o Ola Normann 4", "V/Per Normann 3", "Storgata 1"]
    run(write_businesses(tmp_path / "b.json.gz", [business(1, lines)]))
    ((kept,),) = query("SELECT to_jsonb(b)::text FROM business AS b")
    assert "NORMANN" not in kept.upper()
    assert '"street_name": "Storgata"' in kept


def test_what_is_closed_or_elsewhere_is_passed_over(
    tmp_path: Path, run: Import, query: Query
) -> None:
    records = [
        business(1, ["Storgata 1"]), business(2, [], landkode="SE", kommunenummer=None),
        business(3, []) | {"nedleggelsesdato": "2026-01-01"}, business(4, ["x\0 1"]),
        business(1, []), business(5, [], kommunenummer="301"),
    ]  # fmt: skip
    records[-1]["organisasjonsnummer"] = "12"
    report = run(write_businesses(tmp_path / "b.json.gz", records))
    assert [(r.line, r.reason) for r in report.rejected] == [
        (4, "a control character in it"), (5, "organisasjonsnummer 000000001 is also object 1"),
        (6, "organisasjonsnummer is not nine digits"),
    ]  # fmt: skip
    assert list(found(query)) == ["000000001"]


def test_a_cut_file_is_refused(tmp_path: Path, run: Import, query: Query) -> None:
    text = json.dumps([business(n, ["Storgata 1"]) for n in range(1, 50)])
    whole = tmp_path / "b.json"
    whole.write_text(text[:-40])
    with pytest.raises(DeliveryRefused, match="broken or was cut short in feature 49"):
        run(whole)
    packed = write_businesses(tmp_path / "b.json.gz", json.loads(text))
    packed.write_bytes(packed.read_bytes()[:-30])
    with pytest.raises(DeliveryRefused, match="damaged"):
        run(packed)
    assert query("SELECT count(*) FROM business") == [(0,)]
