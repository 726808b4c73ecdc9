"""A page made for one organisation, while another tab of the same browser acts for another."""

from __future__ import annotations

import json

from django.test import Client

from geotarget.domain.roles import Role
from geotarget.organisations.models import Organisation
from geotarget.targeting.models import AddressList
from tests.organisations.members import make_member, make_organisation, signed_in

from .strandvik import box

AREA = {"selection": {"include": box(590, -50, 1200, 50)}}


def post(client: Client, page: str, organisation: Organisation, **more: object) -> int:
    return client.post(
        f"/map/{page}/",
        json.dumps({**AREA, **more}),
        content_type="application/json",
        headers={"accept": "application/json", "x-organisation": str(organisation.pk)},
    ).status_code


def test_nothing_is_counted_or_frozen_for_the_wrong_organisation(strandvik: Organisation) -> None:
    user = make_member(strandvik, "vakt", Role.PLANNER)
    both = make_organisation("310000035", "Vannverket IKS", "9901", "9902")
    make_member(both, user.username, Role.PLANNER)
    client = signed_in(user)
    assert f'name="organisation" content="{strandvik.pk}"' in client.get("/map/").content.decode()
    assert post(client, "count", strandvik) == 200
    client.post("/organisation/", {"organisation": both.pk})
    assert post(client, "count", strandvik) == 409
    assert post(client, "freeze", strandvik, name="Feil") == 409
    assert not AddressList.objects.exists()
    assert post(client, "freeze", both, name="Rett") == 200
    assert AddressList.objects.get().organisation == both
