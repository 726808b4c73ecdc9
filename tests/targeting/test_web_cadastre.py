from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

import cadastre_import
from geotarget.domain.roles import Role
from geotarget.running import cluster
from tests.cadastre_import.deliveries import address, square, teig, write, write_gml
from tests.organisations.members import make_member, make_organisation, signed_in


@pytest.fixture
def administrator(transactional_db: None) -> Client:
    organisation = make_organisation("310000019", "Strandvik kommune", "9901")
    return signed_in(make_member(organisation, "admin", Role.ADMINISTRATOR))


def publish(path: Path, *rows: dict[str, object]) -> int:
    dsn = cluster.url("geotarget_owner", connection.settings_dict["NAME"])
    version = cadastre_import.run(write(path, rows), dsn=dsn).version_id
    assert version is not None
    return version


def test_nothing_is_loaded(administrator: Client) -> None:
    assert "Det er ikke lastet inn noe" in administrator.get("/cadastre/").content.decode()


def test_a_version_tells_what_it_did(administrator: Client, tmp_path: Path) -> None:
    rows = [address(number) for number in range(1, 9)]
    publish(tmp_path / "first.csv", *rows)
    later = {"datauttaksdato": "16.11.2026 06:10:00"}
    changed = [row | later for row in rows[:6]]
    changed[0] |= {"adresseTekst": "Nygata 1", "adressenavn": "Nygata"}
    number = publish(tmp_path / "second.csv", *changed, address(9) | later, address(10, Nord="x"))
    index = administrator.get("/cadastre/").content.decode()
    for words in ("Adresser", "16. november 2026", f"/cadastre/{number}/"):
        assert words in index, words
    page = administrator.get(f"/cadastre/{number}/").content.decode()
    for words in ("second.csv", "Storgata 1", "Nygata 1", "Storgata 9", "Storgata 7", ">Endring<"):
        assert words in page, words
    assert "Linje 9:" in page
    assert "the coordinate (Nord, Øst) is not a number" in page


def test_a_version_that_is_none(administrator: Client) -> None:
    assert administrator.get("/cadastre/999999/").status_code == 404


def test_a_version_tells_how_its_rows_are_linked(administrator: Client, tmp_path: Path) -> None:
    publish(tmp_path / "first.csv", address(1), address(2))
    dsn = cluster.url("geotarget_owner", connection.settings_dict["NAME"])
    parcel = teig(1, square(135_950, 7_139_980, 100), [(10, 1, 0, 0)])
    number = cadastre_import.run(write_gml(tmp_path / "p.gml", parcel), dsn=dsn).version_id
    page = administrator.get(f"/cadastre/{number}/").content.decode()
    for words in ("Koblinger", "Etter identifikator", "1 (100,0 %)", "Matrikkelenheter"):
        assert words in page, words
