"""Information: by e-mail, with an own link each; whoever used one is left out the next time."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from geotarget.notices.models import Dispatch
from geotarget.notices.progress import counts
from geotarget.simulators.running import Simulators
from tests.notices.delivering import arrived, deliver_all, send_to
from tests.notices.world import World, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    rows = [street_address(100 + n, 1, n, size=6) for n in range(1, 7)]
    settle(world, rows)
    for person in world.people:
        person["krr"] |= {"email_updated": "2026-11-01T10:00:00+01"}
    world.people[0]["krr"]["reserved"] = True
    world.people[1]["krr"]["email_updated"] = "2020-01-01T10:00:00+01"
    return send_to(world, rows, message_class="information", sms_text="")


def test_who_opted_out_is_told_no_more_and_nothing_else_changes(
    world: World, dispatch: Dispatch, simulators: Simulators, tmp_path: Path, settings: Any
) -> None:
    told = {p["krr"]["email"] for p in world.people[2:]
            if p["national_id"] in world.reached_by and p["krr"]["email"]}  # fmt: skip
    deliver_all()
    assert dict(arrived(simulators)) == dict.fromkeys(told, 1)
    assert counts(dispatch).accepted == len(told)

    mail = simulators.arrived.matching()[0]
    found = re.search(r"Meld deg av: (\S+)", mail.text)
    assert found is not None
    Client(enforce_csrf_checks=True).post(found.group(1).removeprefix(settings.PUBLIC_URL))
    simulators.arrived.clear()
    rows = list(dispatch.address_list.addresses.all())
    for row in rows:
        row.pk = None
    again = send_to(world, rows, message_class="information", sms_text="")
    deliver_all()
    assert dict(arrived(simulators)) == dict.fromkeys(told - {mail.to}, 1)
    assert counts(again).no_contact == counts(dispatch).no_contact + 1
    simulators.arrived.clear()
    for row in rows:
        row.pk = None
    send_to(world, rows)
    deliver_all()
    assert set(arrived(simulators)) == set(world.reached_by.values()), (
        "a service notice reaches all"
    )
