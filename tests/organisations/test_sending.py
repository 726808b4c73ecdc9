"""How an organisation's messages are sent: chosen by its administrator, for it alone, logged."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from geotarget.domain.roles import Role
from geotarget.organisations.models import AuditEntry, Organisation

from .members import make_member, make_organisation, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(strandvik: Organisation) -> Client:
    return signed_in(make_member(strandvik, "admin", Role.ADMINISTRATOR))


def test_it_is_chosen_and_logged(administrator: Client, strandvik: Organisation) -> None:
    other = make_organisation("310000027", "Fjellvik kommune", "9902")
    chosen = {"sends_through_altinn": "on", "announces_letters": "on", "sms_part_price": "0,39"}
    assert administrator.post("/sending/", chosen).status_code == 302
    strandvik.refresh_from_db()
    assert (
        strandvik.sends_through_altinn,
        strandvik.announces_letters,
        strandvik.sms_part_ore,
    ) == (
        True,
        True,
        39,
    )
    assert AuditEntry.objects.get(act="change_sending").detail["sms_part_ore"] == 39
    assert "0,39" in administrator.get("/sending/").content.decode()
    other.refresh_from_db()
    assert (other.sends_through_altinn, other.sms_part_ore) == (False, None)
    administrator.post("/sending/", {"sms_part_price": ""})
    strandvik.refresh_from_db()
    assert (
        strandvik.sends_through_altinn,
        strandvik.announces_letters,
        strandvik.sms_part_ore,
    ) == (
        False,
        False,
        None,
    )


@pytest.mark.parametrize("price", ["-1", "50,01", "1,234", "dyrt", "NaN"])
def test_a_price_that_is_none_is_refused(
    administrator: Client, strandvik: Organisation, price: str
) -> None:
    assert administrator.post("/sending/", {"sms_part_price": price}).status_code == 422
    strandvik.refresh_from_db()
    assert strandvik.sms_part_ore is None


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_only_administrators_get_in(strandvik: Organisation, role: Role) -> None:
    client = signed_in(make_member(strandvik, "noen", role))
    assert client.get("/sending/").status_code == 403
    assert client.post("/sending/", {"sends_through_altinn": "on"}).status_code == 403


@pytest.fixture
def accounts(settings: Any, strandvik: Organisation) -> None:
    own = {"link-sms-strandvik": strandvik.organisation_number, "link-sms-annen": "310000027"}
    settings.OWN_SMS_ACCOUNTS = {name: frozenset({number}) for name, number in own.items()}


def test_an_organisation_chooses_its_accounts_and_their_order(
    administrator: Client, strandvik: Organisation, accounts: None
) -> None:
    page = administrator.get("/sending/").content.decode()
    assert "strandvik" in page
    assert "annen</option>" not in page, "another organisation's"
    chosen = {"first_account": "link-sms-strandvik", "second_account": "link-sms"}
    assert administrator.post("/sending/", chosen).status_code == 302
    strandvik.refresh_from_db()
    assert strandvik.sms_accounts == ["link-sms-strandvik", "link-sms"]
    assert AuditEntry.objects.get(act="change_sending").detail["sms_accounts"] == list(
        strandvik.sms_accounts
    )
    assert administrator.get("/sending/").content.decode().count(" selected") == 3
    administrator.post("/sending/", {"first_account": ""})
    strandvik.refresh_from_db()
    assert strandvik.sms_accounts == []


@pytest.mark.parametrize(
    "chosen",
    [
        {"first_account": "link-sms-annen"},
        {"first_account": "ingen"},
        {"second_account": "link-sms"},
        {"first_account": "link-sms", "second_account": "link-sms"},
    ],
)
def test_an_account_that_is_not_its_own_or_named_twice_is_refused(
    administrator: Client, strandvik: Organisation, accounts: None, chosen: dict[str, str]
) -> None:
    assert administrator.post("/sending/", chosen).status_code == 422
    strandvik.refresh_from_db()
    assert strandvik.sms_accounts == []


def test_where_there_is_one_account_nobody_is_asked(
    administrator: Client, strandvik: Organisation
) -> None:
    assert "first_account" not in administrator.get("/sending/").content.decode()
    strandvik.sms_accounts = ["link-sms-borte"]
    strandvik.save()
    assert "first_account" in administrator.get("/sending/").content.decode(), "to take it back"


def test_the_form_of_norwegian_is_chosen_and_kept(
    administrator: Client, strandvik: Organisation
) -> None:
    assert administrator.post("/sending/", {"written_in": "nn"}).status_code == 302
    strandvik.refresh_from_db()
    assert strandvik.written_in == "nn"
    assert administrator.post("/sending/", {"announces_letters": "on"}).status_code == 302
    strandvik.refresh_from_db()
    assert strandvik.written_in == "nn"
    assert administrator.post("/sending/", {"written_in": "da"}).status_code == 422
