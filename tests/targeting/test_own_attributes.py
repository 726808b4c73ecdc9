"""An organisation's own facts of addresses: loaded, looked up, versioned, seen by nobody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.db import connection

from cadastre_import.attributes import AttributeReport, load_attributes
from cadastre_import.refusal import DeliveryRefused
from fixtures.generate import SAMPLE
from geotarget import cli
from geotarget.domain.roles import Role
from geotarget.organisations.models import AuditEntry, Organisation
from geotarget.running import cluster
from geotarget.targeting.models import OwnAttributeVersion, OwnValue
from geotarget.targeting.own_attributes import attributes_of
from tests.organisations.members import make_member, make_organisation

from . import strandvik as cadastre

GEBYR = SAMPLE.parent / "attributes" / "gebyr.toml"
HEADER = "Kommune;Gnr;Bnr;Fnr;Eier;Vann;Sone"
ROWS = [f"9901;1;{n};0;Kari Normann;{'ja' if n % 2 else 'nei'};{n % 3}" for n in range(1, 41)]
Load = Callable[..., AttributeReport]

BY_TEXT = """
title = "Vannmålere"
file = "*.csv"
key = "address"
columns = { text = "Adresse" }
attributes = { "Vannmåler" = "Måler" }
[[examples]]
row = { Adresse = "Storgata 4 B, 9994 STRANDVIK", "Måler" = "ja" }
expect = { key = "Storgata 4B, 9994", "Vannmåler" = "ja" }
"""


@pytest.fixture
def town(transactional_db: None) -> Organisation:
    cadastre.build()
    return make_organisation("310000019", "Strandvik kommune", "9901")


@pytest.fixture
def load(town: Organisation, tmp_path: Path) -> Load:
    """Load rows as the administrator of Strandvik."""
    user = make_member(town, "leder", Role.ADMINISTRATOR)

    def loading(
        rows: list[str] = ROWS, header: str = HEADER, about: Path = GEBYR, **options: Any
    ) -> AttributeReport:
        path = tmp_path / "gebyr_2026.csv"
        path.write_bytes("".join(f"{line}\r\n" for line in [header, *rows]).encode("cp1252"))
        dsn = cluster.url("geotarget_owner", connection.settings_dict["NAME"])
        options = {"organisation_id": town.pk, "user_id": user.pk} | options
        return load_attributes(path, about, dsn=dsn, **options)

    return loading


def test_a_file_becomes_attributes_and_the_same_file_changes_nothing(
    load: Load, town: Organisation
) -> None:
    report = load()
    assert (report.rows_read, report.rejected_count, report.added) == (40, 0, 80)
    # Storgata 22 does not exist; every other property has an address.
    assert [(row.line, row.reason) for row in report.unmatched] == [
        (23, "no address stands on this property")
    ]
    assert report.match_rate == 0.975
    water, zone = attributes_of(town.pk)
    assert (water.name, water.values) == ("Kommunalt vann", [("ja", 20), ("nei", 20)])
    assert (zone.name, zone.title) == ("Trykksone", "Gebyrsystemet")
    again = load()
    assert (again.added, again.removed, again.unchanged, again.version_id) == (0, 0, 80, None)
    (version,) = OwnAttributeVersion.objects.all()
    assert version.report["added"] == 80
    (entry,) = AuditEntry.objects.filter(act="load_attributes")
    assert entry.detail == {"added": 80, "removed": 0}


def test_columns_that_the_description_does_not_name_are_not_stored(load: Load) -> None:
    load()
    version = OwnAttributeVersion.objects.get()
    assert "Normann" not in f"{list(OwnValue.objects.values())}{version.report}"


def test_a_changed_value_is_a_new_version(load: Load, town: Organisation) -> None:
    load()
    report = load([*ROWS[:-1], "9901;1;40;0;;ja;1"])
    assert (report.added, report.removed, report.unchanged) == (1, 1, 79)
    assert attributes_of(town.pk)[0].values == [("ja", 21), ("nei", 19)]
    assert OwnAttributeVersion.objects.count() == 2


def test_bad_rows_are_told_and_the_others_are_loaded(load: Load) -> None:
    report = load([*ROWS, "9901;1;ti;0;;ja;1", "9901;2", f"9901;1;41;0;;{'x' * 101};1"])
    assert [(row.line, row.reason) for row in report.rejected] == [
        (42, "gardsnummer, bruksnummer or festenummer is not a whole number"),
        (43, "2 columns instead of 7"),
        (44, "Kommunalt vann is longer than 100 characters"),
    ]
    assert report.added == 80


@pytest.mark.parametrize(
    ("rows", "header", "said"),
    [
        (ROWS[:2], "Kommune;Gnr;Bnr;Fnr;Eier;Vann", "there is no column “Sone”"),
        ([], HEADER, "has a header but no rows"),
        (["9901;x;1;0;;ja;1"] * 3, HEADER, "3 of 3 rows cannot be used"),
        (["9901;1;1;0;;ja;ola@example.no"], HEADER, "“Sone” seems to hold an e-mail address"),
        (
            [f"9901;1;{n};0;;ja;Sone {n}" for n in range(1, 300)],
            HEADER,
            "“Trykksone” has more than 200 different values",
        ),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(
    load: Load, rows: list[str], header: str, said: str
) -> None:
    with pytest.raises(DeliveryRefused) as refused:
        load(rows, header)
    assert said in str(refused.value)
    assert "ola@" not in str(refused.value)
    assert not OwnValue.objects.exists()


def test_a_file_that_says_much_less_than_before_is_refused_unless_forced(load: Load) -> None:
    many = [f"9901;1;{n};0;;ja;1" for n in range(1, 101)]
    load(many)
    with pytest.raises(DeliveryRefused, match="60 of 100 properties or addresses"):
        load(many[:40])
    assert load(many[:40], force=True).removed == 120


def test_addresses_are_found_by_their_text(load: Load, town: Organisation, tmp_path: Path) -> None:
    about = tmp_path / "meters.toml"
    about.write_text(BY_TEXT.replace('"*.csv"', '"*.csv"\nencoding = "windows-1252"'))
    rows = ["Storgt. 4;ja", "STORGATA 14 b;nei", "Torget 1A, 9994 STRANDVIK;ja", "Gata 1;ja"]
    report = load(rows, "Adresse;Måler", about)
    assert [(row.line, row.reason) for row in report.unmatched] == [
        (5, "no address has this street and number")
    ]
    keys = set(OwnValue.objects.values_list("key", "value"))
    assert keys == {("99011000004", "ja"), ("99011000014B", "nei"), ("99011002001A", "ja")}


def test_two_files_may_not_give_the_same_attribute(load: Load, tmp_path: Path) -> None:
    load()
    about = tmp_path / "other.toml"
    about.write_text(GEBYR.read_text(encoding="utf-8").replace("Gebyrsystemet", "Nettsystemet", 1))
    with pytest.raises(DeliveryRefused, match="comes from “Gebyrsystemet” already"):
        load(about=about)


def test_another_organisation_sees_nothing_even_where_a_query_forgets_to_ask(
    load: Load, town: Organisation
) -> None:
    load()
    other = make_organisation("310000027", "Fjellvik kommune", "9902")
    assert attributes_of(other.pk) == []
    url = cluster.url("geotarget_app", connection.settings_dict["NAME"])
    app = psycopg2.connect(url)
    try:
        with app.cursor() as cursor:
            for organisation, seen in ((None, 0), (other.pk, 0), (town.pk, 80)):
                if organisation:
                    cursor.execute(
                        "SELECT set_config('geotarget.organisation', %s, true)", [str(organisation)]
                    )
                cursor.execute("SELECT count(*) FROM own_value")
                assert cursor.fetchone() == (seen,)
                cursor.execute("SELECT count(*) FROM own_attribute_version")
                assert cursor.fetchone() == (min(seen, 1),)
            for organisation, count in ((other.pk, None), (town.pk, 20)):
                filters = {"attributes": {"Kommunalt vann": ["ja"]}, "organisation": organisation}
                cursor.execute(
                    "SELECT sum(address_count) FROM preview_selection(NULL, NULL, 'address-inside',"
                    " '{9901-1000}', '{}', NULL, %s::jsonb)",
                    [json.dumps(filters)],
                )
                assert cursor.fetchone() == (count,)
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute("DELETE FROM own_value")
    finally:
        app.close()


def test_the_command_loads_and_lists(
    load: Load,
    town: Organisation,
    tmp_path: Path,
    test_database_environment: dict[str, str],
    broker_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.setenv(name, test_database_environment[name])
    monkeypatch.setenv("REDIS_URL", broker_url)
    path = tmp_path / "gebyr_x.csv"
    path.write_bytes("\r\n".join([HEADER, *ROWS, "9901;1;x;0;;ja;1"]).encode("cp1252"))
    about = ["--description", str(GEBYR), "--organisation", "310000019"]
    assert cli.main(["attributes", "load", str(path), *about, "--by", "leder"]) == 0
    told = capfd.readouterr().out
    assert "41 rows read, 1 rejected" in told
    assert "97.5% are of a place in the cadastre, 1 are not" in told
    assert "line 23: no address stands on this property" in told
    assert cli.main(["attributes", "load", str(path), *about, "--by", "leder", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["version_id"] is None
    assert cli.main(["attributes", "list", "--organisation", "310000019"]) == 0
    assert "Kommunalt vann (from Gebyrsystemet): ja (20), nei (20)" in capfd.readouterr().out
    assert cli.main(["attributes", "load", str(path), *about, "--by", "ingen"]) == 1
    assert "ingen is no administrator" in capfd.readouterr().err
    assert cli.main(["attributes", "load", str(GEBYR), *about, "--by", "leder"]) == 1
    assert "files named gebyr_*.csv, not gebyr.toml" in capfd.readouterr().err
