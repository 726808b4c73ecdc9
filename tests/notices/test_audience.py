"""A notice to some of the residents: found when it is sent, by age, children or election."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from geotarget.domain.audience import Audience, read_audience
from geotarget.domain.errors import InputError
from geotarget.domain.roles import Role
from geotarget.notices import paper_list
from geotarget.notices.forget import forget_due
from geotarget.notices.models import AddressMessage, Dispatch, Notice
from geotarget.organisations.models import Membership
from geotarget.registers.folkeregisteret import Folkeregisteret, LookedUp
from geotarget.simulators.running import Simulators
from tests.notices.delivering import deliver_all, send_to
from tests.notices.every_kind import Oracle, listed_rows, settle_every_kind
from tests.notices.outside import simulated_outside
from tests.notices.world import CONTENT, World, make_list, make_notice, street_address

pytestmark = pytest.mark.django_db(transaction=True)

ELECTION = datetime.date(datetime.date.today().year, 9, 13)
CHOICES: dict[str, tuple[Audience, dict[str, Any]]] = {
    "old": (Audience(ages=(67, None)), {"ages": (67, 200)}),
    "young": (Audience(ages=(None, 25)), {"ages": (0, 25)}),
    "small children": (Audience(children=(0, 5)), {"children": (0, 5)}),
    "schoolchildren": (Audience(children=(6, 12)), {"children": (6, 12)}),
    "first-time voters": (Audience(election_on=ELECTION), {"election": ELECTION.year}),
    "parents of some age": (
        Audience(ages=(67, None), children=(0, 12)),
        {"ages": (67, 200), "children": (0, 12)},
    ),
}


@pytest.fixture
def simulators(world: World, tmp_path: Path, settings: Any) -> Iterator[Simulators]:
    settle_every_kind(world)
    with simulated_outside(tmp_path, world.people, settings) as running:
        yield running


def test_those_get_it_who_are_meant(world: World, simulators: Simulators) -> None:
    oracle, whole = Oracle(world.people, listed_rows()), len(world.people)
    for name, (audience, plainly) in CHOICES.items():
        simulators.arrived.clear()
        send_to(world, listed_rows(), audience=audience.as_json())
        deliver_all()
        arrived = Counter((entry.channel, entry.to) for entry in simulators.arrived.matching())
        assert arrived == oracle.messages("service", **plainly), name
        assert 0 < len(oracle.told("service", **plainly)) < whole / 2, name


def test_only_what_is_needed_is_asked_of_the_register(
    world: World, simulators: Simulators, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[set[str]] = []
    bulk = Folkeregisteret.bulk

    def watched(self: Folkeregisteret, ids: Any, parts: Sequence[str]) -> Iterator[LookedUp]:
        asked.append(set(parts))
        return bulk(self, ids, parts)

    monkeypatch.setattr(Folkeregisteret, "bulk", watched)

    def parts_of(**content: Any) -> set[str]:
        asked.clear()
        send_to(world, listed_rows(), **content)
        deliver_all()
        return set.union(*asked)

    plain = {"bostedsadresse", "status", "foedsel", "adressebeskyttelse"}
    assert parts_of() == plain
    assert parts_of(audience={"ages": [67, None]}) == plain
    assert parts_of(audience={"children": [0, 5]}) == plain | {"deltBosted"}
    assert parts_of(message_class="emergency") == plain | {"oppholdsadresse"}
    assert parts_of(message_class="formal", sms_text="") == plain | {"navn"}


def test_there_is_no_paper_list_that_would_show_where_they_live(
    world: World, simulators: Simulators, client: Client
) -> None:
    dispatch = send_to(world, listed_rows(), audience={"children": [0, 5]})
    deliver_all()
    assert not paper_list.may_be_made(dispatch)
    with pytest.raises(InputError, match="where they live"):
        paper_list.make(dispatch, form="csv", user=world.author)
    Membership.objects.filter(user=world.approver).update(roles=[Role.APPROVER, Role.PAPER_LIST])
    client.force_login(world.approver)
    Dispatch.objects.update(keys_destroyed_at=timezone.now())
    assert forget_due() == 1
    assert not AddressMessage.objects.exists()
    page = client.get(f"/notices/dispatches/{dispatch.pk}/").content.decode()
    assert "barn fra 0 til 5 år" in page
    assert "/paper-list/" not in page


def test_the_choice_is_part_of_what_is_approved(world: World) -> None:
    notice = make_notice(world, make_list(world, [street_address(1, 1, 1, size=1)]))
    before = notice.content_hash()
    notice.audience = {"ages": [67, None]}
    assert notice.content_hash() != before
    notice.audience = {}
    assert notice.content_hash() == before


def form_of(world: World, **more: str) -> dict[str, Any]:
    row = make_list(world, [street_address(1, 1, 1, size=1)])
    return CONTENT | {"address_list": str(row.pk)} | more


def test_it_is_chosen_on_the_page_and_told_in_words(world: World, client: Client) -> None:
    client.force_login(world.author)
    choice = {"child_from": "0", "child_to": "5", "election_on": f"{ELECTION:%d.%m.%Y}"}
    answer = client.post("/notices/new/", form_of(world, age_from="67", **choice))
    notice = Notice.objects.get()
    assert read_audience(notice.audience) == Audience((67, None), (0, 5), ELECTION)
    page = client.get(answer["Location"]).content.decode()
    assert "Bare beboere fra 67 år, og av dem bare voksne som bor sammen med barn" in page
    form = client.get(f"/notices/{notice.pk}/edit/").content.decode()
    assert 'value="67"' in form
    assert f"{ELECTION:%d.%m.%Y}" in form


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"age_from": "70", "age_to": "60"}, "høyeste alderen er under"),
        ({"age_to": "12"}, "yngre enn 16 år"),
        ({"age_from": "-1"}, "større enn eller lik 0"),
        ({"age_from": "gammel"}, "helt antall år"),
        ({"child_from": "10"}, "opp til 17"),
        ({"child_from": "10", "child_to": "18"}, "opp til 17"),
        ({"election_on": "31.02.2027"}, "Skriv en dato"),
        ({"election_on": "13.09.1999"}, "i år eller neste år"),
        ({"age_from": "67", "message_class": "emergency"}, "varsles alle"),
    ],
)
def test_what_can_not_be_meant_is_said_at_its_place(
    world: World, client: Client, typed: dict[str, str], words: str
) -> None:
    client.force_login(world.author)
    answer = client.post("/notices/new/", form_of(world, **typed))
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_svalbard_is_refused_in_words(world: World) -> None:
    row = street_address(1, 1, 1, size=1)
    row.municipality_number = "2100"
    with pytest.raises(InputError, match="Svalbard"):
        make_notice(world, make_list(world, [row]))
