"""At which addresses a message was accepted, through registers and channels, and its deletion."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from geotarget.domain.roles import Role
from geotarget.notices import paper_list
from geotarget.notices.close import close_finished
from geotarget.notices.models import AddressMessage, Attempt, Dispatch, Recipient
from geotarget.notices.progress import counts
from geotarget.organisations.models import Membership
from geotarget.simulators.faults import Fault
from geotarget.simulators.running import Simulators
from geotarget.targeting.models import ListedAddress
from tests.notices.delivering import arrived, deliver_all, mend, send_to
from tests.notices.outside import simulated_outside
from tests.notices.world import ADDRESS_FIELDS, World, plot_address, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    """A street where all is lived in but the last two houses, and farms."""
    rows = [street_address(100 + n, 1, n, size=12) for n in range(1, 13)]
    farms = [plot_address(300 + n, 12, "9991") for n in range(4)]
    for row in rows:
        row.census_tract = "99980101"
    settle(world, rows[:-2] + farms)
    return send_to(world, rows + farms)


def on_paper(dispatch: Dispatch) -> set[str]:
    made = paper_list.make(dispatch, form="csv", user=dispatch.started_by)
    return {row.source_id for row in made}


def untold(world: World, dispatch: Dispatch, told: set[str]) -> set[str]:
    """Addresses where nobody's phone or e-mail is among `told`."""
    homes = {
        person["address_id"]
        for person in world.people
        if world.reached_by.get(person["national_id"]) in told
    }
    rows = dispatch.address_list.addresses.all()
    return {row.source_id for row in rows} - homes


def test_it_is_all_that_nothing_arrived_at(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    assert len(on_paper(dispatch)) == 16, "nothing is sent yet"
    deliver_all()
    assert on_paper(dispatch) == untold(world, dispatch, set(arrived(simulators)))
    assert {"111", "112"} <= on_paper(dispatch)


def test_an_unclear_message_stays_on_paper_until_its_receipt(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    simulators.faults.set("link", Fault("500"))
    deliver_all()
    mend(simulators)
    deliver_all()
    assert counts(dispatch).unknown > 0
    assert on_paper(dispatch) == untold(world, dispatch, set(arrived(simulators)))
    Attempt.objects.filter(state="unknown").update(state="delivered")
    assert on_paper(dispatch) == untold(world, dispatch, set(world.reached_by.values()))


def test_a_busy_gateway_and_a_second_look_up_change_nothing(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    simulators.faults.set("link", Fault("429"))
    deliver_all()
    rows = AddressMessage.objects.count()
    assert rows > 0
    mend(simulators)
    deliver_all()
    assert AddressMessage.objects.count() == rows
    assert on_paper(dispatch) == untold(world, dispatch, set(arrived(simulators)))


def test_residents_count_to_the_small_area_of_their_address(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    deliver_all()
    areas = set(Recipient.objects.values_list("small_area", flat=True))
    assert areas == {"census_tract:99980101", "postcode:9991"}


def test_closing_forgets_the_messages_and_keeps_the_paper_list(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    deliver_all()
    Attempt.objects.filter(pk=Attempt.objects.latest("pk").pk).update(state="not_delivered")
    before = on_paper(dispatch)
    then = timezone.now() - datetime.timedelta(hours=30)
    Dispatch.objects.update(started_at=then)
    Attempt.objects.update(sending_at=then)
    assert close_finished() == 1
    dispatch.refresh_from_db()
    assert not AddressMessage.objects.exclude(attempt=None).exists()
    assert AddressMessage.objects.count() == 16 - len(before)
    assert on_paper(dispatch) == before


SOMEBODY = {
    "national_id": "31415999999",
    "birth_date": "1980-05-17",
    "krr": {"mobile": "+4740000000", "email": "", "status": "AKTIV", "language": "nb"},
}
NOBODY = None
PAIRS = [
    ({"grading": "ugradert"}, {"grading": "fortrolig"}),
    ({"grading": "ugradert"}, {"grading": "klientadresse"}),
    (NOBODY, {"grading": "strengtFortrolig"}),
    (NOBODY, {"grading": "fortrolig", "bulk_error": "Kan ikke vises"}),
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_protected_person_makes_no_difference_that_anybody_can_see(
    world: World, tmp_path: Path, settings: Any, caplog: Any, one: Any, other: Any
) -> None:
    """The same dispatch to the same houses, but for one person: all pages and logs are the same."""
    everything = [role.value for role in Role]
    Membership.objects.filter(user=world.approver).update(roles=everything)
    settle(world, houses()[:-1])
    seen = []
    for special in (one, other):
        caplog.clear()
        Dispatch.objects.update(started_at=timezone.now() - datetime.timedelta(days=1))
        dispatch = send_to(world, houses())
        people = [*world.people, *([{**a_home(), **special}] if special else [])]
        folder = tmp_path / str(dispatch.pk)
        folder.mkdir()
        with simulated_outside(folder, people, settings):
            settings.KEYS_DIR = str(tmp_path / "keys")
            deliver_all()
        assert counts(dispatch).is_finished
        seen.append([*what_staff_see(world, dispatch), *without_ids(caplog.messages)])
    assert seen[0] == seen[1]


def houses() -> list[ListedAddress]:
    return [street_address(100 + n, 1, n, size=12) for n in range(1, 13)]


def a_home() -> dict[str, Any]:
    """Somebody in the last house."""
    last = houses()[-1]
    address = {name: getattr(last, name) for name in ADDRESS_FIELDS}
    return SOMEBODY | {"status": "bosatt", "address_id": last.source_id, "address": address}


def what_staff_see(world: World, dispatch: Dispatch) -> list[str]:
    client = Client()
    client.force_login(world.approver)
    pages = [
        client.get(reverse(f"notices:{name}", args=(dispatch.pk,))).content.decode()
        for name in ("progress", "areas", "paper")
    ]
    pages.append(client.get("/notices/").content.decode().split("<tbody>")[1].split("</tr>")[0])
    paper = client.post(reverse("notices:paper_csv", args=(dispatch.pk,)))
    pages.append(b"".join(paper.streaming_content).decode())  # type: ignore[attr-defined]
    return without_ids(pages)


def without_ids(texts: list[str]) -> list[str]:
    """Ids of our own rows, secrets of forms and the clock differ from one dispatch to the next."""
    hide = r"dispatches/\d+|chunk \d+|notices/\d+|csrfmiddlewaretoken\S+ value=\S+|\d\d:\d\d"
    return [re.sub(hide, "#", text) for text in texts]
