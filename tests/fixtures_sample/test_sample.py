"""The invented municipalities: made anew byte for byte, with all that is difficult."""

from __future__ import annotations

import collections
import csv
import gzip
import io
import json
import re
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
import shapely

from fixtures import generate, land
from geotarget.domain.national_id import is_valid
from geotarget.domain.organisation_number import is_organisation_number

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def made() -> dict[str, dict[str, str]]:
    return generate.generate()


def rows_of(made: dict[str, dict[str, str]], name: str) -> Rows:
    (text,) = made[name].values()
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


@pytest.fixture(scope="module")
def addresses(made: dict[str, dict[str, str]]) -> Rows:
    return rows_of(made, "Basisdata_9901_Strandvik_25833_MatrikkelenAdresse_CSV.zip")


@pytest.fixture(scope="module")
def units(made: dict[str, dict[str, str]]) -> Rows:
    return rows_of(made, "Basisdata_9901_Strandvik_25833_MatrikkelenAdresseLeilighetsniva_CSV.zip")


@pytest.fixture(scope="module")
def people(made: dict[str, dict[str, str]]) -> list[dict[str, object]]:
    return [json.loads(line) for line in made["population.jsonl"]["population.jsonl"].splitlines()]


def content_of(path: Path) -> dict[str, bytes]:
    if path.suffix == ".gz":
        return {path.stem: gzip.decompress(path.read_bytes())}
    if path.suffix != ".zip":
        return {path.name: path.read_bytes()}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_sample_is_what_the_generator_makes(made: dict[str, dict[str, str]]) -> None:
    committed = {
        str(path.relative_to(generate.SAMPLE)): content_of(path)
        for path in generate.SAMPLE.rglob("*")
        if path.is_file()
    }
    assert committed == {
        file: {name: text.encode() for name, text in members.items()}
        for file, members in made.items()
    }, "run python -m fixtures.generate"


def test_addresses_of_every_kind(addresses: Rows, units: Rows) -> None:
    rural = sum(row["adressetype"] == "matrikkeladresse" for row in addresses)
    assert 1_900 <= len(addresses) <= 2_200
    assert rural / len(addresses) >= 0.3
    assert len(units) >= 3_000
    per_address = collections.Counter(row["adresseId"] for row in units)
    assert max(per_address.values()) == 24
    assert len(addresses) > len(per_address), "some addresses have no unit"
    per_point = collections.Counter((row["Nord"], row["Øst"]) for row in addresses)
    assert max(per_point.values()) == 13
    assert any(row["adressetilleggsnavn"] for row in addresses)
    assert any(row["atkomstNord"] for row in addresses)
    assert any(row["festenummer"] for row in addresses)
    assert any(row["seksjonsnummer"] for row in units)
    assert any(row["bruksenhetsnummerTekst"] == "" for row in units)


def test_labels_are_unique(addresses: Rows) -> None:
    counts = collections.Counter(
        (row["adressekode"], row["adresseTekstUtenAdressetilleggsnavn"]) for row in addresses
    )
    assert [label for label, count in counts.items() if count > 1] == []


def test_buildings_have_ids_of_their_own(made: dict[str, dict[str, str]]) -> None:
    texts = [next(iter(made[name].values())) for name in made if "MatrikkelenBygning" in name]
    ids = [found for text in texts for found in re.findall(r"<app:bygningId>(\d+)<", text)]
    assert len(texts) == 2
    assert len(ids) == len(set(ids)) > 2_000


def test_parcels_tile_the_land() -> None:
    _, cadastre, _ = generate._build()
    shapes = [parcel.shape for parcel in cadastre.parcels]
    assert all(shape.is_valid for shape in shapes)
    total = sum(shape.area for shape in shapes)
    assert total == pytest.approx(land.land().area, rel=1e-7)
    assert shapely.union_all(shapes).area == pytest.approx(total, rel=1e-7), "no overlaps"
    far_apart = collections.defaultdict(list)
    for parcel in cadastre.parcels:
        for owner in parcel.owners:
            far_apart[id(owner)].append(parcel.shape)
    assert any(a.distance(b) > 3_000 for s in far_apart.values() for a, b in pairwise(s))
    assert any(len(parcel.owners) > 1 for parcel in cadastre.parcels)


def test_residents_can_be_nobody(people: list[dict[str, object]]) -> None:
    numbers = [str(person["national_id"]) for person in people]
    assert len(set(numbers)) == len(numbers)
    assert all(is_valid(number, synthetic=True) for number in numbers)
    mobiles = [p["krr"]["mobile"] for p in people if p["krr"] and p["krr"]["mobile"]]  # type: ignore[index]
    assert all(mobile.startswith("+4749") for mobile in mobiles), "a series nobody has been given"
    shared = [count for count in collections.Counter(mobiles).values() if count > 1]
    assert len(shared) > 20, "families share phones"
    delivered = sum(mobile[-1] in "0123456" for mobile in mobiles)
    assert 0.95 < delivered / len(mobiles) < 1


def test_residents_of_every_kind(people: list[dict[str, object]]) -> None:
    assert len(people) > 2_500
    assert {p["status"] for p in people} == {"bosatt", "doed", "utflyttet"}
    assert {p["grading"] for p in people} == {
        "ugradert", "fortrolig", "strengtFortrolig", "klientadresse",
    }  # fmt: skip
    assert any(p["krr"] and p["krr"]["reserved"] for p in people)  # type: ignore[index]
    assert any(p["krr"] is None for p in people)
    assert any(str(p["birth_date"]) > "2012" for p in people)
    assert all(p["address"] is None for p in people if p["grading"] == "strengtFortrolig")
    assert any(p["address"] and p["address"]["kind"] == "matrikkeladresse" for p in people)  # type: ignore[index]


def test_numbers_and_names_are_nobodys(addresses: Rows) -> None:
    assert {row["kommunenummer"] for row in addresses} == {"9901"}
    west, south, east, north = land.to_storage(land.land()).bounds
    assert (west, east) > (100_000, 130_000)
    assert (south, north) > (7_100_000, 7_120_000)


def test_businesses_have_numbers_that_hold_and_share_owners(
    made: dict[str, dict[str, str]],
) -> None:
    ((text,),) = (made["underenheter_alle.json.gz"].values(),)
    businesses = json.loads(text)
    numbers = [each["organisasjonsnummer"] for each in businesses]
    owners = [each["overordnetEnhet"] for each in businesses]
    assert len(businesses) > 100
    assert len(set(numbers) | set(owners)) == len(numbers) + len(set(owners))
    assert len(set(owners)) < len(owners)
    assert all(is_organisation_number(number) for number in numbers + owners)
    codes = {each["naeringskode1"]["kode"][:2] for each in businesses}
    assert {"86", "87", "88"} <= codes, "places of care are offered as vulnerable"
