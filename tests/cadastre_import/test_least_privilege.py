"""Every data set is published by the importer's own role, which owns none of the tables."""

from __future__ import annotations

from pathlib import Path

import psycopg2
import pytest

import cadastre_import
from fixtures import generate
from fixtures.districts import postal_register
from fixtures.generate import SAMPLE

from .conftest import Query


@pytest.fixture
def role(dsn: str) -> str:
    return dsn.replace("geotarget_owner@", "geotarget_import@")


def test_every_data_set(tmp_path: Path, role: str, query: Query) -> None:
    houses = generate._build()[0]
    register = tmp_path / "postnummerregister-ansi.txt"
    register.write_bytes(postal_register(houses).encode("cp1252"))
    names = ("Basisdata_9902_*", "Basisdata_99_*", "underenheter_*")
    files = [register, *(path for name in names for path in SAMPLE.glob(name))]
    seen = set()
    for path in sorted(files):
        first = cadastre_import.run(path, dsn=role)
        assert (first.rejected, first.total("added") > 0) == ([], True), path.name
        assert cadastre_import.run(path, dsn=role).changes_nothing, path.name
        seen.add(first.dataset)
    assert seen == {
        "address", "unit", "parcel", "building", "municipality", "county", "census_tract",
        "polling_district", "postcode_area", "postcode", "business",
    }  # fmt: skip
    assert query("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'import\\_%%'") == [(0,)]


@pytest.mark.parametrize("table", ["notice", "audit_entry", "staff_user", "address_list"])
def test_nothing_of_anybodys_notices(table: str, role: str) -> None:
    connection = psycopg2.connect(role)
    try:
        with (
            connection.cursor() as cursor,
            pytest.raises(psycopg2.errors.InsufficientPrivilege),
        ):
            cursor.execute(f"SELECT count(*) FROM {table}")
    finally:
        connection.close()
