"""What the home page offers to whom, and in which order."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from geotarget.domain.roles import Role
from geotarget.organisations.models import Organisation

from .members import make_member, signed_in

HEADING = re.compile(r"<h2[^>]*>([^<]+?) ?(?:<span[^>]*>(\d+)</span>)?</h2>")


def cards(client: Client) -> list[str]:
    return [title for title, _ in HEADING.findall(client.get("/").content.decode())]


def test_an_administrator_finds_what_to_look_after(strandvik: Organisation) -> None:
    client = signed_in(make_member(strandvik, "admin", Role.ADMINISTRATOR))
    assert cards(client) == [
        "Matrikkeldata",
        "Sårbare steder",
        "Sendetid og grenser",
        "Brukere",
        "API-nøkler",
    ]
    page = client.get("/").content.decode()
    for url in ("/users/", "/tokens/", "/cadastre/"):
        assert f'href="{url}"' in page
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_others_are_offered_no_administration(strandvik: Organisation, role: Role) -> None:
    offered = cards(signed_in(make_member(strandvik, "annen", role)))
    assert not {"Matrikkeldata", "Brukere", "API-nøkler"} & set(offered)


@pytest.mark.parametrize("role", Role)
def test_there_is_something_for_every_role(strandvik: Organisation, role: Role) -> None:
    assert cards(signed_in(make_member(strandvik, "en", role)))
