"""Whom a notice reaches, counted before it is sent: in tens, and alike with protection."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from geotarget.domain.errors import InputError
from geotarget.notices.models import Notice, Reach
from geotarget.notices.reach import MOST_A_DAY, ask_reach, count_reach, shown_reach
from geotarget.organisations.models import AuditEntry
from geotarget.simulators.faults import Fault
from geotarget.simulators.running import Simulators
from geotarget.targeting.models import AddressList, ListedAddress
from tests.notices.delivering import mend
from tests.notices.every_kind import Oracle, listed_rows, settle_every_kind
from tests.notices.outside import simulated_outside
from tests.notices.world import World, make_list, make_notice, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def simulators(world: World, tmp_path: Path, settings: Any) -> Iterator[Simulators]:
    settle_every_kind(world)
    with simulated_outside(tmp_path, world.people, settings) as running:
        yield running


def counted(world: World, rows: list[ListedAddress], **content: Any) -> Notice:
    notice = make_notice(world, make_list(world, rows), **content)
    ask_reach(notice, user=world.author)
    count_reach(notice.pk)
    return notice


def in_tens(plain: Counter[str]) -> dict[str, int]:
    return {name: number // 10 * 10 for name, number in plain.items()}


def test_it_is_counted_as_it_would_be_sent(world: World, simulators: Simulators) -> None:
    told = Oracle(world.people, listed_rows()).told("service")
    plain = Counter(way(person) for person in told)
    assert counted(world, listed_rows()).reach.tens == in_tens(plain)
    letters = counted(world, listed_rows(), message_class="formal", sms_text="").reach.tens
    assert letters == in_tens(Counter(svarut=len(told)))
    assert not simulators.arrived.matching()


def way(person: dict[str, Any]) -> str:
    known = person["krr"] or {}
    if known.get("status") != "AKTIV" or not (known["mobile"] or known["email"]):
        return ""
    return "link-sms" if known["mobile"] else "smtp-email"


def test_the_page_tells_it_in_words(world: World, simulators: Simulators, client: Client) -> None:
    client.force_login(world.author)
    notice = make_notice(world, make_list(world, listed_rows()))
    assert "Tell hvem vi når" in client.get(f"/notices/{notice.pk}/").content.decode()
    client.post(f"/notices/{notice.pk}/reach/")
    assert "Det telles nå." in client.get(f"/notices/{notice.pk}/").content.decode()
    count_reach(notice.pk)
    page = client.get(f"/notices/{notice.pk}/").content.decode()
    sms = Reach.objects.get().tens["link-sms"]
    assert f"<dt>SMS</dt><dd>minst {sms}</dd>" in page
    assert "Tell hvem vi når" not in page
    Notice.objects.filter(pk=notice.pk).update(sms_text="Noe annet")
    assert "endret etter tellingen" in client.get(f"/notices/{notice.pk}/").content.decode()


def test_fewer_than_ten_are_not_split(world: World, tmp_path: Path, settings: Any) -> None:
    rows = [street_address(101, 1, 1, size=1)]
    settle(world, rows)
    with simulated_outside(tmp_path, world.people, settings):
        notice = counted(world, [street_address(101, 1, 1, size=1)])
    assert notice.reach.tens == {"few": 0}
    assert shown_reach(notice).lines == []


def test_it_is_not_counted_again_at_once(world: World, simulators: Simulators) -> None:
    notice = counted(world, listed_rows())
    with pytest.raises(InputError, match="Wait an hour"):
        ask_reach(notice, user=world.author)
    earlier = Reach.objects.get().asked_at - datetime.timedelta(hours=1, minutes=1)
    Reach.objects.update(asked_at=earlier)
    ask_reach(notice, user=world.author)
    assert Reach.objects.get().counted_at is None
    assert AuditEntry.objects.filter(act="reach").count() == 2


def test_a_new_notice_each_time_does_not_go_round_the_limit(world: World) -> None:
    """Lists that differ by a house each would tell who can be reached there."""
    for number in range(MOST_A_DAY):
        row = street_address(101 + number, 1, 1 + number, size=99)
        ask_reach(make_notice(world, make_list(world, [row])), user=world.author)
    one_more = make_notice(world, make_list(world, [street_address(99, 1, 99, size=99)]))
    with pytest.raises(InputError, match="within a day"):
        ask_reach(one_more, user=world.author)
    ask_reach(one_more, user=world.approver)
    AuditEntry.objects.filter(actor=world.author).update(
        at=timezone.now() - datetime.timedelta(days=1, minutes=1)
    )
    ask_reach(make_notice(world, one_more.address_list), user=world.author)


def test_a_register_that_is_away_is_told_and_asked_again(
    world: World, simulators: Simulators, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geotarget.registers.asking._PAUSES_SECONDS", (0.0,))
    simulators.faults.set("krr", Fault("500"))
    notice = counted(world, listed_rows())
    assert notice.reach.problem == "contact_register_down"
    assert shown_reach(notice).may_be_asked
    mend(simulators)
    ask_reach(notice, user=world.author)
    count_reach(notice.pk)
    assert Reach.objects.get().tens


def test_a_list_that_is_too_long_is_refused(world: World) -> None:
    notice = make_notice(world, make_list(world, [street_address(1, 1, 1, size=1)]))
    AddressList.objects.update(address_count=5001)
    with pytest.raises(InputError, match="up to"):
        ask_reach(Notice.objects.get(pk=notice.pk), user=world.author)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (None, {"grading": "strengtFortrolig"}),
        (None, {"bulk_error": "Kan ikke vises"}),
        ({}, {"grading": "fortrolig"}),
        ({}, {"grading": "klientadresse"}),
    ],
)
def test_protection_makes_no_difference_to_the_page(
    world: World, tmp_path: Path, settings: Any, client: Client, one: Any, other: Any, caplog: Any
) -> None:
    """The page of the notice, byte for byte but for what differs between any two requests."""
    rows = [street_address(100 + n, 1, n, size=12) for n in range(1, 13)]
    settle(world, rows)
    special = world.people.pop()
    notice, seen = make_notice(world, make_list(world, rows)), []
    client.force_login(world.author)
    for number, changes in enumerate((one, other)):
        people = [*world.people, *([] if changes is None else [special | changes])]
        (tmp_path / str(number)).mkdir()
        caplog.clear()
        with simulated_outside(tmp_path / str(number), people, settings):
            Reach.objects.all().delete()
            ask_reach(notice, user=world.author)
            count_reach(notice.pk)
        moment = "2026-01-01T12:00:00Z"
        AuditEntry.objects.filter(act="reach").update(at=moment)
        Reach.objects.update(counted_at=moment)
        page = client.get(f"/notices/{notice.pk}/").content.decode()
        seen.append([_without_nonce(page).split("</main>")[0], *caplog.messages])
        AuditEntry.objects.filter(act="reach").delete()
    assert seen[0] == seen[1]


def _without_nonce(page: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page)
